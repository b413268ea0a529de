"""Claims know whose they are, likely pairs come first, relations are edits, and repeats are families."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.domain.claims.claim import Claim, between_claims, claims_of
from annotator.domain.claims.families import families, nearness, word_diff
from annotator.domain.claims.pairs import TURNS, Pairing, Proposal, in_turn
from annotator.domain.claims.relating import Hand, answered, keys_of, relating, turned, unrelated
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.records import Annotation, Link
from annotator.domain.spans import Span
from tests.claim_pairs import PAIRS, claim_id, documents, ranks, with_claims
from tests.test_corpus import ARTICLES, CORPUS, annotated, rows

CODEBOOK = parse_codebook((CORPUS / "codebook.toml").read_text(encoding="utf-8"))
AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def claim(name: str, words: str, number: int = 1, **more: str) -> Claim:
    given: dict[str, str] = {"outlet": "", "published": "", "before": "", "sentence": words} | more
    return Claim(
        id=name,
        document_id=f"d{number}",
        document=f"article-{number}.txt",
        number=number,
        fragments=(Span(0, max(1, len(words))),),
        words=words,
        start=0,
        gist="",
        voice="reporter",
        is_derived=True,
        chain="",
        level=0,
        **given,
    )


def hand() -> Hand:
    numbers = count()
    return Hand("ana", 1, now=lambda: AT, new_id=lambda: f"new-{next(numbers)}")


# --- voice -----------------------------------------------------------------------------------------------------------


def test_a_claim_in_a_frames_content_is_attributed_to_it_and_any_other_is_the_reporters() -> None:
    """Where ana gave no answer; her answers are the same in all but what she found unclear."""
    given_and_derived = []
    for slug in ARTICLES:
        held = annotated(slug)
        own = held.set_of("ana")
        bare = {
            each.id: replace(each, attributes={k: v for k, v in each.attributes.items() if k != "voice"})
            if isinstance(each, Annotation)
            else each
            for each in own.records.values()
        }
        told = {each.id: each for each in claims_of(held, "ana", CODEBOOK)}
        derived = claims_of(replace(held, sets=(replace(own, records=bare),)), "ana", CODEBOOK)
        assert all(each.is_derived and (each.voice == "attributed") == bool(each.level) for each in derived)
        given_and_derived += [(told[each.id].voice, each.voice) for each in derived]
    clear = [pair for pair in given_and_derived if pair[0] != "both_or_unclear"]
    assert len(clear) > 150
    assert sum(one == other for one, other in clear) / len(clear) > 0.95


def test_what_the_analyst_says_of_the_voice_stands() -> None:
    held = annotated("osmere-talks")
    unclear = [each for each in claims_of(held, "ana", CODEBOOK) if each.voice == "both_or_unclear"]
    assert unclear
    assert not any(each.is_derived for each in unclear)


def test_a_claim_in_a_nested_frame_has_the_chain_of_the_innermost() -> None:
    deep = [each for slug in ARTICLES for each in claims_of(annotated(slug), "ana", CODEBOOK) if each.level > 1]
    assert deep
    assert all(each.chain.count(" ← ") == each.level - 1 for each in deep)


# --- proposals -------------------------------------------------------------------------------------------------------


def corpus_claims() -> Iterator[Claim]:
    for number, slug in enumerate(ARTICLES):
        for each in claims_of(annotated(slug), "ana", CODEBOOK, number):
            yield replace(each, id=f"{slug} {each.words}")


def test_half_of_the_pairs_of_the_sample_corpus_are_among_the_first_thirty_proposals() -> None:
    """Nine articles with 185 claims: 17,020 pairs, of which the list of pairs names twenty."""
    proposals = Pairing(corpus_claims()).proposals()
    order = [frozenset((each.first, each.second)) for each in proposals]
    pairs = rows("claim_pairs.tsv")
    wanted = {frozenset(f"{row[f'slug_{side}']} {row[f'words_{side}']}" for side in "ab") for row in pairs}
    assert len(wanted) == len(pairs) == 20
    assert len(wanted.intersection(order[:30])) >= 10
    assert len(wanted.intersection(order)) >= 14


def test_seven_of_the_eleven_pairs_of_the_seed_articles_are_among_the_first_thirty(shared: Path) -> None:
    articles = documents(shared / "seeds")
    claims = [
        each
        for number, (letter, document) in enumerate(articles.items())
        for each in claims_of(with_claims(letter, document), "ana", CODEBOOK, number)
    ]
    order = [frozenset((each.first, each.second)) for each in Pairing(claims).proposals()]
    assert sum(rank is not None and rank <= 30 for rank in ranks(order)) >= 7


def test_spellings_of_one_name_numbers_and_dates_make_a_proposal_and_are_told_with_it() -> None:
    one = claim("a", "Moualem may meet two envoys on Monday", 1)
    other = claim("b", "Muallem met three envoys last week", 2)
    filler = [claim(f"f{n}", f"the harbour fund bought barge {word}", 3) for n, word in enumerate(("red", "blue"))]
    (found,) = [each for each in Pairing([one, other, *filler]).proposals() if {each.first, each.second} == {"a", "b"}]
    assert found.names == ("Moualem",)
    assert found.numbers == ("two", "three")
    assert found.dates == ("monday", "last week")


def test_claims_without_anything_in_common_are_not_proposed() -> None:
    assert Pairing([claim("a", "rain fell", 1), claim("b", "prices rose", 2)]).proposals() == []
    assert Pairing([]).proposals() == []
    assert Pairing([claim("a", "?!", 1), claim("b", "…", 2)]).proposals() == []


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("fghij")), unique=True, max_size=25))
def test_each_claim_has_its_turn_before_one_stands_there_often_and_no_pair_is_lost(
    pairs: list[tuple[str, str]],
) -> None:
    scored = [Proposal(a, b, 1 - n / 100, 0, (), (), ()) for n, (a, b) in enumerate(pairs)]
    found = in_turn(scored)
    assert sorted(found, key=lambda each: -each.score) == scored
    for number, each in enumerate(found):
        if number and found[number - 1].score < each.score:  # the first that had to wait
            front = [name for pair in found[:number] for name in (pair.first, pair.second)]
            assert max(map(front.count, {each.first, each.second})) >= TURNS


# --- relations -------------------------------------------------------------------------------------------------------


def test_every_relation_of_claims_has_a_letter_of_its_own_that_no_action_has() -> None:
    relations = between_claims(CODEBOOK)
    names = {"repeats", "supports", "contradicts", "updates", "qualifies", "unrelated"}
    assert {each.name for each in relations} == names
    keys = keys_of(relations, "jkuhymto")
    assert sorted(each.name for each in keys.values()) == sorted(names)
    assert keys.keys().isdisjoint("jkuhymto")


def test_a_relation_runs_from_the_later_claim_and_a_repeat_is_told_by_its_words() -> None:
    one, other = claim("a", "the dam will hold", 1), claim("b", "the dam will hold", 2)
    for pair in ((one, other), (other, one)):
        edit = relating(hand(), CODEBOOK, CODEBOOK.relation("repeats"), pair, None)
        (link,) = edit.added
        assert isinstance(link, Link)
        assert (link.from_id, link.to_id, link.document_id) == ("b", "a", "d2")
        assert link.attributes == {"kind": ("verbatim",)}


def test_a_pair_carries_one_relation_and_every_change_is_undone_by_its_inverse() -> None:
    one, other = claim("a", "the dam will hold", 1), claim("b", "the dam may break", 2)
    (held,) = relating(hand(), CODEBOOK, CODEBOOK.relation("supports"), (one, other), None).added
    assert isinstance(held, Link)
    certainty = CODEBOOK.relation("supports").attributes[0]
    edits = [
        relating(hand(), CODEBOOK, CODEBOOK.relation("contradicts"), (one, other), held),
        turned(hand(), held, one),
        answered(hand(), held, certainty, ("possible",)),
        unrelated(hand(), held),
    ]
    for edit in edits:
        assert edit.removed == (held,)
        assert len(edit.added) <= 1
        back = edit.inverse("back", AT)
        assert (back.removed, back.added) == (edit.added, edit.removed)
    (back,) = edits[1].added
    assert isinstance(back, Link)
    assert (back.from_id, back.to_id, back.document_id) == ("a", "b", "d1")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("The dam will hold.", "the dam will hold", 0),  # case and punctuation are no difference
        ("The dam will hold until spring", "The dam will surely hold until spring", 1),
        ("The dam will hold", "Engineers trust the wall", 2),
    ],
)
def test_how_near_two_claims_are_in_their_words(before: str, after: str, expected: int) -> None:
    assert nearness(before, after) == expected


# --- families --------------------------------------------------------------------------------------------------------


def test_what_repeats_connect_is_a_family_by_first_appearance() -> None:
    """The first is by date, then by the order of the articles; an article without a date comes last."""
    known = {
        each.id: each
        for each in (
            claim("late", "w", 1, published="2019-12-02", outlet="Vale Post"),
            claim("early", "w", 2, published="2019-11-27", outlet="Agency"),
            claim("undated", "w", 3, outlet="Vale Post"),
            claim("alone", "w", 4),
        )
    }
    (family,) = families(known, [("late", "early"), ("undated", "late"), ("gone", "early")])
    assert [each.id for each in family.claims] == ["early", "late", "undated"]
    assert family.carriers == ("Agency", "Vale Post")


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (("2019-12-02", "2019-11-27"), "first in article-2.txt  2019-11-27"),
        (("2019-11-27", "2019-11-27"), "first in article-1.txt  2019-11-27, the same day in article-2.txt"),
        (("", "2019-11-27"), "first in article-2.txt  2019-11-27; without a date: article-1.txt"),
        (("", ""), "no article has a date; added first: article-1.txt"),
    ],
)
def test_where_a_family_began_is_told_as_far_as_it_is_known(dates: tuple[str, str], told: str) -> None:
    known = {f"c{n}": claim(f"c{n}", "w", n, published=date) for n, date in enumerate(dates, 1)}
    (family,) = families(known, [("c1", "c2")])
    assert family.beginning == told


words = st.lists(st.sampled_from(["dam", "river", "will", "hold", "Orlo"]), max_size=8).map(" ".join)


@given(words, words)
def test_a_diff_holds_both_versions(before: str, after: str) -> None:
    pieces = word_diff(before, after)
    assert " ".join(each.words for each in pieces if each.change != "-") == after
    gone = " ".join(each.words for each in pieces if each.change != "+")
    assert gone.casefold() == before.casefold()


def test_all_pairs_of_the_table_have_claims_and_relations_of_the_codebook(shared: Path) -> None:
    relations = {each.name: each for each in between_claims(CODEBOOK)}
    made = {
        each.id for d in documents(shared / "seeds").items() for each in claims_of(with_claims(*d), "ana", CODEBOOK)
    }
    assert len(PAIRS) == 11
    for pair in PAIRS:
        assert {claim_id(each) for each in (*pair.first, *pair.second)} <= made
        kinds = {value for each in relations[pair.relation].attributes for value in each.values}
        assert {*pair.kind, pair.certainty} <= kinds
