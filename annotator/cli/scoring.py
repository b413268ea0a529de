"""What `annotator agreement --with` prints: how good a suggester is against each annotator."""

import csv
import sys
from collections.abc import Iterator, Sequence

import typer

from annotator.agreement.scoring import FRAME, FRAMES, SPANS, Scored
from annotator.cli.agreement import two
from annotator.cli.agreement_data import COLUMNS, cells, harmless, plain
from annotator.cli.edge import count
from annotator.cli.tables import print_json, print_table
from annotator.domain.shown import shown

HEADINGS = ("", "counted by", "proposed", "marked", "right", "precision", "recall", "F1")
"""The columns for people."""


def tell_scores(found: Sequence[Scored], as_csv: bool, as_json: bool) -> None:
    """Print the scores as a table for each annotator, as CSV, or as JSON with an object for each annotator."""
    if as_csv and as_json:
        raise typer.BadParameter("choose --csv or --json, not both")
    if as_json:
        print_json([plain(each) for each in found])
    elif as_csv:
        print_scores_csv(found)
    else:
        for each in found:
            print_scores(each)
        for name, ways in (("spans", SPANS), ("frames", FRAMES)):
            print(f"right, of {name}: {'; '.join(f'{by}: {what}' for by, what in ways.items())}")


def print_scores(found: Scored) -> None:
    """Print one annotator's table."""
    print(shown(f"{found.machine} against {found.annotator}: {count(found.documents, 'finished article')}"))
    if not found.documents:
        return
    rows = [
        (
            each.name,
            each.by,
            each.proposed,
            each.marked,
            each.right,
            two(each.precision),
            two(each.recall),
            two(each.f1),
        )
        for each in found.rates
        if each.proposed
    ]
    print_table(HEADINGS, rows, numbers=HEADINGS[2:])
    if never := dict.fromkeys(each.name for each in found.rates if not each.proposed):
        print(shown(f"never suggested: {', '.join(never)}"))


def print_scores_csv(found: Sequence[Scored]) -> None:
    """Print a line for each number, in the columns of all figures of agreement; the group is the annotator."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in found:
        for kind, name, measure, value in _numbers(each):
            writer.writerow([harmless(each.annotator), kind, harmless(name), measure, *value])


def _numbers(found: Scored) -> Iterator[tuple[str, str, str, Sequence[object]]]:
    """Every number with its kind, what it is of, and what it measures."""
    yield "all", "", "articles", cells(found.documents)
    for each in found.rates:
        kind, name = ("frame", "") if each.name == FRAME else ("label", each.name)
        for measure in ("proposed", "marked", "right", "precision", "recall", "f1"):
            yield kind, name, f"{each.by} {measure}", cells(getattr(each, measure))
