"""How many keys a frame costs: gold frames made again in the editor with the cheapest keys there are.

    python -m tests.benchmarks.keys [--data FOLDER ...] [--limit N] [--json] [--processes 2] [--with MACHINE]

Every key is counted from the start of the frame's first sentence, with the earlier frames of the article marked and no
suggestions; each frame is pressed and must come out exactly. Without `--data`: the forty reference frames, the sample
corpus, and the development part of PolNeAR, where they are there. Of several annotators the first counts.

With a machine, the same frames are made once more with its suggestions on; the keys then include those that refuse
wrong suggestions, go on to the next one, and mend what is nearly right (`aided.py`).
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from statistics import mean, median, quantiles

from annotator.domain.editing import Editor, Level
from annotator.domain.records import AnnotatedDocument
from tests import reference_frames
from tests.benchmarks.aided import Aided, AidedReplay, Machine
from tests.benchmarks.gold import CHECKOUT, GoldArticle, articles, codebook, first_annotators, gold
from tests.benchmarks.replay import Outcome, Replay

SHARED = CHECKOUT.parent / "shared"
ROLES = ("source", "cue", "content")
WAYS = ("accepted", "mended", "unaided", "refused", "gone on")
UNMADE = 99
"""What a frame counts as that keys cannot make exactly."""


def outcomes(article: GoldArticle) -> list[Outcome]:
    """What each frame of an article costs."""
    replay = Replay(Editor(AnnotatedDocument(article.document), "bench", codebook()))
    return [replay.make(frame) for frame in article.frames]


class Told:
    """What the frames of some articles cost, unaided and, with a machine, aided."""

    def __init__(self) -> None:
        self.unaided: list[Outcome] = []
        self.aided = Aided()
        self.skipped = 0

    def add(self, article: GoldArticle, machine: Machine | None, level: Level) -> "Told":
        """Replay an article."""
        plain = outcomes(article)
        self.unaided += plain
        self.skipped += article.skipped
        if machine:
            editor = Editor(AnnotatedDocument(article.document), "bench", codebook())
            replay = AidedReplay(editor, machine.frames(article.document), level)
            self.join(replay.go_through(article.frames, plain))
        return self

    def join(self, aided: Aided) -> None:
        """Count what another article cost with suggestions."""
        self.aided.outcomes += aided.outcomes
        self.aided.counts += aided.counts


def _of_paths(paths: Sequence[Path], name: str, level: Level) -> Told:
    told, machine = Told(), Machine(name, codebook()) if name else None
    for article in articles(paths):
        told.add(article, machine, level)
    return told


def _in_parallel(paths: Sequence[Path], options: argparse.Namespace) -> Told:
    shares = [paths[number :: options.processes] for number in range(options.processes)]
    whole = Told()
    with Pool(options.processes) as pool:
        for part in pool.map(partial(_of_paths, name=options.machine, level=options.level), shares):
            whole.unaided += part.unaided
            whole.skipped += part.skipped
            whole.join(part.aided)
    return whole


def aided_figures(aided: Aided) -> dict[str, object]:
    """What became of suggestions, and the keys of a frame with all that they cost."""
    counts, frames = aided.counts, len(aided.outcomes)
    made = [len(each.keys) for each in aided.outcomes if each.keys]
    spent = sum(made) + counts["refused"] + counts["gone on"]
    costs = sorted(len(each.keys) if each.keys else UNMADE for each in aided.outcomes)
    return {
        "mean, refusals included": round(spent / len(made), 2),
        "median": median(costs),
        "p90": quantiles(costs, n=10, method="inclusive")[-1] if len(costs) > 1 else costs[0],
        **{f"{name} a frame": round(counts[name] / frames, 3) for name in WAYS},
        "not made": sum(each.keys is None for each in aided.outcomes),
    }


def reference() -> GoldArticle | None:
    """The forty reference frames, if their article is there."""
    path = next(iter(SHARED.glob(f"seeds/**/{reference_frames.NAME}")), None)
    if not path:
        return None
    document = reference_frames.reference(path.read_bytes().decode("utf-8"))
    return gold(document, document.sets[0])


def collections(options: argparse.Namespace) -> Iterator[tuple[str, Told]]:
    """The collections to replay, and what they cost."""
    folders = options.data or [CHECKOUT / "corpus" / "annotations", SHARED / "data" / "polnear" / "dev"]
    article = None if options.data else reference()
    if article:
        machine = Machine(options.machine, codebook()) if options.machine else None
        yield "reference frames", Told().add(article, machine, options.level)
    for folder in folders:
        paths = first_annotators(folder)[: options.limit]
        if paths:
            yield (
                str(folder.relative_to(CHECKOUT.parent) if folder.is_relative_to(CHECKOUT.parent) else folder),
                _in_parallel(paths, options),
            )


def figures(found: Iterable[Outcome], skipped: int) -> dict[str, object]:
    """The distribution of the keys of some frames, in all and by role."""
    listed = list(found)
    costs = sorted(len(each.keys) if each.keys else UNMADE for each in listed)
    made = [each for each in listed if each.keys]
    return {
        "frames": len(listed),
        "without content": skipped,
        "not made": len(listed) - len(made),
        "median": median(costs),
        "mean of those made": round(mean(len(each.keys or ()) for each in made), 2),
        "p90": quantiles(costs, n=10, method="inclusive")[-1] if len(costs) > 1 else costs[0],
        "max of those made": max(len(each.keys or ()) for each in made),
        "histogram": dict(sorted(Counter(costs).items())),
        "roles": {role: _role(made, role) for role in ROLES},
    }


def _role(made: Sequence[Outcome], role: str) -> dict[str, float]:
    costs = [each.by_role[role] for each in made if role in each.by_role]
    firsts = [each.first[role] for each in made if role in each.first]
    if not costs:
        return {}
    ninth = quantiles(costs, n=10, method="inclusive")[-1] if len(costs) > 1 else costs[0]
    return {"mean": round(mean(costs), 2), "median": median(costs), "p90": ninth, "first right": round(mean(firsts), 3)}


def main() -> None:
    """Replay and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, nargs="+", help="folders with .ann files and their articles")
    parser.add_argument("--limit", type=int, help="only the first N articles of each folder")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--with", dest="machine", default="", help="a suggester whose suggestions are on")
    parser.add_argument("--level", type=Level, choices=list(Level)[:3], default=Level.ALL, help="which are shown")
    options = parser.parse_args()
    for name, told in collections(options):
        result = figures(told.unaided, told.skipped)
        aided = aided_figures(told.aided) if options.machine else {}
        if options.json:
            print(json.dumps({"collection": name} | result | {"aided": aided}), flush=True)
            continue
        print(f"{name}")
        for key, value in result.items():
            if not isinstance(value, dict):
                print(f"  {key:20} {value}")
        print("  keys: frames        " + "  ".join(f"{k}: {n}" for k, n in result["histogram"].items()))  # type: ignore[attr-defined]
        for role, each in result["roles"].items():  # type: ignore[attr-defined]
            print(f"  {role:20} " + "  ".join(f"{k} {n}" for k, n in each.items()))
        if aided:
            print(f"  with {options.machine}, {options.level} suggestions")
            print("".join(f"    {key:26} {value}\n" for key, value in aided.items()), end="")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
