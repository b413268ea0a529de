"""The rows of the three CSV tables: what each span, frame and sentence of an annotator says."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from annotator.domain.codebook import ROLES, Attribute
from annotator.domain.records import Annotation, Attributes, Attribution, Record, SentenceMark
from annotator.domain.spans import Fragments, Span, words
from annotator.formats.csv_cells import guarded
from annotator.formats.csv_page import WHERE, WHOSE, Cell, Page
from annotator.formats.format import Losses
from annotator.formats.times import stamp

Row = Sequence[Cell]
"""One line of a table."""

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

    def __init__(self, attributes: Iterable[Attribute], losses: Losses) -> None:
        """Make a column for each name."""
        self.names = tuple(dict.fromkeys(each.name for each in attributes))
        self._losses = losses
        self._empty = ("",) * len(self.names)

    def cells(self, attributes: Attributes) -> Row:
        """What stands in the columns; a value without a column is told."""
        if not attributes:
            return self._empty
        for name in attributes.keys() - set(self.names):
            self._losses.add(f"the CSV tables have no column for {name}, which the codebook does not ask for there")
        return [guarded(SEVERAL.join(attributes[name])) if name in attributes else "" for name in self.names]


def span_rows(page: Page, columns: AttributeColumns) -> Iterator[Row]:
    """A row for each annotation, in the order of the text."""
    frames = defaultdict(list)
    for frame in page.set.of(Attribution):
        for _, annotation_id in frame.roles:
            frames[annotation_id].append(frame.id)
    for each in sorted(page.set.of(Annotation), key=lambda each: (each.fragments, each.label)):
        yield (
            *page.whose,
            guarded(each.id),
            guarded(each.label),
            *page.where(each.envelope, words(page.text, each.fragments)),
            _places(each.fragments),
            guarded(SEVERAL.join(frames.get(each.id, ()))),
            *_how(each),
            *columns.cells(each.attributes),
        )


def frame_rows(page: Page, columns: AttributeColumns) -> Iterator[Row]:
    """A row for each attribution, in the order of the text."""
    frames = [(_extent(page, frame), frame) for frame in page.set.of(Attribution)]
    for extent, frame in sorted(frames, key=lambda pair: (pair[0] or Span(0, 1), pair[1].roles)):
        yield (
            *page.whose,
            guarded(frame.id),
            *(cell for role in ROLES for cell in _filled(page, frame, role)),
            *(page.where(extent, extent.cut(page.text)) if extent else [""] * len(WHERE)),
            guarded(frame.parent or ""),
            guarded(frame.continues or ""),
            *_how(frame),
            *columns.cells(frame.attributes),
        )


def sentence_rows(page: Page, codebook_version: int) -> Iterator[Row]:
    """A row for each sentence, marked or not, with the labels that stand in it."""
    labels: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for each in sorted(page.set.of(Annotation), key=lambda each: (each.fragments, each.label)):
        for fragment in each.fragments:
            for index in page.sentences_of(fragment):
                labels[index][each.label] = None
    marks = {mark.span: mark for mark in page.set.of(SentenceMark)}
    for index, span in enumerate(page.sentences):
        mark = marks.get(span)
        yield (
            *page.whose,
            *page.where(span, span.cut(page.text)),
            mark.reading if mark else UNREAD,
            guarded(SEVERAL.join(labels.get(index, ()))),
            *(_how(mark) if mark else ("", "", "", "", codebook_version, "", "")),
        )


def _extent(page: Page, frame: Attribution) -> Span | None:
    """From the first word of the frame to the last; None where it has none."""
    edges = [page.set.annotation(i).envelope for _, i in frame.roles]
    return Span(min(edges).start, max(edge.end for edge in edges)) if edges else None


def _filled(page: Page, frame: Attribution, role: str) -> Row:
    """The words that fill the role, where they are, and their ids."""
    mentions = [page.set.annotation(i) for r, i in frame.roles if r == role]
    said = f" {SEVERAL} ".join([words(page.text, each.fragments) for each in mentions])
    places = SEVERAL.join([_places(each.fragments) for each in mentions])
    return guarded(said), places, guarded(SEVERAL.join([each.id for each in mentions]))


def _places(fragments: Fragments) -> str:
    """The fragments, such as `12-30;40-55`."""
    return ";".join([f"{span.start}-{span.end}" for span in fragments])


def _how(record: Record) -> Row:
    """The cells of how the record was made."""
    score = "" if record.score is None else record.score
    origin, flag, note = guarded(record.origin), guarded(record.flag), guarded(record.note)
    return record.status, origin, score, stamp(record.created), record.codebook, flag, note
