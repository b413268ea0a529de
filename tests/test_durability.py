"""What was acknowledged is there: after kill -9 at any moment, and with several processes on one file."""

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.store.store import Store
from tests.store_crash import BATCH, BATCHES, articles
from tests.store_examples import NOON, annotated, indexed, make_document, one_of_each

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "p.db"
    with Store.create(path) as store:
        store.add([annotated(make_document())], by="ana", at=NOON, action="import")
    return path


def start(what: str, path: Path, *more: str) -> subprocess.Popen:
    """The process, once it is about to begin its work."""
    command = [sys.executable, "-m", "tests.store_crash", what, str(path), *more]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n", process.stderr.read()
    return process


def killed(process: subprocess.Popen, after: float) -> list[str]:
    """Kill the process; what it had acknowledged by then."""
    time.sleep(after)
    process.kill()
    lines, _ = process.communicate()
    return [line for line in lines.split("\n")[:-1] if line]


@pytest.mark.parametrize("moment", range(20))
def test_kill_9_while_saving_loses_nothing_acknowledged(project, moment):
    """Half of the kills come within the first writes."""
    after = random.Random(moment).uniform(0, 0.01 if moment % 2 else 0.2)
    acknowledged = killed(start("save", project, "ana", "100000"), after)
    with Store.open(project) as store:
        saved = [edit.id for edit in store.edits()]
        assert saved[: len(acknowledged)] == acknowledged
        assert len(saved) - len(acknowledged) <= 1
        records = store.load(store.document_ids()[0]).set_of("ana").records
        assert set(records) == {f"{edit}-{at}" for edit in saved for at in (0, 4)}
        assert list(store.check()) == []


@pytest.mark.parametrize("moment", range(20))
def test_kill_9_while_adding_leaves_whole_batches(project, moment):
    """The next import of the same articles adds exactly what is missing."""
    after = random.Random(moment).uniform(0, 0.01 if moment % 2 else 0.3)
    acknowledged = killed(start("add", project), after)
    with Store.open(project) as store:
        whole, rest = divmod(len(store.document_ids()) - 1, BATCH)
        assert rest == 0
        assert len(acknowledged) <= whole <= len(acknowledged) + 1
        assert list(store.check()) == []
        batches = [each for batch in range(min(whole + 2, BATCHES)) for each in articles(batch)]
        added = store.add(batches, by="ana", at=NOON, action="import")
        assert (added.documents_there, added.conflicts) == (whole * BATCH, ())
        assert len(store.document_ids()) == 1 + len(batches)


@pytest.mark.parametrize("moment", range(4))
def test_kill_9_while_migrating_leaves_the_old_or_the_new(tmp_path, moment):
    """Either way it opens with all that was there, and no half-written backup has the name of one."""
    path = tmp_path / "p.db"
    document = make_document()
    with Store.create(path) as store:
        store.add([annotated(document, *one_of_each(document))], by="ana", at=NOON, action="import")
        before = store.load(document.id)
        for statement in (
            "DROP VIEW frames",
            "DROP VIEW spans",
            "DROP TABLE document_search",
            "DROP INDEX ix_annotation_label_annotator_document_id",
            "DROP INDEX ix_annotation_remarked",
            "DROP INDEX ix_attribution_remarked",
            "UPDATE alembic_version SET version_num = '0001'",
            "PRAGMA user_version = 1",
        ):
            store._file.connection().execute(statement)
    killed(start("migrate", path), random.Random(moment).uniform(0, 0.08))
    with Store.open(path) as store:
        assert store.load(document.id) == before
        assert len(indexed(store, "said")) == 1
        assert list(store.check()) == []
    for backup in tmp_path.glob("*.backup"):
        copied = shutil.copy(backup, tmp_path / "copy.db")
        with Store.open(Path(copied)) as store:
            assert store.load(document.id) == before


def test_several_processes_on_one_file_wait_for_each_other(project):
    """Four save while a fifth holds the lock now and then: nothing is lost, refused or doubled."""
    holder = start("hold", project, "3")
    savers = [start("save", project, f"a{number}", "50") for number in range(4)]
    acknowledged = []
    for process in (*savers, holder):
        lines, errors = process.communicate()
        assert (process.returncode, errors) == (0, "")
        acknowledged += lines.split()
    with Store.open(project) as store:
        assert sorted(edit.id for edit in store.edits()) == sorted(acknowledged)
        assert len(acknowledged) == 4 * 50
        assert [len(each.records) for each in store.load(store.document_ids()[0]).sets] == [100] * 4
        assert list(store.check()) == []
