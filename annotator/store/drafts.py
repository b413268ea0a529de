"""Files that are whole from the first moment on: written under another name, synced, and only then given theirs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp

from annotator.domain.errors import StoreError


@contextmanager
def draft(path: Path) -> Iterator[Path]:
    """An empty file beside `path`, for its owner only, which takes that name at the end; never over another file."""
    refuse_taken(path)
    try:
        make_folder(path.parent)
        descriptor, name = mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    except OSError as error:
        raise StoreError(f"{path}: cannot be made ({error.strerror}); choose another folder") from error
    os.close(descriptor)
    written = Path(name)
    try:
        yield written
        publish(written, path)
    finally:
        written.unlink(missing_ok=True)


def refuse_taken(path: Path) -> None:
    """Raise where something has the name already."""
    if os.path.lexists(path):
        raise StoreError(f"{path}: is there already; it stays as it is; choose another name")


def make_folder(folder: Path) -> None:
    """Make the folder and those above it, where they are missing, for their owner only."""
    for each in (*reversed(folder.parents), folder):
        if not each.exists():
            each.mkdir(mode=0o700, exist_ok=True)


def publish(written: Path, path: Path) -> None:
    """Give the finished file its name, unless another process was faster."""
    sync(written)
    try:
        os.link(written, path)
    except FileExistsError:
        refuse_taken(path)
    except OSError:
        written.rename(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Wait until the file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
