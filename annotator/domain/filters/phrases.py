"""Words as they are looked for: whole, whatever their case, accents and punctuation; and where they stand."""

import re
from functools import cached_property
from unicodedata import normalize

from msgspec import Struct

from annotator.domain.combining import COMBINING
from annotator.domain.spans import Span

WORD = re.compile(r"[^\W_]+")
"""Letters and digits in a row."""

BEFORE, AFTER = r"(?<![^\W_])", rf"(?![^\W_])[{COMBINING}]*"
"""Where a whole word begins and ends."""


class Folding(dict[int, str]):
    """What each character is compared as: in small type, Latin letters without their accent, so that offsets stay.

    The full-text index folds its words in the same way.
    """

    def __missing__(self, code: int) -> str:
        char = chr(code)
        parts = normalize("NFD", char)
        plain = parts[0] if len(parts) == 2 and parts[0].isascii() else char
        small = plain.casefold()
        self[code] = folded = small if len(small) == 1 else plain.lower() if len(plain.lower()) == 1 else plain
        return folded


class Phrase(Struct, frozen=True, dict=True):
    """One or more words that stand one after the other."""

    words: tuple[str, ...]
    """The words, folded; at least one."""
    is_prefix: bool = False
    """Whether the last one may go on."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the phrase in folded text."""
        marks = f"[{COMBINING}]*"
        words = (marks.join(map(re.escape, word)) for word in self.words)
        end = rf"(?:[^\W_]|[{COMBINING}])*" if self.is_prefix else AFTER
        return re.compile(BEFORE + rf"(?:{marks}[\W_]+)".join(words) + end)

    @property
    def index_query(self) -> str:
        """The phrase as the full-text index reads it."""
        return f'"{" ".join(self.words)}"{"*" if self.is_prefix else ""}'


class Finder:
    """Finds phrases in texts; a text is folded once."""

    def __init__(self) -> None:
        self._folding = Folding()

    def folded(self, text: str) -> str:
        """The text as phrases are looked for in it, as long as it was."""
        return text.lower() if text.isascii() else text.translate(self._folding)

    def phrase(self, text: str, is_prefix: bool = False) -> Phrase | None:
        """The words of the text as a phrase; None where there are none."""
        words = tuple(WORD.findall(self.folded(text)))
        return Phrase(words, is_prefix) if words else None


def places(folded: str, phrase: Phrase) -> list[Span]:
    """Where the phrase stands in a folded text."""
    return [Span(*match.span()) for match in phrase.pattern.finditer(folded)]
