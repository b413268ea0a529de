"""The adjudicate screen: what annotators made of the same words in lanes below them, and one key for each case."""

from collections.abc import Sequence
from string import ascii_letters

from textual.app import ComposeResult

from annotator.agreement.adjudicating import Adjudication, Order
from annotator.agreement.counting import GOLD
from annotator.agreement.disputes import Dispute
from annotator.agreement.settling import gold_id
from annotator.domain.editing import Editor
from annotator.domain.edits import Edit
from annotator.domain.records import AnnotatedDocument, State
from annotator.project import Project
from annotator.tui.screens.cases_in_turn import CasesInTurn
from annotator.tui.widgets.case_card import CaseView
from annotator.tui.widgets.lines import Lines, Row, Run, spread
from annotator.tui.widgets.sides import in_context

ORDER_NAMES = {
    Order.MISSES: "misses first",
    Order.TEXT: "as the article goes",
    Order.CAUSE: "by cause",
    Order.LABEL: "by label",
}
"""How the orders are told."""


class AdjudicateScreen(CasesInTurn):
    """Somebody who decides between the annotators of one article."""

    NAME = "adjudicate"
    HAS_NEIGHBOURS = True

    def __init__(self, project: Project, bench: Adjudication) -> None:
        super().__init__(project, bench)
        self._is_stale = False
        self._at_least: int | None = None
        self._reason = ""

    def step(self, step: int, only_open: bool = False) -> None:
        """Go to another case, for which no reason was written yet."""
        super().step(step, only_open)
        self._reason = ""

    def compose(self) -> ComposeResult:
        """The case between the row that says where one is and the row of keys, its card beside or below it."""
        yield Lines(self._heading, id="heading")
        yield Lines(self._case_rows, id="case", indent=1)
        yield Lines(self._card, id="card", indent=1)
        yield Lines(self.key_row, id="keys")

    # --- deciding ------------------------------------------------------------------------------------------------

    def _takers(self) -> dict[str, str]:
        """The annotators by the letters that take their versions, in the order of their lanes."""
        taken = {key for action in self.own_actions for key in action.keys}
        letters = (each for each in ascii_letters if each not in taken)
        return dict(zip(letters, self.bench.lanes, strict=False))

    def take_key(self, key: str) -> bool:
        """Take the version of the annotator whose key it is."""
        name = self._takers().get(key)
        if name is None or self.case is None:
            return False
        if self.case.version(name):
            self._decided(self.bench.take(self.case, [name], self._reason))
        else:
            self.message = f"{key} has nothing here; {self.key_of('neither')} keeps it out of gold"
        return True

    def action_all(self) -> None:
        """Take every version."""
        if self.case:
            names = [each.annotator for each in self.case.versions]
            self._decided(self.bench.take(self.case, names, self._reason))

    def action_neither(self) -> None:
        """Take none."""
        if self.case:
            self._decided(self.bench.take_neither(self.case, self._reason))

    def action_accept_agreed(self) -> None:
        """Take what is agreed."""
        count = len(self.bench.agreed(self._at_least))
        edit = self.bench.accept_agreed(self._at_least, self._reason)
        if edit is None:
            self.message = f"nothing is left that so many marked alike; {self.key_of('threshold')} changes how many"
            return
        self._decided(edit, is_here=self.case is not None and self.bench.is_decided(self.case))
        self.message = self.message or f"{count} agreed cases accepted"

    def _decided(self, edit: Edit, is_here: bool = True) -> None:
        """Have the decision saved, and go on to the next case."""
        self.saving.add([edit])
        self._reason = ""
        if is_here:
            self.step(1, only_open=True)
        if not self.bench.queue():
            self.message = "all is decided: F declares gold finished, Ctrl+↓ opens the next article"

    def action_threshold(self) -> None:
        """Change how many must agree: all who read it, or so many of them."""
        choices = [None, *range(len(self.bench.lanes), 1, -1)]
        self._at_least = choices[(choices.index(self._at_least) + 1) % len(choices)]
        who = f"{self._at_least} or more annotators" if self._at_least else "all who read it"
        self.message = f"= accepts the {len(self.bench.agreed(self._at_least))} cases that {who} marked alike"

    def action_reason(self) -> None:
        """Write why; what the codebook says of the label stands there already."""
        if self.case:
            rule = self._view(self.case).rule().name
            self.ask("why, or by which rule; Enter takes it, Esc leaves it", self._reason or rule, self._give_reason)

    def _give_reason(self, reason: str) -> None:
        self._reason = reason

    def action_edit(self) -> None:
        """Open gold in the annotate screen, with what most annotators have where nothing is decided."""
        case = self.case
        if case is None:
            return
        if not self.bench.is_decided(case):
            self.saving.add([self.bench.take(case, case.alike[0], self._reason)])
            self._reason = ""
        if self.save():
            gold = [gold_id(each.id) for version in case.versions for each in version.annotations]
            held = (self.bench.gold.records.get(i) for i in gold)
            start = next((each.fragments[0].start for each in held if each), case.place.start)  # type: ignore[union-attr]
            self._is_stale = True
            self.app.open_beyond(self.document_id, start, GOLD)  # type: ignore[attr-defined]

    def action_finish(self) -> None:
        """Declare gold finished, or in progress again."""
        gold = AnnotatedDocument(self.bench.annotated.document, (self.bench.gold,))
        editor = Editor(gold, GOLD, self.codebook, self.project.codebook_version)
        for edit in editor.act("finish"):
            self.bench.apply(edit)
            self.saving.add([edit])
        is_finished = self.bench.gold.state is State.FINISHED
        self.message = "gold is finished here" if is_finished else "gold is in progress again"

    # --- undoing and saving --------------------------------------------------------------------------------------

    def action_undo(self) -> None:
        """Undo the last decision."""
        self._revert(again=False)

    def action_redo(self) -> None:
        """Redo what was undone."""
        self._revert(again=True)

    def _revert(self, again: bool) -> None:
        if not self.save():
            self.message = f"first save what is not saved yet: {self.key_of('retry_save')}"
            return
        revert = self.project.redo if again else self.project.undo
        edit = revert(self.document_id, GOLD)
        if edit is None:
            self.message = f"nothing to {'redo' if again else 'undo'}"
            return
        self.bench.apply(edit)
        self.round.show({each.id for each in (*edit.removed, *edit.added)})
        self.top = 0
        self.message = edit.action if self.has_names else f"{'re' if again else 'un'}done"

    def on_screen_resume(self) -> None:
        """Show what was edited meanwhile."""
        if self._is_stale:
            self.reload()
            self.redraw()

    def reload(self) -> None:
        """Read the article again."""
        self._is_stale = False
        self.round = self.round.again(self.project.adjudication(self.document_id) or self.bench)

    # --- drawing -------------------------------------------------------------------------------------------------

    def _view(self, case: Dispute) -> CaseView:
        letters = {name: key for key, name in self._takers().items()}
        return CaseView(
            self.bench, self.codebook, case, lambda name: letters.get(name, "·"), lambda n: n if self.has_names else ""
        )

    def _heading(self, width: int) -> list[Row]:
        document = self.bench.annotated.document
        saving = self.saving
        unsaved = Run(f" NOT SAVED ({len(saving.unsaved)}) ", "bad") if saving.problem else Run("saving", "muted")
        finished = " · finished" if self.bench.gold.state is State.FINISHED else ""
        told = f"{self.round.decided}/{len(self.round.cases)} decided{finished} · {ORDER_NAMES[self.round.order]} · "
        left = (Run(" adjudicate ", "title"), Run(f" {document.meta.get('headline') or document.name}", "strong"))
        return [spread(left, (Run(told), unsaved if saving.unsaved else Run("saved", "key"), Run(" ")), width)]

    def _case_rows(self, width: int) -> Sequence[Row]:
        height = self.query_one("#case").size.height
        if self.case is None:
            return [(), (Run("  nobody marked anything here: there is nothing to decide", "muted"),)]
        document, sides = self.bench.annotated.document, self._view(self.case).sides()
        rows = in_context(document, self.case.place, sides, self.palette(), width, height - 1)
        self.top = max(0, min(self.top, len(rows) - height + 1))
        more = len(rows) > self.top + height - 1
        return [
            *rows[self.top : self.top + height - 1],
            (Run(f"  ▾ {self.key_of('lanes_down')} shows more", "muted"),) if more else (),
        ]

    def _card(self, width: int) -> Sequence[Row]:
        if self.case is None:
            return []
        view = self._view(self.case)
        build = view.small_card if self.has_class("-narrow") else view.card
        return build(self.round.place, self._reason, self.palette(), width)

    def key_items(self) -> Sequence[Row]:
        """The keys of the annotators, then those of the screen."""
        lanes = self._takers().items()
        takers: list[Row] = [(Run(k, "key"), Run(f" {name}" if self.has_names else "")) for k, name in lanes]
        titles = {
            "all": "both" if len(self.bench.lanes) == 2 else "all",
            "accept_agreed": f"accept {len(self.bench.agreed(self._at_least))} alike",
            "threshold": f"by {f'{self._at_least} or more' if self._at_least else 'all readers'}",
        }
        return [*takers, *self.items_of([each.name for each in self.own_actions], titles)]
