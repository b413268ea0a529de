"""Assigning articles to annotators: a record of each one's own set, so that it merges and is undone as others are."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from msgspec import Struct, field

from annotator.domain.assigning import shared_out
from annotator.domain.edits import Edit
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import Progress, State
from annotator.project.finding import annotator_name, check_names
from annotator.project.timing import per_sentence, worked
from annotator.store.store import Store

if TYPE_CHECKING:
    from annotator.project import Project


class Assigned(Struct):
    """What came of assigning."""

    documents: dict[str, int] = field(default_factory=dict)
    """How many articles each annotator was given."""
    shared: int = 0
    """How many of the articles went to two people at once."""
    there: int = 0
    """How many articles already had everybody who was named."""
    new: tuple[str, ...] = ()
    """Who of them had no part in the project before."""


class Pace(Struct, frozen=True, kw_only=True):
    """How far one person is with one article, and how long it took."""

    document: str
    """The article's name."""
    annotator: str
    """The person."""
    state: State | None
    """How far that is."""
    read: int
    """How many sentences are read."""
    seconds: float
    """How long was worked at it, without pauses."""
    per_sentence: float | None
    """How many of these seconds a sentence took on average."""


def assign(project: "Project", names: Sequence[str], ids: Sequence[str] = (), overlap: float = 0.0) -> Assigned:
    """Give each of these articles, or all that nobody was given yet, to the annotators in turn."""
    names = tuple(dict.fromkeys(annotator_name(name) for name in names)) or (project.annotator,)
    if not 0 <= overlap <= 1:
        raise AnnotatorError(f"an overlap of {overlap:.0%} is no share; say how many of the articles go to two people")
    if overlap and len(names) < 2:
        raise AnnotatorError("articles for two people need two annotators: name them with --to ANA,BEN")
    held = holders(project.store)
    free = ids or [each for each in project.store.document_ids() if each not in held]
    shares = shared_out(free, names, overlap, held)
    here = project.store.annotators()
    told = Assigned(there=sum(not given for given in shares.values()))
    told.shared = sum(len(given) > 1 for given in shares.values())
    for name in names:
        told.documents[name] = sum(name in given for given in shares.values())
    told.new = tuple(name for name, given in told.documents.items() if given and name not in here)
    project.apply(*(edit for document, given in shares.items() for edit in _given(project, document, given)))
    return told


def withdraw(project: "Project", names: Collection[str], ids: Collection[str] = ()) -> int:
    """Take back what nobody has begun: these articles, or all, from these annotators; how many that were."""
    check_names(names, project.store.annotators())
    edits = [
        _edit(f"withdraw by {project.annotator}", removed=list(own.of(Progress)))
        for loaded in project.store.load_all(ids or None, names)
        for own in loaded.sets
        if own.state is State.ASSIGNED
    ]
    project.apply(*edits)
    return len(edits)


def holders(store: Store) -> dict[str, set[str]]:
    """Who was given, or has taken up, each article."""
    from annotator.agreement.counting import GOLD

    found: dict[str, set[str]] = {}
    for each in store.standings():
        if each.annotator == GOLD:
            continue
        found.setdefault(each.document_id, set()).add(each.annotator)
    return found


def paces(project: "Project", annotators: Collection[str] = ()) -> Iterator[Pace]:
    """How far these annotators, or all, are with each article, by person."""
    check_names(annotators, project.store.annotators())
    names = {each.id: each.name for each in project.documents()}
    for each in project.store.standings(timed=True):
        if each.annotator in annotators or not annotators:
            yield Pace(
                document=names[each.document_id],
                annotator=each.annotator,
                state=each.state,
                read=each.read,
                seconds=worked(each.moments).total_seconds(),
                per_sentence=per_sentence(each.moments, each.read),
            )


def _given(project: "Project", document_id: str, names: Iterable[str]) -> Iterator[Edit]:
    """The edits that give the article to these annotators."""
    for name in names:
        new = Progress(
            id=uuid4().hex,
            document_id=document_id,
            annotator=name,
            created=datetime.now(UTC),
            codebook=project.codebook_version,
            state=State.ASSIGNED,
        )
        yield _edit(f"assign by {project.annotator}", added=[new])


def _edit(action: str, removed: Sequence[Progress] = (), added: Sequence[Progress] = ()) -> Edit:
    """One edit of one annotator's set."""
    record = (*added, *removed)[0]
    return Edit(
        id=str(uuid4()),
        document_id=record.document_id,
        annotator=record.annotator,
        at=datetime.now(UTC),
        action=action,
        removed=tuple(removed),
        added=tuple(added),
    )
