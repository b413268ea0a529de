"""From a match to a proposed frame: places in the text, a score that was measured, and a reason in plain words."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from annotator.domain.machines import STRONG
from annotator.suggest.proposing import ProposedFrame, ProposedSpan
from annotator.suggest.rules.contents import Match
from annotator.suggest.rules.line import Line, Part

TRUSTED = 0.95
"""How often a strong suggestion is right."""

QUOTED_ALONE = 0.3
"""The score of a quotation of which only the marks are understood."""

FEWEST = 6
"""A quotation of fewer tokens, its marks included, is a name or a term rather than speech."""

ENOUGH = 40
"""How many proposals a share is measured on at least; finer patterns with fewer take the share of the coarser one."""

UNMEASURED = 0.6
"""The share that stands for a pattern that the measured articles hardly have."""


def frame(line: Line, match: Match) -> ProposedFrame:
    """The frame that a match proposes."""
    score = score_of(keys(line, match))
    return ProposedFrame(
        source=(_span(line, "source", (match.source,), score),) if match.source else (),
        cue=_span(line, "cue", (match.cue,), score),
        content=(_span(line, "content", match.content, score),),
        score=score,
        reason=reason(line, match),
    )


def unattributed(line: Line, standing: Iterable[Match]) -> Iterator[ProposedFrame]:
    """The quotations without an attribution that the rules can read, with a colon before them as their cue."""
    contents = [part for match in standing for part in match.content]
    for first, last in line.quotes:
        if last - first < FEWEST or any(a < last and first < b for a, b in contents):
            continue
        cue = (first - 1, first) if first and line.words[first - 1] == ":" else None
        yield ProposedFrame(
            cue=_span(line, "cue", (cue,), QUOTED_ALONE) if cue else None,
            content=(_span(line, "content", ((first, last),), QUOTED_ALONE),),
            score=QUOTED_ALONE,
            reason="a quotation with no attribution beside it that the rules know",
        )


def _span(line: Line, label: str, parts: tuple[Part, ...], score: float) -> ProposedSpan:
    return ProposedSpan(label=label, fragments=tuple(line.span(part) for part in parts), score=score)


def reason(line: Line, match: Match) -> str:
    """What was seen, in plain words with the cue itself."""
    return f"{match.pattern.partition(':')[0]}: “{line.cut(match.cue)}”"


def keys(line: Line, match: Match) -> tuple[str, ...]:
    """The names under which the pattern's share is measured, the finest first."""
    first = line.sentence(match.cue[0])[0]
    content = line.low[match.content[-1][0]]
    traits = [
        "initial" if (match.source or match.cue)[0] <= first + 1 else "later",
        "that" if content == "that" else "quoted" if line.quoted[match.content[-1][0]] else "plain",
        "said" if line.low[match.cue[1] - 1] in ("said", "says") else "other",
    ]
    coarse = f"{line.language.code} {match.pattern}" if line.language.code != "en" else match.pattern
    return (" ".join((coarse, *traits)), coarse)


def score_of(names: tuple[str, ...]) -> float:
    """The score of the first of the names that was measured often enough."""
    measured = shares()
    for name in names:
        count, right = measured.get(name, (0, 0))
        if count >= ENOUGH:
            return calibrated(right / count)
    return calibrated(UNMEASURED)


def calibrated(share: float) -> float:
    """The score that stands for a share of right proposals: strong from `TRUSTED` on."""
    if share < TRUSTED:
        return int(100 * share * STRONG / TRUSTED) / 100
    return round(min(1.0, STRONG + (share - TRUSTED) * (1 - STRONG) / (1 - TRUSTED)), 2)


@cache
def shares() -> Mapping[str, tuple[int, int]]:
    """How many proposals each pattern made on the measured articles, and how many were right, by name."""
    measured = json.loads(files(__package__).joinpath("scores.json").read_text("utf-8"))
    return {name: (count, right) for name, (count, right) in measured.items()}
