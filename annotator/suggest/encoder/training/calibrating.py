"""How good the weights are on articles they have not seen, and from which likelihood on a frame is strong."""

from collections.abc import Iterable
from pathlib import Path

from annotator.domain.records import AnnotatedDocument
from annotator.suggest.encoder.suggesting import AttributionEn
from annotator.suggest.learned.examples import examples_of
from annotator.suggest.learned.holding import Outcomes
from annotator.suggest.learned.model import FRAME
from annotator.suggest.learned.quality import Quality


def calibrated(folder: Path, held_out: Iterable[AnnotatedDocument], seen: int) -> tuple[float | None, Quality]:
    """The likelihood from which 95 in 100 frames are right, if there is one, and how many spans were found.

    The weights in the folder must not know a threshold yet, and the articles be finished by their annotators.
    """
    suggester, outcomes, count = AttributionEn(folder), Outcomes(), 0
    for example in examples_of(held_out):
        outcomes.add(example, suggester.seen(example.document), ())
        count += 1
    return outcomes.scales[FRAME].strong if FRAME in outcomes.scales else None, Quality(seen, count, outcomes.scores)
