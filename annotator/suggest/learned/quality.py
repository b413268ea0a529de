"""How good a model is on articles of the project that it has not seen."""

from collections.abc import Mapping

from msgspec import Struct

ENOUGH = 10
"""How many marked spans or frames must have been held out before a figure is given."""


class Score(Struct, frozen=True):
    """How well one kind, a label or frames, was found in the articles that were held out."""

    marked: int = 0
    """How many people or gold have."""
    proposed: int = 0
    """How many were proposed."""
    exact: int = 0
    """How many were proposed just as they are marked."""
    right: int = 0
    """How many of the proposed share a character with a marked one; of frames, in every role."""
    found: int = 0
    """How many of the marked share a character with a proposed one; of frames, in every role."""

    @property
    def exact_f1(self) -> float | None:
        """The harmonic mean of precision and recall of what is the same; None where too little was held out."""
        return 2 * self.exact / (self.marked + self.proposed) if self.marked >= ENOUGH else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall of what overlaps; None where too little was held out."""
        if self.marked < ENOUGH:
            return None
        precision, recall = self.right / max(1, self.proposed), self.found / self.marked
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


class Quality(Struct, frozen=True):
    """What a model has seen, and how good it is on articles that it has not."""

    articles: int = 0
    """How many articles it has learned from."""
    held_out: int = 0
    """How many of them were held out in turn, so that models of the others could be tested on them."""
    scores: Mapping[str, Score] = {}
    """By label, and of `frame`."""

    @property
    def in_short(self) -> str:
        """The same in fewer words, for a screen: how many articles, and the F1 of overlap of what was marked enough."""
        known = {kind: score.f1 for kind, score in self.scores.items() if score.f1 is not None}
        figures = ", ".join(f"{kind} {100 * f1:.0f}" for kind, f1 in known.items())
        told = f"on held-out articles: {figures}" if figures else "too few to say how good that is"
        return f"learned from {self.articles} article{'' if self.articles == 1 else 's'}; {told}"

    def summary(self) -> str:
        """What there is to say, in one line: the F1 of overlap in percent of each kind, and of how many marked."""
        seen = f"seen {self.articles} article{'' if self.articles == 1 else 's'}"
        if not self.held_out:
            return f"{seen}; too few to hold some out and say how good it is"
        figures = ", ".join(f"{kind} {_told(score)}" for kind, score in self.scores.items())
        return f"{seen}; overlap F1 on {self.held_out} held-out articles: {figures or 'nothing was marked in them'}"


def _told(score: Score) -> str:
    """The figure in percent and of how many marked; a dash where these are too few."""
    if score.f1 is None:
        return f"– (too few: {score.marked})"
    return f"{100 * score.f1:.0f} % (of {score.marked})"
