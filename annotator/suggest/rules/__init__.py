"""The rules: attributions by quotation marks, reporting verbs and word order; no model, and instant.

`suggest` gives the outermost attribution wherever several lie in each other; `layers` gives the ones inside as well.
"""

from collections.abc import Iterator

from annotator.domain.documents import BODY, Document
from annotator.suggest.proposing import ProposedFrame
from annotator.suggest.rules.choosing import chosen, inside
from annotator.suggest.rules.framing import frame, keys, unattributed
from annotator.suggest.rules.lexicon import language_of
from annotator.suggest.rules.line import Line, lines
from annotator.suggest.rules.matching import matches

__all__ = ["VERSION", "layers", "measured", "suggest"]

VERSION = "1"
"""Changes whenever the rules would suggest something else."""

ZONES = frozenset({BODY})
"""The kinds of zones in which attributions are looked for."""


def suggest(document: Document, zones: frozenset[str] = ZONES) -> list[ProposedFrame]:
    """The attributions in the zones of the given kinds, in reading order of their cues."""
    found: list[ProposedFrame] = []
    for line in _lines(document, zones):
        standing = chosen(line, matches(line))
        found += [frame(line, match) for match in standing]
        if line.language.code != "en":
            found += unattributed(line, standing)
    return found


def measured(document: Document) -> Iterator[tuple[ProposedFrame, tuple[str, ...]]]:
    """What `suggest` gives, each with the names under which the share of right ones is measured."""
    for line in _lines(document, ZONES):
        yield from ((frame(line, match), keys(line, match)) for match in chosen(line, matches(line)))


def layers(document: Document, zones: frozenset[str] = ZONES) -> Iterator[tuple[ProposedFrame, list[ProposedFrame]]]:
    """Each attribution that goes round a whole sentence, with those that are nested in it."""
    for line in _lines(document, zones):
        found = matches(line)
        for match in chosen(line, found):
            if match.is_outer and (nested := inside(line, match, found)):
                yield frame(line, match), [frame(line, each) for each in nested]


def _lines(document: Document, zones: frozenset[str]) -> Iterator[Line]:
    """The paragraphs in the zones of the given kinds."""
    return lines(document, language_of(document.text, document.meta.get("language", "")), zones)
