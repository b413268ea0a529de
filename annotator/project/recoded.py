"""What a change of the codebook did to the records, in numbers and examples."""

from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from msgspec import Struct

from annotator.domain.edits import Edit
from annotator.domain.in_words import InWords, in_words
from annotator.domain.recoding import owner_of
from annotator.domain.records import AnnotationSet, AnyRecord
from annotator.project.recoding import Recoded

if TYPE_CHECKING:
    from annotator.project import Project


def changed_records(made: Recoded) -> dict[str, tuple[int, int]]:
    """How many records of each annotator changed, and in how many documents."""
    found: dict[str, tuple[int, int]] = {}
    for edit in made.edits:
        records, documents = found.get(edit.annotator, (0, 0))
        found[edit.annotator] = (records + len(edit.added), documents + bool(edit.document_id))
    return dict(sorted(found.items()))


class Example(Struct, frozen=True):
    """A record that changed, in words."""

    where: InWords
    """The words it is about."""
    before: str
    """What it was called."""
    after: str
    """What it is called now."""
    flag: str
    """What is left for the annotator to decide."""


def examples(project: "Project", made: Recoded, limit: int) -> list[Example]:
    """Some of the annotator's own records that changed, one of each article before a second one."""
    own = [_pairs(edit) for edit in made.edits if edit.annotator == project.annotator]
    by_turns = (pair for pairs in zip_longest(*own[:limit]) for pair in pairs if pair)
    return [_example(project, before, after) for before, after in islice(by_turns, limit)]


def _pairs(edit: Edit) -> list[tuple[AnyRecord, AnyRecord]]:
    return list(zip(edit.removed, edit.added, strict=True))


def _example(project: "Project", before: AnyRecord, after: AnyRecord) -> Example:
    if before.document_id:
        annotated = project.load(before.document_id, [before.annotator])
        where = in_words(before, annotated.document, annotated.set_of(before.annotator))
    else:
        where = in_words(before, None, AnnotationSet(before.annotator))
    flag = after.flag if after.flag != before.flag else ""
    return Example(where, _called(before, after), _called(after, before), flag)


def _called(record: AnyRecord, other: AnyRecord) -> str:
    """What the one record is called where it differs from the other."""
    if owner_of(record) != owner_of(other):
        return owner_of(record)
    theirs = getattr(other, "attributes", {})
    given = getattr(record, "attributes", {})
    return ", ".join(f"{name}={'+'.join(values)}" for name, values in given.items() if theirs.get(name) != values)
