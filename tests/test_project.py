"""What the use cases promise, whichever front end asks for them."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotator.domain.edits import Edit
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import Annotation, Link, Progress, Source, State
from annotator.project import Project
from annotator.project.exporting import UNFINISHED, write_files
from annotator.project.finding import DEFAULT_NAME, annotator_name, find_project
from annotator.project.importing import Summary
from annotator.project.making import make_project
from tests.small_brat import BRAT, TEXT

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    make_project(tmp_path / "p.db", "eve")
    with Project.open(tmp_path / "p.db", "eve") as opened:
        yield opened


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Project]:
    make_project(tmp_path / "s.db", "eve", sample=True)
    with Project.open(tmp_path / "s.db", "eve") as opened:
        yield opened


def brat(folder: Path, name: str = "a", ann: str = BRAT, text: str = TEXT) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    path = folder / f"{name}_ana.ann"
    path.write_text(ann, encoding="utf-8")
    return path


def news(summary: Summary) -> tuple[int, int]:
    return summary.documents_new, summary.records_new


def test_the_project_is_the_one_named_else_the_one_told_else_the_one_here(tmp_path: Path) -> None:
    here = tmp_path / "here.db"
    make_project(here, "eve")
    assert find_project(tmp_path, None, {}) == here
    assert find_project(tmp_path, None, {"ANNOTATOR_PROJECT": "told.db"}) == tmp_path / "told.db"
    assert find_project(tmp_path, "named.db", {"ANNOTATOR_PROJECT": "told.db"}) == tmp_path / "named.db"
    assert find_project(Path("/"), str(tmp_path), {}) == here


def test_other_databases_are_no_projects(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    (tmp_path / "other.db").write_bytes(b"SQLite format 3\0" + bytes(100))
    (tmp_path / "folder.db").mkdir()
    assert find_project(tmp_path, None, {}) == tmp_path / DEFAULT_NAME


def test_of_several_projects_none_is_guessed(tmp_path: Path) -> None:
    for name in ("a.db", "b.db"):
        make_project(tmp_path / name, "eve")
    with pytest.raises(AnnotatorError, match=r"several projects here \(a.db, b.db\)"):
        find_project(tmp_path, None, {})


NAMES = [
    ("ana", {"ANNOTATOR_NAME": "ben"}, "ana"),  # named
    (None, {"ANNOTATOR_NAME": "ben"}, "ben"),  # told
    (" ana ", {}, "ana"),  # trimmed
]


@pytest.mark.parametrize(("given", "env", "name"), NAMES)
def test_who_annotates(given: str | None, env: dict[str, str], name: str) -> None:
    assert annotator_name(given, env) == name


def test_without_a_name_it_is_the_login_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "login")
    assert annotator_name(None, {}) == "login"


@pytest.mark.parametrize("name", [" ", "a\x1bb", "../a", "a\nb"])
def test_a_name_that_could_do_harm_is_refused(name: str) -> None:
    with pytest.raises(AnnotatorError, match="annotator name"):
        annotator_name(name, {})


def test_the_sample_project_has_articles_that_two_annotators_finished(sample: Project) -> None:
    documents = list(sample.documents())
    assert len(documents) >= 8
    assert all(each.annotators == ("ana", "ben") and each.state is None for each in documents)
    sets = sample.load(documents[0].id).sets
    assert {each.annotator: each.state for each in sets} == dict.fromkeys(
        ("ana", "attribution-en@1", "ben"), State.FINISHED
    )
    found = sample.agreement()
    assert (found.annotators, found.documents) == (("ana", "ben"), len(documents))
    assert 0.5 < (found.alpha.value or 0) < 1


def test_a_project_is_made_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.project.making.bring_in", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_project(tmp_path / "p.db", "eve", sample=True)
    assert list(tmp_path.iterdir()) == []


def test_importing_twice_adds_nothing(project: Project, tmp_path: Path) -> None:
    brat(tmp_path / "in")
    assert news(project.import_sets([tmp_path / "in"])) == (1, 4)
    again = project.import_sets([tmp_path / "in"])
    assert (news(again), again.documents_there, again.records_there, again.skipped) == ((0, 0), 1, 4, [])
    assert len(list(project.store.edits())) == 1


def test_a_bad_file_stops_itself_and_not_the_batch(project: Project, tmp_path: Path) -> None:
    """The bad one is named with its line, and nothing of it is there."""
    brat(tmp_path / "in", "good")
    brat(tmp_path / "in", "bad", BRAT + "T9\tCue 0 3\tBen\n", TEXT * 2)
    summary = project.import_sets([tmp_path / "in"])
    assert news(summary) == (1, 4)
    assert [line.split("in/")[1].split(": ")[0] for line in summary.skipped] == ["bad_ana.ann:5"]
    assert [each.name for each in project.documents()] == ["good.txt"]


def test_a_file_that_does_not_fit_what_is_there_stops_only_itself(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a transaction of many files fails for one of them, the others are saved one by one."""
    for name in ("one", "two", "three"):
        brat(tmp_path / "in", name, text=f"{TEXT}{name}\n")
    add = project.store.add

    def picky(documents, **rest):  # type: ignore[no-untyped-def]
        if any("two" in each.document.text for each in documents):
            raise AnnotatorError("does not fit")
        return add(documents, **rest)

    monkeypatch.setattr(project.store, "add", picky)
    summary = project.import_sets([tmp_path / "in"])
    assert news(summary) == (2, 8)
    assert summary.skipped == [f"{tmp_path}/in/two_ana.ann: does not fit"]


def test_many_files_are_read_by_several_processes_with_the_same_result(project: Project, tmp_path: Path) -> None:
    for number in range(210):
        bad = number == 100
        brat(tmp_path / "in", f"{number:03}", BRAT.replace("rained", "snowed") if bad else BRAT, f"{TEXT}{number}\n")
    told: list[tuple[int, int]] = []
    summary = project.import_sets([tmp_path / "in"], tick=lambda done, total: told.append((done, total)))
    assert news(summary) == (209, 209 * 4)
    assert len(summary.skipped) == 1
    assert "100_ana.ann:3" in summary.skipped[0]
    assert [each.name for each in project.documents()][:2] == ["000.txt", "001.txt"]
    assert told == [(number, 210) for number in range(1, 211)]


def test_sets_can_come_in_finished(project: Project, tmp_path: Path) -> None:
    """Once, however often it is asked for; what was begun before is finished too."""
    brat(tmp_path / "in")
    project.import_sets([tmp_path / "in"])
    for _ in range(2):
        project.import_sets([tmp_path / "in"], finished=True)
    document = next(project.documents())
    assert project.load(document.id).set_of("ana").state == State.FINISHED
    assert [edit.action for edit in project.store.edits()][1:] == ["finish"]


def test_a_set_that_comes_in_finished_says_under_which_codebook(project: Project, tmp_path: Path, corpus: Path) -> None:
    text = (corpus / "codebook.toml").read_text(encoding="utf-8") + "\n# mine\n"
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    version = project.load_codebook(tmp_path / "mine.toml")
    assert version == 2
    brat(tmp_path / "in")
    project.import_sets([tmp_path / "in"], finished=True)
    document = next(project.documents())
    assert {each.codebook for each in project.load(document.id).set_of("ana").of(Progress)} == {version}


def test_a_file_that_does_not_say_whose_it_is_is_the_annotators(project: Project, tmp_path: Path) -> None:
    brat(tmp_path / "in").rename(tmp_path / "in" / "a.ann")
    project.import_sets([tmp_path / "in"])
    assert project.store.annotators() == ["eve"]


def test_adding_takes_articles_only(project: Project, tmp_path: Path) -> None:
    brat(tmp_path / "in")
    (tmp_path / "in" / "b.md").write_text("# Other\n\nWords.\n", encoding="utf-8")
    (tmp_path / "in" / "picture.png").write_bytes(b"\x89PNG\0")
    assert news(project.add([tmp_path / "in"])) == (2, 0)


def test_an_unknown_kind_of_file_is_named_and_passed_over(project: Project, tmp_path: Path) -> None:
    picture, article = tmp_path / "picture.png", tmp_path / "a.txt"
    picture.write_bytes(b"\x89PNG\0")
    article.write_text(TEXT, encoding="utf-8")
    summary = project.add([picture, article])
    assert news(summary) == (1, 0)
    assert len(summary.skipped) == 1
    assert "picture.png" in summary.skipped[0]


def test_undo_and_redo_outlive_the_process(project: Project, tmp_path: Path) -> None:
    brat(tmp_path / "in")
    project.import_sets([tmp_path / "in"])
    document = next(project.documents()).id
    for _ in range(3):
        with Project.open(project.path, "ana") as other:
            before = other.load(document)
            assert other.undo(document)
            assert not other.load(document).sets
            assert other.undo(document) is None
        with Project.open(project.path, "ana") as other:
            assert other.redo(document)
            assert other.redo(document) is None
            assert other.load(document) == before


def test_nobody_undoes_the_work_of_another(project: Project, tmp_path: Path) -> None:
    brat(tmp_path / "in")
    project.import_sets([tmp_path / "in"])
    document = next(project.documents()).id
    assert project.undo(document) is None
    assert project.undo(document, "ana")


def test_agreement_names_who_there_is(sample: Project) -> None:
    with pytest.raises(AnnotatorError, match="nobody called “zoe” annotated here; there is ana, attribution-en@1, ben"):
        sample.agreement(["ana", "zoe"])


def test_the_whole_text_has_more_tokens_than_the_body(sample: Project) -> None:
    assert sample.agreement(whole_text=True).tokens > sample.agreement().tokens


def test_a_new_codebook_is_a_new_version_and_old_records_keep_theirs(sample: Project, corpus: Path) -> None:
    changed = sample.path.with_name("own.toml")
    text = (corpus / "codebook.toml").read_text(encoding="utf-8")
    changed.write_text(text.replace('title = "Claim"', 'title = "Assertion"'), encoding="utf-8")
    assert sample.load_codebook(changed) == sample.codebook_version == 2
    assert "Assertion" in [label.title for label in sample.codebook.labels]
    assert sample.load_codebook(changed) == 2
    first = sample.load(next(sample.documents()).id).sets[0]
    assert {annotation.codebook for annotation in first.of(Annotation)} == {1}


def test_a_backup_restored_is_the_same_project(sample: Project, tmp_path: Path) -> None:
    ids = [each.id for each in sample.documents()]
    before = [sample.load(each) for each in ids]
    copy = sample.backup()
    assert copy.parent == tmp_path / "s-backups"
    sample.undo(ids[0], "ana")
    sample.undo(ids[0], "ana")
    sample.store.restore(copy, sample.path)
    assert [sample.load(each) for each in ids] == before


def test_the_days_backup_is_made_once(sample: Project) -> None:
    made = sample.back_up_daily()
    assert made
    assert made.exists()
    assert sample.back_up_daily() is None


NAMES_OF_FILES = ["../out.csv", "/tmp/out.csv", "a/b.csv", "..", ".", "", ".hidden", "a\nb.csv", "a\x1b.csv"]


@pytest.mark.parametrize("name", NAMES_OF_FILES)
def test_no_file_name_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(AnnotatorError, match="not a name for a file"):
        list(write_files([(name, "x")], tmp_path / "out"))
    assert list((tmp_path / "out").iterdir()) == []


def test_a_failed_export_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old", encoding="utf-8")

    def pieces() -> Iterator[tuple[str, str]]:
        yield "a.csv", "new"
        raise AnnotatorError("no more")

    with pytest.raises(AnnotatorError):
        list(write_files(pieces(), tmp_path))
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("a.csv", "old")]


def test_what_a_killed_export_left_is_cleared_away_but_not_what_is_being_written(tmp_path: Path) -> None:
    dead, alive = tmp_path / f".a.csv.4194303{UNFINISHED}", tmp_path / f".b.csv.{os.getppid()}{UNFINISHED}"
    other = tmp_path / f".c{UNFINISHED}"
    for path in (dead, alive, other):
        path.touch()
    list(write_files([("a.csv", "x")], tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([alive.name, other.name, "a.csv"])


def test_text_is_written_as_it_is(tmp_path: Path) -> None:
    """No line break is translated, and pieces are joined without anything between them."""
    text = "a\r\nb\n\u2028é🎉"
    (path,) = write_files([("a.txt", text[:3]), ("a.txt", text[3:])], tmp_path)
    assert path.read_bytes() == text.encode("utf-8")


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(AnnotatorError, match="cannot be written"):
        list(write_files([("a.txt", "x")], tmp_path / "file"))


def test_an_export_of_some_documents_holds_those_only(sample: Project, tmp_path: Path) -> None:
    exported = sample.export("jsonl", tmp_path / "out", ["dam-crack.md"])
    (line,) = exported.files[0].read_text(encoding="utf-8").splitlines()
    assert "dam-crack.md" in line


def test_a_format_that_cannot_be_written_is_refused_with_those_that_can(sample: Project, tmp_path: Path) -> None:
    with pytest.raises(AnnotatorError, match="choose one of csv, jsonl, brat"):
        sample.export("text", tmp_path)
    with pytest.raises(AnnotatorError, match="jsonl"):
        sample.export("nonsense", tmp_path)


def test_jsonl_carries_a_project_over_whole(sample: Project, tmp_path: Path) -> None:
    exported = sample.export("jsonl", tmp_path / "out")
    assert not exported.losses
    make_project(tmp_path / "other.db", "zoe")
    with Project.open(tmp_path / "other.db", "zoe") as other:
        other.load_codebook(tmp_path / "out" / "codebook.toml")
        assert other.stored_codebook.text == sample.stored_codebook.text
        assert other.import_sets([tmp_path / "out"]).skipped == []
        ids = sample.store.document_ids()
        assert [other.load(each) for each in ids] == [sample.load(each) for each in ids]


def fill_registry(project: Project) -> tuple[Source, Source, Link]:
    """Two entries and the link between them, which belong to no document; one is an edit of someone else's."""
    header = {"document_id": "", "annotator": "eve", "created": AT}
    one, two = (Source(id=f"s{number}", name=f"diplomat-{number}", **header) for number in (1, 2))
    link = Link(id="l", relation="reports_to", from_id="s1", to_id="s2", **(header | {"annotator": "zoe"}))
    for annotator, records in (("eve", (one, two)), ("zoe", (link,))):
        project.apply(Edit(id=annotator, document_id="", annotator=annotator, at=AT, action="@", added=records))
    return one, two, link


def test_jsonl_carries_the_registry_over_too_and_only_once(sample: Project, tmp_path: Path) -> None:
    fill_registry(sample)
    assert (tmp_path / "out" / "registry.jsonl") in sample.export("jsonl", tmp_path / "out").files
    make_project(tmp_path / "other.db", "zoe")
    with Project.open(tmp_path / "other.db", "zoe") as other:
        assert news(other.import_sets([tmp_path / "out" / "registry.jsonl"])) == (0, 3)
        assert other.store.load_project() == sample.store.load_project()
        again = other.import_sets([tmp_path / "out" / "registry.jsonl"])
        assert (again.records_new, again.records_there, again.skipped) == (0, 3, [])
        assert [(edit.annotator, edit.action) for edit in other.history()] == [
            ("eve", "import by zoe"),
            ("zoe", "import"),
        ]


def test_a_registry_entry_that_differs_is_told_and_stays_as_it_is(sample: Project, tmp_path: Path) -> None:
    one, *_ = fill_registry(sample)
    sample.export("jsonl", tmp_path / "out")
    path = tmp_path / "out" / "registry.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("diplomat-1", "diplomat-9"), encoding="utf-8")
    (told,) = sample.import_sets([path]).skipped
    assert "record s1" in told
    assert one in sample.store.load_project()[0].records.values()


def test_many_files_bring_the_registry_along(sample: Project, tmp_path: Path) -> None:
    fill_registry(sample)
    sample.export("jsonl", tmp_path / "out")
    for number in range(205):
        (tmp_path / "out" / f"{number}.txt").write_text(f"Article {number}.\n", encoding="utf-8")
    make_project(tmp_path / "other.db", "zoe")
    with Project.open(tmp_path / "other.db", "zoe") as other:
        other.add([tmp_path / "out"])
        assert other.store.load_project() == sample.store.load_project()


@pytest.mark.parametrize("format", ["csv", "brat"])
def test_a_format_without_the_registry_says_so(sample: Project, tmp_path: Path, format: str) -> None:
    fill_registry(sample)
    assert any(
        line.startswith("3 × records of the whole project") for line in sample.export(format, tmp_path).losses.report()
    )
