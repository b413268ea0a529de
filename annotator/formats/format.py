"""What a format is, and what its reader and writer are given and give back besides documents."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from annotator.domain.codebook import Codebook
from annotator.domain.documents import Document
from annotator.domain.records import AnnotatedDocument, AnnotationSet, AnyRecord

LIMIT = 256 * 1024 * 1024
"""The largest article or table, and the longest JSONL line, that is read, in bytes."""


class Losses(Counter[str]):
    """How often each thing was lost or changed on the way, by a plain sentence that says what."""

    def add(self, sentence: str, times: int = 1) -> None:
        """Count one more loss of this kind, or several."""
        if times:
            self[sentence] += times

    def report(self) -> list[str]:
        """One line for each kind of loss, the most frequent first."""
        return [f"{times} × {sentence}" for sentence, times in self.most_common()]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a reader needs to know, and where it says what it could not keep."""

    codebook: Codebook
    """Tells which labels, attributes and relations are known."""
    codebook_version: int = 1
    """The version that records are made under, where the file does not say."""
    annotator: str
    """Whose the records are, where the file does not say."""
    at: datetime
    """When records were made, where the file does not say; with time zone."""
    losses: Losses = field(default_factory=Losses)
    """What was read but could not be kept as it was."""
    problems: list[str] = field(default_factory=list)
    """What was skipped as faulty, each with its file and line."""
    registry: list[AnyRecord] = field(default_factory=list)
    """What was read that belongs to no document but to the whole project."""
    latest: dict[Path, Document] = field(default_factory=dict)
    """The article read last, for the next annotation file of the same article; never more than one."""


@dataclass(frozen=True, kw_only=True)
class Writing:
    """What a writer needs to know, and where it says what the format cannot hold."""

    codebook: Codebook
    """Gives the attribute columns and their order."""
    codebook_version: int = 1
    """The version the project stands at."""
    codebook_text: str = ""
    """The codebook as TOML, for a format that sends it along; empty where it is not to go out."""
    registry: Sequence[AnnotationSet] = ()
    """What belongs to no document but to the whole project, for a format that holds it."""
    losses: Losses = field(default_factory=Losses)
    """What the format cannot hold."""


Read = Callable[[Path, Reading], Iterator[AnnotatedDocument]]
"""Reads one file; raises a `FormatError` where the file as a whole is no good."""

Write = Callable[[Iterable[AnnotatedDocument], Writing], Iterator[tuple[str, str]]]
"""Gives pairs of file name and next piece of its text, without writing a file.

The pieces of one file follow each other. The text is to be written as UTF-8 with its line breaks as they are.
"""


@dataclass(frozen=True, kw_only=True)
class Format:
    """A way to read documents from files, to write them, or both."""

    name: str
    """What the user calls it."""
    suffixes: tuple[str, ...]
    """How the names of its files end, in lower case."""
    holds: str
    """What it keeps, in one sentence."""
    read: Read | None = None
    """How one file of it is read."""
    write: Write | None = None
    """How documents are written in it."""
    holds_registry: bool = False
    """Whether what belongs to the whole project is written too."""
