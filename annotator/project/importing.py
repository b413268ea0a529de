"""Bringing files in: a bad file stops itself, not the batch; each file is taken whole or not at all."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from msgspec import Struct, field

from annotator.domain.codebook import Codebook
from annotator.domain.edits import Edit
from annotator.domain.errors import AnnotatorError, EditError, FormatError, StoreError
from annotator.domain.records import AnnotatedDocument, AnnotationSet, AnyRecord, Progress, State
from annotator.formats import expand, format_named
from annotator.formats.format import Losses, Reading
from annotator.project.reading import read_all
from annotator.project.ticks import Tick
from annotator.store.adding import Conflict, is_same
from annotator.store.store import Store

BATCH = 200
"""About how many documents one transaction adds."""

ARTICLES = (".txt", ".md", ".csv", ".jsonl", ".ndjson")
"""How files of articles end; what else is in such a file comes along."""


SETS = (".ann", ".jsonl", ".ndjson", ".csv")
"""How files end that may hold annotation sets; an `.ann` brings its article along."""


class Wish(Struct, frozen=True, kw_only=True):
    """What is to be brought in, and how."""

    format: str = ""
    """The format that all files are read as; empty where each file's name tells its own."""
    suffixes: Sequence[str] = SETS
    """How the files end that are looked for in folders, where no format is named."""
    annotator: str
    """Whose the records are, where a file does not say."""
    finished: bool = False
    """Whether every set that comes in is marked as finished by its annotator."""
    action: str = "import"
    """What the history calls it."""


class Summary(Struct):
    """What came of bringing files in."""

    files: int = 0
    """Files that were read."""
    documents_new: int = 0
    """Documents that were added."""
    documents_there: int = 0
    """Documents that were there already."""
    records_new: int = 0
    """Records that were added."""
    records_there: int = 0
    """Records that were there already."""
    skipped: list[str] = field(default_factory=list)
    """Files and records that were not taken, each with its place and reason."""
    losses: Losses = field(default_factory=Losses)
    """What was read but could not be kept as it was."""


Waiting = list[tuple[Path, list[AnnotatedDocument]]]
"""Files that were read and not yet saved, with the documents in each."""


def bring_in(store: Store, paths: Iterable[Path], wish: Wish, codebook: Codebook, version: int, tick: Tick) -> Summary:
    """Read the files that `paths` name or hold, and add what is new in them."""
    files, summary = inputs(paths, wish), Summary()
    reading = Reading(
        codebook=codebook,
        codebook_version=version,
        annotator=wish.annotator,
        at=datetime.now(UTC),
        losses=summary.losses,
        problems=summary.skipped,
    )
    waiting: Waiting = []
    for number, (path, documents) in enumerate(read_all(files, wish.format, reading), 1):
        waiting.append((path, documents))
        if number == len(files) or sum(len(found) for _, found in waiting) >= BATCH:
            save(store, waiting, wish, summary, reading.at, version)
            waiting = []
        tick(number, len(files))
    save_registry(store, reading, wish, summary)
    return summary


def inputs(paths: Iterable[Path], wish: Wish) -> list[Path]:
    """The files that are meant."""
    suffixes = format_named(wish.format).suffixes if wish.format else wish.suffixes
    if found := expand(paths, suffixes):
        return found
    raise FormatError(f"nothing to read there: no file ends in {' or '.join(suffixes)}; name the files themselves")


def save(store: Store, waiting: Waiting, wish: Wish, summary: Summary, at: datetime, version: int) -> None:
    """Add the files in one transaction; where one of them does not fit, each in its own."""
    documents = [each for _, found in waiting for each in found]
    try:
        added = store.add(documents, by=wish.annotator, at=at, action=wish.action)
        if wish.finished:
            finish(store, documents, at, version)
    except AnnotatorError as error:
        if isinstance(error, StoreError) and error.__cause__:
            raise  # the project cannot be written, whatever the file
        if len(waiting) == 1:
            summary.skipped.append(f"{waiting[0][0]}: {error}")
            return
        for each in waiting:
            save(store, [each], wish, summary, at, version)
        return
    summary.documents_new += added.documents_new
    summary.documents_there += added.documents_there
    summary.records_new += added.records_new
    summary.records_there += added.records_there
    summary.skipped.extend(map(str, added.conflicts))
    summary.files += sum(bool(found) for _, found in waiting)


def save_registry(store: Store, reading: Reading, wish: Wish, summary: Summary) -> None:
    """Add what was read that belongs to the whole project; what is there already stays as it is."""
    seen = {record.id: record for held in store.load_project() for record in held.records.values()}
    new: dict[str, list[AnyRecord]] = {}
    for record in reading.registry:
        known = seen.setdefault(record.id, record)
        if known is record:
            new.setdefault(record.annotator, []).append(record)
        elif is_same(known, record):
            summary.records_there += 1
        else:
            summary.skipped.append(str(Conflict("the whole project", record.annotator, record.id)))
    for annotator, records in new.items():
        action = wish.action if annotator == wish.annotator else f"{wish.action} by {wish.annotator}"
        try:
            store.apply(
                Edit(
                    id=str(uuid4()),
                    document_id="",
                    annotator=annotator,
                    at=reading.at,
                    action=action,
                    added=tuple(records),
                )
            )
        except EditError as error:
            summary.skipped.append(str(error))
        else:
            summary.records_new += len(records)


def finish(store: Store, documents: Iterable[AnnotatedDocument], at: datetime, version: int) -> None:
    """Mark every set of the documents as finished where it is not."""
    sets = {(each.document.id, held.annotator) for each in documents for held in each.sets}
    stored = list(store.load_all(list(dict.fromkeys(document_id for document_id, _ in sorted(sets)))))
    store.apply(
        *(
            finishing(each.document.id, held, at, version)
            for each in stored
            for held in each.sets
            if (each.document.id, held.annotator) in sets and held.state != State.FINISHED
        )
    )


def finishing(document_id: str, held: AnnotationSet, at: datetime, version: int) -> Edit:
    """The edit that finishes an article for one annotator."""
    before = tuple(held.of(Progress))
    after = Progress(
        id=before[0].id if before else str(uuid4()),
        document_id=document_id,
        annotator=held.annotator,
        created=at,
        codebook=version,
        state=State.FINISHED,
    )
    return Edit(
        id=str(uuid4()),
        document_id=document_id,
        annotator=held.annotator,
        at=at,
        action="finish",
        removed=before,
        added=(after,),
    )
