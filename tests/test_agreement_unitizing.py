"""Krippendorff's two families of alphas for unitizing give their published values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.unitizing import (
    Unit,
    alpha_u,
    alpha_u_of,
    binary_u_alpha,
    overlapping,
    u_alpha,
    u_alpha_of,
    u_sums,
)

LENGTH = 60


def units(*given: tuple[int, int, int]) -> list[Unit]:
    """Units from first and last place, counted from one, as the books print them."""
    return [(start - 1, end, str(value)) for start, end, value in given]


ALEX = units((1, 7, 1), (8, 13, 2), (31, 32, 5), (33, 37, 6), (38, 44, 6), (45, 60, 7))
PAUL = units((1, 7, 1), (8, 13, 3), (14, 21, 5), (33, 44, 6))
SUZAN = units((1, 7, 1), (8, 13, 4), (14, 21, 5), (33, 37, 6), (38, 41, 6), (42, 44, 6))

I_2004 = [(75, 145, "c"), (220, 250, "c"), (30, 90, "k"), (150, 200, "k")]
J_2004 = [(70, 150, "c"), (205, 225, "c"), (250, 270, "c"), (30, 90, "k"), (150, 200, "k")]


def test_u_alpha_is_the_published_one_for_three_observers() -> None:
    """Krippendorff, Content Analysis, 4th ed. (2019), figure 12.11; also Krippendorff et al. (2016).

    It prints 0.510 and, cut off rather than rounded, 0.413. No second example with its data was found in print: the R
    package quallmer tests this figure too, and the README of the Python port prints values of other data than it shows.
    """
    assert round(u_alpha([ALEX, PAUL, SUZAN], LENGTH).value or 0, 3) == 0.510
    assert int(1000 * (binary_u_alpha([ALEX, PAUL, SUZAN], LENGTH).value or 0)) == 413


def by_character(observers: list[list[Unit]], length: int) -> float:
    """uα of 2016 from its definition: every character of every two observers, one coincidence each."""
    met: dict[tuple[str, str], float] = {}
    own: dict[str, float] = {}
    for units in observers:
        said = [next((v for a, b, v in units if a <= at < b), "") for at in range(length)]
        for value in said:
            own[value] = own.get(value, 0) + (1 if value == "" else 0)
        for start, end, value in units:
            own[value] = own.get(value, 0) + (end - start) ** 2
        for others in (each for each in observers if each is not units):
            theirs = [next((v for a, b, v in others if a <= at < b), "") for at in range(length)]
            for one, other in zip(said, theirs, strict=True):
                met[one, other] = met.get((one, other), 0) + 1 / (len(observers) - 1)
    return u_alpha_of(met, own).value or 0


def test_u_alpha_of_tiles_is_that_of_single_characters() -> None:
    assert u_alpha([ALEX, PAUL, SUZAN], LENGTH).value == pytest.approx(by_character([ALEX, PAUL, SUZAN], LENGTH))
    assert u_alpha([ALEX, SUZAN], LENGTH).value == pytest.approx(by_character([ALEX, SUZAN], LENGTH))


def test_the_older_alpha_is_the_published_one() -> None:
    """Krippendorff, Content Analysis, 2nd ed. (2004), p. 254: observers i and j, labels c and k."""
    assert alpha_u_of([I_2004, J_2004], "c", 300).value == pytest.approx(0.7286, abs=0.00005)
    assert alpha_u_of([I_2004, J_2004], "k", 300).value == 1.0
    assert alpha_u([I_2004, J_2004], 300).value == pytest.approx(0.8591, abs=0.0005)


BERTHA, BILL = [(2, 10, "x"), (14, 20, "x")], [(4, 8, "x"), (15, 17, "x")]
GERRET = [(2, 8, "x"), (10, 12, "x"), (14, 18, "x"), (20, 22, "x")]
GILL = [(0, 2, "x"), (4, 8, "x"), (10, 14, "x"), (16, 18, "x"), (20, 22, "x")]


@pytest.mark.parametrize(("first", "second", "value"), [(BERTHA, BILL, 0.553), (GERRET, GILL, 0.679)])
def test_the_older_alpha_is_near_its_first_publication(first: list[Unit], second: list[Unit], value: float) -> None:
    """Krippendorff (1995), p. 57, on a very fine scale; its formula had a sign wrong, which 2004 mends."""
    finely = [[(10_000 * start, 10_000 * end, label) for start, end, label in each] for each in (first, second)]
    assert alpha_u(finely, 240_000).value == pytest.approx(value, abs=0.02)


def tiled(cuts: list[int], labels: list[str]) -> list[Unit]:
    edges = sorted({0, *cuts, LENGTH})
    pieces = zip(edges, edges[1:], labels, strict=False)
    return [(start, end, label) for start, end, label in pieces if label]


tilings = st.builds(tiled, st.lists(st.integers(0, LENGTH)), st.lists(st.sampled_from(["", "a", "b"]), max_size=8))


@given(tilings, tilings)
def test_the_order_of_annotators_does_not_matter_and_one_agrees_with_oneself(
    ours: list[Unit], theirs: list[Unit]
) -> None:
    for coefficient in (u_alpha, binary_u_alpha, alpha_u):
        assert coefficient([ours, theirs], LENGTH).value == pytest.approx(coefficient([theirs, ours], LENGTH).value)
        assert coefficient([ours, ours], LENGTH).value in (None, pytest.approx(1.0))


@given(tilings, tilings)
def test_documents_add_up(ours: list[Unit], theirs: list[Unit]) -> None:
    """The sums of two documents give what the two laid end to end give."""
    again = [[(start + LENGTH, end + LENGTH, label) for start, end, label in each] for each in (theirs, ours)]
    whole = u_alpha([[*ours, *again[0]], [*theirs, *again[1]]], 2 * LENGTH)
    parts = [u_sums([ours, theirs], LENGTH), u_sums([theirs, ours], LENGTH)]
    met = {key: sum(part[0].get(key, 0) for part in parts) for key in {*parts[0][0], *parts[1][0]}}
    own = {key: sum(part[1].get(key, 0) for part in parts) for key in {*parts[0][1], *parts[1][1]}}
    assert u_alpha_of(met, own).value == pytest.approx(whole.value)


def test_overlapping_units_are_noticed() -> None:
    assert overlapping([(0, 5, "a"), (4, 6, "a")])
    assert not overlapping([(4, 6, "a"), (0, 4, "a")])


def test_nothing_marked_is_undefined() -> None:
    assert u_alpha([[], []], LENGTH).value is None
    assert alpha_u([[], []], LENGTH).value is None
    assert u_alpha([[(0, LENGTH, "a")], [(0, LENGTH, "a")]], LENGTH).value is None
