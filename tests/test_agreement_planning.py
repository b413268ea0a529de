"""What agreement says of the work to come: feedback, drift, re-tests, and how much more to annotate twice."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from annotator.agreement.cases import Cause
from annotator.agreement.coefficients import Measure
from annotator.agreement.comparing import agreement_of, tallied
from annotator.agreement.counting import AGAIN, Scope
from annotator.agreement.feedback import feedback
from annotator.agreement.planning import (
    Step,
    advice,
    articles_needed,
    drifts,
    plan,
    retests,
    rolling,
    weekly,
)
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.documents import Document, document_id
from annotator.domain.records import AnnotatedDocument
from tests.agreement_examples import NOW, TEXT, annotation, article, at, done, finished, of_words, sample

SAID, DENIED = at(TEXT, "said"), at(TEXT, "denied")


def weeks(agree: Sequence[bool], first: str = "ana", second: str = "ben") -> list[AnnotatedDocument]:
    """One article a week, in which the second annotator agrees or does not."""
    made = []
    for i, same in enumerate(agree):
        text = f"{TEXT} {i}"
        when = NOW + timedelta(weeks=i)
        ours = done(first, annotation(1, SAID, label="cue", who=first), at=when)
        theirs = done(second, annotation(1, SAID if same else DENIED, label="cue", who=second), at=when)
        made.append(AnnotatedDocument(Document(document_id(text), f"{i}.txt", text), (ours, theirs)))
    return made


def test_gold_is_what_counts_as_right_whatever_the_annotator_is_called() -> None:
    """Zoe marks one cue too many and one content too little; her misses are gold's finds."""
    for who in ("ana", "zoe"):
        gold = finished("gold", [*of_words("said", label="cue"), *of_words("it.")])
        hers = finished(who, of_words("said", "denied", label="cue"))
        found = feedback([article(hers, gold)], who, Scope())
        scores = {each.label: (each.precision.value, each.recall.value) for each in found.scores}
        assert scores == {"cue": (0.5, 1.0), "content": (None, 0.0)}
        assert found.causes == {"cue": Counter({Cause.EXTRA: 1}), "content": Counter({Cause.MISSED: 1})}
        assert {case.pair for case in found.cases} == {("gold", who)}
        assert found.agreement.annotators == tuple(sorted(("gold", who)))


def test_feedback_names_the_part_of_the_codebook_to_read_again(corpus: Path) -> None:
    codebook = parse_codebook((corpus / "codebook.toml").read_text(encoding="utf-8"), "codebook.toml")
    found = feedback(sample(corpus, codebook), "ben", Scope(codebook=codebook), right="ana")
    numbers = [n for _, n in found.rules]
    assert numbers == sorted(numbers, reverse=True)
    assert sum(numbers) == len(found.cases)
    assert all(rule.text for rule, _ in found.rules if rule.name.startswith(("label", "relation")))
    assert all(each.f1.low is not None for each in found.scores if each.counts.first > 50)


def test_agreement_is_told_week_by_week_and_as_a_rolling_mean() -> None:
    steps = weekly(tallied(weeks([True, True, False, False]), Scope()))
    assert [(step.week, step.articles) for step in steps] == [(f"2026-W{week}", 1) for week in range(47, 51)]
    alphas = [step.labels["cue"].value or 0 for step in steps]
    assert alphas[:2] == [1.0, 1.0]
    assert alphas[2] == alphas[3] < 0  # worse than chance
    assert [mean for _, mean in rolling(steps, "cue", window=2)] == [1.0, 1.0, (1 + alphas[2]) / 2, alphas[3]]
    assert [mean for _, mean in rolling(steps, "claim")] == [None] * 4


def test_a_rolling_mean_weighs_a_week_by_its_articles() -> None:
    steps = [Step("a", 3, {"cue": Measure(1.0)}, Measure(1.0)), Step("b", 1, {"cue": Measure(0.0)}, Measure(0.0))]
    assert rolling(steps, "cue")[-1] == ("b", 0.75)


def test_drift_is_the_change_from_the_first_weeks_to_the_last() -> None:
    steps = weekly(tallied(weeks([True, True, True, False]), Scope()))
    (cue,) = drifts(steps)
    after = (1 + (steps[-1].labels["cue"].value or 0)) / 2
    assert (cue.label, cue.before, cue.after, cue.change) == ("cue", 1.0, after, after - 1)
    assert drifts(steps[:1]) == []


VERDICTS = [
    (Measure(0.9, low=0.85, high=0.95), "stop"),
    (Measure(0.9, low=0.75, high=0.95), "go on"),
    (Measure(0.5, low=0.4, high=0.6), "train again"),
    (Measure(0.9, "no interval"), "go on"),
    (Measure(None, "nothing"), "go on"),
]


@pytest.mark.parametrize(("measure", "verdict"), VERDICTS)
def test_the_whole_interval_decides_whether_to_stop_or_to_train_again(measure: Measure, verdict: str) -> None:
    assert advice(measure, 0.8) == verdict


def test_a_plan_says_for_every_label_what_its_figures_say() -> None:
    """What was agreed on for thirty weeks may stop; what never was needs training; the target decides."""
    tally = tallied(weeks([True] * 9 + [False]), Scope())
    found = plan(tally, target=0.2, width=0.1)
    (cue,) = found.labels
    assert cue.alpha == agreement_of(tally).labels[0].alpha
    assert (cue.advice, plan(tally, target=0.99).labels[0].advice) == (advice(cue.alpha, 0.2), advice(cue.alpha, 0.99))
    assert [week for week, _ in cue.rolling] == [step.week for step in found.weeks]
    assert cue.drift is not None
    assert cue.drift.change < 0
    assert cue.need == articles_needed(cue.alpha, 10, 0.1)


NEEDS = [
    (Measure(0.8, low=0.7, high=0.9), 0.1, 60),  # half the width takes four times the articles
    (Measure(0.8, low=0.7, high=0.9), 0.2, 0),  # it is narrow enough
    (Measure(0.8, low=0.7, high=0.9), 0.15, 16),  # 35.6 articles are 36
    (Measure(0.8, low=0.7, high=0.9), 0.0, None),
    (Measure(0.8, "no interval: fewer than 5 articles"), 0.1, None),
    (Measure(1.0, low=1.0, high=1.0), 0.1, None),
]


@pytest.mark.parametrize(("measure", "width", "more"), NEEDS)
def test_articles_are_needed_by_the_square_of_the_width(measure: Measure, width: float, more: int | None) -> None:
    need = articles_needed(measure, 20, width)
    assert need.more == more
    assert (need.reason == "") == (more is not None)


def test_what_was_planned_comes_true() -> None:
    """Twenty articles say how many are needed for an interval as wide as wished; with these it is."""
    pattern = [True, True, False, True]
    few = agreement_of(tallied(weeks(pattern * 5), Scope())).labels[0].exact
    need = articles_needed(few, 20, 0.2)
    assert need.more is not None
    many = agreement_of(tallied(weeks(pattern * ((20 + need.more) // 4)), Scope())).labels[0].exact
    assert (many.high or 0) - (many.low or 0) == pytest.approx(0.2, abs=0.03)


def test_a_retest_takes_old_articles_spread_over_the_time() -> None:
    done_at = [(f"d{i}", NOW - timedelta(weeks=i)) for i in range(24)]
    chosen = retests(done_at, NOW, number=4)
    assert chosen == ["d21", "d16", "d11", "d6"]
    assert retests(done_at[:6], NOW, number=4) == ["d5", "d4"]


def test_a_retest_is_the_agreement_of_an_annotator_with_oneself() -> None:
    documents = weeks([True, True, False], "ana", f"ana{AGAIN}")
    told = agreement_of(tallied(documents, Scope(annotators=("ana", f"ana{AGAIN}"))))
    assert told.labels[0].exact.value == pytest.approx(2 / 3)
    assert agreement_of(tallied(documents, Scope())).documents == 0  # it counts only when named
