"""Spans, fragments and their relations."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.combining import COMBINING
from annotator.domain.documents import document_id, sentence_at, tokens
from annotator.domain.errors import AnnotatorError
from annotator.domain.spans import (
    Span,
    are_fragments,
    covers,
    envelope,
    fragments,
    fragments_cover,
    fragments_overlap,
    overlaps,
    trimmed,
    words,
)

spans = st.tuples(st.integers(0, 50), st.integers(1, 20)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
many = st.lists(spans, min_size=1, max_size=6)

RELATIONS = [
    # a, b, covers, overlaps
    (Span(0, 5), Span(0, 5), True, True),  # the same
    (Span(0, 5), Span(1, 4), True, True),  # inside
    (Span(0, 5), Span(3, 8), False, True),  # across the end
    (Span(0, 5), Span(5, 8), False, False),  # side by side
    (Span(0, 5), Span(6, 8), False, False),  # apart
]


@pytest.mark.parametrize(("a", "b", "does_cover", "does_overlap"), RELATIONS)
def test_relations(a: Span, b: Span, does_cover: bool, does_overlap: bool) -> None:
    """Each relation holds as its name says."""
    assert (covers(a, b), overlaps(a, b)) == (does_cover, does_overlap)


@pytest.mark.parametrize(("start", "end"), [(3, 1), (2, 2), (-1, 4)])
def test_a_span_is_never_empty_or_backwards(start: int, end: int) -> None:
    """There is no such span."""
    with pytest.raises(AnnotatorError, match="start < end"):
        Span(start, end)


@given(spans, spans)
def test_overlap_is_symmetric_and_covering_implies_it(a: Span, b: Span) -> None:
    """Two laws of intervals."""
    assert overlaps(a, b) == overlaps(b, a)
    assert not covers(a, b) or overlaps(a, b)


@given(many)
def test_fragments_are_sorted_disjoint_and_hold_the_same_code_points(given_spans: list[Span]) -> None:
    """Nothing is gained or lost by sorting and joining."""
    made = fragments(given_spans)
    assert are_fragments(made)
    assert {o for s in made for o in range(s.start, s.end)} == {o for s in given_spans for o in range(s.start, s.end)}
    assert all(covers(envelope(made), span) for span in given_spans)


@given(many, many)
def test_fragments_overlap_only_where_a_code_point_is_shared(a: list[Span], b: list[Span]) -> None:
    """Gaps are never filled."""
    one, other = fragments(a), fragments(b)
    points = [{o for s in each for o in range(s.start, s.end)} for each in (one, other)]
    assert fragments_overlap(one, other) == bool(points[0] & points[1])
    assert not fragments_cover(one, other) or points[1] <= points[0]


@given(st.text(max_size=80), st.data())
def test_a_trimmed_span_keeps_its_words(text: str, data: st.DataObject) -> None:
    """Only white space at the edges goes."""
    if text:
        start = data.draw(st.integers(0, len(text) - 1))
        span = Span(start, data.draw(st.integers(start + 1, len(text))))
        short = trimmed(text, span)
        assert (short.cut(text) if short else "") == span.cut(text).strip()


def test_words_of_fragments_are_joined_by_a_space() -> None:
    """As in brat's third column."""
    assert words("we 🙂 said so", (Span(0, 2), Span(5, 9))) == "we said"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the U.S.-led force", ["the", "U.S", ".", "-", "led", "force"]),
        ("don't — “ok”", ["don't", "—", "“", "ok", "”"]),
        ("e\u0301tat 🙂 5.5%", ["e\u0301tat", "🙂", "5.5", "%"]),
        ("👩‍👩‍👧 👍🏽 🇸🇾!", ["👩‍👩‍👧", "👍🏽", "🇸🇾", "!"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("தமிழ் மொழி", ["தமிழ்", "மொழி"]),
        ("ಕನ್ನಡ ನುಡಿ’, ಎಂದು", ["ಕನ್ನಡ", "ನುಡಿ", "’", ",", "ಎಂದು"]),
        ("မြန်မာ ខ្មែរ", ["မြန်မာ", "ខ្មែរ"]),
        ("ශ්‍රී می‌خواهم", ["ශ්‍රී", "می‌خواهم"]),  # words with a joiner
        ("—কথা 1️⃣", ["—", "কথা", "1️⃣"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    """Words with their inner marks, and marks."""
    assert [token.cut(text) for token in tokens(text)] == expected


def test_a_combining_mark_of_any_script_is_part_of_its_word() -> None:
    """Every one that a 16-bit number can name, in this Python's Unicode, and nothing else that it knows."""
    points = [chr(point) for point in range(0x10000)]
    assert [c for c in points if unicodedata.category(c)[0] == "M" and len(list(tokens(f"a{c}b"))) != 1] == []
    held = re.findall(f"[{COMBINING}]", "".join(points))
    assert {unicodedata.category(c) for c in held} <= {"Mn", "Mc", "Me", "Cn"}


@given(st.text(max_size=60))
def test_tokens_cover_all_that_is_not_white_space(text: str) -> None:
    """No character is left out."""
    covered = {offset for token in tokens(text) for offset in range(token.start, token.end)}
    assert covered == {offset for offset, character in enumerate(text) if not character.isspace()}


def test_a_sentence_is_found_by_any_offset() -> None:
    """Also by one between two sentences or before the first."""
    sentences = (Span(2, 5), Span(6, 9))
    assert [sentence_at(sentences, offset) for offset in (0, 2, 5, 6, 20)] == [0, 0, 0, 1, 1]


def test_the_same_text_is_the_same_document() -> None:
    """The id comes from the text alone."""
    assert document_id("a") == document_id("a") != document_id("b")
    assert len(document_id("a")) == 16
