"""brat standoff: a `.txt` with the article, and beside it an `.ann` for each annotator, in the dialect of PolNeAR."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from annotator.domain.errors import FormatError
from annotator.domain.machines import is_machine
from annotator.domain.records import AnnotatedDocument, Status, annotation_set
from annotator.formats.brat_lines import parsed
from annotator.formats.brat_reading import records_of
from annotator.formats.brat_writing import write
from annotator.formats.format import Reading
from annotator.formats.text import article, text_of

__all__ = ["article_for", "read", "write"]

TEXT_SUFFIXES = (".txt", ".md")
"""How the name of an article may end."""

TEXT_FOLDERS = (".", "../text", "../articles")
"""Where the article may lie, seen from the `.ann` file."""


def read(path: Path, reading: Reading) -> Iterator[AnnotatedDocument]:
    """The article that an `.ann` file is about, with the one annotation set that is in the file."""
    found = article_for(path)
    if not found:
        places = ", ".join(TEXT_FOLDERS)
        raise FormatError(f"{path}: there is no article for it; put {path.stem}.txt beside it (looked in {places})")
    text_path, annotator = found[0], found[1] or reading.annotator
    document = article(text_path, reading)
    ann = text_of(path, reading)
    try:
        records = records_of(parsed(ann, document.text, reading.losses), document, annotator, reading)
    except FormatError as error:
        raise FormatError(f"{path}:{error}") from None
    if is_machine(annotator):  # brat cannot say that they are only suggested
        records = [replace(each, status=Status.SUGGESTED, origin=annotator) for each in records]
    yield AnnotatedDocument(document, (annotation_set(annotator, records),))


def article_for(ann: Path) -> tuple[Path, str] | None:
    """The path of the article that an `.ann` file is about, and the annotator whom its name tells.

    `name.ann` is about `name.txt` and tells nobody; `name_ana.ann` is about `name.txt` and tells `ana`.
    """
    folder, file_name = os.path.split(ann)
    stem = file_name[: -len(ann.suffix)]
    shorter, _, annotator = stem.rpartition("_")
    for name, teller in ((stem, ""), (shorter, annotator)):
        for place in TEXT_FOLDERS if name else ():
            for suffix in TEXT_SUFFIXES:
                text = os.path.normpath(os.path.join(folder, place, name + suffix))  # noqa: PTH118
                if os.path.isfile(text):  # noqa: PTH113
                    return Path(text), teller
    return None


def without_articles_of(files: Iterable[Path]) -> list[Path]:
    """The files less the articles that an `.ann` file among them brings along anyway."""
    listed = list(files)
    pairs = (article_for(path) for path in listed if path.suffix.lower() == ".ann")
    brought = {os.path.normpath(pair[0]) for pair in pairs if pair}
    return [path for path in listed if os.path.normpath(path) not in brought]
