"""How two annotators joined what both marked: the roles of frames, nesting, and what a frame continues."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from annotator.agreement.counting import Frame, Marked
from annotator.agreement.matching import Grade
from annotator.agreement.pairing import Compared
from annotator.domain.codebook import ROLES
from annotator.domain.records import Annotation

Joint = tuple[Annotation, Annotation]
"""Two annotations in different roles of one frame, the earlier role first."""


def joints(side: Marked) -> Iterator[tuple[Frame, Joint]]:
    """Every two annotations that the annotator joined."""
    for frame in side.frames:
        for one, other in combinations(ROLES, 2):
            for first in frame.roles.get(one, ()):
                for second in frame.roles.get(other, ()):
                    yield frame, (first, second)


class Links:
    """The joints of two annotators between annotations that both have, so that only the joining can differ."""

    def __init__(self, compared: Compared) -> None:
        there = compared.partners
        back = {partner.id: first for first, (partner, _) in there.items()}
        ours = {_key(joint): (frame, joint) for frame, joint in joints(compared.first)}
        theirs = {_key(joint): (frame, joint) for frame, joint in joints(compared.second)}
        self.first = {key: found for key, found in ours.items() if key[0] in there and key[1] in there}
        """Those of the first annotator."""
        self.second = {key: found for key, found in theirs.items() if key[0] in back and key[1] in back}
        """Those of the second."""
        over = {key: (there[key[0]][0].id, there[key[1]][0].id) for key in self.first}
        self.agreed = {key for key, other in over.items() if other in self.second}
        """Those of the first that the second joined too."""
        taken = {over[key] for key in self.agreed}
        self.first_only = [found for key, found in self.first.items() if key not in self.agreed]
        """Those that only the first joined."""
        self.second_only = [found for key, found in self.second.items() if key not in taken]
        """Those that only the second joined."""


def _key(joint: Joint) -> tuple[str, str]:
    return joint[0].id, joint[1].id


def nestings(compared: Compared) -> Iterator[tuple[Frame, Frame, str, bool]]:
    """For each two frames that are the same, in each field that either filled, whether both mean the same frame."""
    for ours, theirs, _ in compared.frames:
        for name in ("parent", "continues"):
            one, other = getattr(ours.record, name), getattr(theirs.record, name)
            if one or other:
                counterpart = compared.counterpart.get(one or "")
                yield ours, theirs, name, counterpart is not None and counterpart.record.id == other


def frame_counts(compared: Compared) -> dict[tuple[str, ...], int]:
    """Frames, their roles where the frames are the same, their joints and their nesting, by kind and what."""
    counts: dict[tuple[str, ...], int] = {}
    if not compared.first.frames and not compared.second.frames:
        return counts

    def add(*key: str, times: int = 1) -> None:
        counts[key] = counts.get(key, 0) + times

    add("frame", "first", times=len(compared.first.frames))
    add("frame", "second", times=len(compared.second.frames))
    for ours, theirs, grade in compared.frames:
        add("frame", "identified")
        add("frame", "overlap", times=grade >= Grade.SHARE)
        add("frame", "exact", times=grade == Grade.EXACT)
        for role in ROLES:
            for name, times in role_counts(ours, theirs, role).items():
                add("role", role, name, times=times)
    links = Links(compared)
    add("link", "first", times=len(links.first))
    add("link", "second", times=len(links.second))
    add("link", "agreed", times=len(links.agreed))
    for *_, same in nestings(compared):
        add("nesting", "n")
        add("nesting", "agreed", times=same)
    return counts


def role_counts(ours: Frame, theirs: Frame, role: str) -> Mapping[str, int]:
    """Whether each of two frames fills the role, and whether with the same words or some in common."""
    one, other = ours.spans(role), theirs.spans(role)
    touch = bool(one and other) and any(
        x.start < y.end and y.start < x.end for x in ours.covers(role) for y in theirs.covers(role)
    )
    return {
        "first": bool(one),
        "second": bool(other),
        "exact": bool(one) and one == other,
        "overlap": touch,
    }
