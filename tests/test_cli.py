"""What each command promises users and scripts: data on stdout, narration on stderr, exit codes that can be trusted."""

import json
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.cli.edge import Exit
from annotator.cli.options import Call, general_first, workbench_call
from annotator.project.making import make_project
from tests.conftest import CHECKOUT
from tests.small_brat import BRAT, TEXT

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs a command in an empty folder; its exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANNOTATOR_NAME", "eve")

    def call(*words: object) -> tuple[int, str, str]:
        code = run([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def sample(cli: Cli, tmp_path: Path) -> Cli:
    make_project(tmp_path / "s.db", "eve", sample=True)
    return cli


def article(name: str = "a.txt", text: str = TEXT) -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


WORDS = [
    (["list", "--project", "p.db"], ["--project", "p.db", "list"]),  # after the command
    (["--as", "ana", "list", "--json"], ["--as", "ana", "list", "--json"]),  # before it
    (["list", "--project=p.db", "--json", "--as=x"], ["--project=p.db", "--as=x", "list", "--json"]),  # with =
    (["list", "--", "--project"], ["list", "--", "--project"]),  # after -- nothing is an option
    (["list", "--as"], ["list", "--as"]),  # without its value: the command will say so
]


@pytest.mark.parametrize(("given", "ordered"), WORDS)
def test_general_options_may_stand_before_or_after_the_command(given: list[str], ordered: list[str]) -> None:
    assert general_first(given) == ordered


CALLS = [
    ([], Call()),
    (["--project", "p.db"], Call("p.db")),
    (["annotate", "a.txt", "--as", "ana"], Call(None, "ana", "a.txt")),
    (["--as=ana", "annotate"], Call(None, "ana")),
    (["--help"], None),
    (["annotate", "--help"], None),
    (["annotate", "a", "b"], None),
    (["add", "a.txt"], None),
    (["--project"], None),
    (["--", "annotate"], None),
]


@pytest.mark.parametrize(("words", "call"), CALLS)
def test_only_a_plain_call_of_the_workbench_is_taken_at_a_glance(words: list[str], call: Call | None) -> None:
    assert workbench_call(words) == call


@pytest.mark.parametrize("words", [["annotate", "a", "--", "b"], ["annotate", "--project", "p.db", "--nonsense"]])
def test_what_is_not_taken_at_a_glance_is_read_in_full(cli: Cli, words: list[str]) -> None:
    assert cli(*words)[0] == Exit.USAGE


def test_without_a_terminal_the_workbench_says_so_and_makes_nothing(cli: Cli, tmp_path: Path) -> None:
    for words in ([], ["annotate"], ["annotate", "a.txt"]):
        code, out, err = cli(*words)
        assert (code, out) == (Exit.ERROR, "")
        assert "needs a terminal" in err
    assert list(tmp_path.iterdir()) == []


def test_help_lists_every_command_and_exit_code(cli: Cli) -> None:
    code, out, err = cli("--help")
    assert (code, err) == (Exit.DONE, "")
    for name in ("annotate", "add", "import", "export", "list", "history", "check", "agreement", "codebook", "backup"):
        assert f"\n  {name} " in out
    assert all(f"{each.value} {each.name.lower()}" in " ".join(out.split()) for each in Exit)


@pytest.mark.parametrize("words", [["nonsense"], ["add"], ["export", "--nonsense"], ["list", "--project"]])
def test_a_command_that_is_not_understood_is_a_usage_error(cli: Cli, words: list[str]) -> None:
    code, out, err = cli(*words)
    assert (code, out) == (Exit.USAGE, "")
    assert err


@pytest.mark.parametrize(
    "words", [["list"], ["export"], ["history"], ["check"], ["agreement"], ["backup"], ["codebook", "show"]]
)
def test_what_needs_a_project_makes_none(cli: Cli, words: list[str], tmp_path: Path) -> None:
    code, out, err = cli(*words)
    assert (code, out) == (Exit.ERROR, "")
    assert "annotator add FOLDER" in err
    assert list(tmp_path.iterdir()) == []


def test_adding_makes_the_project_and_twice_adds_nothing(cli: Cli) -> None:
    article()
    code, out, err = cli("add", "a.txt")
    assert (code, out) == (Exit.DONE, "")
    assert "made " in err
    assert "new: 1 document, 0 records" in err
    assert "new: 0 documents, 0 records; already there: 1 document" in cli("add", "a.txt")[2]


def test_a_project_is_its_owners_alone(cli: Cli) -> None:
    article()
    cli("add", "a.txt", "--project", "p.db")
    assert stat.S_IMODE(Path("p.db").stat().st_mode) == 0o600


def test_the_exit_code_says_that_something_was_skipped(cli: Cli) -> None:
    article()
    Path("b.txt").write_bytes(b"one\ntwo\0\n")
    code, _, err = cli("add", "a.txt", "b.txt")
    assert code == Exit.SKIPPED
    assert "skipped: b.txt:2: " in err
    assert "new: 1 document" in err


def test_a_path_that_is_not_there_is_an_error(cli: Cli) -> None:
    code, _, err = cli("add", "nowhere")
    assert code == Exit.ERROR
    assert "nowhere" in err


def test_a_summary_can_be_read_by_a_program(cli: Cli) -> None:
    article()
    code, out, _ = cli("add", "a.txt", "--json")
    assert json.loads(out)["documents_new"] == 1
    assert code == Exit.DONE


def test_import_says_whose_and_whether_finished(cli: Cli) -> None:
    article()
    Path("a.ann").write_text(BRAT, encoding="utf-8")
    code, _, err = cli("import", "a.ann", "--as", "zoe", "--finished")
    assert code == Exit.DONE
    assert "new: 1 document, 4 records" in err
    assert json.loads(cli("list", "--json", "--as", "zoe")[1])["state"] == "finished"


def test_export_prints_its_files_and_says_what_is_lost(sample: Cli) -> None:
    code, out, err = sample("export", "--format", "csv", "--out", "exports")
    assert code == Exit.DONE
    assert out.splitlines() == [f"exports/{name}.csv" for name in ("spans", "frames", "sentences")]
    assert all(Path(line).is_file() for line in out.splitlines())
    assert all(line.startswith("not in csv: ") for line in err.splitlines())


def test_an_unknown_document_is_named_with_those_near_it(sample: Cli) -> None:
    code, out, err = sample("export", "dam-crak.md")
    assert (code, out) == (Exit.ERROR, "")
    assert "dam-crack.md" in err


def test_the_list_is_one_line_a_document(sample: Cli) -> None:
    lines = sample("list")[1].splitlines()
    as_json = [json.loads(line) for line in sample("list", "--json")[1].splitlines()]
    assert [line.split("\t")[1] for line in lines] == [each["name"] for each in as_json]
    assert [line.split("\t")[2] for line in sample("list", "--as", "ana")[1].splitlines()] == ["finished"] * len(lines)
    assert len(sample("list", "dam-")[1].splitlines()) == 2


def test_the_history_says_who_did_what_where(sample: Cli) -> None:
    _, out, told = sample("history", "dam-crack.md")
    assert {line.split("\t")[1] for line in out.splitlines()} == {"attribution-en@1"}
    assert "hidden until you finish their articles: 4 edits of others" in told
    lines = [line.split("\t") for line in sample("--as", "gold", "history", "dam-crack.md")[1].splitlines()]
    assert {(line[1], line[2], line[5]) for line in lines} == {
        (who, "dam-crack.md", "-0") for who in ("ana", "ben", "attribution-en@1")
    }
    edit = json.loads(sample("history", "--json")[1].splitlines()[0])
    assert edit["action"].startswith("import")
    assert edit["added"]


def test_a_sound_project_is_told_from_one_with_errors(sample: Cli, cli: Cli) -> None:
    article()
    cli("add", "a.txt", "--project", "sound.db")
    assert cli("check", "--project", "sound.db")[0] == Exit.DONE
    code, out, err = sample("--as", "gold", "check", "--json", "--project", "s.db")
    faults = [json.loads(line) for line in out.splitlines()]
    errors = [fault for fault in faults if fault["severity"] == "error"]
    assert code == (Exit.FOUND if errors else Exit.DONE)
    assert err.splitlines()[-1].startswith(f"{len(errors)} error")
    assert any(fix.startswith("speech_type = ") for fault in faults for fix in fault["fixes"])
    newcomer, out, _ = sample("check", "--json", "--project", "s.db")
    unseen = [json.loads(line) for line in out.splitlines()]
    assert newcomer == code
    assert [(each["annotator"], each["rule"]) for each in unseen] == [(f["annotator"], f["rule"]) for f in faults]
    assert {each["message"] for each in unseen} == {"told once you have finished the article yourself"}


def test_agreement_is_a_table_with_what_it_rests_on(sample: Cli) -> None:
    code, out, _ = sample("agreement", "ana", "ben")
    assert code == Exit.DONE
    assert "9 of 9 articles" in out
    assert all(word in out for word in ("source", "F1 exact", "F1 overlap", "alpha", r"(\w+|[^\w\s]), zones: body"))


def test_agreement_can_be_read_by_a_program(sample: Cli) -> None:
    found = json.loads(sample("agreement", "--json")[1])
    assert found["annotators"] == ["ana", "ben"]
    content = found["labels"]["content"]
    counts = content["counts"]
    f1 = 2 * counts["exact"] / (counts["first"] + counts["second"])
    assert content["f1_exact"]["value"] == round(f1, 4)
    assert content["f1_exact"]["value"] <= content["f1_overlap"]["value"]


def test_what_agreement_leaves_out_and_cannot_say_is_said(cli: Cli) -> None:
    article()
    Path("a.ann").write_text(BRAT, encoding="utf-8")
    cli("import", "a.ann", "--as", "zoe", "--finished")
    cli("import", "a.ann", "--as", "ana")
    code, out, _ = cli("agreement")
    assert code == Exit.DONE
    assert "0 of 1 articles" in out
    assert "alpha of all labels at once: - (nothing was seen by two annotators)" in out
    assert "left out: 1 of 1 not finished by ana" in cli("agreement", "ana", "zoe")[1]
    assert json.loads(cli("agreement", "--json")[1])["alpha"]["value"] is None


def test_agreement_with_nobody_is_an_error(sample: Cli) -> None:
    assert sample("agreement", "ana", "zoe")[0] == Exit.ERROR
    assert sample("agreement", "--zones", "nonsense")[0] == Exit.USAGE


def test_a_backup_is_restored_by_one_command(sample: Cli) -> None:
    before = sample("list", "--json")[1]
    code, out, _ = sample("backup", "copy.backup")
    assert (code, out) == (Exit.DONE, "copy.backup\n")
    article()
    sample("add", "a.txt")
    assert sample("list", "--json")[1] != before
    code, out, err = sample("restore", "copy.backup")
    assert (code, out) == (Exit.DONE, "")
    assert "what was there before is" in err
    assert sample("list", "--json")[1] == before


def test_a_backup_overwrites_nothing(sample: Cli) -> None:
    article("copy.backup")
    assert sample("backup", "copy.backup")[0] == Exit.ERROR
    assert Path("copy.backup").read_text(encoding="utf-8") == TEXT


def test_the_codebook_is_shown_checked_exported_and_loaded(sample: Cli, corpus: Path) -> None:
    assert "Claim" in sample("codebook", "show")[1]
    assert json.loads(sample("codebook", "show", "--json")[1])["labels"]
    text = sample("codebook", "export")[1]
    assert text == (corpus / "codebook.toml").read_text(encoding="utf-8")
    assert sample("codebook", "export", "own.toml")[1] == "own.toml\n"
    assert sample("codebook", "check", "own.toml")[0] == Exit.DONE
    Path("own.toml").write_text(f"{text}\n# mine\n", encoding="utf-8")
    assert "version 2" in sample("codebook", "load", "own.toml")[2]
    assert sample("codebook", "export")[1].endswith("# mine\n")


def test_a_faulty_codebook_is_refused_with_its_lines_and_changes_nothing(sample: Cli) -> None:
    Path("own.toml").write_text('name = "x"\n[label.claim]\nkolor = "red"\n', encoding="utf-8")
    for command in ("check", "load"):
        code, _, err = sample("codebook", command, "own.toml")
        assert code == Exit.ERROR
        assert "own.toml:3: " in err
    assert "version 1" in sample("codebook", "show")[1]


HOSTILE = "evil\x1b]0;PWNED\x07\u202e[red].txt"


def test_hostile_names_are_shown_and_never_acted_on(cli: Cli) -> None:
    """Not on stdout, not on stderr, not in an error."""
    article(HOSTILE, "Ana said: \x1b[2J hello.\n")
    Path(f"bad{HOSTILE}").write_bytes(b"\0")
    told = [
        cli("add", "."),
        cli("add", f"bad{HOSTILE}"),
        cli("list"),
        cli("history"),
        cli("annotate", HOSTILE, "x"),
        cli("check"),
    ]
    told += [cli("export", HOSTILE), cli("export", "--format", "brat"), cli("codebook", "check", HOSTILE)]
    for _, out, err in told:
        assert not any(char in out + err for char in "\x1b\x07\u202e\x9b")
    assert "evil␛]0;PWNED␇" in cli("list")[1]


RAW = "a\u202eb\u2028c\u2029d\x7fe\x85f\x9bg\U000e0041h"


def test_json_lets_no_control_through_and_says_the_same(cli: Cli) -> None:
    """C1, DEL, bidirectional and line separators are escaped; what is read is what is there."""
    article(f"{RAW}.txt")
    cli("add", ".")
    out = cli("list", "--json")[1]
    assert not {*RAW} - {*"abcdefgh"} & {*out}
    assert "\\u202e" in out
    assert json.loads(cli("list", "--json")[1])["name"] == f"{RAW}.txt"


def test_a_codebook_is_shown_to_a_terminal_and_piped_as_it_is(sample: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    text = sample("codebook", "export")[1] + f"# {RAW}\n"
    Path("own.toml").write_text(text.replace("\x7f", ""), encoding="utf-8")
    assert sample("codebook", "load", "own.toml")[0] == Exit.DONE
    assert sample("codebook", "export")[1] == text.replace("\x7f", "")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    told = sample("codebook", "export")[1]
    assert told.count("\n") == text.count("\n")
    assert not {*RAW} - {*"abcdefgh"} & {*told}


def test_a_fault_of_the_program_shows_no_words_of_an_article(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    article(text="A secret.\n")
    monkeypatch.setattr("annotator.project.Project.add", lambda *_: {}["A secret."])
    code, out, err = cli("add", "a.txt")
    assert (code, out) == (Exit.FAULT, "")
    assert "KeyError at " in err
    assert "secret" not in err


def test_a_file_that_is_no_project_is_refused_and_left_as_it_is(cli: Cli) -> None:
    article("p.db", "not a database")
    for words in (["list"], ["add", "p.db"], ["check"], ["backup"]):
        code, _, err = cli(*words, "--project", "p.db")
        assert code == Exit.ERROR
        assert "not an annotator project" in err
    assert Path("p.db").read_text(encoding="utf-8") == "not a database"


def test_reading_commands_change_nothing(sample: Cli) -> None:
    before = Path("s.db").read_bytes()
    for words in (["list"], ["history"], ["check"], ["agreement"], ["export"], ["codebook", "show"], ["backup"]):
        sample(*words)
    assert Path("s.db").read_bytes() == before


def test_completion_is_there_for_common_shells(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_ANNOTATOR_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "annotator ag")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert "agreement" in cli()[1]


def test_a_reader_that_leaves_early_is_told_nothing(sample: Cli, tmp_path: Path) -> None:
    """As in `annotator list | head -1`: no traceback, whether the lines are gone or still waiting."""
    for words in (["list"], ["history", "--json"]):
        command = [sys.executable, "-m", "annotator", "--project", str(tmp_path / "s.db"), *words]
        with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout
            assert process.stderr
            process.stdout.close()
            assert process.stderr.read() == b""


def test_of_many_skipped_files_only_the_first_are_told(cli: Cli) -> None:
    for number in range(40):
        Path(f"{number:02}.txt").write_bytes(b"\0")
    article()
    code, _, err = cli("add", ".")
    assert code == Exit.SKIPPED
    assert err.count("skipped: ") == 27
    assert "and 15 more" in err


def test_agreement_counts_the_zones_that_the_codebook_says(sample: Cli, corpus: Path) -> None:
    text = (corpus / "codebook.toml").read_text(encoding="utf-8")
    own = text.replace("[zone.caption]\n", "[zone.caption]\nsuggest = true\n")
    assert own != text
    Path("own.toml").write_text(own, encoding="utf-8")
    assert sample("codebook", "load", "own.toml")[0] == Exit.DONE
    assert "zones: caption,body" in sample("agreement")[1]
