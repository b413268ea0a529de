"""Suggesters: from a document to what a machine would mark in it; their output is one more annotator's set.

A package of your own may add suggesters: an entry point `annotator.suggesters` whose value is a `Suggester`, such as
`Suggester(name="mine", version="1", what="…", make=lambda model: suggest)`, where `suggest` takes a document and gives
`ProposedFrame`s and `ProposedSpan`s.
"""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from annotator.domain.errors import AnnotatorError
from annotator.domain.machines import machine_name
from annotator.suggest.proposing import Suggest

__all__ = ["SUGGESTERS", "Suggester", "suggester_named", "suggesters"]


class Suggester(Struct, frozen=True, kw_only=True):
    """A way to get suggestions."""

    name: str
    """Its name, in small letters."""
    version: str = ""
    """Its version; a new one where it would suggest something else. Empty for a learner, whose models have versions."""
    what: str
    """What it is and what it is for, in one line."""
    make: Callable[[bytes], Suggest]
    """Loads it, from a model of its own for a learner; slow, and the place for slow imports."""
    is_there: Callable[[], bool] = lambda: True
    """Whether all that it needs is installed; quick."""

    @property
    def learns(self) -> bool:
        """Whether it learns from the project."""
        return not self.version

    def annotator(self, version: str = "") -> str:
        """The machine annotator that it is, with the version of its model for a learner."""
        return machine_name(self.name, version or self.version)


def _rules(_: bytes) -> Suggest:
    from annotator.suggest.rules import suggest

    return suggest


def _attribution_en(_: bytes) -> Suggest:
    from annotator.suggest.encoder.suggesting import AttributionEn

    return AttributionEn().suggest


def _has_weights() -> bool:
    weights = Path(__file__).parent / "encoder" / "weights"
    return find_spec("onnxruntime") is not None and any(weights.glob("*.onnx"))


def _learned(model: bytes) -> Suggest:
    from annotator.suggest.learned import opened

    return opened(model).suggest


SUGGESTERS: dict[str, Suggester] = {
    "rules": Suggester(
        name="rules",
        version="1",
        what="Quotation marks, reporting verbs and word order; instant, for any language with quotation marks.",
        make=_rules,
    ),
    "attribution-en": Suggester(
        name="attribution-en",
        version="1",
        what="A small encoder fine-tuned on English news: whole frames, and how sure it is of each.",
        make=_attribution_en,
        is_there=_has_weights,
    ),
    "learned": Suggester(
        name="learned",
        what="Learned in seconds from the project's own articles; for any label and language.",
        make=_learned,
    ),
}
"""The suggesters that come with the program, by name."""

ENTRY_POINTS = "annotator.suggesters"
"""Where other packages say which suggesters they add."""


def suggesters() -> dict[str, Suggester]:
    """All suggesters by name, those of other packages too."""
    from importlib import metadata

    return SUGGESTERS | {each.name: each.load() for each in metadata.entry_points(group=ENTRY_POINTS)}


def suggester_named(name: str) -> Suggester:
    """The suggester of this name."""
    found = SUGGESTERS.get(name) or suggesters().get(name)
    if not found:
        raise AnnotatorError(f"there is no suggester “{name}”; the suggesters are {', '.join(sorted(suggesters()))}")
    return found
