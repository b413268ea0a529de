"""Files of many articles, one in each row or line: which field holds what, and what happens to a bad one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from annotator.domain.documents import Document
from annotator.domain.errors import AnnotatorError, FormatError
from annotator.domain.records import AnnotatedDocument
from annotator.formats.format import Reading
from annotator.text.decoding import checked
from annotator.text.segment import segment

TEXT_FIELDS = ("text", "body", "content", "article")
"""What the field with the article may be called, the best first; in any case."""

NAME_FIELDS = ("id", "name", "filename", "title")
"""What the field with the article's name may be called, the best first; in any case."""

MOST_SHOWN = 20
"""How many bad items the refusal of a whole file lists; none is tried after so many without a good one."""


def good_items(
    path: Path, attempts: Iterable[tuple[int, Callable[[], AnnotatedDocument | None]]], reading: Reading
) -> Iterator[AnnotatedDocument]:
    """What the attempts at each line give, if anything; failures become problems, or refuse the file if all fail."""
    problems: list[str] = []
    good = 0
    for line, attempt in attempts:
        try:
            document = attempt()
        except AnnotatorError as error:
            problems.append(f"{path}:{line}: {error}")
            if not good and len(problems) == MOST_SHOWN:
                break
        else:
            good += 1
            if document:
                yield document
    if not good:
        raise FormatError("\n".join(problems) or f"{path}: there is no article in it; leave it out")
    reading.problems.extend(problems)


def text_field(fields: Iterable[str]) -> str | None:
    """The one of the fields that holds the article."""
    return _first(fields, TEXT_FIELDS)


def article_from(fields: Mapping[str, str], unnamed: str) -> Document:
    """The article in the fields; what is neither its text nor its name becomes document fields."""
    text_in = text_field(fields)
    text = fields[text_in] if text_in else ""
    if not text.strip():
        raise FormatError("there is no text in it; leave it out")
    name_in = _first((field for field in fields if fields[field].strip()), NAME_FIELDS)
    shown_elsewhere = (text_in, name_in if name_in and name_in.lower() != "title" else None)
    meta = {field: value for field, value in fields.items() if field not in shown_elsewhere and value}
    for field, value in fields.items():
        checked(field + value, f"the field “{field}”")
    return segment(fields[name_in].strip() if name_in else unnamed, text, meta)


def _first(fields: Iterable[str], wanted: tuple[str, ...]) -> str | None:
    """The field whose name is the earliest of the wanted ones."""
    by_name = {field.strip().lower(): field for field in reversed(list(fields))}
    return next((by_name[name] for name in wanted if name in by_name), None)
