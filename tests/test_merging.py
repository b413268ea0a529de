"""Merging a colleague's copy: what was done on either side is there afterwards, and only people settle conflicts."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from annotator.domain.edits import Edit
from annotator.domain.errors import AnnotatorError, StoreError
from annotator.domain.records import (
    AnyRecord,
    Attribution,
    Link,
    Progress,
    Reading,
    SentenceMark,
    Source,
    State,
)
from annotator.domain.spans import Span
from annotator.project.merging import Merged, merge
from annotator.project.reconciling import Take
from annotator.project.ticks import quiet
from annotator.store.store import Store
from tests.store_examples import NOON, annotated, header, make_annotation, make_document, one_of_each

DOCUMENT = make_document()
LATER = NOON + timedelta(hours=1)
CODEBOOK = "name = 'one'"


class Sides:
    """Two copies of one project, each with an annotator at work."""

    def __init__(self, folder: Path) -> None:
        self.ours, self.theirs = folder / "ours.db", folder / "theirs.db"
        self.span = make_annotation(DOCUMENT, 0, 4)
        self.cue = make_annotation(DOCUMENT, 5, 9, "cue")
        self.frame = Attribution(source=(self.span.id,), cue=self.cue.id, **header(DOCUMENT))
        self.spare = make_annotation(DOCUMENT, 10, 14, "claim")
        with Store.create(self.ours) as store:
            store.set_codebook(CODEBOOK, "one", "ana", NOON)
            store.add(
                [annotated(DOCUMENT, self.frame, self.span, self.cue, self.spare)], by="ana", at=NOON, action="import"
            )
        shutil.copy(self.ours, self.theirs)
        self.number = 0

    def edit(
        self, path: Path, *added: AnyRecord, removed: tuple[AnyRecord, ...] = (), who: str = "ana", minutes: int = 0
    ) -> Edit:
        self.number += 1
        edit = Edit(
            id=f"{path.stem}-{self.number}",
            document_id=(*added, *removed)[0].document_id,
            annotator=who,
            at=LATER + timedelta(minutes=self.number + minutes),
            action="mark",
            added=added,
            removed=removed,
        )
        with Store.open(path) as store:
            store.apply(edit)
        return edit

    def change(self, path: Path, record: AnyRecord, **fields: object) -> AnyRecord:
        changed = replace(record, created=LATER, **fields)
        self.edit(path, changed, removed=(record,))
        return changed

    def merge(self, take: Take | None = None, turned: bool = False, allow_removals: bool = False) -> Merged:
        ours, theirs = (self.theirs, self.ours) if turned else (self.ours, self.theirs)
        before = theirs.read_bytes()
        with Store.open(ours) as store:
            merged = merge(store, theirs, "eve", take, allow_removals, quiet)
            assert list(store.check()) == []
        assert theirs.read_bytes() == before
        return merged

    def records(self, path: Path | None = None, who: str = "ana") -> dict[str, AnyRecord]:
        with Store.open(path or self.ours) as store:
            return dict(store.load(DOCUMENT.id).set_of(who).records)

    def undo(self, who: str = "ana") -> Edit:
        with Store.open(self.ours) as store:
            edit = store.edit(store.history(DOCUMENT.id, who).to_undo or "")
            store.apply(edit.inverse(f"undo {edit.id}", LATER + timedelta(hours=2)))
        return edit


@pytest.fixture
def sides(tmp_path: Path) -> Sides:
    return Sides(tmp_path)


def news(merged: Merged) -> tuple[int, int, int, int]:
    return merged.records_new, merged.records_changed, merged.records_removed, len(merged.conflicts)


def test_two_equal_copies_change_nothing_and_need_no_backup(sides: Sides) -> None:
    merged = sides.merge()
    assert (news(merged), merged.edits, merged.backup, merged.documents_there) == ((0, 0, 0, 0), 0, None, 1)


def test_what_only_they_did_comes_with_who_and_when_and_can_be_undone_step_by_step(sides: Sides) -> None:
    first = sides.edit(sides.theirs, make_annotation(DOCUMENT, 20, 22))
    second = sides.edit(sides.theirs, make_annotation(DOCUMENT, 22, 24))
    merged = sides.merge()
    assert news(merged) == (2, 0, 0, 0)
    with Store.open(sides.ours) as store:
        assert list(store.edits())[-2:] == [first, second]
    assert sides.undo() == second
    assert sides.records().keys() >= {first.added[0].id}
    assert second.added[0].id not in sides.records()


def test_a_merge_makes_a_backup_first(sides: Sides) -> None:
    before = sides.records()
    sides.edit(sides.theirs, make_annotation(DOCUMENT, 20, 22))
    merged = sides.merge()
    assert merged.backup is not None
    assert sides.records(merged.backup) == before


def test_merging_twice_changes_nothing(sides: Sides) -> None:
    sides.edit(sides.ours, make_annotation(DOCUMENT, 30, 32))
    sides.edit(sides.theirs, make_annotation(DOCUMENT, 20, 22))
    sides.edit(sides.theirs, make_annotation(DOCUMENT, 20, 22, annotator="ben"), who="ben")
    assert news(sides.merge()) == (2, 0, 0, 0)
    after = sides.records()
    again = sides.merge()
    assert (news(again), again.edits, again.backup) == ((0, 0, 0, 0), 0, None)
    assert sides.records() == after


def test_work_on_both_sides_of_one_set_is_joined_and_undone_as_one(sides: Sides) -> None:
    """Two copies of one annotator: each changed other records."""
    mine = sides.change(sides.ours, sides.span, label="claim")
    theirs = sides.change(sides.theirs, sides.cue, note="why")
    new = sides.edit(sides.theirs, make_annotation(DOCUMENT, 20, 22)).added[0]
    before = sides.records()
    assert news(sides.merge()) == (1, 1, 0, 0)
    after = sides.records()
    assert (after[mine.id], after[theirs.id], after[new.id]) == (mine, theirs, new)
    assert sides.undo().action == "merge theirs.db by eve"
    assert sides.records() == before


def test_a_new_article_comes_with_all_its_records(sides: Sides) -> None:
    other = make_document("Another article, about something else entirely.", "other.txt")
    with Store.open(sides.theirs) as store:
        store.add([annotated(other, *one_of_each(other))], by="ana", at=NOON, action="import")
        wanted = store.load(other.id), store.load_project()
    merged = sides.merge()
    assert (merged.documents_new, merged.records_new) == (1, 13)
    with Store.open(sides.ours) as store:
        assert (store.load(other.id), store.load_project()) == wanted


def test_what_both_changed_is_told_with_both_versions_and_stays_as_it_is(sides: Sides) -> None:
    mine = sides.change(sides.ours, sides.span, label="claim")
    theirs = sides.change(sides.theirs, sides.span, label="cue")
    for _ in range(2):
        merged = sides.merge()
        assert (news(merged), merged.edits) == ((0, 0, 0, 1), 0)
        (conflict,) = merged.conflicts
        assert (conflict.document, conflict.annotator, conflict.ours, conflict.theirs) == (
            "nasty.txt",
            "ana",
            mine,
            theirs,
        )
        assert (conflict.words, conflict.ours_in_words, conflict.theirs_in_words) == (
            "“Não",
            "claim ““Não”",
            "cue ““Não”",
        )
    assert sides.records()[mine.id] == mine


@pytest.mark.parametrize("take", list(Take))
def test_a_conflict_that_was_decided_does_not_come_back_on_either_side(sides: Sides, take: Take) -> None:
    mine = sides.change(sides.ours, sides.span, label="claim")
    theirs = sides.change(sides.theirs, sides.span, label="cue")
    sides.merge(take)
    wanted = mine if take is Take.OURS else theirs
    assert sides.records()[mine.id] == wanted
    assert news(sides.merge()) == (0, 0, 0, 0)
    assert sides.merge(turned=True).conflicts == []
    assert sides.records(sides.theirs)[mine.id] == wanted


def test_keeping_ours_can_be_turned_round_by_a_redo(sides: Sides) -> None:
    mine = sides.change(sides.ours, sides.span, label="claim")
    theirs = sides.change(sides.theirs, sides.span, label="cue")
    sides.merge(Take.OURS)
    with Store.open(sides.ours) as store:
        undone = store.edit(store.history(DOCUMENT.id, "ana").to_redo or "")
        store.apply(undone.inverse("redo", LATER))
    assert sides.records()[mine.id] == theirs


def test_what_was_removed_here_does_not_come_back(sides: Sides) -> None:
    sides.edit(sides.ours, removed=(sides.spare,))
    sides.edit(sides.theirs, make_annotation(DOCUMENT, 20, 22))
    assert news(sides.merge()) == (1, 0, 0, 0)
    assert sides.spare.id not in sides.records()


def test_what_was_removed_there_goes_here_and_can_be_brought_back(sides: Sides) -> None:
    sides.edit(sides.ours, make_annotation(DOCUMENT, 30, 32))
    sides.edit(sides.theirs, removed=(sides.spare,))
    assert news(sides.merge()) == (0, 0, 1, 0)
    assert sides.spare.id not in sides.records()
    sides.undo()
    assert sides.records()[sides.spare.id] == sides.spare
    assert news(sides.merge()) == (0, 0, 0, 0)
    assert sides.spare.id in sides.records()


@pytest.mark.parametrize("remover", ["ours", "theirs"])
def test_removed_on_one_side_and_changed_on_the_other_is_a_conflict(sides: Sides, remover: str) -> None:
    paths = {"ours": sides.ours, "theirs": sides.theirs}
    sides.edit(paths.pop(remover), removed=(sides.spare,))
    changed = sides.change(paths.popitem()[1], sides.spare, note="mine")
    (conflict,) = sides.merge().conflicts
    pair = (conflict.ours, conflict.theirs)
    assert pair == ((None, changed) if remover == "ours" else (changed, None))
    assert conflict.words
    assert "removed" in (conflict.ours_in_words, conflict.theirs_in_words)


@pytest.mark.parametrize("take", [None, *Take])
def test_a_frame_never_loses_its_words_to_a_merge(sides: Sides, take: Take | None) -> None:
    """Here an annotation went; there a new frame was made of it."""
    sides.edit(sides.ours, removed=(sides.spare,))
    frame = sides.edit(sides.theirs, Attribution(content=(sides.spare.id,), **header(DOCUMENT))).added[0]
    assert len(sides.merge(take).conflicts) == 1
    after = sides.records()
    assert ({frame.id, sides.spare.id} <= after.keys()) == (take is Take.THEIRS)
    assert len(sides.merge().conflicts) == (1 if take is None else 0)


@pytest.mark.parametrize("take", [None, *Take])
def test_words_that_a_frame_here_needs_are_not_removed_without_asking(sides: Sides, take: Take | None) -> None:
    frame = sides.edit(sides.ours, Attribution(content=(sides.spare.id,), **header(DOCUMENT))).added[0]
    sides.edit(sides.theirs, removed=(sides.spare,))
    assert len(sides.merge(take).conflicts) == 1
    assert ({frame.id, sides.spare.id} <= sides.records().keys()) == (take is not Take.THEIRS)


def progress(state: State, **more: object) -> Progress:
    return Progress(state=state, **header(DOCUMENT, **more))


@pytest.mark.parametrize(("ours", "wanted"), [(5, State.IN_PROGRESS), (-5, State.FINISHED)])
def test_of_two_states_of_an_article_the_later_one_holds(sides: Sides, ours: int, wanted: State) -> None:
    """Finished does not beat a later “in progress”; there is one state afterwards, whatever the ids."""
    sides.edit(sides.theirs, progress(State.FINISHED))
    sides.edit(sides.ours, progress(State.IN_PROGRESS), minutes=ours)
    merged = sides.merge()
    assert merged.conflicts == []
    states = [record.state for record in sides.records().values() if isinstance(record, Progress)]
    assert states == [wanted]


def test_the_same_sentence_read_on_both_sides_is_read_once(sides: Sides) -> None:
    for path in (sides.ours, sides.theirs):
        sides.edit(path, SentenceMark(span=Span(0, 5), **header(DOCUMENT)))
    merged = sides.merge()
    assert (news(merged), merged.edits) == ((0, 0, 0, 0), 0)


def test_read_here_and_doubtful_there_is_a_conflict(sides: Sides) -> None:
    sides.edit(sides.ours, SentenceMark(span=Span(0, 5), **header(DOCUMENT)))
    sides.edit(sides.theirs, SentenceMark(span=Span(0, 5), reading=Reading.DOUBTFUL, **header(DOCUMENT)))
    (conflict,) = sides.merge().conflicts
    assert (conflict.ours_in_words, conflict.theirs_in_words) == ("read “\u201cNão ”", "doubtful “\u201cNão ”")


def test_registry_and_links_travel_though_articles_share_them(sides: Sides) -> None:
    """An edit in an article may also make a registry entry, which another edit changes for the whole project."""
    source = Source(name="diplomat-1", **header(DOCUMENT, document_id=""))
    mention = make_annotation(DOCUMENT, 20, 22)
    link = Link(relation="refers", from_id=mention.id, to_id=source.id, **header(DOCUMENT))
    with Store.open(sides.theirs) as store:
        made = Edit(
            id="t1", document_id=DOCUMENT.id, annotator="ana", at=LATER, action="@", added=(mention, source, link)
        )
        store.apply(made)
    sides.merge()
    sides.edit(sides.theirs, renamed := replace(source, name="diplomat-2"), removed=(source,))
    sides.edit(sides.ours, make_annotation(DOCUMENT, 30, 32))
    assert news(sides.merge()) == (0, 1, 0, 0)
    with Store.open(sides.ours) as store:
        assert [dict(each.records) for each in store.load_project()] == [{renamed.id: renamed}]
    assert {mention.id, link.id} <= sides.records().keys()


def test_versions_of_the_codebook_meet_by_their_text(sides: Sides) -> None:
    """Both loaded a second version: theirs becomes another one here, and ours stays in use."""
    with Store.open(sides.ours) as store:
        store.set_codebook("name = 'ours'", "ours", "ana", NOON)
    with Store.open(sides.theirs) as store:
        store.set_codebook("name = 'theirs'", "theirs", "ana", NOON)
        store.set_codebook(CODEBOOK, "one", "ana", NOON)
    made = [make_annotation(DOCUMENT, n, n + 1, codebook=n) for n in (1, 2, 3)]
    sides.edit(sides.theirs, *made)
    assert sides.merge().codebooks_new == 1
    with Store.open(sides.ours) as store:
        texts = {each.version: each.text for each in store.codebooks()}
        assert store.codebook().text == "name = 'ours'"
    records = sides.records()
    assert [texts[records[each.id].codebook] for each in made] == [CODEBOOK, "name = 'theirs'", CODEBOOK]
    again = sides.merge()
    assert (again.codebooks_new, again.edits) == (0, 0)


def test_a_merge_that_would_remove_much_stops(sides: Sides) -> None:
    many = tuple(make_annotation(DOCUMENT, n, n + 1) for n in range(6))
    for path in (sides.ours, sides.theirs):
        with Store.open(path) as store:
            store.apply(Edit(id="m", document_id=DOCUMENT.id, annotator="ana", at=NOON, action="mark", added=many))
    before = sides.records()
    sides.edit(sides.theirs, removed=many)
    with pytest.raises(AnnotatorError, match=r"nasty\.txt: merging would remove 6 of 9 annotations"):
        sides.merge()
    assert sides.records() == before
    assert news(sides.merge(allow_removals=True)) == (0, 0, 6, 0)


def test_two_that_imported_the_same_file_agree(tmp_path: Path) -> None:
    """The ids are the same and the times are not."""
    records = one_of_each(DOCUMENT)
    for name, at in (("a.db", NOON), ("b.db", LATER)):
        with Store.create(tmp_path / name) as store:
            store.add(
                [annotated(DOCUMENT, *(replace(each, created=at) for each in records))],
                by="ana",
                at=at,
                action="import",
            )
    with Store.open(tmp_path / "a.db") as store:
        merged = merge(store, tmp_path / "b.db", "eve", None, False, quiet)
    assert (news(merged), merged.edits) == ((0, 0, 0, 0), 0)


def strangers(folder: Path) -> Iterator[tuple[Path, str]]:
    (folder / "text.db").write_text("no project")
    (folder / "empty.db").touch()
    yield from ((folder / name, "project") for name in ("text.db", "empty.db", "missing.db"))
    yield folder, "is a folder"


def test_what_is_no_project_is_refused_and_left_alone(sides: Sides, tmp_path: Path) -> None:
    before = sides.ours.read_bytes()
    for path, reason in strangers(tmp_path):
        with Store.open(sides.ours) as store, pytest.raises(StoreError, match=reason):
            merge(store, path, "eve", None, False, quiet)
    with Store.open(sides.ours) as store, pytest.raises(AnnotatorError, match="is this project itself"):
        merge(store, sides.ours, "eve", None, False, quiet)
    assert sides.ours.read_bytes() == before
