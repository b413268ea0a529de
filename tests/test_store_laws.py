"""Whatever edits are made and undone, what is stored is what the domain says, and what does not fit changes neither."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.domain.edits import Edit, History, applied
from annotator.domain.errors import EditError
from annotator.domain.records import AnnotationSet, AnyRecord, Attribution, Remark, Status
from annotator.domain.spans import Span
from annotator.store.store import Store
from tests.store_examples import NASTY, NOON, annotated, header, make_annotation, make_document

DOCUMENT = make_document()
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
STEPS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 1000), TEXT), max_size=25)


def step(held: AnnotationSet, kind: int, pick: int, text: str, number: int) -> Edit:
    """An edit of some kind, which need not fit."""
    records = list(held.records.values())
    chosen = records[pick % len(records)] if records else None
    start = pick % (len(NASTY) - 1)
    head = header(DOCUMENT, record_id=f"n{number}", note=text)
    removed: tuple[AnyRecord, ...] = (chosen,) if chosen and kind > 2 else ()
    added: tuple[AnyRecord, ...] = ()
    if kind == 0 or not chosen:
        added = (make_annotation(DOCUMENT, start, start + 1, record_id=f"n{number}", note=text, score=pick / 7),)
    elif kind == 1:
        added = (Attribution(content=(chosen.id,), attributes={text: (text,)}, **head),)
    elif kind == 2:
        added = (Remark(fragments=(Span(start, start + 1),), **head),)
    elif kind == 3:
        added = (replace(chosen, note=text, status=Status.EDITED),)
    elif kind == 4:
        removed = (replace(chosen, note=text),)
    return Edit(
        id=f"e{number}", document_id=DOCUMENT.id, annotator="ana", at=NOON, action=text, removed=removed, added=added
    )


@settings(max_examples=40)
@given(STEPS, st.lists(st.booleans(), max_size=25))
def test_the_store_agrees_with_the_domain(steps, undoing):
    held, history = AnnotationSet("ana"), History()
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "p.db") as store:
        store._file.connection().execute("PRAGMA synchronous = OFF")
        store.add([annotated(DOCUMENT)], by="ana", at=NOON, action="import")
        edits = [lambda number=n, given=given: step(held, *given, number) for n, given in enumerate(steps)]
        undos = [lambda number=n, undo=undo: turn(store, history, undo, number) for n, undo in enumerate(undoing)]
        for make in (*edits, *undos):
            edit = make()
            if edit is None:
                continue
            try:
                held = applied(held, edit)
            except EditError:
                assert is_refused(store, edit)
            else:
                store.apply(edit)
                history.add(edit.id, edit.reverts)
            stored = store.load(DOCUMENT.id).set_of("ana")
            assert stored == held
        kept = store.history(DOCUMENT.id, "ana")
        assert (kept.done, kept.undone) == (history.done, history.undone)
        assert list(store.check()) == []


def turn(store: Store, history: History, undo: bool, number: int) -> Edit | None:
    """The next undo or redo, where there is one."""
    edit_id = history.to_undo if undo else history.to_redo
    return store.edit(edit_id).inverse(f"u{number}", NOON) if edit_id else None


def is_refused(store: Store, edit: Edit) -> bool:
    try:
        store.apply(edit)
    except EditError:
        return True
    return False
