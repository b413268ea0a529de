"""Keys as somebody has them: a TOML text that gives actions other keys, with every mistake named by its line."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches

from msgspec.structs import replace

from annotator.domain.codebook import Codebook
from annotator.domain.errors import AnnotatorError
from annotator.domain.keymap import Action, Keymap
from annotator.domain.toml_lines import line_numbers, line_of

TABLE = "keys"
"""The one table of the file: actions by name, each with a key or a list of keys."""

NAMED = re.compile(
    r"(ctrl\+|alt\+)[a-z0-9]"
    r"|((ctrl|shift|alt)\+)*(space|tab|enter|escape|backspace|delete|insert|up|down|left|right|home|end|f([1-9]|1\d|2[0-4]))"
)
"""Keys that have a name; all others are the character they type."""

DIGITS = frozenset("123456789")
"""Keys that answer the questions on the card."""

Mistakes = dict[tuple[int, str], None]
"""What is wrong, with its line; in order, each once."""


def parse_keys(text: str, where: str, keymap: Keymap, codebook: Codebook) -> Keymap:
    """The keymap with the keys that the text gives; an error that names every mistake in it, with its line."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AnnotatorError(f"{where}: is not valid TOML: {error}") from error
    numbers = line_numbers(text)
    mistakes: Mistakes = {}
    given: dict[str, tuple[str, ...]] = {}
    for name in found.keys() - {TABLE}:
        mistakes[line_of(numbers, (name,)), f"{name} is not part of this file; put actions below [{TABLE}]"] = None
    table = found.get(TABLE, {})
    if not isinstance(table, dict):
        mistakes[line_of(numbers, (TABLE,)), f"{TABLE} is a table: put actions below [{TABLE}]"] = None
        table = {}
    for name, value in table.items():
        keys, wrong = read(name, value, keymap)
        mistakes |= {(line_of(numbers, (TABLE, name)), each): None for each in wrong}
        given[name] = keys
    changed = Keymap([replace(each, keys=given.get(each.name) or each.keys) for each in keymap.actions])
    mistakes |= {(line_of(numbers, (TABLE, name)), each): None for name, each in conflicts(changed, given, codebook)}
    if mistakes:
        raise AnnotatorError("\n".join(f"{where}:{line}: {message}" for line, message in sorted(mistakes)))
    return changed


def read(name: str, value: object, keymap: Keymap) -> tuple[tuple[str, ...], list[str]]:
    """The keys that an entry gives to an action, and what is wrong with it."""
    names = [action.name for action in keymap.actions]
    if name not in names:
        near = get_close_matches(name, names, 1)
        return (), [
            f"there is no action {name}{f'; did you mean {near[0]}?' if near else ''}; `annotator keys` lists all"
        ]
    keys = [value] if isinstance(value, str) else value
    if not isinstance(keys, list) or not keys or not all(isinstance(key, str) for key in keys):
        return (), [f'{name} needs a key such as "x", or a list of keys']
    wrong = [
        f"{name}: there is no key {key!r}; a key is one character, or a name such as ctrl+e, f9 or tab"
        for key in keys
        if not is_key(key)
    ]
    return tuple(keys), wrong


def is_key(key: str) -> bool:
    """Whether such a key can be pressed."""
    return NAMED.fullmatch(key) is not None or (len(key) == 1 and key.isprintable() and not key.isspace())


def conflicts(keymap: Keymap, given: Mapping[str, Collection[str]], codebook: Codebook) -> Iterator[tuple[str, str]]:
    """Each action whose new key does something else already, with what that is."""
    labels = {label.key: label.title for label in codebook.labels if label.on}
    for action in keymap.actions:
        for key in given.get(action.name, ()):
            others = [each for each in keymap.actions if key in each.keys and each.name != action.name]
            yield from ((action.name, _clash(action, key, f"the action {each.name}")) for each in others)
            if key in labels:
                yield action.name, _clash(action, key, f"the label “{labels[key]}” of the codebook")
            if key in DIGITS:
                yield action.name, _clash(action, key, "answers on the card")


def _clash(action: Action, key: str, other: str) -> str:
    return f"{action.name}: “{key}” is also the key of {other}; give one of them another"
