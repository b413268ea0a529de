"""Annotated articles as the network learns them: labels of words and links between spans, in windows of word pieces."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

import numpy as np
from tokenizers import Tokenizer

from annotator.domain.codebook import ROLES
from annotator.domain.documents import Document
from annotator.domain.records import AnnotatedDocument, AnnotationSet, Attribution
from annotator.suggest.encoder.labels import mark
from annotator.suggest.encoder.linking import Pair
from annotator.suggest.encoder.words import Ints, Words, words_of

NEAR = 8
"""Windows whose lengths differ by fewer pieces than this may be in any order."""


@dataclass(frozen=True)
class GoldFrame:
    """A frame in words: the pieces that fill each role."""

    roles: dict[str, list[Pair]]


@dataclass(frozen=True)
class Version:
    """What one annotator made of an article."""

    labels: Ints
    """The label of each word."""
    frames: tuple[GoldFrame, ...]
    """The frames that have a cue."""


@dataclass(frozen=True)
class Example:
    """An article to learn, with every annotator's version of it."""

    words: Words
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class Window:
    """A stretch of an article, with its pieces, labels and the frames that lie in it, counted from its first word."""

    pieces: Ints
    features: Ints
    first: Ints
    """The index of each word's first piece."""
    labels: Ints
    breaks: np.ndarray
    frames: tuple[GoldFrame, ...]


def examples_of(articles: Iterable[AnnotatedDocument], tokenizer: Tokenizer) -> list[Example]:
    """The articles to learn; sets of the same article are versions of one example."""
    documents: dict[str, Document] = {}
    sets: dict[str, list[AnnotationSet]] = {}
    for each in articles:
        documents[each.document.id] = each.document
        sets.setdefault(each.document.id, []).extend(each.sets)
    return [_example(document, sets[name], tokenizer) for name, document in documents.items()]


def _example(document: Document, sets: list[AnnotationSet], tokenizer: Tokenizer) -> Example:
    words = words_of(document, tokenizer)
    return Example(words, tuple(_version(words, each) for each in sets))


def _version(words: Words, annotations: AnnotationSet) -> Version:
    """The labels and links of one set; where spans overlap, the later role of source, cue, content gives way."""
    labels = np.zeros(len(words.spans), np.int64)
    frames = [_frame(words, annotations, each) for each in annotations.of(Attribution)]
    for role in reversed(ROLES):
        for frame in frames:
            for since, until in frame.roles[role]:
                mark(labels, role, since, until)
    return Version(labels, tuple(frame for frame in frames if frame.roles["cue"]))


def _frame(words: Words, annotations: AnnotationSet, record: Attribution) -> GoldFrame:
    return GoldFrame(
        {role: [words.within(s) for spans in annotations.spans_of(record, role) for s in spans] for role in ROLES}
    )


def epoch(examples: list[Example], size: int, batch: int, random: Random) -> Iterator[list[Window]]:
    """Batches of windows over all articles, from random starts, of one annotator's version of each, in random order.

    The windows of a batch are of about the same length, so that little is filled up.
    """
    found = []
    for example in examples:
        version = random.choice(example.versions)
        shift = random.randrange(size)
        for since, until in _shifted(example.words, size, shift):
            found.append(_window(example.words, version, since, until))
    random.shuffle(found)
    found.sort(key=lambda window: len(window.pieces) // NEAR)
    batches = [found[i : i + batch] for i in range(0, len(found), batch)]
    random.shuffle(batches)
    yield from batches


def _shifted(words: Words, size: int, shift: int) -> Iterator[Pair]:
    """Windows side by side, the first one shorter by `shift` pieces where the article is longer than a window."""
    count = len(words.spans)
    if int(words.first[-1]) <= size:
        yield 0, count
        return
    until = words.window(0, max(64, size - shift))
    yield 0, until
    while until < count:
        since, until = until, words.window(until, size)
        yield since, until


def _window(words: Words, version: Version, since: int, until: int) -> Window:
    first, last = int(words.first[since]), int(words.first[until])
    frames = (_cut(frame, since, until) for frame in version.frames)
    return Window(
        words.pieces[first:last],
        words.features[first:last],
        words.first[since:until] - first,
        version.labels[since:until],
        words.breaks[since:until],
        tuple(frame for frame in frames if frame.roles["cue"]),
    )


def _cut(frame: GoldFrame, since: int, until: int) -> GoldFrame:
    """What of the frame lies whole in the window."""
    return GoldFrame(
        {
            role: [(a - since, b - since) for a, b in pairs if since <= a and b <= until]
            for role, pairs in frame.roles.items()
        }
    )
