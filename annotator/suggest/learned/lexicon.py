"""Words that are usual in the spans of a label, counted in the examples."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

LEAST = 2
"""How often a word must have been seen to be told from a chance."""

ANCHOR = 0.3
"""From which share on a word by itself hints at a span of the label."""

LEVELS = (0.05, 0.3, 0.6, 0.85)
"""Where one class of shares ends and the next begins."""


class Lexicon(Struct, frozen=True):
    """How often each word was seen, and how often in the spans of each label."""

    seen: Mapping[str, int]
    """Occurrences by word."""
    marked: Mapping[str, Mapping[str, int]]
    """By label, the occurrences in its spans by word."""
    anchors: tuple[str, ...]
    """The labels whose spans are short, so that one word can hint at a span."""

    def without(self, own: "Lexicon | None") -> "Shares":
        """The shares as they are to an article whose own counts are `own`: what it says itself must not leak."""
        return Shares(self, own)


class Shares:
    """The classes of words for one article."""

    def __init__(self, all_counts: Lexicon, own: Lexicon | None) -> None:
        """Take the counts, and those of the article itself where it is one of the examples."""
        self._all, self._own = all_counts, own
        self._known: dict[str, tuple[str, ...]] = {}
        self.labels = tuple(all_counts.marked)
        self.anchors = all_counts.anchors

    def classes(self, word: str) -> tuple[str, ...]:
        """For each label the class of the word, `-` where it was too seldom seen."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = tuple(self._class(word, label) for label in self.labels)
        return found

    def _class(self, word: str, label: str) -> str:
        seen = self._all.seen.get(word, 0) - (self._own.seen.get(word, 0) if self._own else 0)
        if seen < LEAST:
            return "-"
        marked = self._all.marked[label].get(word, 0) - (
            self._own.marked.get(label, {}).get(word, 0) if self._own else 0
        )
        share = (marked + 0.1) / (seen + 1)
        return str(sum(share >= level for level in LEVELS))


Counted = tuple[Sequence[str], Mapping[str, Sequence[tuple[int, int]]]]
"""The words of a passage, and the parts of it that each label marks."""


def counted(passages: Iterable[Counted]) -> Lexicon:
    """The lexicon of some passages."""
    seen: Counter[str] = Counter()
    marked: dict[str, Counter[str]] = {}
    for words, parts in passages:
        seen.update(words)
        for label, found in parts.items():
            for first, last in found:
                marked.setdefault(label, Counter()).update(words[first:last])
    return Lexicon(seen, marked, ())


def summed(lexicons: Iterable[Lexicon], anchors: tuple[str, ...]) -> Lexicon:
    """The counts of several articles together."""
    seen: Counter[str] = Counter()
    marked: dict[str, Counter[str]] = {}
    for each in lexicons:
        seen.update(each.seen)
        for label, words in each.marked.items():
            marked.setdefault(label, Counter()).update(words)
    return Lexicon(seen, marked, anchors)
