"""Text that a writer has to hold back until another part of the export is done, without filling the memory."""

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile

IN_MEMORY = 32 * 1024 * 1024
"""How many bytes stay in memory; what is more waits in a nameless temporary file."""

PIECE = 1024 * 1024
"""How many characters are given back at a time."""


class HeldText:
    """Text to be given later, in the order it came."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._file = SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8", newline="")  # noqa: SIM115

    def add(self, text: str) -> None:
        """Hold this text too."""
        self._file.write(text)

    def pieces(self) -> Iterator[str]:
        """Everything held, for the last time."""
        self._file.seek(0)
        while piece := self._file.read(PIECE):
            yield piece
        self._file.close()
