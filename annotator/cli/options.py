"""The general options, which stand before or after the command, and the quick reading of a call with nothing else."""

from collections.abc import Sequence
from typing import NamedTuple

GENERAL = ("--project", "--as")
"""Options with a value that every command knows."""


class Call(NamedTuple):
    """A call of the workbench."""

    project: str | None = None
    """What `--project` says."""
    annotator: str | None = None
    """What `--as` says."""
    document: str | None = None
    """The document to open, by name or id."""


def general_first(words: Sequence[str]) -> list[str]:
    """The same words with the general options moved before the command; nothing after `--` is moved."""
    end = words.index("--") if "--" in words else len(words)
    first: list[str] = []
    rest: list[str] = []
    ahead = list(words[:end])
    while ahead:
        word = ahead.pop(0)
        name, equals, _ = word.partition("=")
        if name in GENERAL and (equals or ahead):
            first.extend([word] if equals else [word, ahead.pop(0)])
        else:
            rest.append(word)
    return [*first, *rest, *words[end:]]


def workbench_call(words: Sequence[str]) -> Call | None:
    """What a plain `annotator` or `annotator annotate` asks for; None for every other or doubtful call."""
    given: dict[str, str] = {}
    rest = general_first(words)
    while rest and rest[0].partition("=")[0] in GENERAL:
        name, equals, value = rest.pop(0).partition("=")
        if not equals and not rest:
            return None
        given[name] = value if equals else rest.pop(0)
    if (rest and rest[0] != "annotate") or len(rest) > 2 or any(word.startswith("-") for word in rest):
        return None
    return Call(given.get("--project"), given.get("--as"), rest[1] if len(rest) == 2 else None)
