"""Figures of what two annotators joined, related, answered or clustered, of the sums of a part of a tally."""

from collections.abc import Iterable, Sequence

from annotator.agreement.attributes import Answer, attribute_of
from annotator.agreement.coefficients import f1s
from annotator.agreement.figures import AttributeAgreement, Clustering, Joined
from annotator.agreement.nominal import grid
from annotator.agreement.part import Part
from annotator.agreement.tally import Key
from annotator.domain.codebook import ROLES, Codebook


def frames(part: Part) -> tuple[Joined, ...]:
    """Frames: identified, with all roles overlapping, exact."""
    return joined(part, "frame", ("identified", "overlap", "exact"))


def roles(part: Part) -> tuple[Joined, ...]:
    """Each role within the frames that both identified."""
    found = (each for role in ROLES for each in joined(part, "role", ("exact", "overlap"), (role,)))
    return tuple(each for each in found if each.first or each.second)


def links(part: Part) -> tuple[Joined, ...]:
    """Joints of frames between spans that both marked, and nesting."""
    return (*joined(part, "link", ("agreed",)), *nesting(part))


def joined(
    part: Part, kind: str, names: Sequence[str], what: tuple[str, ...] = (), given: str = ""
) -> tuple[Joined, ...]:
    """F1 of things that both annotators may have, for each way of counting them as the same."""
    first, second = (f"{each}{given}" for each in ("first", "second"))
    return tuple(
        Joined(
            name=" ".join((*what, name)) if kind in ("role", "relation") else f"{kind} {name}",
            first=part.total((kind,), (*what, first)),
            second=part.total((kind,), (*what, second)),
            both=part.total((kind,), (*what, name)),
            f1=part.mean(
                [f1s(*(part.sums[(kind, *pair, *what, each)] for each in (name, first, second))) for pair in part.pairs]
            ),
        )
        for name in names
    )


def nesting(part: Part) -> tuple[Joined, ...]:
    """Nesting and continuation, among frames that both identified."""
    n, agreed = (part.total(("nesting",), (name,)) for name in ("n", "agreed"))
    tables = [[part.sums[("nesting", *pair, name)] for name in ("agreed", "n", "n")] for pair in part.pairs]
    return (Joined("nesting agreed", n, n, agreed, part.mean([f1s(*each) for each in tables])),) if n else ()


def relations(part: Part) -> Iterable[Joined]:
    """Every relation between annotations that anybody used."""
    used = dict.fromkeys(str(key[3]) for key in part.keys if key[0] == "relation")
    for name in used:
        for given in ("", " given"):
            for each in joined(part, "relation", ("agreed",), (name,), given):
                title = f"{name}, ends in both" if given else name
                if each.first or each.second:
                    yield Joined(title, each.first, each.second, each.both, each.f1)


def attributes(part: Part, codebook: Codebook) -> Iterable[AttributeAgreement]:
    """Every question that two annotators answered."""
    questions: dict[tuple[str, str], dict[Key, tuple[Answer, Answer]]] = {}
    for key in part.keys:
        if key[0] == "attribute" and (key[1], key[2]) in part.pairs and part.sums[key][0]:
            questions.setdefault((str(key[3]), str(key[4])), {})[key] = (key[5], key[6])  # type: ignore[assignment]
    for (owner, name), units in questions.items():
        found = grid(part.sums, units.items())
        agreed = sum(part.sums.count(key) for key, (one, other) in units.items() if one == other)
        yield AttributeAgreement(
            owner=owner,
            attribute=name,
            n=found.units,
            agreed=agreed,
            observed=found.observed(part.sums),
            alpha=found.alpha(part.sums, by_masi=attribute_of(codebook, owner, name).multiple),
        )


def clustering(part: Part, kind: str) -> Clustering | None:
    """B-cubed of the pairs, each thing weighing the same; the clusters of a resample are those of the corpus."""
    n = part.total((kind,), ("n",))
    if not n:
        return None
    import numpy as np

    with np.errstate(invalid="ignore", divide="ignore"):
        precisions, recalls = (
            [part.sums[(kind, *pair, name)] / part.sums[(kind, *pair, "n")] for pair in part.pairs]
            for name in ("precision", "recall")
        )
        both = [f1s(p * r, p, r) for p, r in zip(precisions, recalls, strict=True)]
    return Clustering(n, part.mean(precisions), part.mean(recalls), part.mean(both))
