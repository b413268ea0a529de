"""What to do next: train again or stop, how many more articles to annotate twice, and which old ones once more."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil

from msgspec import Struct

from annotator.agreement.coefficients import Measure
from annotator.agreement.comparing import agreement_of, breakdown
from annotator.agreement.tally import Tally

TARGET = 0.8
"""The agreement that is usually asked for: Krippendorff's mark for alpha, Content Analysis (2004), p. 241."""

STEPS = "▁▂▃▄▅▆▇█"
"""What a value between 0 and 1 looks like in a line of weeks."""

MOST = 24
"""How many weeks such a line shows."""

WIDTH = 0.1
"""How wide an interval may be where nothing else is wished."""


class Step(Struct, frozen=True):
    """The agreement of one week."""

    week: str
    """The ISO week."""
    articles: int
    """How many articles at least two annotators finished in it."""
    labels: Mapping[str, Measure]
    """Alpha over units, by label: this label stands on it, or not."""
    alpha: Measure
    """Alpha over units, all labels at once."""


class Drift(Struct, frozen=True):
    """How agreement on a label changed from the first half of the weeks to the second."""

    label: str
    """The label."""
    before: float
    """The mean of the weeks of the first half."""
    after: float
    """The mean of those of the second half."""
    weeks: int
    """How many weeks say anything about it."""

    @property
    def change(self) -> float:
        """By how much it rose; less than zero where it fell."""
        return self.after - self.before


def weekly(tally: Tally, labels: Sequence[str] = ()) -> list[Step]:
    """Agreement week by week, by the week in which the last annotator finished an article."""
    return [
        Step(week, told.documents, {each.label: each.alpha for each in told.labels}, told.alpha)
        for week, told in breakdown(tally, "week", labels).items()
    ]


def rolling(steps: Sequence[Step], label: str, window: int = 4) -> list[tuple[str, float | None]]:
    """For each week the mean over it and the weeks before it, at most `window`, each weighed by its articles."""
    means: list[tuple[str, float | None]] = []
    for end, step in enumerate(steps, start=1):
        last = [(each.articles, _of(each, label)) for each in steps[max(0, end - window) : end]]
        recent = [(articles, value) for articles, value in last if value is not None]
        n = sum(articles for articles, _ in recent)
        means.append((step.week, sum(articles * value for articles, value in recent) / n if n else None))
    return means


def drifts(steps: Sequence[Step]) -> list[Drift]:
    """Every label that at least two weeks say anything about, what fell most first."""
    found: list[Drift] = []
    for label in dict.fromkeys(label for step in steps for label in step.labels):
        values = [value for step in steps if (value := _of(step, label)) is not None]
        if half := len(values) // 2:
            before, after = values[:half], values[-half:]
            found.append(Drift(label, sum(before) / half, sum(after) / half, len(values)))
    return sorted(found, key=lambda drift: drift.change)


def _of(step: Step, label: str) -> float | None:
    return step.labels[label].value if label in step.labels else None


def advice(measure: Measure, target: float = TARGET) -> str:
    """`stop` where the whole interval reaches the target, `train again` where none of it does, else `go on`."""
    if measure.low is not None and measure.low >= target:
        return "stop"
    return "train again" if measure.high is not None and measure.high < target else "go on"


class Need(Struct, frozen=True):
    """How many more articles it takes to know the agreement more closely."""

    width: float | None
    """How wide the interval is now; None where there is none."""
    more: int | None
    """How many more articles two annotators should finish; None where that cannot be told yet."""
    reason: str = ""
    """Why it cannot be told."""


def articles_needed(measure: Measure, articles: int, width: float) -> Need:
    """How many more articles make the interval narrower than `width`.

    The width of a percentile interval falls with the square root of the number of articles: Efron & Tibshirani, An
    Introduction to the Bootstrap (1993), chapter 6; so articles are needed by the square of the ratio of the widths.
    """
    if not 0 < width < 2:
        return Need(None, None, "a width lies between 0 and 2")
    if measure.low is None or measure.high is None:
        return Need(None, None, measure.reason)
    now = round(measure.high - measure.low, 9)
    if not now:
        return Need(now, None, "all articles are alike so far, which tells nothing of the next")
    return Need(now, max(0, ceil(round(articles * (now / width) ** 2, 6)) - articles))


class Outlook(Struct, frozen=True):
    """One label: whether one person may annotate it from now on, and what it takes to know better."""

    label: str
    """The label."""
    alpha: Measure
    """Its agreement so far."""
    advice: str
    """`stop`, `train again`, or `go on` where the interval does not tell."""
    rolling: Sequence[tuple[str, float | None]]
    """Week by week the mean of the last weeks."""
    drift: Drift | None
    """How it changed over the weeks; None where fewer than two say anything."""
    need: Need
    """How many more articles make its interval as narrow as wished."""

    @property
    def line(self) -> str:
        """The last weeks as steps of a line; a gap where there is no value."""
        last = [value for _, value in self.rolling][-MOST:]
        return "".join(" " if v is None else STEPS[max(0, min(len(STEPS) - 1, int(v * len(STEPS))))] for v in last)


class Plan(Struct, frozen=True):
    """What agreement says of the work to come."""

    target: float
    """What agreement should be."""
    width: float
    """How wide its interval may be."""
    weeks: Sequence[Step]
    """Agreement week by week."""
    labels: Sequence[Outlook]
    """Every label that was used."""


def plan(tally: Tally, target: float = TARGET, width: float = WIDTH) -> Plan:
    """The outlook of every label."""
    told, steps = agreement_of(tally), weekly(tally)
    changes = {each.label: each for each in drifts(steps)}
    outlooks = [
        Outlook(
            label=each.label,
            alpha=each.alpha,
            advice=advice(each.alpha, target),
            rolling=rolling(steps, each.label),
            drift=changes.get(each.label),
            need=articles_needed(each.alpha, told.documents, width),
        )
        for each in told.labels
    ]
    return Plan(target, width, steps, outlooks)


def retests(
    finished: Iterable[tuple[str, datetime]], now: datetime, number: int = 5, age: timedelta = timedelta(weeks=4)
) -> list[str]:
    """Which of an annotator's articles to annotate once more, unseen: spread evenly over those that are old enough.

    `finished` gives each article's id and when it was finished. The new set is kept under the annotator's name with
    `~again` behind it, so that the agreement of the two is that of the annotator with oneself.
    """
    old = [article for article, at in sorted(finished, key=lambda each: each[1]) if now - at >= age]
    if len(old) <= number:
        return old
    return [old[(2 * i + 1) * len(old) // (2 * number)] for i in range(number)]
