"""How often the proposed answers are those of the annotators: agreement and coverage for each question.

    python -m tests.benchmarks.answer_scores [--misses QUESTION]

Scored on the sample corpus (every annotation set) and, where it lies beside the checkout, on the reference frames. A
proposal counts as right where the annotator gave the same answer. A question that was left open is not counted; nor is
a default left standing by an annotator who never answers that question. The rules were made with these sets in view.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from msgspec.structs import replace

from annotator.domain.codebook import Codebook, asked, attributes_of, values_of
from annotator.domain.records import AnnotatedDocument, Annotation, AnnotationSet, Attribution
from annotator.domain.spans import words
from annotator.formats.brat import read
from annotator.formats.format import Reading
from annotator.suggest.attributes import answers_for
from tests.benchmarks.gold import CHECKOUT, codebook
from tests.reference_frames import NAME, reference


def annotated(known: Codebook) -> Iterator[AnnotatedDocument]:
    """The articles of the sample corpus as each annotator left them, and the reference frames."""
    for path in sorted((CHECKOUT / "corpus" / "annotations").glob("*.ann")):
        yield from read(path, Reading(codebook=known, annotator="", at=datetime(2026, 1, 1, tzinfo=UTC)))
    seed = CHECKOUT.parent / "shared" / "seeds" / NAME
    if seed.is_file():
        yield reference(seed.read_bytes().decode("utf-8"))


def named(document: AnnotatedDocument, annotations: AnnotationSet, record: Annotation | Attribution) -> str:
    """What a miss is called by."""
    text = document.document.text
    if isinstance(record, Annotation):
        return words(text, record.fragments)[:90]
    return " | ".join(
        words(text, annotations.annotation(i).fragments)[:40] for role in ("source", "cue", "content")
        for each, i in record.roles if each == role
    )  # fmt: skip


def main() -> None:
    """Print the table, and the misses of one question where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", default="", help="list the wrong proposals for this question")
    wanted = parser.parse_args().misses
    known = codebook()
    right: Counter[str] = Counter()
    proposed: Counter[str] = Counter()
    given: Counter[str] = Counter()
    spent, asked_of = 0.0, 0
    documents = list(annotated(known))
    answered = {
        (annotations.annotator, type(record), name)
        for document in documents
        for annotations in document.sets
        for record in annotations.records.values()
        for name in getattr(record, "attributes", {})
    }
    for document in documents:
        for annotations in document.sets:
            for record in annotations.records.values():
                if not isinstance(record, Annotation | Attribution) or not attributes_of(known, record):
                    continue
                blank = replace(record, attributes={})
                before = time.process_time()
                found = answers_for(document.document, annotations, known, blank)
                spent, asked_of = spent + time.process_time() - before, asked_of + 1
                kind = record.label if isinstance(record, Annotation) else "frame"
                gold = values_of(known, record)
                for question in attributes_of(known, record):
                    if question.name not in gold or not asked(question, gold):
                        continue
                    name = f"{kind}.{question.name}"
                    is_marked = question.name in record.attributes
                    given[name] += is_marked
                    answers = (annotations.annotator, type(record), question.name) in answered
                    if question.name not in found or not (is_marked or (answers and record.attributes)):
                        continue
                    proposed[name] += 1
                    answer = found[question.name]
                    right[name] += answer.values == gold[question.name]
                    if name.endswith(wanted) and wanted and answer.values != gold[question.name]:
                        print(f"{gold[question.name]} not {answer.values} ({answer.reason}): "
                              f"{named(document, annotations, record)}")  # fmt: skip
    print(f"{'question':32}{'given':>7}{'proposed':>10}{'right':>7}{'%':>7}")
    for name in sorted(given):
        share = f"{100 * right[name] / proposed[name]:.0f}" if proposed[name] else "-"
        print(f"{name:32}{given[name]:7}{proposed[name]:10}{right[name]:7}{share:>7}")
    total, good = sum(proposed.values()), sum(right.values())
    cost = 1e6 * spent / max(1, asked_of)
    print(f"all: {good} of {total} right, {100 * good / max(1, total):.1f} %; {cost:.0f} µs of CPU a record")


if __name__ == "__main__":
    main()
