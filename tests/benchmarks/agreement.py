"""How long agreement takes on a million spans by three annotators, and how that grows, beside the usual libraries.

    python -m tests.benchmarks.agreement [--spans 10000 100000 1000000] [--patience 60] [--short]

Articles are made as they are asked for, as the store would give them; the time of their making is taken out. Times are
of the processor, which other jobs inflate less; what has passed by the clock stands beside them. Ours is
every nominal and span measure with its interval of 1,000 resamples, for all annotators, labels and pairs at once. Each
library gets the same articles in its own form, made beforehand, in growing sizes until the next one would take longer
than its patience; one that is not installed is left out.
"""

import argparse
import math
import resource
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import combinations
from random import Random
from typing import Any

from annotator.agreement.comparing import agreement_of, tallied
from annotator.agreement.counting import Scope, marked
from annotator.agreement.figures import Agreement
from annotator.agreement.units import Labelling
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.documents import Document, document_id
from annotator.domain.records import AnnotatedDocument, Annotation, Progress, State, annotation_set
from annotator.domain.spans import Span
from tests.conftest import CHECKOUT

ANNOTATORS = ("ana", "ben", "cyd")
LABELS = ("source", "cue", "content")
PER_ARTICLE = 80
"""Spans of one annotator in an article, as in PolNeAR."""
WORDS = ("minister", "said", "officials", "in", "the", "capital", "would", "resume", "talks", "after", "weeks")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
CODEBOOK = parse_codebook((CHECKOUT / "corpus" / "codebook.toml").read_text(encoding="utf-8"), "codebook.toml")
AIM_SECONDS, AIM_BYTES = 20.0, 2 * 1024**3


class Made:
    """So many articles, made one by one, and how long that took."""

    def __init__(self, spans: int) -> None:
        self.articles = max(1, round(spans / PER_ARTICLE / len(ANNOTATORS) / 0.9))
        self.seconds = 0.0
        self.clock = 0.0
        self.spans = 0

    def __iter__(self) -> Iterator[AnnotatedDocument]:
        for number in range(self.articles):
            before, clock = time.process_time(), time.perf_counter()
            made = self._article(Random(number), number)
            self.seconds += time.process_time() - before
            self.clock += time.perf_counter() - clock
            yield made

    def _article(self, random: Random, number: int) -> AnnotatedDocument:
        text = f"{number} " + " ".join(random.choices(WORDS, k=800)) + "."
        starts = [i + 1 for i, char in enumerate(text) if char == " "]
        truth = [
            (random.choice(LABELS), random.randrange(len(starts) - 20), random.choice((1, 2, 9)))
            for _ in range(PER_ARTICLE)
        ]
        identity = document_id(text)
        return AnnotatedDocument(
            Document(identity, f"{number}.txt", text),
            tuple(self._set(who, identity, random, truth, starts) for who in ANNOTATORS),
        )

    def _set(
        self, who: str, document: str, random: Random, truth: list[tuple[str, int, int]], starts: list[int]
    ) -> Any:
        head = {"document_id": document, "annotator": who, "created": NOW}
        spans = []
        for label, at, words in truth:
            luck = random.random()
            if luck < 0.1:
                continue
            shift = 1 if luck < 0.2 else 0
            spans.append((label, Span(starts[at + shift], starts[at + words + 1 + shift * random.randrange(3)] - 1)))
        self.spans += len(spans)
        records = [
            Annotation(id=f"{who}{i}", label=label, fragments=(span,), **head) for i, (label, span) in enumerate(spans)
        ]
        return annotation_set(who, [*records, Progress(id=f"{who}p", state=State.FINISHED, **head)])


def ours(spans: int) -> tuple[float, float, Made, Agreement]:
    """Everything at once: seconds of processor and clock without the making of the articles."""
    made = Made(spans)
    before, clock = time.process_time(), time.perf_counter()
    told = agreement_of(tallied(made, Scope(codebook=CODEBOOK)))
    return time.process_time() - before - made.seconds, time.perf_counter() - clock - made.clock, made, told


def tokens_of(spans: int) -> list[list[int]]:
    """The set of labels on each token of each annotator, as a number."""
    labelling, rows = Labelling(), [[] for _ in ANNOTATORS]  # type: ignore[var-annotated]
    for each in Made(spans):
        sides = [marked(each.document, annotations, Scope()) for annotations in each.sets]
        for row, codes in zip(rows, labelling.codes(each.document, sides, "token", None), strict=True):
            row.extend(codes.tolist())
    return rows


def krippendorff_alpha(rows: list[list[int]]) -> float:
    import krippendorff

    return float(krippendorff.alpha(reliability_data=rows, level_of_measurement="nominal"))


def sklearn_cohen(rows: list[list[int]]) -> float:
    from sklearn.metrics import cohen_kappa_score

    kappas = [cohen_kappa_score(one, other) for one, other in combinations(rows, 2)]
    return float(sum(kappas) / len(kappas))


def statsmodels_fleiss(rows: list[list[int]]) -> float:
    import numpy as np
    from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

    return float(fleiss_kappa(aggregate_raters(np.array(rows).T)[0]))


def nltk_alpha(rows: list[list[int]]) -> float:
    from nltk.metrics.agreement import AnnotationTask

    return float(AnnotationTask([(who, i, v) for who, row in enumerate(rows) for i, v in enumerate(row)]).alpha())


def simpledorff_alpha(rows: list[list[int]]) -> float:
    import pandas
    from simpledorff import calculate_krippendorffs_alpha_for_df

    columns = list(zip(*((i, who, v) for who, row in enumerate(rows) for i, v in enumerate(row)), strict=True))
    table = pandas.DataFrame(dict(zip(("unit", "who", "value"), columns, strict=True)))
    return float(calculate_krippendorffs_alpha_for_df(table, "unit", "who", "value"))


def irrcac(measure: str) -> Callable[[list[list[int]]], float]:
    def coefficient(rows: list[list[int]]) -> float:
        import pandas
        from irrCAC.raw import CAC

        found = getattr(CAC(pandas.DataFrame(dict(enumerate(rows)))), measure)()
        return float(found["est"]["coefficient_value"])

    return coefficient


def nervaluate_f1(sets: list[list[list[dict[str, Any]]]]) -> float:
    """Strict F1, the mean of pairs."""
    from nervaluate.evaluator import Evaluator

    pairs = [Evaluator(one, other, tags=list(LABELS)).evaluate() for one, other in combinations(sets, 2)]
    return float(sum(pair["overall"]["strict"].f1 for pair in pairs) / len(pairs))


def spans_of(spans: int) -> list[list[list[dict[str, Any]]]]:
    """The spans of each annotator, article by article."""
    sets: list[list[list[dict[str, Any]]]] = [[] for _ in ANNOTATORS]
    for each in Made(spans):
        for side, annotations in zip(sets, each.sets, strict=True):
            side.append(
                [
                    {"label": a.label, "start": a.fragments[0].start, "end": a.fragments[0].end}
                    for a in annotations.of(Annotation)
                ]
            )
    return sets


Library = tuple[Callable[[int], Any], Callable[[Any], float], Callable[[Agreement], float | None]]

LIBRARIES: dict[str, Library] = {
    "krippendorff, alpha": (tokens_of, krippendorff_alpha, lambda told: told.alpha.value),
    "nltk, alpha": (tokens_of, nltk_alpha, lambda told: told.alpha.value),
    "simpledorff, alpha": (tokens_of, simpledorff_alpha, lambda told: told.alpha.value),
    "irrCAC, AC1": (tokens_of, irrcac("gwet"), lambda told: told.nominal.ac1.value),
    "scikit-learn, Cohen": (tokens_of, sklearn_cohen, lambda told: told.nominal.cohen.value),
    "statsmodels, Fleiss": (tokens_of, statsmodels_fleiss, lambda told: told.nominal.fleiss.value),
    "nervaluate, strict F1": (spans_of, nervaluate_f1, lambda told: told.exact.value),
}
"""What each library is given, what it computes of that, and which of our figures it is."""


def beside(name: str, found: dict[int, tuple[float, Agreement]], patience: float) -> None:
    """Print what a library takes for its one figure on the largest size that it finishes in time."""
    form, library, figure = LIBRARIES[name]
    line, before = "not installed", 0.0
    for size, (seconds, told) in found.items():
        if before * 10 > patience:
            break
        given = form(size)
        start = time.process_time()
        try:
            value = library(given)
        except ImportError:
            break
        before = time.process_time() - start
        line = (
            f"{size:>10,} spans {before:8.2f} s for {value:.4f}; "
            f"all of ours {seconds:8.2f} s, this one {figure(told) or 0:.4f}"
        )
    print(f"  {name:22} {line}")


def growth(found: dict[int, tuple[float, Agreement]]) -> str:
    """How the time grew from the smallest size to the largest, beside n log n."""
    first, last = min(found), max(found)
    times, n_log_n = found[last][0] / found[first][0], last * math.log(last) / (first * math.log(first))
    return f"{first:,} to {last:,} spans: {times:.0f} times the time; n log n would be {n_log_n:.0f} times"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spans", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--patience", type=float, default=60, help="seconds that a library may take; 0 for none")
    parser.add_argument("--short", action="store_true", help="10,000 and 40,000 spans")
    options = parser.parse_args()
    ours(1_000)
    found: dict[int, tuple[float, Agreement]] = {}
    for size in sorted([10_000, 40_000] if options.short else options.spans):
        seconds, clock, made, told = ours(size)
        found[size] = (seconds, told)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        each = 1e6 * seconds / made.spans
        rate = f"{seconds:6.2f} s ({clock:.2f} by the clock), {each:5.1f} µs a span, {peak / 2**20:5.0f} MB"
        print(f"{made.spans:>10,} spans, {made.articles:>6,} articles: {rate}", flush=True)
        if size >= 1_000_000:
            print(
                "within the aim" if seconds <= AIM_SECONDS and peak <= AIM_BYTES else "BEYOND THE AIM of 20 s and 2 GB"
            )
    if len(found) > 1:
        print(growth(found))
    for name in LIBRARIES if options.patience else ():
        beside(name, found, options.patience)


if __name__ == "__main__":
    main()
