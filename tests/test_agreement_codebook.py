"""Agreement knows no name of the default codebook: what it must know of names stands in a codebook's rules."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from annotator.agreement.comparing import agreement_of, tallied
from annotator.agreement.counting import Scope
from annotator.domain.codebook import Codebook, Rules
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import AnnotationSet, Link
from annotator.project import Project
from annotator.project.making import make_project
from tests.agreement_examples import TEXT, annotation, article, at, done, frame, header

MADE_UP = """
name = "hearsay"
[label.who]
title = "Who"
key = "1"
color = "#e69f00"
shape = "solid"
role = "source"
[label.says]
title = "Says"
key = "2"
color = "#56b4e9"
shape = "double"
role = "cue"
[label.what]
title = "What"
key = "3"
color = "#009e73"
shape = "heavy"
role = "content"
[label.point]
title = "Point"
key = "4"
color = "#cc79a7"
shape = "thin"
[frame]
manner = { values = ["shouted", "hinted", "dreamt"] }
[relation.echoes]
from = "point"
to = "point"
[relation.mocks]
from = "point"
to = "point"
[rules]
core = { manner = ["shouted"] }
beyond_core = { manner = ["dreamt"] }
family = ["echoes"]
"""
"""A codebook without a single name of the default one but the three roles."""

MAYOR, SAID, CLOSE, DENIED = (at(TEXT, each) for each in ("The mayor", "said", "the bridge would close", "denied"))


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return parse_codebook(MADE_UP, "made-up.toml")


@pytest.mark.parametrize(("manner", "is_core"), [("shouted", True), ("hinted", True), ("dreamt", False)])
def test_the_core_profile_is_what_the_codebook_says(codebook: Codebook, manner: str, is_core: bool) -> None:
    sets = [
        done(
            who,
            *frame(who, 1, {"source": [MAYOR], "cue": [SAID], "content": [CLOSE]}, attributes={"manner": (manner,)}),
        )
        for who in ("ana", "ben")
    ]
    scope = Scope(codebook=codebook, core=True)
    assert agreement_of(tallied([article(*sets)], scope)).tokens > 0
    assert bool(agreement_of(tallied([article(*sets)], scope)).frames[0].both) is is_core


def points(who: str, relation: str) -> AnnotationSet:
    link = Link(**header("l", who), relation=relation, from_id=f"{who}-1", to_id=f"{who}-2")  # type: ignore[arg-type]
    marks = [annotation(n, span, label="point", who=who) for n, span in ((1, CLOSE), (2, DENIED))]
    return done(who, *marks, link)


def test_the_relations_of_a_family_are_those_that_the_codebook_says(codebook: Codebook) -> None:
    scope = Scope(codebook=codebook)
    echoed = agreement_of(tallied([article(points("ana", "echoes"), points("ben", "echoes"))], scope))
    assert echoed.families is not None
    assert (echoed.families.n, echoed.families.f1.value) == (2, 1.0)
    mocked = agreement_of(tallied([article(points("ana", "mocks"), points("ben", "mocks"))], scope))
    assert mocked.families is None
    assert mocked.relations[0].both == 1


def test_a_codebook_without_these_rules_says_so_when_the_core_is_asked_for(tmp_path: Path, codebook: Codebook) -> None:
    """Codebooks of before these rules still load and are compared; nobody guesses what their core is."""
    make_project(tmp_path / "p.db", "eve")
    with Project.open(tmp_path / "p.db", "eve") as project:
        project.__dict__["codebook"] = replace(codebook, rules=Rules())
        assert project.comparison().scope.core is False
        with pytest.raises(AnnotatorError, match="add core and beyond_core to its"):
            project.comparison(core=True)
