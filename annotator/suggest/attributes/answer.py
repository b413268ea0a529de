"""Answers to the codebook's questions, from what the rules find; `answers.toml` says which finding answers what."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from annotator.domain.codebook import UNKNOWN, Attribute, asked
from annotator.domain.records import Attributes
from annotator.suggest.attributes.tables import answer_table

LONGEST = 60
"""How many characters of the article a reason repeats."""


class Answer(NamedTuple):
    """A proposed answer to one question."""

    values: tuple[str, ...]
    """Values of the question's list, or one free text."""
    reason: str
    """What speaks for it, in one short plain phrase."""


class Finding(NamedTuple):
    """One thing that a rule found."""

    name: str
    """Where `answers.toml` says what it answers: `GROUP.FINDING`."""
    reason: str
    """What speaks for it."""
    words: str = ""
    """The words that are the answer, where it is free text."""


def answers(findings: Iterable[Finding]) -> dict[str, Answer]:
    """What the findings answer, by question; the first finding stands, and lists of answers add up."""
    found: dict[str, Answer] = {}
    for finding in findings:
        group, _, name = finding.name.partition(".")
        for question, value in answer_table().get(group, {}).get(name, {}).items():
            before = found.get(question)
            if isinstance(value, list):
                values = before.values if before else ()
                found[question] = Answer(tuple(dict.fromkeys((*values, *value))), finding.reason)
            elif not before and (text := value.format(finding.words)):
                found[question] = Answer((text,), finding.reason)
    return found


def fitting(
    proposed: Mapping[str, Answer], questions: Iterable[Attribute], given: Attributes, standing: Attributes
) -> dict[str, Answer]:
    """Of the proposed answers, those to questions that are asked and open, with values that the codebook knows.

    `given` are the record's own answers and `standing` those with the defaults; a question that depends on another is
    asked where the proposed answer to that one would let it be.
    """
    values = dict(standing)
    found: dict[str, Answer] = {}
    for question in questions:
        answer = proposed.get(question.name)
        if not answer or question.name in given or not asked(question, values):
            continue
        known = tuple(value for value in answer.values if not question.values or value in question.values)
        if not known or (len(known) > 1 and not question.multiple) or known == (question.default,):
            continue
        found[question.name] = Answer(known, answer.reason)
        values[question.name] = known
    return {name: answer for name, answer in found.items() if answer.values != (UNKNOWN,)}


def quoted(words: str) -> str:
    """The words in quotation marks, in one line and in short, as a reason repeats them."""
    line = " ".join(words.split())
    return f"“{line if len(line) <= LONGEST else line[: LONGEST - 1] + '…'}”"


def explained(reason: str, proposed: Mapping[str, Answer]) -> str:
    """The reason for a proposal with those for its answers, one to a line, as a record can keep them."""
    return "\n".join([reason, *(f"{name}: {answer.reason}" for name, answer in proposed.items())])


def reasons(explanation: str) -> dict[str, str]:
    """The reasons for answers that `explained` wrote down, by question."""
    lines = (line.partition(": ") for line in explanation.split("\n")[1:])
    return {name: reason for name, between, reason in lines if between}
