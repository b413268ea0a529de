"""Text is measured in terminal cells by grapheme cluster, and every code point is drawn on exactly one line."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes

from annotator.domain.shown import shown
from annotator.domain.spans import Span
from annotator.tui.widgets.layout import Layout, blocks
from annotator.tui.widgets.wrapping import NOT_PLAIN, clusters, columns, drawn, index_at, is_plain, wrap

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
TEXTS = st.text(
    st.sampled_from("ab .,“é中\u0301\u200d\u00a0\ufe0f\U0001f44d\U0001f3fd" + "ก็क\u093f"), min_size=1, max_size=60
)


def lines(text: str, width: int) -> list[str]:
    return [text[a:b] for a, b in pairwise([*wrap(text, 0, len(text), width), len(text)])]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("one two three", 20, ["one two three"]),  # fits
        ("one two three", 8, ["one two ", "three"]),  # the space at the wrap stays on its line
        ("one two three", 7, ["one two ", "three"]),  # a space beyond the edge is not drawn, so it fits
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),  # a word longer than a line is cut
        ("10\u00a0000 people", 8, ["10\u00a0000 ", "people"]),  # no break at a no-break space
        ("中文字符測試", 5, ["中文", "字符", "測試"]),  # wide characters break anywhere
        (" aaa中", 4, [" ", "aaa", "中"]),  # what was wrapped may have to be wrapped again
        ("“Yes,” she said", 7, ["“Yes,” ", "she ", "said"]),
        (f"a {FAMILY} b", 4, [f"a {FAMILY} ", "b"]),  # a joined emoji is one cluster of two cells
        ("e\u0301e\u0301e\u0301", 2, ["e\u0301e\u0301", "e\u0301"]),  # a letter and its accent stay together
    ],
)
def test_lines_wrap_at_spaces_by_width(text: str, width: int, expected: list[str]) -> None:
    assert lines(text, width) == expected


@given(TEXTS, st.integers(2, 30))
def test_every_code_point_is_on_one_line_and_no_line_is_too_wide(text: str, width: int) -> None:
    text = shown(text)
    found = lines(text, width)
    assert "".join(found) == text
    assert all(found)
    assert all(columns(line.rstrip(" "))[-1] <= width for line in found)


@given(TEXTS, st.integers(2, 30))
def test_no_line_begins_inside_a_cluster(text: str, width: int) -> None:
    text = shown(text)
    starts = {start for start, _, _ in split_graphemes(text)[0]}
    assert set(wrap(text, 0, len(text), width)) <= starts


@given(TEXTS)
def test_what_is_drawn_is_as_wide_as_its_columns_say(text: str) -> None:
    text = shown(text)
    assert cell_len("".join(drawn(text[a:b]) for a, b, _ in clusters(text))) == columns(text)[-1]


@given(TEXTS)
def test_a_click_on_a_cell_finds_the_cluster_drawn_there(text: str) -> None:
    text = shown(text)
    line_columns = columns(text)
    for start, end, width in clusters(text):
        for column in range(line_columns[start], line_columns[start] + width):
            assert index_at(line_columns, column) == start
        assert line_columns[start] == line_columns[end - 1]


def test_plain_characters_are_one_cell_wide_and_join_no_other() -> None:
    plain = [chr(code) for code in range(0x20, 0x10000) if not NOT_PLAIN.match(chr(code))]
    assert all(cell_len(char) == 1 for char in plain)
    assert len(split_graphemes("".join(plain))[0]) == len(plain)
    assert is_plain("“Yes,” she said — 10 €")
    assert not is_plain("e\u0301")


@pytest.mark.parametrize(
    ("cluster", "expected"),
    [
        ("\u2764\ufe0f", "\u2764"),  # terminals differ on variation selector 16
        ("1\ufe0f\u20e3", "1"),  # and on keycaps
        ("\U0001f44d\U0001f3fd", "\U0001f44d"),  # and on skin tones
        ("\u0301", "\ufffd"),  # a mark with no letter under it
        (FAMILY, FAMILY),
    ],
)
def test_clusters_that_terminals_measure_differently_are_drawn_without_the_modifier(
    cluster: str, expected: str
) -> None:
    assert drawn(cluster) == expected


def layout(text: str, width: int, *edges: int) -> Layout:
    return Layout(text, shown(text), [Span(a, b) for a, b in pairwise(edges)], width)


def test_words_that_no_sentence_covers_are_shown_with_the_sentence_before() -> None:
    text = "Intro. One. lost words Two. tail\n"
    sentences = [Span(7, 11), Span(23, 27)]
    assert [text[a:b] for a, b in blocks(text, sentences)] == ["Intro. One. lost words", "Two. tail"]
    assert list(blocks("no sentence", [])) == [(0, 11)]


def test_paragraphs_are_set_apart_by_a_blank_row() -> None:
    text = "One. Two.\n\nThree."
    laid_out = Layout(text, shown(text), [Span(0, 4), Span(5, 9), Span(11, 17)], 40)
    assert list(laid_out.first) == [0, 1, 3]
    assert laid_out.rows == 4
    assert [laid_out.at(row) for row in range(4)] == [(0, 0), (1, 0), (1, 1), (2, 0)]


@given(st.integers(0, 4), st.lists(st.integers(0, 3), min_size=2, max_size=2))
def test_every_row_belongs_to_one_sentence_whatever_is_opened(opened: int, lanes: list[int]) -> None:
    text = "\n".join(["aaa bbb"] * 5)
    laid_out = Layout(text, text, [Span(i * 8, i * 8 + 7) for i in range(5)], 4)
    laid_out.open(opened, lanes)
    rows = [laid_out.at(row) for row in range(laid_out.rows)]
    for index in range(5):
        own = [below for found, below in rows if found == index and below < laid_out.height(index)]
        assert own == list(range(laid_out.height(index)))
        assert laid_out.at(laid_out.row_of(index)) == (index, 0)
    assert laid_out.line_rows(opened) == [0, 1 + lanes[0]]
    assert laid_out.height(opened) == 2 + sum(lanes)
