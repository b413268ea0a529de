"""What the tests of durability run in another process and kill: it saves, and prints what is acknowledged."""

import sqlite3
import sys
import time
from pathlib import Path

from annotator.domain.records import AnnotatedDocument
from annotator.store.store import Store
from tests.store_examples import NOON, annotated, make_annotation, make_document, make_edit

BATCH = 5
BATCHES = 40


def say(line: str) -> None:
    print(line, flush=True)


def articles(batch: int) -> list[AnnotatedDocument]:
    """One batch of articles, each with a few annotations, always the same."""
    documents = [
        make_document(f"Article {batch}-{number}. " + "Some words. " * 50, f"{batch}-{number}.txt")
        for number in range(BATCH)
    ]
    return [
        annotated(each, *(make_annotation(each, at, at + 4, record_id=f"{each.id}-{at}") for at in range(0, 600, 20)))
        for each in documents
    ]


def save(path: Path, annotator: str, times: int) -> None:
    """Save one edit after the other, each of two records, the second of which replaces the first one's predecessor."""
    with Store.open(path) as store:
        document = store.load(store.document_ids()[0], []).document
        say("ready")
        for number in range(times):
            pair = [
                make_annotation(document, at, at + 2, annotator=annotator, record_id=f"{annotator}-{number}-{at}")
                for at in (0, 4)
            ]
            store.apply(make_edit(document, *pair, id=f"{annotator}-{number}", annotator=annotator))
            say(f"{annotator}-{number}")


def add(path: Path) -> None:
    """Add one batch of articles after the other."""
    with Store.open(path) as store:
        batches = [articles(batch) for batch in range(BATCHES)]
        say("ready")
        for number, batch in enumerate(batches):
            store.add(batch, by="ana", at=NOON, action="import")
            say(str(number))


def migrate(path: Path) -> None:
    """Open a project of an older version."""
    import alembic.command  # noqa: F401  so that the moment of the kill falls into the work, not the import

    say("ready")
    Store.open(path).close()
    say("done")


def hold(path: Path, seconds: float) -> None:
    """Hold the lock now and then, as another program might."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    say("ready")
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        connection.execute("BEGIN EXCLUSIVE")
        time.sleep(0.2)
        connection.execute("ROLLBACK")
        time.sleep(0.1)


if __name__ == "__main__":
    what, where, *more = sys.argv[1:]
    if what == "save":
        save(Path(where), more[0], int(more[1]))
    elif what == "hold":
        hold(Path(where), float(more[0]))
    else:
        {"add": add, "migrate": migrate}[what](Path(where))
