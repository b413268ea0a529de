"""The command `claims` prints claims, pairs worth a look, relations and families, for people and for programs."""

import json
from pathlib import Path

import pytest

from annotator.cli.commands import run_command
from annotator.project import Project
from annotator.project.claims import read_claims
from annotator.project.making import make_project


def lines(capsys: pytest.CaptureFixture[str], path: Path, *words: str) -> list[str]:
    """What the command prints."""
    assert run_command(["--project", str(path), "--as", "ana", "claims", *words]) == 0
    return capsys.readouterr().out.splitlines()


def test_every_view_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from annotator.domain.claims.relating import relating

    path = tmp_path / "p.db"
    make_project(path, "ana", sample=True)
    assert len(lines(capsys, path)) == 185
    claims = [json.loads(line) for line in lines(capsys, path, "list", "--json")]
    assert {each["voice"] for each in claims} == {"reporter", "attributed", "both_or_unclear"}
    assert all((each["level"] > 0) == bool(each["chain"]) for each in claims)
    best = [json.loads(line) for line in lines(capsys, path, "pairs", "--json", "--limit", "5")]
    assert len(best) == 5
    assert best[0]["proposal"]["score"] >= best[-1]["proposal"]["score"]
    assert lines(capsys, path, "families") == []
    with Project.open(path, "ana") as project:
        found = read_claims(project)
        pair = tuple(found.claims[best[0][side]["id"]] for side in ("first", "second"))
        repeats = project.codebook.relation("repeats")
        assert repeats is not None
        project.apply(relating(found.hand, project.codebook, repeats, (pair[0], pair[1]), None))
    (relation,) = lines(capsys, path, "relations")
    assert "\trepeats\t" in relation
    (family,) = [json.loads(line) for line in lines(capsys, path, "families", "--json")]
    assert [each["id"] for each in family["claims"]] == [each.id for each in sorted(pair, key=lambda each: each.when)]
    assert len(lines(capsys, path, "pairs")) == len(found.proposals) - 1
