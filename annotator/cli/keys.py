"""The command that shows every key, and checks a file that changes some."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.app import Json, app
from annotator.cli.edge import say

if TYPE_CHECKING:
    from annotator.domain.codebook import Codebook
    from annotator.domain.keymap import Keymap


@app.command()
def keys(
    ctx: typer.Context,
    check: Annotated[Path | None, typer.Option(metavar="FILE", help="Check this file of keys instead.")] = None,
    json: Json = False,
) -> None:
    """List every key and what it does. Changed ones stand in keys.toml, among your settings or beside the project."""
    from annotator.domain.keymap import USUAL
    from annotator.project import Project
    from annotator.project.finding import annotator_name, find_project
    from annotator.project.keys import keymap_for, read_keys, settings_folder
    from annotator.project.making import corpus_folder, read_codebook

    path = find_project(Path.cwd(), ctx.obj.project)
    if path.exists():
        with Project.open(path, annotator_name(ctx.obj.annotator)) as project:
            codebook = project.codebook
    else:
        _, codebook = read_codebook(corpus_folder() / "codebook.toml")
    if check:
        read_keys(check, USUAL, codebook)
        say(f"{check}: no mistakes")
        return
    _print(keymap_for(path, codebook), codebook, json)
    if not json:
        say(f'your own keys: {settings_folder() / "keys.toml"}, with lines such as: keys.next_sentence = ["n", "down"]')


def _print(keymap: "Keymap", codebook: "Codebook", json: bool) -> None:
    """A line for each label and action, by the table of the file that gives it other keys."""
    from msgspec.structs import asdict

    from annotator.cli.tables import print_json, print_row
    from annotator.domain.keymap.file import TABLE

    for label in codebook.labels:
        if label.on and not json:
            print_row(label.key, label.name, f"Mark the best span for: {label.title}.")
    for table, actions in {TABLE: keymap.actions, **keymap.screens}.items():
        for action in actions:
            if json:
                print_json({"table": table, **asdict(action)})
            else:
                print_row(" ".join(action.keys), f"{table}.{action.name}", action.help)
