"""Classes of words by the words they stand beside, found in unmarked text: a stand-in for a tagger's."""

import re
from collections import Counter
from collections.abc import Iterable

import numpy as np

from annotator.domain.documents import Document, tokens

WORDS, NEIGHBOURS, DIMENSIONS, CLASSES, ROUNDS = 6000, 400, 60, 64, 40
ENDINGS = ("ed", "ing", "s", "ly", "tion", "er")


def word_classes(documents: Iterable[Document]) -> dict[str, str]:
    """The class of each frequent word: words in one class have much the same neighbours."""
    lines = [line for document in documents for line in _lines(document)]
    counts = Counter(word for line in lines for word in line)
    words = [word for word, _ in counts.most_common(WORDS) if word not in ("<s>", "</s>", "CAPITAL")]
    places = _places(lines, words, [word for word, _ in counts.most_common(NEIGHBOURS)])
    sizes = np.log1p([counts[word] for word in words])
    return {word: f"k{number}" for word, number in zip(words, _clusters(places, sizes), strict=True)}


def _lines(document: Document) -> Iterable[list[str]]:
    for sentence in document.sentences:
        words = [token.cut(document.text) for token in tokens(document.text, sentence)]
        yield ["<s>", *(_form(word, index == 0) for index, word in enumerate(words)), "</s>"]


def _form(word: str, is_first: bool) -> str:
    if word[0].isupper() and word != "I":
        return word.lower() if is_first else "CAPITAL"
    return re.sub(r"\d", "0", word)


def _places(lines: list[list[str]], words: list[str], beside: list[str]) -> np.ndarray:
    """Where each word lies among the others, by its neighbours and its ending."""
    row, column = {w: i for i, w in enumerate(words)}, {w: i for i, w in enumerate(beside)}
    table = np.zeros((len(words), 2 * len(beside)))
    totals = np.zeros((len(words), 1))
    for line in lines:
        for left, word, right in zip(line, line[1:], line[2:], strict=False):
            if (i := row.get(word)) is not None:
                totals[i] += 1
                for neighbour, shift in ((left, 0), (right, len(beside))):
                    if (j := column.get(neighbour)) is not None:
                        table[i, shift + j] += 1
    usual = np.sqrt(table.sum(0) / table.sum())
    left, strengths, _ = np.linalg.svd(np.sqrt(table / np.maximum(totals, 1)) - 0.7 * usual, full_matrices=False)
    endings = [[0.25 * word.endswith(ending) for ending in ENDINGS] for word in words]
    return np.hstack([left[:, :DIMENSIONS] * strengths[:DIMENSIONS], endings])


def _clusters(places: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """The number of the nearest of some centres that have settled among the words."""
    random = np.random.default_rng(0)
    centres, near = [places[0]], ((places - places[0]) ** 2).sum(1)
    while len(centres) < CLASSES:
        centres.append(places[int(np.argmax(near * sizes * random.random(len(places))))])
        near = np.minimum(near, ((places - centres[-1]) ** 2).sum(1))
    middle = np.array(centres)
    nearest = np.zeros(len(places), dtype=int)
    for _ in range(ROUNDS):
        nearest = ((middle**2).sum(1) - 2 * places @ middle.T).argmin(1)
        for number in set(nearest):
            of = nearest == number
            middle[number] = (places[of] * sizes[of, None]).sum(0) / sizes[of].sum()
    return nearest
