"""All commands, as one that can be run."""

from annotator.cli import (
    agree_feedback,
    app,
    assigning,
    claims,
    codebook,
    history,
    keeping,
    keys,
    linear,
    moving,
    reading,
    recoding,
    searching,
    sources,
    suggesting,
    teamwork,
    training,
)
from annotator.cli.edge import Exit

__all__ = [
    "agree_feedback",
    "assigning",
    "claims",
    "codebook",
    "history",
    "keeping",
    "keys",
    "linear",
    "moving",
    "reading",
    "recoding",
    "run_command",
    "searching",
    "sources",
    "suggesting",
    "teamwork",
    "training",
]


def run_command(words: list[str]) -> int:
    """Run the command that `words` spell; its exit code."""
    try:
        app.app(args=words, prog_name="annotator")
    except SystemExit as end:
        if end.code == Exit.INTERRUPTED:  # typer has caught what the edge is to tell
            raise KeyboardInterrupt from end
        return end.code if isinstance(end.code, int) else Exit.DONE
    return Exit.DONE
