"""From what a suggester proposes to the records of a machine's annotation set: the one place where these are made.

Ids come from what a record marks, so that suggesting twice gives the same records. What the codebook does not know or
allow is left out and counted; a frame is taken whole or not at all.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import combinations
from typing import Any
from uuid import UUID, uuid5

from msgspec import Struct
from msgspec.structs import replace

from annotator.domain.codebook import ROLES, UNKNOWN, Attribute, Codebook, Label, asked, default_value
from annotator.domain.documents import BODY, Document
from annotator.domain.records import Annotation, AnyRecord, Attributes, Attribution, Progress, State, Status
from annotator.domain.spans import Fragments, are_fragments, fragments_cover, fragments_overlap, trimmed
from annotator.suggest.proposing import Proposal, ProposedFrame, ProposedSpan

RECORDS = UUID("b0a6f0c4-5d0c-5d7f-8f39-0f6b2f0a7c11")
"""The name space of the ids of suggested records."""


class Made(Struct, frozen=True):
    """What became of the proposals for one document."""

    records: tuple[AnyRecord, ...]
    """The machine's set: spans and frames in reading order, and that it has finished the article."""
    dropped: Mapping[str, int]
    """What was left out, why, and how often."""


class Maker(Struct, frozen=True):
    """Whose records are made, and under which codebook."""

    annotator: str
    """The machine annotator."""
    codebook: Codebook
    """Says what may be marked and answered, and where."""
    codebook_version: int
    """Its version."""
    at: datetime
    """When."""

    def records(self, document: Document, proposals: Iterable[Proposal]) -> Made:
        """The records that the proposals for the document stand for."""
        making = _Making(self, document)
        for each in proposals:
            if isinstance(each, ProposedFrame):
                making.add_frame(each)
            else:
                making.add_span(each)
        return Made(tuple(making.records()), dict(making.dropped))


class _Making:
    """The making of one document's records."""

    def __init__(self, maker: Maker, document: Document) -> None:
        self.dropped: Counter[str] = Counter()
        self._maker = maker
        self._document = document
        self._labels = {label.name: label for label in maker.codebook.labels if label.on}
        self._roles = {label.role: label for label in reversed(maker.codebook.labels) if label.role in ROLES}
        self._limited = any(zone.suggest for zone in maker.codebook.zones)
        self._spans: dict[str, Annotation] = {}
        self._frames: dict[str, Attribution] = {}
        self._joints: dict[str, tuple[str, str]] = {}

    def records(self) -> Iterator[AnyRecord]:
        """All that was added, in reading order."""
        spans = sorted(self._spans.values(), key=lambda each: (each.fragments, each.label))
        order = {each.id: place for place, each in enumerate(spans)}
        yield from spans
        yield from sorted(self._joined(), key=lambda frame: sorted(order[i] for _, i in frame.roles))
        yield Progress(**self._header("finished", 1.0, "") | {"score": None}, state=State.FINISHED)

    def add_span(self, proposed: ProposedSpan) -> None:
        """Take a span of its own."""
        label = self._labels.get(proposed.label)
        if not label:
            self.dropped[f"the codebook offers no label “{proposed.label}”"] += 1
        elif made := self._span(proposed, label):
            self._keep(made)

    def add_frame(self, proposed: ProposedFrame) -> None:
        """Take a frame with its spans, or nothing of it."""
        made = {role: [self._span(each, self._roles[role]) for each in spans] for role, spans in _filled(proposed)}
        roles = {role: [each for each in found if each] for role, found in made.items()}
        parts = {each.id: each for found in roles.values() for each in found}
        if any(None in found for found in made.values()):
            return
        if not roles["content"] or self._overlap(roles):
            self.dropped["frames without content, or with words in two parts"] += 1
            return
        for each in parts.values():
            self._keep(each)
        frame = Attribution(
            **self._header(self._key(proposed), proposed.score, proposed.reason),
            source=tuple(dict.fromkeys(each.id for each in roles["source"])),
            cue=next((each.id for each in roles["cue"]), None),
            content=tuple(dict.fromkeys(each.id for each in roles["content"])),
            attributes=self._answers(proposed.attributes, self._maker.codebook.frame),
        )
        self._joints[frame.id] = (self._frame_id(proposed.parent), self._frame_id(proposed.continues))
        self._frames[frame.id] = frame

    def _span(self, proposed: ProposedSpan, label: Label) -> Annotation | None:
        """The annotation, unless it cannot stand where it is proposed."""
        fragments = self._trimmed(proposed.fragments)
        if not fragments:
            self.dropped["spans that lie outside the text or on white space"] += 1
            return None
        if closed := self._closed(fragments, label.name):
            self.dropped[f"spans in a zone where no suggestions are wanted ({closed})"] += 1
            return None
        return Annotation(
            **self._header(_mark(label.name, fragments), proposed.score, proposed.reason),
            label=label.name,
            fragments=fragments,
            attributes=self._answers(proposed.attributes, label.attributes),
        )

    def _keep(self, made: Annotation) -> None:
        """Add the annotation; of two on the same words, which frames may share, the surer one stays."""
        there = self._spans.get(made.id)
        if not there or (made.score or 0) > (there.score or 0):
            self._spans[made.id] = made

    def _header(self, key: str, score: float, reason: str) -> dict[str, Any]:
        """What every suggested record begins with."""
        maker = self._maker
        return {
            "id": self._id(key),
            "document_id": self._document.id,
            "annotator": maker.annotator,
            "created": maker.at,
            "codebook": maker.codebook_version,
            "status": Status.SUGGESTED,
            "origin": maker.annotator,
            "score": min(1.0, max(0.0, score)),
            "note": reason,
        }

    def _id(self, key: str) -> str:
        """The id of what the key stands for in this document."""
        return str(uuid5(RECORDS, f"{self._maker.annotator}\0{self._document.id}\0{key}"))

    def _key(self, frame: ProposedFrame) -> str:
        """What a frame is, whatever is answered about it."""
        spans = [_mark(role, self._trimmed(each.fragments)) for role, found in _filled(frame) for each in found]
        return f"frame {'; '.join(spans)}"

    def _frame_id(self, frame: ProposedFrame | None) -> str:
        """The id that the frame has if it was taken; empty for none."""
        return self._id(self._key(frame)) if frame else ""

    def _trimmed(self, fragments: Fragments) -> Fragments:
        """The fragments without white space at their edges; none where they are not in the text."""
        text = self._document.text
        if not are_fragments(fragments) or fragments[-1].end > len(text):
            return ()
        return tuple(span for each in fragments if (span := trimmed(text, each)))

    def _closed(self, fragments: Fragments, label: str) -> str:
        """The kind of zone that keeps suggestions of the label out; empty where there is none."""
        zones = self._document.zones
        for span in fragments:
            at = bisect_right(zones, span.start, key=lambda zone: zone.end)
            kinds = {self._document.zone_at(span.start)} if at == len(zones) else set()
            while at < len(zones) and zones[at].start < span.end:
                kinds.add(zones[at].kind)
                at += 1
            for kind in kinds or {BODY}:
                zone = self._maker.codebook.zone(kind)
                if zone and (not zone.mark or label in zone.forbid or (self._limited and not zone.suggest)):
                    return kind
        return ""

    def _overlap(self, roles: Mapping[str, list[Annotation]]) -> bool:
        """Whether words are in two parts of the frame."""
        parts = [(role, each) for role, found in roles.items() for each in found]
        return any(
            (role, one.id) != (its_role, other.id) and fragments_overlap(one.fragments, other.fragments)
            for (role, one), (its_role, other) in combinations(parts, 2)
        )

    def _answers(self, given: Attributes, questions: tuple[Attribute, ...]) -> Attributes:
        """The answers that the codebook takes, each only where it is asked."""
        known = {each.name: each for each in questions}
        kept = {name: values for name, values in given.items() if name in known and _fits(known[name], values)}
        defaults = {each.name: default_value(each) for each in questions if each.default}
        while unasked := [name for name in kept if not asked(known[name], defaults | kept)]:
            kept = {name: values for name, values in kept.items() if name not in unasked}
        for name in given.keys() - kept.keys():
            self.dropped[f"answers to {name} that the codebook does not take"] += 1
        return kept

    def _joined(self) -> Iterator[Attribution]:
        """The frames, each with the one it lies in and the one it continues, where these were taken too."""
        for field, at in (("parent", 0), ("continues", 1)):
            for frame_id, joints in self._joints.items():
                other = self._frames.get(joints[at])
                if other and self._may_join(frame_id, other, field):
                    self._frames[frame_id] = replace(self._frames[frame_id], **{field: other.id})
        return iter(self._frames.values())

    def _may_join(self, frame_id: str, other: Attribution, field: str) -> bool:
        """Whether the frame may name the other one: not in a circle, and as parent only where it lies in it."""
        earlier: str | None = other.id
        while earlier:
            if earlier == frame_id:
                return False
            earlier = getattr(self._frames[earlier], field)
        room = tuple(span for role, i in other.roles if role != "source" for span in self._spans[i].fragments)
        members = (self._spans[i].fragments for _, i in self._frames[frame_id].roles)
        return field != "parent" or all(fragments_cover(room, each) for each in members)


def _filled(frame: ProposedFrame) -> tuple[tuple[str, tuple[ProposedSpan, ...]], ...]:
    """The spans of each role."""
    return ("source", frame.source), ("cue", (frame.cue,) if frame.cue else ()), ("content", frame.content)


def _mark(name: str, fragments: Fragments) -> str:
    """A label or role and where it is."""
    return f"{name} {','.join(f'{span.start}:{span.end}' for span in fragments)}"


def _fits(attribute: Attribute, values: tuple[str, ...]) -> bool:
    """Whether the codebook takes these values for the attribute."""
    single = len(values) == 1 or (len(values) > 1 and attribute.multiple)
    return single and (not attribute.values or all(each in attribute.values or each == UNKNOWN for each in values))
