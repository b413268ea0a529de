"""The README tells of every command, shows every picture, and names nothing that is not there."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from annotator.cli import commands
from annotator.cli.app import app

TOP = Path(__file__).parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")
COMMAND = get_command(app)
NAMES = sorted(getattr(COMMAND, "commands", {}))
assert commands, "the import registers every command"


@pytest.mark.parametrize("name", NAMES)
def test_every_command_says_what_it_does_and_is_in_the_readme(name: str) -> None:
    assert COMMAND.commands[name].help  # type: ignore[attr-defined]
    assert re.search(rf"(annotator|`)( --\S+( \S+)?)* ?{name}\b", README), f"the README tells nothing of {name}"


def test_the_readme_names_only_commands_that_there_are() -> None:
    named = set(re.findall(r"`(?:\$ )?annotator (?:--\S+ \S+ )*([a-z]+)\b", README))
    assert named <= set(NAMES)


def test_every_picture_is_shown_and_every_shown_picture_is_there() -> None:
    shown = set(re.findall(r"\]\((\.pictures/[^)]+)\)", README))
    there = {f".pictures/{path.name}" for path in (TOP / ".pictures").iterdir()}
    assert shown == there


def test_every_linked_file_is_there() -> None:
    links = (link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link)
    assert [link for link in links if not (TOP / link.replace("\\_", "_")).exists()] == []


def test_no_picture_fetches_anything() -> None:
    """They are seen as they are, without a network."""
    for path in (TOP / ".pictures").glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        assert "@font-face" not in text
        assert not re.search(r"(?:href|src)=\"https?:", text)
