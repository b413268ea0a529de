"""One article as two annotators marked it: which of their spans and frames are the same, and how nearly."""

from collections.abc import Sequence
from functools import cached_property

from annotator.agreement.counting import Frame, Marked
from annotator.agreement.matching import FINE, Grade, common, heaviest, match, sharing
from annotator.domain.codebook import ROLES
from annotator.domain.records import Annotation
from annotator.domain.spans import Span, covers


class Matched:
    """The annotations of one label, or the frames, of two annotators, with their pairs."""

    def __init__(self, first: Sequence[Annotation], second: Sequence[Annotation], share: float) -> None:
        self.first = first
        self.second = second
        self.pairs = match([a.fragments for a in first], [b.fragments for b in second], share)

    @property
    def alone(self) -> tuple[list[Annotation], list[Annotation]]:
        """What either annotator marked and the other has nothing for."""
        ours, theirs = {pair.first for pair in self.pairs}, {pair.second for pair in self.pairs}
        return (
            [each for i, each in enumerate(self.first) if i not in ours],
            [each for j, each in enumerate(self.second) if j not in theirs],
        )


class Compared:
    """Two annotators' work on one article; sentences that either did not read are left out."""

    def __init__(self, first: Marked, second: Marked, share: float) -> None:
        self.first = first
        self.second = second
        self.share = share
        labels = dict.fromkeys((*first.annotations, *second.annotations))
        self.spans = {
            label: Matched(
                _seen(first.annotations.get(label, ()), second.unread),
                _seen(second.annotations.get(label, ()), first.unread),
                share,
            )
            for label in labels
        }

    @cached_property
    def partners(self) -> dict[str, tuple[Annotation, Grade]]:
        """For each annotation of the first annotator that has one, its partner."""
        return {
            matched.first[i].id: (matched.second[j], grade)
            for matched in self.spans.values()
            for i, j, grade in matched.pairs
        }

    @cached_property
    def frames(self) -> list[tuple[Frame, Frame, Grade]]:
        """The frames that are the same attribution: their cues share a word, or their contents where a cue is missing.

        EXACT means that every role has the same fragments; SHARE that every role shares a character, and a role that
        one leaves empty is empty in the other.
        """
        ours, theirs = self.first.frames, self.second.frames
        near = _near(ours, theirs)
        size = min(len(ours), len(theirs)) + 1
        grades = [{j: grade(ours[i], theirs[j]) for j in js} for i, js in enumerate(near)]
        edges = [
            {
                j: (((g == Grade.EXACT) * size + (g >= Grade.SHARE)) * size + 1) * size * FINE
                + _likeness(ours[i], theirs[j])
                for j, g in row.items()
            }
            for i, row in enumerate(grades)
        ]
        return [(ours[i], theirs[j], grades[i][j]) for i, j in heaviest(edges)]

    @cached_property
    def counterpart(self) -> dict[str, Frame]:
        """The second annotator's frame for each frame of the first that has one, by its id."""
        return {ours.record.id: theirs for ours, theirs, _ in self.frames}


def grade(first: Frame, second: Frame) -> Grade:
    """How nearly two frames are the same."""
    if all(first.spans(role) == second.spans(role) for role in ROLES):
        return Grade.EXACT
    return Grade.SHARE if all(role_fits(first, second, role) for role in ROLES) else Grade.OVERLAP


def role_fits(first: Frame, second: Frame, role: str) -> bool:
    """Whether the role is empty in both, or its words in one share a character with those in the other."""
    ours, theirs = first.covers(role), second.covers(role)
    return bool(common(ours, theirs)) if ours and theirs else not ours and not theirs


def _likeness(first: Frame, second: Frame) -> int:
    """How much of their words in all roles two frames share."""
    shares = [
        common(first.covers(role), second.covers(role))
        for role in ROLES
        if role in first.roles and role in second.roles
    ]
    return int(FINE * sum(shares) / 3)


def _near(first: Sequence[Frame], second: Sequence[Frame]) -> list[set[int]]:
    """For each frame of the first annotator those of the second that may be the same."""
    near: list[set[int]] = [set() for _ in first]
    for role in ("cue", "content"):
        ours, theirs = [frame.covers(role) for frame in first], [frame.covers(role) for frame in second]
        left, right = ([i for i, each in enumerate(side) if each] for side in (ours, theirs))
        for i, found in sharing(ours, left, theirs, right):
            near[i].update(
                j for j in found if role == "cue" or not ("cue" in first[i].roles and "cue" in second[j].roles)
            )
    return near


def _seen(annotations: Sequence[Annotation], unread: Sequence[Span]) -> Sequence[Annotation]:
    """The annotations less those in sentences that the other annotator did not read."""
    if not unread:
        return annotations
    return [a for a in annotations if not all(any(covers(s, f) for s in unread) for f in a.fragments)]
