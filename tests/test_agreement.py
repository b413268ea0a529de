"""What the agreement numbers say, and what they do not count."""

import pytest
from msgspec.structs import replace

from annotator.agreement.comparing import Agreement, Counts, agreement
from annotator.domain.records import State, Status, annotation_set
from tests.agreement_examples import article, finished, of_words


def label_line(result: Agreement, label: str = "content") -> tuple[Counts, float | None, float | None]:
    line = next(each for each in result.labels if each.label == label)
    return line.counts, line.exact.value, line.overlap.value


def test_the_counts_behind_a_number_are_given() -> None:
    ana = finished("ana", of_words("the bridge would close", "it"))
    ben = finished("ben", of_words("bridge would close"))
    assert label_line(agreement([article(ana, ben)])) == (
        Counts(exact=0, share=1, overlap=1, first=2, second=1),
        0.0,
        2 / 3,
    )


def test_only_articles_that_both_finished_count() -> None:
    ana, ben = (finished(who, of_words("said", label="cue")) for who in ("ana", "ben"))
    half = finished("ben", [], State.IN_PROGRESS)
    result = agreement([article(ana, ben), article(ana, half), article(ana)])
    assert (result.documents, result.total, result.left_out) == (1, 3, {"ana": 0, "ben": 2})
    assert label_line(result, "cue")[1] == 1.0


def test_finished_with_nothing_in_it_is_an_answer() -> None:
    """Two empty sets agree on every token but have no F1; one empty set against a full one has F1 0."""
    both = agreement([article(finished("ana", []), finished("ben", []))])
    assert both.documents == 1
    assert both.labels == ()
    assert both.alpha.value is None
    one = agreement([article(finished("ana", of_words("said")), finished("ben", []))])
    assert label_line(one)[1:] == (0.0, 0.0)


def test_gold_counts_only_when_named() -> None:
    sets = (finished("ana", of_words("said")), finished("gold", of_words("said")))
    assert agreement([article(*sets)]).annotators == ("ana",)
    assert agreement([article(*sets)], ["ana", "gold"]).documents == 1


def test_an_annotator_without_a_finished_article_is_still_named() -> None:
    assert agreement([article()], ["ana", "ben"]).left_out == {"ana": 1, "ben": 1}


def test_only_the_zones_asked_for_count() -> None:
    ana, ben = finished("ana", of_words("Writer")), finished("ben", of_words("said", label="cue"))
    body = agreement([article(ana, ben)], zones=["body"])
    assert [line.label for line in body.labels] == ["cue"]
    assert body.tokens == 13
    whole = agreement([article(ana, ben)])
    assert [line.label for line in whole.labels] == ["content", "cue"]
    assert whole.tokens == 17


def test_what_was_rejected_counts_for_nothing() -> None:
    ana, ben = finished("ana", of_words("said")), finished("ben", of_words("said"))
    rejected = annotation_set("ben", [replace(r, status=Status.REJECTED) for r in ben.records.values()])
    assert label_line(agreement([article(ana, rejected)]))[0] == Counts(first=1)


def test_three_annotators_give_the_mean_of_their_pairs_in_the_order_of_the_codebook() -> None:
    ana, ben = (finished(who, [*of_words("said", label="cue"), *of_words("it")]) for who in ("ana", "ben"))
    cyd = finished("cyd", of_words("denied", label="cue"))
    result = agreement([article(cyd, ben, ana)], labels=["source", "cue", "content"])
    assert [line.label for line in result.labels] == ["cue", "content"]
    assert [(pair.first, pair.second) for pair in result.pairs] == [("ana", "ben"), ("ana", "cyd"), ("ben", "cyd")]
    assert label_line(result, "cue")[1] == pytest.approx(1 / 3)


def test_a_token_is_labelled_by_every_span_it_shares_a_character_with() -> None:
    """Overlapping labels of one annotator make one value; half a word makes the whole token."""
    ana = finished("ana", [*of_words("The mayor", label="source"), *of_words("mayor said", label="cue")])
    ben = finished("ben", [*of_words("The may", label="source"), *of_words("mayor said", label="cue")])
    result = agreement([article(ana, ben)], zones=["body"])
    assert result.alpha.value == 1.0
    assert [line.alpha.value for line in result.labels] == [1.0, 1.0]
