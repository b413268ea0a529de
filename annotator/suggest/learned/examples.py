"""What is learned from: of each article what gold says, else what each person decided, where somebody has read it."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from annotator.domain.codebook import ROLES
from annotator.domain.documents import Document, sentence_at
from annotator.domain.machines import is_machine
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnnotationSet,
    Attribution,
    Reading,
    SentenceMark,
    State,
    Status,
)
from annotator.domain.spans import Fragments

GOLD = "gold"
"""The annotator of the settled sets."""

Roles = Mapping[str, tuple[Fragments, ...]]
"""What fills each role of a frame."""


class Example(Struct, frozen=True):
    """One set of an article as far as it is known to be complete."""

    document: Document
    """The article."""
    read: frozenset[int]
    """The indexes of the sentences that were read; what is not marked in them is not there."""
    spans: Mapping[str, tuple[Fragments, ...]]
    """What is marked, by label."""
    frames: tuple[Roles, ...]
    """The frames."""


def examples_of(documents: Iterable[AnnotatedDocument]) -> Iterator[Example]:
    """What there is to learn from the articles; people are learned from where gold says nothing."""
    for annotated in documents:
        settled: frozenset[int] = frozenset()
        for each in sorted(annotated.sets, key=lambda each: each.annotator != GOLD):
            known = frozenset() if is_machine(each.annotator) else _known(annotated.document, each) - settled
            if each.annotator == GOLD:
                settled = known
            if known:
                yield _example(annotated.document, each, known)


def _known(document: Document, each: AnnotationSet) -> frozenset[int]:
    """The sentences that the annotator has read: all of a finished article, else those with a mark.

    Gold that nobody finished is known where it holds something.
    """
    if each.state == State.FINISHED:
        return frozenset(range(max(1, len(document.sentences))))
    marks = [mark.span for mark in each.of(SentenceMark) if mark.reading == Reading.READ]
    if each.annotator == GOLD:
        marks += [span for annotation in _live(each) for span in annotation.fragments]
    return frozenset(i for mark in marks for i in _sentences(document, (mark,)))


def _sentences(document: Document, fragments: Fragments) -> frozenset[int]:
    """The sentences that the fragments reach into."""
    return frozenset(
        i
        for span in fragments
        for i in range(sentence_at(document.sentences, span.start), sentence_at(document.sentences, span.end - 1) + 1)
    )


def _live(each: AnnotationSet) -> list[Annotation]:
    """The annotations that stand: not rejected, and no suggestion that nobody has looked at."""
    return [record for record in each.of(Annotation) if _stands(record.status)]


def _stands(status: Status) -> bool:
    return status not in (Status.REJECTED, Status.SUGGESTED)


def _example(document: Document, each: AnnotationSet, read: frozenset[int]) -> Example:
    """What the set says of the sentences `read`."""
    live = {a.id: a for a in _live(each) if _sentences(document, a.fragments) & read}
    spans: dict[str, list[Fragments]] = {}
    for annotation in live.values():
        spans.setdefault(annotation.label, []).append(annotation.fragments)
    frames = tuple(
        {role: tuple(live[i].fragments for kind, i in frame.roles if kind == role and i in live) for role in ROLES}
        for frame in each.of(Attribution)
        if _stands(frame.status) and any(i in live for _, i in frame.roles)
    )
    return Example(document, read, {label: tuple(found) for label, found in spans.items()}, frames)
