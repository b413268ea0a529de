"""How fast `learned` gets good: its frames on articles it has not seen, by how many it has learned from.

    python tests/benchmarks/learned.py TRAIN TEST [--sizes 20 80 250] [--seed 1]

TRAIN and TEST are folders of brat files, such as the train and dev parts of PolNeAR. Of each article of TRAIN the first
annotator's set counts as finished; sizes are drawn at random, the smaller ones from the larger. The figures are F1 in
percent by the definitions of `suggest_scores.py`, without the passes that add nested and continued frames, beside those
of the study that first tried a plain conditional random field on this corpus. Seconds are of the processor.
"""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import process_time

from gold import codebook, first_annotators
from suggest import Articles, machine_scores, proposed
from suggest_scores import Scores

from annotator.domain.machines import STRONG
from annotator.domain.records import AnnotatedDocument, Progress, State, annotation_set
from annotator.formats.brat import read
from annotator.formats.format import Reading
from annotator.suggest.learned import Model, train

STUDY = {20: (43.1, 70.9), 80: (56.3, 83.4), 250: (61.7, 84.6), 840: (66.8, 87.2)}
"""The study's triple overlap of all frames, and of those with a plain reporting cue, by articles learned from."""

WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def finished(folder: Path, size: int, seed: int) -> list[AnnotatedDocument]:
    """So many articles of the folder, as somebody finished them."""
    paths = first_annotators(folder)
    Random(seed).shuffle(paths)
    reading = Reading(codebook=codebook(), annotator="ana", at=WHEN)
    return [_as_finished(annotated) for path in paths[:size] for annotated in read(path, reading)]


def _as_finished(annotated: AnnotatedDocument) -> AnnotatedDocument:
    """The article with a record that says it is finished."""
    own = annotated.sets[0]
    progress = Progress(
        id="done", document_id=annotated.document.id, annotator=own.annotator, created=WHEN, state=State.FINISHED
    )
    return AnnotatedDocument(annotated.document, (annotation_set(own.annotator, [*own.records.values(), progress]),))


def print_line(size: int, seconds: float, model: Model, scores: Scores, spent: float) -> None:
    """Print what one size reaches."""
    triple, plain = scores.of("triple overlap"), scores.of("plain cue triple overlap")
    study = "{} / {}".format(*STUDY[size]) if size in STUDY else "–"
    precision, recall = scores.precision_from(STRONG)
    roles = " ".join(f"{100 * scores.of(f'{role} overlap').f1:.1f}" for role in ("source", "cue", "content"))
    print(
        f"{size:>5}{100 * triple.f1:>9.1f}{100 * plain.f1:>8.1f}{study:>14}{roles:>18}"
        f"{100 * scores.share('accepted'):>8.0f}{100 * precision:>9.0f} /{100 * recall:>3.0f}"
        f"{seconds:>9.1f}{len(model.to_bytes()) / 1e6:>7.1f}{1000 * spent:>8.0f}",
        flush=True,
    )
    print(f"      it says: {model.quality.summary()}", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn from each size and print how good that is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    parser.add_argument("test", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20, 80, 250])
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    known, test = codebook(), Articles(given.test)
    print(
        f"{'seen':>5}{'triple':>9}{'plain':>8}{'study':>14}{'source cue content':>20}{'as is':>6}{'strong P/R':>13}"
        f"{'train s':>9}{'MB':>7}{'ms/art.':>8}"
    )
    for size in given.sizes:
        documents = finished(given.train, size, given.seed)
        start = process_time()
        model = train(documents, known)
        seconds = process_time() - start
        scores, spent = machine_scores(test, lambda document, model=model: proposed(model.suggest(document)))
        print_line(size, seconds, model, scores, spent)


if __name__ == "__main__":
    main()
