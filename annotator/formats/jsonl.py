"""JSONL: one article a line with everything that is known of it, and other people's `{"text": …}` lines."""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from annotator.domain.errors import FormatError
from annotator.domain.records import AnnotatedDocument, AnyRecord
from annotator.formats.files import check_plain
from annotator.formats.format import LIMIT, Reading, Writing
from annotator.formats.held import HeldText
from annotator.formats.items import article_from, good_items, text_field
from annotator.formats.jsonl_lines import DocumentLine
from annotator.formats.jsonl_reading import document_of
from annotator.formats.jsonl_writing import line_of

FILE = "articles.jsonl"
"""The name of the file that is written."""

CODEBOOK_FILE = "codebook.toml"
"""The name of the file with the codebook that the records were made under; `annotator codebook load` takes it."""

REGISTRY_FILE = "registry.jsonl"
"""The name of the file with what belongs to the whole project, one record a line; not written where there is none."""

RECORD = msgspec.json.Decoder(AnyRecord)
"""Reads a line of it."""

NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""A NUL character in JSON."""


def write(documents: Iterable[AnnotatedDocument], writing: Writing) -> Iterator[tuple[str, str]]:
    """The lines, in order; but articles wait for the first in which every list has something.

    Where the first lines hold only empty lists, tools that take the types from them fail at the later ones.
    """
    waiting: HeldText | None = HeldText()
    for document in documents:
        line = line_of(document, writing)
        text = msgspec.json.encode(line).decode() + "\n"
        if waiting and not _shows_every_type(line):
            waiting.add(text)
            continue
        yield FILE, text
        if waiting:
            yield from ((FILE, piece) for piece in waiting.pieces())
            waiting = None
    if waiting:
        yield from ((FILE, piece) for piece in ("", *waiting.pieces()))
    for held in writing.registry:
        yield from ((REGISTRY_FILE, msgspec.json.encode(each).decode() + "\n") for each in held.records.values())
    if writing.codebook_text:
        yield CODEBOOK_FILE, writing.codebook_text


def read(path: Path, reading: Reading) -> Iterator[AnnotatedDocument]:
    """The article of each line; a bad line is skipped and told."""
    check_plain(path)
    return good_items(path, _attempts(path, reading), reading)


def _attempts(path: Path, reading: Reading) -> Iterator[tuple[int, Callable[[], AnnotatedDocument | None]]]:
    """The number of each line that is not blank, and how to read it; only a line feed ends a line."""
    with path.open("rb") as file:
        number = 0
        while data := file.readline(LIMIT + 1):
            number += 1
            if len(data) > LIMIT:
                raise FormatError(f"{path}:{number}: the line is longer than {LIMIT // 2**20} MiB; split the article")
            if number == 1 and data.startswith(BOM_UTF8):
                data = data.removeprefix(BOM_UTF8)
                reading.losses.add("byte order marks (utf-8) at the beginning of files were dropped")
            if data.strip():
                yield number, partial(_document, data, f"{path.stem}-{number}", reading)


def _document(data: bytes, unnamed: str, reading: Reading) -> AnnotatedDocument | None:
    """The document in a line of ours, or in anybody's line that has a text; None for a record of the whole project."""
    try:
        found = _decoded(data, unnamed, reading)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FormatError(f"this is not a line of JSON ({error}); write one object a line, in UTF-8") from None
    except RecursionError:
        raise FormatError("lists are nested too deeply; an article needs few levels") from None
    if b"u0000" in data and NUL.search(msgspec.json.encode(found)):
        raise FormatError("there is a NUL character, which is not text; remove it and read the file again")
    if isinstance(found, AnnotatedDocument):
        return found
    reading.registry.append(found)
    return None


def _decoded(data: bytes, unnamed: str, reading: Reading) -> AnnotatedDocument | AnyRecord:
    """The document in a line of JSON, or the record of the whole project."""
    try:
        return document_of(msgspec.json.decode(data, type=DocumentLine), reading)
    except msgspec.ValidationError as error:
        return _foreign(data, unnamed, str(error))


def _foreign(data: bytes, unnamed: str, error: str) -> AnnotatedDocument | AnyRecord:
    """The article in a line that is not ours: its text, and all other fields as document fields."""
    fields = msgspec.json.decode(data)
    if isinstance(fields, dict) and "record" in fields and not text_field(fields):
        return _of_project(data)
    if not isinstance(fields, dict) or "sets" in fields or not text_field(fields):
        raise FormatError(f"the line is not as it should be: {error}; it needs at least a field “text”")
    if not isinstance(fields[text_field(fields)], str):
        raise FormatError("its text is not a string; write it in quotation marks")
    values = {
        key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for key, value in fields.items()
        if value is not None
    }
    return AnnotatedDocument(article_from(values, unnamed))


def _of_project(data: bytes) -> AnyRecord:
    """The record of the whole project in a line."""
    try:
        record: AnyRecord = RECORD.decode(data)
    except msgspec.ValidationError as error:
        raise FormatError(f"the record is not as it should be: {error}; export it again") from None
    if record.document_id:
        raise FormatError(f"record {record.id} belongs to a document; its line has to stand in the sets of that one")
    if record.created.tzinfo is None:
        raise FormatError(f"record {record.id}: its time has no zone; write +00:00 behind it")
    return record


def _shows_every_type(line: DocumentLine) -> bool:
    """Whether each list of the line has something in it."""
    frames = [frame for each in line.sets for frame in each.attributions]
    lists = (line.zones, line.sentences, line.quotations, line.sets)
    return all(lists) and any(frame.source for frame in frames) and any(frame.content for frame in frames)
