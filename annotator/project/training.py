"""Training `attribution-en`: from folders with annotated articles to one with weights, tokenizer and card."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from annotator.domain.errors import AnnotatorError
from annotator.domain.records import AnnotatedDocument, AnnotationSet, Attribution, Progress, State
from annotator.formats import expand
from annotator.formats.format import Reading
from annotator.project.making import corpus_folder, read_codebook
from annotator.project.reading import read_all

if TYPE_CHECKING:
    from annotator.suggest.encoder.training.fitting import Settings
    from annotator.suggest.learned.quality import Quality

TENTH = 10
"""Every so manieth article is held out where no others are named for that."""

FEWEST = 20
"""With fewer articles than this there is nothing to train on and nothing to hold out."""


def settings_of(epochs: int | None, runs: int | None) -> "Settings":
    """The settings of a training, the usual ones but for `epochs`, of which there is then one round, and `runs`."""
    try:
        from annotator.suggest.encoder.training.fitting import Settings
    except ModuleNotFoundError as error:
        raise AnnotatorError(f"training needs {error.name}; run `pip install 'annotator[train]'`") from error
    usual = Settings()
    rounds = (replace(usual.rounds[0], epochs=epochs),) if epochs else usual.rounds
    return Settings(rounds=rounds, seeds=tuple(range(1, runs + 1)) if runs else usual.seeds)


def train_encoder(
    folder: Path, out: Path, settings: "Settings", held_out: Path | None, about: str, say: Callable[[str], None]
) -> "Quality":
    """Train on the annotation sets in `folder`, and say how good the weights are on those in `held_out`.

    Without `held_out` every tenth article is held out. The weights and their card appear in `out` together.
    """
    from annotator.suggest.encoder.training.training import pretrained, train

    body = pretrained()
    articles = articles_in(folder, say)
    apart = articles_in(held_out, say) if held_out else []
    if not held_out:
        names = sorted({each.document.id for each in articles})[::TENTH]
        apart = [each for each in articles if each.document.id in names]
        articles = [each for each in articles if each.document.id not in names]
    if len(articles) < FEWEST:
        raise AnnotatorError(f"{folder}: {len(articles)} annotation sets are too few to train on; {FEWEST} are needed")
    return train(articles, apart, out, settings, about, body, say)


def articles_in(folder: Path, say: Callable[[str], None]) -> list[AnnotatedDocument]:
    """The annotation sets with frames in the folder, each declared finished; what cannot be read is said."""
    _, codebook = read_codebook(corpus_folder() / "codebook.toml")
    reading = Reading(codebook=codebook, annotator="trainer", at=datetime.now(UTC))
    found = [each for _, read in read_all(expand([folder], (".ann", ".jsonl")), "", reading) for each in read]
    for problem in reading.problems:
        say(f"skipped: {problem}")
    return [_finished(each) for each in found if any(any(s.of(Attribution)) for s in each.sets)]


def _finished(annotated: AnnotatedDocument) -> AnnotatedDocument:
    return AnnotatedDocument(annotated.document, tuple(map(_declared, annotated.sets)))


def _declared(annotations: AnnotationSet) -> AnnotationSet:
    """The set with the word that its annotator has finished."""
    first = next(iter(annotations.records.values()))
    done = Progress(
        id="finished",
        document_id=first.document_id,
        annotator=annotations.annotator,
        created=first.created,
        state=State.FINISHED,
    )
    others = {i: each for i, each in annotations.records.items() if not isinstance(each, Progress)}
    return AnnotationSet(annotations.annotator, {**others, done.id: done})
