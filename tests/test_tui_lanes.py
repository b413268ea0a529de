"""Under the opened sentence every span is seen, however they overlap and nest."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotator.domain.spans import Span, fragments
from annotator.tui.widgets.lanes import GAP, SHAPES, Mark, lanes, pack
from annotator.tui.widgets.wrapping import columns, wrap

TEXT = "Officials say the port, they claim, is closed"


def mark(name: str, *spans: tuple[int, int], **kwargs: object) -> Mark:
    return Mark(id=name, fragments=tuple(Span(a, b) for a, b in spans), name=name, letter=name[0], **kwargs)  # type: ignore[arg-type]


def drawn(text: str, width: int, *marks: Mark) -> list[list[str]]:
    lines = list(pairwise([*wrap(text, 0, len(text), width), len(text)]))
    return [["".join(piece.text for piece in lane) for lane in found] for found in lanes(text, lines, marks)]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([mark("SOURCE", (0, 9))], ["╰SOURCE─╯"]),  # the name without spaces where it only just fits
        ([mark("SOURCE", (0, 13), detail="named")], ["╰ SOURCE ───╯"]),  # no room for the detail
        ([mark("SAY", (10, 13))], ["          ╰S╯"]),  # only the letter fits
        ([mark("X", (14, 15))], ["              X"]),  # one cell: the letter alone
        ([mark("C", (14, 22), (36, 45))], ["              ╰ C ───╯··············╰───────╯"]),  # two fragments
        (
            [mark("AB", (0, 20)), mark("CD", (14, 30))],
            ["╰ AB ──────────────╯", "              ╰ CD ──────────╯"],
        ),  # overlap
        ([mark("IN", (4, 12)), mark("OUT", (0, 30))], ["╰ OUT ───────────────────────╯", "    ╰ IN ──╯"]),  # nested
        ([mark("A", (0, 9)), mark("B", (10, 20))], ["╰ A ────╯ ╰ B ─────╯"]),  # side by side in one lane
        ([mark("A", (0, 9), shape="heavy")], ["┗ A ━━━━┛"]),
        ([mark("A", (0, 9), is_ghost=True)], ["╰ A ┄┄┄┄╯"]),
    ],
)
def test_a_lane_shows_name_extent_and_shape(marks: list[Mark], expected: list[str]) -> None:
    assert drawn(TEXT, 80, *marks) == [expected]


def test_a_lane_runs_on_where_the_line_wraps_and_is_named_once() -> None:
    assert drawn(TEXT, 24, mark("QUOTE", (14, 45))) == [["              ╰ QUOTE ─"], ["────────────────────╯"]]


def test_a_lane_is_named_on_the_next_line_where_the_first_has_no_room() -> None:
    assert drawn(TEXT, 24, mark("QUOTE", (18, 45))) == [["                  ╰Q───"], ["─ QUOTE ────────────╯"]]


def test_a_gap_that_fills_a_line_is_dotted_through() -> None:
    first, second, third = drawn("aaaa bbbb cccc", 4, mark("X", (0, 4), (10, 14)))
    assert (first, second, third) == (["╰X─╯"], [GAP * 4], ["╰──╯"])


def test_a_span_that_goes_on_in_other_sentences_points_there() -> None:
    span = Mark(id="x", fragments=(Span(0, 45),), name="X")
    middle = lanes(TEXT, [(10, 20), (20, 31)], [span])
    assert ["".join(piece.text for piece in lane[0]) for lane in middle] == ["◂ X ──────", "──────────▸"]


def test_lanes_are_measured_in_cells() -> None:
    assert drawn("中文 e\u0301x said", 40, mark("A", (0, 2)), mark("B", (7, 11))) == [["╰A─╯    ╰B─╯"]]


SPANS = st.lists(
    st.lists(st.tuples(st.integers(0, 44), st.integers(1, 45)).filter(lambda p: p[0] < p[1]), min_size=1, max_size=3),
    max_size=8,
)


@given(SPANS, st.integers(5, 60))
def test_every_cell_of_every_span_is_drawn_in_some_lane(spans: list[list[tuple[int, int]]], width: int) -> None:
    marks = [
        mark(f"M{n}", *((s.start, s.end) for s in fragments(Span(a, b) for a, b in each)))
        for n, each in enumerate(spans)
    ]
    lines = list(pairwise([*wrap(TEXT, 0, len(TEXT), width), len(TEXT)]))
    for (start, end), found in zip(lines, lanes(TEXT, lines, marks), strict=True):
        room = len(TEXT[start:end].rstrip())
        covered: dict[str, set[int]] = {}
        for lane in found:
            column = 0
            for piece in lane:
                if piece.mark:
                    covered.setdefault(piece.mark.id, set()).update(range(column, column + cell_len(piece.text)))
                column += cell_len(piece.text)
            assert column <= columns(TEXT[start : start + room])[-1]
        for each in marks:
            wanted = {i - start for s in each.fragments for i in range(max(s.start, start), min(s.end, start + room))}
            assert wanted <= covered.get(each.id, set())


@given(SPANS)
def test_marks_in_one_lane_never_meet(spans: list[list[tuple[int, int]]]) -> None:
    marks = [
        mark(str(n), *((s.start, s.end) for s in fragments(Span(a, b) for a, b in each)))
        for n, each in enumerate(spans)
    ]
    for lane in pack(marks, 0, 45):
        ways = sorted((each.fragments[0].start, each.fragments[-1].end) for each in lane)
        assert all(a[1] <= b[0] for a, b in pairwise(ways))


def test_every_shape_is_three_cells_and_unlike_the_others() -> None:
    assert all(cell_len(part) == 1 for shape in SHAPES.values() for part in shape)
    assert len(set(SHAPES.values())) == len(SHAPES)
