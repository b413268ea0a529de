"""Ranked candidate spans for a label at a cursor: what a label key marks first, second and so on."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from annotator.domain.codebook import Label
from annotator.domain.documents import Document, tokens
from annotator.domain.spans import Fragments, Span, fragments_overlap, trimmed

LIMIT = 30
"""How many candidates are offered at most."""

CUES = frozenset(
    "said says say saying told tells added adding asked argued claimed claims wrote called announced believe believes "
    "thinks think wants want according insisted noted explained suggested warned denied admitted reported".split()
)
"""Words that attribute most often in English news."""


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
    """By role or label, the spans this annotator has already marked nearby."""


def candidates(label: Label, situation: Situation) -> tuple[Fragments, ...]:
    """The spans that `label` most likely marks here, best first."""
    made = {"cue": _cues, "source": _sources, "content": _contents}.get(label.role, _units)
    free = (each for each in made(situation) if not _is_blocked(each, situation))
    return tuple(dict.fromkeys(free))[:LIMIT]


def more_fragments(label: Label, fragments: Fragments, situation: Situation) -> tuple[Span, ...]:
    """The spans that would most likely be a further fragment of a span of `label`."""
    parts = (span for each in candidates(label, situation) for span in each)
    clear = (span for span in parts if not fragments_overlap((span,), fragments))
    return tuple(dict.fromkeys(clear))[:LIMIT]


def _is_blocked(spans: Fragments, situation: Situation) -> bool:
    """Whether the spans overlap what the frame already has."""
    return any(fragments_overlap(spans, other) for each in situation.frame.values() for other in each)


def _sentence(situation: Situation) -> Span:
    """The current sentence; the whole text where there are none."""
    whole = Span(0, max(1, len(situation.document.text)))
    return situation.sentences[situation.sentence] if situation.sentences else whole


def _words(situation: Situation) -> list[Span]:
    """The tokens of the current sentence, from the cursor on and then those before it."""
    found = list(tokens(situation.document.text, _sentence(situation)))
    return sorted(found, key=lambda span: (span.start < situation.cursor, span.start))


def _cues(situation: Situation) -> Iterator[Fragments]:
    """Words of the sentence, known cues first."""
    text, taken = situation.document.text, situation.taken.get("cue", frozenset())
    known = [word for word in _words(situation) if word.cut(text).lower() in CUES]
    yield from ((word,) for word in known if word not in taken)
    yield from ((word,) for word in _words(situation) if word.cut(text).isalpha())


def _sources(situation: Situation) -> Iterator[Fragments]:
    """Words just before the cue, words just after it."""
    text, sentence = situation.document.text, _sentence(situation)
    cue = next(iter(situation.frame.get("cue", ())), (Span(situation.cursor, situation.cursor + 1),))
    before = [word for word in tokens(text, sentence) if word.end <= cue[0].start]
    after = [word for word in tokens(text, sentence) if word.start >= cue[-1].end]
    for size in (1, 2, 3, 4, 5):
        yield from ((Span(part[0].start, part[-1].end),) for part in (before[-size:], after[:size]) if part)


def _contents(situation: Situation) -> Iterator[Fragments]:
    """From the frame's edge to the end of the sentence, from its start to the frame, quotations, the sentence."""
    text, sentence = situation.document.text, _sentence(situation)
    held = sorted(span for each in situation.frame.values() for spans in each for span in spans)
    ends = [sentence.start, *(edge for span in held for edge in (span.start, span.end)), sentence.end]
    gaps = [Span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True) if a < b]
    trims = (_bare(text, span) for span in sorted(gaps, key=len, reverse=True))
    yield from ((span,) for span in trims if span)
    yield from ((span,) for span in situation.document.quotations if span.end > sentence.start)


def _units(situation: Situation) -> Iterator[Fragments]:
    """The sentence and the word at the cursor."""
    yield from _contents(situation)
    yield from ((word,) for word in _words(situation))


def _bare(text: str, span: Span) -> Span | None:
    """The span without white space, and without a comma or full stop at its edges."""
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in ",;"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;."):
        end -= 1
    return trimmed(text, Span(start, end)) if start < end else None
