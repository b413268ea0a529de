"""The gamma of Mathet, Widlöcher & Métivier, by the library pygamma-agreement, which comes with the extra `gamma` only.

It finds the best alignment of all annotators' units, which takes long, and draws the continua that it compares with at
random; with the same seed the same sets give the same number.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from annotator.agreement.coefficients import Measure
from annotator.agreement.ledger import SEED
from annotator.agreement.unitizing import Unit
from annotator.domain.errors import AnnotatorError

MOST = 3
"""With more annotators the possible alignments are too many."""

MISSING = "gamma needs the library pygamma-agreement; install it with `pip install 'annotator[gamma]'`"
"""What to do where the extra is not installed."""


def gamma(observers: Sequence[Sequence[Unit]], names: Sequence[str]) -> Measure:
    """How far annotators agree in where units are and what they are, units that overlap or nest included.

    Mathet, Widlöcher & Métivier, "The Unified and Holistic Method Gamma (γ) for Inter-Annotator Agreement Measure and
    Alignment", Computational Linguistics 41 (2015); places and labels weigh the same.
    """
    if len(observers) > MOST:
        return Measure(None, f"gamma is for at most {MOST} annotators; name those to compare")
    if sum(map(bool, observers)) < 2:
        return Measure(None, "gamma needs two annotators who marked something")
    with quiet():
        try:
            library: Any = import_module("pygamma_agreement")
        except ImportError as error:
            raise AnnotatorError(MISSING) from error
        return Measure(_gamma(library, observers, names))


def _gamma(library: Any, observers: Sequence[Sequence[Unit]], names: Sequence[str]) -> float:
    """The library's number, with places and labels weighing the same."""
    import numpy as np

    segment: Any = import_module("pyannote.core").Segment
    continuum = library.Continuum()
    for name, units in zip(names, observers, strict=True):
        continuum.add_annotator(name)
        for start, end, label in units:
            continuum.add(name, segment(start, end), label)
    np.random.seed(SEED)
    return float(continuum.compute_gamma(library.CombinedCategoricalDissimilarity(alpha=1, beta=1)).gamma)


@contextmanager
def quiet() -> Iterator[None]:
    """Let nothing reach the terminal: the library's solvers print whatever they do, past Python's own streams."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = {number: os.dup(number) for number in (1, 2)}
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        for number in kept:
            os.dup2(nowhere, number)
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for number, copy in kept.items():
            os.dup2(copy, number)
            os.close(copy)
        os.close(nowhere)
