"""How good a suggester's frames are beside gold: per role, per frame, and what an analyst would do with each frame.

Definitions: each fragment of a role's words is a span. Exact: the same offsets. Overlap: a common character. Token: the
tokens in the role's spans. Triple overlap: source, cue and content all overlap those of one gold frame, one to one, and
a role that is missing on one side is missing on the other. An article that k annotators marked counts 1/k for each.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from annotator.agreement.matching import heaviest
from annotator.domain.codebook import ROLES
from annotator.domain.documents import Document, tokens
from annotator.domain.spans import Fragments, Span, fragments_overlap, words

PLAIN = re.compile(
    r"\b(sa(id|ys?|ying)|t(old|ells?|elling)|according to|wr(ote|ites?|iting)|den(y|ies|ied|ying)"
    r"|repl(y|ies|ied|ying)|testif(y|ies|ied|ying)|point(s|ed|ing)? out"
    r"|(report|add|claim|tweet|insist|explain|warn|respond|admit|assert|comment|confirm|contend"
    r"|mention|stress|maintain|remark|recall)(s|t?ed|ting|ing)?"
    r"|(announc|stat|not|argu|acknowledg|declar|alleg|conced|emphasiz|quot)(e[sd]?|ing))\b",
    re.IGNORECASE,
)
"""What makes a cue a plain reporting one."""

UNNAMED = re.compile(
    r"^(?!.*\b(?:[A-Z][a-z]+ ){2,})(?:(?:an?|the|one|two|three|some|many|several|few|other|most|senior|former|unnamed"
    r"|anonymous|local|federal)\s+)*(?:[\w’'.-]+\s+){0,3}(?:officials?|sources?|aides?|advisers?|advisors?|diplomats?"
    r"|experts?|analysts?|critics|observers|people|insiders?|strategists?|operatives?|lawmakers|witness(?:es)?"
    r"|residents?|activists?|supporters|opponents|voters|person|investigators?)\b"
)
"""What a source begins with that looks unnamed; a word list, and so a guess."""


@dataclass(frozen=True)
class Frame:
    """What fills each role of one attribution."""

    roles: dict[str, Fragments]
    """The fragments by role; a role without any is left out."""
    score: float = 1.0
    """How sure the suggester is."""


@dataclass
class Counts:
    """Weighed numbers of what was proposed, what is gold, and what of each was found."""

    proposed: float = 0.0
    gold: float = 0.0
    right: float = 0.0
    """Of the proposed."""
    found: float = 0.0
    """Of gold."""

    def add(self, proposed: float, gold: float, right: float, found: float) -> None:
        """Count an article."""
        self.proposed += proposed
        self.gold += gold
        self.right += right
        self.found += found

    @property
    def precision(self) -> float:
        """The share of the proposed that is right."""
        return self.right / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        """The share of gold that was found."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass
class Scores:
    """Everything that is told of a suggester."""

    counts: dict[str, Counts] = field(default_factory=dict)
    """By name, such as `source exact` or `triple overlap`."""
    fate: Counter[str] = field(default_factory=Counter)
    """How many proposed frames would be accepted as they are, edited, rejected; weighed."""
    ranked: list[tuple[float, float, bool]] = field(default_factory=list)
    """For each proposed frame its score, its weight, and whether it is right by triple overlap."""

    def of(self, name: str) -> Counts:
        """The counts of this name."""
        return self.counts.setdefault(name, Counts())

    def share(self, fate: str) -> float:
        """The share of proposed frames with this fate."""
        return self.fate[fate] / (self.fate.total() or 1)

    def strong(self, recall: float) -> tuple[float, float]:
        """The precision of the best-scored frames that reach this recall of triples, and the score it takes."""
        gold, right, all_of_them = self.of("triple overlap").gold, 0.0, 0.0
        for score, weight, is_right in sorted(self.ranked, reverse=True):
            right += weight * is_right
            all_of_them += weight
            if right >= recall * gold:
                return right / all_of_them, score
        return 0.0, 0.0

    def precision_from(self, score: float) -> tuple[float, float]:
        """Precision and recall by triple overlap of the frames scored so or better."""
        kept = [each for each in self.ranked if each[0] >= score]
        right = sum(weight for _, weight, is_right in kept if is_right)
        return right / (sum(weight for _, weight, _ in kept) or 1), right / (self.of("triple overlap").gold or 1)


def score(scores: Scores, document: Document, proposed: Sequence[Frame], gold: Sequence[Frame], weight: float) -> None:
    """Add one article to the scores."""
    for role in ROLES:
        _score_role(scores, document, role, proposed, gold, weight)
    _score_frames(scores, document, proposed, gold, weight)
    unnamed = [span for span in _spans(gold, "source") if UNNAMED.search(words(document.text, (span,)))]
    found = _touching(unnamed, _spans(proposed, "source"))
    scores.of("anonymous-looking source overlap").add(0, weight * len(unnamed), 0, weight * found)


def _score_role(
    scores: Scores, document: Document, role: str, proposed: Sequence[Frame], gold: Sequence[Frame], weight: float
) -> None:
    ours, theirs = _spans(proposed, role), _spans(gold, role)
    sizes = weight * len(ours), weight * len(theirs)
    same = weight * len(set(ours) & set(theirs))
    scores.of(f"{role} exact").add(*sizes, same, same)
    scores.of(f"{role} overlap").add(*sizes, weight * _touching(ours, theirs), weight * _touching(theirs, ours))
    here, there = ({token for span in spans for token in tokens(document.text, span)} for spans in (ours, theirs))
    both = weight * len(here & there)
    scores.of(f"{role} token").add(weight * len(here), weight * len(there), both, both)


def _score_frames(
    scores: Scores, document: Document, proposed: Sequence[Frame], gold: Sequence[Frame], weight: float
) -> None:
    pairs = dict(paired(document.text, proposed, gold))
    taken = set(pairs.values())
    scores.of("triple overlap").add(
        weight * len(proposed), weight * len(gold), weight * len(pairs), weight * len(taken)
    )
    plain = [is_plain(document, frame) for frame in proposed]
    plain_gold = [is_plain(document, frame) for frame in gold]
    scores.of("plain cue triple overlap").add(
        weight * sum(plain),
        weight * sum(plain_gold),
        weight * sum(plain[i] for i in pairs),
        weight * sum(plain_gold[j] for j in taken),
    )
    for i, frame in enumerate(proposed):
        scores.ranked.append((frame.score, weight, i in pairs))
        scores.fate[_fate(document.text, frame, gold[pairs[i]] if i in pairs else None)] += weight  # type: ignore[assignment]


def _fate(text: str, frame: Frame, gold: Frame | None) -> str:
    """What an analyst with gold in mind does with a proposed frame."""
    if gold is None:
        return "rejected"
    return "accepted" if equal(text, frame, gold) else "edited"


def paired(text: str, proposed: Sequence[Frame], gold: Sequence[Frame]) -> list[tuple[int, int]]:
    """Pairs of proposed and gold frames that are right by triple overlap, as many as can be, equal ones first."""
    edges = [
        {j: 1000 + 1000 * equal(text, frame, each) for j, each in enumerate(gold) if triple(frame, each)}
        for frame in proposed
    ]
    at = [i for i, each in enumerate(edges) if each]
    return [(at[i], j) for i, j in heaviest([edges[i] for i in at])]


def triple(first: Frame, second: Frame) -> bool:
    """Whether every role overlaps, or is missing on both sides."""
    return all(
        (role in first.roles) == (role in second.roles)
        and (role not in first.roles or fragments_overlap(first.roles[role], second.roles[role]))
        for role in ROLES
    )


def equal(text: str, first: Frame, second: Frame) -> bool:
    """Whether every role is the same once quotation marks and punctuation at its edges are cut off."""
    return all(_bare(text, first.roles.get(role, ())) == _bare(text, second.roles.get(role, ())) for role in ROLES)


def _bare(text: str, spans: Fragments) -> tuple[Span, ...]:
    found = []
    for span in spans:
        inside = [
            token for token in tokens(text, span) if any(char.isalnum() for char in text[token.start : token.end])
        ]
        if inside:
            found.append(Span(inside[0].start, inside[-1].end))
    return tuple(found)


def is_plain(document: Document, frame: Frame) -> bool:
    """Whether the frame's cue holds a plain reporting word."""
    return "cue" in frame.roles and bool(PLAIN.search(words(document.text, frame.roles["cue"])))


def _spans(frames: Iterable[Frame], role: str) -> list[Span]:
    """Every different span of the role, in order."""
    return sorted({span for frame in frames for span in frame.roles.get(role, ())})


def _touching(ours: Sequence[Span], theirs: Sequence[Span]) -> int:
    return sum(any(one.start < other.end and other.start < one.end for other in theirs) for one in ours)


def rows(scores: Scores) -> Iterator[tuple[str, float, float, float, float]]:
    """Name, precision, recall, F1 and gold count of everything counted."""
    for name, each in scores.counts.items():
        yield name, each.precision, each.recall, each.f1, each.gold
