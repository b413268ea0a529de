"""Gold frames for the benchmarks: what was marked, as plain spans in the order in which an analyst would mark it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from annotator.domain.codebook import ROLES, Codebook
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.documents import Document, sentence_at
from annotator.domain.records import AnnotatedDocument, AnnotationSet, Attribution
from annotator.domain.spans import Fragments, Span, fragments
from annotator.formats.brat import article_for, read
from annotator.formats.format import Reading

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class GoldFrame:
    """One frame that is to be made."""

    id: str
    sentence: int
    """The index of the sentence with its first span."""
    roles: dict[str, Fragments]
    """What fills each role that is filled."""
    continues: str = ""
    """The frame that it carries on."""


@dataclass(frozen=True)
class GoldArticle:
    """An article with its frames in the order in which they are made."""

    document: Document
    frames: tuple[GoldFrame, ...]
    skipped: int
    """Frames without a content, which are left out."""


def codebook() -> Codebook:
    """The default codebook."""
    path = CHECKOUT / "corpus" / "codebook.toml"
    return parse_codebook(path.read_text("utf-8"), str(path))


def gold(annotated: AnnotatedDocument, annotations: AnnotationSet) -> GoldArticle:
    """The frames of one annotation set, by sentence and then by cue."""
    document, records = annotated.document, list(annotations.of(Attribution))
    frames = [frame for record in records if (frame := _frame(document, annotations, record))]
    ordered = sorted(frames, key=lambda frame: (frame.sentence, frame.roles.get("cue", frame.roles["content"])[0]))
    return GoldArticle(document, tuple(ordered), len(records) - len(frames))


def _frame(document: Document, annotations: AnnotationSet, record: Attribution) -> GoldFrame | None:
    spans = {role: [span for each in annotations.spans_of(record, role) for span in each] for role in ROLES}
    roles = {role: fragments(each) for role, each in spans.items() if each}
    if "content" not in roles:
        return None
    first = min(span for each in roles.values() for span in each)
    return GoldFrame(record.id, sentence_at(document.sentences, first.start), roles, record.continues or "")


def first_annotators(folder: Path) -> list[Path]:
    """The first `.ann` file of each article below a folder, in sorted order."""
    first: dict[Path, Path] = {}
    for path in sorted(folder.rglob("*.ann")):
        found = article_for(path)
        if found:
            first.setdefault(found[0], path)
    return list(first.values())


def articles(paths: Iterable[Path]) -> Iterator[GoldArticle]:
    """The articles of some `.ann` files."""
    known = codebook()
    for path in paths:
        reading = Reading(codebook=known, annotator="gold", at=datetime(2026, 1, 1, tzinfo=UTC))
        for annotated in read(path, reading):
            yield gold(annotated, annotated.sets[0])


def nearby(spans: Iterable[Span], document: Document, sentence: int, reach: int = 3000) -> frozenset[Span]:
    """The spans that the editor would tell the ranking of."""
    current = document.sentences[sentence]
    low, high = max(0, current.start - reach), current.end + reach
    return frozenset(span for span in spans if span.end > low and span.start < high)
