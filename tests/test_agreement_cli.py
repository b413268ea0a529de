"""`annotator agreement` tells the same in tables, JSON and CSV, by label, article, annotator and week."""

import csv
import io
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.agreement.cases import Cause
from annotator.cli import run
from annotator.cli.edge import Exit
from annotator.project import Project
from annotator.project.making import make_project

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of the sample corpus, made once."""
    path = tmp_path_factory.mktemp("agreement") / "s.db"
    make_project(path, "eve", sample=True)
    return path


@pytest.fixture
def agreement(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs `annotator agreement` on a copy of the sample project; its exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(made, tmp_path / "s.db")

    def call(*words: str) -> tuple[int, str, str]:
        code = run(["--as", "eve", "agreement", *words])
        return code, *capsys.readouterr()

    return call


def told(agreement: Cli, *words: str) -> dict[str, object]:
    code, out, _ = agreement(*words, "--json")
    assert code == Exit.DONE
    found: dict[str, object] = json.loads(out)
    return found


def numbers(out: str) -> dict[tuple[str, str, str], str]:
    return {(row["kind"], row["name"], row["measure"]): row["value"] for row in csv.DictReader(io.StringIO(out))}


def test_the_tables_say_what_where_how_surely_and_why_not(agreement: Cli) -> None:
    code, out, _ = agreement()
    assert code == Exit.DONE
    for words in ("F1 overlap", "frame exact", "content overlap", "frame speech_type", "split or merged", "[."):
        assert words in out
    assert "put in question label.content: Everything credited to the source" in out
    assert "the same by others: observed 0." in out


def test_json_and_csv_hold_the_same_numbers(agreement: Cli) -> None:
    found = told(agreement)
    rows = numbers(agreement("--csv")[1])
    content = found["labels"]["content"]  # type: ignore[index]
    assert float(rows["label", "content", "exact"]) == content["f1_exact"]["value"]
    assert float(rows["label", "content", "alpha"]) == content["alpha"]["value"]
    assert int(rows["label", "content", "n first"]) == content["counts"]["first"]
    assert float(rows["all", "", "alpha"]) == found["alpha"]["value"]  # type: ignore[index]
    assert float(rows["attribute", "frame speech_type", "alpha"]) == next(
        each["alpha"]["value"]
        for each in found["attributes"]  # type: ignore[attr-defined]
        if each["attribute"] == "speech_type"
    )


def test_every_interval_holds_its_value(agreement: Cli) -> None:
    def measures(value: object) -> Iterator[dict[str, float]]:
        if isinstance(value, dict):
            if "low" in value:
                yield value
            for each in value.values():
                yield from measures(each)
        elif isinstance(value, list):
            for each in value:
                yield from measures(each)

    found = list(measures(told(agreement)))
    assert len(found) > 50
    assert all(each["low"] <= each["value"] <= each["high"] for each in found)


def test_the_cases_are_as_many_as_the_causes_say(agreement: Cli) -> None:
    found = told(agreement)
    causes = sum(n for pair in found["causes"] for label in pair["labels"].values() for n in label.values())  # type: ignore[attr-defined]
    lines = agreement("--cases")[1].splitlines()
    assert len(lines) == causes == sum(each["cases"] for each in found["implicated"])  # type: ignore[attr-defined]
    assert all(len(line.split("\t")) == 6 for line in lines)
    assert {line.split("\t")[2] for line in lines} <= {cause.value for cause in Cause}
    records = [json.loads(line) for line in agreement("--cases", "--json")[1].splitlines()]
    assert len(records) == causes
    assert all(each["first"] or each["second"] for each in records)


def test_who_is_named_first_is_the_first_of_the_pair(agreement: Cli) -> None:
    """What Ben misses of Ana's is what Ana has too much for Ben."""
    one = Counter(line.split("\t")[2] for line in agreement("ana", "ben", "--cases")[1].splitlines())
    other = Counter(line.split("\t")[2] for line in agreement("ben", "ana", "--cases")[1].splitlines())
    assert (one["missed"], one["extra"]) == (other["extra"], other["missed"])
    assert one["missed"] > one["extra"]
    assert "missed: ben has it and ana does not" in agreement("ben", "ana")[1]


@pytest.mark.parametrize(("by", "lines"), [("article", 9), ("annotator", 2), ("week", 1)])
def test_it_is_told_by_article_annotator_and_week(agreement: Cli, by: str, lines: int) -> None:
    groups = told(agreement, "--by", by)
    assert len(groups) == lines
    assert all(name in agreement("--by", by)[1] for name in groups)
    out = agreement("--by", by, "--csv")[1]
    assert {row["group"] for row in csv.DictReader(io.StringIO(out))} == set(groups)


def test_units_zones_and_profile_change_what_is_counted(agreement: Cli) -> None:
    tokens, characters, sentences = (told(agreement, "--unit", u)["tokens"] for u in ("token", "character", "sentence"))
    assert characters > tokens > sentences  # type: ignore[operator]
    everywhere, captions = (told(agreement, "--zones", zones) for zones in ("all", "body,caption"))
    assert everywhere["tokens"] > captions["tokens"] > tokens  # type: ignore[operator]
    core, full = (told(agreement, "--profile", p)["frames"][0]["first"] for p in ("core", "full"))  # type: ignore[index]
    assert core < full


def test_the_share_that_two_spans_must_have_in_common_can_be_chosen(agreement: Cli) -> None:
    def source(share: str) -> dict[str, dict[str, float]]:
        return told(agreement, "--share", share)["labels"]["source"]  # type: ignore[index, no-any-return]

    loose, strict = source("0.01"), source("1")
    assert loose["f1_share"]["value"] > source("0.5")["f1_share"]["value"] > strict["f1_share"]["value"]
    assert strict["f1_share"]["value"] == strict["f1_exact"]["value"]
    assert loose["f1_overlap"]["value"] == strict["f1_overlap"]["value"]
    assert "F1 ≥0.75" in agreement("--share", "0.75")[1]
    assert agreement("--share", "0")[0] == Exit.ERROR


def test_the_alpha_of_unitizing_is_told_where_it_is_asked_for(agreement: Cli) -> None:
    assert "|uα" not in agreement()[1]
    assert "|uα of 2016" in agreement("--unitizing")[1]


def test_it_says_how_many_more_articles_are_needed(agreement: Cli) -> None:
    labels = {each["label"]: each for each in told(agreement, "--width", "0.02")["labels"]}  # type: ignore[attr-defined]
    assert labels["content"]["need"]["more"] > 9
    assert "articles for 0.02" in agreement("--width", "0.02")[1]


def test_three_annotators_have_a_matrix(agreement: Cli, made: Path, tmp_path: Path) -> None:
    """Cyd's work is Ana's, finished under another name."""
    folder = tmp_path / "in"
    folder.mkdir()
    corpus = Path(__file__).resolve().parents[1] / "corpus"
    for path in (corpus / "articles").iterdir():
        shutil.copy(path, folder)
    for path in (corpus / "annotations").glob("*_ana.ann"):
        shutil.copy(path, folder / path.name.replace("_ana", "_cyd"))
    with Project.open(tmp_path / "s.db", "eve") as project:
        project.import_sets([folder], finished=True)
    found = told(agreement)
    exact = {(pair["first"], pair["second"]): pair["exact"]["value"] for pair in found["pairs"]}  # type: ignore[attr-defined]
    assert exact["ana", "cyd"] == 1.0
    assert exact["ana", "ben"] == exact["ben", "cyd"]
    assert "above the diagonal" in agreement()[1]


REFUSED = [["--zones", "moon"], ["--csv", "--json"], ["--cases", "--csv"], ["--width", "0.1", "--csv"], ["--unit", "x"]]


@pytest.mark.parametrize("words", REFUSED)
def test_what_makes_no_sense_is_refused(agreement: Cli, words: list[str]) -> None:
    assert agreement(*words)[0] == Exit.USAGE
