"""Learn the ranking of candidates from marked articles and write it into the package.

    python -m tests.benchmarks.tune_candidates FOLDER [--hold-out 8] [--out annotator/domain/ranking.json]

The folder holds `.ann` files with their articles; of several annotators the first counts. With `--hold-out N` every
N-th article is kept out and the ranking is scored on it. The same articles always give the same file.
"""

import argparse
import json
import random
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from multiprocessing import Pool
from pathlib import Path
from zlib import compress

import numpy as np

from annotator.domain.selecting_features import SHAPE_FEATURES, Earlier, earlier, end_features, start_features
from annotator.domain.selecting_ranking import Edges, promising, ranked
from annotator.domain.selecting_shapes import Shape, ends, shapes, starts
from annotator.domain.selecting_weights import Ranking, hashed, ranking_from
from annotator.domain.selecting_window import Situation, Window
from annotator.domain.selecting_words import Words
from annotator.domain.spans import Span
from tests.benchmarks.fitting import Choices, Fit
from tests.benchmarks.gold import CHECKOUT, GoldArticle, articles, first_annotators, nearby
from tests.benchmarks.word_classes import word_classes

ROLES = ("source", "cue", "content")
SHRINK = 3e-4
KEPT = {"source": 42000, "cue": 42000, "content": 66000}
OFTEN = 8
STATES = 3
SCALE = 1 / 16


@dataclass(frozen=True)
class Case:
    """One span to be found, in one state of its frame."""

    situation: Situation
    gold: tuple[Span, ...]


def cases(found: Sequence[GoldArticle], role: str, states: int) -> Iterator[Case]:
    """Every gold span of a role, with several states of the frame it belongs to."""
    chooser = random.Random(0)
    for article in found:
        taken: dict[str, set[Span]] = {each: set() for each in ROLES}
        for frame in article.frames:
            others = [each for each in ROLES if each != role and each in frame.roles]
            known = [sub for count in range(len(others) + 1) for sub in combinations(others, count)]
            near = {each: nearby(taken[each], article.document, frame.sentence) for each in ROLES}
            if role in frame.roles:
                for sub in known if len(known) <= states else sorted(chooser.sample(known, states)):
                    yield Case(
                        _situation(article, frame.sentence, {r: (frame.roles[r],) for r in sub}, near),
                        frame.roles[role],
                    )
            for each, spans in frame.roles.items():
                taken[each].update(spans)


def _situation(article: GoldArticle, sentence: int, frame: dict, taken: dict) -> Situation:
    document = article.document
    start = document.sentences[sentence].start
    return Situation(document, document.sentences, sentence, start, frame, taken)


def gold_shape(window: Window, spans: Sequence[Span]) -> Shape | None:
    """The gold span as tokens; None where its edges are none of theirs."""
    parts = tuple(window.part(span) for span in spans)
    fits = all(a < b and window.span((a, b)) == span for (a, b), span in zip(parts, spans, strict=True))
    return parts if fits else None


def edge_choices(found: Sequence[GoldArticle], role: str, words: Words) -> tuple[Choices, Choices]:
    """The choice of the start and of the end, each among all tokens."""
    chosen = (Choices.empty(1), Choices.empty(1))
    for case in cases(found, role, 2):
        window = Window(case.situation, words)
        shape = gold_shape(window, case.gold)
        listed = (starts(window, role), ends(window, role))
        if not shape or shape[0][0] not in listed[0] or shape[-1][1] not in listed[1]:
            continue
        for choices, indexes, features, right in zip(
            chosen, listed, (start_features, end_features), (shape[0][0], shape[-1][1]), strict=True
        ):
            choices.add([(i,) for i in indexes], indexes.index(right), lambda i, f=features, w=window: _row(f(w, i)))
    return chosen


def _row(features: Sequence[str]) -> list[int]:
    return [hashed(feature) for feature in features]


def shape_choices(found: Sequence[GoldArticle], role: str, words: Words, weights: dict[int, float]) -> Choices:
    """The choice of the whole span among those with the most promising edges."""
    choices = Choices.empty(3)

    def score(features: Sequence[str]) -> float:
        return sum(weights.get(hashed(each), 0.0) for each in features)

    for case in cases(found, role, STATES):
        window = Window(case.situation, words)
        shape = gold_shape(window, case.gold)
        if shape:
            _add_shapes(choices, window, role, earlier(case.situation), shape, promising(window, role, score))
    return choices


def _add_shapes(choices: Choices, window: Window, role: str, before: Earlier, gold: Shape, edges: Edges) -> None:
    """Add the choice among the shapes between some edges, the gold ones among them."""
    parts = dict.fromkeys([*edges.parts(), (gold[0][0], gold[-1][1])])
    listed = list(dict.fromkeys(shapes(window, role, parts)))
    if gold in listed:
        choices.add(
            [(shape[0][0], shape[-1][1], shape) for shape in listed],
            listed.index(gold),
            lambda i: _row(start_features(window, i)),
            lambda i: _row(end_features(window, i)),
            lambda shape: _row(SHAPE_FEATURES[role](window, shape, before)),
        )


def learned(found: Sequence[GoldArticle], role: str, words: Words) -> dict[int, float]:
    """The weights of a role: first for its edges by themselves, then for whole spans, then for the weightiest again."""
    weights: dict[int, float] = {}
    for choices in edge_choices(found, role, words):
        fit = Fit(choices, OFTEN)
        weights |= fit.named(fit.fit(fit.start({}), 2, 1e-4))
    choices = shape_choices(found, role, words, weights)
    print(f"  {role}: {len(choices)} choices among {len(choices.of[2]) / len(choices):.0f} spans", flush=True)
    fit = Fit(choices, OFTEN)
    weights = fit.named(fit.fit(fit.start(weights), 4, SHRINK))
    weightiest = sorted(weights, key=lambda each: -abs(weights[each]))[: KEPT[role]]
    print(f"  {role}: {len(weightiest)} of {len(weights)} features kept", flush=True)
    fit = Fit(choices, OFTEN, np.array(sorted(weightiest)))
    return fit.named(fit.fit(fit.start(weights), 2, SHRINK / 10))


def packed(weights: dict[int, float]) -> str:
    """Weights in the form of the file: steps between hashes and small numbers, deflated, in base 64."""
    rounded = {each: round(max(-127, min(127, weight / SCALE))) for each, weight in weights.items()}
    listed = np.array(sorted(each for each, weight in rounded.items() if weight), dtype=np.int64)
    steps = np.diff(listed, prepend=0)
    values = np.array([rounded[each] for each in listed.tolist()], dtype=np.int8)
    planes = [(steps >> shift & 255).astype(np.uint8).tobytes() for shift in (0, 8, 16)]
    return b64encode(compress(b"".join(planes) + values.tobytes(), 9)).decode()


def content(classes: dict[str, str], weights: dict[str, str]) -> str:
    """The file that the package reads."""
    by_class: dict[str, list[str]] = {}
    for word, name in classes.items():
        by_class.setdefault(name, []).append(word)
    listed = {name: " ".join(by_class[name]) for name in sorted(by_class)}
    return json.dumps({"classes": listed, "scale": SCALE, "weights": weights}, ensure_ascii=False, indent=0) + "\n"


def first_right(found: Sequence[GoldArticle], role: str, ranking: Ranking) -> dict[str, str]:
    """The share of spans found first, and among the first 1, 2, 3, 5, 10, by what the frame has."""
    ranks: dict[str, list[int]] = {}
    for case in cases(found, role, 4):
        window = Window(case.situation, ranking.words)
        listed = [tuple(map(window.span, shape)) for shape in ranked(window, role, case.situation, ranking)]
        rank = listed.index(case.gold) if case.gold in listed else 99
        ranks.setdefault(window.state, []).append(rank)
    ranks["all"] = [rank for each in ranks.values() for rank in each]
    tops = (1, 2, 3, 5, 10)
    return {s: " ".join(f"{np.mean([r < top for r in each]):.3f}" for top in tops) for s, each in sorted(ranks.items())}


def _learn(arguments: tuple[str, list[Path], dict[str, str]]) -> tuple[str, str]:
    role, paths, classes = arguments
    return role, packed(learned(list(articles(paths)), role, Words(classes)))


def _score(arguments: tuple[str, list[Path], str]) -> tuple[str, dict[str, str]]:
    role, paths, text = arguments
    return role, first_right(list(articles(paths)), role, ranking_from(text.encode()))


def main() -> None:
    """Learn, write, and score on what was held out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=CHECKOUT / "annotator" / "domain" / "ranking.json")
    parser.add_argument("--hold-out", type=int, default=0, metavar="N")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    paths = first_annotators(options.folder)
    held = paths[:: options.hold_out] if options.hold_out else []
    used = [path for path in paths if path not in held]
    classes = word_classes(article.document for article in articles(used))
    with Pool(options.processes) as pool:
        tasks = [(role, used, classes) for role in ("content", "source", "cue")]
        weights = dict(_in_parallel(pool, _learn, tasks))
        text = content(classes, {role: weights[role] for role in ROLES})
        options.out.write_text(text, "utf-8")
        print(f"{options.out}: {len(text.encode())} bytes")
        for role, shares in _in_parallel(pool, _score, [(role, held, text) for role in ROLES] if held else []):
            print(role, *(f"\n  {state:4} {share}" for state, share in shares.items()))


def _in_parallel(pool: Pool, do: Callable, tasks: list) -> list:  # type: ignore[valid-type]
    return list(pool.imap(do, tasks, chunksize=1))


if __name__ == "__main__":
    main()
