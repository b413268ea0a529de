"""Changes to several documents at once: previewed, saved all or none, and undone as one, also after a restart.

Every document gets an edit of its own, so that its history is whole; the ids of the edits of one batch begin alike.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from msgspec import Struct

from annotator.domain.acting import Act, Outcome, Target, acted
from annotator.domain.documents import Document
from annotator.domain.editing.state import EditorState
from annotator.domain.edits import BATCH, Edit, applied, batch_of
from annotator.domain.errors import EditError
from annotator.domain.records import AnnotationSet
from annotator.project.ticks import Tick, counted, quiet

if TYPE_CHECKING:
    from annotator.project import Project

Targets = dict[str, list[Target]]
"""What something is done to, by document."""


class Previewed(Struct, frozen=True):
    """What an act would come to at one target."""

    document: Document
    """The article."""
    target: Target
    """The words or record."""
    outcome: Outcome
    """What would change, or why nothing would."""

    @property
    def is_change(self) -> bool:
        """Whether something would change."""
        return bool(self.outcome.edits)


def preview(project: "Project", act: Act, targets: Targets, tick: Tick = quiet) -> list[Previewed]:
    """What the act would come to at each target; nothing is saved."""
    return [
        Previewed(state.document, target, outcome)
        for state, of_one in _states(project, targets, tick)
        for target, outcome in zip(of_one, acted(state, act, of_one)[0], strict=True)
    ]


def carry_out(project: "Project", act: Act, targets: Targets, tick: Tick = quiet) -> list[Edit]:
    """Do it to all targets, and save it as one; the edits, one for each document that it changed."""
    batch = new_batch()
    made = [
        acted(state, act, of_one, in_batch(batch, state.document.id))[1]
        for state, of_one in _states(project, targets, tick)
    ]
    edits = [edit for edit in made if edit]
    if edits:
        project.apply(*edits)
    return edits


def _states(project: "Project", targets: Targets, tick: Tick) -> Iterator[tuple[EditorState, list[Target]]]:
    """Each article as the editor sees it, with its targets."""
    loaded = list(project.store.load_all(targets, [project.annotator]))
    for each in counted(loaded, len(loaded), tick):
        state = EditorState(each, project.annotator, project.codebook, project.codebook_version)
        yield state, targets[each.document.id]


def new_batch() -> str:
    """A name that no other batch has."""
    return f"{BATCH}{uuid4().hex}"


def in_batch(batch: str, document_id: str) -> str:
    """The id of a batch's edit of one document."""
    return f"{batch}/{document_id}"


def id_to_revert(edit: Edit) -> str:
    """The id of the edit that undoes this one; of a new batch where it belongs to one."""
    return in_batch(new_batch(), edit.document_id) if batch_of(edit.id) else uuid4().hex


def with_rest(project: "Project", edit: Edit) -> list[Edit]:
    """An edit that undoes or redoes, with those that do so in the other documents of its batch.

    A document that was changed since so that it does not fit is left as it is.
    """
    batch = batch_of(edit.reverts)
    others = project.store.batch(batch) if batch else []
    rest = (each for each in others if each.id != edit.reverts)
    return [edit, *_fitting(project, _inverses(rest, batch_of(edit.id)))]


def revert_batch(project: "Project", again: bool = False) -> tuple[list[Edit], int]:
    """Undo the annotator's last batch, or redo it: the edits, and how many documents were left as they are."""
    history = project.store.batches(project.annotator)
    name = history.to_redo if again else history.to_undo
    inverses = list(_inverses(project.store.batch(name) if name else [], new_batch()))
    edits = _fitting(project, inverses)
    if edits:
        project.apply(*edits)
    return edits, len(inverses) - len(edits)


def _inverses(edits: Iterable[Edit], batch: str) -> Iterator[Edit]:
    now = datetime.now(UTC)
    return (each.inverse(in_batch(batch, each.document_id), now) for each in edits)


def _fitting(project: "Project", edits: Iterable[Edit]) -> list[Edit]:
    """The edits that fit their documents as they are now."""
    made = list(edits)
    loaded = project.store.load_all([each.document_id for each in made], {each.annotator for each in made})
    documents = {each.document.id: each for each in loaded}
    return [each for each in made if _fits(documents[each.document_id].set_of(each.annotator), each)]


def _fits(held: AnnotationSet, edit: Edit) -> bool:
    try:
        applied(held, edit)
    except EditError:
        return False
    return True


def by_document(targets: Sequence[tuple[str, Target]]) -> Targets:
    """The targets by document, in their order, each once."""
    found: Targets = {}
    for document_id, target in targets:
        of_one = found.setdefault(document_id, [])
        if target not in of_one:
            of_one.append(target)
    return found
