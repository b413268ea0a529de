"""A metric is a function of one article's sets and an entry of `METRICS`; it is told as the mean of articles."""

from importlib import metadata
from pathlib import Path

import pytest

from annotator.agreement.coefficients import Measure
from annotator.agreement.comparing import agreement_of, tallied
from annotator.agreement.counting import Scope
from annotator.agreement.gamma import MISSING, gamma
from annotator.agreement.metrics import METRICS, Metric, Sets, averages, metric_named, sets_of
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import AnnotatedDocument, State
from tests.agreement_examples import annotation, article, at, done, finished, of_words, sample

QUICK = [name for name, metric in METRICS.items() if not metric.is_slow]


@pytest.fixture(scope="module")
def articles() -> list[AnnotatedDocument]:
    corpus = Path(__file__).resolve().parents[1] / "corpus"
    return sample(corpus, parse_codebook((corpus / "codebook.toml").read_text(encoding="utf-8"), "codebook.toml"))


SAME_AS = {
    "f1_exact": lambda told: told.exact,
    "f1_overlap": lambda told: told.overlap,
    "observed": lambda told: told.nominal.observed,
    "alpha": lambda told: told.nominal.alpha,
    "masi": lambda told: told.nominal.masi,
    "cohen": lambda told: told.nominal.cohen,
    "fleiss": lambda told: told.nominal.fleiss,
    "ac1": lambda told: told.nominal.ac1,
}
"""The metrics that the tables of all articles tell too."""


@pytest.mark.parametrize("name", SAME_AS)
def test_of_one_article_a_metric_is_the_figure_of_the_tables(articles: list[AnnotatedDocument], name: str) -> None:
    """The same question answered two ways does not contradict: one article's mean is its pooled figure."""
    for each in articles[:3]:
        (found,) = averages([each], Scope(), [name])
        assert found.mean.value == pytest.approx(SAME_AS[name](agreement_of(tallied([each], Scope()))).value)


@pytest.mark.parametrize("name", QUICK)
def test_who_marks_the_same_agrees_by_every_metric(name: str) -> None:
    sets = [finished(who, of_words("The mayor", "said", "denied")) for who in ("ana", "ben", "cyd")]
    (found,) = averages([article(*sets)], Scope(), [name])
    assert found.mean.value == pytest.approx(1)
    assert found.articles == 1


@pytest.mark.parametrize("name", QUICK)
def test_the_mean_has_an_interval_by_article_and_counts_the_articles(
    articles: list[AnnotatedDocument], name: str
) -> None:
    found = averages(articles, Scope(), [name], ["source"])[1]
    assert (found.metric, found.label) == (name, "source")
    assert 7 < found.articles <= len(articles)
    assert (found.mean.low or 0) <= (found.mean.value or 0) <= (found.mean.high or 0)


def test_where_a_metric_is_undefined_the_reason_is_told() -> None:
    stacked = [annotation(i, at("x " * 40, "x x"), label="cue", who="ana") for i in (1, 2)]
    (found,) = averages([article(done("ana", *stacked), done("ben"))], Scope(), ["u_alpha"])
    assert (found.mean.value, found.articles) == (None, 0)
    assert "overlap" in found.mean.reason


def test_only_finished_articles_count() -> None:
    begun = finished("ben", of_words("said"), state=State.IN_PROGRESS)
    assert list(sets_of([article(finished("ana", of_words("said")), begun)], Scope())) == []


def test_a_package_of_ones_own_may_add_a_metric(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its entry point is a `Metric`, whose function gets what each annotator marked."""

    def marks(sets: Sets) -> Measure:
        return Measure(float(min(sum(map(len, side.annotations.values())) for side in sets.sides)))

    class Point:
        name = "marks"

        def load(self) -> Metric:
            return Metric("the fewest marks", marks)

    monkeypatch.setattr(metadata, "entry_points", lambda group: [Point()] if group == "annotator.metrics" else [])
    both = article(finished("ana", of_words("said", "denied")), finished("ben", of_words("said")))
    assert averages([both], Scope(), ["marks"])[0].mean.value == 1.0


def test_an_unknown_metric_names_the_known_ones() -> None:
    with pytest.raises(AnnotatorError, match="there is no metric “delta”; the metrics are ac1, alpha"):
        metric_named("delta")


def test_gamma_names_the_extra_it_needs(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pygamma_agreement", None)
    sets = article(finished("ana", of_words("said")), finished("ben", of_words("said")))
    with pytest.raises(AnnotatorError, match="pip install"):
        averages([sets], Scope(), ["gamma"])
    assert "annotator[gamma]" in MISSING
    assert capfd.readouterr() == ("", "")


def test_gamma_is_undefined_for_many_annotators_and_for_one_who_marked_something() -> None:
    unit = (0, 3, "a")
    assert "at most 3" in gamma([[unit]] * 4, ["a", "b", "c", "d"]).reason
    assert gamma([[unit], []], ["a", "b"]).value is None


def test_gamma_is_what_the_library_finds(capfd: pytest.CaptureFixture[str]) -> None:
    """One for the same units, less for others, and nothing of the solvers on the terminal."""
    pytest.importorskip("pygamma_agreement")
    ana = [(0, 5, "a"), (10, 14, "b"), (20, 30, "a")]
    assert gamma([ana, ana], ["ana", "ben"]).value == pytest.approx(1)
    near = [(0, 5, "a"), (9, 14, "b"), (20, 28, "b")]
    found = gamma([ana, near], ["ana", "ben"])
    assert 0 < (found.value or 0) < 1
    assert gamma([ana, near], ["ana", "ben"]) == found
    assert capfd.readouterr() == ("", "")
