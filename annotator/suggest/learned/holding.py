"""What became of proposals in articles that were held out: which were right, and what was missed."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from annotator.domain.codebook import ROLES
from annotator.domain.documents import sentence_at
from annotator.domain.spans import Fragments, fragments_overlap
from annotator.suggest.learned.examples import Example, Roles
from annotator.suggest.learned.model import FRAME
from annotator.suggest.learned.quality import Score
from annotator.suggest.proposing import Proposal, ProposedFrame, ProposedSpan
from annotator.suggest.scales import Scale, scale


class Outcomes:
    """The outcomes of all proposals so far."""

    def __init__(self) -> None:
        self._scores: dict[str, Score] = {}
        self._seen: dict[str, list[tuple[float, bool]]] = {}

    @property
    def scores(self) -> Mapping[str, Score]:
        """How well each kind was found."""
        return dict(self._scores)

    @property
    def scales(self) -> Mapping[str, Scale]:
        """How likelihoods of each kind become scores."""
        return {kind: scale(seen) for kind, seen in self._seen.items()}

    def add(self, example: Example, proposals: Iterable[Proposal], zones: Collection[str]) -> None:
        """Compare the proposals for the article of an example with what is marked there, where it was read."""
        document = example.document

        def counts(fragments: Fragments) -> bool:
            start = fragments[0].start
            is_read = sentence_at(document.sentences, start) in example.read
            return is_read and (not zones or document.zone_at(start) in zones)

        given = list(proposals)
        frames = [each for each in given if isinstance(each, ProposedFrame) and counts(each.spans[0].fragments)]
        known = [roles for roles in example.frames if (first := _first(roles)) and counts(first)]
        self._note_frames(frames, known)
        spans = {(each.label, each.fragments): each for proposal in given for each in spans_of(proposal)}
        wanted = {label: [each for each in marked if counts(each)] for label, marked in example.spans.items()}
        for label in sorted({label for label, _ in spans} | wanted.keys()):
            proposed = [each for (name, found), each in spans.items() if name == label and counts(found)]
            self._note_spans(label, proposed, wanted.get(label, []))

    def _note_spans(self, label: str, proposed: Sequence[ProposedSpan], marked: Sequence[Fragments]) -> None:
        """Count the spans of one label in one article."""
        right = [any(fragments_overlap(each.fragments, one) for one in marked) for each in proposed]
        found = sum(any(fragments_overlap(each.fragments, one) for each in proposed) for one in marked)
        exact = len({each.fragments for each in proposed} & set(marked))
        self._note(label, [each.score for each in proposed], right, Score(len(marked), exact=exact, found=found))

    def _note_frames(self, proposed: Sequence[ProposedFrame], marked: Sequence[Roles]) -> None:
        """Count the frames of one article."""
        if not proposed and not marked:
            return
        ours = [roles_of(each) for each in proposed]
        right = _right(ours, marked)
        found = sum(right)
        exact = sum(each in marked for each in ours)
        self._note(FRAME, [each.score for each in proposed], right, Score(len(marked), exact=exact, found=found))

    def _note(self, kind: str, likelihoods: Sequence[float], right: Sequence[bool], more: Score) -> None:
        """Add what was seen of one kind in one article."""
        self._seen.setdefault(kind, []).extend(zip(likelihoods, right, strict=True))
        held = self._scores.get(kind, Score())
        self._scores[kind] = Score(
            marked=held.marked + more.marked,
            proposed=held.proposed + len(right),
            exact=held.exact + more.exact,
            right=held.right + sum(right),
            found=held.found + more.found,
        )


def _right(proposed: Sequence[Roles], marked: Sequence[Roles]) -> list[bool]:
    """For each proposed frame, in order, whether there is a marked one that it agrees with and no earlier one took."""
    left = list(marked)
    right = []
    for each in proposed:
        taken = next((i for i, one in enumerate(left) if agree(each, one)), None)
        if taken is not None:
            del left[taken]
        right.append(taken is not None)
    return right


def spans_of(proposal: Proposal) -> tuple[ProposedSpan, ...]:
    """The span, or those of the frame."""
    return proposal.spans if isinstance(proposal, ProposedFrame) else (proposal,)


def roles_of(frame: ProposedFrame) -> Roles:
    """What fills each role of a proposed frame."""
    cue = (frame.cue.fragments,) if frame.cue else ()
    source, content = (tuple(each.fragments for each in spans) for spans in (frame.source, frame.content))
    return {"source": source, "cue": cue, "content": content}


def agree(a: Roles, b: Roles) -> bool:
    """Whether two frames overlap in every role; a role that one of them lacks must be lacking in the other."""
    return all(bool(a[role]) == bool(b[role]) and (not a[role] or _meet(a[role], b[role])) for role in ROLES)


def _meet(a: tuple[Fragments, ...], b: tuple[Fragments, ...]) -> bool:
    return any(fragments_overlap(one, other) for one in a for other in b)


def _first(roles: Roles) -> Fragments | None:
    """What is first in the frame: its first source, or else its cue or content."""
    return next((filled[0] for filled in roles.values() if filled), None)
