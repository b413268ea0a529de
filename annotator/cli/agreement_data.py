"""How agreement is told to programs: JSON with everything in it, or CSV with a line for each number."""

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from annotator.agreement.cases import Case
from annotator.agreement.causes import counted, implicated
from annotator.agreement.coefficients import Measure
from annotator.agreement.figures import Agreement
from annotator.agreement.units import UNITS

COLUMNS = ("group", "kind", "name", "measure", "value", "low", "high", "reason")
"""The columns of the CSV form; the group is the article, week or annotator, or empty."""


def as_data(found: Agreement, zones: str, causes: Sequence[Case] | None = None) -> dict[str, object]:
    """Everything; four decimals, null where a measure is undefined, and why."""
    rest = {name: plain(getattr(found, name)) for name in REST}
    return {
        "annotators": found.annotators,
        "documents": found.documents,
        "total": found.total,
        "left_out": found.left_out,
        "zones": zones,
        "unit": UNITS[found.unit],
        "share": found.least,
        "tokens": found.tokens,
        "alpha": plain(found.alpha),
        "f1_exact": plain(found.exact),
        "f1_overlap": plain(found.overlap),
        "labels": {
            each.label: {
                "counts": each.counts,
                "f1_exact": plain(each.exact),
                "f1_share": plain(each.share),
                "f1_overlap": plain(each.overlap),
                "alpha": plain(each.alpha),
                "observed": plain(each.observed),
                "ac1": plain(each.ac1),
                "unitizing": plain(each.unitizing),
            }
            for each in found.labels
        },
        **rest,
        **({} if causes is None else _causes(causes)),
    }


REST = ("nominal", "pairs", "frames", "roles", "links", "relations", "attributes", "identity", "families", "confusion")
"""The figures that are told by the names of their fields."""


def _causes(causes: Sequence[Case]) -> dict[str, object]:
    """How often each cause is met, by pair and label, and what of the codebook is implicated."""
    return {
        "causes": [
            {"first": pair[0], "second": pair[1], "labels": {label: dict(found) for label, found in labels.items()}}
            for pair, labels in counted(causes).items()
        ],
        "implicated": [{"rule": rule.name, "text": rule.text, "cases": times} for rule, times in implicated(causes)],
    }


def plain(value: object) -> object:
    """The value as JSON holds it."""
    if isinstance(value, Measure):
        return measured(value)
    if isinstance(value, Struct):
        return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    return {key: plain(each) for key, each in value.items()} if isinstance(value, Mapping) else value


def measured(measure: Measure) -> dict[str, object]:
    """The measure to four decimals, with its interval, or the reason why there is none."""
    told: dict[str, object] = {"value": None if measure.value is None else round(measure.value, 4)}
    if measure.low is not None and measure.high is not None:
        told |= {"low": round(measure.low, 4), "high": round(measure.high, 4)}
    return told | ({"reason": measure.reason} if measure.reason else {})


def print_csv(groups: Mapping[str, Agreement]) -> None:
    """Print a line for each number of each group."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for group, found in groups.items():
        for kind, name, measure, value in _numbers(found):
            writer.writerow([harmless(group), kind, harmless(name), measure, *cells(value)])


def _numbers(found: Agreement) -> Iterator[tuple[str, str, str, Measure | int]]:
    """Every number with its kind, what it is of, and what it measures."""
    yield "all", "", "articles", found.documents
    yield from (("all", "", name, value) for name, value in _fields(found.nominal))
    yield from (("all", "", name, getattr(found, name)) for name in ("exact", "overlap"))
    kinds: tuple[tuple[str, Iterable[Struct], tuple[str, ...]], ...] = (
        ("label", found.labels, ("label",)),
        ("pair", found.pairs, ("first", "second")),
        ("frame", (*found.frames, *found.links, *found.relations), ("name",)),
        ("role", found.roles, ("name",)),
        ("attribute", found.attributes, ("owner", "attribute")),
    )
    for kind, lines, names in kinds:
        for line in lines:
            name = " ".join(str(getattr(line, each)) for each in names)
            yield from ((kind, name, measure, value) for measure, value in _fields(line))
            yield from ((kind, name, f"n {each}", n) for each, n in _fields(getattr(line, "counts", None)))
    for name, clustering in (("identity", found.identity), ("families", found.families)):
        yield from (("clustering", name, measure, value) for measure, value in _fields(clustering))


def _fields(line: Struct | None) -> Iterator[tuple[str, Measure | int]]:
    """The numbers that a line of figures holds."""
    for name in line.__struct_fields__ if line else ():
        value = getattr(line, name)
        if isinstance(value, Measure | int):
            yield name, value


def cells(value: Measure | int) -> list[object]:
    """The last four columns."""
    if isinstance(value, int):
        return [value, "", "", ""]
    told = measured(value)
    return ["" if told.get(name) is None else told[name] for name in ("value", "low", "high", "reason")]


def harmless(name: str) -> str:
    """The name as no spreadsheet takes it for a formula."""
    return f"'{name}" if name[:1] in ("=", "+", "-", "@", "\t", "\r") else name
