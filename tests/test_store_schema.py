"""The schema is written once, and a file of every earlier version becomes one of this version with nothing lost."""

import re
import sqlite3
from pathlib import Path
from typing import get_args

import pytest
from msgspec.structs import fields

from annotator.domain.documents import Document
from annotator.domain.edits import Edit
from annotator.domain.errors import StoreError
from annotator.domain.records import AnyRecord
from annotator.store import migrating, tables
from annotator.store.rows import TABLES
from annotator.store.sqlite.inspection import APPLICATION_ID, VERSION
from annotator.store.store import Store
from tests.store_examples import NOON, annotated, indexed, make_document, one_of_each

ROOT = Path(__file__).resolve().parents[1]
OF_THE_STORE = {"document": {"number", "headline", "length", "sha256", "added_at", "added_by"}, "edit": {"seq"}}
"""Columns that no domain value has."""


@pytest.mark.parametrize("kind", [*get_args(AnyRecord), Document, Edit])
def test_the_columns_of_a_table_are_the_fields_of_its_record(kind):
    name = TABLES[kind].name if kind in TABLES else kind.__name__.lower()
    columns = {column.name for column in tables.Table.metadata.tables[name].columns}
    assert columns == {field.name for field in fields(kind)} | OF_THE_STORE.get(name, set())


@pytest.mark.parametrize("kind", get_args(AnyRecord))
def test_a_column_may_be_null_where_its_field_may_be_none(kind):
    for column in tables.Table.metadata.tables[TABLES[kind].name].columns:
        hint = next(str(field.type) for field in fields(kind) if field.name == column.name)
        assert column.nullable == ("None" in hint or column.name == "document_id")


def test_schema_sql_is_what_the_tables_say():
    """`python -m annotator.store.tables > annotator/store/schema.sql` writes it anew."""
    assert (ROOT / "annotator/store/schema.sql").read_text(encoding="utf-8") == tables.schema()


def schema(path: Path) -> dict[tuple[str, str], list[str]]:
    """Every table, index and view with its parts, in whatever order and spacing."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    connection.close()
    return {(kind, name): sorted(re.findall(r"[^\s,]+", re.sub(r"([(),])", r" \1 ", sql))) for kind, name, sql in rows}


def test_a_new_file_has_the_schema_that_all_migrations_make(tmp_path):
    migrated = tmp_path / "migrated.db"
    connection = sqlite3.connect(migrated)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.close()
    migrating.migrate(migrated, 1.0)
    Store.create(tmp_path / "new.db").close()
    assert schema(migrated) == schema(tmp_path / "new.db")


@pytest.fixture
def first_version(tmp_path: Path) -> Path:
    """A project as version 1 left it: without the search index, the views and what later versions brought."""
    path = tmp_path / "p.db"
    document = make_document()
    with Store.create(path) as store:
        store.add([annotated(document, *one_of_each(document))], by="ana", at=NOON, action="import")
        ask = store._file.connection().execute
        indexes = ("annotation_label_annotator_document_id", "annotation_remarked", "attribution_remarked")
        for thing in ("VIEW frames", "VIEW spans", "TABLE document_search", *(f"INDEX ix_{each}" for each in indexes)):
            ask(f"DROP {thing}")
        ask("UPDATE alembic_version SET version_num = '0001'")
        ask("PRAGMA user_version = 1")
    return path


def test_an_older_file_is_brought_up_to_date_after_a_backup(first_version):
    old = first_version.read_bytes()
    Store.create(first_version.with_name("new.db")).close()
    with Store.open(first_version) as store:
        assert list(store.check()) == []
        assert len(indexed(store, "said")) == 1
        assert store.load(store.document_ids()[0]).set_of("ana").records
        assert len(list(store.edits())) == 1
        assert store.load_project()
    assert schema(first_version) == schema(first_version.with_name("new.db"))
    before = sqlite3.connect(first_version.with_name("p.db.before-v3-1.backup"))
    assert before.execute("PRAGMA user_version").fetchone() == (1,)
    copy = sqlite3.connect(":memory:")
    copy.deserialize(old)
    assert list(before.iterdump()) == list(copy.iterdump())


def test_a_migration_that_fails_changes_nothing(first_version):
    """A row that points nowhere stops it; the file is still of the old version, and says what to do."""
    connection = sqlite3.connect(first_version)
    connection.execute("UPDATE attribution SET parent = 'nowhere'")
    connection.commit()
    connection.close()
    before = first_version.read_bytes()
    with pytest.raises(StoreError, match="NOT updated"):
        Store.open(first_version)
    assert first_version.read_bytes() == before


def test_the_last_migration_is_this_version():
    names = sorted(path.name for path in (ROOT / "annotator/store/migrations/versions").glob("v*.py"))
    assert int(names[-1][1:5]) == VERSION == len(names)
