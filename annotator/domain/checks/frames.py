"""Checks of what attributions consist of and how they nest."""

from collections.abc import Iterator
from itertools import combinations

from annotator.domain.checks.problems import Checked, Fix, Problem
from annotator.domain.checks.quotations import agreeing
from annotator.domain.codebook import Answers, meets
from annotator.domain.records import Attribution
from annotator.domain.spans import Fragments, fragments_cover, fragments_overlap


def parts(checked: Checked) -> Iterator[Problem]:
    """V3: a frame has content, and lacks a cue or a source only where it says so."""
    rules = checked.codebook.rules
    for frame in checked.frames:
        values = checked.values(frame)
        if not frame.content:
            yield checked.error(
                "V3", frame, "has no content; mark what is attributed", Fix("remove", "frame"), about="content"
            )
        if not frame.cue and rules.no_cue and not meets(rules.no_cue, values):
            fixes = _answers(checked, frame, rules.no_cue)
            message = "has no cue, and nothing says that it needs none; mark the cue"
            yield checked.error("V3", frame, message, *fixes, about="cue")
        if not frame.source and rules.no_source and not meets(rules.no_source, values):
            message = (
                "has no source, and nothing says that it needs none; mark the source, or declare that there is none"
            )
            yield checked.error("V3", frame, message, Fix("no source"), about="source")


def _answers(checked: Checked, frame: Attribution, rule: Answers) -> Iterator[Fix]:
    """The answers that meet the rule, as far as they agree with the quotation marks of the frame's content."""
    for name, values in rule.items():
        for value in values:
            if agreeing(checked, frame, {**checked.values(frame), name: (value,)}):
                yield Fix("answer", name, value)


def nesting(checked: Checked) -> Iterator[Problem]:
    """V5: a nested frame lies in its parent's content, or its cue in the parent's cue (R12); none lies in itself."""
    circles = [(each, _circles(checked, each)) for each in ("parent", "continues")]
    for frame in checked.frames:
        for field, circle in circles:
            if frame.id in circle:
                where = "lies inside" if field == "parent" else "continues"
                message = f"{where} itself, over other frames; take one of the links away"
                yield checked.error("V5", frame, message, Fix("unhook", field), about=field)
        parent = checked.frame(frame.parent)
        if parent and not all(fragments_cover(_room(checked, parent), m.fragments) for m in checked.members(frame)):
            message = f"reaches out of the content of {checked.name(parent)}, in which it lies"
            yield checked.error("V5", frame, message, Fix("unhook", "parent"), about="outside")


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
                yield checked.error("R12", frame, message, about=f"{one.id} {other.id}")


def references(checked: Checked) -> Iterator[Problem]:
    """Every annotation and frame that a frame names is there."""
    for frame in checked.frames:
        missing = [i for _, i in frame.roles if not checked.annotation(i)]
        missing += [i for i in (frame.parent, frame.continues) if i and not checked.frame(i)]
        if missing:
            yield checked.error("reference", frame, f"names records that are not there: {', '.join(missing)}")
