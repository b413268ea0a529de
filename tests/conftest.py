"""What all tests share: where the corpus and the optional data lie, and property tests that no slow machine fails."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# a check must say the same of the same commit; runs by hand go on looking for new cases
settings.register_profile("suite", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("suite")

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def own_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the project or the name of whoever runs it."""
    for name in ("ANNOTATOR_PROJECT", "ANNOTATOR_NAME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def corpus() -> Path:
    """The sample articles, codebook and annotation sets of this checkout."""
    return CHECKOUT / "corpus"


@pytest.fixture
def shared() -> Path:
    """The larger data beside the checkout; the test is skipped where there is none."""
    folder = CHECKOUT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs the data folder beside the checkout")
    return folder
