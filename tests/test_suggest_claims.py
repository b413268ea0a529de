"""Candidate claims are clauses of the body that keep to one voice, the checkable ones first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.domain.spans import Fragments, Span, covers, overlaps, words
from annotator.suggest.attributes.claims import claim_answers
from annotator.suggest.claims import suggest
from annotator.suggest.proposing import ProposedFrame, ProposedSpan
from annotator.text.segment import segment
from tests.answer_examples import CODEBOOK


def span(label: str, text: str, part: str) -> tuple[ProposedSpan, ...]:
    start = text.index(part)
    return (ProposedSpan(label=label, fragments=(Span(start, start + len(part)),), score=1),) if part else ()


def frame(text: str, source: str, cue: str, content: str) -> ProposedFrame:
    return ProposedFrame(
        source=span("source", text, source),
        cue=next(iter(span("cue", text, cue)), None),
        content=span("content", text, content),
        score=1,
    )


def claims(text: str, *frames: ProposedFrame) -> list[str]:
    return [words(text, each.fragments) for each in suggest(segment("t", text), frames)]


CLAUSES = [
    # whole sentences, without their full stop
    ("Nobody was killed.", ["Nobody was killed"]),
    # coordinated propositions are split
    ("The wall is sound, and it will be sound on Monday.", ["The wall is sound", "it will be sound on Monday"]),
    ("It lost the mills but it kept the ferries.", ["It lost the mills", "it kept the ferries"]),
    ("The births fell, the deaths are up.", ["The births fell", "the deaths are up"]),
    # a list of things is not
    ("The hall held 41 dogs, a parrot and a cat.", ["The hall held 41 dogs, a parrot and a cat"]),
    # a relative clause is one of its own
    (
        "The king met Orlo, who led the council until 2018, and he offered her tea.",
        ["The king met Orlo", "who led the council until 2018", "he offered her tea"],
    ),
    # of what somebody heard or fears, what was heard or feared
    ("The market has heard that the committee is split.", ["the committee is split"]),
    # words that lead to what was cut off are no part of it
    ("It was late, and", ["It was late"]),
    # abbreviations keep their points
    ("The committee meets on Nov. 28 at 11 a.m.", ["The committee meets on Nov. 28 at 11 a.m."]),
    # a question asserts nothing, nor do words without a verb
    ("Who pays for the new school?", []),
    ("A chair, a table and a lamp.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CLAUSES, ids=[text for text, _ in CLAUSES])
def test_a_claim_is_a_finite_clause(text: str, expected: list[str]) -> None:
    assert claims(text) == expected


def test_headings_and_datelines_hold_no_claims() -> None:
    text = "# The Wall Is Cracked\n\nBy Ana Lund\n\nHOLLIN — The wall was cracked in May.\n\n## What Did They Know\n"
    assert claims(text) == ["The wall was cracked in May"]


def test_the_reporter_and_the_source_are_kept_apart() -> None:
    text = "The bridge was closed on Monday, and the mayor said it was safe and the board had checked it."
    said = frame(text, "the mayor", "said", "it was safe and the board had checked it")
    found = suggest(segment("t", text), [said])
    assert [(words(text, each.fragments), dict(each.attributes)["voice"]) for each in found] == [
        ("The bridge was closed on Monday", ("reporter",)),
        ("it was safe", ("attributed",)),
        ("the board had checked it", ("attributed",)),
    ]
    assert found[0].reason.startswith("a clause in the reporter's voice, with a date (“on Monday”)")
    assert found[1].reason.startswith("a clause inside what “the mayor” said")


def test_a_nested_frame_gives_the_innermost_claim() -> None:
    text = "The villagers say they cannot tell, an official said."
    outer = frame(text, "an official", "said", "The villagers say they cannot tell")
    assert claims(text, outer, frame(text, "The villagers", "say", "they cannot tell")) == ["they cannot tell"]


def test_numbers_dates_and_names_come_first() -> None:
    text = "It was late. It fell 2 percent. It fell 2 percent on Nov. 1. It fell 2 percent in Karlsund on Nov. 1."
    scores = [each.score for each in suggest(segment("t", text), [])]
    assert scores == sorted(set(scores)), "each has one mark more than the one before"
    assert max(scores) < 0.8, "no clause is a strong suggestion by itself"


ANSWERS = [
    ("the crown has fallen 2 percent", {"claim_type": "quantity", "time_ref": "past"}),
    ("the deficit will narrow", {"claim_type": "prediction", "time_ref": "future"}),
    ("the county wants to close the ward", {"claim_type": "intention_plan"}),
    ("mothers should book a room", {"claim_type": "normative", "checkable": "no"}),
    ("the bridge fell because it was old", {"claim_type": "causal"}),
    ("no such meeting took place", {"claim_type": "denial", "polarity": "negative"}),
    ("the siren has not been tested", {"polarity": "negative", "time_ref": "past"}),
    ("the horse is no longer his", {"polarity": None, "time_ref": "present"}),
    ("it would fall if the rain held", {"time_ref": "conditional"}),
    ("it was found on Jan. 14", {"time_text": "Jan. 14", "claim_type": None}),
]


@pytest.mark.parametrize(("text", "expected"), ANSWERS, ids=[text for text, _ in ANSWERS])
def test_a_claim_answers_by_its_words(text: str, expected: dict[str, str | None]) -> None:
    document = replace(segment("t", text), meta={"language": "en"})
    found = claim_answers(document, (Span(0, len(text)),), [])
    assert {name: found[name].values[0] if name in found else None for name in expected} == expected


def test_a_claim_in_another_language_answers_only_whose_voice_it_is() -> None:
    text = "Die Stadt hat 1200 Menschen in der Halle, und das ist nicht gut."
    found = claim_answers(segment("t", text), (Span(0, len(text)),), [])
    assert found.keys() == {"voice"}


def test_a_claim_half_in_a_quote_has_no_voice() -> None:
    text = "it was late and it was dark"
    whole: Fragments = (Span(0, len(text)),)
    assert "voice" not in claim_answers(segment("t", text), whole, [(Span(0, 11),)])


# fmt: off
PIECES = (
    "the", "bridge", "was", "closed", "on Monday", ",", "and", "he", "said", "that", "it", "“", "”", '"', ".", "?",
    "which", "because", "500", "Ana", "…", "...", "\n\n", "## ", "—", "🙂", "e\u0301", "has not", "will",
)
# fmt: on
TEXTS = st.lists(st.sampled_from(PIECES), min_size=2, max_size=50).map(" ".join)


@settings(max_examples=100)
@given(TEXTS, st.lists(st.tuples(*[st.integers(0, 300)] * 6), max_size=4))
def test_no_claim_reaches_over_the_edge_of_a_content(text: str, edges: list[tuple[int, ...]]) -> None:
    """Whatever was marked; and every claim is trimmed and answered as the codebook asks."""

    def made(label: str, start: int, end: int) -> tuple[ProposedSpan, ...]:
        low, high = sorted((min(start, len(text)), min(end, len(text))))
        return (ProposedSpan(label=label, fragments=(Span(low, high),), score=1),) if low < high else ()

    frames = [
        ProposedFrame(
            source=made("source", *row[:2]),
            cue=next(iter(made("cue", *row[2:4])), None),
            content=made("content", *row[4:]),
            score=1,
        )
        for row in edges
    ]
    questions = {each.name: each for label in CODEBOOK.labels if label.name == "claim" for each in label.attributes}
    for claim in suggest(segment("t", text), frames):
        (place,) = claim.fragments
        assert place.cut(text) == place.cut(text).strip()
        contents = [part for each in frames for content in each.content for part in content.fragments]
        touched = [part for part in contents if overlaps(part, place)]
        assert all(covers(part, place) or covers(place, part) for part in touched)
        for name, values in claim.attributes.items():
            assert not questions[name].values or set(values) <= set(questions[name].values)
