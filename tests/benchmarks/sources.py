"""How long the keys of the source registry take with many articles and many entries.

    python -m tests.benchmarks.sources [--articles 1000] [--entries 20000] [--keys 15]

A key is pressed by the pilot; the time is the CPU time of the screen's thread until it is painted and has nothing left
to do, the commit included, which a busy machine inflates less than the clock; what the pilot needs by itself is told
first. `start` is reading the registry, which a thread does while the article is looked at.
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
from annotator.domain.edits import Edit
from annotator.domain.records import AnnotatedDocument, Annotation, Link, Source, annotation_set
from annotator.domain.spans import Span
from annotator.project import Project
from annotator.project.making import make_project
from annotator.tui.app import Workbench
from annotator.tui.screens.annotate import AnnotateScreen

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SOUNDS = "mo al ra ket ber tin sha lov dra vi ser ost gen ul kha tib za rim dun wel for nor"
MENTIONS = 20
SIZE = (120, 40)


def name(random: Random) -> str:
    return " ".join("".join(random.choices(SOUNDS.split(), k=random.randint(2, 3))).capitalize() for _ in range(2))


def sources(count: int) -> list[Source]:
    """Entries of which every fifth has no name."""
    random = Random(count)
    return [
        Source(
            id=f"source-{n}",
            document_id="",
            annotator="ana",
            created=NOW,
            name=name(random) if n % 5 else f"diplomat-{n}",
            aliases=(name(random).split()[1],) if n % 5 else (f"Western diplomat in {name(random).split()[0]}",),
            attributes={"referent": ("person",)},
        )
        for n in range(count)
    ]


def articles(count: int, entries: Sequence[Source]) -> Iterator[AnnotatedDocument]:
    """Articles of many mentions, all of them linked but the last."""
    random = Random(count)
    for number in range(count):
        chosen = random.choices(entries, k=MENTIONS)
        sentences = [f"{source.aliases[0]} said in article {number} that talks would go on." for source in chosen]
        starts = [sum(len(each) + 1 for each in sentences[:n]) for n in range(MENTIONS)]
        text = "\n".join(sentences)
        spans = [Span(start, start + len(each)) for start, each in zip(starts, sentences, strict=True)]
        document = Document(
            id=document_id(text),
            name=f"article {number}",
            text=text,
            zones=(Zone(0, len(text), "body"),),
            sentences=tuple(spans),
        )
        yield AnnotatedDocument(document, (annotation_set("ana", records(document, starts, chosen)),))


def records(document: Document, starts: Sequence[int], chosen: Sequence[Source]) -> Iterator[Annotation | Link]:
    for n, (start, source) in enumerate(zip(starts, chosen, strict=True)):
        header = {"document_id": document.id, "annotator": "ana", "created": NOW}
        mention = f"{document.id}-{n}"
        place = (Span(start, start + len(source.aliases[0])),)
        yield Annotation(id=mention, label="source", fragments=place, **header)
        if n + 1 < MENTIONS:
            yield Link(id=f"{mention}-link", relation="refers_to", from_id=mention, to_id=source.id, **header)


def project_with(folder: Path, article_count: int, entry_count: int) -> Path:
    path = folder / "sources.db"
    make_project(path, "ana")
    entries = sources(entry_count)
    with Project.open(path, "ana") as project:
        project.store.add(articles(article_count, entries), by="ana", at=NOW, action="add")
        edit = Edit(id="entries", document_id="", annotator="ana", at=NOW, action="add", added=tuple(entries))
        project.apply(edit)
    return path


async def timed(pilot: Pilot[None], *keys: str) -> float:
    start = time.thread_time()
    await pilot.press(*keys)
    await pilot.pause()
    return (time.thread_time() - start) * 1000 / len(keys)


async def measure(path: Path, times: int) -> None:
    with Project.open(path, "ana") as project:
        first = next(iter(project.documents()))
        async with Workbench(project, first.id, path.with_name("theme")).run_test(size=SIZE) as pilot:
            await pilot.pause()
            project.sources.registry  # noqa: B018
            start = time.process_time()
            project.sources.forget()
            project.sources.registry  # noqa: B018
            print(f"{'start':<28}{(time.process_time() - start) * 1000:8.1f} ms")
            told("a key without a meaning", [await timed(pilot, "f11") for _ in range(times)])
            screen = pilot.app.screen
            assert isinstance(screen, AnnotateScreen)
            screen.editor.act("last_sentence")
            screen.editor.look(active=f"{first.id}-{MENTIONS - 1}")
            screen.redraw()
            told("@ guesses", [(await timed(pilot, "@"), await pilot.press("escape"))[0] for _ in range(times)])
            told("@@ links and saves", [await timed(pilot, "@", "@") for _ in range(times)])
            await pilot.press("f7")
            await pilot.pause()
            told("next source", [await timed(pilot, "down") for _ in range(times)])
            told("page of sources", [await timed(pilot, "pagedown") for _ in range(times)])
            told("next mention", [await timed(pilot, "tab") for _ in range(times)])
            told("rename and save", [await renamed(pilot, n) for n in range(times)])
            told("undo and save", [await timed(pilot, "u") for _ in range(times)])
            told("find, nearly so called", [await found(pilot) for _ in range(times)])


async def renamed(pilot: Pilot[None], n: int) -> float:
    await pilot.press("r", *"xyz"[: 1 + n % 3])
    return await timed(pilot, "enter")


async def found(pilot: Pilot[None]) -> float:
    await pilot.press("slash", "ctrl+a", "ctrl+k", *"khatibmor zar")
    return await timed(pilot, "enter")


def told(what: str, milliseconds: list[float]) -> None:
    print(f"{what:<28}{statistics.median(milliseconds):8.1f} ms median {max(milliseconds):8.1f} ms worst")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--entries", type=int, default=20000)
    parser.add_argument("--keys", type=int, default=15)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for article_count, entry_count in ((10, 200), (given.articles, given.entries)):
            print(f"{article_count:,} articles, {entry_count:,} entries")
            asyncio.run(measure(project_with(Path(folder), article_count, entry_count), given.keys))
            Path(folder, "sources.db").unlink()


if __name__ == "__main__":
    main()
