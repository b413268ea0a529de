"""The annotators of a project compared: figures, figures by article, week or annotator, and every disagreement."""

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

from annotator.agreement.cases import Case
from annotator.agreement.causes import cases
from annotator.agreement.comparing import agreement_of, breakdown, tallied
from annotator.agreement.counting import Scope
from annotator.agreement.figures import Agreement
from annotator.agreement.metrics import Averaged, averages
from annotator.agreement.scoring import Scored, scored
from annotator.agreement.tally import Tally
from annotator.domain.codebook import Codebook
from annotator.domain.errors import AnnotatorError
from annotator.domain.machines import is_machine, newest
from annotator.domain.records import AnnotatedDocument
from annotator.project.finding import check_names
from annotator.project.ticks import Tick, counted
from annotator.store.store import Store


class Comparison:
    """What the annotators of a project made of the same articles; read when it is first asked for."""

    def __init__(self, store: Store, scope: Scope, tick: Tick, unseen: Collection[str] = ()) -> None:
        """Compare within the scope; of the documents in `unseen`, whoever asks may see figures but no case."""
        self.scope = scope
        self._unseen = unseen
        self._store = store
        self._tick = tick

    @cached_property
    def tally(self) -> Tally:
        """The counts of every article."""
        return tallied(self._documents(), self.scope)

    @cached_property
    def agreement(self) -> Agreement:
        """All figures."""
        return agreement_of(self.tally)

    def by(self, what: str) -> dict[str, Agreement]:
        """The same for each article, week or annotator."""
        return breakdown(self.tally, what)

    def cases(self, first: str = "") -> Iterator[Case]:
        """Every disagreement of every two annotators; `first` is the first of each pair where it is one of them."""
        seen = (each for each in self._documents() if each.document.id not in self._unseen)
        return cases(seen, self.scope, first)

    def averages(self, metrics: Sequence[str], labels: Sequence[str] = ()) -> list[Averaged]:
        """Metrics by their names in `METRICS`, as means over articles, for all labels at once and for each of these."""
        return averages(self._documents(), self.scope, metrics, labels)

    def scores(self, suggester: str) -> list[Scored]:
        """How good the newest version of a suggester is against these annotators, by default all people and gold."""
        known = self._store.annotators()
        machine = newest(known, suggester)
        if not machine:
            how = f"`annotator suggest --suggester {suggester}` makes them"
            raise AnnotatorError(f"“{suggester}” has suggested nothing here; {how}")
        people = self.scope.annotators or tuple(name for name in known if not is_machine(name))
        return list(scored(self._documents((*people, machine)), machine, people, self.scope))

    def _documents(self, annotators: Sequence[str] = ()) -> Iterator[AnnotatedDocument]:
        ids: Sequence[str] = self._store.document_ids()
        whose = annotators or self.scope.annotators or None
        return iter(counted(self._store.load_all(ids, whose), len(ids), self._tick))


def scope_of(
    store: Store,
    codebook: Codebook,
    annotators: Sequence[str],
    zones: Sequence[str] | None = (),
    core: bool = False,
    unit: str = "token",
    unitizing: bool = False,
    share: float = 0.5,
) -> Scope:
    """What is to be counted: in the zones that the codebook looks into, in those named, or for None in all the text."""
    check_names(annotators, store.annotators())
    if not 0 < share <= 1:
        raise AnnotatorError(f"two spans share more than 0 and at most 1 of their words; {share:g} is no such share")
    if core and not (codebook.rules.core or codebook.rules.beyond_core):
        raise AnnotatorError(
            "the codebook does not say which frames are the core profile; add core and beyond_core to its [rules] and "
            "load it with `annotator codebook load FILE`"
        )
    usual = frozenset(zone.name for zone in codebook.zones if zone.suggest)
    return Scope(
        annotators=tuple(annotators),
        zones=None if zones is None else frozenset(zones) or usual,
        core=core,
        share=share,
        unit=unit,
        unitizing=unitizing,
        codebook=codebook,
    )
