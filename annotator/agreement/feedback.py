"""One annotator's work against gold, or against another's: how far, and for which causes not."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from annotator.agreement.cases import Case, Cause, Rule
from annotator.agreement.causes import cases, counted, implicated
from annotator.agreement.coefficients import Measure, f1s, quotient
from annotator.agreement.comparing import agreement_of, tallied
from annotator.agreement.counting import GOLD, Scope
from annotator.agreement.figures import Agreement, Counts
from annotator.agreement.ledger import Sums
from annotator.domain.records import AnnotatedDocument


class Score(Struct, frozen=True):
    """How an annotator's spans of one label do against those that count as right."""

    label: str
    """The label."""
    counts: Counts
    """What counts as right first, the annotator second."""
    precision: Measure
    """The share of the annotator's spans that are right."""
    recall: Measure
    """The share of what is right that the annotator found."""
    f1: Measure
    """Both in one."""


class Feedback(Struct, frozen=True):
    """One annotator against gold."""

    annotator: str
    """Who."""
    agreement: Agreement
    """All figures of the two."""
    scores: tuple[Score, ...]
    """Spans with the same fragments, by label."""
    causes: Mapping[str, Counter[Cause]]
    """How often each cause is met, by label."""
    rules: Sequence[tuple[Rule, int]]
    """What of the codebook to read again, most often needed first."""
    cases: Sequence[Case]
    """Every disagreement, in the order of the articles; gold is first, the annotator second."""


def feedback(documents: Iterable[AnnotatedDocument], annotator: str, scope: Scope, right: str = GOLD) -> Feedback:
    """The annotator's work against that of `right`, on the articles that both finished."""
    chosen = replace(scope, annotators=(annotator, right))
    kept = list(documents)
    tally = tallied(kept, chosen)
    told = agreement_of(tally)
    sums = tally.ledger.sums()
    found = list(cases(kept, chosen, right))
    scores = tuple(score(sums, line.label, annotator, right) for line in told.labels)
    return Feedback(annotator, told, scores, counted(found).get((right, annotator), {}), implicated(found), found)


def score(sums: Sums, label: str, annotator: str, right: str) -> Score:
    """Precision, recall and F1 of exact spans: van Rijsbergen, Information Retrieval (1979), chapter 7."""
    pair = (min(annotator, right), max(annotator, right))
    side = {pair[0]: "first", pair[1]: "second"}
    exact, ours, theirs = (sums["span", *pair, label, name] for name in ("exact", side[right], side[annotator]))
    counts = [
        sums.count(("span", *pair, label, name)) for name in ("exact", "share", "overlap", side[right], side[annotator])
    ]
    return Score(
        label=label,
        counts=Counts(*counts),
        precision=sums.measure(quotient(exact, theirs), "the annotator marked none"),
        recall=sums.measure(quotient(exact, ours), "there is none to be found"),
        f1=sums.measure(f1s(exact, ours, theirs), "neither has any"),
    )
