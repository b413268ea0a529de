"""One source beside the list: its names, what is known of it, whom it has to do with, and its mentions in context."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from annotator.domain.codebook import Codebook, values_of
from annotator.domain.documents import Document
from annotator.domain.sources.guessing import is_unnamed
from annotator.domain.sources.registry import Entry, Registry
from annotator.domain.spans import Span
from annotator.project.sources import InContext
from annotator.tui.widgets.lines import Row, Run, flowed, paragraph, spread

BEFORE = 0.4
"""The part of a row that the words before a mention may take."""

CHOSEN = Run("▌ ", "key")
"""What stands before the chosen mention."""


class Shown(Struct, frozen=True):
    """What the card shows."""

    entry: Entry
    """The source."""
    registry: Registry
    """What others are called."""
    mentions: Sequence[InContext]
    """Some of its mentions."""
    chosen: int
    """Which of them is chosen."""
    count: int
    """How many there are."""
    first: int
    """The number of the first one shown, from 0."""


def mark(entry: Entry) -> str:
    """A filled circle for a source with a name, an empty one for one without."""
    return "○" if is_unnamed(entry) else "●"


def source_card(shown: Shown, codebook: Codebook, width: int) -> list[Row]:
    """The card."""
    entry = shown.entry
    rows: list[Row] = [
        (Run(f"{mark(entry)} ", "key"), Run(entry.name, "title"), Run(f"  by {_owners(entry)}", "muted"))
    ]
    aliases: list[Row] = [(Run(name),) for name in entry.names[1:]]
    rows += _listed("also", aliases, width)
    rows += _listed("known", list(_answers(entry, codebook)), width)
    for line in _relations(shown, codebook):
        rows += flowed(line, width, " ")
    rows.append(())
    rows += _mentions(shown, width)
    return rows


def _owners(entry: Entry) -> str:
    return ", ".join(dict.fromkeys(each.annotator for each in entry.members))


def _listed(title: str, items: Sequence[Row], width: int) -> list[Row]:
    """The items in as many rows as they need, beside a title."""
    rows = flowed(items, width - 7, " · ")
    return [(Run(f"{title if n == 0 else '':<7}", "muted"), *row) for n, row in enumerate(rows)]


def _answers(entry: Entry, codebook: Codebook) -> Iterator[Row]:
    """What is answered about the source; of several entries that are one, every answer."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    defaults = {(each.name, (each.default,)) for each in codebook.registry if each.default}
    titles = {each.name: each.title or each.name for each in codebook.registry}
    for member in entry.members:
        for name, values in values_of(codebook, member).items():
            if (name, values) not in seen | defaults:
                seen.add((name, values))
                said = ", ".join(values).replace("_", " ")
                yield (Run(f"{titles.get(name, name)} ".replace("_", " "), "muted"), Run(said))


def _relations(shown: Shown, codebook: Codebook) -> Iterator[list[Row]]:
    """What it has to do with others, in words."""
    for link, other, starts in shown.registry.relations(shown.entry):
        relation = codebook.relation(link.relation)
        title = (relation.title if relation else "") or link.relation
        sure = ", ".join(value for values in link.attributes.values() for value in values)
        ends = ((Run(other.name, "strong"),), (Run("this one", "muted"),))
        one, two = (ends[1], ends[0]) if starts else ends
        who = f"({', '.join(filter(None, (sure, link.annotator)))})"
        yield [one, (Run(title, "key"),), two, (Run(who, "muted"),)]


def _mentions(shown: Shown, width: int) -> Iterator[Row]:
    """Each mention in its words, article by article."""
    if not shown.count:
        yield (Run("no mention of yours refers to it", "muted"),)
        return
    place = f"{shown.first + shown.chosen + 1} of {shown.count}"
    yield spread((Run("mentions", "title"),), (Run(place, "muted"),), width)
    document = None
    for number, each in enumerate(shown.mentions):
        if document is None or document.id != each.document.id:
            document = each.document
            yield (Run(f"  {document.meta.get('headline') or document.name}", "strong"),)
        is_chosen = number == shown.chosen
        yield _context(each, is_chosen, width)
        if is_chosen:
            answers = ", ".join(value for values in each.link.attributes.values() for value in values)
            yield from paragraph(answers.replace("_", " "), width, "muted", indent="   ")


def _context(mention: InContext, is_chosen: bool, width: int) -> Row:
    """A mention with the words around it, as many as there is room for."""
    document, place = mention.document, mention.annotation.envelope
    room = max(8, int(width * BEFORE))
    start = max(mention.sentence.start, place.start - room)
    cut = "…" if start > mention.sentence.start else ""
    before = cut + _line(document, start, place.start)
    after = _line(document, place.end, max(place.end, mention.sentence.end))
    bar = CHOSEN if is_chosen else Run("  ", "key")
    return (bar, Run(before), Run(_line(document, place.start, place.end), "here"), Run(after))


def _line(document: Document, start: int, end: int) -> str:
    """The text from one place to another, in one line."""
    return Span(start, end).cut(document.text).replace("\n", " ") if start < end else ""
