"""Merging the project of an analyst who worked on a copy: nothing here is overwritten, and merging twice adds nothing.

Where an annotation set was changed there alone, the edits made there are appended as they are, so that who did what and
when, and what can be undone, is as if it had been done here. Where both sides changed one set, edits no longer fit each
other: it is reconciled record by record, in one edit that can be undone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct, field
from msgspec.structs import replace

from annotator.domain.edits import Edit
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import Annotation
from annotator.project.conflicts import Conflict, conflicts
from annotator.project.open_file import parsed_codebook
from annotator.project.recoding import carry_over, standing_changes
from annotator.project.reconciling import (
    Held,
    Joined,
    Occasion,
    Take,
    differing,
    joined,
)
from annotator.project.ticks import Tick, counted
from annotator.store.codebooks import StoredCodebook
from annotator.store.loading import batches
from annotator.store.sqlite.backups import unused
from annotator.store.store import Store

SetName = tuple[str, str]
"""A document's id, empty for the whole project, and an annotator."""

MANY, SHARE = 5, 0.2
"""From how many annotations on, and above which share of a document's, a merge that would remove them stops."""


class Merged(Struct):
    """What came of a merge."""

    documents_new: int = 0
    """Documents that were added."""
    documents_there: int = 0
    """Documents that were there already, by their text; name, fields and zones stay as they are here."""
    codebooks_new: int = 0
    """Versions of the codebook that were added; the one in use stays in use."""
    edits: int = 0
    """Edits that were appended to the history."""
    records_new: int = 0
    """Records that came in."""
    records_changed: int = 0
    """Records that were brought up to the version there."""
    records_removed: int = 0
    """Records that were removed there, and now here."""
    conflicts: list[Conflict] = field(default_factory=list)
    """Records that both sides changed."""
    decided: Take | None = None
    """Whose version of these was taken; None where they are still to be decided."""
    backup: Path | None = None
    """The project as it was before; None where nothing changed."""


class Plan(Struct):
    """What a merge would do."""

    documents: list[str] = field(default_factory=list)
    """The ids of the documents to add."""
    edits: list[Edit] = field(default_factory=list)
    """The edits to append."""
    shrinking: list[tuple[str, str]] = field(default_factory=list)
    """The ids of documents that would lose much, and what."""
    merged: Merged = field(default_factory=Merged)
    """What is to be told."""


@contextmanager
def copy_of(other: Path) -> Iterator[Store]:
    """A verified copy of the other project, brought up to date, so that the file itself is only read."""
    with TemporaryDirectory(prefix="annotator-") as folder:
        path = Path(folder) / "other.db"
        Store.restore(other, path)
        with Store.open(path) as store:
            yield store


def merge(store: Store, other: Path, by: str, take: Take | None, allow_removals: bool, tick: Tick) -> Merged:
    """Bring in what was done in `other`; with `take`, decide what was done on both sides."""
    if other.exists() and other.samefile(store.path):
        raise AnnotatorError(f"{other}: is this project itself; name the copy that a colleague worked on")
    occasion = Occasion(action=f"merge {other.name} by {by}", at=datetime.now(UTC), take=take)
    with copy_of(other) as theirs:
        refuse_other_names(store, theirs, other)
        unknown, same = codebooks_of(store, theirs)
        plan = planned(store, theirs, same, occasion, tick)
        plan.merged.codebooks_new = len(unknown)
        if not allow_removals:
            refuse_removals(store, plan)
        if plan.documents or plan.edits or unknown:
            plan.merged.backup = unused(store.path, "before-merge")
            store.backup(plan.merged.backup)
            add_codebooks(store, unknown)
            for batch in batches(theirs.load_all(plan.documents, ())):
                store.add(batch, by=by, at=occasion.at, action=occasion.action)
            store.apply(*plan.edits)
    return plan.merged


def refuse_other_names(store: Store, theirs: Store, other: Path) -> None:
    """Raise where names of the codebook were changed on one side only: records would name what is not there."""
    used = [each.codebook() for each in (store, theirs)]
    if len({each.sha256 if each else "" for each in used}) < 2:
        return
    here, there = standing_changes(store), standing_changes(theirs)
    missing = [(each, "here") for each in there if each not in here]
    missing += [(each, f"in {other.name}") for each in here if each not in there]
    if missing:
        change, where = missing[0]
        raise AnnotatorError(
            f"{other}: the codebooks name things otherwise since “{change}”; do the same {where} with `annotator "
            "codebook`, or take it back with `annotator codebook undo`, then merge; nothing was changed"
        )


def codebooks_of(store: Store, theirs: Store) -> tuple[list[StoredCodebook], dict[int, int]]:
    """Their versions of the codebook that are unknown here, and the number here of each of theirs, by its text."""
    ours = store.codebooks()
    known = {each.sha256: each.version for each in reversed(ours)}
    alike = {(each.version, each.sha256) for each in ours}
    offered = theirs.codebooks()
    unknown = list({each.sha256: each for each in offered if each.sha256 not in known}.values())
    first = len(ours) + 1
    known |= {each.sha256: number for number, each in enumerate(unknown, first)}
    return unknown, {
        each.version: each.version if (each.version, each.sha256) in alike else known[each.sha256] for each in offered
    }


def add_codebooks(store: Store, unknown: Iterable[StoredCodebook]) -> None:
    """Add these versions; the one in use is used again after them."""
    used = store.codebook()
    for each in unknown:
        store.set_codebook(each.text, each.name, each.loaded_by, each.loaded_at)
    if used:
        version = store.set_codebook(used.text, used.name, used.loaded_by, used.loaded_at)
        carry_over(store, used.version, version)
        if parsed := store.setting(parsed_codebook(used.version)):
            store.set_setting(parsed_codebook(version), parsed)


def planned(store: Store, theirs: Store, same: dict[int, int], occasion: Occasion, tick: Tick) -> Plan:
    """What is to be done to bring their work in; nothing is written."""
    here = set(store.document_ids())
    documents = theirs.document_ids()
    plan = Plan([each for each in documents if each not in here])
    plan.merged.documents_new = len(plan.documents)
    plan.merged.documents_there = len(documents) - len(plan.documents)
    (our_edits, wide), (their_edits, also_wide) = outline(store), outline(theirs)
    ours_ids, their_ids = lines(our_edits, wide | also_wide), lines(their_edits, wide | also_wide)
    grown = [name for name, ids in their_ids.items() if ids != ours_ids.get(name, [])[: len(ids)]]
    for name in counted(grown, len(grown), tick):
        ours = edits_of(store, name, set(ours_ids.get(name, ())))
        offered = [renumbered(each, same) for each in edits_of(theirs, name, set(their_ids[name]))]
        take_up(plan, joined(ours, offered, occasion), theirs)
    plan.merged.edits = len(plan.edits)
    plan.merged.decided = occasion.take if plan.merged.conflicts else None
    return plan


def take_up(plan: Plan, set_: Joined, theirs: Store) -> None:
    """Add what becomes of one annotation set to the plan."""
    plan.edits += set_.edits
    plan.shrinking += shrinking(set_.before, set_.after)
    found = conflicts(set_.before, set_.theirs, set_.clashing, lambda each: theirs.load(each, ()).document)
    plan.merged.conflicts += found
    for each in differing(set_.before, set_.after):
        plan.merged.records_new += each not in set_.before
        plan.merged.records_removed += each not in set_.after
        plan.merged.records_changed += each in set_.before and each in set_.after


def outline(store: Store) -> tuple[list[tuple[SetName, str]], set[SetName]]:
    """Set and id of each edit, oldest first; and the sets whose edits also touch what belongs to the whole project."""
    found: list[tuple[SetName, str]] = []
    wide: set[SetName] = set()
    for edit in store.edits():
        name = (edit.document_id, edit.annotator)
        found.append((name, edit.id))
        if any(not record.document_id for record in chain(edit.removed, edit.added)):
            wide.add(name)
    return found, wide


def lines(edits: Iterable[tuple[SetName, str]], wide: set[SetName]) -> dict[SetName, list[str]]:
    """The ids of the edits of each set; what is `wide` is one line with the set of the whole project."""
    found: dict[SetName, list[str]] = {}
    for name, edit_id in edits:
        found.setdefault(("", name[1]) if name in wide else name, []).append(edit_id)
    return found


def edits_of(store: Store, name: SetName, ids: set[str]) -> list[Edit]:
    """The edits of a set, oldest first."""
    document_id, annotator = name
    return [edit for edit in store.edits(document_id or None, annotator) if edit.id in ids]


def renumbered(edit: Edit, same: dict[int, int]) -> Edit:
    """Their edit with our numbers of the codebook's versions."""
    if all(theirs == ours for theirs, ours in same.items()):
        return edit
    removed, added = (
        tuple(replace(record, codebook=same.get(record.codebook, record.codebook)) for record in records)
        for records in (edit.removed, edit.added)
    )
    return replace(edit, removed=removed, added=added)


def shrinking(before: Held, after: Held) -> Iterator[tuple[str, str]]:
    """The documents that would lose a large part of one annotator's annotations, and how many of how many."""
    there = Counter(each.document_id for each in before.values() if isinstance(each, Annotation))
    left = Counter(each.document_id for slot, each in before.items() if isinstance(each, Annotation) and slot in after)
    for document_id, count in there.items():
        gone = count - left[document_id]
        if gone >= MANY and gone > SHARE * count:
            yield document_id, f"{gone} of {count} annotations"


def refuse_removals(store: Store, plan: Plan) -> None:
    """Raise where a large part of the annotations of a document would go."""
    for document_id, lost in plan.shrinking:
        name = store.load(document_id, ()).document.name
        raise AnnotatorError(
            f"{name}: merging would remove {lost} of one annotator; nothing was changed; if the removals there are "
            "meant, say --allow-removals"
        )
