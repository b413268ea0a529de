"""How long a search and its keys take: on real articles, and as a project grows from 1,000 to 100,000 articles.

    python -m tests.benchmarks.search [--data FOLDER] [--sizes 1000 100000] [--keys 10] [--short]

`page` is the time until the first fifty things are found, without a screen; `key` the time that the screen's own thread
needs for a key, until what was found is painted and nothing is left to do; `with its thread`, the same and what another
thread looks for meanwhile, which no key waits for. All are CPU times, which a busy machine inflates less than the
clock; what the pilot needs by itself is told first. Last comes how much longer each takes with the most articles than
with the fewest. `--short` makes do with small sizes, for machines that only check that it runs.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from textual.pilot import Pilot

from annotator.domain.documents import Document, Zone, document_id
from annotator.domain.records import AnnotatedDocument, Annotation, Remark, annotation_set
from annotator.domain.spans import Span
from annotator.project import Project
from annotator.project.making import make_project
from annotator.project.searching import find, read_query
from annotator.tui.app import Workbench
from annotator.tui.widgets.prompt import Prompt

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "polnear" / "train"
SEEDS = DATA.parents[2] / "seeds"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SIZE = (120, 40)
VOCABULARY = (
    "the of minister officials in capital talks would resume after weeks of silence despite reports that both sides "
    "had agreed to a ceasefire along river border while aid convoys waited at crossing for permits from army"
)
WHO = "a Western diplomat|the foreign minister|Edda Roth|two people briefed on the talks|the army|a local official"
NAMING = ("unnamed_described", "role_unique", "named", "unnamed_described", "named", "unnamed_bare")
QUERIES = {
    "a common word": "talks",
    "two words": "ceasefire permits",
    "a phrase": '"Western diplomat"',
    "a rare word": "zanzibar",
    "how a word begins": "zanz*",
    "a label": "label:cue",
    "an answer": "naming:unnamed",
    "an answer and a word": "naming:unnamed diplomat",
    "a rare label": "label:addressee",
    "flags": "has:flag",
    "words in notes": "in:notes unsure",
    "an article": "doc:article-77 said",
    "an answer never given": "label:source naming:pronoun",
    "a word in no such span": "label:addressee said",
}
"""What is looked for; the last two are not found, so that every article that may hold them is looked through."""


def articles(count: int) -> Iterator[AnnotatedDocument]:
    """Articles of eight sentences, four of them with a source and a cue; one in a thousand is flagged."""
    random, vocabulary = Random(count), VOCABULARY.split()
    for number in range(count):
        parts, records, at = [], [], 0
        chosen = random.choices(range(6), k=4)
        for n in range(8):
            words = random.choices(vocabulary, k=random.randint(8, 20))
            who = WHO.split("|")[chosen[n // 2]]
            text = " ".join(words) + (f", {who} said." if n % 2 else ".")
            if n == 7 and number % 1000 == 7:
                text = text[:-1] + " in Zanzibar."
            if n % 2:
                start = at + text.index(who)
                records.append(("source", start, start + len(who), {"naming": (NAMING[chosen[n // 2]],)}))
                records.append(("cue", start + len(who) + 1, start + len(who) + 5, {}))
            parts.append(text)
            at += len(text) + 1
        if number % 1000 == 7:
            records.append(("addressee", 0, 5, {}))
        yield annotated(number, parts, records)


def annotated(number: int, parts: Sequence[str], spans: Sequence[tuple[str, int, int, dict]]) -> AnnotatedDocument:
    text = "\n".join(parts) + f"\nArticle {number}."
    starts = [sum(len(each) + 1 for each in parts[:n]) for n in range(len(parts))]
    document = Document(
        id=document_id(text),
        name=f"article-{number}",
        text=text,
        zones=(Zone(0, len(text), "body"),),
        sentences=tuple(Span(start, start + len(each)) for start, each in zip(starts, parts, strict=True)),
    )
    head = {"document_id": document.id, "annotator": "ana", "created": NOW}
    held = [
        Annotation(id=f"{number}-{n}", label=label, fragments=(Span(start, end),), attributes=answers, **head)
        for n, (label, start, end, answers) in enumerate(spans)
    ]
    marks = [Remark(id=f"{number}-r", flag="unsure of this", **head)] if number % 1000 == 7 else []
    return AnnotatedDocument(document, (annotation_set("ana", [*held, *marks]),))


def built(folder: Path, count: int) -> Path:
    path = folder / f"{count}.db"
    make_project(path, "ana")
    start = time.process_time()
    with Project.open(path, "ana") as project:
        chunk: list[AnnotatedDocument] = []
        for each in articles(count):
            chunk.append(each)
            if len(chunk) == 5000:
                project.store.add(chunk, by="ana", at=NOW, action="add")
                chunk = []
        project.store.add(chunk, by="ana", at=NOW, action="add")
    size = path.stat().st_size / 2**20
    print(f"\n{count:,} articles, {size:,.0f} MB, built in {time.process_time() - start:.0f} s")
    return path


def real(folder: Path, data: Path) -> Path:
    path = folder / "real.db"
    make_project(path, "ana")
    with Project.open(path, "ana") as project:
        summary = project.import_sets([data], format="brat", finished=True)
        if SEEDS.is_dir():
            project.add([SEEDS])
        count = project.store.counts()["document"]
        print(f"\nPolNeAR and the seeds: {count:,} articles, {len(summary.skipped)} files skipped")
    return path


class Figures:
    """What was measured, size by size."""

    def __init__(self) -> None:
        self._medians: dict[str, list[float]] = {}

    def tell(self, what: str, milliseconds: Sequence[float], more: str = "") -> None:
        """Print a figure, and keep its median."""
        median = statistics.median(milliseconds)
        self._medians.setdefault(what, []).append(median)
        print(f"{what:<34}{median:8.1f} ms median {max(milliseconds):8.1f} ms worst  {more}")

    def tell_keys(self, what: str, times: Sequence[tuple[float, float]]) -> None:
        """Print the times of the screen's thread, and those of all threads beside them."""
        own, together = zip(*times, strict=True)
        self.tell(what, own, f"with its thread {statistics.median(together):.1f} ms, worst {max(together):.1f} ms")

    def tell_growth(self, fewest: int, most: int) -> None:
        """Print how many times as long each takes with the most articles as with the fewest."""
        print(f"\ngrowth from {fewest:,} to {most:,} articles, {most / fewest:.0f} times as many (medians)")
        for what, (first, *_, last) in self._medians.items():
            print(f"{what:<34}{first:8.1f} ms → {last:8.1f} ms {last / max(first, 0.05):8.1f} ×")


def pages(path: Path, times: int, figures: Figures) -> None:
    """How long the first page of each query takes."""
    with Project.open(path, reader_of(path)) as project:
        for name, query in QUERIES.items():
            asked = read_query(project, query)
            taken = []
            for _ in range(times):
                start = time.process_time()
                found = find(project, asked)
                taken.append((time.process_time() - start) * 1000)
            figures.tell(f"page: {name}", taken, f"{len(found.hits)} found, {found.looked:,} articles looked through")


def reader_of(path: Path) -> str:
    """Somebody who has annotated there, and so sees annotations."""
    with Project.open(path, "ana") as project:
        return project.store.annotators()[0]


async def settled(pilot: Pilot[None]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def timed(pilot: Pilot[None], key: str) -> tuple[float, float]:
    """Milliseconds of the screen's thread, and of all threads."""
    start, start_of_all = time.thread_time(), time.process_time()
    await pilot.press(key)
    await settled(pilot)
    return (time.thread_time() - start) * 1000, (time.process_time() - start_of_all) * 1000


async def keys(path: Path, times: int, figures: Figures) -> None:
    """How long keys take in the library and on the search screen."""
    with Project.open(path, reader_of(path)) as project:
        async with Workbench(project, None, path.with_name("theme")).run_test(size=SIZE) as pilot:
            await settled(pilot)
            figures.tell_keys("key without a meaning", [await timed(pilot, "f11") for _ in range(times)])
            figures.tell_keys("key: library, next page", [await timed(pilot, "pagedown") for _ in range(times)])
            figures.tell_keys("key: library, a filter", [await timed(pilot, each) for each in "article-77"[:times]])
            await pilot.press("escape", "f9")
            await settled(pilot)
            for query in ("talks", "naming:unnamed diplomat", '"Western diplomat"'):
                pilot.app.screen.query_one(Prompt).value = ""
                await settled(pilot)
                figures.tell_keys(f"key: writing {query}", [await timed(pilot, each) for each in query])
            await pilot.press("enter")
            await settled(pilot)
            figures.tell_keys("key: next", [await timed(pilot, "down") for _ in range(times)])
            figures.tell_keys("key: next page", [await timed(pilot, "pagedown") for _ in range(times)])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=DATA, help="a folder of annotated articles")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 100_000])
    parser.add_argument("--keys", type=int, default=10, help="how often each is measured")
    parser.add_argument("--short", action="store_true", help="small sizes only")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        times = 2 if given.short else given.keys
        if given.data.is_dir() and not given.short:
            path = real(folder, given.data)
            pages(path, times, Figures())
            asyncio.run(keys(path, times, Figures()))
        figures, sizes = Figures(), (50, 200) if given.short else sorted(given.sizes)
        for count in sizes:
            path = built(folder, count)
            pages(path, times, figures)
            asyncio.run(keys(path, times, figures))
            path.unlink()
        if len(sizes) > 1:
            figures.tell_growth(sizes[0], sizes[-1])


if __name__ == "__main__":
    main()
