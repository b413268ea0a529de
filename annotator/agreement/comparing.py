"""Compare the annotators of a corpus, article by article; only finished articles count."""

from collections.abc import Callable, Collection, Iterable, Sequence

from annotator.agreement.assembly import Assembly
from annotator.agreement.counting import EMPTY, GOLD, Scope
from annotator.agreement.figures import Agreement, Counts, LabelAgreement, Pair
from annotator.agreement.tally import Article, Tally
from annotator.agreement.units import TOKEN, UNITS
from annotator.domain.codebook import Codebook
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import AnnotatedDocument

__all__ = [
    "GOLD",
    "GROUPS",
    "TOKEN",
    "Agreement",
    "Counts",
    "LabelAgreement",
    "Pair",
    "agreement",
    "breakdown",
    "tallied",
]

GROUPS: dict[str, Callable[[Article], tuple[str, ...]]] = {
    "article": lambda article: (article.name,),
    "week": lambda article: (article.week,),
    "annotator": lambda article: article.annotators,
}
"""What the figures can be told by, and which of it an article belongs to."""


def tallied(documents: Iterable[AnnotatedDocument], scope: Scope) -> Tally:
    """The counts of all documents."""
    if scope.unit not in UNITS:
        raise AnnotatorError(f"there is no unit “{scope.unit}”; it is one of {', '.join(UNITS)}")
    tally = Tally(scope)
    for each in documents:
        tally.add(each)
    return tally


def agreement(
    documents: Iterable[AnnotatedDocument],
    annotators: Collection[str] = (),
    labels: Sequence[str] = (),
    zones: Collection[str] | None = None,
    codebook: Codebook = EMPTY,
) -> Agreement:
    """Compare `annotators`, or all but gold, on spans and tokens in these kinds of zone, or in the whole text."""
    wanted = None if zones is None else frozenset(zones)
    return agreement_of(
        tallied(documents, Scope(annotators=tuple(annotators), zones=wanted, codebook=codebook)), labels
    )


def agreement_of(tally: Tally, labels: Sequence[str] = ()) -> Agreement:
    """All figures of what was tallied."""
    named = labels or [label.name for label in tally.scope.codebook.labels]
    return Assembly(tally, tally.articles, named).agreement(_everybody(tally))


def breakdown(tally: Tally, by: str, labels: Sequence[str] = ()) -> dict[str, Agreement]:
    """The same for each article, week or annotator, in order; an annotator's are those of the pairs one is in."""
    if by not in GROUPS:
        raise AnnotatorError(f"agreement cannot be told by “{by}”; by one of {', '.join(GROUPS)}")
    named = labels or [label.name for label in tally.scope.codebook.labels]
    groups: dict[str, list[Article]] = {}
    for article in tally.articles:
        for name in GROUPS[by](article) if article.row is not None else ():
            groups.setdefault(name, []).append(article)
    return {
        name: Assembly(tally, groups[name], named, name if by == "annotator" else "").agreement(_everybody(tally))
        for name in sorted(groups)
    }


def _everybody(tally: Tally) -> set[str]:
    """All who were asked for, and all who finished anything."""
    return {*tally.scope.annotators, *(name for article in tally.articles for name in article.annotators)}
