"""The command line: `main` is what the `annotator` command runs.

Opening the workbench is decided here without loading the other commands, because an article is to be on the screen
within 0.6 s of the command.
"""

import os
import sys
import threading
from collections.abc import Sequence

from annotator.cli.options import workbench_call


def main() -> None:
    """Run the command of this process and end it with the exit code; threads still at work are not waited for."""
    code = run(sys.argv[1:])
    if any(not each.daemon and each is not threading.main_thread() for each in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


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
