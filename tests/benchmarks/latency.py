"""How long a key takes to be on the screen, a start to the first paint, and how much memory an open article needs.

    python -m tests.benchmarks.latency [--keys 100] [--sizes 500 5000 50000]
    python -m tests.benchmarks.latency --suggestions

A key is posted through the driver; `painted` is until the paint that shows what it did, `work` the process's own CPU
time in between, which a busy machine inflates less, and `saved` until the last paint that it causes, which says that
the commit to the real project has returned.
"""

import argparse
import asyncio
import fcntl
import os
import pty
import select
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from textual import events
from textual.keys import _character_to_key

from annotator.domain.documents import Document, Zone, document_id
from annotator.domain.editing import Level
from annotator.domain.records import AnnotatedDocument, Annotation, Attribution, annotation_set
from annotator.domain.spans import Span
from annotator.project import Project
from annotator.project.making import make_project
from annotator.tui.app import Workbench
from tests.benchmarks import first_suggestions

SIZE = (120, 40)
QUIET = 0.03
WORDS = (
    "the minister said officials in capital talks would resume after weeks of silence despite reports that both sides"
)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def sentence(random: Random) -> str:
    words = random.choices(WORDS.split(), k=random.randint(8, 30))
    return " ".join(words).capitalize() + "."


def synthetic(count: int) -> AnnotatedDocument:
    """A document with so many sentences, three in five of them with one to three overlapping spans."""
    random = Random(count)
    parts, spans, offset = [], [], 0
    for index in range(count):
        text = sentence(random)
        spans.append(Span(offset, offset + len(text)))
        gap = "\n" if index % 4 == 3 else " "
        parts.append(text + gap)
        offset += len(text) + 1
    text = "".join(parts)
    document = Document(
        id=document_id(text),
        name=f"{count} sentences",
        text=text,
        zones=(Zone(0, len(text), "body"),),
        sentences=tuple(spans),
    )
    return AnnotatedDocument(document, (annotation_set("ana", records(document, random)),))


def records(document: Document, random: Random) -> Iterator[Annotation | Attribution]:
    for index, span in enumerate(document.sentences):
        if random.random() > 0.6:
            continue
        chosen = random.sample(["source", "cue", "content"], random.randint(1, 3))
        ids = {}
        for label in chosen:
            start = random.randint(span.start, span.end - 6)
            end = random.randint(start + 3, span.end)
            ids[label] = f"{document.id}-{index}-{label}"
            yield Annotation(
                id=ids[label],
                document_id=document.id,
                annotator="ana",
                created=NOW,
                label=label,
                fragments=(Span(start, end),),
            )
        if "content" in ids:
            yield Attribution(
                id=f"{document.id}-{index}-frame",
                document_id=document.id,
                annotator="ana",
                created=NOW,
                source=(ids["source"],) if "source" in ids else (),
                cue=ids.get("cue"),
                content=(ids["content"],),
            )


def project_with(folder: Path, documents: list[AnnotatedDocument]) -> Path:
    path = folder / "latency.db"
    make_project(path, "ana")
    with Project.open(path, "ana") as project:
        for each in documents:
            project.store.add([each], by="ana", at=NOW, action="add")
    return path


class Timed(Workbench):
    """A workbench that notes when it painted."""

    paints: list[tuple[float, float]]

    def post_display_hook(self) -> None:
        self.paints.append((time.perf_counter(), time.process_time()))
        super().post_display_hook()


async def press(app: Timed, key: str) -> tuple[float, float, float]:
    """Seconds from the key to the first paint, by the clock and of this process's work, and to the last paint."""
    name = key if len(key) > 1 else _character_to_key(key)
    app.paints = []
    begun, work = time.perf_counter(), time.process_time()
    app._driver.process_message(events.Key(name, key if len(key) == 1 else None))  # type: ignore[union-attr]
    while not app.paints or time.perf_counter() - app.paints[-1][0] < QUIET:
        await asyncio.sleep(QUIET / 3 if app.paints else 0.001)
        if not app.paints and time.perf_counter() - begun > 2:
            return float("nan"), float("nan"), float("nan")
    return app.paints[0][0] - begun, app.paints[0][1] - work, app.paints[-1][0] - begun


async def latencies(project: Project, name: str, presses: int) -> dict[str, list[tuple[float, float, float]]]:
    app = Timed(project, name, Path(tempfile.gettempdir()) / "no-theme", Level.OFF)
    app.paints = []
    found: dict[str, list[tuple[float, float, float]]] = {}
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        for key in ("j", "q", "["):
            await press(app, "j")
            if key == "[":
                await press(app, "q")
            for _ in range(3):
                await press(app, key)
            found[key] = []
            for count in range(presses):
                if key != "j" and count % 4 == 3:
                    await press(app, "escape")
                    await press(app, "j")
                    if key == "[":
                        await press(app, "q")
                found[key].append(await press(app, key))
    return found


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(value for value in values if value == value)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else float("nan")


def first_paint(arguments: list[str], needle: bytes) -> tuple[float, float]:
    """Seconds from the start of a process in a pseudo-terminal until `needle` is on its screen, and its MiB then."""
    begun = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
        os.execv(arguments[0], arguments)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
    seen = b""
    while needle not in seen:
        if not select.select([terminal], [], [], 20)[0]:
            break
        seen += os.read(terminal, 65536)
    elapsed = time.perf_counter() - begun
    time.sleep(1)
    status = Path(f"/proc/{pid}/status").read_text()
    resident = next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    os.close(terminal)
    return elapsed, resident


def start(path: Path, name: str) -> list[str]:
    code = f"""
from pathlib import Path
from annotator.project import Project
from annotator.tui.app import run
project = Project.open(Path({str(path)!r}), "ana")
run(project, project.find_document({name!r}))
"""
    return [sys.executable, "-c", code]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--keys", type=int, default=100)
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 5000, 50000])
    parser.add_argument("--suggestions", action="store_true", help="only what suggestions cost, and how soon they come")
    options = parser.parse_args()
    if options.suggestions:
        first_suggestions.measure()
        return
    documents = [synthetic(count) for count in options.sizes]
    with tempfile.TemporaryDirectory() as folder:
        path = project_with(Path(folder), documents)
        columns = [f"{what} {share}" for what in ("painted", "work", "saved") for share in ("p50", "p99")]
        print(f"{'sentences':>9} {'key':>4}", *(f"{column:>11}" for column in columns), " (ms)")
        for each in documents:
            with Project.open(path, "ana") as project:
                found = asyncio.run(latencies(project, each.document.id, options.keys))
            for key, values in found.items():
                figures = [percentile([v[n] for v in values], share) for n in range(3) for share in (0.5, 0.99)]
                row = f"{len(each.document.sentences):>9} {key:>4}"
                print(row, *(f"{figure:>11.1f}" for figure in figures), flush=True)
        print(f"\n{'sentences':>9} {'start s':>8} {'MiB':>5}")
        for each in documents:
            runs = [first_paint(start(path, each.document.id), b"saved") for _ in range(5)]
            seconds, resident = statistics.median(run[0] for run in runs), max(run[1] for run in runs)
            print(f"{len(each.document.sentences):>9} {seconds:>8.2f} {resident:>5.0f}")


if __name__ == "__main__":
    main()
