"""Which files a reader is given, what is in them, and safe names for the files a writer makes."""

import os
import re
import stat
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from annotator.domain.errors import FormatError
from annotator.formats.format import LIMIT

LONGEST_SLUG = 80
"""So that a name with an annotator and a suffix fits every file system."""

RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$")
"""Names that Windows keeps for devices."""


def expand(paths: Iterable[Path], suffixes: Collection[str]) -> list[Path]:
    """The files that are named, and those in named folders that end in one of `suffixes`, each once, in sorted order.

    Hidden files and links that lead out of their folder are passed over.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise FormatError(f"{path}: there is no such file or folder; check the path")
        found.update(dict.fromkeys(_walked(path, suffixes) if path.is_dir() else [path]))
    return list(found)


def bytes_of(path: Path, limit: int = LIMIT) -> bytes:
    """What is in the file, refused unless it is a plain file of at most `limit` bytes."""
    check_plain(path)
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise FormatError(f"{path}: the file is larger than {limit // 2**20} MiB; split it, or leave it out")
    return data


def check_plain(path: Path) -> None:
    """Raise unless the path leads to a plain file; a pipe or device could block or never end."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise FormatError(f"{path}: cannot be read ({error.strerror}); check the path and its permissions") from None
    if not stat.S_ISREG(mode):
        raise FormatError(f"{path}: is not a plain file; name a file or a folder of files")


def slug(name: str) -> str:
    """A file name made of a-z, 0-9 and hyphens that recalls `name`; empty where no letter of it fits."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    short = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-")
    return f"{short}-1" if RESERVED.fullmatch(short) else short


def unused(wanted: str, fallback: str, used: set[str]) -> str:
    """`wanted`, or with `fallback` and then a number behind it where it is empty or used; noted in `used`."""
    longer = f"{wanted}-{fallback}" if wanted else fallback
    numbered = (f"{longer}-{number}" for number in range(2, len(used) + 3))
    name = next(each for each in (wanted, longer, *numbered) if each and each not in used)
    used.add(name)
    return name


def _walked(folder: Path, suffixes: Collection[str]) -> Iterator[Path]:
    """The files under `folder` that end in one of `suffixes`, in sorted order."""
    inside = folder.resolve()
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            wanted = not name.startswith(".") and path.suffix.lower() in suffixes
            if wanted and (not path.is_symlink() or path.resolve().is_relative_to(inside)):
                yield path
