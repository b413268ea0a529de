"""The command line: `main` is what the `annotator` command runs.

Opening the workbench is decided here without loading the other commands, because an article is to be on the screen
within 0.6 s of the command.
"""

import os
import sys
from collections.abc import Sequence

from annotator.cli.options import workbench_call


def main() -> None:
    """Run the command of this process and end it with the exit code."""
    sys.exit(run(sys.argv[1:]))


def run(words: Sequence[str]) -> int:
    """Run the command that `words` spell; the exit code."""
    from annotator.cli.edge import guarded

    return guarded(lambda: _start(list(words)))


def _start(words: list[str]) -> int:
    """Open the workbench where nothing else is asked for; else hand over to the commands."""
    is_completion = "_ANNOTATOR_COMPLETE" in os.environ
    if not is_completion and (call := workbench_call(words)):
        from annotator.cli.workbench import open_workbench

        return open_workbench(call.project, call.annotator, call.document)
    from annotator.cli.commands import run_command

    return run_command(words)
