"""What is saved is what is loaded, and nothing is saved that does not fit."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from annotator.domain.documents import Document
from annotator.domain.errors import AnnotatorError, EditError, StoreError
from annotator.domain.records import Annotation, Attribution, Source, State
from annotator.domain.spans import Span
from annotator.store.store import Store
from tests.store_examples import (
    NASTY,
    NOON,
    annotated,
    header,
    indexed,
    make_annotation,
    make_document,
    make_edit,
    one_of_each,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "p.db") as made:
        yield made


@pytest.fixture
def document(store: Store) -> Document:
    document = make_document()
    add(store, annotated(document))
    return document


def add(store: Store, *documents, by: str = "ana", action: str = "import a.ann"):
    return store.add(documents, by=by, at=NOON, action=action)


def test_what_was_added_is_what_is_loaded(store):
    """Every field of every kind of record survives, and the text is the same to the code point."""
    document = make_document(outlet="The “Post”")
    records = one_of_each(document)
    add(store, annotated(document, *records))
    loaded = store.load(document.id)
    assert loaded.document == document
    kept = {record.id: record for record in records if record.document_id}
    assert loaded.set_of("ana").records == kept
    assert store.load_project()[0].records == {r.id: r for r in records if isinstance(r, Source)}


def test_a_reopened_project_holds_the_same(store):
    document = make_document()
    add(store, annotated(document, *one_of_each(document)))
    before = store.load(document.id)
    store.close()
    with Store.open(store.path) as again:
        assert again.load(document.id) == before
        assert list(again.load_all()) == [before]


def test_sets_are_loaded_for_the_annotators_asked_for(store, document):
    for who in ("ana", "ben", "gold"):
        add(store, annotated(document, make_annotation(document, 0, 3, annotator=who), annotator=who))
    assert [each.annotator for each in store.load(document.id).sets] == ["ana", "ben", "gold"]
    assert [each.annotator for each in store.load(document.id, ["ben", "gold"]).sets] == ["ben", "gold"]
    assert store.load(document.id, []).sets == ()
    assert store.annotators() == ["ana", "ben", "gold"]


def test_records_come_in_the_order_they_were_added(store, document):
    records = [make_annotation(document, at, at + 1, record_id=name) for at, name in ((5, "z"), (3, "a"), (4, "m"))]
    add(store, annotated(document, *records))
    assert list(store.load(document.id).set_of("ana").records) == ["z", "a", "m"]


def test_adding_twice_adds_nothing(store):
    document = make_document()
    records = one_of_each(document)
    first = add(store, annotated(document, *records))
    later = [replace(record, created=NOON + timedelta(days=1)) for record in records]
    second = add(store, annotated(document, *later))
    assert (first.documents_new, first.records_new) == (1, len(records))
    assert (second.documents_new, second.documents_there) == (0, 1)
    assert (second.records_new, second.records_there, second.conflicts) == (0, len(records), ())
    assert len(list(store.edits())) == 1


def test_one_article_may_come_several_times_in_a_batch(store):
    """An article and each annotator's file may be offered apart."""
    document = make_document()
    mine = annotated(document, make_annotation(document, 0, 2))
    theirs = annotated(document, make_annotation(document, 0, 2, annotator="ben"), annotator="ben")
    added = add(store, annotated(document), mine, theirs, mine)
    assert (added.documents_new, added.documents_there, added.records_new, added.records_there) == (1, 0, 2, 1)


def test_a_conflict_is_reported_and_overwrites_nothing(store, document):
    record = make_annotation(document, 0, 3)
    add(store, annotated(document, record))
    other = replace(record, label="cue")
    added = add(store, annotated(document, other, make_annotation(document, 4, 5)))
    assert [each.record_id for each in added.conflicts] == [record.id]
    assert added.records_new == 1
    assert store.load(document.id).set_of("ana").records[record.id] == record


def test_an_id_of_another_document_is_a_conflict(store, document):
    """An article whose text was changed and which brings its old records: they stay where they are."""
    record = make_annotation(document, 0, 3)
    add(store, annotated(document, record))
    other = make_document("A text that was corrected.", "corrected.txt")
    again = make_annotation(other, 0, 3, record_id=record.id)
    added = add(store, annotated(other, again, make_annotation(other, 4, 5)), annotated(document))
    assert (added.documents_new, added.documents_there, added.records_new, len(added.conflicts)) == (1, 1, 1, 1)
    assert store.load(document.id).set_of("ana").records == {record.id: record}
    assert len(indexed(store, "corrected")) == 1
    assert list(store.check()) == []


def test_an_id_of_another_kind_is_a_conflict(store, document):
    record = make_annotation(document, 0, 3)
    add(store, annotated(document, record))
    source = Source(name="x", **header(document, record_id=record.id))
    assert len(add(store, annotated(document, source)).conflicts) == 1


def test_adding_is_an_edit_that_can_be_undone(store, document):
    record = make_annotation(document, 0, 3)
    add(store, annotated(document, record), action="import a.ann", by="ben")
    edit = store.edit(store.history(document.id, "ana").to_undo)
    assert (edit.action, edit.added, edit.at) == ("import a.ann by ben", (record,), NOON)
    store.apply(edit.inverse("undo", NOON))
    assert store.load(document.id).sets == ()


MISFITS = {
    "beyond the text": lambda d: make_annotation(d, 0, len(d.text) + 1),
    "of another document": lambda d: replace(make_annotation(d, 0, 1), document_id="other"),
    "of another annotator": lambda d: make_annotation(d, 0, 1, annotator="ben"),
    "frame without its records": lambda d: Attribution(content=("nowhere",), **header(d)),
    "frame whose content is a frame": lambda d: Attribution(content=("f",), **header(d, record_id="f")),
    "no time zone": lambda d: make_annotation(d, 0, 1, created=datetime(2026, 1, 1)),
    "half a surrogate pair": lambda d: make_annotation(d, 0, 1, note="\ud800"),
    "a NUL": lambda d: make_annotation(d, 0, 1, note="\\\0"),
}


@pytest.mark.parametrize("misfit", MISFITS.values(), ids=MISFITS)
def test_what_does_not_fit_stops_the_whole_batch(store, misfit):
    good, bad = make_document("A good text.", "good.txt"), make_document()
    with pytest.raises(AnnotatorError):
        add(store, annotated(good), annotated(bad, misfit(bad)))
    assert store.document_ids() == []


@pytest.mark.parametrize("text", ["a\n\0b", "a\n\ud800b"], ids=["NUL", "surrogate"])
def test_a_text_that_cannot_be_kept_is_refused_with_its_line(store, text):
    bad = Document("0" * 16, "bad.txt", text)
    with pytest.raises(StoreError, match=r"bad\.txt:2"):
        add(store, annotated(bad))


def test_a_document_under_a_wrong_id_is_refused(store):
    with pytest.raises(StoreError, match="id"):
        add(store, annotated(Document("0" * 16, "a.txt", "text")))


def test_a_frame_may_point_to_records_that_are_there_already(store, document):
    content = make_annotation(document, 0, 3)
    add(store, annotated(document, content))
    frame = Attribution(content=(content.id,), **header(document))
    assert add(store, annotated(document, frame)).records_new == 1


def test_an_edit_and_its_inverse_cancel(store, document):
    record = make_annotation(document, 0, 3)
    first = make_edit(document, record)
    changed = make_edit(document, replace(record, label="cue"), removed=(record,))
    store.apply(first)
    before = store.load(document.id)
    store.apply(changed)
    assert store.load(document.id).set_of("ana").annotation(record.id).label == "cue"
    store.apply(changed.inverse("u1", NOON))
    assert store.load(document.id) == before
    history = store.history(document.id, "ana")
    assert (history.to_undo, history.to_redo) == (first.id, "u1")
    assert [edit.id for edit in store.edits(document.id)] == [first.id, changed.id, "u1"]
    assert list(store.edits())[1] == changed


def test_all_edits_of_one_call_are_saved_or_none(store, document):
    fits = make_edit(document, make_annotation(document, 0, 3))
    fails = make_edit(document, removed=(make_annotation(document, 3, 4),))
    with pytest.raises(EditError, match="changed since"):
        store.apply(fits, fails)
    assert store.load(document.id).sets == ()
    assert list(store.edits()) == []
    store.apply(fits)


def stale(document, record):
    return make_edit(document, removed=(replace(record, note="seen before somebody changed it"),))


UNFIT = {
    "a record that changed": stale,
    "a record twice": lambda d, r: make_edit(d, r),
    "an id of another kind": lambda d, r: make_edit(d, Source(name="x", **header(d, record_id=r.id))),
    "a frame without its content": lambda d, r: make_edit(d, Attribution(content=("x",), **header(d))),
    "a frame over another's records": lambda d, r: make_edit(
        d, Attribution(content=(r.id,), **header(d, annotator="ben")), annotator="ben"
    ),
    "a record that a frame needs": lambda d, r: make_edit(d, removed=(r,)),
    "a record of another annotator": lambda d, r: make_edit(d, make_annotation(d, 0, 1, annotator="ben")),
    "a record of another document": lambda d, r: make_edit(d, replace(make_annotation(d, 0, 1), document_id="x")),
    "a document that is not there": lambda d, r: make_edit(
        replace(d, id="x"), replace(make_annotation(d, 0, 1), document_id="x")
    ),
    "no time zone": lambda d, r: make_edit(d, make_annotation(d, 0, 1, created=datetime(2026, 1, 1))),
    "half a surrogate pair": lambda d, r: make_edit(d, make_annotation(d, 0, 1, note="\udc00")),
    "a NUL": lambda d, r: make_edit(d, make_annotation(d, 0, 1, note="a\0")),
}


@pytest.mark.parametrize("unfit", UNFIT.values(), ids=UNFIT)
def test_an_edit_that_does_not_fit_changes_nothing(store, document, unfit):
    record = make_annotation(document, 0, 3)
    frame = Attribution(content=(record.id,), **header(document))
    store.apply(make_edit(document, record, frame))
    before, edits = store.load(document.id), list(store.edits())
    with pytest.raises(AnnotatorError):
        store.apply(unfit(document, record))
    assert store.load(document.id) == before
    assert list(store.edits()) == edits


def test_the_spelling_of_a_nul_is_no_nul(store, document):
    store.apply(make_edit(document, make_annotation(document, 0, 1, note="\\u0000 \\\\u0000")))


def test_an_edit_is_saved_once(store, document):
    edit = make_edit(document)
    store.apply(edit)
    with pytest.raises(EditError, match="already saved"):
        store.apply(edit)


def test_a_whole_frame_may_go_at_once(store, document):
    """The order of records within one edit does not matter."""
    records = tuple(record for record in one_of_each(document) if record.document_id)
    edit = make_edit(document, *records)
    store.apply(edit)
    store.apply(edit.inverse("u", NOON))
    assert store.load(document.id).sets == ()


def test_an_edit_of_the_project_may_touch_several_documents(store, document):
    other = make_document("Another text.", "other.txt")
    add(store, annotated(other))
    store.apply(make_edit(None, make_annotation(document, 0, 3), make_annotation(other, 0, 3)))
    assert len(store.load(other.id).sets) == len(store.load(document.id).sets) == 1
    assert store.history("", "ana").to_undo


def test_times_are_kept_as_instants(store, document):
    local = NOON.astimezone(tz=datetime.now(UTC).astimezone().tzinfo)
    record = make_annotation(document, 0, 3, created=local)
    store.apply(make_edit(document, record))
    assert store.load(document.id).set_of("ana").records[record.id].created == NOON


def test_edits_are_found_by_annotator_and_time(store, document):
    early = make_edit(document)
    late = replace(make_edit(document, annotator="ben"), at=NOON + timedelta(hours=1))
    store.apply(early, late)
    assert list(store.edits(annotator="ben")) == [late]
    assert list(store.edits(since=NOON + timedelta(seconds=1))) == [late]
    assert list(store.edits(document_id="")) == []


def test_saving_while_reading_is_refused_not_lost(store, document):
    reading = store.load_all()
    next(reading)
    with pytest.raises(StoreError, match="still being read"):
        store.apply(make_edit(document))
    reading.close()
    store.apply(make_edit(document))


def test_a_closed_project_opens_again_when_it_is_used(store, document):
    reading = store.load_all()
    next(reading)
    store.close()
    reading.close()
    assert store.document_ids() == [document.id]


def test_a_text_that_changed_on_disk_is_never_loaded(store, document):
    store._file.connection().execute("UPDATE document SET text = 'X' || substr(text, 2)")
    with pytest.raises(StoreError, match="no longer what was added"):
        store.load(document.id)
    assert any("no longer" in finding.what for finding in store.check())


def test_opening_loading_and_saving_import_no_schema_library(store, document):
    """SQLModel and what comes with it are slow to import; only creating a schema anew needs them."""
    edit = "from tests.store_examples import *; d = store.load(store.document_ids()[0]).document"
    script = f"""
import sys
from pathlib import Path
from annotator.store.store import Store
store = Store.open(Path({str(store.path)!r}))
{edit}
store.apply(make_edit(d, make_annotation(d, 0, 3)))
Store.create(Path({str(store.path.with_name("new.db"))!r}))
print([name for name in ("sqlmodel", "sqlalchemy", "alembic", "pydantic") if name in sys.modules])
"""
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_document_is_found_by_what_it_is_called(store):
    for name, text in (("syria-1.txt", "one"), ("syria-2.txt", "two"), ("100%.txt", "three")):
        add(store, annotated(make_document(f"{text} text here", name)))
    first, second, percent = store.document_ids()
    assert store.find_document("syria-1.txt") == store.find_document(first) == first
    assert store.find_document("SYRIA-2") == second
    assert store.find_document("%") == percent
    with pytest.raises(StoreError, match=r"syria-1\.txt .* syria-2\.txt"):
        store.find_document("syria")
    with pytest.raises(StoreError, match=r"syria-1\.txt"):
        store.find_document("syrja-1.txt")
    with pytest.raises(StoreError, match="not in this project"):
        store.load("0123")


def test_the_library_is_listed_in_pages(store):
    documents = [make_document(f"{n} # Line one\nmore", f"a{n}.txt", title=f"Title {n}") for n in range(7)]
    add(store, *map(annotated, documents))
    store.apply(make_edit(documents[1], *one_of_each(documents[1])))
    mark = make_annotation(documents[2], 0, 2, annotator="ben")
    store.apply(make_edit(documents[2], mark, annotator="ben"))
    page = store.listing("ana", limit=3)
    rest = store.listing("ana", after=page[-1].number, limit=10)
    assert [each.id for each in (*page, *rest)] == [document.id for document in documents]
    assert (page[1].state, page[1].annotations, page[1].marked) == (State.FINISHED, 3, 1)
    assert (page[2].state, page[2].annotations, page[2].annotators) == (None, 0, ("ben",))
    assert store.listing("ben", after=2, limit=1)[0].state == State.IN_PROGRESS
    assert (page[0].headline, page[0].sentences, page[0].length) == ("Title 0", 2, len(documents[0].text))
    assert [each.name for each in store.listing("ana", text="TITLE 5")] == ["a5.txt"]
    assert store.listing("ana", text="Title", after=5, limit=1)[0].name == "a5.txt"
    assert store.listing("ana", text="%") == []
    assert store.counts()["document"] == 7


def test_the_headline_is_the_first_line_with_words(store):
    add(store, annotated(make_document("\n\n# **Big** news\n\nBody.", "a.txt")))
    assert store.listing("ana")[0].headline == "Big** news"


def test_a_codebook_is_versioned_by_its_text(store):
    assert store.codebook() is None
    assert store.set_codebook("a = 1", "news", "ana", NOON) == 1
    assert store.set_codebook("a = 1", "news", "ben", NOON) == 1
    assert store.set_codebook("a = 2", "news", "ben", NOON) == 2
    assert [each.text for each in store.codebooks()] == ["a = 1", "a = 2"]
    assert (store.codebook().version, store.codebook().loaded_by, store.codebook().loaded_at) == (2, "ben", NOON)


def test_a_setting_keeps_its_last_value(store):
    assert store.setting("language") is None
    store.set_setting("language", "en")
    store.set_setting("language", "de")
    assert store.setting("language") == "de"


def test_fragments_keep_their_gaps(store, document):
    record = Annotation(label="content", fragments=(Span(0, 2), Span(2, 4), Span(7, 9)), **header(document))
    store.apply(make_edit(document, record))
    assert store.load(document.id).set_of("ana").annotation(record.id).fragments == record.fragments
    assert store.load(document.id).document.text == NASTY
