"""Keys as somebody has them: a TOML text that gives actions other keys, with every mistake named by its line."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from msgspec.structs import replace

from annotator.domain.codebook import Codebook
from annotator.domain.errors import AnnotatorError
from annotator.domain.keymap import Action, Keymap
from annotator.domain.toml_lines import line_numbers, line_of

TABLE = "keys"
"""The table of the annotate screen and the workbench; each other screen has one of its own name."""

NAMED = re.compile(
    r"(ctrl\+|alt\+)[a-z0-9]"
    r"|((ctrl|shift|alt)\+)*(space|tab|enter|escape|backspace|delete|insert|up|down|left|right|home|end|f([1-9]|1\d|2[0-4])"
    r"|pageup|pagedown)"
)
"""Keys that have a name; all others are the character they type."""

DIGITS = frozenset("123456789")
"""Keys that give answers and choose among mends."""

FIXED = {
    TABLE: (DIGITS, "answers on the card"),
    "desk": (DIGITS, "the mends of a problem"),
    "claims": (DIGITS, "answers about a relation"),
}
"""Keys that cannot be given to an action of a table, and what they are for."""

Mistakes = dict[tuple[int, str], None]
"""What is wrong, with its line; in order, each once."""

Given = dict[str, tuple[str, ...]]
"""The keys that a table gives to actions, by their names."""


def parse_keys(text: str, where: str, keymap: Keymap, codebook: Codebook) -> Keymap:
    """The keymap with the keys that the text gives; an error that names every mistake in it, with its line."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AnnotatorError(f"{where}: is not valid TOML: {error}") from error
    numbers = line_numbers(text)
    mistakes: Mistakes = {}
    tables = {TABLE: keymap.actions, **keymap.screens}
    for name in found.keys() - tables.keys():
        mistakes[line_of(numbers, (name,)), f"{name} is not part of this file; {_known(tables, name)}"] = None
    for name in found.keys() & tables.keys():
        tables[name], wrong = changed(name, found[name], tables[name], codebook)
        mistakes |= {(line_of(numbers, (name, *action)), each): None for action, each in wrong}
    if mistakes:
        raise AnnotatorError("\n".join(f"{where}:{line}: {message}" for line, message in sorted(mistakes)))
    return Keymap(tables.pop(TABLE), tables)


def _known(tables: Mapping[str, object], name: str) -> str:
    near = get_close_matches(name, tables, 1)
    meant = f"did you mean [{near[0]}]? " if near else ""
    return f"{meant}put actions below [{TABLE}], or those of one screen below [{'], ['.join(list(tables)[1:])}]"


def changed(
    table: str, given: object, actions: Sequence[Action], codebook: Codebook
) -> tuple[tuple[Action, ...], list[tuple[tuple[str, ...], str]]]:
    """The actions with the keys that a table gives them, and what is wrong with it, by the name of the action."""
    if not isinstance(given, dict):
        return tuple(actions), [((), f"{table} is a table: put actions below [{table}]")]
    keys: Given = {}
    wrong: list[tuple[tuple[str, ...], str]] = []
    for name, value in given.items():
        keys[name], problems = read(name, value, table, actions)
        wrong += [((name,), each) for each in problems]
    made = tuple(replace(each, keys=keys.get(each.name) or each.keys) for each in actions)
    return made, [*wrong, *(((name,), each) for name, each in conflicts(table, made, keys, codebook))]


def read(name: str, value: object, table: str, actions: Sequence[Action]) -> tuple[tuple[str, ...], list[str]]:
    """The keys that an entry of a table gives to an action, and what is wrong with it."""
    names = [action.name for action in actions]
    if name not in names:
        near = get_close_matches(name, names, 1)
        meant = f"; did you mean {near[0]}?" if near else ""
        on_screen = f" on the {table} screen" if table != TABLE else ""
        return (), [f"there is no action {name}{on_screen}{meant}; `annotator keys` lists all"]
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


def conflicts(table: str, actions: Sequence[Action], given: Given, codebook: Codebook) -> Iterator[tuple[str, str]]:
    """Each action whose new key does something else already on the same screen, with what that is."""
    labels = {label.key: label.title for label in codebook.labels if label.on and table == TABLE}
    fixed, purpose = FIXED.get(table, (frozenset(), ""))
    for action in actions:
        for key in given.get(action.name, ()):
            others = [each for each in actions if key in each.keys and each.name != action.name]
            yield from ((action.name, _clash(action, key, f"the action {each.name}")) for each in others)
            if key in labels:
                yield action.name, _clash(action, key, f"the label “{labels[key]}” of the codebook")
            if key in fixed:
                yield action.name, _clash(action, key, purpose)
            if table == "library" and len(key) == 1:
                yield action.name, f"{action.name}: “{key}” is typed into the filter there; take a key such as ctrl+e"


def _clash(action: Action, key: str, other: str) -> str:
    return f"{action.name}: “{key}” is also the key of {other}; give one of them another"
