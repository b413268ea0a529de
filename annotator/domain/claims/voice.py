"""Whose claim it is: what follows from its place, inside or outside of frames, unless the analyst says otherwise."""

from msgspec import Struct

from annotator.domain.codebook import Answers, Codebook
from annotator.domain.nearby import Nearby
from annotator.domain.records import Annotation, AnnotationSet, Attribution, Status
from annotator.domain.spans import Fragments, fragments, fragments_cover


class Voice(Struct, frozen=True):
    """Whose claim it is."""

    value: str
    """The answer that the codebook has for it; empty where it has none."""
    frame: Attribution | None
    """The frame in whose content the claim lies; None where it lies in none."""
    is_derived: bool
    """Whether it follows from its place; False where the analyst said so."""


def voice_of(claim: Annotation, annotations: AnnotationSet, nearby: Nearby, codebook: Codebook) -> Voice:
    """The claim's voice: what the analyst answered, else what the codebook has for its place."""
    frame = frame_around(claim, annotations, nearby)
    rule = codebook.rules.attributed if frame else codebook.rules.reported
    given = claim.attributes.get(next(iter(rule), ""))
    return Voice(given[0], frame, False) if given else Voice(first_answer(rule), frame, True)


def frame_around(claim: Annotation, annotations: AnnotationSet, nearby: Nearby) -> Attribution | None:
    """The innermost frame whose content covers the claim."""
    around: list[tuple[int, str, Attribution]] = []
    for frame in nearby.frames(claim.envelope):
        content = _content(annotations, frame)
        if frame.status != Status.REJECTED and fragments_cover(content, claim.fragments):
            around.append((sum(map(len, content)), frame.id, frame))
    return min(around)[2] if around else None


def first_answer(rule: Answers) -> str:
    """The first value of a rule's first attribute; empty where the rule is."""
    return next((values[0] for values in rule.values() if values), "")


def _content(annotations: AnnotationSet, frame: Attribution) -> Fragments:
    members = (annotations.records.get(each) for each in frame.content)
    return fragments(span for each in members if isinstance(each, Annotation) for span in each.fragments)
