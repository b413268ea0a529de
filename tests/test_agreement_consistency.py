"""The same question answered two ways does not contradict: alone or among others, whole or in parts, turned round."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from annotator.agreement.cases import Cause
from annotator.agreement.causes import cases
from annotator.agreement.comparing import agreement_of, breakdown, tallied
from annotator.agreement.counting import Scope
from annotator.agreement.feedback import feedback
from annotator.agreement.figures import Agreement
from annotator.agreement.metrics import averages
from annotator.domain.codebook import Codebook
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.records import AnnotatedDocument
from tests.agreement_examples import done, sample


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    path = Path(__file__).resolve().parents[1] / "corpus" / "codebook.toml"
    return parse_codebook(path.read_text(encoding="utf-8"), "codebook.toml")


@pytest.fixture(scope="module")
def articles(codebook: Codebook) -> list[AnnotatedDocument]:
    """The sample by ana and ben, and by cyd, who finished ben's work in all but two articles, less its last records."""
    made = []
    for number, each in enumerate(sample(Path(__file__).resolve().parents[1] / "corpus", codebook)):
        records = list(each.set_of("ben").records.values())[:-7]
        cyd = done("cyd", *(replace(r, id=f"cyd{r.id}", annotator="cyd") for r in records if hasattr(r, "label")))
        made.append(AnnotatedDocument(each.document, (*each.sets, cyd) if number > 1 else each.sets))
    return made


@pytest.fixture(scope="module")
def all_three(articles: list[AnnotatedDocument], codebook: Codebook) -> Agreement:
    return agreement_of(tallied(articles, Scope(codebook=codebook)))


@pytest.mark.parametrize("names", [("ana", "ben"), ("ana", "cyd"), ("ben", "cyd")])
def test_two_annotators_agree_as_far_alone_as_among_others(
    articles: list[AnnotatedDocument], codebook: Codebook, all_three: Agreement, names: tuple[str, str]
) -> None:
    alone = agreement_of(tallied(articles, Scope(annotators=names, codebook=codebook)))
    (pair,) = alone.pairs
    among = next(each for each in all_three.pairs if (each.first, each.second) == names)
    marked = {label: counts for label, counts in among.labels.items() if counts.first + counts.second}
    assert pair.labels == marked
    for name in ("documents", "exact", "share", "overlap", "precision", "recall", "alpha", "cohen"):
        one, other = getattr(pair, name), getattr(among, name)
        assert getattr(one, "value", one) == pytest.approx(getattr(other, "value", other))
    assert alone.alpha.value == pytest.approx(pair.alpha.value)
    assert alone.exact.value == pytest.approx(pair.exact.value)


@pytest.mark.parametrize("by", ["article", "week"])
def test_parts_add_up_to_the_whole(
    articles: list[AnnotatedDocument], codebook: Codebook, all_three: Agreement, by: str
) -> None:
    parts = breakdown(tallied(articles, Scope(codebook=codebook)), by).values()
    assert sum(each.documents for each in parts) == all_three.documents
    assert sum(each.tokens for each in parts) == all_three.tokens
    for line in all_three.labels:
        lines = [each for part in parts for each in part.labels if each.label == line.label]
        for name in ("exact", "share", "overlap", "first", "second"):
            assert sum(getattr(each.counts, name) for each in lines) == getattr(line.counts, name)


def test_the_list_of_cases_is_as_long_as_the_counts_say(
    articles: list[AnnotatedDocument], codebook: Codebook, all_three: Agreement
) -> None:
    """Of spans: all that are in no equal pair, those of a pair once, two of other labels told as one case."""
    spans = {Cause.MISSED, Cause.EXTRA, Cause.EDGE, Cause.SPLIT, Cause.ROLE, Cause.LABEL}
    found = [each for each in cases(articles, Scope(codebook=codebook)) if each.cause in spans]
    renamed = sum(each.cause in (Cause.ROLE, Cause.LABEL) for each in found)
    counts = [each.counts for each in all_three.labels]
    assert len(found) + renamed == sum(each.first + each.second - each.overlap - each.exact for each in counts)


def test_feedback_scores_are_those_of_agreement(articles: list[AnnotatedDocument], codebook: Codebook) -> None:
    """And turn round with who counts as right."""
    scope = Scope(annotators=("ana", "ben"), codebook=codebook)
    lines = {each.label: each for each in agreement_of(tallied(articles, scope)).labels}
    ours, theirs = feedback(articles, "ben", scope, right="ana"), feedback(articles, "ana", scope, right="ben")
    for one, other in zip(ours.scores, theirs.scores, strict=True):
        assert one.f1 == other.f1 == lines[one.label].exact
        assert (one.precision.value, one.recall.value) == (other.recall.value, other.precision.value)


def test_a_metric_of_a_label_is_the_line_of_that_label(articles: list[AnnotatedDocument], codebook: Codebook) -> None:
    scope = Scope(codebook=codebook)
    for each in articles[:2]:
        lines = {line.label: line for line in agreement_of(tallied([each], scope)).labels}
        for name, field in (("alpha", "alpha"), ("ac1", "ac1"), ("observed", "observed"), ("f1_exact", "exact")):
            for found in averages([each], scope, [name], ["source", "content"])[1:]:
                assert found.mean.value == pytest.approx(getattr(lines[found.label], field).value)
