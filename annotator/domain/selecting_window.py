"""What the ranking of candidates sees of a text: the tokens around the cursor, with what is known about each."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from msgspec import Struct

from annotator.domain.documents import Document, tokens
from annotator.domain.selecting_words import Words
from annotator.domain.spans import Fragments, Span, covers

SENTENCES = 6
"""How many sentences from the current one on are looked at."""

TOKENS = 150
"""After how many tokens no further sentence is looked at."""

AROUND = 2000
"""How many code points of a very long sentence are looked at on either side of the cursor and the frame."""

QUOTATION = 20_000
"""How far back a quotation may begin that reaches the window."""

LETTERS = {"source": "s", "cue": "v", "content": "q"}
"""The roles in one letter."""

Part = tuple[int, int]
"""A span as the indexes of its first token and of the token after its last."""


class Situation(Struct, frozen=True):
    """What the ranking may look at."""

    document: Document
    """The article, with its quotation marks paired."""
    sentences: tuple[Span, ...]
    """The annotator's own sentences."""
    sentence: int
    """The index of the current sentence."""
    cursor: int
    """The offset of the cursor token; the start of the sentence on arrival."""
    frame: Mapping[str, tuple[Fragments, ...]] = {}
    """What the active frame already has, by role."""
    taken: Mapping[str, frozenset[Span]] = {}
    """By role, or by label where it has none, the spans this annotator has already marked nearby."""


class Window:
    """The tokens from the current sentence on, with what is known about each."""

    def __init__(self, situation: Situation, words: Words) -> None:
        self.text = situation.document.text
        self.tokens: list[Span] = []
        self.sentence: list[int] = []
        self.begins: list[bool] = []
        for number, sentence in _sentences(situation):
            found = list(tokens(self.text, clipped(situation, sentence)))
            self.tokens += found
            self.sentence += [number] * len(found)
            self.begins += [True, *[False] * (len(found) - 1)][: len(found)]
            if len(self.tokens) > TOKENS and sentence.end >= _reach(situation):
                break
        self.size = len(self.tokens)
        self.starts = [token.start for token in self.tokens]
        self.ends = [token.end for token in self.tokens]
        raw = [token.cut(self.text) for token in self.tokens]
        self.words = [word.lower() for word in raw]
        self.classes = [words.class_of(word, self._is_first(i, raw)) for i, word in enumerate(raw)]
        self.closes = [i + 1 == self.size or self.begins[i + 1] for i in range(self.size)]
        self.quote = ["-"] * self.size
        self.quotation = [-1] * self.size
        if self.tokens:
            self._quote(quotations_near(situation.document, Span(self.starts[0], self.ends[-1])))
        self._take(situation.taken)
        self._fill(situation.frame)

    def _is_first(self, index: int, raw: list[str]) -> bool:
        """Whether the token begins a sentence or a quotation, so that its capital means nothing."""
        return self.begins[index] or (index > 0 and raw[index - 1] in "“\"'‘")

    def _quote(self, quotations: Iterable[Span]) -> None:
        """Note for each token whether it opens, closes or lies in an outermost quotation, and in which."""
        outer: list[Span] = []
        for span in quotations:
            if outer and covers(outer[-1], span):
                continue
            outer.append(span)
            first, last = self.part(span)
            self.quote[first:last] = ["q"] * (last - first)
            self.quotation[first:last] = [len(outer)] * (last - first)
            if first < last:
                self.quote[last - 1] = "c" if span.end <= self.ends[last - 1] and last - first > 1 else "q"
                self.quote[first] = "o"

    def _take(self, taken: Mapping[str, frozenset[Span]]) -> None:
        """Note for each token the role in which an earlier frame has it."""
        self.taken = ["-"] * self.size
        self.cue_ends: list[int] = []
        for role, letter in (("content", "q"), ("source", "s"), ("cue", "v")):
            for span in taken.get(role, ()):
                if self.tokens and span.start < self.ends[-1] and span.end > self.starts[0]:
                    first, last = self.part(span)
                    self.taken[first:last] = [letter] * (last - first)
                    self.cue_ends += [last] if role == "cue" else []
        self.last_cue = max(self.cue_ends, default=-1)

    def _fill(self, frame: Mapping[str, tuple[Fragments, ...]]) -> None:
        """Note where the roles are that the active frame already has."""
        self.roles: dict[str, list[Part]] = {}
        self.filled = [False] * self.size
        for role in LETTERS:
            parts = sorted(self.part(span) for spans in frame.get(role, ()) for span in spans)
            if parts:
                self.roles[role] = parts
            for first, last in parts:
                self.filled[first:last] = [True] * (last - first)
        self.envelopes = [(LETTERS[role], parts[0][0], parts[-1][1]) for role, parts in self.roles.items()]
        self.state = "".join(letter for letter, _, _ in self.envelopes) or "-"

    def part(self, span: Span) -> Part:
        """The tokens of a span, clipped to the window."""
        return bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)

    def span(self, part: Part) -> Span:
        """The span of some tokens."""
        return Span(self.starts[part[0]], self.ends[part[1] - 1])

    def word(self, index: int) -> str:
        """The word at `index`; `#` outside the window."""
        return self.words[index] if 0 <= index < self.size else "#"

    def kind(self, index: int) -> str:
        """The class of the word at `index`; `#` outside the window."""
        return self.classes[index] if 0 <= index < self.size else "#"


def quotations_near(document: Document, near: Span) -> Iterator[Span]:
    """The quotations that share a code point with `near`, in order, found without looking at all of them."""
    first = bisect_left(document.quotations, near.start - QUOTATION, key=lambda span: span.start)
    for span in islice(document.quotations, first, None):
        if span.start >= near.end:
            return
        if span.end > near.start:
            yield span


def clipped(situation: Situation, sentence: Span) -> Span:
    """The sentence, or of a very long one what lies around the cursor and the frame."""
    if len(sentence) <= 2 * AROUND:
        return sentence
    held = [span for each in situation.frame.values() for spans in each for span in spans]
    begin = min([situation.cursor, *(span.start for span in held)]) - AROUND
    end = max([situation.cursor, *(span.end for span in held)]) + AROUND
    text = situation.document.text
    low = max(sentence.start, text.rfind(" ", sentence.start, max(sentence.start, begin)) + 1)
    high = text.find(" ", min(end, sentence.end), sentence.end)
    return Span(low, sentence.end if high < 0 else high)


def _reach(situation: Situation) -> int:
    """The end of what the active frame has; 0 where it has nothing."""
    return max((span.end for each in situation.frame.values() for spans in each for span in spans), default=0)


def _sentences(situation: Situation) -> Iterator[tuple[int, Span]]:
    """The sentences to look at, numbered from the current one: its paragraph, and all that the frame reaches."""
    sentences, here = situation.sentences, situation.sentence
    if not sentences:
        yield 0, Span(0, max(1, len(situation.document.text)))
        return
    reach, first = _reach(situation), here
    held = (span.start for each in situation.frame.values() for spans in each for span in spans)
    begin = min(held, default=sentences[here].start)
    while first > 0 and sentences[first].start > begin:
        first -= 1
    paragraph = situation.document.paragraph_at(sentences[here].start)
    for number in range(first, len(sentences)):
        sentence = sentences[number]
        beyond = sentence.start >= paragraph.end or number - here >= SENTENCES
        if number > here and beyond and sentence.start >= reach:
            return
        yield number - here, sentence
