"""What is on an analyst's desk: failed checks in their sentences, and which of them are accepted as they are.

An acceptance holds as long as the fingerprint of what the rule found does: when the record changes, the problem is
listed again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from annotator.domain.acceptances import acceptances
from annotator.domain.checks import Problem, check
from annotator.domain.checks.aliases import shared_names
from annotator.domain.codebook import Codebook
from annotator.domain.documents import Document, sentence_at
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnnotationSet,
    AnyRecord,
    Attribution,
    Remark,
    Status,
)
from annotator.domain.sources.registry import Registry
from annotator.domain.spans import Fragments, Span

REGISTRY = "source registry"
"""Where that is which is wrong with entries."""

SHOWN = 600
"""How much of a long sentence is kept with an item."""

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for the time of a record where the time does not matter."""


class Item(Struct, frozen=True, kw_only=True):
    """One thing on the desk: a problem where it is, or a flag."""

    document_id: str
    """The article; empty for the registry."""
    document: str
    """Its name."""
    number: int
    """Its place among all articles."""
    problem: Problem
    """What is wrong."""
    sentence: str = ""
    """The sentence around it, or a part of a long one."""
    at: Span | None = None
    """Where in that sentence the words are."""
    fingerprint: str = ""
    """Tells whether it is still what was accepted."""
    acceptance: Remark | None = None
    """The remark by which it is accepted as it is."""

    @property
    def reason(self) -> str:
        """Why it was accepted."""
        return self.acceptance.note if self.acceptance else ""


def items_of(held: AnnotatedDocument, annotator: str, codebook: Codebook, number: int = 0) -> list[Item]:
    """What is wrong in the annotator's set, in reading order."""
    annotations, document = held.set_of(annotator), held.document
    accepted = acceptances(annotations.records.values())
    return [
        in_context(document, number, problem, fingerprint(problem, annotations), accepted)
        for problem in check(document, annotations, codebook)
    ]


def in_context(
    document: Document, number: int, problem: Problem, mark: str = "", accepted: Mapping[str, Remark] | None = None
) -> Item:
    """The problem in its sentence."""
    sentence, at = sentence_around(document, problem.span) if problem.span else ("", None)
    return Item(
        document_id=document.id,
        document=document.name,
        number=number,
        problem=problem,
        sentence=sentence,
        at=at,
        fingerprint=mark,
        acceptance=(accepted or {}).get(mark),
    )


def sentence_around(document: Document, span: Span) -> tuple[str, Span | None]:
    """The sentence in which the span begins, or what is near it there, and where in that text the span is."""
    if span.start >= len(document.text):
        return "", None
    sentences = document.sentences or (Span(0, len(document.text)),)
    around = sentences[sentence_at(sentences, span.start)]
    start = max(min(around.start, span.start), span.start - SHOWN // 2)
    end = min(max(around.end, min(span.end, span.start + SHOWN)), start + SHOWN)
    return document.text[start:end], Span(span.start - start, min(span.end, end) - start)


def fingerprint(problem: Problem, annotations: AnnotationSet) -> str:
    """Tells the problem from every other one, and from itself after the record or its words have changed."""
    record = annotations.records.get(problem.record_id)
    place = problem.span if record is None else None
    told = (problem.rule, problem.about, place, record and _essence(record), _words(record, annotations))
    return sha256(msgspec.json.encode(told, order="deterministic")).hexdigest()[:16]


def _essence(record: AnyRecord) -> AnyRecord:
    """The record without when and how it came about, and without what was remarked on it."""
    return replace(
        record, created=LONG_AGO, codebook=0, status=Status.ACCEPTED, origin="", score=None, flag="", note=""
    )


def _words(record: AnyRecord | None, annotations: AnnotationSet) -> list[Fragments]:
    """Where the parts of a frame are."""
    roles = record.roles if isinstance(record, Attribution) else ()
    members = (annotations.records.get(each) for _, each in roles)
    return [each.fragments for each in members if isinstance(each, Annotation)]


def shared_names_of(wide: Sequence[AnnotationSet], annotator: str, codebook: Codebook) -> list[Item]:
    """What is wrong with the names of entries, for an annotator whose own set is among those of the whole project.

    Nothing is listed where none of the entries is that annotator's.
    """
    registry = Registry((each for held in wide for each in held.records.values()), codebook, annotator)
    own = next((held.records for held in wide if held.annotator == annotator), {})
    problems = [each for each in shared_names(registry) if _has_part(registry, each, annotator)]
    return registry_items(registry, problems, own.values())


def _has_part(registry: Registry, problem: Problem, annotator: str) -> bool:
    ids = (problem.record_id, problem.about.split()[0])
    return any(registry.sources[each].annotator == annotator for each in ids if each in registry.sources)


def registry_items(registry: Registry, problems: Iterable[Problem], own: Iterable[AnyRecord]) -> list[Item]:
    """What is wrong with entries; `own` are the annotator's records of the whole project, acceptances among them."""
    entries = AnnotationSet(registry.annotator, {**registry.sources})
    accepted = acceptances(own)
    marked = ((each, fingerprint(each, entries)) for each in problems)
    return [
        Item(
            document_id="",
            document=REGISTRY,
            number=0,
            problem=each,
            fingerprint=mark,
            acceptance=accepted.get(mark),
        )
        for each, mark in marked
    ]


def open_items(items: Iterable[Item]) -> Iterator[Item]:
    """Those that nobody has accepted."""
    return (each for each in items if each.acceptance is None)


class Limits(Struct, frozen=True):
    """To what a list of items is limited; nothing is no limit."""

    rule: str = ""
    """Only what this check found."""
    article: str = ""
    """Only what is in the article of this id."""
    words: str = ""
    """Only what has these words in it, in the name of its article or in the reason why it is right."""

    def takes(self, item: Item) -> bool:
        """Whether the item is within them."""
        if (self.rule and item.problem.rule != self.rule) or (self.article and item.document_id != self.article):
            return False
        return self.words.casefold() in f"{item.problem.message} {item.document} {item.reason}".casefold()

    @property
    def told(self) -> str:
        """The limits in words; empty where there are none."""
        parts = (self.rule, "this article" if self.article else "", f"/{self.words}" if self.words else "")
        return " · ".join(filter(None, parts))
