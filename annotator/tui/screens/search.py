"""The search screen: a query, what it finds as sentences in context, and the same done to all of it at once."""

from collections.abc import Sequence

from annotator.domain.acting import Act, Target, answering, flagging, relabelling, removing
from annotator.domain.codebook import Attribute, attributes_of
from annotator.domain.edits import Edit
from annotator.domain.errors import AnnotatorError
from annotator.domain.filters.hits import Hit
from annotator.domain.filters.language import Query
from annotator.project import Project
from annotator.project.batches import Targets, by_document, revert_batch
from annotator.project.searching import find
from annotator.tui.screens.preview import PreviewScreen, Scope
from annotator.tui.screens.search_list import SearchList, articles

MANY = 5000
"""How many things may be changed at once."""


LOOKING = "still looking; press the key again when it is found"
"""What is said where what is listed is not what was asked for yet."""


class SearchScreen(SearchList):
    """What one query finds in the project, and the same done to all of it."""

    def action_answer(self) -> None:
        """Ask which question, then which answer."""
        questions = self._questions()
        if self.is_behind:
            self.message = LOOKING
        elif questions:
            names = [(each.title or each.name).replace("_", " ") for each in questions]
            self.choose("answer which question", names, lambda n: self._ask_answer(questions[n]))
        else:
            self.message = "no annotation or frame of yours was found that could be answered"

    def _ask_answer(self, question: Attribute) -> None:
        self.ask_attribute(question, "", lambda value: self._preview(answering(question.name, value)))

    def _questions(self) -> list[Attribute]:
        """What the codebook asks of the things found."""
        records = (hit.record for hit in self.hits if hit.record)
        return list({each.name: each for record in records for each in attributes_of(self.codebook, record)}.values())

    def action_relabel(self) -> None:
        """Ask for the label."""
        labels = [each for each in self.codebook.labels if each.on]
        self.choose("which label", [each.title for each in labels], lambda n: self._preview(relabelling(labels[n])))

    def action_flag(self) -> None:
        """Ask for the reason."""
        self.ask("why all of it is flagged; nothing takes flags back", "", lambda said: self._preview(flagging(said)))

    def action_remove(self) -> None:
        """Remove what was found."""
        self._preview(removing())

    def _preview(self, act: Act) -> None:
        """Show what it would do to all that the query finds, or to the chosen one."""
        if self.is_behind or not self.hits:
            self.message = LOOKING if self.is_behind else "nothing was found to do it to"
            return
        query, hit = self._query, self.hits[self.chosen]
        scopes = (
            Scope("all that was found", lambda project: _all_targets(project, query)),
            Scope("this one", lambda project: _targets(project, [hit])),
        )
        screen = PreviewScreen(self.project, act, scopes, self._done)
        self.app.push_screen(screen.at_width(self.size.width))

    def _done(self, edits: Sequence[Edit]) -> None:
        if edits:
            self.say(f"{edits[0].action}: {articles(len(edits))} changed; {self.key_of('undo')} undoes all of it")

    def action_undo(self) -> None:
        """Undo the last change to many."""
        self._revert(again=False)

    def action_redo(self) -> None:
        """Redo it."""
        self._revert(again=True)

    def _revert(self, again: bool) -> None:
        edits, left = revert_batch(self.project, again)
        if self.text:
            self.look_for(self.text)
        kept = f"; {articles(left)} changed since and stay as they are" if left else ""
        nothing = f"no change to several articles is left to {'redo' if again else 'undo'}"
        self.message = f"{edits[0].action}: {articles(len(edits))}{kept}" if edits else f"{nothing}{kept}"


def _all_targets(project: Project, query: Query) -> Targets:
    """All that the query finds; an error where it is more than is changed at once."""
    found = find(project, query, enough=MANY)
    if not found.is_all or len(found.hits) > MANY:
        raise AnnotatorError(f"more than {MANY:,} are found; look for fewer, such as those of some articles: doc:NAME")
    return _targets(project, found.hits)


def _targets(project: Project, hits: Sequence[Hit]) -> Targets:
    """What was found as what something is done to; others' records stay out of it."""
    own = (hit for hit in hits if hit.record is None or hit.record.annotator == project.annotator)
    return by_document([(hit.document.id, _target(hit)) for hit in own])


def _target(hit: Hit) -> Target:
    """The record; or the sentence, where no record was found."""
    return Target(hit.spans, hit.record.id) if hit.record else Target((hit.span,))
