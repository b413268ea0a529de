"""The command that trains `attribution-en` anew, from anybody's annotated articles."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.app import Json
from annotator.cli.edge import say
from annotator.cli.suggesting import print_quality, train


@train.command("attribution-en")
def attribution_en(
    folder: Annotated[Path, typer.Argument(help="A folder with annotation sets (.ann with .txt, or .jsonl).")],
    out: Annotated[Path, typer.Option(help="The folder that weights, tokenizer and model card are written to.")],
    held_out: Annotated[
        Path | None, typer.Option(help="Articles to say how good it is on; else every tenth of FOLDER.")
    ] = None,
    about: Annotated[Path | None, typer.Option(help="A text that says what the articles are, and their terms.")] = None,
    epochs: Annotated[
        int | None,
        typer.Option(min=1, help="How often every article is read, in one round; else in two rounds, 5 and 3 times."),
    ] = None,
    runs: Annotated[int | None, typer.Option(min=1, help="How many runs are averaged.")] = None,
    json: Json = False,
) -> None:
    """Train the encoder anew (hours on an ordinary CPU); needs `pip install 'annotator[train]'`."""
    from annotator.cli.tables import print_json
    from annotator.project.training import settings_of, train_encoder

    told = about.read_text(encoding="utf-8") if about else ""
    quality = train_encoder(folder, out, settings_of(epochs, runs), held_out, told, say)
    if json:
        print_json(quality)
    else:
        print_quality(quality)
