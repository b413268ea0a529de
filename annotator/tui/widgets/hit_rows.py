"""How what was found is shown: a line of the list with the words where they stand, and the sentence in its context."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from annotator.domain.codebook import Codebook, values_of
from annotator.domain.documents import Document, sentence_at
from annotator.domain.filters.hits import Hit, sentences_of
from annotator.domain.records import Annotation, Attribution
from annotator.domain.shown import shown
from annotator.domain.spans import Fragments, Span, overlaps
from annotator.tui.widgets.lines import Row, Run, fitted, flowed, paragraph, row_width
from annotator.tui.widgets.palette import Palette
from annotator.tui.widgets.wrapping import wrap

NAME = 22
"""Cells for the name of the article."""

LEAD = 0.35
"""The part of a line that the words before what was found may take."""


def place_row(document: Document, spans: Fragments, at: int, mark: Row, is_chosen: bool, width: int) -> Row:
    """One line: a mark, the article, and the words in their sentence, those found standing out."""
    name = document.name.rpartition(".")[0] or document.name
    head = [Run("▌ " if is_chosen else "  ", "key"), *mark, *_cell(name, NAME), Run(" ")]
    room = max(1, width - row_width(head))
    sentence = sentences_of(document)[at]
    start = spans[0].start if spans else sentence.start
    begin = max(sentence.start, start - int(room * LEAD))
    if begin > sentence.start:
        head.append(Run("…", "muted"))
        begin += 1
    text = shown(document.text)
    return (*head, *_runs(text, spans, Span(begin, max(begin + 1, sentence.end)), "strong" if is_chosen else "here"))


def _cell(text: str, width: int) -> list[Run]:
    cut = fitted((Run(text, "muted"),), width)
    return [*cut, Run(" " * (width - row_width(cut)))]


def _runs(text: str, own: Fragments, within: Span, style: str) -> Iterator[Run]:
    """The words within a span, those of one's own in the style."""
    edges = sorted({within.start, within.end, *(e for span in own for e in (span.start, span.end) if e in within)})
    for start, end in pairwise(edges):
        is_own = any(overlaps(Span(start, end), each) for each in own)
        yield Run(text[start:end], style if is_own else "")


def context_rows(document: Document, spans: Fragments, at: int, width: int) -> list[Row]:
    """The sentence with the one before and the one after."""
    sentences, text = sentences_of(document), shown(document.text)
    last = sentence_at(sentences, spans[-1].end - 1) if spans else at
    before = paragraph(sentences[at - 1].cut(text), width, "muted") if at else []
    after = paragraph(sentences[last + 1].cut(text), width, "muted") if last + 1 < len(sentences) else []
    return [*before, *_wrapped(text, spans, Span(sentences[at].start, sentences[last].end), width), *after]


def _wrapped(text: str, spans: Fragments, within: Span, width: int) -> list[Row]:
    lines = [*wrap(text, within.start, within.end, max(4, width)), within.end]
    ends = [a + max(1, len(text[a:b].rstrip())) for a, b in pairwise(lines) if a < b]
    return [tuple(_runs(text, spans, Span(a, end), "here")) for a, end in zip(lines, ends, strict=False)]


def hit_rows(hit: Hit, codebook: Codebook, palette: Palette, width: int) -> Sequence[Row]:
    """One hit: the article, what is recorded, and the words in their context."""
    document = hit.document
    where = f"  sentence {hit.sentence + 1} of {len(sentences_of(document))}"
    rows: list[Row] = [(Run(document.name, "title"), Run(where, "muted"))]
    if hit.record:
        rows += flowed(_recorded(hit, codebook, palette), width)
        for name in ("flag", "note"):
            if said := getattr(hit.record, name):
                rows += paragraph(said, width, "warning" if name == "flag" else "", indent=f"{name}: ")
    return [*rows, (), *context_rows(document, hit.spans, hit.sentence, width)]


def badge(hit: Hit, palette: Palette) -> Row:
    """What kind of record was found, in a word."""
    if hit.record is None:
        return ()
    if isinstance(hit.record, Annotation):
        label = hit.record.label
        return (Run(f" {label[:10]} ", palette.chip(label)), Run(" " * max(0, 11 - len(label[:10]))))
    name = "frame" if isinstance(hit.record, Attribution) else "note"
    return (Run(f" {name:<12}", "key"),)


def _recorded(hit: Hit, codebook: Codebook, palette: Palette) -> Iterator[Row]:
    """Whose record it is, what it is, and its answers."""
    record = hit.record
    if record is None:
        return
    yield badge(hit, palette)[:1]
    yield (Run("by ", "muted"), Run(record.annotator))
    if not isinstance(record, Annotation | Attribution):
        return
    for name, values in values_of(codebook, record).items():
        yield (Run(f"{name.replace('_', ' ')} ", "muted"), Run(", ".join(values).replace("_", " ")))
