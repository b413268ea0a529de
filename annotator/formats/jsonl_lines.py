"""What a line of our JSONL looks like: every line has the same fields, and a field always the same type.

Tools such as Hugging Face `datasets` take the types from the first lines, where a list that is empty or a value that is
null has none. So nothing is null, and what may long be empty (free keys, rare kinds of record) is JSON in a string.
"""

from msgspec import Struct

from annotator.domain.records import Boundary, Link, Progress, Remark, SentenceMark, Source, Status, ZoneMark
from annotator.domain.spans import Fragments, Span

OtherRecord = SentenceMark | Boundary | ZoneMark | Remark | Progress | Link | Source
"""The kinds of record that are neither an annotation nor an attribution."""

NO_SCORE = -1.0
"""What stands for no score."""


class Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Any object of a line; a field that we do not know is an error, because it would be lost."""


class HeaderLine(Line, frozen=True, kw_only=True):
    """The header of a record."""

    id: str
    """Unique in the world."""
    attributes: str
    """JSON: a list of values for each name."""
    created: str
    """When, in UTC to the microsecond."""
    codebook: int
    """The version of the codebook it was made under."""
    status: Status
    """How it came to stand."""
    origin: str
    """The suggester and its version; empty for none."""
    score: float
    """The suggester's score; -1 for none."""
    flag: str
    """Why it was flagged; empty when it is not."""
    note: str
    """A free remark."""


class SpanLine(HeaderLine, frozen=True, kw_only=True):
    """An annotation."""

    label: str
    """A label of the codebook."""
    start: int
    """Where its first fragment starts, in code points."""
    end: int
    """Where its last fragment ends."""
    text: str
    """Its words, fragments joined by one space."""
    prefix: str
    """What stands before it."""
    suffix: str
    """What stands after it."""
    fragments: Fragments
    """Pairs of start and end."""


class FrameLine(HeaderLine, frozen=True, kw_only=True):
    """An attribution."""

    source: tuple[str, ...]
    """Ids of annotations."""
    cue: str
    """Id of an annotation; empty for none."""
    content: tuple[str, ...]
    """Ids of annotations."""
    parent: str
    """Id of the frame it is nested in; empty for none."""
    continues: str
    """Id of the frame it carries on; empty for none."""


class SetLine(Line, frozen=True, kw_only=True):
    """An annotation set."""

    annotator: str
    """A person, a suggester or `gold`."""
    state: str
    """How far the annotator is."""
    codebook: int
    """The latest version of the codebook in the set."""
    annotations: tuple[SpanLine, ...]
    """The labelled spans."""
    attributions: tuple[FrameLine, ...]
    """The frames."""
    other_records: str
    """JSON: a list of sentence marks, boundaries, zone marks, remarks, progress, links and registry entries."""


class ZoneLine(Line, frozen=True, kw_only=True):
    """A zone."""

    start: int
    """Where it starts."""
    end: int
    """Where it ends."""
    kind: str
    """A zone kind of the codebook."""


class DocumentLine(Line, frozen=True, kw_only=True):
    """A whole line: a document with its annotation sets."""

    id: str
    """Derived from the text."""
    name: str
    """What the user knows it by."""
    text: str
    """The article."""
    sha256: str
    """The hash of the UTF-8 text."""
    meta: str
    """JSON: the document fields."""
    zones: tuple[ZoneLine, ...]
    """Where its zones are."""
    sentences: tuple[Span, ...]
    """Pairs of start and end."""
    quotations: tuple[Span, ...]
    """Pairs of start and end."""
    sets: tuple[SetLine, ...]
    """One for each annotator."""
