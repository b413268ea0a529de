"""What the text pane shows of a sentence, taken from the editor: its marks and its gutter letter."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, takewhile

from msgspec.structs import replace

from annotator.domain.codebook import Codebook
from annotator.domain.editing import Editor
from annotator.domain.editing.moves import marks_of
from annotator.domain.editing.offers import Suggestion
from annotator.domain.records import Annotation, Attribution, Reading, Status, ZoneMark
from annotator.domain.shown import shown
from annotator.domain.spans import Span, overlaps
from annotator.tui.widgets.lanes import GHOST, STRONG_GHOST, Mark

UNREAD, READ, DOUBTFUL, ANNOTATED = "·", "r", "?", "a"
"""Gutter letters: nothing said yet, read with nothing in it, doubtful, something marked."""


def reading(editor: Editor, sentence: Span) -> str:
    """The gutter letter of a sentence."""
    if any(mark.reading == Reading.DOUBTFUL for mark in marks_of(editor, sentence)):
        return DOUBTFUL
    if covering(editor, sentence):
        return ANNOTATED
    return READ if marks_of(editor, sentence) else UNREAD


def covering(editor: Editor, sentence: Span) -> list[Annotation]:
    """The annotations with words in the sentence, longest first."""
    near = editor.nearby.of(Annotation, sentence)
    found = [each for each in near if any(overlaps(fragment, sentence) for fragment in each.fragments)]
    return sorted(found, key=lambda each: sum(map(len, each.fragments)), reverse=True)


def outside_body(editor: Editor, sentence: Span) -> list[Span]:
    """The parts of the sentence in zones other than the body, by the annotator's own word where there is one."""
    own = editor.nearby.of(ZoneMark, sentence)
    if own:
        return [] if own[-1].zone == "body" else [sentence]
    zones = editor.document.zones
    first = bisect_right(zones, sentence.start, key=lambda zone: zone.end)
    near = takewhile(lambda zone: zone.start < sentence.end, islice(zones, first, None))
    return [zone.span for zone in near if zone.kind != "body"]


def marks(editor: Editor, sentence: Span) -> list[Mark]:
    """The marks whose lanes lie under the opened sentence, gaps between fragments included."""
    near = editor.nearby.of(Annotation, sentence)
    suggestions = editor.offers.near(sentence, editor.level)
    frames = {each.id: editor.nearby.frames_with(each.id) for each in near}
    own = [frame.id for held in frames.values() for frame in held]
    suggested = [each.id for each in suggestions if isinstance(each.record, Attribution)]
    numbers = _numbers([*own, *suggested])
    found = [_mark(editor, each, frames[each.id], numbers) for each in near]
    return found + [ghost for each in suggestions for ghost in _ghosts(editor, each, sentence, numbers)]


def _ghosts(editor: Editor, suggestion: Suggestion, sentence: Span, numbers: Mapping[str, str]) -> Iterator[Mark]:
    """The marks of a suggestion: capitals for a strong one, small letters for a weak one, and always a question."""
    record, at_hand = suggestion.record, editor.suggested_span
    is_active = editor.focus.suggestion == suggestion.id
    for span in suggestion.spans:
        if overlaps(span.envelope, sentence):
            frames = [record] if isinstance(record, Attribution) else []
            mark = mark_of(editor.codebook, span, frames, numbers.get(suggestion.id, ""))
            yield replace(
                mark,
                name=(mark.name if suggestion.is_strong else mark.name.lower()) + "?",
                is_ghost=True,
                is_strong=suggestion.is_strong,
                is_active=is_active and span is at_hand,
                is_near=is_active,
            )


def suggested(editor: Editor, sentence: Span) -> str:
    """The gutter's sign of suggestions that begin in the sentence: one for a strong one, another for weak ones only."""
    found = editor.offers.beginning_in(sentence, editor.level)
    return (STRONG_GHOST if any(each.is_strong for each in found) else GHOST) if found else ""


def _numbers(frame_ids: Iterable[str]) -> dict[str, str]:
    """A number for each frame where a sentence has several, so that their spans can be told apart."""
    ordered = list(dict.fromkeys(frame_ids))
    return {frame_id: str(n) for n, frame_id in enumerate(ordered, 1)} if len(ordered) > 1 else {}


def _mark(editor: Editor, annotation: Annotation, frames: list[Attribution], numbers: dict[str, str]) -> Mark:
    number = "+".join(numbers[frame.id] for frame in frames if frame.id in numbers)
    return replace(
        mark_of(editor.codebook, annotation, frames, number),
        is_active=annotation.id == editor.active,
        is_near=any(frame.id == editor.frame for frame in frames),
    )


def mark_of(codebook: Codebook, annotation: Annotation, frames: Sequence[Attribution], number: str = "") -> Mark:
    """How the annotation's lane shows it, with the number of its frames after its name."""
    label = codebook.label(annotation.label)
    is_ghost = annotation.status is Status.SUGGESTED
    signs = ("!" if annotation.flag else "") + ("*" if annotation.note and not is_ghost else "")
    return Mark(
        id=annotation.id,
        fragments=annotation.fragments,
        name=shown((label.title if label else annotation.label).upper()) + number + signs,
        detail=shown(_detail(codebook, annotation, frames)),
        letter=shown(label.letter or label.key.upper() if label else "?") + number,
        label=annotation.label,
        shape=label.shape if label else "",
        is_ghost=is_ghost,
    )


def _detail(codebook: Codebook, annotation: Annotation, frames: Sequence[Attribution]) -> str:
    """The first short answer: the frame's for its content, the span's own for any other."""
    label = codebook.label(annotation.label)
    holder: Annotation | Attribution = frames[0] if label and label.role == "content" and frames else annotation
    questions = codebook.frame if isinstance(holder, Attribution) else label.attributes if label else ()
    first = next((question for question in questions if question.form == "short"), None)
    return " ".join(holder.attributes.get(first.name, ())).replace("_", " ") if first else ""
