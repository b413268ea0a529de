"""How the desk is shown: a line for each item, and the chosen one in its sentence with what may be done about it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from annotator.domain.checks import Fix, Severity
from annotator.domain.desk import Item
from annotator.domain.shown import shown
from annotator.domain.spans import Span
from annotator.domain.threads import Said
from annotator.tui.widgets.lines import Row, Run, fitted, paragraph, row_width
from annotator.tui.widgets.wrapping import wrap

SIGNS = {Severity.ERROR: ("✗", "bad"), Severity.WARNING: ("!", "warning")}
"""How a line says how a problem counts, by shape and by colour."""

RULE = 10
"""Cells for the name of a check."""

IN_WORDS = {
    "trim": "take the white space off",
    "no source": "declare that no source is named",
    "remove": "remove it",
    "remove frame": "remove the frame with its spans",
    "remove span": "remove the span",
    "unhook parent": "let it lie where its words are",
    "unhook continues": "let it continue none",
    "relate same_as": "they are one source",
    "relate distinct_from": "they are two sources",
    "zone body": "the paragraph is body text",
}
"""What fixes are called."""


def fix_title(fix: Fix) -> str:
    """What a fix would do."""
    told = str(fix)
    if told in IN_WORDS:
        return IN_WORDS[told]
    verbs = {"mark": f"mark it as {fix.name}", "label": f"mark it as {fix.name}", "unlink": "let it refer to nobody"}
    verbs |= {"frame": f"make it a quote with {fix.name} = {fix.value}", "zone": f"the paragraph is {fix.name}"}
    return verbs.get(fix.does, told).replace("_", " ")


def item_row(item: Item, is_chosen: bool, width: int) -> Row:
    """One line: how it counts, which check, which article, what is wrong."""
    bar = Run("▌" if is_chosen else " ", "key")
    style = "strong" if is_chosen else ""
    sign, colour = SIGNS[item.problem.severity]
    name = max(10, width // 5)
    rule = Run(f"{item.problem.rule:<{RULE}}", "muted")
    return (
        bar,
        Run(sign, "" if item.acceptance else colour),
        Run(" "),
        rule,
        *cells(item.document, name),
        Run(f" {item.problem.message}", style),
    )


def cells(text: str, width: int) -> Row:
    """The text in exactly so many cells."""
    cut = fitted((Run(text, "muted"),), width)
    return (*cut, Run(" " * (width - row_width(cut))))


def item_rows(item: Item, width: int) -> Iterator[Row]:
    """What is wrong, the sentence with the words in it, and the fixes with their digits."""
    rule, severity = item.problem.rule, item.problem.severity
    style = "" if rule in ("flag", "note") else "warning"
    head = rule if rule in ("flag", "note") else f"{severity.value} {rule}"
    yield (Run(head, style or "title"), Run(f"  {item.document}", "muted"))
    yield from paragraph(item.problem.message, width, "strong")
    if item.sentence:
        yield ()
        yield from sentence_rows(item.sentence, item.at, width)
    if item.acceptance:
        yield ()
        yield (Run(f"right as it is, {when(item.acceptance.created)}", "muted"),)
        yield from paragraph(item.reason, width)
    elif item.problem.fixes:
        yield ()
        for number, fix in enumerate(item.problem.fixes[:9], 1):
            yield (Run(f"{number}", "key"), Run(f"  {fix_title(fix)}"))


def sentence_rows(sentence: str, at: Span | None, width: int) -> Iterator[Row]:
    """The sentence wrapped, with the words in question told from the others."""
    safe = shown(sentence)
    start, end = (at.start, at.end) if at else (0, 0)
    for a, b in pairwise([*wrap(safe, 0, len(safe), max(4, width)), len(safe)]):
        b = a + len(safe[a:b].rstrip())
        low, high = max(a, min(start, b)), max(a, min(end, b))
        parts = (Run(safe[a:low]), Run(safe[low:high], "here"), Run(safe[high:b]))
        yield tuple(part for part in parts if part.text)


def said_rows(said: Sequence[Said], width: int) -> Iterator[Row]:
    """Who wrote what, and when."""
    for each in said:
        yield ()
        yield (Run(each.annotator, "key"), Run(f"  {when(each.at)}", "muted"))
        yield from paragraph(each.text, width)


def when(at: datetime) -> str:
    """A time as it is shown, in the zone of this machine."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
