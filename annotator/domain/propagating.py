"""Marking the same string elsewhere as it is marked here: whole words, with its answers, where it is not decided."""

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from annotator.domain.acting import Act, Outcome, Target
from annotator.domain.codebook import Codebook
from annotator.domain.documents import Document
from annotator.domain.editing.linking import links_of
from annotator.domain.editing.state import EditorState
from annotator.domain.nearby import own_zones
from annotator.domain.records import Annotation, AnyRecord, Link, ZoneMark
from annotator.domain.spans import Span, overlaps


class Example(Struct, frozen=True):
    """What is to be marked again wherever its words stand."""

    words: str
    """The string."""
    annotation: Annotation
    """Its label and answers are copied."""
    links: tuple[Link, ...] = ()
    """What it refers to in the registry; copied too."""


def example(state: EditorState) -> Example | None:
    """The active span, or else the source or cue of the active frame; None, and a message, where there is none."""
    frame = state.active_frame
    roles = [i for role, i in frame.roles if role != "content"] if frame else []
    annotation = state.active_annotation or (state.annotations.annotation(roles[0]) if roles else None)
    if annotation is None:
        state.message = "no span is active: make one active, then * marks its words elsewhere"
    elif len(annotation.fragments) > 1:
        state.message = "the span is in several fragments, which do not stand elsewhere as one string"
    else:
        links = tuple(links_of(state, annotation))
        return Example(annotation.fragments[0].cut(state.text), annotation, links)
    return None


def same_strings(text: str, words: str) -> Iterator[Span]:
    """Where the words stand in the text as whole words, however they are broken into lines."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    if pattern:
        before = r"(?<!\w)" if words.strip()[0].isalnum() else ""
        after = r"(?!\w)" if words.strip()[-1].isalnum() else ""
        yield from (Span(*found.span()) for found in re.finditer(before + pattern + after, text))


def propagating(model: Example) -> Act:
    """Mark the words as the example is marked."""
    label, origin = model.annotation.label, model.annotation.fragments

    def do(state: EditorState, target: Target) -> Outcome:
        span = target.spans[0]
        is_itself = state.document.id == model.annotation.document_id and target.spans == origin
        if is_itself or (why := _decided(state, label, span)):
            return Outcome("is marked so already" if is_itself else why)
        annotation = Annotation(
            **state.header(), label=label, fragments=target.spans, attributes=model.annotation.attributes
        )
        links = [_copied(state, each, annotation) for each in model.links]
        told = ", ".join(("+".join(given)).replace("_", " ") for given in annotation.attributes.values())
        new: list[AnyRecord] = [annotation, *links]
        return Outcome(f"{label}{': ' if told else ''}{told}", (state.change(f"mark {label}", [], new),))

    return Act(f"mark every “{' '.join(model.words.split())[:40]}” as {label}", do)


def _copied(state: EditorState, link: Link, annotation: Annotation) -> Link:
    """The link from another mention to the same entry."""
    return replace(link, **state.header(), from_id=annotation.id)


def _decided(state: EditorState, label: str, span: Span) -> str:
    """Why the words are left as they are: somebody marked or rejected them, or their zone is not for it."""
    for record in state.annotations.of(Annotation):
        shares = any(overlaps(span, each) for each in record.fragments)
        if shares and record.label == label:
            return f"{record.status.value} there as {label}" if record.status == "rejected" else "is marked so already"
        if record.fragments == (span,):
            return f"is marked as {record.label}"
    return "" if may_stand(state.codebook, state, span, label) else "stands in a zone that is not marked"


def may_stand(codebook: Codebook, state: EditorState, span: Span, label: str) -> bool:
    """Whether the codebook lets the label stand in the zone where the span begins."""
    own = own_zones(state.annotations.of(ZoneMark), span)
    kind = codebook.zone(own[0].zone if own else state.document.zone_at(span.start))
    return kind is None or (kind.mark and label not in kind.forbid)


def targets_in(document: Document, model: Example) -> list[Target]:
    """Where the words of the example stand in an article."""
    return [Target((span,)) for span in same_strings(document.text, model.words)]
