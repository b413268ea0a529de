"""The command that shows every key, and checks a file that changes some."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.app import Json, app
from annotator.cli.edge import say


@app.command()
def keys(
    ctx: typer.Context,
    check: Annotated[Path | None, typer.Option(metavar="FILE", help="Check this file of keys instead.")] = None,
    json: Json = False,
) -> None:
    """List every key and what it does. Changed ones stand in keys.toml, among your settings or beside the project."""
    from annotator.cli.tables import print_json, print_row
    from annotator.domain.keymap import USUAL
    from annotator.domain.keymap.file import TABLE
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
    keymap = keymap_for(path, codebook)
    for label in codebook.labels:
        if label.on and not json:
            print_row(label.key, label.name, f"Mark the best span for: {label.title}.")
    for table, actions in {TABLE: keymap.actions, **keymap.screens}.items():
        for action in actions:
            if json:
                print_json(
                    {
                        "table": table,
                        "name": action.name,
                        "keys": action.keys,
                        "title": action.title,
                        "help": action.help,
                    }
                )
            else:
                print_row(" ".join(action.keys), f"{table}.{action.name}", action.help)
    if not json:
        say(f'your own keys: {settings_folder() / "keys.toml"}, with lines such as: keys.next_sentence = ["n", "down"]')
