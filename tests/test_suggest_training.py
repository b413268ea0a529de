"""Training runs from annotated articles to a folder whose weights suggest; skipped where PyTorch is not installed."""

from pathlib import Path
from shutil import copyfile

import pytest

from annotator.cli import run
from annotator.cli.edge import Exit
from annotator.domain.errors import AnnotatorError
from annotator.project.training import articles_in, settings_of
from annotator.suggest.encoder.tagging import NETWORK, TOKENIZER, WEIGHTS

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
safetensors = pytest.importorskip("safetensors.torch")

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "annotations"


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A body with random weights under the names of a BERT checkpoint."""
    from annotator.suggest.encoder.training.network import Network, _names

    folder = tmp_path_factory.mktemp("body")
    own = Network().state_dict()
    given = {theirs: own[ours].clone() for ours, theirs in _names()}
    given["embeddings.token_type_embeddings.weight"] = torch.zeros(2, 384)
    safetensors.save_file(given, folder / "model.safetensors")
    copyfile(WEIGHTS / TOKENIZER, folder / TOKENIZER)
    return folder


def test_training_gives_weights_that_suggest_and_a_card_that_names_them(body: Path, tmp_path: Path) -> None:
    from hashlib import sha256

    from annotator.suggest.encoder.suggesting import AttributionEn
    from annotator.suggest.encoder.training.fitting import Round, Settings
    from annotator.suggest.encoder.training.training import train

    articles = articles_in(CORPUS, print)[:4]
    told: list[str] = []
    plan = Round(epochs=1, rate=1e-4, head_rate=1e-3, links=0.3)
    out = tmp_path / "new" / "weights"
    quality = train(articles, articles[:1], out, Settings(rounds=(plan, plan)), "Made up.", body, told.append)
    assert quality.articles == len({each.document.id for each in articles})
    assert sorted(each.name for each in out.iterdir()) == ["MODEL_CARD.md", NETWORK, TOKENIZER]
    card = (out / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert sha256((out / NETWORK).read_bytes()).hexdigest() in card
    assert "Made up." in card
    assert isinstance(AttributionEn(out).suggest(articles[0].document), list)


def test_the_average_of_runs_is_their_mean() -> None:
    from annotator.suggest.encoder.training.averaging import averaged

    mean = averaged([{"w": torch.tensor([1.0, 2.0])}, {"w": torch.tensor([3.0, 6.0])}])
    assert mean["w"].tolist() == [2.0, 4.0]


def test_settings_follow_what_is_asked() -> None:
    asked = settings_of(epochs=2, runs=3)
    assert [each.epochs for each in asked.rounds] == [2]
    assert asked.seeds == (1, 2, 3)


def test_too_few_articles_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], body: Path) -> None:
    from annotator.project import training

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("annotator.suggest.encoder.training.training.pretrained", lambda: body)
        with pytest.raises(AnnotatorError, match="too few to train on"):
            training.train_encoder(CORPUS, tmp_path / "out", settings_of(1, 1), CORPUS, "", print)
        assert run(["train", "attribution-en", str(CORPUS), "--out", str(tmp_path / "out")]) == Exit.ERROR
    assert "too few" in capsys.readouterr().err
