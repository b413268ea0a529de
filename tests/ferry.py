"""A small article with the default codebook, and short ways to make records of its words."""

from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from annotator.domain.checks import Problem, check
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.documents import Document
from annotator.domain.records import Annotation, AnyRecord, Attribution, Link, ZoneMark, annotation_set
from annotator.domain.spans import Span
from annotator.text.segment import segment

TEXT = """# Ferry stays in port

By Ana Moreno

“We will not sail,” an engineer at the yard said. He called the plan reckless and wrong.

Two officials said the "repair" would cost 40,000 crowns. The mayor, they added, was “deeply worried” about it.

## “Night” ferries

“The hull is thin,” the captain wrote.

“The crew is thinner.”

“Nobody asked us,” said “a deckhand” there. Reports say so.
"""

CODEBOOK = parse_codebook((Path(__file__).resolve().parents[1] / "corpus" / "codebook.toml").read_text("utf-8"))
DOCUMENT = segment("ferry.txt", TEXT)
AT = datetime(2026, 1, 2, tzinfo=UTC)
IDS = count()


def header(**more: Any) -> dict[str, Any]:
    return {"id": f"r{next(IDS)}", "document_id": DOCUMENT.id, "annotator": "ana", "created": AT} | more


def values(given: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {name: (value,) for name, value in given.items()}


def mark(label: str, *words: str, **answers: str) -> Annotation:
    """An annotation of these words, one fragment each."""
    spans = tuple(Span(at := TEXT.index(each), at + len(each)) for each in words)
    return Annotation(**header(), label=label, fragments=spans, attributes=values(answers))


def frame(
    source: Annotation | None, cue: Annotation | None, content: Annotation | None, **answers: str
) -> list[AnyRecord]:
    """The parts of a frame, and the frame last."""
    attribution = Attribution(
        **header(),
        source=(source.id,) if source else (),
        cue=cue.id if cue else None,
        content=(content.id,) if content else (),
        attributes=values(answers),
    )
    return [*(each for each in (source, cue, content) if each), attribution]


def said(*content: str, speech: str, source: Annotation | None = None) -> list[AnyRecord]:
    """A frame with this content and speech type that is otherwise in order."""
    given = source or mark("source", "The mayor", naming="role_unique")
    return frame(given, mark("cue", "said"), mark("content", *content), speech_type=speech)


def found(records: list[AnyRecord], rule: str, document: Document = DOCUMENT) -> list[Problem]:
    return check(document, annotation_set("ana", records), CODEBOOK, [rule])


ENGINEER = "an engineer at the yard"
DIRECT = "“We will not sail,”"
PLAN = "the plan reckless and wrong"


def anonymous(**answers: str) -> Annotation:
    return mark("source", ENGINEER, naming="unnamed_described", **answers)


def inner(parent: list[AnyRecord], *content: str) -> list[AnyRecord]:
    """The frames of parent and a frame within it."""
    *parts, attribution = frame(mark("source", "they"), mark("cue", "added"), mark("content", *content))
    return [*parent, *parts, replace(attribution, parent=parent[-1].id)]


def turned(field: str) -> list[AnyRecord]:
    """Two frames, each the parent of the other or its continuation."""
    one, other = frame(None, None, mark("content", "Two")), frame(None, None, mark("content", "Two"))
    return [
        *one[:-1],
        *other[:-1],
        replace(one[-1], **{field: other[-1].id}),
        replace(other[-1], **{field: one[-1].id}),
    ]


def links(*triples: tuple[str, str, str]) -> list[AnyRecord]:
    return [Link(**header(), relation=relation, from_id=a, to_id=b) for relation, a, b in triples]


def pronoun(record_id: str, words: str = "they") -> Annotation:
    return replace(mark("source", words, naming="pronoun"), id=record_id)


def zoned(words: str, kind: str) -> ZoneMark:
    return ZoneMark(**header(), span=DOCUMENT.paragraph_at(TEXT.index(words)), zone=kind)


def beyond(length: int) -> Annotation:
    return replace(mark("claim", "Two"), fragments=(Span(0, 1), Span(length - 1, length + 1)))
