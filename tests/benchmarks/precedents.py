"""How long it takes to find the decisions most like the one at hand, in a project of many articles.

python -m tests.benchmarks.precedents [--data FOLDER] [--articles 1000] [--queries 100] [--short]

Each time is the clock's, and the process's own CPU time beside it, which a busy machine inflates less.
"""

import argparse
import tempfile
import time
from itertools import islice
from pathlib import Path
from random import Random
from statistics import quantiles

from annotator.domain.editing import Editor
from annotator.domain.precedents import Query, query_of
from annotator.domain.records import Annotation
from annotator.project import Project
from annotator.project.making import make_project
from annotator.project.precedents import precedents
from tests.benchmarks.gold import CHECKOUT

DATA = CHECKOUT.parent / "shared" / "data" / "polnear" / "train"
LIMIT = 100
"""Milliseconds that it may take."""


def queries(project: Project, count: int) -> list[Query]:
    """Spans of articles all over the project, and one sentence for every three of them."""
    random = Random(count)
    found: list[Query] = []
    for document_id in random.sample(ids := project.store.document_ids(), min(count, len(ids))):
        editor = Editor(project.load(document_id, [project.annotator]), project.annotator, project.codebook)
        found.append(query_of(editor))
        for each in random.sample(spans := list(editor.annotations.of(Annotation)), min(3, len(spans))):
            editor.look(active=each.id)
            found.append(query_of(editor))
    return list(islice(found, count))


def tell(name: str, milliseconds: list[float]) -> None:
    """Print how long it took."""
    cuts = quantiles(milliseconds, n=100)
    print(f"{name:<10} 50th {cuts[49]:4.0f} ms, 95th {cuts[94]:4.0f} ms, most {max(milliseconds):4.0f} ms", end="; ")
    print(f"{sum(each > LIMIT for each in milliseconds)} of {len(milliseconds)} above {LIMIT} ms")


def measure(project: Project, count: int) -> None:
    """Ask, and print the times."""
    asked = queries(project, count)
    precedents(project, asked[0])
    clock, own, found = [], [], 0
    for query in asked:
        began, worked = time.perf_counter(), time.process_time()
        found += len(precedents(project, query))
        clock.append(1000 * (time.perf_counter() - began))
        own.append(1000 * (time.process_time() - worked))
    print(f"{found / len(asked):.1f} decisions are found on average")
    tell("clock", clock)
    tell("CPU time", own)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="a folder of .ann with their articles")
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--short", action="store_true", help="the sample corpus, 20 queries")
    given = parser.parse_args()
    folder = CHECKOUT / "corpus" / "annotations" if given.short or not given.data.is_dir() else given.data
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "precedents.db"
        make_project(path, "ana")
        with Project.open(path, "ana") as project:
            project.import_sets(sorted(folder.rglob("*.ann"))[: given.articles])
            held = max(project.store.annotators(), key=lambda each: len(project.store.documents_of(each)))
            count = project.store.counts()
        print(f"{count['document']:,} articles, {count['annotation']:,} annotations, asked by {held}")
        with Project.open(path, held) as project:
            measure(project, 20 if given.short else given.queries)


if __name__ == "__main__":
    main()
