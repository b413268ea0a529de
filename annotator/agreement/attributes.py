"""The answers of two annotators to the questions about one record that both marked."""

from collections.abc import Iterator, Mapping, Sequence

from annotator.agreement.matching import Grade
from annotator.agreement.pairing import Compared
from annotator.domain.codebook import Attribute, Codebook, asked, attributes_of, values_of
from annotator.domain.records import Annotation, AnyRecord, Attribution

FRAME = "frame"
"""What owns the questions about a frame."""

Answer = tuple[str, ...]
"""The values given to one question, sorted."""


def matched_records(compared: Compared) -> Iterator[tuple[str, AnyRecord, AnyRecord]]:
    """Every two records that are the same to both, with the label or `frame` that owns their questions."""
    for label, spans in compared.spans.items():
        for i, j, grade in spans.pairs:
            if grade >= Grade.SHARE:
                yield label, spans.first[i], spans.second[j]
    for ours, theirs, _ in compared.frames:
        yield FRAME, ours.record, theirs.record


def closed(codebook: Codebook, owner: str) -> Sequence[Attribute]:
    """The questions with a closed list of answers; free text is not compared."""
    label = codebook.label(owner)
    questions = codebook.frame if owner == FRAME else label.attributes if label else ()
    return [each for each in questions if each.values]


def answers(codebook: Codebook, first: AnyRecord, second: AnyRecord) -> Iterator[tuple[str, Answer, Answer]]:
    """The questions that both annotators were asked and answered, defaults included, with their answers."""
    ours, theirs = values_of(codebook, first), values_of(codebook, second)
    for each in attributes_of(codebook, first):
        one, other = ours.get(each.name), theirs.get(each.name)
        if each.values and one and other and asked(each, ours) and asked(each, theirs):
            yield each.name, tuple(sorted(one)), tuple(sorted(other))


def answer_counts(compared: Compared, codebook: Codebook) -> dict[tuple[str, str, Answer, Answer], int]:
    """How often each two answers were given to each question, by owner, question and the answers."""
    counts: dict[tuple[str, str, Answer, Answer], int] = {}
    plain: dict[str, int] = {}
    example: dict[str, tuple[AnyRecord, AnyRecord]] = {}
    owners = {label.name for label in codebook.labels if label.attributes} | ({FRAME} if codebook.frame else set())
    for owner, first, second in matched_records(compared) if owners else ():
        if owner not in owners:
            continue
        if _given(first) or _given(second):
            _count(counts, owner, answers(codebook, first, second), 1)
        else:
            plain[owner] = plain.get(owner, 0) + 1
            example[owner] = (first, second)
    for owner, times in plain.items():
        _count(counts, owner, answers(codebook, *example[owner]), times)
    return counts


def _given(record: AnyRecord) -> Mapping[str, tuple[str, ...]]:
    """The values that the record holds itself."""
    return record.attributes if isinstance(record, Annotation | Attribution) else {}


def _count(
    counts: dict[tuple[str, str, Answer, Answer], int],
    owner: str,
    given: Iterator[tuple[str, Answer, Answer]],
    times: int,
) -> None:
    for name, one, other in given:
        key = (owner, name, one, other)
        counts[key] = counts.get(key, 0) + times
