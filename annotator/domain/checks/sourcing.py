"""Checks of sources: who is unnamed, how many they are, and whom pronouns stand for."""

import re
from collections.abc import Iterator

from annotator.domain.checks.problems import Checked, Problem
from annotator.domain.codebook import Codebook, meets, values_of
from annotator.domain.records import Annotation, AnnotationSet, AnyRecord, Attribution, Source
from annotator.domain.spans import fragments_cover, words


def plurals(checked: Checked) -> Iterator[Problem]:
    """V7: an unnamed source that is said to be one is not described in the plural."""
    rules = checked.codebook.rules
    if not rules.plural:
        return
    plural = re.compile(rules.plural)
    for annotation in checked.sources():
        values = checked.values(annotation)
        is_one_unnamed = meets(rules.anonymous, values) and meets(rules.single, values)
        if is_one_unnamed and plural.search(words(checked.document.text, annotation.fragments)):
            yield checked.warning("V7", annotation, "is marked as one unnamed source, but is a plural")


def named_only(checked: Checked) -> Iterator[Problem]:
    """V8: what nobody should say without a name is not said by unnamed sources alone."""
    rule = checked.codebook.rules.named_only
    for annotation in checked.annotations:
        values = checked.values(annotation)
        frames = _attributing(checked, annotation) if meets(rule, values) else []
        if frames and all(is_anonymous(frame, checked.set, checked.codebook) for frame in frames):
            kind = ", ".join(value for name in rule for value in values.get(name, ()))
            yield checked.warning("V8", annotation, f"is marked {kind}, and rests on an unnamed source")


def _attributing(checked: Checked, annotation: Annotation) -> list[Attribution]:
    """The innermost frames in whose content the annotation lies."""
    near = checked.nearby.of(Annotation, annotation.envelope)
    frames = {frame.id: frame for each in near for frame in checked.nearby.frames_with(each.id)}
    around = [frame for frame in frames.values() if fragments_cover(checked.content(frame), annotation.fragments)]
    sizes = {frame.id: sum(map(len, checked.content(frame))) for frame in around}
    return [frame for frame in around if sizes[frame.id] == min(sizes.values())]


def is_anonymous(frame: Attribution, annotations: AnnotationSet, codebook: Codebook) -> bool:
    """Whether every source of the frame is unnamed; a frame without one has those of the frame it continues."""
    at: AnyRecord | None = frame
    seen: set[str] = set()
    while isinstance(at, Attribution) and at.id not in seen:
        sources = [annotations.records[i] for i in at.source if i in annotations.records]
        if sources or meets(codebook.rules.anonymous, values_of(codebook, at)):
            return all(meets(codebook.rules.anonymous, values_of(codebook, source)) for source in sources)
        seen.add(at.id)
        at = annotations.records.get(at.continues or "")
    return False


def pronouns(checked: Checked) -> Iterator[Problem]:
    """V9: a pronoun that stands for something leads, over any number of pronouns, to something that is none."""
    rules = checked.codebook.rules
    targets: dict[str, list[str]] = {}
    for link in checked.links:
        if rules.refers and link.relation == rules.refers:
            targets.setdefault(link.from_id, []).append(link.to_id)
    for annotation in checked.sources():
        if annotation.id in targets and _is_pronoun(checked, annotation.id) and not _ends(checked, annotation, targets):
            yield checked.error("V9", annotation, "stands for pronouns only; link it to a name or a description")


def _is_pronoun(checked: Checked, record_id: str) -> bool:
    annotation = checked.annotation(record_id)
    return annotation is not None and meets(checked.codebook.rules.pronoun, checked.values(annotation))


def _ends(checked: Checked, pronoun: Annotation, targets: dict[str, list[str]]) -> bool:
    """Whether some way from the pronoun ends in something that is no pronoun; what is elsewhere counts as such."""
    called = words(checked.document.text, pronoun.fragments).casefold()
    seen: set[str] = set()
    waiting = [pronoun.id]
    while waiting:
        at = waiting.pop()
        entry = checked.records.get(at)
        if isinstance(entry, Source) and entry.name.casefold() == called:
            continue
        if not _is_pronoun(checked, at):
            return True
        if at not in seen:
            seen.add(at)
            waiting += targets.get(at, [])
    return False
