"""Two annotators' clusterings of the same things: which mentions are one source, which claims are one family."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

from annotator.agreement.coefficients import Measure, f1


def item_scores(clusters: Sequence[tuple[Hashable, Hashable]]) -> list[tuple[float, float]]:
    """For each thing, given its cluster by either annotator, its precision and recall in B-cubed.

    Precision is the share of its second cluster that is in its first; recall the share of its first that is in its
    second: Bagga & Baldwin, "Algorithms for Scoring Coreference Chains", LREC workshop (1998).
    """
    firsts, seconds = Counter(one for one, _ in clusters), Counter(other for _, other in clusters)
    both = Counter(clusters)
    return [(both[pair] / seconds[pair[1]], both[pair] / firsts[pair[0]]) for pair in clusters]


def b_cubed(clusters: Sequence[tuple[Hashable, Hashable]]) -> tuple[Measure, Measure, Measure]:
    """Precision, recall and F1 of the second clustering against the first: Bagga & Baldwin (1998), all things alike."""
    scores = item_scores(clusters)
    if not scores:
        nothing = Measure(None, "neither annotator linked any")
        return nothing, nothing, nothing
    precision = sum(each for each, _ in scores) / len(scores)
    recall = sum(each for _, each in scores) / len(scores)
    return Measure(precision), Measure(recall), f1(precision * recall, precision, recall)


def families(links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For everything that is linked, directly or by way of others, the one that stands for its family."""
    above: dict[str, str] = {}

    def top(one: str) -> str:
        while above.setdefault(one, one) != one:
            above[one] = one = above[above[one]]
        return one

    for first, second in links:
        above[top(first)] = top(second)
    return {one: top(one) for one in list(above)}
