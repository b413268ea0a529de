"""What is to be decided: cases, each with the versions of those annotators who marked it, and what these differ in."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import combinations

from msgspec import Struct

from annotator.agreement.attributes import answers
from annotator.agreement.cases import Cause
from annotator.agreement.counting import Marked, Scope, marked
from annotator.agreement.versions import Version, grouped
from annotator.domain.codebook import Codebook
from annotator.domain.records import AnnotatedDocument, Annotation, Attribution
from annotator.domain.spans import Span, covers

GRAVITY = (Cause.MISSED, Cause.ROLE, Cause.LABEL, Cause.EDGE, Cause.NESTING, Cause.SPEECH, Cause.ATTRIBUTE)
"""The causes for which versions differ, the gravest first."""


class Dispute(Struct, frozen=True):
    """One case: the versions of those who marked it, by their names, and how they compare."""

    versions: tuple[Version, ...]
    """By annotator; at least one."""
    absent: tuple[str, ...]
    """Those compared who have nothing for it."""
    unread: tuple[str, ...]
    """Those of them who marked other sentences as read, but none of its words."""
    cause: Cause | None
    """The gravest thing in which they differ; None where all who read it have the same."""
    alike: tuple[tuple[str, ...], ...]
    """Annotators whose versions do not differ, the largest group first."""

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

    def fullest(self, annotators: Collection[str]) -> Version:
        """The version of these annotators in which most is answered."""
        return max((each for each in self.versions if each.annotator in annotators), key=lambda each: each.answered)

    def version(self, annotator: str) -> Version | None:
        """What the annotator made of it, if anything."""
        return next((each for each in self.versions if each.annotator == annotator), None)

    def like(self, annotator: str) -> tuple[str, ...]:
        """All whose version does not differ from the annotator's."""
        return next(names for names in self.alike if annotator in names)


def lanes(document_id: str, annotators: Iterable[str]) -> tuple[str, ...]:
    """The annotators in an order that is another one in each document, and always the same in one."""
    return tuple(sorted(annotators, key=lambda name: blake2b(f"{document_id}\0{name}".encode()).digest()))


def disputes(annotated: AnnotatedDocument, annotators: Iterable[str], codebook: Codebook) -> tuple[Dispute, ...]:
    """All cases of these annotators in reading order, those included in which all agree."""
    sets = [annotated.set_of(name) for name in sorted(set(annotators))]
    sides = [marked(annotated.document, each, Scope()) for each in sets]
    cases = grouped(sides, sets)
    case_of = {each.record.id: number for number, case in enumerate(cases) for each in case}
    comparing = Comparing(codebook, case_of)
    return tuple(sorted((dispute(case, sides, comparing) for case in cases), key=lambda each: (each.place, each.id)))


def dispute(case: Sequence[Version], sides: Sequence[Marked], comparing: "Comparing") -> Dispute:
    """The case with what comparing its versions says."""
    there = {each.annotator for each in case}
    absent = [side for side in sides if side.annotator not in there]
    unread = [side for side in absent if all(is_in(span, side.unread) for each in case for span in each.spans)]
    causes = (cause for one, other in combinations(case, 2) for cause in comparing.causes(one, other))
    is_missed = len(absent) > len(unread) or len(case) == 1
    return Dispute(
        versions=tuple(case),
        absent=tuple(side.annotator for side in absent),
        unread=tuple(side.annotator for side in unread),
        cause=Cause.MISSED if is_missed else min(causes, key=GRAVITY.index, default=None),
        alike=comparing.alike(case),
    )


def is_in(span: Span, sentences: Iterable[Span]) -> bool:
    """Whether the span lies in one of the sentences."""
    return any(covers(sentence, span) for sentence in sentences)


class Comparing(Struct, frozen=True):
    """How two versions are compared; flags and notes are no difference."""

    codebook: Codebook
    """Says what is asked."""
    case_of: Mapping[str, int]
    """The number of the case that a frame is a version of."""

    def alike(self, case: Sequence[Version]) -> tuple[tuple[str, ...], ...]:
        """The annotators whose versions do not differ, the largest group first."""
        groups: list[list[Version]] = []
        for each in case:
            same = [group for group in groups if not any(cause for one in group for cause in self.causes(one, each))]
            if same:
                same[0].append(each)
            else:
                groups.append([each])
        return tuple(sorted((tuple(v.annotator for v in group) for group in groups), key=lambda g: (-len(g), g)))

    def causes(self, one: Version, other: Version) -> Iterator[Cause]:
        """What two versions differ in, the gravest first; an answer that only one has given is no difference."""
        ours, theirs = filled(one), filled(other)
        if [role for role, _ in ours] != [role for role, _ in theirs]:
            yield Cause.ROLE
        if [each.label for _, each in ours] != [each.label for _, each in theirs]:
            yield Cause.LABEL
        if [each.fragments for _, each in ours] != [each.fragments for _, each in theirs]:
            yield Cause.EDGE
        if self.around(one) != self.around(other):
            yield Cause.NESTING
        records = [(one.record, other.record), *((a, b) for (_, a), (_, b) in zip(ours, theirs, strict=False))]
        differing = (name for pair in records for name, a, b in answers(self.codebook, *pair) if a != b)
        yield from (Cause.SPEECH if name in self.codebook.rules.quoted else Cause.ATTRIBUTE for name in differing)

    def around(self, version: Version) -> list[int | None]:
        """The cases of the frames that this one lies in and continues."""
        frame = version.record
        joints = (frame.parent, frame.continues) if isinstance(frame, Attribution) else ()
        return [self.case_of.get(each or "") for each in joints]


def filled(version: Version) -> list[tuple[str, Annotation]]:
    """The annotations by role and place."""
    if isinstance(version.record, Annotation):
        return [("", version.record)]
    members = {each.id: each for each in version.annotations}
    return sorted(
        ((role, members[i]) for role, i in version.record.roles), key=lambda pair: (pair[0], pair[1].fragments)
    )
