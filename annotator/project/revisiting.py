"""Decisions to revisit: records made under an older version of a rule that says something else by now."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from annotator.domain.codebook import Codebook
from annotator.domain.codebook_changes import RuleChange, rule_changes, to_revisit
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.documents import Document
from annotator.domain.edits import RECODING, Edit
from annotator.domain.errors import CodebookError
from annotator.domain.in_words import InWords, in_words
from annotator.domain.recoding import owner_of
from annotator.domain.records import AnnotationSet, AnyRecord, Status
from annotator.project.recoding import made_at
from annotator.project.ticks import Tick, counted, quiet
from annotator.store.codebooks import StoredCodebook

if TYPE_CHECKING:
    from annotator.project import Project

Decided = Mapping[tuple[str, int, datetime], AnyRecord]
"""A record as it was before a change of names, by its id, the version that the change made, and when it was decided."""


class Revisit(Struct, frozen=True):
    """A decision that was made under rules that have changed."""

    where: InWords
    """The words it is about."""
    owner: str
    """What it is: a label or relation, `frame` or `registry`."""
    version: int
    """The version of the codebook under which it was made."""
    changes: tuple[RuleChange, ...]
    """What the rules say otherwise by now."""
    record: AnyRecord
    """The decision."""


def revisits(project: "Project", tick: Tick = quiet) -> list[Revisit]:
    """The annotator's decisions that were made under rules that have changed, article by article."""
    changes = changes_by_version(project)
    if not changes:
        return []
    store, name = project.store, project.annotator
    before, version = _before_changes(project), project.codebook_version
    found: list[Revisit] = []
    for held in store.load_project([name]):
        found += _of_set(None, held, changes, before, version)
    ids = store.document_ids()
    for each in counted(store.load_all(ids, [name]), len(ids), tick):
        found += _of_set(each.document, each.set_of(name), changes, before, version)
    return found


def _of_set(
    document: Document | None,
    held: AnnotationSet,
    changes: Mapping[int, Sequence[RuleChange]],
    before: Decided,
    version: int,
) -> Iterator[Revisit]:
    for record in held.records.values():
        if not owner_of(record) or record.status is Status.REJECTED:
            continue
        decided = [record]
        while earlier := before.get((record.id, decided[0].codebook, decided[0].created)):
            decided.insert(0, earlier)
        if open_ones := to_revisit(decided, changes, version):
            where = in_words(record, document, held)
            yield Revisit(where, owner_of(record), decided[0].codebook, tuple(open_ones), record)


def keep(project: "Project", found: Sequence[Revisit]) -> list[Edit]:
    """Say that these decisions are right under the present codebook too; the edits, saved, one for each article."""
    by_document: dict[str, list[AnyRecord]] = {}
    for each in found:
        by_document.setdefault(each.record.document_id, []).append(each.record)
    version, now = project.codebook_version, datetime.now(UTC)
    edits = [
        Edit(
            id=uuid4().hex,
            document_id=document_id,
            annotator=project.annotator,
            at=now,
            action="keep under the changed codebook",
            removed=tuple(records),
            added=tuple(replace(each, codebook=version, created=now) for each in records),
        )
        for document_id, records in by_document.items()
    ]
    project.apply(*edits)
    return edits


# --- versions -------------------------------------------------------------------------------------------------------


def changes_by_version(project: "Project") -> dict[int, list[RuleChange]]:
    """What each version that was loaded says otherwise than the one before; names that were changed are no rules."""
    found: dict[int, list[RuleChange]] = {}
    for before, after in pairwise(project.store.codebooks()):
        if made_at(project.store.setting, after.version) is None:
            found[after.version] = rule_changes(parsed(before), parsed(after))
    return {version: changes for version, changes in found.items() if changes}


def parsed(stored: StoredCodebook) -> Codebook:
    """A version of the codebook."""
    return parse_codebook(stored.text, f"codebook {stored.version}")


def version_of(project: "Project", version: int) -> StoredCodebook:
    """A version of the codebook as it was loaded or made; an error that lists those there are."""
    there = {each.version: each for each in project.store.codebooks()}
    if version not in there:
        raise CodebookError(f"there is no version {version} of the codebook; there are 1 to {max(there)}")
    return there[version]


def _before_changes(project: "Project") -> Decided:
    """The annotator's records as they were before changes of names."""
    return {
        (record.id, after.codebook, after.created): record
        for edit in project.store.edits(annotator=project.annotator)
        if edit.id.startswith(RECODING) and not edit.reverts
        for record, after in zip(edit.removed, edit.added, strict=True)
    }
