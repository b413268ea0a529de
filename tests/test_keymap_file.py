"""Keys can be changed in a file: the new ones work and are shown everywhere, and every mistake is named by its line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.cli import run
from annotator.domain.acceptances import acceptances
from annotator.domain.codebook import Codebook
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.editing import Level
from annotator.domain.errors import AnnotatorError
from annotator.domain.keymap import ACTIONS, SCREENS, USUAL
from annotator.domain.keymap.file import is_key, parse_keys
from annotator.domain.records import SentenceMark
from annotator.project import Project
from annotator.project.making import make_project
from annotator.tui.app import Workbench
from annotator.tui.screens.help import HelpScreen
from annotator.tui.screens.library import LibraryScreen
from annotator.tui.widgets.bars import key_name

from .test_tui_screens import screen_text


@pytest.fixture
def codebook(corpus: Path) -> Codebook:
    return parse_codebook((corpus / "codebook.toml").read_text(encoding="utf-8"), "codebook.toml")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of one's own settings, empty."""
    monkeypatch.setattr("annotator.project.keys.settings_folder", lambda: tmp_path / "settings")
    (tmp_path / "settings").mkdir()
    return tmp_path / "settings"


def test_an_action_has_the_keys_of_the_file_and_all_others_keep_theirs(codebook: Codebook) -> None:
    keymap = parse_keys('[keys]\nread_on = "w"\nfinish = ["ctrl+e", "f11"]\n', "keys.toml", USUAL, codebook)
    assert keymap.named("read_on").keys == ("w",)
    assert keymap.named("finish").keys == ("ctrl+e", "f11")
    assert keymap.action_for("space") is None
    changed = {"read_on", "finish"}
    assert [each for each in keymap.actions if each.name not in changed] == [
        each for each in ACTIONS if each.name not in changed
    ]


def test_two_actions_may_change_places(codebook: Codebook) -> None:
    keymap = parse_keys('[keys]\nundo = "."\nrepeat = "u"\n', "keys.toml", USUAL, codebook)
    assert [keymap.action_for(key).name for key in ".u"] == ["undo", "repeat"]  # type: ignore[union-attr]


def test_an_empty_file_changes_nothing(codebook: Codebook) -> None:
    assert parse_keys("# nothing yet\n", "keys.toml", USUAL, codebook).actions == USUAL.actions


MISTAKES = [
    ('[keys]\nread_onn = "w"\n', "keys.toml:2: there is no action read_onn; did you mean read_on?"),
    ('[keys]\nundo = "Z"\n\nflag = 3\n', 'keys.toml:4: flag needs a key such as "x", or a list of keys'),
    ("[keys]\nflag = []\n", 'keys.toml:2: flag needs a key such as "x", or a list of keys'),
    ('[keys]\nflag = "ctrl+quux"\n', "keys.toml:2: flag: there is no key 'ctrl+quux'"),
    ('[keys]\nflag = "ab"\n', "keys.toml:2: flag: there is no key 'ab'"),
    ('[keys]\nflag = " "\n', "keys.toml:2: flag: there is no key ' '"),
    ('[keys]\nflag = "u"\n', "keys.toml:2: flag: “u” is also the key of the action undo"),
    ('[keys]\nflag = "w"\nnote = "w"\n', "keys.toml:2: flag: “w” is also the key of the action note"),
    ('[keys]\nflag = "q"\n', "keys.toml:2: flag: “q” is also the key of the label “Quote” of the codebook"),
    ('[keys]\nflag = "3"\n', "keys.toml:2: flag: “3” is also the key of answers on the card"),
    ('flag = "w"\n', "keys.toml:1: flag is not part of this file; put actions below [keys]"),
    ("keys = 3\n", "keys.toml:1: keys is a table: put actions below [keys]"),
    ("desk = 3\n", "keys.toml:1: desk is a table: put actions below [desk]"),
    ('[dsk]\naccept = "x"\n', "keys.toml:1: dsk is not part of this file; did you mean [desk]?"),
    ('[desk]\nacept = "x"\n', "keys.toml:2: there is no action acept on the desk screen; did you mean accept?"),
    ('[desk]\naccept = "c"\n', "keys.toml:2: accept: “c” is also the key of the action by_rule"),
    ('desk.accept = "2"\n', "keys.toml:1: accept: “2” is also the key of the mends of a problem"),
    ('[claims]\nhold = "1"\n', "keys.toml:2: hold: “1” is also the key of answers about a relation"),
    ('[library]\nassign = "a"\n', "keys.toml:2: assign: “a” is typed into the filter there"),
    ("[keys\n", "keys.toml: is not valid TOML"),
]
"""A text, and how what is wrong with it is told."""


@pytest.mark.parametrize(("text", "message"), MISTAKES)
def test_a_mistake_is_told_with_its_line(text: str, message: str, codebook: Codebook) -> None:
    with pytest.raises(AnnotatorError) as error:
        parse_keys(text, "keys.toml", USUAL, codebook)
    assert str(error.value).startswith(message)


PIECES = (
    "[keys]",
    "[desk]",
    "[[keys]]",
    "[keys.desk]",
    "desk.accept",
    "flag",
    " = ",
    '"w"',
    "[]",
    '["x", 3]',
    "{a = 1}",
    "\n",
    "1",
)


@given(st.text(max_size=40) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_any_text_is_a_keymap_or_an_error_that_names_the_file(text: str) -> None:
    codebook = Codebook(name="none", labels=(), frame=())
    try:
        keymap = parse_keys(text, "keys.toml", USUAL, codebook)
    except AnnotatorError as error:
        told = str(error)
    else:
        told = "keys.toml"
        assert keymap.screens.keys() == USUAL.screens.keys()
    assert told.startswith("keys.toml")


def test_all_mistakes_are_told_at_once(codebook: Codebook) -> None:
    with pytest.raises(AnnotatorError) as error:
        parse_keys('[keys]\nnope = "w"\nflag = "u"\nnote = "ab"\n', "keys.toml", USUAL, codebook)
    assert [line.split(":")[1] for line in str(error.value).splitlines()] == ["2", "3", "4"]


# --- in the workbench and the shell -----------------------------------------------------------------------------


async def test_a_changed_key_works_and_is_shown_in_the_footer_and_the_help(tmp_path: Path, home: Path) -> None:
    """One's own file first, and the one beside the project has the last word."""
    (home / "keys.toml").write_text('[keys]\nread_on = "w"\nnext_theme = "f11"\n', encoding="utf-8")
    (tmp_path / "keys.toml").write_text('[keys]\nread_on = "f9"\nsearch = "w"\n', encoding="utf-8")
    make_project(tmp_path / "p.db", "eve", sample=True)
    with Project.open(tmp_path / "p.db", "eve") as project:
        document_id = project.store.document_ids()[0]
        app = Workbench(project, document_id, tmp_path / "theme", Level.OFF)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            assert "F9 read on" in screen_text(app)
            await pilot.press("space", "f9")
            await pilot.pause()
            records = project.load(document_id).set_of("eve").records.values()
            assert [type(each) for each in records] == [SentenceMark], "the old key does nothing, the new one reads on"
            theme = app.theme
            await pilot.press("f11")
            assert app.theme != theme
            await pilot.press("f1")
            await pilot.pause()
            assert isinstance(app.screen, HelpScreen)
            assert any("F9" in line and "read on" in line for line in screen_text(app).splitlines())


async def test_changed_keys_hold_on_every_screen(tmp_path: Path, home: Path) -> None:
    (home / "keys.toml").write_text('[keys]\nagreement = "ctrl+b"\nsources = "f5"\n', encoding="utf-8")
    make_project(tmp_path / "p.db", "eve", sample=True)
    with Project.open(tmp_path / "p.db", "eve") as project:
        app = Workbench(project, None, tmp_path / "theme", Level.OFF)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            assert "^b agreement" in screen_text(app)
            await pilot.press("f5")
            await pilot.pause()
            assert type(app.screen).__name__ == "SourcesScreen"
            await pilot.press("ctrl+b")
            await pilot.pause()
            assert type(app.screen).__name__ == "AgreementScreen"


async def test_a_screen_has_the_keys_of_its_own_table_and_no_other_screen_has(tmp_path: Path, home: Path) -> None:
    """What was a key of the screen is free again, and the relations of the codebook take other letters."""
    (home / "keys.toml").write_text('[desk]\naccept = "x"\nby_rule = "a"\n[claims]\nhold = "s"\n', encoding="utf-8")
    make_project(tmp_path / "p.db", "ana", sample=True)
    with Project.open(tmp_path / "p.db", "ana") as project:
        app = Workbench(project, None, tmp_path / "theme", Level.OFF)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.press("f10")
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert "x right as it is" in screen_text(app)
            await pilot.press("x", *"known", "enter")
            await pilot.pause()
            sets = [project.load(each.id, ["ana"]).set_of("ana").records.values() for each in project.documents()]
            assert [each.note for records in sets for each in acceptances(records).values()] == ["known"]
            await pilot.press("f8")
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert "s hold" in screen_text(app)
            assert "s supports" not in screen_text(app)
            await pilot.press("f1")
            await pilot.pause()
            assert any(line.strip().startswith("s ") and "hold" in line for line in screen_text(app).splitlines())


def test_a_key_with_modifiers_is_written_short() -> None:
    """As on the screen: whatever a file may give can be shown."""
    assert [key_name(key) for key in ("alt+x", "ctrl+shift+f2", "+", "ctrl+t")] == ["Alt+x", "^⇧f2", "+", "^t"]


def test_every_screen_has_each_key_once() -> None:
    """As they come, no two actions of a screen share a key, and every key can be given in a file."""
    for actions in (USUAL.actions, *USUAL.screens.values()):
        keys = [key for action in actions for key in action.keys]
        assert sorted(set(keys)) == sorted(keys)
        assert all(map(is_key, keys))


async def test_the_library_moves_by_the_keys_of_its_table(tmp_path: Path, home: Path) -> None:
    (home / "keys.toml").write_text('[library]\nnext = "f11"\n', encoding="utf-8")
    make_project(tmp_path / "p.db", "eve", sample=True)
    with Project.open(tmp_path / "p.db", "eve") as project:
        ids = project.store.document_ids()
        app = Workbench(project, None, tmp_path / "theme", Level.OFF)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            await pilot.press("f11", "f11", "down", "up")
            assert isinstance(app.screen, LibraryScreen)
            assert app.screen.document_id == ids[1], "two down by the new key, the old one does nothing, one up"


Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cli(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANNOTATOR_NAME", "eve")

    def call(*words: str) -> tuple[int, str, str]:
        return (run(list(words)), *capsys.readouterr())

    return call


def test_the_command_lists_every_key_as_it_is_and_makes_no_project(cli: Cli, home: Path, tmp_path: Path) -> None:
    (home / "keys.toml").write_text('[keys]\nread_on = ["w", "f9"]\nsearch = "f8"\nclaims = "f11"\n', encoding="utf-8")
    code, out, _ = cli("keys")
    assert code == 0
    rows = {row.split("\t")[1]: row.split("\t")[0] for row in out.splitlines()}
    assert rows["keys.read_on"] == "w f9"
    assert rows["content"] == "q"
    assert set(rows) >= {f"keys.{action.name}" for action in ACTIONS}
    assert set(rows) >= {f"{screen}.{action.name}" for screen, actions in SCREENS.items() for action in actions}
    assert not (tmp_path / "annotator.db").exists()


def test_the_command_checks_a_file_and_names_its_mistakes(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('[keys]\nflag = "u"\n', encoding="utf-8")
    code, _, told = cli("keys", "--check", "mine.toml")
    assert code == 1
    assert "mine.toml:2: flag: “u” is also the key of the action undo" in told
    (tmp_path / "mine.toml").write_text('[keys]\nflag = "w"\n', encoding="utf-8")
    assert cli("keys", "--check", "mine.toml")[0] == 0
    assert cli("keys", "--check", "gone.toml")[0] == 1
