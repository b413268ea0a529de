"""From sums over articles to the figures of agreement."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from annotator.agreement.attributes import Answer
from annotator.agreement.coefficients import Measure, f1s
from annotator.agreement.figures import (
    Agreement,
    AttributeAgreement,
    Clustering,
    Counts,
    Joined,
    LabelAgreement,
    Nominal,
    Pair,
)
from annotator.agreement.nominal import Grid, grid
from annotator.agreement.tally import Article, Key, Tally
from annotator.agreement.unitizing import u_alphas
from annotator.domain.codebook import ROLES, Codebook

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NONE_MARKED = "neither annotator marked any"
NO_PAIR = "no pair of annotators marked any"


class Assembly:
    """The figures of some articles of a tally."""

    def __init__(self, tally: Tally, articles: Sequence[Article], labels: Sequence[str], person: str = "") -> None:
        """Take these articles; `person` limits the figures to the pairs that this annotator is in."""
        tally.close()
        self._tally = tally
        self._articles = articles
        self._person = person
        self._sums = tally.ledger.sums([each.row for each in articles if each.row is not None])
        self._keys = [key for key in tally.ledger.keys if isinstance(key, tuple)]
        pairs = (key[1:3] for key in self._keys if key[0] == "documents")
        self._pairs = [pair for pair in sorted(pairs) if self._counts_pair(pair)]
        self._labels = self._order(labels)
        self._given = {key: dict(key[1]) for key in self._keys if key[0] == "given" and self._sums[key][0]}
        self._grid = grid(self._sums, self._units())

    def _counts_pair(self, pair: tuple[str, str]) -> bool:
        return bool(self._sums[("documents", *pair)][0]) and (not self._person or self._person in pair)

    def _units(self) -> Iterator[tuple[Key, list[int]]]:
        """Every unit with the values it was given; for one annotator, those of each pair apart."""
        if not self._person:
            yield from ((key, list(given.values())) for key, given in self._given.items())
            return
        for pair in self._pairs:
            yield from ((key, list(given)) for key, given in self._both(pair))

    def _both(self, pair: tuple[str, str]) -> Iterator[tuple[Key, tuple[int, int]]]:
        """The units that both annotators read, with the value that each gave."""
        first, second = pair
        for key, given in self._given.items():
            if first in given and second in given:
                yield key, (given[first], given[second])

    def _order(self, labels: Sequence[str]) -> list[str]:
        """The labels that were used: first those asked for, in their order, then any others by name."""
        used = {key[3] for key in self._keys if key[0] == "span" and self._sums[key][0]}
        return [*(label for label in labels if label in used), *sorted(used.difference(labels))]

    def agreement(self, everybody: Iterable[str]) -> Agreement:
        """All figures."""
        total = len(self._articles)
        finished = {name: sum(name in each.annotators for each in self._articles) for name in everybody}
        nominal = self._nominal()
        scope = self._tally.scope
        return Agreement(
            annotators=tuple(sorted(finished)),
            documents=self._sums.articles,
            total=total,
            left_out={name: total - finished[name] for name in sorted(finished)},
            unit=scope.unit,
            tokens=nominal.units,
            alpha=nominal.alpha,
            nominal=nominal,
            exact=self._mean([self._span_f1(pair, self._labels, "exact") for pair in self._pairs]),
            overlap=self._mean([self._span_f1(pair, self._labels, "overlap") for pair in self._pairs]),
            labels=tuple(self._label(label) for label in self._labels),
            pairs=tuple(self._pair(pair) for pair in self._pairs),
            frames=self._joined("frame", ("identified", "overlap", "exact")),
            roles=tuple(
                each
                for role in ROLES
                for each in self._joined("role", ("exact", "overlap"), (role,))
                if each.first or each.second
            ),
            links=(*self._joined("link", ("agreed",)), *self._nesting()),
            relations=tuple(self._relations()),
            attributes=tuple(self._attributes(scope.codebook)),
            identity=self._clustering("identity"),
            families=self._clustering("family"),
            confusion=self._confusion(),
        )

    def _counts(self, pair: tuple[str, str], label: str) -> Counts:
        return Counts(*(self._sums.count(("span", *pair, label, name)) for name in Counts.__struct_fields__))

    def _span_f1(self, pair: tuple[str, str], labels: Collection[str], name: str) -> "Array":
        """F1 of the pair's spans of these labels."""
        both, first, second = (
            self._sums.total(("span", *pair, label, each) for label in labels) for each in (name, "first", "second")
        )
        return f1s(both, first, second)

    def _mean(self, values: Sequence["Array"], reason: str = NO_PAIR) -> Measure:
        """The mean of what is defined for the pairs of annotators."""
        import numpy as np

        if not values:
            return Measure(None, reason)
        stacked = np.array(values)
        defined = (~np.isnan(stacked)).sum(0)
        return self._sums.measure(np.where(defined, np.nansum(stacked, 0) / np.maximum(defined, 1), np.nan), reason)

    def _label(self, label: str) -> LabelAgreement:
        """One label's line."""
        tally = self._tally
        counts = [self._counts(pair, label) for pair in self._pairs]
        on = self._grid.joined(lambda bits: label in tally.labelling.on(bits))
        exact, share, overlap = (
            self._mean([self._span_f1(pair, [label], name) for pair in self._pairs])
            for name in ("exact", "share", "overlap")
        )
        return LabelAgreement(
            label=label,
            counts=Counts(*(sum(getattr(each, name) for each in counts) for name in Counts.__struct_fields__)),
            exact=exact,
            share=share,
            overlap=overlap,
            alpha=on.alpha(self._sums),
            observed=on.observed(self._sums),
            ac1=on.ac1(self._sums),
            unitizing=self._unitizing(label) if tally.scope.unitizing else None,
        )

    def _unitizing(self, label: str) -> Measure:
        """|uα of the label, over the articles in which nobody's units of it overlap."""
        if left_out := self._sums.count(("overlapping", label)):
            reason = f"not defined where one annotator's units overlap: {left_out} articles"
        else:
            reason = NO_PAIR
        met = [[self._sums["met", label, a, b] for b in (False, True)] for a in (False, True)]
        found = self._sums.measure(u_alphas(met, [self._sums["own", label, a] for a in (False, True)]), reason)
        return Measure(found.value, found.reason or reason if left_out else found.reason, found.low, found.high)

    def _nominal(self) -> Nominal:
        """Every coefficient over units, all labels at once."""
        import numpy as np

        sums, all_labels = self._sums, self._grid
        sets = Grid(
            [self._tally.labelling.on(bits) for bits in all_labels.values],  # type: ignore[arg-type]
            all_labels.coincidences,
            all_labels.agreements,
            all_labels.shares,
            all_labels.complete,
        )
        kappas = [self._table(pair).kappas() for pair in self._pairs]
        kappa = self._mean(kappas, all_labels.reason) if kappas else Measure(None, all_labels.reason)
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
        return grid(self._sums, self._both(pair), ordered=True)

    def _pair(self, pair: tuple[str, str]) -> Pair:
        """One cell of the matrix."""
        table = self._table(pair)
        documents = self._sums.count(("documents", *pair))
        exact, share, overlap = (
            self._sums.measure(self._span_f1(pair, self._labels, name), NONE_MARKED, documents)
            for name in ("exact", "share", "overlap")
        )
        return Pair(
            first=pair[0],
            second=pair[1],
            documents=documents,
            labels={label: self._counts(pair, label) for label in self._labels},
            exact=exact,
            share=share,
            overlap=overlap,
            alpha=table.symmetric().alpha(self._sums, documents),
            cohen=table.cohen(self._sums, documents),
            unread=self._sums.count(("unread", *pair)),
        )

    def _joined(
        self, kind: str, names: Sequence[str], what: tuple[str, ...] = (), given: str = ""
    ) -> tuple[Joined, ...]:
        """F1 of things that both annotators may have, for each way of counting them as the same."""
        first, second = (f"{each}{given}" for each in ("first", "second"))
        return tuple(
            Joined(
                name=" ".join((*what, name)) if kind in ("role", "relation") else f"{kind} {name}",
                first=self._total((kind,), (*what, first)),
                second=self._total((kind,), (*what, second)),
                both=self._total((kind,), (*what, name)),
                f1=self._mean(
                    [
                        f1s(*(self._sums[(kind, *pair, *what, each)] for each in (name, first, second)))
                        for pair in self._pairs
                    ]
                ),
            )
            for name in names
        )

    def _total(self, before: tuple[str, ...], after: tuple[str, ...]) -> int:
        """A count summed over the pairs of annotators."""
        return sum(self._sums.count((*before, *pair, *after)) for pair in self._pairs)

    def _nesting(self) -> tuple[Joined, ...]:
        """Nesting and continuation, among frames that both identified."""
        n, agreed = (self._total(("nesting",), (name,)) for name in ("n", "agreed"))
        tables = [[self._sums[("nesting", *pair, name)] for name in ("agreed", "n", "n")] for pair in self._pairs]
        return (Joined("nesting agreed", n, n, agreed, self._mean([f1s(*each) for each in tables])),) if n else ()

    def _relations(self) -> Iterable[Joined]:
        """Every relation between annotations that anybody used."""
        used = dict.fromkeys(str(key[3]) for key in self._keys if key[0] == "relation")
        for name in used:
            for given in ("", " given"):
                for each in self._joined("relation", ("agreed",), (name,), given):
                    title = f"{name}, both ends marked by both" if given else name
                    if each.first or each.second:
                        yield Joined(title, each.first, each.second, each.both, each.f1)

    def _attributes(self, codebook: Codebook) -> Iterable[AttributeAgreement]:
        """Every question that two annotators answered."""
        questions: dict[tuple[str, str], dict[Key, tuple[Answer, Answer]]] = {}
        for key in self._keys:
            if key[0] == "attribute" and self._sums[key][0]:
                questions.setdefault((str(key[1]), str(key[2])), {})[key] = (key[3], key[4])
        for (owner, name), units in questions.items():
            found = grid(self._sums, units.items())
            agreed = sum(self._sums.count(key) for key, (one, other) in units.items() if one == other)
            yield AttributeAgreement(
                owner=owner,
                attribute=name,
                n=found.units,
                agreed=agreed,
                observed=found.observed(self._sums),
                alpha=found.alpha(self._sums, by_masi=is_multiple(codebook, owner, name)),
            )

    def _clustering(self, kind: str) -> Clustering | None:
        """B-cubed of the pairs, each thing weighing the same; the clusters of a resample are those of the corpus."""
        n = self._total((kind,), ("n",))
        if not n:
            return None
        import numpy as np

        with np.errstate(invalid="ignore", divide="ignore"):
            precisions, recalls = (
                [self._sums[(kind, *pair, name)] / self._sums[(kind, *pair, "n")] for pair in self._pairs]
                for name in ("precision", "recall")
            )
            both = [f1s(p * r, p, r) for p, r in zip(precisions, recalls, strict=True)]
        return Clustering(n, self._mean(precisions), self._mean(recalls), self._mean(both))

    def _confusion(self) -> dict[str, dict[str, float]]:
        """The coincidence matrix of units, by the labels' names."""
        names = [" + ".join(sorted(self._tally.labelling.on(bits))) or "none" for bits in self._grid.values]  # type: ignore[arg-type]
        cells = self._grid.coincidences[..., 0]
        return {
            name: {other: round(float(cells[i, j]), 4) for j, other in enumerate(names) if cells[i, j]}
            for i, name in enumerate(names)
        }


def is_multiple(codebook: Codebook, owner: str, name: str) -> bool:
    """Whether the question takes several answers."""
    label = codebook.label(owner)
    asked = codebook.frame if owner == "frame" else label.attributes if label else ()
    return any(each.name == name and each.multiple for each in asked)
