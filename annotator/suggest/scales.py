"""Scores that say how often a proposal is right: from 0.8 on, 95 in 100 were right on articles that were held out."""

from collections.abc import Iterable
from itertools import groupby

from msgspec import Struct

from annotator.domain.machines import STRONG

RIGHT = 0.95
"""The share of strong suggestions that are right."""

FEWEST = 20
"""How many strong suggestions must have been looked at before any counts as strong."""


WEAK = STRONG * 0.99
"""The highest score of what is not strong."""


class Scale(Struct, frozen=True):
    """How likelihoods of one kind of proposal become scores."""

    strong: float | None = None
    """The likelihood from which a proposal is strong; None where too little is known for any to be."""

    def score(self, likelihood: float) -> float:
        """The score, which grows with the likelihood."""
        if self.strong is None:
            return round(likelihood * WEAK, 4)
        if likelihood >= self.strong:
            rest = 1 - self.strong
            return round(STRONG + (1 - STRONG) * (likelihood - self.strong) / rest, 4) if rest else 1.0
        return round(min(likelihood / self.strong, 0.999) * WEAK, 4)


def unscaled(score: float) -> float:
    """The likelihood that a score of a scale without a threshold stands for."""
    return score / WEAK


def scale(outcomes: Iterable[tuple[float, bool]]) -> Scale:
    """The scale on which as many as can be are strong, by the likelihoods of proposals and whether each was right.

    One wrong proposal more than there were is reckoned with, so that a lucky few do not make a threshold.
    """
    best, count, right = None, 0, 0
    for likelihood, tied in groupby(sorted(outcomes, reverse=True), key=lambda outcome: outcome[0]):
        verdicts = [is_right for _, is_right in tied]
        count, right = count + len(verdicts), right + sum(verdicts)
        if count >= FEWEST and right / (count + 1) >= RIGHT:
            best = likelihood
    return Scale(best)
