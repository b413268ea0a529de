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

from annotator.domain.selecting_features import SHAPE_FEATURES, earlier, end_features, start_features
from annotator.domain.selecting_ranking import Edges, promising, ranked
from annotator.domain.selecting_shapes import Shape, ends, shapes, starts
from annotator.domain.selecting_weights import Ranking, ranking_from
from annotator.domain.selecting_window import Situation, Window
from annotator.domain.selecting_words import Words
from annotator.domain.spans import Span
from tests.benchmarks.fitting import Choices, Fit, hashed
from tests.benchmarks.gold import CHECKOUT, GoldArticle, articles, first_annotators, nearby
from tests.benchmarks.word_classes import word_classes

ROLES = ("source", "cue", "content")
SIZES = {"source": 1 << 17, "cue": 1 << 17, "content": 1 << 18}
SHRINK = {"source": 3e-4, "cue": 3e-4, "content": 3e-4}
STATES = 3
SCALE = 1 / 24


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
    size, chosen = SIZES[role], (Choices.empty(1), Choices.empty(1))
    for case in cases(found, role, 2):
        window = Window(case.situation, words)
        shape = gold_shape(window, case.gold)
        listed = (starts(window, role), ends(window, role))
        if not shape or shape[0][0] not in listed[0] or shape[-1][1] not in listed[1]:
            continue
        for choices, indexes, features, right in zip(
            chosen, listed, (start_features, end_features), (shape[0][0], shape[-1][1]), strict=True
        ):
            _add(choices, indexes.index(right), [[hashed(features(window, i), size)] for i in indexes])
    return chosen


def _add(choices: Choices, right: int, candidates: list[list[list[int]]]) -> None:
    """Add a choice whose candidates have rows of their own."""
    for rows in candidates:
        for kind, of, row in zip(choices.kinds, choices.of, rows, strict=True):
            of.append(len(kind.lengths))
            kind.add(row)
    choices.counts.append(len(candidates))
    choices.gold.append(right)


def shape_choices(found: Sequence[GoldArticle], role: str, words: Words, weights: np.ndarray) -> Choices:
    """The choice of the whole span among those with the most promising edges."""
    size, choices = SIZES[role], Choices.empty(3)
    table = weights.tolist()

    def score(features: Sequence[str]) -> float:
        return sum(table[i] for i in hashed(features, size))

    for case in cases(found, role, STATES):
        window = Window(case.situation, words)
        shape = gold_shape(window, case.gold)
        if shape:
            _add_shapes(choices, window, role, case.situation, shape, promising(window, role, score))
    return choices


def _add_shapes(choices: Choices, window: Window, role: str, situation: Situation, gold: Shape, edges: Edges) -> None:
    """Add the choice among the shapes between some edges, the gold ones among them."""
    part = (gold[0][0], gold[-1][1])
    known = set(edges.starts) >= {part[0]} and set(edges.ends) >= {part[1]}
    parts = [*edges.parts(), part] if not known or part not in edges.parts() else edges.parts()
    listed = list(dict.fromkeys(shapes(window, role, parts)))
    if gold not in listed:
        return
    size, before, features = SIZES[role], earlier(situation), SHAPE_FEATURES[role]
    rows = [(len(kind.lengths), {}) for kind in choices.kinds[:2]]
    for (begin, places), kind, indexes, made in zip(
        rows,
        choices.kinds[:2],
        ({s[0][0]: 0 for s in listed}, {s[-1][1]: 0 for s in listed}),
        (start_features, end_features),
        strict=True,
    ):
        for number, index in enumerate(indexes):
            places[index] = begin + number
            kind.add(hashed(made(window, index), size))
    for shape in listed:
        choices.of[0].append(rows[0][1][shape[0][0]])
        choices.of[1].append(rows[1][1][shape[-1][1]])
        choices.of[2].append(len(choices.kinds[2].lengths))
        choices.kinds[2].add(hashed(features(window, shape, before), size))
    choices.counts.append(len(listed))
    choices.gold.append(listed.index(gold))


def learned(found: Sequence[GoldArticle], role: str, words: Words) -> np.ndarray:
    """The weights of a role: first for its edges by themselves, then for whole spans."""
    size, weights = SIZES[role], np.zeros(SIZES[role])
    for choices in edge_choices(found, role, words):
        weights = weights + Fit(choices, size).fit(np.zeros(size), 2, 1e-4)
    choices = shape_choices(found, role, words, weights)
    print(f"  {role}: {len(choices)} choices among {len(choices.of[2]) / len(choices):.0f} spans", flush=True)
    return Fit(choices, size).fit(weights, 4, SHRINK[role])


def packed(weights: np.ndarray) -> str:
    """Weights as deflated bytes in base 64."""
    return b64encode(compress(np.clip(np.rint(weights / SCALE), -127, 127).astype(np.int8).tobytes(), 9)).decode()


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
