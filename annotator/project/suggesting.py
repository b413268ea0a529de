"""Suggesting: the sets of machines, each stored in one edit as soon as it is made, so that nothing is done twice."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from uuid import uuid4

from msgspec import Struct, field

from annotator.domain.codebook import Codebook
from annotator.domain.edits import Edit
from annotator.domain.errors import EditError
from annotator.domain.machines import STRONG, suggester_of
from annotator.domain.records import AnnotatedDocument, Annotation, AnyRecord, Attribution
from annotator.project.benches import Job, outcomes
from annotator.project.choosing import shared_out
from annotator.project.learning import learned_version, newest_model
from annotator.project.ticks import Tick
from annotator.store.adding import is_same
from annotator.store.loading import batches
from annotator.store.store import Store
from annotator.suggest import suggester_named
from annotator.suggest.machine import Made

CHUNK = 50
"""How many documents are read at once."""


class Wish(Struct, frozen=True, kw_only=True):
    """What is to be suggested, and how."""

    suggester: str = ""
    """The suggester's name; empty for the project's, or else the best for each document."""
    documents: Sequence[str] = ()
    """The ids of the documents; all where empty."""
    workers: int = 1
    """How many processes work at it."""
    again: bool = False
    """Whether sets that are there are made again."""


class Suggested(Struct):
    """What came of suggesting."""

    documents: dict[str, int] = field(default_factory=dict)
    """For each machine, in how many documents its set was stored."""
    there: int = 0
    """How many sets were there already."""
    same: int = 0
    """How many sets were made anew and came out as they were."""
    frames: int = 0
    """How many frames the stored sets have."""
    strong: int = 0
    """How many of these frames are strong."""
    annotations: int = 0
    """How many annotations the stored sets have."""
    dropped: dict[str, int] = field(default_factory=dict)
    """What was proposed and left out, why, and how often."""
    failed: list[str] = field(default_factory=list)
    """The documents that a suggester failed on, and how."""

    def count(self, machine: str, made: Made) -> None:
        """Count the stored set of one document."""
        frames = [each for each in made.records if isinstance(each, Attribution)]
        self.documents[machine] = self.documents.get(machine, 0) + 1
        self.frames += len(frames)
        self.strong += sum((frame.score or 0) >= STRONG for frame in frames)
        self.annotations += sum(isinstance(each, Annotation) for each in made.records)
        for why, times in made.dropped.items():
            self.dropped[why] = self.dropped.get(why, 0) + times


def suggest(store: Store, codebook: Codebook, version: int, wish: Wish, tick: Tick) -> Suggested:
    """Store what suggesters see in the documents that have no set of theirs yet."""
    told, work = Suggested(), []
    for name, ids in shared_out(store, wish.documents or store.document_ids(), wish.suggester).items():
        job = job_of(store, codebook, version, name)
        there = set() if wish.again else store.documents_of(job.annotator)
        work.append((job, [each for each in ids if each not in there]))
        told.there += len(ids) - len(work[-1][1])
    done, total = 0, sum(len(ids) for _, ids in work)
    for job, ids in work:
        documents = (each.document for chunk in batches(ids, CHUNK) for each in list(store.load_all(chunk, ())))
        for document, outcome in outcomes(job, documents, wish.workers) if ids else ():
            if isinstance(outcome, str):
                told.failed.append(f"{document.name}: {outcome}")
            elif keep(store, document.id, job, outcome):
                told.count(job.annotator, outcome)
            elif wish.again:
                told.same += 1
            else:
                told.there += 1
            done += 1
            tick(done, total)
    return told


def machine_of(store: Store, name: str) -> str:
    """The machine annotator that the suggester is in this project."""
    suggester = suggester_named(name)
    return suggester.annotator(learned_version(store) if suggester.learns else "")


def job_of(store: Store, codebook: Codebook, version: int, name: str) -> Job:
    """What a bench needs to know to work as this suggester."""
    suggester = suggester_named(name)
    learned, model = newest_model(store) if suggester.learns else ("", b"")
    return Job(
        suggester=name,
        model=model,
        annotator=suggester.annotator(learned),
        codebook=codebook,
        codebook_version=version,
        at=datetime.now(UTC),
    )


def keep(store: Store, document_id: str, job: Job, made: Made) -> bool:
    """Store the set; False where the same was there, or another program stored its own at the same time."""
    edits = edits_to(store.load(document_id), job, made)
    try:
        store.apply(*edits)
    except EditError:
        if store.load(document_id, [job.annotator]).sets:
            return False
        raise
    return bool(edits)


def edits_to(annotated: AnnotatedDocument, job: Job, made: Made) -> list[Edit]:
    """The edits that make the machine's set what was made, and empty those of what was learned earlier."""
    learned = suggester_named(job.suggester).learns
    edits = [
        edit(job, held.annotator, f"make way for {job.annotator}", held.records.values(), ())
        for held in annotated.sets
        if learned and held.annotator != job.annotator and suggester_of(held.annotator) == job.suggester
    ]
    before, after = annotated.set_of(job.annotator).records, {each.id: each for each in made.records}
    gone = [each for i, each in before.items() if i not in after or not is_same(each, after[i])]
    new = [each for i, each in after.items() if i not in before or not is_same(before[i], each)]
    if gone or new:
        edits.append(edit(job, job.annotator, "suggest", gone, new))
    return edits


def edit(job: Job, annotator: str, action: str, removed: Iterable[AnyRecord], added: Iterable[AnyRecord]) -> Edit:
    """One edit of a machine's set."""
    removed, added = tuple(removed), tuple(added)
    return Edit(
        id=str(uuid4()),
        document_id=next(iter((*added, *removed))).document_id,
        annotator=annotator,
        at=job.at,
        action=action,
        removed=removed,
        added=added,
    )
