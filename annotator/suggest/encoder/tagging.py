"""The encoder at work: an article goes through the network in overlapping windows, on one thread."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from annotator.domain.documents import Document
from annotator.suggest.encoder.labels import LABELS
from annotator.suggest.encoder.linking import LINK
from annotator.suggest.encoder.words import END, START, Words, windows, words_of

WEIGHTS = Path(__file__).parent / "weights"
"""The folder of the weights that ship: the network, its tokenizer, and the card that says how they were made."""

NETWORK, TOKENIZER = "attribution-en.onnx", "tokenizer.json"

SIZE, CONTEXT = 254, 40
"""How many word pieces a window holds besides its ends, and how many of them only show what went before."""

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Tagged:
    """What the network says of an article's words."""

    words: Words
    """The words."""
    scores: Floats
    """The logarithm of the probability of each label, [words, labels]."""
    vectors: Floats
    """What the spans are linked by, [words, LINK]."""
    bias: Floats
    """How well each class of pairs goes together, [relations, BUCKETS]."""


class Encoder:
    """The network with its tokenizer, loaded from a folder."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(folder / NETWORK), options, providers=["CPUExecutionProvider"])
        self._tokenizer = tokenizer_in(folder)
        self.metadata: dict[str, str] = self._session.get_modelmeta().custom_metadata_map
        """What the training wrote beside the weights."""

    def read(self, document: Document) -> Tagged:
        """What the network says of the article."""
        words = words_of(document, self._tokenizer)
        scores = np.zeros((len(words.spans), len(LABELS)), np.float32)
        vectors, bias = np.zeros((len(words.spans), LINK), np.float32), np.zeros(0, np.float32)
        for window in windows(words, SIZE, CONTEXT):
            tags, links, bias = self._run(words, window.since, window.until)
            taken = slice(window.first - window.since, window.end - window.since)
            scores[window.first : window.end], vectors[window.first : window.end] = tags[taken], links[taken]
        return Tagged(words, _log_softmax(scores), vectors, bias)

    def _run(self, words: Words, since: int, until: int) -> tuple[Floats, Floats, Floats]:
        """The label scores and link vectors of the words in one window, from the first piece of each."""
        first, last = int(words.first[since]), int(words.first[until])
        last = min(last, first + SIZE)
        pieces = np.concatenate(([START], words.pieces[first:last], [END]))[None]
        features = np.pad(words.features[first:last], 1)[None]
        tags, links, bias = self._session.run(None, {"pieces": pieces, "features": features})
        at = np.minimum(words.first[since:until] - first, last - first - 1) + 1
        return tags[0][at], links[0][at], bias


def tokenizer_in(folder: Path) -> Tokenizer:
    """The tokenizer in the folder, set to read whole articles."""
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max(axis=1, keepdims=True, initial=-1e9)
    logs: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return logs
