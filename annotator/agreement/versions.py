"""What annotators made of the same words, in groups: frames and free spans, at most one version of each annotator.

Any two annotators are paired by the one matching; of these pairs the best join first, so that the groups do not depend
on the order in which the annotators are named.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from msgspec import Struct

from annotator.agreement.counting import Frame, Marked
from annotator.agreement.matching import match
from annotator.agreement.pairing import Compared
from annotator.domain.records import Annotation, AnnotationSet, Attribution
from annotator.domain.spans import Span, envelope, fragments


class Version(Struct, frozen=True):
    """What one annotator made of it."""

    annotator: str
    """Who."""
    record: Annotation | Attribution
    """The frame, or the free annotation."""
    annotations: tuple[Annotation, ...]
    """The annotations in the frame's roles, in their order; the free annotation itself."""

    @property
    def answered(self) -> int:
        """How many questions are answered."""
        return sum(
            len(each.attributes) for each in {each.id: each for each in (self.record, *self.annotations)}.values()
        )

    @property
    def spans(self) -> Iterator[Span]:
        """All its words."""
        return (span for each in self.annotations for span in each.fragments)

    @property
    def place(self) -> Span:
        """From its first word to its last one."""
        return envelope(fragments(self.spans))


def grouped(sides: Sequence[Marked], sets: Sequence[AnnotationSet]) -> list[list[Version]]:
    """The versions of all annotators in groups with at most one of each annotator, by their names."""
    versions = {
        each.record.id: each for side, held in zip(sides, sets, strict=True) for each in versions_of(side, held)
    }
    groups = {record_id: [record_id] for record_id in versions}
    for first, second in sorted_pairs(sides):
        ours, theirs = groups[first], groups[second]
        who = Counter(versions[i].annotator for i in (*ours, *theirs))
        if ours is not theirs and max(who.values()) == 1:
            ours.extend(theirs)
            groups.update(dict.fromkeys(theirs, ours))
    each_once = {id(group): group for group in groups.values()}
    return [sorted((versions[i] for i in group), key=lambda each: each.annotator) for group in each_once.values()]


def versions_of(side: Marked, held: AnnotationSet) -> Iterator[Version]:
    """The frames, and the annotations in no frame."""
    for frame in side.frames:
        members = dict.fromkeys(i for _, i in frame.record.roles)
        yield Version(side.annotator, frame.record, tuple(held.annotation(i) for i in members))
    for each in free(side):
        yield Version(side.annotator, each, (each,))


def free(side: Marked) -> list[Annotation]:
    """The annotations in no frame."""
    taken = {i for frame in side.frames for _, i in frame.record.roles}
    return [each for annotations in side.annotations.values() for each in annotations if each.id not in taken]


def sorted_pairs(sides: Sequence[Marked]) -> list[tuple[str, str]]:
    """The pairs of each two annotators, by the ids of what is paired, the best first."""
    found: list[tuple[int, int, str, str]] = []
    for one, other in combinations(sides, 2):
        found += [(-grade, start(a), a.record.id, b.record.id) for a, b, grade in frame_pairs(one, other)]
        found += [(-grade, a.fragments[0].start, a.id, b.id) for a, b, grade in free_pairs(free(one), free(other))]
    return [(first, second) for _, _, first, second in sorted(found)]


def frame_pairs(one: Marked, other: Marked) -> list[tuple[Frame, Frame, int]]:
    """The frames of two annotators that are the same attribution."""
    ours, theirs = (Marked(side.annotator, {}, side.frames) for side in (one, other))
    return [(a, b, int(grade)) for a, b, grade in Compared(ours, theirs, 0.5).frames]


def start(frame: Frame) -> int:
    """Where the frame begins."""
    return min(each.fragments[0].start for members in frame.roles.values() for each in members)


def free_pairs(ours: list[Annotation], theirs: list[Annotation]) -> Iterator[tuple[Annotation, Annotation, int]]:
    """The free spans of two annotators that share words: those of one label first, then what is left."""
    paired: set[str] = set()
    for label in (*dict.fromkeys(each.label for each in ours), None):
        left = [each for each in ours if each.id not in paired and label in (None, each.label)]
        right = [each for each in theirs if each.id not in paired and label in (None, each.label)]
        for i, j, grade in match([each.fragments for each in left], [each.fragments for each in right]):
            paired |= {left[i].id, right[j].id}
            yield left[i], right[j], int(grade) if label else 0
