"""What is left of a machine's suggestions once a person decided some of them: what was taken or refused stays away.

A decision is a record of the person's own set: a live one, or a rejected one. It meets a suggestion by its label and
the words it is on, whichever machine suggests them; or by its id, which an accepted copy keeps when it is edited.
"""

from collections.abc import Iterable
from uuid import UUID, uuid5

from msgspec.structs import replace

from annotator.domain.codebook import Codebook, invalid_values
from annotator.domain.records import Annotation, AnnotationSet, AnyRecord, Attribution, Status, annotation_set
from annotator.domain.spans import Fragments, fragments_overlap

COPIES = UUID("3f0f5e0e-6a55-5d0b-9c52-6f7c1f6e6a0d")
"""The name space of the ids of copies."""

Mark = tuple[str, Fragments]
"""A label and the words it is on."""

Gist = tuple[Mark | None, frozenset[Mark | None]]
"""The cue of a frame and its contents."""


def copy_id(record_id: str, annotator: str) -> str:
    """The id of the annotator's own copy of a suggestion, whether accepted or rejected; the same every time."""
    return str(uuid5(COPIES, f"{annotator}\0{record_id}"))


def offered(suggestions: AnnotationSet, codebook: Codebook) -> AnnotationSet:
    """The suggestions that the codebook takes: labels that are on, frames whose parts fill their roles, its answers."""
    frames = list(suggestions.of(Attribution))
    odd = {each.id for each in frames if not _fills_roles(each, suggestions, codebook)}
    kept, joined = _members(each for each in frames if each.id not in odd), _members(frames)
    on = {label.name for label in codebook.labels if label.on}
    for each in suggestions.of(Annotation):
        if each.id not in kept and (each.id in joined or each.label not in on):
            odd.add(each.id)
    left = (each for each in suggestions.records.values() if each.id not in odd)
    return annotation_set(suggestions.annotator, (_answered(each, codebook) for each in left))


def _fills_roles(frame: Attribution, suggestions: AnnotationSet, codebook: Codebook) -> bool:
    """Whether every part of the frame has a label that fills its role."""
    labels = ((role, codebook.label(suggestions.annotation(i).label)) for role, i in frame.roles)
    return all(label and label.role == role for role, label in labels)


def _answered(record: AnyRecord, codebook: Codebook) -> AnyRecord:
    """The record with the answers that the codebook knows."""
    if not isinstance(record, Annotation | Attribution) or not invalid_values(codebook, record):
        return record
    one_by_one = {name: replace(record, attributes={name: values}) for name, values in record.attributes.items()}
    known = {name for name, alone in one_by_one.items() if not invalid_values(codebook, alone)}
    return replace(record, attributes={name: record.attributes[name] for name in known})


def undecided(suggestions: AnnotationSet, own: AnnotationSet) -> AnnotationSet:
    """The suggested annotations and frames that the owner of `own` has neither taken nor refused.

    A frame goes when its cue and contents, or all its spans, were decided, when its cue is that of a frame that stands,
    and when cue and content share words with those of one refused frame, of which another machine sees the edges a bit
    differently. Its parts go with it, unless another frame needs them. A part that was refused by itself is taken out.
    Frames still name the frames they lie in or continue, also those that went, so that accepting them can join them.
    """
    decided = Decided(own)
    suggested = list(suggestions.of(Attribution))
    frames = [left for frame in suggested if (left := decided.left_of(frame, suggestions))]
    joined, needed = _members(suggested), _members(frames)
    spans = [
        each
        for each in suggestions.of(Annotation)
        if each.id in needed or (each.id not in joined and not decided.has(each))
    ]
    return annotation_set(suggestions.annotator, (*spans, *frames))


class Decided:
    """What the owner of a set decided."""

    def __init__(self, own: AnnotationSet) -> None:
        frames = list(own.of(Attribution))
        joined = _members(frames)
        marks = {each.id: _mark(each) for each in own.of(Annotation)}
        self._own = own
        self._marks = set(marks.values())
        self._refused = {
            _mark(each) for each in own.of(Annotation) if each.status is Status.REJECTED and each.id not in joined
        }
        self._cues = {marks.get(each.cue or "") for each in frames if each.status is not Status.REJECTED} - {None}
        self._gists = {_gist(each, own) for each in frames}
        self._refused_gists = [_gist(each, own) for each in frames if each.status is Status.REJECTED]

    def has(self, annotation: Annotation) -> bool:
        """Whether the suggested annotation, which is in no frame, was taken or refused."""
        return _mark(annotation) in self._marks or self._has_copy(annotation)

    def left_of(self, frame: Attribution, suggestions: AnnotationSet) -> Attribution | None:
        """The frame without the parts that were refused by themselves; None where it was decided."""
        marks = {i: _mark(suggestions.annotation(i)) for _, i in frame.roles}
        gist = _gist(frame, suggestions)
        if (
            self._marks.issuperset(marks.values())
            or marks.get(frame.cue or "") in self._cues
            or gist in self._gists
            or any(_are_near(gist, each) for each in self._refused_gists)
            or self._has_copy(frame)
        ):
            return None
        refused = {i for i, mark in marks.items() if mark in self._refused}
        source, content = (tuple(i for i in role if i not in refused) for role in (frame.source, frame.content))
        if frame.cue in refused or (frame.content and not content):
            return None
        return replace(frame, source=source, content=content) if refused else frame

    def _has_copy(self, record: Annotation | Attribution) -> bool:
        """Whether the owner's copy of this very suggestion is there, perhaps edited since."""
        return copy_id(record.id, self._own.annotator) in self._own.records


def _members(frames: Iterable[Attribution]) -> set[str]:
    """The ids of the annotations in the frames."""
    return {member for frame in frames for _, member in frame.roles}


def _mark(annotation: Annotation) -> Mark:
    """What the annotation marks."""
    return annotation.label, annotation.fragments


def _gist(frame: Attribution, annotations: AnnotationSet) -> Gist:
    """What makes a frame that frame."""
    records = annotations.records
    found = {i: _mark(each) for _, i in frame.roles if isinstance(each := records.get(i), Annotation)}
    return found.get(frame.cue or ""), frozenset(found.get(i) for i in frame.content)


def _are_near(one: Gist, other: Gist) -> bool:
    """Whether both cues share words, or there is none, and so do two of the contents."""
    (cue, contents), (other_cue, other_contents) = one, other
    is_near = fragments_overlap(cue[1], other_cue[1]) if cue and other_cue else cue is other_cue
    return is_near and any(fragments_overlap(a[1], b[1]) for a in contents for b in other_contents if a and b)
