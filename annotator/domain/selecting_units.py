"""Candidates for labels without a role: clauses, sentences, phrases and quotations at the cursor."""

from collections.abc import Iterator

from annotator.domain.documents import tokens
from annotator.domain.selecting_window import Situation, clipped, quotations_near
from annotator.domain.spans import Fragments, Span, overlaps, trimmed

BREAKS = frozenset(',;:—–()“”"«»„.!?…')
"""Marks at which a phrase or clause may begin or end."""

AFTER = 1000
"""How many code points after the sentence a quotation may still begin."""

SIZES = (1, 2, 3, 4, 5, 6)
"""How many words from the cursor on a phrase may have."""


def units(unit: str, situation: Situation) -> Iterator[Fragments]:
    """The spans of one kind at the cursor, likeliest first, and then those of the other kinds."""
    makers = {"clause": _clauses, "sentence": _sentences, "phrase": _phrases, "quotation": _quotations}
    others = (maker for name, maker in makers.items() if name != unit)
    for maker in (makers.get(unit, _phrases), *others):
        yield from ((span,) for span in maker(situation))


def _current(situation: Situation) -> Span:
    """The current sentence; the whole text where there are none."""
    whole = Span(0, max(1, len(situation.document.text)))
    return situation.sentences[situation.sentence] if situation.sentences else whole


def _sentences(situation: Situation) -> Iterator[Span]:
    """The current sentence, without its last full stop, and with the one after it."""
    text, sentence = situation.document.text, _current(situation)
    yield from _trimmed(text, sentence)
    yield from _bare(text, sentence)
    if situation.sentence + 1 < len(situation.sentences):
        yield from _trimmed(text, Span(sentence.start, situation.sentences[situation.sentence + 1].end))


def _clauses(situation: Situation) -> Iterator[Span]:
    """From the cursor to the end of the sentence, to each mark before it, and the contents of the active frame."""
    text, sentence = situation.document.text, _current(situation)
    for spans in situation.frame.get("content", ()):
        yield from spans
    yield from _bare(text, Span(situation.cursor, sentence.end))
    yield from _stretches(situation)
    yield from _trimmed(text, Span(situation.cursor, sentence.end))


def _stretches(situation: Situation) -> Iterator[Span]:
    """What lies between marks, the stretch at the cursor first, then the later ones."""
    text, sentence = situation.document.text, clipped(situation, _current(situation))
    breaks = [token for token in tokens(text, sentence) if token.cut(text) in BREAKS]
    starts = [situation.cursor, *(mark.end for mark in breaks if mark.end > situation.cursor)]
    for start in starts:
        end = next((mark.start for mark in breaks if mark.start > start), sentence.end)
        if start < end:
            yield from _bare(text, Span(start, end))


def _phrases(situation: Situation) -> Iterator[Span]:
    """The words from the cursor on: up to the next mark where that is near, else one, two, three and so on."""
    text, sentence = situation.document.text, clipped(situation, _current(situation))
    words = [token for token in tokens(text, sentence) if token.start >= situation.cursor]
    free = [word for word in words if word.cut(text) not in BREAKS]
    stretch = next(_stretches(situation), None)
    if stretch and len(list(tokens(text, stretch))) <= max(SIZES):
        yield stretch
    yield from (Span(free[0].start, words[words.index(free[0]) + size - 1].end) for size in SIZES if size <= len(free))
    yield from free


def _quotations(situation: Situation) -> Iterator[Span]:
    """The quotations at the cursor, in the sentence and after it."""
    sentence = _current(situation)
    found = list(quotations_near(situation.document, Span(sentence.start, sentence.end + AFTER)))
    yield from (span for span in found if situation.cursor in span)
    yield from sorted(found, key=lambda span: not overlaps(span, sentence))


def _trimmed(text: str, span: Span) -> Iterator[Span]:
    """The span without white space at its edges, if anything is left."""
    found = trimmed(text, span)
    if found:
        yield found


def _bare(text: str, span: Span) -> Iterator[Span]:
    """The span without white space and loose marks at its edges, if anything is left."""
    found = trimmed(text, span)
    while found and text[found.end - 1] in ",;:.":
        found = trimmed(text, Span(found.start, found.end - 1)) if len(found) > 1 else None
    while found and text[found.start] in ",;:.":
        found = trimmed(text, Span(found.start + 1, found.end)) if len(found) > 1 else None
    if found:
        yield found
