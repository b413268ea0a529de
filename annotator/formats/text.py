"""Plain text and Markdown: the file's text is the article, and nothing of it is hidden or rewritten."""

from collections.abc import Iterator
from pathlib import Path

from annotator.domain.documents import Document
from annotator.domain.errors import FormatError
from annotator.domain.records import AnnotatedDocument
from annotator.formats.files import bytes_of
from annotator.formats.format import Reading
from annotator.text.decoding import decode
from annotator.text.segment import segment


def read(path: Path, reading: Reading) -> Iterator[AnnotatedDocument]:
    """The one article in the file."""
    yield AnnotatedDocument(article(path, reading))


def article(path: Path, reading: Reading) -> Document:
    """The article in the file, segmented; kept until another one is asked for."""
    if path not in reading.latest:
        text = text_of(path, reading)
        if not text.strip():
            raise FormatError(f"{path}: there is no text in it; leave it out")
        document = segment(path.name, text, None)
        reading.latest.clear()
        reading.latest[path] = document
    return reading.latest[path]


def text_of(path: Path, reading: Reading) -> str:
    """What the file says, decoded; a guess at its encoding is told, and a byte order mark that was dropped."""
    decoded = decode(bytes_of(path), str(path))
    if decoded.guessed:
        reading.losses.add(f"files that are not UTF-8 were read as {decoded.encoding}, which is a guess")
    elif decoded.note:
        reading.losses.add(f"byte order marks ({decoded.encoding}) at the beginning of files were dropped")
    return decoded.text
