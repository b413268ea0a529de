"""Checks of what may have been passed over: quotations without a frame, in sentences that the annotator has read."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from annotator.domain.checks.problems import Checked, Fix, Problem, Severity
from annotator.domain.checks.quotations import MARKS
from annotator.domain.codebook import Answers
from annotator.domain.documents import sentence_at
from annotator.domain.records import Annotation, SentenceMark, State
from annotator.domain.spans import Span, covers, overlaps


def quotations(checked: Checked) -> Iterator[Problem]:
    """Quotation marks are in the content of a frame, or marked as reporting no speech."""
    for quotation in _unframed(checked):
        if not _cue(checked, quotation):
            rules = checked.codebook.rules
            framed = [Fix("frame", *each) for each in _alone(rules.quoted, rules.no_cue, rules.no_source)]
            yield _problem(checked, "quotation", quotation, "is in no frame", framed)


def cues(checked: Checked) -> Iterator[Problem]:
    """Quotation marks beside a word that attributes are in a frame."""
    for quotation in _unframed(checked):
        if cue := _cue(checked, quotation):
            yield _problem(checked, "cue", quotation, f"is in no frame, beside {checked.quote((cue,))}", ())


def _unframed(checked: Checked) -> Iterator[Span]:
    """The outermost quotations in open zones that no content and no other marking of quotation marks touches."""
    rules, document = checked.codebook.rules, checked.document
    labels = {each.name for each in checked.codebook.labels if each.role == "content"} | set(rules.quotation_exempt)
    zones = {each.name for each in checked.codebook.zones if each.suggest}
    end = 0
    for quotation in document.quotations:
        if quotation.start < end:
            continue
        end = quotation.end
        near = (each for each in checked.nearby.of(Annotation, quotation) if each.label in labels)
        touched = any(overlaps(span, quotation) for each in near for span in each.fragments)
        is_open = not zones or document.zone_at(quotation.start) in zones
        if is_open and not touched and _is_read(checked, quotation):
            yield quotation


def _is_read(checked: Checked, quotation: Span) -> bool:
    """Whether the annotator has read the sentence in which it begins; in a finished article, all are."""
    start = Span(quotation.start, quotation.start + 1)
    marks = checked.nearby.of(SentenceMark, start)
    return checked.set.state == State.FINISHED or any(covers(each.span, start) for each in marks)


def _cue(checked: Checked, quotation: Span) -> Span | None:
    """The first word in its sentences, outside of it, that attributes and is no frame's cue."""
    pattern, text, sentences = checked.codebook.rules.cue, checked.document.text, checked.document.sentences
    if not pattern or not sentences:
        return None
    first, last = (sentences[sentence_at(sentences, at)] for at in (quotation.start, quotation.end - 1))
    word, start, end = re.compile(pattern), min(first.start, quotation.start), max(last.end, quotation.end)
    found = chain(word.finditer(text, quotation.end, end), word.finditer(text, start, quotation.start))
    quoted = _beginning_in(checked.document.quotations, Span(start, end))
    spans = (Span(*match.span()) for match in found)
    return next((s for s in spans if not _is_marked(checked, s) and not any(covers(q, s) for q in quoted)), None)


def _beginning_in(quotations: Sequence[Span], around: Span) -> Sequence[Span]:
    first, last = (bisect_left(quotations, Span(at, at + 1)) for at in (around.start, around.end))
    return quotations[first:last]


def _is_marked(checked: Checked, span: Span) -> bool:
    """Whether the words are a cue, or in anything quoted."""
    roles = {each.name: each.role for each in checked.codebook.labels}
    near = checked.nearby.of(Annotation, span)
    return any(roles.get(each.label) in ("cue", "content") for each in near)


def _problem(checked: Checked, rule: str, quotation: Span, what: str, fixes: Iterable[Fix]) -> Problem:
    exempt = checked.codebook.rules.quotation_exempt
    return Problem(
        rule=rule,
        severity=Severity.WARNING,
        message=f"{checked.quote((_inner(checked, quotation),))} in quotation marks {what}",
        span=quotation,
        fixes=(*fixes, *(Fix("mark", label) for label in exempt)),
    )


def _inner(checked: Checked, quotation: Span) -> Span:
    """What is between the marks, of which the last one may be missing."""
    end = quotation.end - (checked.document.text[quotation.end - 1] in MARKS)
    return Span(quotation.start + 1, end) if end > quotation.start + 1 else quotation


def _alone(*rules: Answers) -> Iterator[tuple[str, str]]:
    """The answers that meet all of the rules."""
    first, *others = rules
    for name, values in first.items():
        for value in values:
            if all(value in rule.get(name, ()) for rule in others):
                yield name, value
