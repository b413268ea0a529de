"""Answers for the records that an analyst makes: the same proposals, live, for questions that are still open."""

from collections.abc import Iterator

from annotator.domain.codebook import Codebook, attributes_of, values_of
from annotator.domain.documents import Document
from annotator.domain.records import Annotation, AnnotationSet, AnyRecord, Attribution, Status
from annotator.domain.spans import Fragments, fragments, fragments_cover
from annotator.suggest.attributes.answer import Answer, fitting
from annotator.suggest.attributes.claims import claim_answers
from annotator.suggest.attributes.frames import frame_answers
from annotator.suggest.attributes.proposals import agreeing
from annotator.suggest.attributes.sources import source_answers
from annotator.suggest.attributes.tables import label as label_name


def answers_for(
    document: Document, annotations: AnnotationSet, codebook: Codebook, record: AnyRecord
) -> dict[str, Answer]:
    """What is proposed for a record whose questions are open, by question in the codebook's order.

    A question that depends on another one counts as asked where the answer proposed to that one lets it be.
    """
    if isinstance(record, Attribution):
        proposed = _of_frame(document, annotations, codebook, record)
    elif isinstance(record, Annotation):
        proposed = _of_annotation(document, annotations, codebook, record)
    else:
        return {}
    return fitting(proposed, attributes_of(codebook, record), record.attributes, values_of(codebook, record))


def _of_frame(
    document: Document, annotations: AnnotationSet, codebook: Codebook, frame: Attribution
) -> dict[str, Answer]:
    content = _place(annotations, frame, "content")
    exempt = fragments(
        span
        for each in annotations.of(Annotation)
        if each.label in codebook.rules.quotation_exempt and each.status is not Status.REJECTED
        for span in each.fragments
    )
    proposed = frame_answers(
        document,
        _place(annotations, frame, "source"),
        _place(annotations, frame, "cue"),
        content,
        continues=frame.continues is not None,
        carries=any(_is_inside(annotations, other, content) for other in _frames(annotations) if other.id != frame.id),
        exempt=exempt,
    )
    return agreeing(document, codebook.rules, content, proposed, exempt)


def _frames(annotations: AnnotationSet) -> Iterator[Attribution]:
    """The frames that stand."""
    return (each for each in annotations.of(Attribution) if each.status is not Status.REJECTED)


def _is_inside(annotations: AnnotationSet, frame: Attribution, content: Fragments) -> bool:
    """Whether the frame has its cue and its content in the content of another."""
    cue = _place(annotations, frame, "cue")
    return bool(cue) and fragments_cover(content, (*cue, *_place(annotations, frame, "content")))


def _of_annotation(
    document: Document, annotations: AnnotationSet, codebook: Codebook, record: Annotation
) -> dict[str, Answer]:
    label = codebook.label(record.label)
    if label and label.role == "source":
        frames = [each for each in _frames(annotations) if record.id in each.source]
        content = fragments(span for each in frames for span in _place(annotations, each, "content"))
        return source_answers(document, record.fragments, content)
    if record.label == label_name("claim"):
        quotes = (_place(annotations, each, "content") for each in _frames(annotations))
        return claim_answers(document, record.fragments, [each for each in quotes if each])
    return {}


def _place(annotations: AnnotationSet, frame: Attribution, role: str) -> Fragments:
    """The fragments of all that fills the role, as far as it is in the set."""
    found = (annotations.records.get(i) for each, i in frame.roles if each == role)
    return fragments(span for each in found if isinstance(each, Annotation) for span in each.fragments)
