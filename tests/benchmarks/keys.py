"""How many keys a frame costs, unaided: gold frames made again in the editor with the cheapest keys there are.

    python -m tests.benchmarks.keys [--data FOLDER ...] [--limit N] [--json] [--processes 2]

Every key is counted from the start of the frame's first sentence, with the earlier frames of the article marked and no
suggestions; each frame is pressed and must come out exactly. Without `--data`: the forty reference frames, the sample
corpus, and the development part of PolNeAR, where they are there. Of several annotators the first counts.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing import Pool
from pathlib import Path
from statistics import mean, median, quantiles

from annotator.domain.editing import Editor
from annotator.domain.records import AnnotatedDocument
from tests import reference_frames
from tests.benchmarks.gold import CHECKOUT, GoldArticle, articles, codebook, first_annotators, gold
from tests.benchmarks.replay import Outcome, Replay

SHARED = CHECKOUT.parent / "shared"
ROLES = ("source", "cue", "content")
UNMADE = 99
"""What a frame counts as that keys cannot make exactly."""


def outcomes(article: GoldArticle) -> list[Outcome]:
    """What each frame of an article costs."""
    replay = Replay(Editor(AnnotatedDocument(article.document), "bench", codebook()))
    return [replay.make(frame) for frame in article.frames]


def _of_paths(paths: Sequence[Path]) -> tuple[list[Outcome], int]:
    found = list(articles(paths))
    return [outcome for article in found for outcome in outcomes(article)], sum(article.skipped for article in found)


def _in_parallel(paths: Sequence[Path], processes: int) -> tuple[list[Outcome], int]:
    with Pool(processes) as pool:
        parts = list(pool.imap(_of_paths, [[path] for path in paths]))
    return [outcome for part, _ in parts for outcome in part], sum(skipped for _, skipped in parts)


def reference() -> GoldArticle | None:
    """The forty reference frames, if their article is there."""
    path = next(iter(SHARED.glob(f"seeds/**/{reference_frames.NAME}")), None)
    if not path:
        return None
    document = reference_frames.reference(path.read_bytes().decode("utf-8"))
    return gold(document, document.sets[0])


def collections(options: argparse.Namespace) -> Iterator[tuple[str, list[Outcome], int]]:
    """The collections to replay: name, outcomes, frames left out."""
    folders = options.data or [CHECKOUT / "corpus" / "annotations", SHARED / "data" / "polnear" / "dev"]
    article = None if options.data else reference()
    if article:
        yield "reference frames", outcomes(article), article.skipped
    for folder in folders:
        paths = first_annotators(folder)[: options.limit]
        if paths:
            yield (
                str(folder.relative_to(CHECKOUT.parent) if folder.is_relative_to(CHECKOUT.parent) else folder),
                *_in_parallel(paths, options.processes),
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
    options = parser.parse_args()
    for name, found, skipped in collections(options):
        result = figures(found, skipped)
        if options.json:
            print(json.dumps({"collection": name} | result), flush=True)
            continue
        print(f"{name}")
        for key, value in result.items():
            if not isinstance(value, dict):
                print(f"  {key:20} {value}")
        print("  keys: frames        " + "  ".join(f"{k}: {n}" for k, n in result["histogram"].items()))  # type: ignore[attr-defined]
        for role, each in result["roles"].items():  # type: ignore[attr-defined]
            print(f"  {role:20} " + "  ".join(f"{k} {n}" for k, n in each.items()))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
