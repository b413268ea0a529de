"""From sums over articles to the figures of agreement."""

from collections.abc import Iterable, Sequence

from annotator.agreement import joined
from annotator.agreement.coefficients import Measure, quotient
from annotator.agreement.figures import Agreement, Counts, LabelAgreement, Nominal, Pair
from annotator.agreement.nominal import Grid, grid
from annotator.agreement.part import NO_PAIR, Part
from annotator.agreement.tally import Article, Tally
from annotator.agreement.unitizing import u_alphas

NONE_MARKED = "neither annotator marked any"
"""Why a pair may have no F1."""


class Assembly:
    """The figures of some articles of a tally."""

    def __init__(self, tally: Tally, articles: Sequence[Article], labels: Sequence[str], person: str = "") -> None:
        """Take these articles; `person` limits the figures to the pairs that this annotator is in."""
        self._tally = tally
        self._articles = articles
        self._part = Part(tally, articles, person)
        self._labels = self._part.labels(labels)
        self._grid = grid(self._part.sums, self._part.units())

    def agreement(self, everybody: Iterable[str]) -> Agreement:
        """All figures."""
        total = len(self._articles)
        finished = {name: sum(name in each.annotators for each in self._articles) for name in everybody}
        nominal = self._nominal()
        scope = self._tally.scope
        return Agreement(
            annotators=tuple(sorted(finished)),
            documents=self._part.sums.articles,
            total=total,
            left_out={name: total - finished[name] for name in sorted(finished)},
            unit=scope.unit,
            least=scope.share,
            tokens=nominal.units,
            alpha=nominal.alpha,
            nominal=nominal,
            exact=self._part.mean([self._part.span_f1(pair, self._labels, "exact") for pair in self._part.pairs]),
            overlap=self._part.mean([self._part.span_f1(pair, self._labels, "overlap") for pair in self._part.pairs]),
            labels=tuple(self._label(label) for label in self._labels),
            pairs=tuple(self._pair(pair) for pair in self._part.pairs),
            frames=joined.frames(self._part),
            roles=joined.roles(self._part),
            links=joined.links(self._part),
            relations=tuple(joined.relations(self._part)),
            attributes=tuple(joined.attributes(self._part, scope.codebook)),
            identity=joined.clustering(self._part, "identity"),
            families=joined.clustering(self._part, "family"),
            confusion=self._confusion(),
        )

    def _label(self, label: str) -> LabelAgreement:
        """One label's line."""
        tally = self._tally
        counts = [self._part.counts(pair, label) for pair in self._part.pairs]
        on = self._grid.joined(lambda bits: label in tally.labelling.on(bits))
        exact, share, overlap = (
            self._part.mean([self._part.span_f1(pair, [label], name) for pair in self._part.pairs])
            for name in ("exact", "share", "overlap")
        )
        return LabelAgreement(
            label=label,
            counts=Counts(*(sum(getattr(each, name) for each in counts) for name in Counts.__struct_fields__)),
            exact=exact,
            share=share,
            overlap=overlap,
            alpha=on.alpha(self._part.sums),
            observed=on.observed(self._part.sums),
            ac1=on.ac1(self._part.sums),
            unitizing=self._unitizing(label) if tally.scope.unitizing and not self._part.person else None,
        )

    def _unitizing(self, label: str) -> Measure:
        """|uα of the label, over the articles in which nobody's units of it overlap."""
        if left_out := self._part.sums.count(("overlapping", label)):
            reason = f"not defined where one annotator's units overlap: {left_out} articles"
        else:
            reason = NO_PAIR
        met = [[self._part.sums["met", label, a, b] for b in (False, True)] for a in (False, True)]
        found = self._part.sums.measure(
            u_alphas(met, [self._part.sums["own", label, a] for a in (False, True)]), reason
        )
        return Measure(found.value, found.reason or reason if left_out else found.reason, found.low, found.high)

    def _nominal(self) -> Nominal:
        """Every coefficient over units, all labels at once."""
        import numpy as np

        sums, all_labels = self._part.sums, self._grid
        sets = Grid(
            [self._tally.labelling.on(bits) for bits in all_labels.values],  # type: ignore[arg-type]
            all_labels.coincidences,
            all_labels.agreements,
            all_labels.shares,
            all_labels.complete,
        )
        kappas = [self._table(pair).kappas() for pair in self._part.pairs]
        kappa = self._part.mean(kappas, all_labels.reason) if kappas else Measure(None, all_labels.reason)
        with np.errstate(invalid="ignore"):
            return Nominal(
                units=all_labels.units,
                observed=all_labels.observed(sums),
                alpha=all_labels.alpha(sums),
                cohen=kappa,
                fleiss=all_labels.fleiss(sums),
                ac1=all_labels.ac1(sums),
                masi=sets.alpha(sums, by_masi=True),
            )

    def _table(self, pair: tuple[str, str]) -> Grid:
        """Two annotators' values of the units that both read."""
        return grid(self._part.sums, self._part.both(pair), ordered=True)

    def _pair(self, pair: tuple[str, str]) -> Pair:
        """One cell of the matrix."""
        table = self._table(pair)
        documents = self._part.sums.count(("documents", *pair))
        exact, share, overlap = (
            self._part.sums.measure(self._part.span_f1(pair, self._labels, name), NONE_MARKED, documents)
            for name in ("exact", "share", "overlap")
        )
        return Pair(
            first=pair[0],
            second=pair[1],
            documents=documents,
            labels={label: self._part.counts(pair, label) for label in self._labels},
            exact=exact,
            share=share,
            overlap=overlap,
            precision=self._share(pair, "second", documents),
            recall=self._share(pair, "first", documents),
            alpha=table.symmetric().alpha(self._part.sums, documents),
            cohen=table.cohen(self._part.sums, documents),
            unread=self._part.sums.count(("unread", *pair)),
        )

    def _share(self, pair: tuple[str, str], side: str, documents: int) -> Measure:
        """How many of one annotator's spans the other has too, with the same fragments."""
        exact, all_spans = (
            self._part.sums.total(("span", *pair, label, name) for label in self._labels) for name in ("exact", side)
        )
        return self._part.sums.measure(quotient(exact, all_spans), f"{pair[side == 'second']} marked none", documents)

    def _confusion(self) -> dict[str, dict[str, float]]:
        """The coincidence matrix of units, by the labels' names."""
        names = [" + ".join(sorted(self._tally.labelling.on(bits))) or "none" for bits in self._grid.values]  # type: ignore[arg-type]
        cells = self._grid.coincidences[..., 0]
        return {
            name: {other: round(float(cells[i, j]), 4) for j, other in enumerate(names) if cells[i, j]}
            for i, name in enumerate(names)
        }
