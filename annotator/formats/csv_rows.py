"""The rows of the three CSV tables: what each span, frame and sentence of an annotator says."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from annotator.domain.codebook import ROLES, Attribute
from annotator.domain.nearby import Nearby
from annotator.domain.records import Attributes, Attribution, Reading, Record, SentenceMark
from annotator.domain.spans import Span
from annotator.formats.csv_cells import LINE_END, cell
from annotator.formats.csv_page import WHERE, WHOSE, Page, SpanCells
from annotator.formats.format import Losses
from annotator.formats.times import stamp

HOW = ("status", "origin", "score", "created", "codebook", "flag", "note")
"""The columns of how a record was made."""

FILLS = tuple(f"{role}{part}" for role in ROLES for part in ("", "_at", "_id"))
"""The columns of the words that fill each role, where they are, and which annotations they are."""

SPAN_COLUMNS = (*WHOSE, "id", "label", *WHERE, "fragments", "frames", *HOW)
"""The columns of the table of spans; those of attributes follow."""

FRAME_COLUMNS = (*WHOSE, "id", *FILLS, *WHERE, "parent", "continues", *HOW)
"""The columns of the table of frames; those of attributes follow."""

SENTENCE_COLUMNS = (*WHOSE, *WHERE, "reading", "labels", *HOW)
"""The columns of the table of sentences."""

SEVERAL = "|"
"""What stands between two values, ids or mentions in one cell."""

UNREAD = "unread"
"""The reading of a sentence without a mark."""


class AttributeColumns:
    """The columns of attributes, in the order of the codebook; those of the same name are one column."""

    def __init__(self, attributes: Iterable[Attribute], before: Collection[str], losses: Losses) -> None:
        """Make a column for each name; one that is already among those `before` is told apart."""
        self.names = tuple(dict.fromkeys(each.name for each in attributes))
        self.header = (*before, *(f"attribute_{name}" if name in before else name for name in self.names))
        self._losses = losses
        self._empty = "," * len(self.names)

    def cells(self, attributes: Attributes) -> str:
        """What stands in the columns, with a comma before each; a value without a column is told."""
        if not attributes:
            return self._empty
        for name in attributes.keys() - set(self.names):
            self._losses.add(f"the CSV tables have no column for {name}, which the codebook does not ask for there")
        return "".join(
            ["," + cell(SEVERAL.join(attributes[name])) if name in attributes else "," for name in self.names]
        )


def span_rows(page: Page, columns: AttributeColumns) -> Iterator[str]:
    """A row for each annotation, in the order of the text."""
    frames = defaultdict(list)
    for frame in page.set.of(Attribution):
        for _, annotation_id in frame.roles:
            frames[annotation_id].append(frame.id)
    for record_id, span in page.spans.items():
        each = span.annotation
        where = page.where(span.extent, span.said)
        used_by = cell(SEVERAL.join(frames.get(record_id, ())))
        how = f"{span.places},{used_by},{_how(each)}{columns.cells(each.attributes)}"
        yield f"{page.whose},{span.id},{cell(each.label)},{where},{how}{LINE_END}"


def frame_rows(page: Page, columns: AttributeColumns) -> Iterator[str]:
    """A row for each attribution, in the order of the text."""
    rows = []
    for frame in page.set.of(Attribution):
        cue = (frame.cue,) if frame.cue else ()
        fills = [[page.spans[i] for i in ids] for ids in (frame.source, cue, frame.content)]
        edges = [span.extent for spans in fills for span in spans]
        extent = Span(min(edges).start, max(edge.end for edge in edges)) if edges else None
        where = page.where(extent, cell(extent.cut(page.text))) if extent else "," * (len(WHERE) - 1)
        filled = ",".join([_filled(spans) for spans in fills])
        others = f"{cell(frame.parent or '')},{cell(frame.continues or '')}"
        how = f"{_how(frame)}{columns.cells(frame.attributes)}"
        row = f"{page.whose},{cell(frame.id)},{filled},{where},{others},{how}{LINE_END}"
        rows.append((extent or Span(0, 1), filled, row))
    return (row for _, _, row in sorted(rows))


def sentence_rows(page: Page, codebook_version: int) -> Iterator[str]:
    """A row for each sentence, marked or not, with the labels that stand in it."""
    labels: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for each in page.spans.values():
        for fragment in each.annotation.fragments:
            for index in page.sentences_of(fragment):
                labels[index][each.annotation.label] = None
    there = list(page.set.of(SentenceMark))
    marks = Nearby(there)
    for index, span in enumerate(page.sentences):
        # Of several, the one that says more: a doubt.
        on_it = marks.marks_of(span) if there else ()
        mark = max(on_it, key=lambda each: each.reading is Reading.DOUBTFUL, default=None)
        reading = mark.reading if mark else UNREAD
        how = _how(mark) if mark else f",,,,{codebook_version},,"
        where = page.where(span, cell(span.cut(page.text)))
        yield f"{page.whose},{where},{reading},{cell(SEVERAL.join(labels.get(index, ())))},{how}{LINE_END}"


def _filled(spans: list[SpanCells]) -> str:
    """The cells of the words that fill a role, where they are, and their ids."""
    if len(spans) == 1:
        return f"{spans[0].said},{spans[0].places},{spans[0].id}"
    said = cell(f" {SEVERAL} ".join([span.words for span in spans]))
    ids = cell(SEVERAL.join([span.annotation.id for span in spans]))
    return f"{said},{SEVERAL.join([span.places for span in spans])},{ids}"


def _how(record: Record) -> str:
    """The cells of how the record was made."""
    score = "" if record.score is None else record.score
    made = f"{record.status},{cell(record.origin)},{score},{stamp(record.created)},{record.codebook}"
    remarked = f"{cell(record.flag)},{cell(record.note)}" if record.flag or record.note else ","
    return f"{made},{remarked}"
