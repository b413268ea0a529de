"""The lines of a brat `.ann` file as values: text-bound spans, events, relations, attributes and notes.

The text is needed to read them: where a span covers a line break, its third column may run over several lines.
"""

import re
from collections.abc import Iterable
from typing import TypeVar

from msgspec import Struct

from annotator.domain import spans
from annotator.domain.errors import AnnotatorError, FormatError
from annotator.domain.shown import shown
from annotator.domain.spans import Fragments, Span
from annotator.formats.format import Losses
from annotator.formats.offsets import check_words

LINE = re.compile(r"[TEARM#N]\w+\t|\*\t")
"""How each line begins: the kind, its number, a tab."""

LINE_OF_TEXT = re.compile(r"[^\r\n]+")
"""What lies between two line breaks."""

DIGITS = "0123456789"
"""What tells a second argument of a role from the first."""

UNKEPT = {"N": "brat normalisations (N lines) were left out", "*": "brat equivalences (* lines) were left out"}
"""What is said of the kinds of line that nothing here stands for."""

V = TypeVar("V")


class Bound(Struct, frozen=True):
    """A `T` line: a typed span."""

    type: str
    """What brat calls it, such as `Source`."""
    fragments: Fragments
    """Where it is."""


class Event(Struct, frozen=True):
    """An `E` line: a typed trigger and its arguments."""

    type: str
    """What brat calls it, such as `Attribution`."""
    trigger: str
    """The id of the trigger's span."""
    arguments: tuple[tuple[str, str], ...]
    """Pairs of role, without its number, and id."""
    line: int
    """Where in the file it is."""


class Relation(Struct, frozen=True):
    """An `R` line: a typed arrow."""

    type: str
    """What brat calls it, such as `continues`."""
    first: str
    """The id it starts from."""
    second: str
    """The id it points to."""
    line: int
    """Where in the file it is."""


class Lines(Struct):
    """Everything an `.ann` file says, by brat's ids, in the order of the file."""

    bounds: dict[str, Bound] = {}
    """The spans."""
    events: dict[str, Event] = {}
    """The events."""
    relations: dict[str, Relation] = {}
    """The relations."""
    attributes: dict[str, dict[str, list[str]]] = {}
    """Values by name, for each id they are about."""
    notes: dict[str, dict[str, list[str]]] = {}
    """Notes by type, for each id they are about."""


def parsed(ann: str, text: str, losses: Losses) -> Lines:
    """The lines of `ann` about `text`; a `FormatError` begins with the number of the line that is no good."""
    ended = "\r" if ann.count("\r\n") == ann.count("\n") else ""
    if ended and "\r" not in text:
        ann = ann.replace("\r\n", "\n")
    rows = ann.split("\n")
    lines = Lines()
    number = 0
    while number < len(rows):
        row = rows[number]
        number += 1
        if not row.strip():
            continue
        try:
            if row[0] == "T":
                number += _add_bound(lines, rows, number, text, ended, losses)
            else:
                _add(lines, row.removesuffix(ended), number, losses)
        except AnnotatorError as error:
            raise FormatError(f"{number}: {error}") from None
        except (ValueError, IndexError):
            raise FormatError(f"{number}: “{shown(row[:60])}” is not a line of brat; correct it") from None
    return lines


def _add_bound(lines: Lines, rows: list[str], number: int, text: str, ended: str, losses: Losses) -> int:
    """Add the `T` line of this number, and say how many of the next rows belong to its third column."""
    name, place, said = rows[number - 1].split("\t", 2)
    label, where = place.split(" ", 1)
    fragments = spans_at(where)
    more = 0
    if said != spans.words(text, fragments) or fragments[-1].end > len(text):
        more = _more_rows(text, fragments, [said, *rows[number:]], ended, name)
    if len(fragments) > 1 and not spans.are_fragments(fragments):
        losses.add("brat spans had fragments that overlap or are out of order, and were put in order")
        fragments = spans.fragments(fragments)
    _put(lines.bounds, name, Bound(label, fragments))
    return more


def _more_rows(text: str, fragments: Fragments, rows: list[str], ended: str, name: str) -> int:
    """How many rows besides its first the third column runs over; `ended` may stand behind its words."""
    words = spans.words(text, fragments)
    more = words.count("\n")
    if fragments[-1].end > len(text) or "\n".join(rows[: more + 1]) not in (words, words + ended):
        more = 0
        said = rows[0].removesuffix(ended)
        # Some writers put a space for a line break, so that the column stays on its line.
        if fragments[-1].end > len(text) or said != words.replace("\n", " "):
            check_words(text, fragments, said, name)
    return more


def _add(lines: Lines, row: str, number: int, losses: Losses) -> None:
    """Add a line of any kind but `T`."""
    if not LINE.match(row):
        raise FormatError(f"“{shown(row[:60])}” begins with none of brat's T, E, R, A, M, N, # and *; remove the line")
    name, rest = row.split("\t", 1)
    kind = name[0]
    if kind == "E":
        (label, trigger), *arguments = (each.split(":") for each in rest.split())
        roles = tuple([(role.rstrip(DIGITS), each) for role, each in arguments])
        _put(lines.events, name, Event(label, trigger, roles, number))
    elif kind == "R":
        label, first, second = rest.split("\t")[0].split()
        _put(lines.relations, name, Relation(label, first.split(":")[1], second.split(":")[1], number))
    elif kind == "#" and "\t" not in rest:
        losses.add("brat notes without text were left out")
    elif kind == "#":
        head, note = rest.split("\t", 1)
        label, about = head.split(" ")
        lines.notes.setdefault(about, {}).setdefault(label, []).append(note)
    elif kind in "AM":
        label, about, *value = rest.split(" ", 2)
        lines.attributes.setdefault(about, {}).setdefault(label, []).extend(value or ["yes"])
    else:
        losses.add(UNKEPT[kind])


def _put(there: dict[str, V], name: str, value: V) -> None:
    """Add the value under a name that nothing has yet."""
    if name in there:
        raise FormatError(f"{name} is there twice; give one of them another number")
    there[name] = value


def spans_at(place: str) -> Fragments:
    """The fragments at offsets that are written as brat writes them."""
    if ";" in place:
        return tuple([span for each in place.split(";") for span in spans_at(each)])
    start, end = place.split(" ")
    return (Span(int(start), int(end)),)


def offsets(fragments: Iterable[Span]) -> str:
    """The fragments as brat writes them."""
    return ";".join([f"{span.start} {span.end}" for span in fragments])


def pieces(text: str, fragments: Fragments) -> Fragments:
    """The fragments cut at line breaks, which brat cannot hold; as they are where nothing else is in one of them."""
    if not any("\n" in part or "\r" in part for part in (span.cut(text) for span in fragments)):
        return fragments
    cut = []
    for span in fragments:
        parts = [
            Span(span.start + part.start(), span.start + part.end()) for part in LINE_OF_TEXT.finditer(span.cut(text))
        ]
        cut.extend(parts or [span])
    return tuple(cut)
