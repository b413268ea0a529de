"""The suggestions for one document, of several machines together, and which of them are still to be decided."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from annotator.domain.documents import sentence_at
from annotator.domain.edits import Edit
from annotator.domain.machines import STRONG
from annotator.domain.nearby import Nearby
from annotator.domain.records import Annotation, AnnotationSet, AnyRecord, Attribution, Status, annotation_set
from annotator.domain.spans import Span, fragments_overlap, overlaps
from annotator.domain.suggestions import copy_id, undecided


class Level(StrEnum):
    """Which suggestions are shown."""

    ALL = "all"
    LIKELY = "likely"
    STRONG = "strong"
    OFF = "off"


LEAST = {Level.ALL: 0.0, Level.LIKELY: 0.5, Level.STRONG: STRONG, Level.OFF: float("inf")}
"""The score from which on a suggestion is shown."""


CLAIM = "claim"
"""The label of claims: nearly every sentence has some, so they come last in it and, unless strong, at `all` alone."""

NOTHING = AnnotationSet("")
"""The set of an annotator who has done nothing."""


class Suggestion(Struct, frozen=True):
    """A frame, or a span of its own, that a machine suggests."""

    record: Attribution | Annotation
    """What is suggested."""
    spans: tuple[Annotation, ...]
    """The frame's sources, cue and contents, or the span itself."""

    @property
    def id(self) -> str:
        """The id of what is suggested."""
        return self.record.id

    @property
    def score(self) -> float:
        """How sure the machine is."""
        return self.record.score or 0.0

    @property
    def is_strong(self) -> bool:
        """Whether it is nearly always right."""
        return self.score >= STRONG

    @property
    def is_claim(self) -> bool:
        """Whether it is a claim."""
        return isinstance(self.record, Annotation) and self.record.label == CLAIM

    def is_shown(self, level: Level) -> bool:
        """Whether it is among what the level shows."""
        return self.score >= LEAST[level] and (self.is_strong or not self.is_claim or level is Level.ALL)

    @property
    def place(self) -> Span:
        """From its first word to its last."""
        return Span(min(each.envelope.start for each in self.spans), max(each.envelope.end for each in self.spans))

    @property
    def main(self) -> int:
        """Which of its spans is mended most often: the first content, or the span itself."""
        content = self.record.content[0] if isinstance(self.record, Attribution) and self.record.content else ""
        return next((n for n, each in enumerate(self.spans) if each.id == content), len(self.spans) - 1)

    @property
    def gist(self) -> Annotation:
        """The span that says best what it is: the cue, or else the last span."""
        cue = self.record.cue if isinstance(self.record, Attribution) else None
        return next((each for each in self.spans if each.id == cue), self.spans[-1])


class Offers:
    """What machines suggest in a document, in reading order, without what the annotator has decided."""

    def __init__(
        self,
        sets: Sequence[AnnotationSet] = (),
        own: AnnotationSet = NOTHING,
        own_nearby: Nearby | None = None,
        sentences: tuple[Span, ...] = (),
    ) -> None:
        """Take the machines' sets, the most trusted first, and the annotator's own with where its records lie.

        The claims of a sentence come after all else in it.
        """
        self.annotations = merged(sets)
        """All that is suggested, decided or not."""
        self.nearby = Nearby(self.annotations.records.values())
        """Where it lies."""
        turns = {each.id: _turn(each, sentences) for each in _suggestions(self.annotations)}
        listed = sorted(
            _suggestions(self.annotations),
            key=lambda each: (turns[each.id], each.place.start, -each.place.end, each.id),
        )
        self._ids = [each.id for each in listed]
        self._turns = [turns[each.id] for each in listed]
        self._order = {each.id: number for number, each in enumerate(listed)}
        self._all = {each.id: each for each in listed}
        self._copies = {copy_id(each.id, own.annotator): each.id for each in listed}
        self._left: dict[str, Suggestion] = {}
        self.renew(own, own_nearby or Nearby())

    def __bool__(self) -> bool:
        return bool(self._ids)

    # --- which are left ------------------------------------------------------------------------------------------

    def get(self, suggestion_id: str | None, level: Level = Level.ALL) -> Suggestion | None:
        """The suggestion with this id, if it is shown at this level and undecided."""
        found = self._left.get(suggestion_id or "")
        return found if found and found.is_shown(level) else None

    def copied(self, record_id: str) -> Suggestion | None:
        """The suggestion of which the annotator's record with this id is the copy."""
        return self._all.get(self._copies.get(record_id, ""))

    def beginning_in(self, span: Span, level: Level) -> list[Suggestion]:
        """The undecided suggestions that begin within a part of the text, in reading order."""
        first, last = bisect_left(self._turns, span.start), bisect_left(self._turns, span.end)
        return [found for each in self._ids[first:last] if (found := self.get(each, level))]

    def near(self, span: Span, level: Level) -> list[Suggestion]:
        """The undecided suggestions with words in a part of the text, in reading order."""
        found = {each for span_near in self.nearby.of(Annotation, span) for each in self._holding(span_near)}
        ordered = sorted(found & self._left.keys(), key=self._order.__getitem__)
        return [suggestion for each in ordered if (suggestion := self.get(each, level))]

    def step(self, from_: Suggestion | int, step: int, level: Level, claims: bool = True) -> Suggestion | None:
        """The undecided suggestion after this one or place; with a negative step, before it. Claims only if wanted."""
        return next((each for each in self._from(from_, step, level) if claims or not each.is_claim), None)

    def _from(self, from_: Suggestion | int, step: int, level: Level) -> Iterator[Suggestion]:
        if isinstance(from_, Suggestion):
            number = self._order[from_.id] + step
        else:
            number = bisect_left(self._turns, from_) if step > 0 else bisect_right(self._turns, from_) - 1
        while 0 <= number < len(self._ids):
            if found := self.get(self._ids[number], level):
                yield found
            number += step

    def _holding(self, annotation: Annotation) -> list[str]:
        """The suggestions that the span is part of."""
        frames = [frame.id for frame in self.nearby.frames_with(annotation.id)]
        return frames or [annotation.id]

    # --- what decides them ---------------------------------------------------------------------------------------

    def renew(self, own: AnnotationSet, own_nearby: Nearby) -> None:
        """Look at all of them again, with the annotator's set as it is now."""
        self._left = _left(self.annotations, own, own_nearby) if self._ids else {}

    def update(self, own: AnnotationSet, own_nearby: Nearby, edit: Edit) -> None:
        """Look again at those that an edit of the annotator's set may have decided, or set free."""
        touched = self._touched(own, edit)
        if not touched:
            return
        spans = {span.id: span for each in touched for span in each.spans}
        frames = [each.record for each in touched if isinstance(each.record, Attribution)]
        suggested = annotation_set(self.annotations.annotator, [*spans.values(), *frames])
        region = Span(min(each.place.start for each in touched), max(each.place.end for each in touched))
        around = annotation_set(own.annotator, _around(own, own_nearby, region, {each.id for each in touched}))
        for each in touched:
            self._left.pop(each.id, None)
        self._left |= _left(suggested, around, own_nearby)

    def _touched(self, own: AnnotationSet, edit: Edit) -> list[Suggestion]:
        changed = (*edit.removed, *edit.added)  # a changed record is in both, and may have moved
        members = [i for record in changed if isinstance(record, Attribution) for _, i in record.roles]
        records = [*changed, *(own.records[i] for i in members if i in own.records)]
        ids = {self._copies.get(each.id, "") for each in changed}
        for record in records:
            if isinstance(record, Annotation):
                ids |= {i for span in self.nearby.of(Annotation, record.envelope) for i in self._holding(span)}
        return [self._all[each] for each in ids if each in self._all]


def _turn(suggestion: Suggestion, sentences: tuple[Span, ...]) -> int:
    """The offset at which it comes up: where it begins, or for a claim where its sentence ends."""
    start = suggestion.place.start
    return sentences[sentence_at(sentences, start)].end - 1 if sentences and suggestion.is_claim else start


def _left(suggested: AnnotationSet, own: AnnotationSet, own_nearby: Nearby) -> dict[str, Suggestion]:
    """The undecided ones; what the annotator attributes by some of the same words decides a frame too."""
    undecided_ones = _suggestions(undecided(suggested, own))
    return {each.id: each for each in undecided_ones if not _has_cue_in(own_nearby, each)}


def _has_cue_in(own_nearby: Nearby, suggestion: Suggestion) -> bool:
    if isinstance(suggestion.record, Annotation) or not suggestion.record.cue:
        return False
    near = own_nearby.of(Annotation, suggestion.gist.envelope)
    return any(frame.cue == each.id for each in near for frame in own_nearby.frames_with(each.id))


def _around(own: AnnotationSet, nearby: Nearby, region: Span, suggested: set[str]) -> Iterator[AnyRecord]:
    """The annotator's records in a region, rejected ones too, with the frames they are in, and copies from anywhere."""
    found = {each.id: each for each in own.of(Annotation) if overlaps(each.envelope, region)}
    frames = {frame.id: frame for each in found for frame in nearby.frames_with(each)}
    copies = {copy_id(each, own.annotator) for each in suggested} & own.records.keys()
    frames |= {i: record for i in copies if isinstance(record := own.records[i], Attribution)}
    members = {i: own.annotation(i) for frame in frames.values() for _, i in frame.roles}
    yield from (found | members | {i: own.records[i] for i in copies} | frames).values()


def _suggestions(annotations: AnnotationSet) -> Iterator[Suggestion]:
    """The frames of a set, and the spans that are in none."""
    joined: set[str] = set()
    for frame in annotations.of(Attribution):
        ids = [i for _, i in frame.roles]
        joined.update(ids)
        yield Suggestion(frame, tuple(annotations.annotation(i) for i in ids))
    for each in annotations.of(Annotation):
        if each.id not in joined:
            yield Suggestion(each, (each,))


def merged(sets: Sequence[AnnotationSet]) -> AnnotationSet:
    """What several machines suggest, the first the most trusted.

    A later one's frame whose cue or content overlaps an earlier one's is left out, as is its span of the same label.
    """
    kept: dict[str, AnyRecord] = {}
    taken = Nearby()
    for each in sets:
        fresh = [found for found in _suggestions(each) if _is_new(found, taken)]
        records = {r.id: r for found in fresh for r in (*found.spans, found.record)}
        taken.add(records.values())
        kept |= records
    return annotation_set(", ".join(each.annotator for each in sets), kept.values())


def _is_new(suggestion: Suggestion, taken: Nearby) -> bool:
    record = suggestion.record
    telling = {record.id} if isinstance(record, Annotation) else {record.cue, *record.content}
    return record.status is not Status.REJECTED and not any(
        other.label == span.label and fragments_overlap(other.fragments, span.fragments)
        for span in suggestion.spans
        if span.id in telling
        for other in taken.of(Annotation, span.envelope)
    )
