"""The guideline says the rule for what is at hand; a workbench whose codebook changes meanwhile says so and goes on."""

from pathlib import Path

from annotator.domain.editing import Editor
from annotator.domain.parts import Part, Verb
from annotator.domain.recoding import Change
from annotator.domain.records import Annotation
from annotator.project import Project
from annotator.project.recoding import recode
from annotator.tui.themes import DARK
from annotator.tui.widgets.guideline import guideline
from annotator.tui.widgets.palette import theme_palette
from tests.test_tui_annotate import opened, path, screen_text, stored

__all__ = ["path"]

RENAME = Change(verb=Verb.RENAME, part=Part.LABEL, old="cue", new=("signal",))


def test_the_rule_an_example_and_a_counterexample_stand_in_the_guideline(path: Path) -> None:
    with Project.open(path, "ana") as project:
        editor = Editor(project.load(next(iter(project.documents())).id), "ana", project.codebook)
        editor.press("v")
        rows = guideline(editor, theme_palette(project.codebook.labels, DARK), 60)
        label = project.codebook.label("cue")
    said = " ".join(" ".join("".join(run.text for run in row) for row in rows).split())
    assert label
    for wanted in ("= precedents", label.definition, f"+ {label.positive}", f"− {label.negative}"):
        assert " ".join(wanted.split()) in said


async def test_a_codebook_changed_meanwhile_is_noticed_at_the_next_save_and_read(path: Path) -> None:
    async with opened(path, (80, 24)) as (pilot, screen):
        await pilot.press("v")
        await pilot.pause()
        with Project.open(path, "ben") as other:
            recode(other, RENAME)
        await pilot.press("s")
        await pilot.pause()
        assert "last change not saved, read again: the codebook is now version 2" in screen_text(pilot)
        assert screen.editor.codebook.label("signal")
        await pilot.press("j", "v")
        await pilot.pause()
        labels = {each.label for each in stored(path).of(Annotation)}
        assert labels == {"signal"}
        assert {each.codebook for each in stored(path).of(Annotation)} == {2}


async def test_a_change_of_the_codebook_is_not_undone_by_the_key_of_one_article(path: Path) -> None:
    async with opened(path) as (pilot, _):
        await pilot.press("v")
        await pilot.pause()
        with Project.open(path, "ben") as other:
            recode(other, RENAME)
        await pilot.press("s", "u")
        await pilot.pause()
        assert "annotator codebook undo" in screen_text(pilot)
        assert {each.label for each in stored(path).of(Annotation)} == {"signal"}


async def test_a_codebook_changed_meanwhile_is_told_when_the_next_article_is_opened(path: Path) -> None:
    async with opened(path) as (pilot, screen):
        with Project.open(path, "ben") as other:
            recode(other, RENAME)
        await pilot.press("ctrl+l")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen is not screen
        assert "this is version 2" in screen_text(pilot)
