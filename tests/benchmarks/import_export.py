"""How long a corpus takes to come in and to go out by the commands, beside what the disk and plain SQLite take.

    python -m tests.benchmarks.import_export [--data FOLDER] [--articles N] [--rounds N] [--short]

The folder has articles in `text` and annotation files in `attributions`. Each time is that of a whole command, from
the start of the process; the best of the rounds counts, because a shared machine only ever adds to it.
"""

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
DATA = CHECKOUT.parent / "shared" / "data" / "polnear" / "train"
LIMITS = {"import": 6.0, "export csv": 3.0, "export jsonl": 3.0}
SHORT = 60


def best(work: Callable[[], object], rounds: int) -> float:
    """The seconds that the quickest of some runs took."""
    times: list[float] = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def command(*words: object) -> None:
    """Run a command of ours in a process of its own, with compiled modules, as in every installed program."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    program = [sys.executable, "-m", "annotator", *map(str, words)]
    subprocess.run(program, cwd=CHECKOUT, env=env, check=True, capture_output=True)


def part(data: Path, articles: int, folder: Path) -> Path:
    """A copy of the first articles, with their annotation files."""
    for each in sorted((data / "text").glob("*.txt"))[:articles]:
        for name, found in (("text", [each]), ("attributions", (data / "attributions").glob(f"{each.stem}_*.ann"))):
            (folder / name).mkdir(exist_ok=True)
            for path in found:
                shutil.copy(path, folder / name)
    return folder


def read_files(data: Path) -> int:
    """Read and decode the same files, and nothing else."""
    return sum(len(path.read_bytes().decode("utf-8")) for path in data.rglob("*") if path.is_file())


def rows_of(project: Path) -> list[tuple[str, str, list[tuple[object, ...]]]]:
    """The name, the definition and the rows of each table of the project that the import filled."""
    with closing(sqlite3.connect(project)) as connection:
        tables = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' "
            "AND name NOT LIKE 'document_search%' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        return [(name, sql, connection.execute(f"SELECT * FROM {name}").fetchall()) for name, sql in tables]


def write_rows(path: Path, tables: list[tuple[str, str, list[tuple[object, ...]]]]) -> None:
    """The same rows in a plain loop: one transaction, synced, without indexes of our own, search or checks."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("BEGIN")
        for name, sql, rows in tables:
            connection.execute(sql)
            for row in rows:
                connection.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(row))})", row)
        connection.execute("COMMIT")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--articles", type=int, default=10**9)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--short", action="store_true", help=f"one round with {SHORT} articles")
    options = parser.parse_args()
    if not (options.data / "text").is_dir():
        print(f"skipped: there is no {options.data / 'text'}; name a folder with --data")
        return
    if options.short:
        options.articles, options.rounds = SHORT, 1
    with tempfile.TemporaryDirectory() as folder:
        measure(part(options.data, options.articles, Path(folder)), Path(folder), options.rounds)


def measure(data: Path, folder: Path, rounds: int) -> None:
    """Print the times of each command, with their ratios."""
    project = folder / "p.db"

    def bring_in() -> None:
        for path in folder.glob("p.db*"):
            path.unlink()
        command("--project", project, "import", data)

    reading = best(lambda: (read_files(data / "text"), read_files(data / "attributions")), rounds)
    times = {"import": best(bring_in, rounds)}
    tables = rows_of(project)
    plain = best(lambda: write_rows(folder / "plain.db", tables), rounds)
    for form in ("csv", "jsonl"):
        words = ("--project", project, "export", "--format", form, "--out", folder / form)
        times[f"export {form}"] = best(partial(command, *words), rounds)
    counts = {name: len(rows) for name, _, rows in tables if rows}
    print(", ".join(f"{number:,} {name}" for name, number in counts.items()))
    print(f"{'reading the same files':30} {reading:6.2f} s")
    print(f"{'plain sqlite3, the same rows':30} {plain:6.2f} s")
    for what, seconds in times.items():
        ratios = f"{seconds / reading:5.1f} × reading {seconds / plain:5.1f} × plain sqlite3"
        print(f"{what:30} {seconds:6.2f} s {ratios}   aim for all 840 articles: {LIMITS[what]:.0f} s")


if __name__ == "__main__":
    main()
