"""Every key and every string of a TOML text with its place, so that names in it are changed and comments stay."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from annotator.domain.toml_lines import Path

TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    | (?P<string>\"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*')
    | (?P<bare>[\w-]+)
    | (?P<mark>[\[\]{}=,\n])""",
    re.VERBOSE | re.DOTALL,
)
"""What a TOML text is made of, as far as names go; the rest is passed over."""


class Named(NamedTuple):
    """A key or a string where it stands in the text."""

    path: Path
    """The names from the top of the file down to this key, or to the key whose value the string is in."""
    start: int
    """Its first code point."""
    end: int
    """After its last one."""
    text: str
    """What it says."""
    is_key: bool
    """Whether it is a key."""


class Replacement(NamedTuple):
    """A piece of the text, and what is to stand there instead."""

    start: int
    """Its first code point."""
    end: int
    """After its last one."""
    text: str
    """What stands there instead."""


def replaced(text: str, replacements: Iterable[Replacement]) -> str:
    """The text with all pieces replaced, none of which overlap."""
    for start, end, instead in sorted(replacements, reverse=True):
        text = text[:start] + instead + text[end:]
    return text


def names(text: str) -> Iterator[Named]:
    """Every key and string of a text that is known to be TOML, in their order."""
    base: Path = ()
    path: Path = ()
    is_key, open_ones = True, list[tuple[str, Path]]()
    for token in TOKEN.finditer(text):
        kind, word = token.lastgroup, token.group()
        if kind in ("string", "bare"):
            said = _said(word) if kind == "string" else word
            path = (*path, said) if is_key else path
            if is_key or kind == "string":
                yield Named(path, token.start(), token.end(), said, is_key)
        elif kind == "mark" and is_key and not open_ones:
            if word == "[":
                base = path = ()
            elif word == "]":
                base = path
            elif word == "\n":
                path = base
            is_key = word != "="
        elif kind == "mark":
            is_key, path = _inside(word, is_key, path, base, open_ones)


def _inside(word: str, is_key: bool, path: Path, base: Path, open_ones: list[tuple[str, Path]]) -> tuple[bool, Path]:
    """Whether a key comes after this mark in a value, and the path from there on."""
    if word in "[{":
        open_ones.append((word, path))
        return word == "{", path
    if word in "]}":
        return False, open_ones.pop()[1]
    if word == ",":
        return open_ones[-1][0] == "{", open_ones[-1][1]
    if word == "\n" and not open_ones:
        return True, base
    return is_key and word != "=", path


def _said(string: str) -> str:
    """What a TOML string says."""
    return str(tomllib.loads(f"said = {string}")["said"])
