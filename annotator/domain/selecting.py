"""Ranked candidate spans for a label at a cursor: what a label key marks first, second and so on."""

from collections.abc import Iterable, Iterator

from annotator.domain.codebook import ROLES, Label
from annotator.domain.selecting_ranking import ranked
from annotator.domain.selecting_units import units
from annotator.domain.selecting_weights import ranking
from annotator.domain.selecting_window import LETTERS, Situation, Window
from annotator.domain.spans import Fragments, Span, fragments_overlap

__all__ = ["Situation", "candidates", "more_fragments"]

LIMIT = 30
"""How many candidates are offered at most."""


def warm() -> None:
    """Unpack what the ranking has learned, so that the first label key need not."""
    for role in ROLES:
        ranking().weights(role)


def candidates(label: Label, situation: Situation) -> tuple[Fragments, ...]:
    """The spans that `label` most likely marks here, best first.

    A cursor that was moved says where the span begins, unless it stands on words that the frame already has.
    """
    if label.role not in LETTERS:
        taken = situation.taken.get(label.name, frozenset())
        return _distinct(sorted(units(label.unit, situation), key=lambda spans: spans[0] in taken))
    learned = ranking()
    window = Window(situation, learned.words)
    begin = _pointed_at(window, situation)
    found = ranked(window, label.role, situation, learned)
    if begin is not None:
        found = ranked(window, label.role, situation, learned, begin) + found
        found.sort(key=lambda shape: (shape[0][0] != begin, not shape[0][0] <= begin < shape[-1][1]))
    spans = (tuple(window.span(part) for part in shape) for shape in found)
    return _distinct(each for each in spans if _has_words(situation.document.text, each))


def _distinct(found: Iterable[Fragments]) -> tuple[Fragments, ...]:
    return tuple(dict.fromkeys(found))[:LIMIT]


def _has_words(text: str, spans: Fragments) -> bool:
    """Whether anything in the spans is a letter or a digit; marks alone fill no role."""
    return any(char.isalnum() for span in spans for char in span.cut(text))


def _pointed_at(window: Window, situation: Situation) -> int | None:
    """The token the cursor was moved to; None on arrival and where the frame already has the words."""
    here = situation.sentences[situation.sentence].start if situation.sentences else 0
    index = next((i for i, token in enumerate(window.tokens) if token.end > situation.cursor), window.size)
    if situation.cursor == here or index == window.size or window.filled[index]:
        return None
    return index


def more_fragments(label: Label, fragments: Fragments, situation: Situation) -> tuple[Span, ...]:
    """The spans that would most likely be a further fragment of a span of `label`, best first."""
    held = {role: spans for role, spans in situation.frame.items() if role != label.role}
    alone = Situation(
        situation.document, situation.sentences, situation.sentence, situation.cursor, held, situation.taken
    )
    return tuple(dict.fromkeys(_clear(candidates(label, alone), fragments)))[:LIMIT]


def _clear(found: Iterable[Fragments], fragments: Fragments) -> Iterator[Span]:
    """What candidates have beside some fragments: first those that agree with them, then the others."""
    for spans in sorted(found, key=lambda each: not set(fragments) <= set(each)):
        yield from (span for span in spans if not fragments_overlap((span,), fragments))
