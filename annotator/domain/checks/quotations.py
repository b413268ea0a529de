"""Checks of quotation marks: whether what is said of a quote agrees with them, and whether they are in pairs."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from enum import StrEnum

from annotator.domain.checks.problems import Checked, Fix, Problem, Severity
from annotator.domain.codebook import Answers, Rules, meets
from annotator.domain.documents import Document
from annotator.domain.records import Annotation, Attribution
from annotator.domain.spans import Fragments, Span, covers, overlaps

MARKS = frozenset("\"“”„‟«»‹›'‘’‚")
"""What a quotation may begin and end with."""

DOUBLE = re.compile('["“”„‟«»]')
"""Marks that are never apostrophes."""

WORD = re.compile(r"\S")


class Quoting(StrEnum):
    """How much of a content is in quotation marks; the names are those of the codebook's rules."""

    QUOTED = "quoted"
    """Every fragment begins and ends with quotation marks."""
    PARTLY = "partly_quoted"
    """A quotation is strictly inside."""
    UNQUOTED = "unquoted"
    """There is none."""


IN_WORDS = {
    Quoting.QUOTED: "every fragment is in quotation marks",
    Quoting.PARTLY: "part of it is in quotation marks",
    Quoting.UNQUOTED: "it is not in quotation marks",
}


def speech(checked: Checked) -> Iterator[Problem]:
    """V4: what a frame says of quotation marks is what its content has; marks that report no speech do not count."""
    rules = checked.codebook.rules
    for frame in checked.frames:
        values = checked.values(frame)
        said, true = _compared(checked, frame, values)
        if said and true and not set(said) & set(true):
            proposed = [each for each in map(_proposed, (_rule(rules, each) for each in true)) if each[1]]
            answer = ", ".join(values.get(next(iter(_rule(rules, said[0]))), ()))
            advice = f"; should it be {proposed[0][1]}?" if proposed else ""
            message = f"is marked {answer}, but of its content {IN_WORDS[true[0]]}{advice}"
            yield checked.error("V4", frame, message, *(Fix("answer", *each) for each in proposed))


def agreeing(checked: Checked, frame: Attribution, values: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether these answers about the frame would agree with the quotation marks of its content."""
    said, true = _compared(checked, frame, values)
    return not said or not true or bool(set(said) & set(true))


def _compared(
    checked: Checked, frame: Attribution, values: Mapping[str, tuple[str, ...]]
) -> tuple[list[Quoting], tuple[Quoting, ...]]:
    """What the answers say of quotation marks, and what the content has; nothing where there is no content."""
    rules, content = checked.codebook.rules, checked.content(frame)
    said = [quoting for quoting in Quoting if meets(_rule(rules, quoting), values)]
    if not content or not said:
        return said, ()
    near = checked.nearby.of(Annotation, Span(content[0].start, max(span.end for span in content)))
    exempt = [span for each in near if each.label in rules.quotation_exempt for span in each.fragments]
    return said, quoting(checked.document, content, tuple(exempt))


def quoting(document: Document, content: Fragments, exempt: Fragments = ()) -> tuple[Quoting, ...]:
    """How much of the content is in quotation marks, likeliest first; quotations inside `exempt` do not count.

    There are two answers where each fragment begins and ends with quotation marks but holds more than one quotation.
    """
    near = _near(document, content)
    counted = [quotation for quotation in near if not any(_exempts(span, quotation) for span in exempt)]
    starts, ends = {each.start for each in counted}, {each.end for each in counted}
    whole = [span for span in content if span in counted]
    if all(span.start in starts and span.end in ends for span in content):
        several = any(not any(covers(span, each) for span in whole) for each in _inside(counted, content))
        return (Quoting.QUOTED, Quoting.PARTLY) if several else (Quoting.QUOTED,)
    return (Quoting.PARTLY if _inside(counted, content) else Quoting.UNQUOTED,)


def _near(document: Document, content: Fragments) -> list[Span]:
    """The quotations that share words with the content; none begins before its paragraph does."""
    start = document.paragraph_at(content[0].start).start
    end = max(span.end for span in content)
    first = bisect_left(document.quotations, Span(start, start + 1))
    last = bisect_left(document.quotations, Span(end, end + 1))
    return [each for each in document.quotations[first:last] if any(overlaps(each, span) for span in content)]


def _inside(quotations: list[Span], content: Fragments) -> list[Span]:
    """The quotations of which both marks are in the content."""
    return [
        each
        for each in quotations
        if any(each.start in span for span in content) and any(each.end - 1 in span for span in content)
    ]


def _exempts(span: Span, quotation: Span) -> bool:
    """Whether the span holds the quotation, with or without its marks."""
    return span.start <= quotation.start + 1 and quotation.end - 1 <= span.end


def _rule(rules: Rules, quoting: Quoting) -> Answers:
    found: Answers = getattr(rules, quoting.value)
    return found


def _proposed(answers: Answers) -> tuple[str, str]:
    """The first attribute and value of a rule; empty where it has none."""
    return next(((name, values[0]) for name, values in answers.items() if values), ("", ""))


def quotation_marks(checked: Checked) -> Iterator[Problem]:
    """V11: quotation marks are in pairs; one left open is in order where the next paragraph opens it again."""
    text, quotations = checked.document.text, checked.document.quotations
    paired = {at for each in quotations for at in (each.start, each.end - 1)}
    for quotation in quotations:
        if text[quotation.end - 1 : quotation.end] not in MARKS and not _resumes(text, quotation.end):
            yield _unpaired(checked, quotation.start, "is not closed in its paragraph")
    for mark in DOUBLE.finditer(text):
        if mark.start() not in paired:
            yield _unpaired(checked, mark.start(), "has no partner in its paragraph")


def _resumes(text: str, end: int) -> bool:
    """Whether the next words after `end` begin with a quotation mark."""
    following = WORD.search(text, end)
    return following is not None and following[0] in MARKS


def _unpaired(checked: Checked, at: int, what: str) -> Problem:
    paragraph = checked.document.paragraph_at(at)
    context = Span(at, max(at + 1, min(at + 30, paragraph.end)))
    message = f"the quotation mark at {checked.quote((context,))} {what}"
    return Problem(rule="V11", severity=Severity.WARNING, message=message, span=Span(at, at + 1))
