"""How good the weights are on articles they have not seen, and from which likelihood on a frame is strong."""

from collections.abc import Iterable
from pathlib import Path

from annotator.domain.records import AnnotatedDocument
from annotator.suggest.encoder.suggesting import AttributionEn
from annotator.suggest.learned.examples import Example, examples_of
from annotator.suggest.learned.holding import Outcomes
from annotator.suggest.learned.model import FRAME
from annotator.suggest.learned.quality import Quality
from annotator.suggest.scales import unscaled


def calibrated(folder: Path, held_out: Iterable[AnnotatedDocument], seen: int) -> tuple[float | None, Quality]:
    """The likelihood from which 95 in 100 frames are right, if there is one, and how many spans were found.

    The weights in the folder must not know a threshold yet, and the articles be finished by their annotators.
    """
    suggester, alone, mended = AttributionEn(folder), Outcomes(), Outcomes()
    apart: dict[str, Example] = {}
    for example in examples_of(held_out):
        apart.setdefault(example.document.id, example)  # of an article that several marked, one version
    for example in apart.values():
        alone.add(example, suggester.seen(example.document)[0], ())
        mended.add(example, suggester.suggest(example.document), ())
    strong = alone.scales[FRAME].strong if FRAME in alone.scales else None
    return None if strong is None else unscaled(strong), Quality(seen, len(apart), mended.scores)
