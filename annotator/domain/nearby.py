"""Which records of a set lie near a place in the text, found without looking at all of them; rejected ones do not."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from annotator.domain.records import (
    Annotation,
    AnyRecord,
    Attribution,
    Link,
    Record,
    Remark,
    SentenceMark,
    Status,
    ZoneMark,
)
from annotator.domain.spans import Span, covers, envelope, overlaps

BUCKET = 1024
"""Code points in a bucket: about a paragraph or two."""

R = TypeVar("R", bound=Record)


def place_of(record: AnyRecord) -> Span | None:
    """Where the record lies in its text; None for frames, links and what concerns the whole article."""
    if isinstance(record, Annotation | Remark):
        return envelope(record.fragments) if record.fragments else None
    return record.span if isinstance(record, SentenceMark | ZoneMark) else None


class Nearby:
    """The records of one annotation set by place, and frames and links by the records that they name."""

    def __init__(self, records: Iterable[AnyRecord] = ()) -> None:
        self._buckets: dict[int, dict[str, AnyRecord]] = {}
        self._frames: dict[str, dict[str, Attribution]] = {}
        self._links: dict[str, dict[str, Link]] = {}
        self.add(records)

    def add(self, records: Iterable[AnyRecord]) -> None:
        """Take in these records."""
        for record in records:
            for bucket in _buckets_of(record):
                self._buckets.setdefault(bucket, {})[record.id] = record
            for member in _members(record):
                self._frames.setdefault(member, {})[record.id] = record  # type: ignore[assignment]
            if isinstance(record, Link):
                self._links.setdefault(record.from_id, {})[record.id] = record

    def remove(self, records: Iterable[AnyRecord]) -> None:
        """Forget these records."""
        for record in records:
            for bucket in _buckets_of(record):
                self._buckets[bucket].pop(record.id, None)
            for member in _members(record):
                self._frames[member].pop(record.id, None)
            if isinstance(record, Link):
                self._links.get(record.from_id, {}).pop(record.id, None)

    def of(self, kind: type[R], within: Span) -> list[R]:
        """The records of one kind whose envelope shares a code point with `within`, in reading order."""
        found: dict[str, tuple[Span, R]] = {}
        for bucket in range(within.start // BUCKET, (within.end - 1) // BUCKET + 1):
            for record in self._buckets.get(bucket, {}).values():
                place = place_of(record)
                if isinstance(record, kind) and place and overlaps(place, within):
                    found[record.id] = (place, record)
        return [record for _, record in sorted(found.values(), key=lambda pair: (pair[0].start, -pair[0].end))]

    def marks_of(self, sentence: Span) -> list[SentenceMark]:
        """The marks on a sentence; one made before a split counts for both halves."""
        return [mark for mark in self.of(SentenceMark, sentence) if covers(mark.span, sentence)]

    def frames_with(self, record_id: str) -> list[Attribution]:
        """The frames that name the record: as a role, as their parent, or as what they continue."""
        return list(self._frames.get(record_id, {}).values())

    def links_from(self, record_id: str) -> list[Link]:
        """The links that start from the record."""
        return list(self._links.get(record_id, {}).values())

    def frames(self, within: Span) -> Iterator[Attribution]:
        """The frames with a span in `within`, each once."""
        seen: set[str] = set()
        for annotation in self.of(Annotation, within):
            for frame in self.frames_with(annotation.id):
                if frame.id not in seen:
                    seen.add(frame.id)
                    yield frame


def own_zones(marks: Iterable[ZoneMark], within: Span) -> list[ZoneMark]:
    """The corrections that hold somewhere in `within`, the last one first, which stands before the others."""
    holding: list[ZoneMark] = []
    for mark in reversed([mark for mark in marks if overlaps(mark.span, within)]):
        shared = Span(max(mark.span.start, within.start), min(mark.span.end, within.end))
        if not any(covers(later.span, shared) for later in holding):
            holding.append(mark)
    return holding


def _buckets_of(record: AnyRecord) -> range:
    place = place_of(record)
    if place is None or record.status is Status.REJECTED:
        return range(0)
    return range(place.start // BUCKET, (place.end - 1) // BUCKET + 1)


def _members(record: AnyRecord) -> list[str]:
    if not isinstance(record, Attribution):
        return []
    return [*(i for _, i in record.roles), *(i for i in (record.parent, record.continues) if i)]
