"""The edge of the program: what ends a command, how it is told on stderr, and with which exit code."""

import os
import sys
import traceback
from collections.abc import Callable
from enum import IntEnum

from annotator.domain.errors import AnnotatorError
from annotator.domain.shown import shown


class Exit(IntEnum):
    """What the exit code of a command says."""

    DONE = 0
    """Everything asked for was done."""
    ERROR = 1
    """It could not be done; the message says why, and nothing was changed."""
    USAGE = 2
    """The command was not understood."""
    SKIPPED = 3
    """Done, but for some files or records, which are named on stderr."""
    FOUND = 4
    """A check found something that needs a look."""
    FAULT = 70
    """A fault of the program itself."""
    INTERRUPTED = 130
    """Stopped by the user; what was committed stays."""


LONGEST = 25
"""How many lines one message has at most."""


def say(text: str) -> None:
    """Tell the user something on stderr."""
    for line in text.splitlines()[:LONGEST]:
        print(shown(line), file=sys.stderr)


def count(number: int, thing: str) -> str:
    """So many of a thing, in words."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def guarded(work: Callable[[], int]) -> int:
    """The exit code of `work`; errors become one message, and no text of an article gets into it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = work()
        sys.stdout.flush()
        return code
    except AnnotatorError as error:
        say(f"annotator: {error}")
        return Exit.ERROR
    except KeyboardInterrupt:
        say("annotator: stopped")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left to print has no reader
        return Exit.DONE
    except Exception as error:  # the last edge: nothing beyond it could tell the user
        say(f"annotator: a fault of the program, {type(error).__name__} at {_places(error)}; please report it")
        return Exit.FAULT


def _places(error: Exception) -> str:
    """Where the error arose, innermost last; without values, which might be an article's words."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return " > ".join(f"{frame.filename.rpartition('annotator/')[2]}:{frame.lineno}" for frame in frames)
