"""Checks of what attributions consist of and how they nest."""

from collections.abc import Iterator
from itertools import combinations

from annotator.domain.checks.problems import Checked, Problem
from annotator.domain.codebook import meets
from annotator.domain.records import Attribution
from annotator.domain.spans import Fragments, fragments_cover, fragments_overlap


def parts(checked: Checked) -> Iterator[Problem]:
    """V3: a frame has content, and lacks a cue or a source only where it says so."""
    rules = checked.codebook.rules
    for frame in checked.frames:
        values = checked.values(frame)
        if not frame.content:
            yield checked.error("V3", frame, "has no content; mark what is attributed")
        if not frame.cue and rules.no_cue and not meets(rules.no_cue, values):
            yield checked.error("V3", frame, "has no cue, and nothing says that it needs none; mark the cue")
        if not frame.source and rules.no_source and not meets(rules.no_source, values):
            message = (
                "has no source, and nothing says that it needs none; mark the source, or declare that there is none"
            )
            yield checked.error("V3", frame, message, "no source")


def nesting(checked: Checked) -> Iterator[Problem]:
    """V5: a nested frame lies in its parent's content, or its cue in the parent's cue (R12); none lies in itself."""
    circles = [(_circles(checked, "parent"), "lies inside"), (_circles(checked, "continues"), "continues")]
    for frame in checked.frames:
        for circle, where in circles:
            if frame.id in circle:
                yield checked.error("V5", frame, f"{where} itself, over other frames; take one of the links away")
        parent = checked.frame(frame.parent)
        if parent and not all(fragments_cover(_room(checked, parent), m.fragments) for m in checked.members(frame)):
            yield checked.error("V5", frame, f"reaches out of the content of {checked.name(parent)}, in which it lies")


def _room(checked: Checked, parent: Attribution) -> Fragments:
    """Where the frames inside `parent` may have their words: “saying” also in “was quoted as saying by”."""
    cue = next((m.fragments for m in checked.members(parent) if m.id == parent.cue), ())
    return (*checked.content(parent), *cue)


def _circles(checked: Checked, field: str) -> set[str]:
    """The ids of the frames from which following the field leads back to them; each is visited once."""
    seen: set[str] = set()
    returning: set[str] = set()
    for frame in checked.frames:
        trail: dict[str, int] = {}
        at: Attribution | None = frame
        while at and at.id not in seen:
            seen.add(at.id)
            trail[at.id] = len(trail)
            at = checked.frame(getattr(at, field))
        if at and at.id in trail:
            returning.update(list(trail)[trail[at.id] :])
    return returning


def shared_words(checked: Checked) -> Iterator[Problem]:
    """R12: no words are in two parts of one frame; those of different frames may overlap."""
    for frame in checked.frames:
        for one, other in combinations(checked.members(frame), 2):
            if fragments_overlap(one.fragments, other.fragments):
                message = f"has words in two parts, {checked.quote(one.fragments)} and {checked.quote(other.fragments)}"
                yield checked.error("R12", frame, message)


def references(checked: Checked) -> Iterator[Problem]:
    """Every annotation and frame that a frame names is there."""
    for frame in checked.frames:
        missing = [i for _, i in frame.roles if not checked.annotation(i)]
        missing += [i for i in (frame.parent, frame.continues) if i and not checked.frame(i)]
        if missing:
            yield checked.error("reference", frame, f"names records that are not there: {', '.join(missing)}")
