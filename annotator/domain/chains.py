"""Nested frames as chains: who reports whom, from the reporter inwards, and who vouches for whom."""

from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from annotator.domain.records import Annotation, AnnotationSet, Attribution
from annotator.domain.spans import words

ARROW = " ← "
"""Stands between a source and the one that it reports."""


class Link(Struct, frozen=True):
    """One frame of a chain, in words."""

    frame: Attribution
    """The frame."""
    source: str
    """Its source in the article's words; those of the frame it continues where it has none; else nothing."""
    cue: str
    """Its cue, or nothing."""

    @property
    def name(self) -> str:
        """What stands for it in a chain: its source, else its cue in brackets."""
        return self.source or (f"[{self.cue}]" if self.cue else "[nobody named]")


class Voucher(Struct, frozen=True):
    """Who vouches that somebody said something: nobody else in the article does."""

    who: str
    """The outer source; empty for the reporter."""
    whom: str
    """The inner source."""


def chain_of(annotations: AnnotationSet, frame: Attribution) -> tuple[Attribution, ...]:
    """The frames around `frame` from the outermost to itself; a circle of parents ends where it closes."""
    found = [frame]
    while (above := parent_of(annotations, found[0])) and above not in found:
        found.insert(0, above)
    return tuple(found)


def parent_of(annotations: AnnotationSet, frame: Attribution) -> Attribution | None:
    """The frame in whose content this one lies."""
    above = annotations.records.get(frame.parent or "")
    return above if isinstance(above, Attribution) else None


def level(annotations: AnnotationSet, frame: Attribution) -> int:
    """How deep the report is: 1 where the reporter tells it, 2 where the reporter's source does, and so on."""
    return len(chain_of(annotations, frame))


def inner_frames(annotations: AnnotationSet, frame: Attribution) -> list[Attribution]:
    """The frames directly inside the content of this one, in reading order."""
    inside = [each for each in annotations.of(Attribution) if each.parent == frame.id]
    return sorted(inside, key=lambda each: _start(annotations, each))


def links(text: str, annotations: AnnotationSet, frame: Attribution) -> tuple[Link, ...]:
    """The chain around the frame, in words."""
    return tuple(
        Link(each, source_words(text, annotations, each), _joined(text, annotations, (each.cue,) if each.cue else ()))
        for each in chain_of(annotations, frame)
    )


def told(text: str, annotations: AnnotationSet, frame: Attribution) -> str:
    """The chain in a line, such as `Interfax ← Bogdanov`."""
    return ARROW.join(link.name for link in links(text, annotations, frame))


def vouchers(text: str, annotations: AnnotationSet, frame: Attribution) -> list[Voucher]:
    """Who vouches for whom along the chain: the reporter for the outermost source, each source for the next."""
    names = ["", *(link.name for link in links(text, annotations, frame))]
    return [Voucher(who, whom) for who, whom in pairwise(names)]


def source_words(text: str, annotations: AnnotationSet, frame: Attribution) -> str:
    """The frame's source in the article's words; one without a source has that of the frame it continues."""
    return next(
        (said for each in _continued(annotations, frame) if (said := _joined(text, annotations, each.source))), ""
    )


def _continued(annotations: AnnotationSet, frame: Attribution) -> Iterator[Attribution]:
    """The frame, the one that it continues, and so on."""
    seen: set[str] = set()
    each: object = frame
    while isinstance(each, Attribution) and each.id not in seen:
        seen.add(each.id)
        yield each
        each = annotations.records.get(each.continues or "")


def _joined(text: str, annotations: AnnotationSet, ids: tuple[str, ...]) -> str:
    members = (annotations.records.get(each) for each in ids)
    return " and ".join(words(text, each.fragments) for each in members if isinstance(each, Annotation))


def _start(annotations: AnnotationSet, frame: Attribution) -> int:
    members = (annotations.records.get(each) for _, each in frame.roles)
    return min((each.envelope.start for each in members if isinstance(each, Annotation)), default=0)
