"""The annotate screen: one article, its marks, and the cards beside it; every key goes to the editor and is saved."""

import gc
from collections.abc import Callable, Sequence
from functools import partial
from inspect import isawaitable

from textual.app import ComposeResult
from textual.events import Key
from textual.widgets import Input

from annotator.domain.editing import Editor, Level, Write
from annotator.domain.edits import Edit
from annotator.domain.shown import shown
from annotator.project import Project
from annotator.tui.screens.reverting import Reverting
from annotator.tui.screens.saving import Saving
from annotator.tui.screens.suggesting import Suggesting
from annotator.tui.widgets.bars import Standing, Tally, heading, key_bar
from annotator.tui.widgets.document_view import DocumentView
from annotator.tui.widgets.frame_card import frame_card, small_card
from annotator.tui.widgets.guideline import guideline
from annotator.tui.widgets.lines import Lines, Row, Run
from annotator.tui.widgets.palette import Palette
from annotator.tui.widgets.prompt import Prompt

Builder = Callable[[Editor, Palette, int], list[Row]]
"""Makes the rows of a card or bar from the editor's state, for a width."""

PAGE_KEYS = {"pagedown": 1, "pageup": -1}
"""Keys that scroll the article without moving the cursor."""


CARD = 0.55
"""The part of the column beside the article that is the frame card's."""


class AnnotateScreen(Suggesting, Reverting):
    """One annotator at work on one article."""

    AUTO_FOCUS = None
    HAS_NEIGHBOURS = True

    def __init__(
        self,
        project: Project,
        document_id: str,
        place: str = "",
        annotator: str = "",
        at: int | None = None,
        level: Level = Level.OFF,
    ) -> None:
        """Take the article, its place in the list, whose set it is if not the user's, and the offset to start at.

        Of the suggestions, those of the level are shown, in the user's own set only.
        """
        super().__init__()
        self.project = project
        self.annotator = annotator or project.annotator
        self._place = place
        self.saving = Saving(project)
        self.editor = self._opened(document_id)
        self.editor.level = level if self.annotator == project.annotator else Level.OFF
        self.tally = Tally(self.editor.annotations.records.values())
        resume(self.editor, self.tally) if at is None else self.editor.place(at)

    def _opened(self, document_id: str) -> Editor:
        is_new = self.project.has_new_codebook()
        self.codebook = self.project.codebook
        annotated = self.project.load(document_id, [self.annotator])
        editor = Editor(annotated, self.annotator, self.codebook, self.project.codebook_version)
        editor.keymap = self.project.keymap
        editor.registry_of = lambda: self.project.sources.registry
        editor.message = f"the codebook has changed: this is version {editor.codebook_version}" if is_new else ""
        return editor

    def compose(self) -> ComposeResult:
        """The article between the row that says where one is and the row of keys, the cards beside or below it."""
        yield Lines(self._heading, id="heading")
        yield DocumentView(self.editor, self.palette, id="document")
        yield Lines(self._side, id="side", indent=1)
        yield Lines(partial(self._card, small_card), id="small", indent=1)
        yield Lines(partial(self._card, key_bar), id="keys")

    def on_mount(self) -> None:
        """Take the article's many records out of garbage collection, and collect seldom: both would hold up a key."""
        gc.freeze()
        gc.set_threshold(5000, 50, 100)
        self.call_after_refresh(self.project.sources.prepare)

    # --- keys ----------------------------------------------------------------------------------------------------

    async def on_key(self, event: Key) -> None:
        """Give the key to the editor, or do what it asks of the screen."""
        key = event.character if event.is_printable and event.character else event.key
        if self.editor.mode == "write" and key != "escape":
            for prompt in self.query(Prompt):
                prompt.take_early(event)
            return
        event.stop()
        event.prevent_default()
        self.pressed()
        action = self.editor.keymap.action_for("space" if key == " " else key)
        if key in PAGE_KEYS:
            self.query_one(DocumentView).scroll_page(PAGE_KEYS[key])
        elif self.editor.mode == "normal" and action and action.on_screen:
            await self.act(action.name)
        else:
            with self.telling():
                self._take(self.editor.press(key))

    async def act(self, name: str) -> None:
        """Do an action by its name, the editor's or the screen's own."""
        action = self.editor.keymap.named(name)
        with self.telling():
            if not action.on_screen:
                self._take(self.editor.act(name))
                return
            self.editor.message = ""
            does = getattr(self, f"action_{name}", None) or getattr(self.app, f"action_{name}")
            done = does()
            if isawaitable(done):
                await done
        if self.is_current:
            self.redraw()

    def _take(self, edits: Sequence[Edit]) -> None:
        """Show what the edits did; they are saved as soon as it is on the screen."""
        if edits:
            self.asked = ""
        self.saving.add(edits)
        self.tally.take(edits)
        self.redraw(edits)

    def reread(self, reason: str) -> None:
        """Take over what another program saved; the edits that did not fit are given up, and the analyst is told."""
        self.saving.drop()
        self.editor.reload(self._opened(self.editor.document.id))
        self.tally = Tally(self.editor.annotations.records.values())
        self.editor.message = f"last change not saved, read again: {reason}"
        self.query_one(DocumentView).lay_out()
        self.redraw()

    # --- what the screen does itself -------------------------------------------------------------------------------

    def action_propagate(self) -> None:
        """Mark the words of the active span wherever they stand, after a preview."""
        from annotator.tui.screens.everywhere import propagate

        propagate(self)

    def action_precedents(self) -> None:
        """Show the decisions most like the one at hand."""
        from annotator.domain.precedents import query_of
        from annotator.tui.screens.precedents import PrecedentsScreen

        self.app.push_screen(PrecedentsScreen(self.project, query_of(self.editor)).at_width(self.app.size.width))

    def action_toggle_card(self) -> None:
        """Show or hide the cards."""
        self.toggle_class("-no-card")

    @property
    def document_id(self) -> str:
        """The article."""
        return self.editor.document.id

    def say(self, message: str) -> None:
        """Show a line until the next key."""
        self.editor.message = message
        self.redraw()

    # --- drawing ---------------------------------------------------------------------------------------------------

    def redraw(self, edits: Sequence[Edit] = ()) -> None:
        """Show the state of the editor."""
        self.query_one(DocumentView).redraw(edits)
        for lines in self.query(Lines):
            if lines.display:
                lines.redraw()
        self._show_prompt()

    def _show_prompt(self) -> None:
        """Show a line to write in while the editor waits for one."""
        prompts = self.query(Prompt)
        pending = self.editor.pending
        if isinstance(pending, Write) and not prompts:
            prompt = Prompt(value=pending.initial)
            self.mount(prompt, before="#keys")
            prompt.focus()
        elif not isinstance(pending, Write):
            prompts.remove()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the editor the line it waits for."""
        event.stop()
        pending = self.editor.pending
        initial = pending.initial if isinstance(pending, Write) else ""
        with self.telling():  # a line that was only confirmed keeps what the prompt could not show
            self._take(self.editor.write(initial if event.value == shown(initial) else event.value))

    def set_place(self, place: str) -> None:
        """Say which article of how many this is."""
        self._place = place
        self.query_one("#heading", Lines).redraw()

    def _heading(self, width: int) -> list[Row]:
        saving = self.saving
        standing = Standing(self.project.path.name, self._place, self.tally, len(saving.unsaved), saving.problem)
        return heading(self.editor, standing, width)

    def _side(self, width: int) -> list[Row]:
        """The frame card and, from the same row on as long as there is room, the guideline."""
        card = self._card(frame_card, width)
        height = round(self.query_one("#side").size.height * CARD)
        rule = (Run("─" * width, "rule"),)
        return [*card, *[()] * (height - len(card)), rule, *self._card(guideline, width)]

    def _card(self, build: Builder, width: int) -> list[Row]:
        return build(self.editor, self.palette(), width)

    # --- mouse -----------------------------------------------------------------------------------------------------

    def on_pointing_pointed(self, message: DocumentView.Pointed) -> None:
        """Put the cursor, or the end of the selection, where the mouse points."""
        self.editor.place(message.offset, message.extend)
        self.redraw()

    def on_pointing_word_chosen(self, message: DocumentView.WordChosen) -> None:
        """Select the word that was clicked twice."""
        self.editor.place(message.offset)
        self.editor.select(self.editor.cursor)
        self.redraw()


def resume(editor: Editor, tally: Tally) -> None:
    """Start at the first sentence that is not read."""
    if tally.read:
        editor.go_to_sentence(len(editor.sentences) - 1)
        editor.act("next_unread")
        if editor.message:
            editor.go_to_sentence(0)
