"""What counts in agreement: whose sets, which records of them, and which sentences were read at all."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from annotator.agreement.matching import sharing
from annotator.domain.codebook import Codebook, Rules, meets
from annotator.domain.documents import Document
from annotator.domain.machines import is_machine
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnnotationSet,
    Attribution,
    Link,
    SentenceMark,
    State,
    Status,
)
from annotator.domain.spans import Fragments, Span, overlaps

GOLD = "gold"
"""The annotator of settled sets, who counts only when named."""

AGAIN = "~again"
"""What is put after an annotator's name to name the set of a re-test, which counts only when named."""

EMPTY = Codebook(name="")
"""Asks nothing."""


class Scope(Struct, frozen=True, kw_only=True):
    """What is to be counted, and how."""

    annotators: tuple[str, ...] = ()
    """Whose sets; those of all people where empty."""
    zones: frozenset[str] | None = None
    """Which kinds of zone; the whole text for None."""
    core: bool = False
    """Whether only frames of the core profile count, with their spans."""
    share: float = 0.5
    """How much of what two spans cover together they must share to have their attributes compared."""
    unit: str = "token"
    """What alpha is counted in: `token`, `character` or `sentence`."""
    unitizing: bool = False
    """Whether the alpha of unitizing is wanted for each label."""
    codebook: Codebook = EMPTY
    """Says which attributes are asked, and which relations join what."""


class Frame(Struct, frozen=True, dict=True):
    """An attribution with the annotations in its roles that count."""

    record: Attribution
    """The attribution itself."""
    roles: Mapping[str, tuple[Annotation, ...]]
    """By role; a role nobody fills is absent."""

    @cached_property
    def _spans(self) -> Mapping[str, list[Fragments]]:
        return {role: sorted(each.fragments for each in members) for role, members in self.roles.items()}

    @cached_property
    def _words(self) -> Mapping[str, Fragments]:
        return {role: tuple(sorted(s for each in spans for s in each)) for role, spans in self._spans.items()}

    def spans(self, role: str) -> list[Fragments]:
        """The fragments of each annotation in the role, sorted."""
        return self._spans.get(role, [])

    def covers(self, role: str) -> Fragments:
        """All fragments in the role."""
        return self._words.get(role, ())


class Marked(Struct, frozen=True):
    """What one annotator marked in one article, as far as it counts."""

    annotator: str
    """Who."""
    annotations: Mapping[str, Sequence[Annotation]]
    """By label, in the order of the set."""
    frames: Sequence[Frame] = ()
    """The frames whose anchor counts."""
    links: Sequence[Link] = ()
    """The links."""
    unread: Sequence[Span] = ()
    """Sentences that were never marked as read and have nothing in them, although the article is finished."""


def finished(each: AnnotatedDocument, annotators: Collection[str]) -> list[AnnotationSet]:
    """The finished sets of these annotators by name; of all people where none is named. A machine's is always finished.

    Neither gold nor a machine nor a re-test counts unless it is named.
    """
    wanted = [s for s in each.sets if (s.annotator in annotators if annotators else is_person(s.annotator))]
    done = (s for s in wanted if s.state == State.FINISHED or is_machine(s.annotator))
    return sorted(done, key=lambda each: each.annotator)


def is_person(annotator: str) -> bool:
    """Whether the annotator is neither gold nor a machine, and this no re-test."""
    return annotator != GOLD and not is_machine(annotator) and not annotator.endswith(AGAIN)


def marked(document: Document, annotations: AnnotationSet, scope: Scope) -> Marked:
    """What of the set counts."""
    meant = [r for r in annotations.records.values() if r.status is not Status.REJECTED]
    found = [r for r in meant if isinstance(r, Annotation)]
    rest = [r for r in meant if not isinstance(r, Annotation)] if len(found) < len(meant) else []
    kept = {r.id: r for r in found if scope.zones is None or document.zone_at(r.fragments[0].start) in scope.zones}
    frames = [f for r in rest if isinstance(r, Attribution) and (f := _frame(r, kept)) is not None]
    if scope.core:
        frames, kept = _core(frames, kept, document, scope.codebook.rules)
    by_label: dict[str, list[Annotation]] = {}
    for each in kept.values():
        by_label.setdefault(each.label, []).append(each)
    links = [r for r in rest if isinstance(r, Link)]
    marks = [r.span for r in rest if isinstance(r, SentenceMark)]
    read = [*marks, *(span for each in kept.values() for span in each.fragments)] if marks else []
    return Marked(annotations.annotator, by_label, frames, links, unread(document.sentences, read) if marks else ())


def _frame(record: Attribution, kept: Mapping[str, Annotation]) -> Frame | None:
    """The frame, unless its anchor does not count: its cue, or its first content or source where it has none."""
    filled = record.roles
    anchor = record.cue or next((i for role, i in filled if role == "content"), filled[0][1] if filled else "")
    if anchor not in kept:
        return None
    roles: dict[str, list[Annotation]] = {}
    for role, member in filled:
        if member in kept:
            roles.setdefault(role, []).append(kept[member])
    return Frame(record, {role: tuple(members) for role, members in roles.items()})


def _core(
    frames: Iterable[Frame], kept: Mapping[str, Annotation], document: Document, rules: Rules
) -> tuple[list[Frame], dict[str, Annotation]]:
    """The frames of the core profile, and the annotations that are in one of them or in none at all."""
    inside: list[Frame] = []
    outside: set[str] = set()
    for frame in frames:
        values = frame.record.attributes
        if meets(rules.core, values) or not meets(rules.beyond_core, values) or _quoted(frame, document):
            inside.append(frame)
        else:
            outside.update(member for _, member in frame.record.roles)
    outside.difference_update(member for frame in inside for _, member in frame.record.roles)
    return inside, {i: each for i, each in kept.items() if i not in outside}


def _quoted(frame: Frame, document: Document) -> bool:
    """Whether any of the content shares words with a quotation."""
    return any(overlaps(span, each) for span in frame.covers("content") for each in document.quotations)


def unread(sentences: Sequence[Span], read: Sequence[Span]) -> list[Span]:
    """The sentences that share no character with what was read."""
    each_alone, marks = [(span,) for span in sentences], [(span,) for span in read]
    touched = sharing(each_alone, range(len(sentences)), marks, range(len(marks)))
    return [sentences[i] for i, near in touched if not near]
