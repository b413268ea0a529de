"""The answers of two annotators to the questions about one record that both marked."""

from collections.abc import Iterator

from annotator.agreement.matching import Grade
from annotator.agreement.pairing import Compared
from annotator.domain.codebook import Attribute, Codebook, asked, attributes_of, values_of
from annotator.domain.records import Annotation, Attribution

FRAME = "frame"
"""What owns the questions about a frame."""

Asked = Annotation | Attribution
"""What is asked about."""

Answer = tuple[str, ...]
"""The values given to one question, sorted."""


def matched_records(compared: Compared, codebook: Codebook) -> Iterator[tuple[str, Asked, Asked]]:
    """Every two records that are the same to both and asked about, with the label or `frame` they belong to."""
    for label in codebook.labels:
        if label.attributes and (spans := compared.spans.get(label.name)):
            for i, j, grade in spans.pairs:
                if grade != Grade.OVERLAP:
                    yield label.name, spans.first[i], spans.second[j]
    for ours, theirs, _ in compared.frames if codebook.frame else ():
        yield FRAME, ours.record, theirs.record


def attribute_of(codebook: Codebook, owner: str, name: str) -> Attribute:
    """The question of this name about a label, or about frames; one that asks nothing where there is none."""
    label = codebook.label(owner)
    questions = codebook.frame if owner == FRAME else label.attributes if label else ()
    return next((each for each in questions if each.name == name), Attribute(name=name))


def answers(codebook: Codebook, first: Asked, second: Asked) -> Iterator[tuple[str, Answer, Answer]]:
    """The questions with a closed list that both were asked and answered, defaults included, with their answers."""
    ours, theirs = values_of(codebook, first), values_of(codebook, second)
    for each in attributes_of(codebook, first):
        one, other = ours.get(each.name), theirs.get(each.name)
        if each.values and one and other and asked(each, ours) and asked(each, theirs):
            yield each.name, tuple(sorted(one)), tuple(sorted(other))


def answer_counts(compared: Compared, codebook: Codebook) -> dict[tuple[str, str, Answer, Answer], int]:
    """How often each two answers were given to each question, by owner, question and the answers."""
    counts: dict[tuple[str, str, Answer, Answer], int] = {}
    plain: dict[str, int] = {}
    example: dict[str, tuple[Asked, Asked]] = {}
    for owner, first, second in matched_records(compared, codebook):
        if first.attributes or second.attributes:
            _count(counts, owner, answers(codebook, first, second), 1)
        else:
            plain[owner] = plain.get(owner, 0) + 1
            example[owner] = (first, second)
    for owner, times in plain.items():
        _count(counts, owner, answers(codebook, *example[owner]), times)
    return counts


def _count(
    counts: dict[tuple[str, str, Answer, Answer], int],
    owner: str,
    given: Iterator[tuple[str, Answer, Answer]],
    times: int,
) -> None:
    for name, one, other in given:
        key = (owner, name, one, other)
        counts[key] = counts.get(key, 0) + times
