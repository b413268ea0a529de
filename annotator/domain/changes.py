"""What an edit changed, in words: a line for each record that it added, took away or changed."""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from typing import cast

from annotator.domain.acceptances import is_acceptance
from annotator.domain.edits import Edit
from annotator.domain.records import (
    Annotation,
    AnyRecord,
    Attribution,
    Boundary,
    Link,
    Progress,
    Remark,
    SentenceMark,
    Source,
    ZoneMark,
)
from annotator.domain.spans import Fragments, Span

LONGEST = 48
"""How many characters of an article a line repeats."""


class Telling:
    """Tells the edits of one article."""

    def __init__(self, text: str, *records: Mapping[str, AnyRecord]) -> None:
        """Take the article and the records around, by which frames and links are named."""
        self._text = text
        self._known: ChainMap[str, AnyRecord] = ChainMap({}, *(cast(dict[str, AnyRecord], each) for each in records))

    def changes(self, edit: Edit) -> Iterator[str]:
        """A line for each record, after `+`, `-` or `~`."""
        removed, added = ({each.id: each for each in part} for part in (edit.removed, edit.added))
        self._known.update(removed)
        self._known.update(added)
        for record_id, record in removed.items():
            if record_id not in added:
                yield f"- {self.name(record)}"
        for record_id, record in added.items():
            if record_id in removed:
                yield f"~ {self.name(record)}{self._difference(removed[record_id], record)}"
            else:
                yield f"+ {self.name(record)}"

    def name(self, record: AnyRecord) -> str:
        """What the record is called."""
        if isinstance(record, Annotation):
            return f"{record.label} {self._quote(record.fragments)}"
        if isinstance(record, Attribution):
            return f"frame of {self._frame(record)}"
        if isinstance(record, SentenceMark):
            return f"{record.reading.value} {self._quote((record.span,))}"
        if isinstance(record, Boundary):
            here = Span(record.offset, record.offset + LONGEST)
            return f"sentence {'begins' if record.begins else 'goes on'} at {self._quote((here,))}"
        if isinstance(record, ZoneMark):
            return f"zone {record.zone} {self._quote((record.span,))}"
        if isinstance(record, Progress):
            return f"article {record.state.value}"
        return self._beyond(record)

    def _beyond(self, record: Remark | Link | Source) -> str:
        if isinstance(record, Source):
            return f"source {record.name} in the registry"
        if isinstance(record, Link):
            ends = (self._known.get(each) for each in (record.from_id, record.to_id))
            names = [self._end(each) for each in ends]
            return f"{names[0]} {record.relation} {names[1]}".replace("_", " ")
        where = f" on {self._quote(record.fragments)}" if record.fragments else " on the article"
        if is_acceptance(record):
            return f"{' '.join(record.flag.split()[:2])} as it is: {record.note}"
        said = (f"{name} “{given}”" for name, given in (("flag", record.flag), ("note", record.note)) if given)
        return " and ".join(said) + where

    def _end(self, record: AnyRecord | None) -> str:
        if isinstance(record, Source):
            return record.name
        return self._quote(record.fragments) if isinstance(record, Annotation) else "…"

    def _frame(self, frame: Attribution) -> str:
        """The words of its cue, or else of its first part."""
        ids = [frame.cue, *(each for _, each in frame.roles)] if frame.cue else [each for _, each in frame.roles]
        members = (self._known.get(each or "") for each in ids)
        return next((self._quote(each.fragments) for each in members if isinstance(each, Annotation)), "nothing")

    def _quote(self, fragments: Fragments) -> str:
        cut = " ".join(" … ".join(self._text[each.start : each.end] for each in fragments).split())
        return f"“{cut if len(cut) <= LONGEST else cut[: LONGEST - 1] + '…'}”"

    def _difference(self, old: AnyRecord, new: AnyRecord) -> str:
        """In what two versions of a record differ; nothing where only the time does."""
        found = list(self._differences(old, new))
        return f": {'; '.join(found)}" if found else ""

    def _differences(self, old: AnyRecord, new: AnyRecord) -> Iterator[str]:
        if isinstance(old, Annotation) and isinstance(new, Annotation):
            if old.fragments != new.fragments:
                yield f"was {self._quote(old.fragments)}"
            if old.label != new.label:
                yield f"was {old.label}"
        if isinstance(old, Attribution) and isinstance(new, Attribution):
            yield from self._roles(old, new)
        if isinstance(old, Source) and isinstance(new, Source):
            yield from (f"{name} {a} → {b}" for name, a, b in _fields(old, new, ("name", "aliases")))
        given, answers = (dict(getattr(each, "attributes", {})) for each in (old, new))
        for name in sorted(given.keys() | answers.keys()):
            before, after = ("+".join(each.get(name, ())) or "none" for each in (given, answers))
            if before != after:
                yield f"{name} {before} → {after}"
        yield from (f"{name} “{b}”" if b else f"no {name}" for name, _, b in _fields(old, new, ("flag", "note")))
        yield from (f"{a} → {b}" for _, a, b in _fields(old, new, ("status",)))

    def _roles(self, old: Attribution, new: Attribution) -> Iterator[str]:
        """The spans that came or went, and the frames around it or before it."""
        before, after = ({i: role for role, i in each.roles} for each in (old, new))
        yield from (f"+{after[i]} {self._end(self._known.get(i))}" for i in after if i not in before)
        yield from (f"-{before[i]} {self._end(self._known.get(i))}" for i in before if i not in after)
        for field, verb in (("parent", "inside"), ("continues", "continues")):
            mine, now = getattr(old, field), getattr(new, field)
            if mine != now:
                other = self._known.get(now or "")
                yield f"{verb} {self._frame(other) if isinstance(other, Attribution) else 'another' if now else 'none'}"


def _fields(old: AnyRecord, new: AnyRecord, names: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """The fields that differ, with both values in words."""
    for name in names:
        a, b = (getattr(each, name) for each in (old, new))
        if a != b:
            a, b = (", ".join(each) if isinstance(each, tuple) else str(each) for each in (a, b))
            yield name, a, b
