"""Reading a codebook from TOML text; every mistake in it is reported with its line and with what to do."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import FieldInfo, fields, replace

from annotator.domain.codebook import Attribute, Codebook, Label, Relation, Rules, ZoneKind
from annotator.domain.codebook_mistakes import Mistake, mistakes
from annotator.domain.errors import CodebookError
from annotator.domain.shown import shown
from annotator.domain.toml_lines import Path, line_numbers, line_of

MOST_SHOWN = 25
"""How many mistakes one error lists."""

SECTIONS: Mapping[str, tuple[str, type[Struct]]] = {
    "label": ("labels", Label),
    "frame": ("frame", Attribute),
    "relation": ("relations", Relation),
    "registry": ("registry", Attribute),
    "document": ("document", Attribute),
    "zone": ("zones", ZoneKind),
}
"""The tables of a codebook file, with the field of `Codebook` each fills and what its entries are."""

K = TypeVar("K", bound=Struct)


def parse_codebook(text: str, where: str = "codebook", reserved: Collection[str] = ()) -> Codebook:
    """The codebook written in `text`; `where` names it in errors, `reserved` are keys that labels may not take."""
    raw = _toml(text, where)
    reader = _Reader()
    codebook = reader.codebook(raw)
    numbers = line_numbers(text)
    found = sorted(
        {(line_of(numbers, path), message) for path, message in (*reader.found, *mistakes(codebook, reserved))}
    )
    if found:
        lines = [f"{where}:{line}: {shown(message)}" for line, message in found[:MOST_SHOWN]]
        more = [f"... and {len(found) - MOST_SHOWN} more"] if len(found) > MOST_SHOWN else []
        raise CodebookError("\n".join(lines + more))
    return codebook


def _toml(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise CodebookError(f"{where}:1: lists or tables are nested too deeply; a codebook needs four levels") from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(r" \(at (?:line (\d+)|end)", str(error))
        line = int(at[1]) if at and at[1] else text.count("\n") + 1
        what = str(error)[: at.start()] if at else str(error)
        raise CodebookError(f"{where}:{line}: this is not TOML: {what}; mend the line, or quote the text") from None


class _Reader:
    """One pass over a parsed file, which takes what it can and notes what it cannot."""

    def __init__(self) -> None:
        self.found: list[Mistake] = []

    def codebook(self, raw: dict[str, Any]) -> Codebook:
        """The whole codebook."""
        own = {field.encode_name: field for field in fields(Codebook) if field.name in ("name", "title", "language")}
        given: dict[str, Any] = {"name": ""}
        for key, value in raw.items():
            if key in SECTIONS:
                name, kind = SECTIONS[key]
                given[name] = self.entries(kind, value, (key,))
            elif key == "rules":
                given["rules"] = self.struct(Rules, value, ("rules",))
            elif key in own:
                given[key] = self.value(own[key], value, (key,))
            else:
                self.unknown((key,), [*own, *SECTIONS, "rules"])
        if "name" not in raw:
            self.note((), 'the codebook has no name; begin the file with name = "..."')
        given["labels"] = tuple(
            replace(label, letter=label.letter or label.key.upper()[:1]) for label in given.get("labels", ())
        )
        return Codebook(**given)

    def entries(self, kind: type[K], table: object, path: Path) -> tuple[K, ...]:
        """The entries of a table whose keys are their names."""
        if not isinstance(table, dict):
            self.note(path, f"{_dotted(path)} must be a table; write each entry as [{_dotted(path)}.NAME]")
            return ()
        return tuple(self.struct(kind, entry, (*path, name), name=name) for name, entry in table.items())

    def struct(self, kind: type[K], table: object, path: Path, **given: Any) -> K:
        """One entry; what is missing or wrong stands empty."""
        known = {field.encode_name: field for field in fields(kind) if field.name not in given}
        if not isinstance(table, dict):
            self.note(path, f"{_dotted(path)} must be a table; write [{_dotted(path)}] and its keys below")
            table = {}
        for key, value in table.items():
            if key not in known:
                self.unknown((*path, key), known)
            elif key == "attributes":
                given[key] = self.entries(Attribute, value, (*path, key))
            else:
                given[known[key].name] = self.value(known[key], value, (*path, key))
        for key, field in known.items():
            if field.required and key not in table:
                self.note(path, f'{_dotted(path)} has no {key}; add {key} = "..." below its header')
        empty = {field.name: "" for field in known.values() if field.required}
        return kind(**(empty | given))

    def value(self, field: FieldInfo, value: object, path: Path) -> Any:
        """The value of one key, with runs of white space as one blank; its default where it is of the wrong kind."""
        try:
            converted = msgspec.convert(value, field.type)
        except msgspec.ValidationError:
            self.note(path, f"{_dotted(path)} must be {_described(field.type)}, not {_in_short(value)}")
            return "" if field.required else field.default
        if any(shown(words) != words for text in _texts(converted) for words in [" ".join(text.split())]):
            self.note(path, f"{_dotted(path)} holds an invisible control character; take it out")
        if field.required and not converted.strip():
            self.note(path, f"{_dotted(path)} is empty; write something between the quotation marks")
        return " ".join(converted.split()) if isinstance(converted, str) and path[0] != "rules" else converted

    def unknown(self, path: Path, known: Collection[str]) -> None:
        """Note a key that nothing here has."""
        near = get_close_matches(path[-1], known, 1)
        advice = f"did you mean {near[0]}?" if near else f"there may be {', '.join(known)}"
        self.note(path, f"{_dotted(path)} is not part of a codebook; {advice}")

    def note(self, path: Path, message: str) -> None:
        """Keep a mistake."""
        self.found.append((path, message))


def _dotted(path: Path) -> str:
    return ".".join(path)


def _texts(value: object) -> Iterator[str]:
    """Every string in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for pair in value.items() for part in pair for text in _texts(part))
    elif isinstance(value, tuple):
        yield from (text for part in value for text in _texts(part))


def _described(kind: object) -> str:
    """What a value of this type looks like in TOML."""
    known = {str: 'text in quotation marks, "..."', bool: "true or false", tuple[str, ...]: 'a list, ["...", "..."]'}
    return known.get(kind, 'a table, { question = ["answer"] }')  # type: ignore[call-overload,no-any-return]


def _in_short(value: object) -> str:
    """A value in few words."""
    return f"{value!r:.40}" if isinstance(value, str | int | float | bool) else "a " + type(value).__name__
