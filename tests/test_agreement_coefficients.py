"""Every coefficient gives the value published with an example, and what independent libraries give on any data."""

import math
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.clusterings import b_cubed, families
from annotator.agreement.coefficients import (
    Measure,
    ac1,
    alphas,
    cohen,
    f1,
    fleiss,
    kappas,
    masi,
    mean,
    nominal_alpha,
    observed_agreement,
    tables,
)

complete = st.lists(st.tuples(*[st.sampled_from("abc")] * 3), min_size=2, max_size=30)
"""Units that all of three annotators saw."""
gappy = st.lists(st.lists(st.sampled_from("abcd"), min_size=1, max_size=4).map(tuple), min_size=2, max_size=30)
"""Units that some of four annotators saw."""
sets = st.frozensets(st.sampled_from("abc"))


def crossed(*rows: tuple[int, ...]) -> Counter[tuple[Any, ...]]:
    """Units from a contingency table: the first annotator's value down, the second's across."""
    return Counter({(i, j): n for i, row in enumerate(rows) for j, n in enumerate(row) if n})


def counted(*rows: tuple[int, ...]) -> Counter[tuple[Any, ...]]:
    """Units from how often each value was given to each."""
    return Counter(tuple(value for value, n in enumerate(row) for _ in range(n)) for row in rows)


def rated(text: str) -> Counter[tuple[Any, ...]]:
    """Units from the values that annotators gave them, a unit a word."""
    return Counter(tuple(sorted(word)) for word in text.split())


COHEN_1960 = crossed((88, 14, 18), (10, 40, 10), (2, 6, 12))
FLEISS_1971 = rated(
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445 "
    "333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"
)
WIKIPEDIA = counted(
    (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
)  # fmt: skip
OBSERVERS = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
KRIPPENDORFF_C = Counter(tuple(v for v in unit if v != ".") for unit in zip(*OBSERVERS, strict=True))

PUBLISHED = [
    # Fleiss (1971), table 1 and text: 30 patients, six psychiatrists, five diagnoses
    (observed_agreement, FLEISS_1971, 0.556, 3),
    # Artstein & Poesio, "Inter-Coder Agreement for Computational Linguistics" (2008), tables 1 and 8
    (observed_agreement, crossed((20, 10), (20, 50)), 0.7, 3),
    (observed_agreement, crossed((46, 0, 0), (6, 32, 6), (0, 0, 10)), 0.88, 3),
    # Cohen (1960), table 3
    (cohen, COHEN_1960, 0.492, 3),
    # Artstein & Poesio (2008), tables 1 and 8
    (cohen, crossed((20, 10), (20, 50)), 0.348, 3),
    (cohen, crossed((46, 0, 0), (6, 32, 6), (0, 0, 10)), 0.801, 3),
    # Feinstein & Cicchetti, "High agreement but low kappa I" (1990): the same agreement of .85, twice
    (cohen, crossed((40, 9), (6, 45)), 0.70, 2),
    (cohen, crossed((80, 10), (5, 5)), 0.32, 2),
    # Fleiss (1971)
    (fleiss, FLEISS_1971, 0.430, 3),
    # Wikipedia, "Fleiss' kappa", worked example: ten units, fourteen annotators
    (fleiss, WIKIPEDIA, 0.210, 3),
    # Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), A: two observers, ten units
    (nominal_alpha, Counter(zip("0100000010", "1110010000", strict=True)), 0.095, 3),
    # the same, B: two observers, twelve units with five values
    (nominal_alpha, Counter(zip("aabbdcccedda", "babbbccceddd", strict=True)), 0.692, 3),
    # the same, C: four observers, values missing
    (nominal_alpha, KRIPPENDORFF_C, 0.743, 3),
    # Gwet, "Kappa statistic is not satisfactory for assessing the extent of agreement between raters" (2002), table 1
    (ac1, crossed((118, 5), (2, 0)), 0.94, 2),
    # Gwet, Handbook of Inter-Rater Reliability, 4th ed. (2014), four raters and twelve subjects, values missing
    (ac1, KRIPPENDORFF_C, 0.775, 3),
]


@pytest.mark.parametrize(("coefficient", "units", "value", "digits"), PUBLISHED)
def test_the_published_value_is_found(
    coefficient: Any, units: Counter[tuple[Any, ...]], value: float, digits: int
) -> None:
    assert round(coefficient(units).value, digits) == value


def test_f1_is_positive_specific_agreement() -> None:
    """Cicchetti & Feinstein, "High agreement but low kappa II" (1990): p_pos of the two tables of part I."""
    assert f1(40, 49, 46).value == pytest.approx(0.842, abs=0.0005)
    assert f1(80, 90, 85).value == pytest.approx(0.914, abs=0.0005)


MASI = [
    ("ab", "ab", 0.0),  # equal
    ("ab", "abcd", 0.6667),  # one holds the other: NLTK 3.10, docstring of `masi_distance`: 0.6666666666666667
    ("abcd", "cde", 0.8667),  # they share something else, J = 2/5: NLTK 3.10, test/metrics.doctest: 0.8666666666666667
    ("abc", "ab", 0.5556),  # one holds the other, J = 2/3
    ("ab", "bc", 0.8889),  # they share something else, J = 1/3
    ("ab", "cd", 1.0),  # nothing shared
    ("", "a", 1.0),  # the empty set shares nothing
    ("", "", 0.0),  # but is equal to itself
]


@pytest.mark.parametrize(("one", "other", "distance"), MASI)
def test_masi_is_jaccard_times_monotonicity(one: str, other: str, distance: float) -> None:
    """Passonneau (2006): M is 1, 2/3, 1/3 or 0. She prints alphas of pyramids, but not the sets that they are of."""
    assert masi(set(one), set(other)) == pytest.approx(distance, abs=0.00005)
    assert masi(set(other), set(one)) == masi(set(one), set(other))


def test_b_cubed_is_the_published_one() -> None:
    """Bagga & Baldwin (1998), figures 1 to 3: a wrong link between a small and a large chain, or two large ones."""
    truth = "AAAAABBCCCCC"
    small, large = "AAAAABBBBBBB", "AAAAABBAAAAA"
    precision, recall, _ = b_cubed(list(zip(truth, small, strict=True)))
    assert (round(precision.value or 0, 2), recall.value) == (0.76, 1.0)
    precision, recall, _ = b_cubed(list(zip(truth, large, strict=True)))
    assert (round(precision.value or 0, 2), recall.value) == (0.58, 1.0)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=12))
def test_b_cubed_turns_round_with_the_annotators_and_is_one_for_the_same_clusters(
    clusters: list[tuple[int, int]],
) -> None:
    precision, recall, both = b_cubed(clusters)
    swapped = b_cubed([(second, first) for first, second in clusters])
    assert (precision, recall, both) == (swapped[1], swapped[0], swapped[2])
    assert b_cubed([(first, first) for first, _ in clusters])[2].value == pytest.approx(1)


def test_a_family_is_all_that_links_join() -> None:
    found = families([("a", "b"), ("c", "d"), ("d", "b"), ("e", "f")])
    assert found["a"] == found["b"] == found["c"] == found["d"]
    assert found["e"] == found["f"] != found["a"]


UNDEFINED = [
    (nominal_alpha({}), "two annotators"),  # nothing at all
    (nominal_alpha({("a",): 9}), "two annotators"),  # one annotator only
    (nominal_alpha({("a", "a"): 9}), "the same"),  # no variance
    (cohen({("a",): 9}), "two annotators"),
    (cohen({("a", "a"): 9}), "the same"),
    (fleiss({("a", "a"): 9}), "the same"),
    (fleiss({("a", "a"): 1, ("a", "b", "b"): 1}), "same number"),  # Fleiss' kappa knows no missing values
    (ac1({("a", "a"): 9}), "the same"),
    (ac1({("a",): 9, ("b",): 1}), "two annotators"),
    (observed_agreement({("a",): 9}), "two annotators"),
    (f1(0, 0, 0), "neither"),  # nothing was marked by either
    (mean([Measure(None, "x")]), "no pair"),  # nothing defined to take the mean of
    (b_cubed([])[2], "neither"),
]


@pytest.mark.parametrize(("measure", "reason"), UNDEFINED)
def test_undefined_is_said_with_its_reason_and_is_never_a_number(measure: Measure, reason: str) -> None:
    assert measure.value is None
    assert reason in measure.reason


def same(measure: Measure, value: float) -> bool:
    """Whether both are undefined, or both the same number."""
    return measure.value is None if math.isnan(value) else measure.value == pytest.approx(value, abs=1e-9)


@given(gappy)
def test_alpha_is_what_the_library_krippendorff_finds(units: list[tuple[str, ...]]) -> None:
    krippendorff = pytest.importorskip("krippendorff")
    table = [[unit.count(value) for value in "abcd"] for unit in units]
    if nominal_alpha(Counter(units)).value is not None:
        found = krippendorff.alpha(value_counts=table, level_of_measurement="nominal")
        assert same(nominal_alpha(Counter(units)), found)


@given(complete)
def test_cohens_kappa_is_what_scikit_learn_finds(units: list[tuple[str, ...]]) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    first, second, _ = zip(*units, strict=True)
    if len({*first, *second}) > 1:
        assert same(cohen(Counter(zip(first, second, strict=True))), metrics.cohen_kappa_score(first, second))


@given(complete)
def test_fleiss_kappa_is_what_statsmodels_finds(units: list[tuple[str, ...]]) -> None:
    rater = pytest.importorskip("statsmodels.stats.inter_rater")
    table = [[unit.count(value) for value in "abc"] for unit in units]
    if fleiss(Counter(units)).value is not None:
        assert same(fleiss(Counter(units)), rater.fleiss_kappa(table))


@given(st.lists(st.tuples(sets, sets, sets), min_size=2, max_size=15))
def test_alpha_with_masi_is_what_nltk_finds(units: list[tuple[frozenset[str], ...]]) -> None:
    agreement = pytest.importorskip("nltk.metrics.agreement")
    found = nominal_alpha(Counter(units), masi)
    if found.value is not None:
        data = [(who, at, value) for at, unit in enumerate(units) for who, value in enumerate(unit)]
        assert same(found, agreement.AnnotationTask(data, distance=masi).alpha())


@given(complete)
def test_observed_agreement_is_what_scikit_learn_calls_accuracy(units: list[tuple[str, ...]]) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    first, second, _ = zip(*units, strict=True)
    found = observed_agreement(Counter(zip(first, second, strict=True)))
    assert same(found, metrics.accuracy_score(first, second))


@given(complete)
def test_f1_is_what_scikit_learn_finds_of_two_values(units: list[tuple[str, ...]]) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    ours, theirs = ([value == "a" for value in column] for column in list(zip(*units, strict=True))[:2])
    found = f1(sum(a and b for a, b in zip(ours, theirs, strict=True)), sum(ours), sum(theirs))
    assert same(found, metrics.f1_score(ours, theirs, zero_division=math.nan))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=30))
def test_ac1_is_its_textbook_formula_for_two_annotators(units: list[tuple[str, str]]) -> None:
    """Gwet (2008), formulas 4 and 5, over the values that were given."""
    values = {value for unit in units for value in unit}
    if len(values) > 1:
        share = {v: sum(unit.count(v) for unit in units) / (2 * len(units)) for v in values}
        chance = sum(p * (1 - p) for p in share.values()) / (len(values) - 1)
        observed = sum(one == other for one, other in units) / len(units)
        assert same(ac1(Counter(units)), (observed - chance) / (1 - chance))


@given(sets, sets)
def test_masi_is_nltks_but_for_its_rounding(one: frozenset[str], other: frozenset[str]) -> None:
    distance = pytest.importorskip("nltk.metrics.distance")
    if one or other:
        assert masi(one, other) == pytest.approx(distance.masi_distance(set(one), set(other)), abs=0.004)


@given(gappy)
def test_alpha_with_the_plain_distance_is_alpha(units: list[tuple[str, ...]]) -> None:
    assert nominal_alpha(Counter(units), lambda v, w: float(v != w)).value == pytest.approx(
        nominal_alpha(Counter(units)).value
    )


@given(st.lists(complete, min_size=1, max_size=4))
def test_many_tables_at_once_give_what_each_gives_alone(samples: list[list[tuple[str, ...]]]) -> None:
    np = pytest.importorskip("numpy")
    every = [tables(Counter([("a", "b", "c"), *sample])) for sample in samples]
    stacked = np.array([each.coincidences for each in every])
    assert list(alphas(stacked)) == pytest.approx([float(alphas(each.coincidences)) for each in every])
    assert list(kappas(stacked)) == pytest.approx([float(kappas(each.coincidences)) for each in every])
