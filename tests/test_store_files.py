"""Files that are not a sound project of ours are refused in clear words, and left to the byte as they are."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from annotator.domain.errors import StoreError
from annotator.store.sqlite.backups import kept
from annotator.store.sqlite.connection import is_wal_safe
from annotator.store.sqlite.inspection import APPLICATION_ID, VERSION, network_file_system
from annotator.store.store import Store
from tests.store_examples import NOON, annotated, indexed, make_annotation, make_document, make_edit, one_of_each

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "folder" / "p.db"
    document = make_document()
    with Store.create(path) as store:
        store.add([annotated(document, *one_of_each(document))], by="ana", at=NOON, action="import")
    return path


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def contents(path: Path) -> list[object]:
    with Store.open(path) as store:
        return [*store.load_all(), *store.load_project(), *store.edits()]


def patched(offset: int, data: bytes) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(offset)
            file.write(data)

    return change


def foreign(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE document (id)")
    connection.close()


def newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


STRANGE = {
    "empty": (lambda path: path.write_bytes(b""), "empty"),
    "text": (lambda path: path.write_text("Not a database, but longer than its header. " * 100), "not an annotator"),
    "short text": (lambda path: path.write_text("x"), "not an annotator"),
    "another program's": (foreign, "another program"),
    "a newer annotator's": (newer, f"schema is {VERSION + 1}.*update annotator"),
    "version nought": (patched(60, b"\0\0\0\0"), "schema is 0"),
    "another application id": (patched(68, b"abcd"), "another program"),
    "cut in half": (cut, "restore"),
    "a header gone": (patched(0, b"\0" * 100), "restore"),
    "a page of zeros": (patched(4096, b"\0" * 4096), "restore"),
    "a page of noise": (patched(8192, bytes(range(256)) * 16), "restore"),
    "the schema gone": (patched(100, b"\0" * 3000), "restore"),
}


@pytest.mark.parametrize(("change", "words"), STRANGE.values(), ids=STRANGE)
def test_a_strange_file_is_refused_and_left_alone(project, change, words):
    change(project)
    before, names = project.read_bytes(), files(project.parent)
    with pytest.raises(StoreError, match=words):
        Store.open(project)
    assert project.read_bytes() == before
    assert files(project.parent) == names


def test_damage_anywhere_is_refused_or_harmless(project):
    """One page after the other is ruined: either the file is refused, or all that was saved is there."""
    whole, before = project.read_bytes(), contents(project)
    refused = 0
    for page in range(0, len(whole), 4096):
        project.write_bytes(whole[:page] + b"\xff\x00\xa5" * 50 + whole[page + 150 :])
        try:
            found = contents(project)
        except StoreError as error:
            found, refused = before, refused + ("restore" in str(error))
        assert found == before
    assert refused > 10


def test_what_is_no_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "fifo")
    for name, words in ((".", "folder"), ("fifo", "not a regular file"), ("nothing.db", "No such file")):
        with pytest.raises(StoreError, match=words):
            Store.open(tmp_path / name)
    assert not (tmp_path / "nothing.db").exists()


def test_reading_never_writes(project):
    before = project.read_bytes()
    contents(project)
    with Store.open(project) as store:
        assert list(store.check()) == []
        indexed(store, "said")
        store.listing("ana")
    assert project.read_bytes() == before
    assert files(project.parent) == ["p.db"]


def test_a_new_project_is_for_its_owner_only(project):
    assert stat.S_IMODE(project.stat().st_mode) == 0o600
    assert stat.S_IMODE(project.parent.stat().st_mode) == 0o700


def test_creating_never_overwrites(project):
    before = project.read_bytes()
    with pytest.raises(StoreError, match="there already"):
        Store.create(project)
    assert project.read_bytes() == before
    assert files(project.parent) == ["p.db"]


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to become another user")
@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "words"), [(0o644, 0o777, "file is"), (0o666, 0o755, "folder is")]
)
def test_a_read_only_file_or_folder_is_named(tmp_path_factory, file_mode, folder_mode, words):
    folder = Path("/tmp") / f"annotator-read-only-{os.getpid()}"
    folder.mkdir()
    try:
        path = folder / "p.db"
        Store.create(path).close()
        path.chmod(file_mode)
        folder.chmod(folder_mode)
        script = (
            "import os; from pathlib import Path; from annotator.store.store import Store;"
            f"os.setuid(65534); Store.open(Path({str(path)!r}))"
        )
        done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
        assert f"the {words} read-only" in done.stderr
    finally:
        shutil.rmtree(folder)


def test_a_lock_held_for_good_is_told_and_nothing_saved(project):
    document = make_document()
    holder = sqlite3.connect(project, isolation_level=None)
    with Store.open(project, timeout=0.1) as store:
        holder.execute("BEGIN IMMEDIATE")
        edit = make_edit(document, make_annotation(document, 0, 3))
        with pytest.raises(StoreError, match=r"NOT saved.*another program has kept it locked"):
            store.apply(edit)
        holder.execute("ROLLBACK")
        store.apply(edit)
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="locked"):
            store.document_ids()
        with pytest.raises(StoreError, match="locked"):
            Store.open(project, timeout=0.1)
        holder.execute("ROLLBACK")
        assert store.document_ids() == [document.id]
    holder.close()


def test_a_full_disk_is_told_and_the_project_goes_on(project):
    """What did not fit is not saved; the same edit is saved once there is room."""
    document = make_document()
    with Store.open(project) as store:
        before = store.load(document.id)
        edit = make_edit(document, *(make_annotation(document, 0, 3, note="x" * 5000) for _ in range(50)))
        store._file.connection().execute(f"PRAGMA max_page_count = {project.stat().st_size // 4096}")
        with pytest.raises(StoreError, match=r"NOT saved.*no room"):
            store.apply(edit)
        assert store.load(document.id) == before
        store.apply(edit)
        assert len(store.load(document.id).set_of("ana").records) == len(before.set_of("ana").records) + 50


def test_wal_is_for_versions_without_its_bug():
    """The fix is in 3.51.3 and in two backports."""
    safe = [(3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 53, 0), (4, 0, 0)]
    unsafe = [(3, 40, 1), (3, 44, 5), (3, 45, 9), (3, 50, 6), (3, 51, 2)]
    assert all(map(is_wal_safe, safe))
    assert not any(map(is_wal_safe, unsafe))


def test_every_connection_is_careful(project):
    with Store.open(project) as store:
        ask = store._file.connection().execute
        journal = ask("PRAGMA journal_mode").fetchone()[0]
        assert journal == ("wal" if is_wal_safe(sqlite3.sqlite_version_info) else "delete")
        assert ask("PRAGMA synchronous").fetchone()[0] == (2 if journal == "wal" else 3)
        assert ask("PRAGMA foreign_keys").fetchone()[0] == 1
        assert ask("PRAGMA trusted_schema").fetchone()[0] == 0
        assert ask("PRAGMA busy_timeout").fetchone()[0] == 30_000
        assert ask("PRAGMA application_id").fetchone()[0] == APPLICATION_ID


def test_a_network_file_system_is_noticed(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/a / ext4 rw 0 0\nserver:/x {tmp_path}/my\\040share nfs4 rw 0 0\n")
    assert network_file_system(tmp_path / "my share" / "p.db", mounts) == "nfs4"
    assert network_file_system(tmp_path / "p.db", mounts) == ""
    assert network_file_system(tmp_path / "p.db", tmp_path / "nothing") == ""


def test_a_backup_restores_an_equal_project(project, tmp_path):
    before = contents(project)
    with Store.open(project) as store:
        store.backup(tmp_path / "b" / "copy.backup")
        with pytest.raises(StoreError, match="there already"):
            store.backup(tmp_path / "b" / "copy.backup")
        store.apply(make_edit(make_document()))
        after = [*store.load_all(), *store.load_project(), *store.edits()]
        kept_aside = Store.restore(tmp_path / "b" / "copy.backup", project)
        assert [*store.load_all(), *store.load_project(), *store.edits()] == before
    assert contents(project) == before
    assert contents(kept_aside) == after
    assert Store.restore(tmp_path / "b" / "copy.backup", tmp_path / "new.db") is None
    assert contents(tmp_path / "new.db") == before
    assert stat.S_IMODE((tmp_path / "new.db").stat().st_mode) == 0o600


def test_a_damaged_project_is_restored_and_kept_aside(project, tmp_path):
    before = contents(project)
    with Store.open(project) as store:
        store.backup(tmp_path / "copy.backup")
    patched(0, b"\0" * 100)(project)
    damaged = project.read_bytes()
    aside = Store.restore(tmp_path / "copy.backup", project)
    assert contents(project) == before
    assert aside.read_bytes() == damaged


def test_a_damaged_backup_restores_nothing(project, tmp_path):
    before = project.read_bytes()
    (tmp_path / "copy.backup").write_bytes(before[:20_000])
    with pytest.raises(StoreError):
        Store.restore(tmp_path / "copy.backup", project)
    assert project.read_bytes() == before


def test_a_backup_is_made_once_a_day_and_old_ones_go(project, tmp_path):
    folder = tmp_path / "backups"
    first = date(2026, 9, 1)
    other = folder / "p-notes.txt"
    with Store.open(project) as store:
        for day in range(40):
            assert store.backup_if_due(folder, first + timedelta(day))
            assert not store.backup_if_due(folder, first + timedelta(day))
            other.touch()
    names = sorted(path.name for path in folder.iterdir())
    assert names[-1] == other.name
    assert [name[2:12] for name in names[:-1]] == [
        "2026-09-20",
        "2026-09-27",
        *(f"2026-10-{d:02}" for d in range(4, 11)),
    ]


def test_backups_kept_are_seven_days_and_four_weeks():
    days = [date(2026, 11, 22) - timedelta(number) for number in range(100)]
    assert len(kept(days, 7, 4)) == 10
    assert kept(days[:3], 7, 4) == set(days[:3])


def test_a_check_finds_what_is_wrong(project):
    """Each kind of damage that SQLite itself lets through is found."""
    with Store.open(project) as store:
        ask = store._file.connection().execute
        ask("PRAGMA foreign_keys = OFF")
        ask("UPDATE annotation SET fragments = '[[0,9999]]' WHERE label = 'cue'")
        ask("UPDATE attribution SET source = '[\"nowhere\"]' WHERE source != '[]'")
        ask("UPDATE attribution SET parent = 'nowhere' WHERE parent IS NOT NULL")
        ask("UPDATE document SET name = 'another.txt'")
        found = [str(finding) for finding in store.check()]
    assert len(found) == 5
    for words in ("ends at 9999", "points to a record", "attribution: row", "search index"):
        assert any(words in line for line in found)


@pytest.mark.parametrize("damage", ["fragments = '[[3,1]]'", "fragments = 'x'", "status = 'x'", "created = '?'"])
def test_a_damaged_record_is_named(project, damage):
    with Store.open(project) as store:
        store._file.connection().execute(f"UPDATE annotation SET {damage} WHERE label = 'cue'")
        with pytest.raises(StoreError, match=r"annotation r.*restore"):
            list(store.load_all())
        assert len(list(store.check())) == 1


def test_a_project_moves_between_journals(project, tmp_path, monkeypatch):
    """Written in WAL mode by a newer SQLite, it opens again with an older one, once nobody else has it open."""
    before = contents(project)
    with monkeypatch.context() as patch:
        patch.setattr("annotator.store.sqlite.connection.is_wal_safe", lambda version: True)
        with Store.open(project) as store, Store.open(project) as second:
            assert store._file.connection().execute("PRAGMA journal_mode").fetchone()[0] == "wal"
            edit = make_edit(make_document(), make_annotation(make_document(), 0, 3))
            store.apply(edit, edit.inverse("u", NOON))
            assert len(list(second.edits())) == 3
            store.backup(tmp_path / "copy.backup")
            patch.setattr("annotator.store.sqlite.connection.is_wal_safe", lambda version: False)
            with pytest.raises(StoreError, match="locked"):
                Store.open(project, timeout=0.1)
    assert contents(project)[:2] == before[:2]
    with Store.open(project) as store:
        assert store._file.connection().execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    assert contents(tmp_path / "copy.backup")[:2] == before[:2]
    assert files(project.parent) == ["p.db"]
