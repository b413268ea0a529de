"""How long agreement takes on a million spans by three annotators, and how that grows, beside the usual libraries.

    python -m tests.benchmarks.agreement [--spans 10000 100000 1000000] [--libraries 100000] [--short]

Articles are made as they are asked for, as the store would give them; the time of their making is taken out. Times are
of the processor, which other jobs inflate less; what has passed by the clock stands beside them. Ours is
every nominal and span measure with its interval of 1,000 resamples, for all annotators, labels and pairs at once. Each
library gets the same articles in its own form, made beforehand; one that is not installed is left out.
"""

import argparse
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


def nervaluate_f1(spans: int) -> tuple[float, float]:
    """Strict F1, the mean of pairs, and the seconds it took."""
    from nervaluate.evaluator import Evaluator

    sets: list[list[list[dict[str, Any]]]] = [[] for _ in ANNOTATORS]
    for each in Made(spans):
        for side, annotations in zip(sets, each.sets, strict=True):
            side.append(
                [
                    {"label": a.label, "start": a.fragments[0].start, "end": a.fragments[0].end}
                    for a in annotations.of(Annotation)
                ]
            )
    before = time.process_time()
    pairs = [Evaluator(one, other, tags=list(LABELS)).evaluate() for one, other in combinations(sets, 2)]
    return sum(pair["overall"]["strict"].f1 for pair in pairs) / len(pairs), time.process_time() - before


ON_TOKENS: dict[str, tuple[Callable[[list[list[int]]], float], Callable[[Agreement], float | None]]] = {
    "krippendorff, alpha": (krippendorff_alpha, lambda told: told.alpha.value),
    "nltk, alpha": (nltk_alpha, lambda told: told.alpha.value),
    "scikit-learn, Cohen": (sklearn_cohen, lambda told: told.nominal.cohen.value),
    "statsmodels, Fleiss": (statsmodels_fleiss, lambda told: told.nominal.fleiss.value),
}
"""What the libraries compute of tokens, and which of our figures it is."""


def beside(spans: int, told: Agreement, seconds: float) -> None:
    """Print what each library takes on the same articles for the one figure it gives."""
    print(f"\non {spans:,} spans: all of ours {seconds:.2f} s; of the libraries, one figure each")
    rows = tokens_of(spans)
    for name, (library, figure) in ON_TOKENS.items():
        before = time.process_time()
        try:
            value = library(rows)
        except ImportError:
            print(f"  {name:22} not installed")
            continue
        print(f"  {name:22} {time.process_time() - before:8.2f} s  {value:.4f}, ours {figure(told) or 0:.4f}")
    try:
        value, spent = nervaluate_f1(spans)
    except ImportError:
        print(f"  {'nervaluate, strict F1':22} not installed")
        return
    exact = [pair.exact.value or 0 for pair in told.pairs]
    print(f"  {'nervaluate, strict F1':22} {spent:8.2f} s  {value:.4f}, ours {sum(exact) / len(exact):.4f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spans", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--libraries", type=int, default=100_000, help="the size that the libraries get; 0 for none")
    parser.add_argument("--short", action="store_true", help="10,000 and 40,000 spans, libraries on 10,000")
    options = parser.parse_args()
    sizes, libraries = ([10_000, 40_000], 10_000) if options.short else (options.spans, options.libraries)
    ours(1_000)
    found = {}
    for size in sizes:
        seconds, clock, made, told = ours(size)
        found[size] = (seconds, told)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        each = 1e6 * seconds / made.spans
        rate = f"{seconds:6.2f} s ({clock:.2f} by the clock), {each:5.1f} µs a span, {peak / 2**20:5.0f} MB"
        print(f"{made.spans:>10,} spans, {made.articles:>6,} articles: {rate}")
        if size == max(sizes) >= 1_000_000:
            print(
                "within the aim" if seconds <= AIM_SECONDS and peak <= AIM_BYTES else "BEYOND THE AIM of 20 s and 2 GB"
            )
    if libraries:
        seconds, told = found[libraries] if libraries in found else ours(libraries)[::3]
        beside(libraries, told, seconds)


if __name__ == "__main__":
    main()
