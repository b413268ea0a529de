"""What annotators made of the same words: frames and free spans, grouped into cases with one version of each annotator.

Any two annotators are paired by the one matching; of these pairs the best join first, so that the cases do not depend
on the order in which the annotators are named.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from hashlib import blake2b
from itertools import combinations

from msgspec import Struct

from annotator.agreement.counting import Frame, Marked, Scope, marked
from annotator.agreement.matching import match
from annotator.agreement.pairing import Compared
from annotator.domain.codebook import Codebook, values_of
from annotator.domain.documents import Document
from annotator.domain.records import AnnotatedDocument, Annotation, AnnotationSet, Attribution
from annotator.domain.spans import Span, envelope, fragments


class Cause(StrEnum):
    """The first thing in which the versions of a case differ."""

    MISSED = "missed"
    """Somebody has nothing for it."""
    LABEL = "label"
    """The same words with other labels."""
    ROLE = "role"
    """Frames whose roles are not filled alike."""
    EDGE = "edge"
    """Other words."""
    NESTING = "nesting"
    """Frames that lie in, or continue, other frames."""
    ATTRIBUTE = "attribute"
    """Other answers."""
    NONE = "agreed"
    """Nothing: all versions are identical."""


class Version(Struct, frozen=True):
    """What one annotator made of it."""

    annotator: str
    """Who."""
    record: Annotation | Attribution
    """The frame, or the free annotation."""
    annotations: tuple[Annotation, ...]
    """The annotations in the frame's roles, in their order; the free annotation itself."""

    @property
    def place(self) -> Span:
        """From its first word to its last one."""
        return envelope(fragments(span for each in self.annotations for span in each.fragments))


Features = Mapping[Cause, object]
"""What a version says, by the cause that a difference in it is."""


class Dispute(Struct, frozen=True):
    """One case: the versions of those who marked it, by their names, and how they compare."""

    versions: tuple[Version, ...]
    """By annotator; at least one."""
    absent: tuple[str, ...]
    """Those compared who have nothing for it."""
    cause: Cause
    """The first thing in which they differ."""
    alike: tuple[tuple[str, ...], ...]
    """Annotators whose versions are identical, the largest group first."""

    @property
    def id(self) -> str:
        """The same whenever the case is looked at again."""
        return min(each.record.id for each in self.versions)

    @property
    def place(self) -> Span:
        """From the first word of any version to the last one."""
        places = [each.place for each in self.versions]
        return Span(min(place.start for place in places), max(place.end for place in places))

    @property
    def label(self) -> str:
        """The label of a free span; `frame` for a frame."""
        record = self.versions[0].record
        return record.label if isinstance(record, Annotation) else "frame"

    def version(self, annotator: str) -> Version | None:
        """What the annotator made of it, if anything."""
        return next((each for each in self.versions if each.annotator == annotator), None)

    def like(self, annotator: str) -> tuple[str, ...]:
        """All whose version is the annotator's."""
        return next(names for names in self.alike if annotator in names)


def lanes(document_id: str, annotators: Iterable[str]) -> tuple[str, ...]:
    """The annotators in an order that is another one in each document, and always the same in one."""
    return tuple(sorted(annotators, key=lambda name: blake2b(f"{document_id}\0{name}".encode()).digest()))


def disputes(annotated: AnnotatedDocument, annotators: Iterable[str], codebook: Codebook) -> tuple[Dispute, ...]:
    """All cases of these annotators in reading order, those included in which all agree."""
    names = sorted(set(annotators))
    sets = [annotated.set_of(name) for name in names]
    cases = grouped(annotated.document, sets)
    case_of = {each.record.id: number for number, case in enumerate(cases) for each in case}
    found = [dispute(case, names, [features(each, codebook, case_of) for each in case]) for case in cases]
    return tuple(sorted(found, key=lambda each: (each.place, each.id)))


def dispute(case: Sequence[Version], names: Sequence[str], said: Sequence[Features]) -> Dispute:
    """The case with what comparing its versions says."""
    there = {each.annotator for each in case}
    absent = tuple(name for name in names if name not in there)
    differing = (each for each in said[0] if any(other.get(each) != said[0][each] for other in said))
    cause = Cause.MISSED if absent else next(differing, Cause.NONE)
    return Dispute(tuple(case), absent, cause, alike([each.annotator for each in case], said))


def alike(names: Sequence[str], said: Sequence[Features]) -> tuple[tuple[str, ...], ...]:
    """The annotators who say the same, the largest group first."""
    groups: list[tuple[Features, list[str]]] = []
    for name, each in zip(names, said, strict=True):
        same = next((members for other, members in groups if other == each), None)
        if same is None:
            groups.append((each, [name]))
        else:
            same.append(name)
    return tuple(sorted((tuple(members) for _, members in groups), key=lambda members: (-len(members), members)))


def features(version: Version, codebook: Codebook, case_of: Mapping[str, int]) -> Features:
    """What the version says; flags and notes are no part of it."""
    record = version.record
    if isinstance(record, Annotation):
        answers: object = values_of(codebook, record)
        return {Cause.LABEL: record.label, Cause.EDGE: record.fragments, Cause.ATTRIBUTE: answers}
    members = {each.id: each for each in version.annotations}
    filled = sorted(((role, members[i]) for role, i in record.roles), key=lambda pair: (pair[0], pair[1].fragments))
    return {
        Cause.ROLE: [role for role, _ in filled],
        Cause.LABEL: [each.label for _, each in filled],
        Cause.EDGE: [each.fragments for _, each in filled],
        Cause.NESTING: [case_of.get(i or "") for i in (record.parent, record.continues)],
        Cause.ATTRIBUTE: [values_of(codebook, record), *(values_of(codebook, each) for _, each in filled)],
    }


# --- grouping --------------------------------------------------------------------------------------------------------


def grouped(document: Document, sets: Sequence[AnnotationSet]) -> list[list[Version]]:
    """The versions of all annotators in groups with at most one of each annotator, by their names."""
    counted = [marked(document, each, Scope()) for each in sets]
    versions = {
        each.record.id: each for side, held in zip(counted, sets, strict=True) for each in versions_of(side, held)
    }
    groups = {record_id: [record_id] for record_id in versions}
    for first, second in sorted_pairs(counted):
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
    sides = (Marked(side.annotator, {}, side.frames) for side in (one, other))
    return [(a, b, int(grade)) for a, b, grade in Compared(*sides, 0.5).frames]


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
