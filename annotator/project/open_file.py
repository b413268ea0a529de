"""A project file, open: its codebook, its documents, its backups."""

from collections.abc import Collection, Iterator
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import msgspec

from annotator import __version__
from annotator.domain.codebook import Codebook
from annotator.domain.errors import CodebookError
from annotator.domain.records import AnnotatedDocument
from annotator.store.codebooks import StoredCodebook
from annotator.store.listing import Listed
from annotator.store.store import Store

if TYPE_CHECKING:
    from annotator.domain.keymap import Keymap

PAGE = 500
"""How many documents a listing reads at once."""


def parsed_codebook(version: int) -> str:
    """The setting that keeps a codebook as this program parsed it, because parsing takes long before a first paint."""
    return f"codebook {version} parsed by {__version__}"


class OpenFile:
    """One project file, opened by one annotator."""

    def __init__(self, store: Store, annotator: str) -> None:
        self.store = store
        self.annotator = annotator

    @classmethod
    def open(cls, path: Path, annotator: str, timeout: float = 30.0) -> Self:
        """Open the project at `path`; waits up to `timeout` seconds, then and later, for others to finish."""
        return cls(Store.open(path, timeout=timeout), annotator)

    def close(self) -> None:
        """Close the file."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The project file."""
        return self.store.path

    @cached_property
    def stored_codebook(self) -> StoredCodebook:
        """The codebook in use when the project was opened, as it was loaded."""
        stored = self.store.codebook()
        if not stored:
            raise CodebookError(f"{self.path}: has no codebook; load one with `annotator codebook load FILE`")
        return stored

    @cached_property
    def codebook(self) -> Codebook:
        """The codebook in use when the project was opened."""
        if parsed := self.store.setting(parsed_codebook(self.codebook_version)):
            return msgspec.json.decode(parsed, type=Codebook)
        from annotator.domain.codebook_file import parse_codebook

        return parse_codebook(self.stored_codebook.text, f"codebook {self.codebook_version} of {self.path.name}")

    @property
    def codebook_version(self) -> int:
        """The version that new records are made under."""
        return self.stored_codebook.version

    @cached_property
    def keymap(self) -> "Keymap":
        """The keys as the annotator has them in this project."""
        from annotator.project.keys import keymap_for

        return keymap_for(self.path, self.codebook)

    def load(self, document_id: str, annotators: Collection[str] | None = None) -> AnnotatedDocument:
        """The document with the sets of `annotators`, or of all."""
        return self.store.load(document_id, annotators)

    def find_document(self, name_or_id: str) -> str:
        """The id of the document with this name or id."""
        return self.store.find_document(name_or_id)

    def documents(self, text: str = "") -> Iterator[Listed]:
        """All documents whose name or headline has `text` in it, with what this annotator did in each."""
        after = 0
        while page := self.store.listing(self.annotator, after=after, limit=PAGE, text=text):
            yield from page
            after = page[-1].number

    def forget_codebook(self) -> None:
        """Read the codebook again when it is next needed, because it has changed."""
        for name in ("stored_codebook", "codebook", "sources"):
            self.__dict__.pop(name, None)

    def has_new_codebook(self) -> bool:
        """Whether the codebook has changed since it was read; if so, it is read again when it is next needed."""
        if is_new := self.store.recoding.version != self.codebook_version:
            self.forget_codebook()
        return is_new

    def backup(self, to: Path | None = None) -> Path:
        """Copy the project to a new file, verified; where no name is given, into the folder of its backups."""
        moment = datetime.now().astimezone().strftime("%Y-%m-%dT%H%M%S")
        path = to or self.backups / f"{self.path.stem}-{moment}.backup"
        self.store.backup(path)
        return path

    def back_up_daily(self) -> Path | None:
        """Make the day's backup where there is none yet; may run in a thread of its own."""
        return self.store.backup_if_due(self.backups, datetime.now().astimezone().date())

    @property
    def backups(self) -> Path:
        """The folder of the project's backups."""
        return self.path.with_name(f"{self.path.stem}-backups")
