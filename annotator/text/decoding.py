"""What text a file's bytes are: exactly what they say, or a clear refusal; a guess is named as one."""

import re

from msgspec import Struct

from annotator.domain.errors import FormatError

BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
"""Byte order marks, longer ones before those that begin like them."""

UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""What no database keeps: NUL, and one half of a surrogate pair."""

SURROGATE_BYTES = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
"""A surrogate written as if it were a character."""

CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
"""Control characters that no article has."""


class Decoded(Struct, frozen=True):
    """A text, and how it was read from bytes."""

    text: str
    """The text, with its line ends as they stand."""
    encoding: str
    """The name of the encoding, as Python spells it."""
    guessed: bool = False
    """Whether the encoding is a guess, because the bytes do not say it."""
    note: str = ""
    """What a user should know about the reading, such as a byte order mark that was dropped; empty for nothing."""


def decode(data: bytes, where: str) -> Decoded:
    """The text of `data`: by its byte order mark, else as UTF-8, else in the encoding that fits best."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            note = f"{where}: the byte order mark ({encoding}) was dropped"
            return Decoded(_strictly(data[len(bom) :], encoding, where), encoding, note=note)
    try:
        return Decoded(checked(data.decode("utf-8"), where), "utf-8")
    except UnicodeDecodeError as error:
        return _guessed(data, where, _line(data[: error.start].decode("utf-8")))


def checked(text: str, where: str) -> str:
    """The text itself, or a FormatError that names the line of what cannot be stored."""
    if found := UNSTORABLE.search(text):
        kind = "a NUL character" if found.group() == "\0" else "half of a surrogate pair"
        line = _line(text[: found.start()])
        raise FormatError(f"{where}:{line}: there is {kind}, which is not text; remove it and read the file again")
    return text


def _strictly(data: bytes, encoding: str, where: str) -> str:
    """The text of `data` in a known encoding."""
    try:
        return checked(data.decode(encoding), where)
    except UnicodeDecodeError as error:
        line = _line(data[: error.start].decode(encoding, "replace"))
        what = f"the bytes are not {encoding}, although the file begins with its byte order mark ({error.reason})"
        raise FormatError(f"{where}:{line}: {what}; save the file as UTF-8") from error


def _guessed(data: bytes, where: str, line: int) -> Decoded:
    """The text of bytes that are not UTF-8 from `line` on, in the encoding that fits best."""
    if b"\0" in data:
        raise FormatError(f"{where}: this is binary data, not text; convert it to plain text first")
    if found := SURROGATE_BYTES.search(data):
        at = data.count(b"\n", 0, found.start()) + 1
        raise FormatError(f"{where}:{at}: there is half of a surrogate pair, which is not text; save the file as UTF-8")
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    text = "" if best is None else str(best)
    if best is None or CONTROL.search(text) or data.startswith(b"%PDF"):
        raise FormatError(f"{where}:{line}: the bytes are not UTF-8 or any other text; save the file as UTF-8")
    # Of encodings that give this same text the commonest is named, not the first in the alphabet.
    encoding = "cp1252" if "cp1252" in best.could_be_from_charset else best.encoding
    note = f"{where}:{line}: the bytes are not UTF-8 and were read as {encoding}, which is a guess"
    return Decoded(checked(text, where), encoding, guessed=True, note=note)


def _line(before: str) -> int:
    """The number of the line that follows on the text `before`."""
    return before.count("\n") + 1
