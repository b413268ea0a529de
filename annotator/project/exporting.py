"""Sending documents out: each file is the old one or the new one, never torn, whatever happens on the way."""

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from msgspec import Struct

from annotator.domain.codebook import Codebook
from annotator.domain.errors import FormatError
from annotator.domain.records import AnnotatedDocument, AnnotationSet
from annotator.formats import format_named, formats
from annotator.formats.format import Losses, Writing
from annotator.store.codebooks import StoredCodebook

UNHELD = "records of the whole project, such as entries of the source registry, go out in JSONL only"
"""What is said of them in an export of any other format."""

UNFINISHED = ".part"
"""How the names of files end that are still being written."""


class Exported(Struct, frozen=True):
    """What came of an export."""

    files: tuple[Path, ...]
    """The files that were written, in order."""
    losses: Losses
    """What the format could not hold."""


def export(
    format: str,
    documents: Iterable[AnnotatedDocument],
    folder: Path,
    codebook: Codebook,
    stored: StoredCodebook,
    registry: Sequence[AnnotationSet] = (),
) -> Exported:
    """Write the documents, and the registry of the whole project, into `folder`; an error for an unknown format."""
    form = format_named(format)
    if not form.write:
        known = ", ".join(name for name, each in formats().items() if each.write)
        raise FormatError(f"the format “{format}” can be read but not written; choose one of {known}")
    writing = Writing(codebook=codebook, codebook_version=stored.version, codebook_text=stored.text, registry=registry)
    if not form.holds_registry:
        writing.losses.add(UNHELD, sum(len(held.records) for held in registry))
    return Exported(tuple(write_files(form.write(documents, writing), folder)), writing.losses)


def write_files(pieces: Iterable[tuple[str, str]], folder: Path) -> Iterator[Path]:
    """Write each named file into `folder` whole, and give its path; the pieces of one file follow each other."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        clear_away(folder)
        for name, parts in groupby(pieces, key=lambda piece: piece[0]):
            yield write_file(folder, name, (text for _, text in parts))
        sync(folder)
    except OSError as error:
        where = error.filename or folder
        raise FormatError(
            f"{where}: cannot be written ({error.strerror}); the file that was there is unharmed"
        ) from error


def write_file(folder: Path, name: str, parts: Iterable[str]) -> Path:
    """Write one file under another name, to the disk, then give it its own."""
    if not name or name != Path(name).name or name.startswith(".") or not name.isprintable():
        raise FormatError(f"{name!r}: not a name for a file in {folder}; nothing was written to it")
    path, draft = folder / name, folder / f".{name}.{os.getpid()}{UNFINISHED}"
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def sync(folder: Path) -> None:
    """Have the names in the folder on the disk too, where the system can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def clear_away(folder: Path) -> None:
    """Remove what an export that was killed left behind."""
    for draft in folder.glob(f".*{UNFINISHED}"):
        process = draft.name.removesuffix(UNFINISHED).rpartition(".")[2]
        if process.isdecimal() and not is_running(int(process)):
            draft.unlink(missing_ok=True)


def is_running(process: int) -> bool:
    """Whether there is a process of this number; taken for granted where it cannot be asked."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
