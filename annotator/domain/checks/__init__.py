"""The codebook's consistency checks, V1 to V12 and their kin: what is wrong in a set, or worth a second look.

A check is a function of what is checked to its problems, and one line in `CHECKS`. It knows the three roles and nothing
else of the codebook; what it must know of names stands in the codebook's rules, and a rule left out is not checked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from annotator.domain.checks.claims import measures, relations
from annotator.domain.checks.frames import nesting, parts, references, shared_words
from annotator.domain.checks.missing import cues, quotations
from annotator.domain.checks.places import edges, places
from annotator.domain.checks.problems import Checked, Fix, Problem, Severity
from annotator.domain.checks.quotations import Quoting, quotation_marks, quoting, speech
from annotator.domain.checks.sourcing import is_anonymous, named_only, plurals, pronouns
from annotator.domain.checks.values import conditions, values
from annotator.domain.checks.wordings import labels
from annotator.domain.codebook import Codebook
from annotator.domain.documents import Document
from annotator.domain.records import AnnotationSet

__all__ = ["CHECKS", "Fix", "Problem", "Quoting", "Severity", "check", "is_anonymous", "quoting"]

CHECKS: Mapping[str, Callable[[Checked], Iterator[Problem]]] = {
    "V1": places,
    "V2": edges,
    "V3": parts,
    "V4": speech,
    "V5": nesting,
    "V6": conditions,
    "V7": plurals,
    "V8": named_only,
    "V9": pronouns,
    "V10": measures,
    "V11": quotation_marks,
    "V12": relations,
    "R12": shared_words,
    "reference": references,
    "value": values,
    "quotation": quotations,
    "cue": cues,
    "label": labels,
}
"""Every check by the name of its rule."""


def check(
    document: Document, annotations: AnnotationSet, codebook: Codebook, rules: Iterable[str] = tuple(CHECKS)
) -> list[Problem]:
    """The problems of one annotator's set in one document, in reading order; `rules` names the checks to run."""
    checked = Checked(document, annotations, codebook)
    found = [problem for rule in rules for problem in CHECKS[rule](checked)]
    return sorted(found, key=lambda problem: problem.span.start if problem.span else -1)
