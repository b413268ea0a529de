"""An article is read as plain lines, and annotated through them alone: every action by its keys or its name."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.domain.edits import Edit
from annotator.domain.errors import StoreError
from annotator.domain.keymap import ACTIONS
from annotator.domain.records import Annotation, Attribution, Reading, Remark, SentenceMark
from annotator.project import Project
from annotator.project.making import make_project
from annotator.tui.settings import remember, settings_file

TEXT = (
    "Port to open again\n\n"
    "“The port will open on Monday,” a Western diplomat in Karlsund said. The mayor denied it.\n\n"
    "Nobody was hurt.\n"
)

Lines = Callable[..., str]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one article, in a folder without anybody's settings, where no suggestions are shown."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.setattr("annotator.tui.settings.settings_file", lambda name: tmp_path / "settings" / name)
    remember(tmp_path / "settings" / "suggestions", "off")
    make_project(tmp_path / "p.db", "eve")
    (tmp_path / "port.txt").write_text(TEXT, encoding="utf-8")
    with Project.open(tmp_path / "p.db", "eve") as project:
        project.add([tmp_path / "port.txt"])
    return tmp_path / "p.db"


@pytest.fixture
def lines(path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Lines:
    """Types these lines into the line mode; what it says."""

    def typed(*written: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in written)))
        assert run(["annotate", "--linear", "port.txt", "--project", str(path), "--as", "eve"]) == 0
        return capsys.readouterr().out

    return typed


def own(path: Path) -> list[object]:
    with Project.open(path, "eve") as project:
        (document_id,) = project.store.document_ids()
        return list(project.load(document_id).set_of("eve").records.values())


def test_a_frame_is_marked_answered_and_finished_through_lines_alone(lines: Lines, path: Path) -> None:
    """The whole way: read on, mark by keys and by names, answer, note, undo, finish; the store holds what was said."""
    said = lines(
        "read on", "q", "source", "v", "3", "direct", "note", "look here", "escape", "read_on", "finish", "quit"
    )
    records = own(path)
    (frame,) = (each for each in records if isinstance(each, Attribution))
    spans = {each.label: each for each in records if isinstance(each, Annotation)}
    assert set(spans) == {"source", "cue", "content"}
    assert frame.source == (spans["source"].id,)
    assert frame.attributes["speech_type"] == ("direct",)
    assert [TEXT[each.start : each.end] for each in spans["source"].fragments] == ["a Western diplomat in Karlsund"]
    assert sum(isinstance(each, SentenceMark) for each in records) == 2
    assert any(getattr(each, "note", "") == "look here" for each in records)
    assert "added Source: a Western diplomat in Karlsund." in said
    assert said.count("saved") == 8, "once for every change, and only then"
    assert "finished; 2 sentences are not read" in said


def test_every_change_can_be_undone_and_redone_line_by_line(lines: Lines, path: Path) -> None:
    lines("sentence 2", "q", "s", "undo", "undo", "redo")
    assert [each.label for each in own(path) if isinstance(each, Annotation)] == ["content"]


def test_a_word_is_reached_by_its_letters_and_selected(lines: Lines, path: Path) -> None:
    said = lines("sentence 2", "jump", "escape", "l l", "select", "select", "s")
    assert "which word?" in said
    assert "at: port" in said
    assert "selected: port will" in said
    (span,) = (each for each in own(path) if isinstance(each, Annotation))
    assert [TEXT[each.start : each.end] for each in span.fragments] == ["port will"]


def test_flags_doubts_and_written_answers_are_kept_emptied_and_given_up(lines: Lines, path: Path) -> None:
    lines("doubtful", "flag", "wrong zone?", "flag", "", "flag", "escape")
    assert [each.flag for each in own(path) if isinstance(each, Remark)] == ["wrong zone?"]
    assert [each.reading for each in own(path) if isinstance(each, SentenceMark)] == [Reading.DOUBTFUL]
    lines("sentence 1", "flag", "-")
    assert not [each for each in own(path) if isinstance(each, Remark)]


def test_what_is_not_known_is_said_and_changes_nothing(lines: Lines, path: Path) -> None:
    said = lines("xyzzy", "agreement", "next article", "previous article", "undo", "s p", "?")
    assert "there is no key or action “xyzzy”" in said
    assert "a screen of the workbench" in said
    assert "this is the last article" in said
    assert "nothing to undo" in said
    assert not own(path)


def test_every_action_of_the_editor_can_be_named_or_pressed(lines: Lines) -> None:
    """None is unknown by its name or by its key, none ends the mode, and what it waits for can be left."""
    words = [word for each in ACTIONS if not each.on_screen for word in (each.name, each.keys[0])]
    said = lines("sentence 2", "q", *(line for word in words for line in (word, "escape")), "article")
    assert "there is no key" not in said
    assert "sentence 4 of " in said


def test_an_article_changed_elsewhere_is_read_again_and_the_work_goes_on(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def typed() -> object:
        yield "sentence 2\n"
        yield "q\n"
        with Project.open(path, "eve") as other:
            other.undo(other.store.document_ids()[0])
        yield "]\n"
        yield "read on\n"

    monkeypatch.setattr("annotator.cli.linear.typed", lambda: (line.rstrip("\n") for line in typed()))
    assert run(["annotate", "--linear", "--project", str(path), "--as", "eve"]) == 0
    assert "last change not saved, read again" in capsys.readouterr().out
    assert [type(each) for each in own(path)] == [SentenceMark]


def test_saved_is_said_only_of_what_is_committed(lines: Lines, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be saved is kept, leaving is refused once, and a line tries again."""
    apply, fails = Project.apply, [True, True]

    def full_at_first(project: Project, *edits: Edit) -> None:
        if fails:
            fails.pop()
            raise StoreError("the disk is full")
        apply(project, *edits)

    monkeypatch.setattr(Project, "apply", full_at_first)
    said = lines("read on", "quit", "retry_save", "quit", "article")
    assert said.count("not saved: the disk is full") == 2
    assert "not saved yet: 1; again to leave without that" in said
    assert said.splitlines()[-1] == "saved", "and the second time nothing keeps one"
    assert [type(each) for each in own(path)] == [SentenceMark]


def test_suggestions_are_told_with_how_sure_they_are_and_taken_by_a_line(lines: Lines, path: Path) -> None:
    remember(settings_file("suggestions"), "off")
    said = lines("next_level", "sentence 2", "accept")
    assert "suggestions: all" in said
    assert "Suggested, " in said
    assert "source: a Western diplomat in Karlsund" in said
    assert any(isinstance(each, Attribution) and each.origin for each in own(path))


# --- reading --------------------------------------------------------------------------------------------------------


def test_a_frame_is_read_with_its_kind_source_cue_and_content(
    lines: Lines, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines("sentence 2", "q", "s", "v", "3", "direct", "space")
    assert run(["read", "port.txt", "--sentence", "2", "--project", str(path), "--as", "eve"]) == 0
    first, text, frame = capsys.readouterr().out.splitlines()
    assert first == "sentence 2 of 4, read, annotated."
    assert text.endswith("a Western diplomat in Karlsund said.")
    assert frame == (
        "Direct quote, source: a Western diplomat in Karlsund. Cue: said. Content: “The port will open on Monday,”."
    )


def test_the_whole_article_is_read_and_a_sentence_that_is_not_there_is_an_error(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["read", "port.txt", "--project", str(path), "--as", "eve"]) == 0
    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if line.startswith("sentence")] == [
        "sentence 1 of 4, unread, headline.",
        *(f"sentence {n} of 4, unread." for n in (2, 3, 4)),
    ]
    assert run(["read", "port.txt", "--sentence", "5", "--project", str(path), "--as", "eve"]) == 1
    assert "has 4 sentences, not 5" in capsys.readouterr().err


def test_nobody_elses_marks_are_read(lines: Lines, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines("sentence 2", "q", "s", "v")
    assert run(["read", "port.txt", "--project", str(path), "--as", "ben"]) == 0
    assert "annotated" not in capsys.readouterr().out


def test_hostile_text_is_only_text(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = path.with_name("bad.txt")
    bad.write_text("Here \x1b]0;PWNED\x07 and \u202e too.\n", encoding="utf-8")
    with Project.open(path, "eve") as project:
        project.add([bad])
    assert run(["read", "bad.txt", "--project", str(path), "--as", "eve"]) == 0
    out = capsys.readouterr().out
    assert not set("\x1b\x07\u202e") & set(out)
    assert "PWNED" in out
