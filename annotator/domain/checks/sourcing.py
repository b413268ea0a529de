"""Checks of sources: who is unnamed, how many they are, and whom pronouns stand for."""

import re
from collections.abc import Iterator

from annotator.domain.checks.problems import Checked, Fix, Problem
from annotator.domain.codebook import Codebook, attributes_of, meets, values_of
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
            message = "is marked as one unnamed source, but is a plural"
            yield checked.warning("V7", annotation, message, *_not_one(checked, annotation))


def _not_one(checked: Checked, annotation: Annotation) -> Iterator[Fix]:
    """The other answers to the question that says that it is one."""
    rule = checked.codebook.rules.single
    for question in attributes_of(checked.codebook, annotation):
        others = [each for each in question.values if each not in rule.get(question.name, question.values)]
        yield from (Fix("answer", question.name, each) for each in others)


def named_only(checked: Checked) -> Iterator[Problem]:
    """V8: what nobody should say without a name is not said by unnamed sources alone."""
    rule = checked.codebook.rules.named_only
    known: dict[str, bool] = {}
    for annotation in checked.annotations:
        values = checked.values(annotation)
        frames = _attributing(checked, annotation) if meets(rule, values) else []
        if frames and all(is_anonymous(frame, checked.set, checked.codebook, known) for frame in frames):
            kind = ", ".join(value for name in rule for value in values.get(name, ()))
            yield checked.warning("V8", annotation, f"is marked {kind}, and rests on an unnamed source")


def _attributing(checked: Checked, annotation: Annotation) -> list[Attribution]:
    """The innermost frames in whose content the annotation lies."""
    near = checked.nearby.of(Annotation, annotation.envelope)
    frames = {frame.id: frame for each in near for frame in checked.nearby.frames_with(each.id)}
    around = [frame for frame in frames.values() if fragments_cover(checked.content(frame), annotation.fragments)]
    sizes = {frame.id: sum(map(len, checked.content(frame))) for frame in around}
    return [frame for frame in around if sizes[frame.id] == min(sizes.values())]


def is_anonymous(
    frame: Attribution, annotations: AnnotationSet, codebook: Codebook, known: dict[str, bool] | None = None
) -> bool:
    """Whether every source of the frame is unnamed; a frame without one has those of the frame it continues.

    Where many frames are asked about, `known` keeps the answers, so that no chain of frames is followed twice.
    """
    answers = {} if known is None else known
    trail: list[str] = []
    at: AnyRecord | None = frame
    while isinstance(at, Attribution) and at.id not in answers:
        trail.append(at.id)
        answers[at.id] = False
        sources = [annotations.records[i] for i in at.source if i in annotations.records]
        if sources or meets(codebook.rules.anonymous, values_of(codebook, at)):
            answer = all(meets(codebook.rules.anonymous, values_of(codebook, source)) for source in sources)
            break
        at = annotations.records.get(at.continues or "")
    else:
        answer = isinstance(at, Attribution) and answers[at.id]
    answers.update(dict.fromkeys(trail, answer))
    return answer


def pronouns(checked: Checked) -> Iterator[Problem]:
    """V9: a pronoun that stands for something leads, over any number of pronouns, to something that is none."""
    rules = checked.codebook.rules
    targets: dict[str, list[str]] = {}
    for link in checked.links:
        if rules.refers and link.relation == rules.refers:
            targets.setdefault(link.from_id, []).append(link.to_id)
    entries = {record.name.casefold() for record in checked.records.values() if isinstance(record, Source)}
    ending: dict[str | None, set[str]] = {}
    for annotation in checked.sources():
        if annotation.id in targets and _is_pronoun(checked, annotation.id):
            said = words(checked.document.text, annotation.fragments).casefold()
            called = said if said in entries else None
            if called not in ending:
                ending[called] = _ending(checked, targets, called)
            if annotation.id not in ending[called]:
                message = "stands for pronouns only; link it to a name or a description"
                yield checked.error("V9", annotation, message, Fix("unlink", rules.refers))


def _is_pronoun(checked: Checked, record_id: str) -> bool:
    annotation = checked.annotation(record_id)
    return annotation is not None and meets(checked.codebook.rules.pronoun, checked.values(annotation))


def _ending(checked: Checked, targets: dict[str, list[str]], called: str | None) -> set[str]:
    """The pronouns from which some way ends in something that is none; what is elsewhere counts as such.

    An entry that is called by the pronoun itself does not.
    """
    from_ids: dict[str, list[str]] = {}
    for start, ends in targets.items():
        for end in ends:
            from_ids.setdefault(end, []).append(start)
    waiting = [end for end in from_ids if not _is_pronoun(checked, end) and not _is_entry(checked, end, called)]
    found: set[str] = set()
    while waiting:
        for start in from_ids.get(waiting.pop(), ()):
            if start not in found and _is_pronoun(checked, start):
                found.add(start)
                waiting.append(start)
    return found


def _is_entry(checked: Checked, record_id: str, called: str | None) -> bool:
    entry = checked.records.get(record_id)
    return isinstance(entry, Source) and entry.name.casefold() == called
