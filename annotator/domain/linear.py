"""The article and what is marked in it as plain lines, so that everything the screen shows can also be read aloud."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from annotator.domain.chains import ARROW, level, told
from annotator.domain.codebook import Attribute, Codebook
from annotator.domain.editing import Editor
from annotator.domain.editing.answers import Row
from annotator.domain.editing.moves import marks_of
from annotator.domain.editing.offers import Suggestion
from annotator.domain.editing.state import Choose, EditorState, Jump, Write
from annotator.domain.edits import Edit
from annotator.domain.records import (
    Annotation,
    AnnotationSet,
    AnyRecord,
    Attribution,
    Reading,
    Remark,
    Status,
    annotation_set,
)
from annotator.domain.spans import words

LONG = 14
"""From how many words on the middle of a content is left out: the sentence is read before it."""

KEPT = 5
"""How many words at either end of a long content are read."""


def sentence_lines(state: EditorState, index: int) -> Iterator[str]:
    """A sentence: its number and state, its words, its frames, other spans, remarks and suggestions."""
    sentence = state.sentences[index]
    zone = state.document.zone_at(sentence.start)
    place = "" if zone == "body" else f", {zone.replace('_', ' ')}"
    yield f"sentence {index + 1} of {len(state.sentences)}, {reading(state, index)}{place}."
    yield " ".join(state.text[sentence.start : sentence.end].split())
    frames = list(state.nearby.frames(sentence))
    joined = {member for frame in frames for _, member in frame.roles}
    for frame in frames:
        yield frame_line(state.text, state.codebook, state.annotations, frame) + _remarks(frame)
    for span in state.nearby.of(Annotation, sentence):
        if span.id not in joined or span.flag or span.note:
            yield span_line(state.text, state.codebook, span) + _remarks(span)
    for remark in state.nearby.of(Remark, sentence):
        yield f"On “{words(state.text, remark.fragments)}”{_remarks(remark)}."
    for suggestion in state.offers.beginning_in(sentence, state.level):
        yield suggestion_line(state, suggestion)


def reading(state: EditorState, index: int) -> str:
    """What the annotator has said of a sentence, in a word."""
    marks = marks_of(state, state.sentences[index])
    if any(mark.reading is Reading.DOUBTFUL for mark in marks):
        return "doubtful"
    is_annotated = bool(state.nearby.of(Annotation, state.sentences[index]))
    said = "read" if marks else "unread"
    return f"{said}, annotated" if is_annotated else said


def frame_line(text: str, codebook: Codebook, annotations: AnnotationSet, frame: Attribution) -> str:
    """A frame in a line, such as `Direct quote, source: a Western diplomat, unnamed. Cue: said. Content: …`."""
    first, *others = [*_answers(codebook.frame, frame), ""]
    title = codebook.label_for("content").title.lower()
    kind = f"{first.partition(': ')[2]} {title}".strip()
    parts = [annotations.annotation(each) for each in frame.source]
    sources = " and ".join(_said(text, codebook, each) for each in parts) or "nobody named"
    line = ", ".join([kind[:1].upper() + kind[1:], *filter(None, others), f"source: {sources}"])
    if frame.cue:
        line += f". Cue: {_said(text, codebook, annotations.annotation(frame.cue))}"
    for each in frame.content:
        line += f". Content: {_shortened(words(text, annotations.annotation(each).fragments))}"
    if frame.parent and level(annotations, frame) > 1:
        line += f". In a chain: {told(text, annotations, frame).replace(ARROW, ', who reports ')}"
    return _ended(line) + (" Continues an earlier frame." if frame.continues else "")


def span_line(text: str, codebook: Codebook, annotation: Annotation) -> str:
    """A span in a line: its label, its words, its answers."""
    label = codebook.label(annotation.label)
    return _ended(f"{label.title if label else annotation.label}: {_said(text, codebook, annotation)}")


def suggestion_line(state: EditorState, suggestion: Suggestion) -> str:
    """A suggestion in a line, with how sure the machine is of it."""
    record = suggestion.record
    if isinstance(record, Attribution):
        line = frame_line(state.text, state.codebook, annotation_set("", suggestion.spans), record)
    else:
        line = span_line(state.text, state.codebook, record)
    return f"Suggested, {suggestion.score:.0%} sure{'' if suggestion.is_strong else ', weak'}: {line}"


def card_lines(questions: Iterable[Row]) -> list[str]:
    """The questions about what is active: digit, title, and the answer given or proposed."""
    return [
        f"{each.key or 'o'}: {_title(each.attribute)}: "
        + (_plain(each.values) or (f"{_plain(each.proposed)}, proposed" if each.proposed else "open"))
        for each in questions
    ] or ["nothing is active"]


def pending_lines(state: EditorState) -> list[str]:
    """What the editor waits for, and what can be answered."""
    match state.pending:
        case Choose(title=title, choices=choices):
            return [f"{title.replace('_', ' ')}?", *(f"{letter}: {_plain([value])}" for letter, value in choices)]
        case Write(prompt=prompt, initial=initial):
            return [f"{prompt.replace('_', ' ')}? Empty: {initial or 'nothing'}. A minus removes it, escape leaves it."]
        case Jump(hints=hints, typed=typed):
            here = ((name, span) for name, span in hints.items() if span.start in state.current)
            named = ((name, span) for name, span in here if name.startswith(typed))
            return ["which word?", *(f"{name}: {words(state.text, (span,))}" for name, span in named)]
    return []


def edit_lines(state: EditorState, edit: Edit) -> Iterator[str]:
    """What an edit did: its name, and the spans that came, changed or went."""
    yield f"{edit.action}."
    before = {each.id for each in edit.removed}
    after = {each.id for each in edit.added}
    for verb, records in (
        ("now", edit.added),
        ("removed", [each for each in edit.removed if each.id not in after]),
    ):
        for each in records:
            if isinstance(each, Annotation):
                said = "changed" if verb == "now" and each.id in before else "added" if verb == "now" else verb
                if each.status is Status.REJECTED:
                    said = "rejected" if verb == "now" else "no longer rejected"
                yield f"{said} {span_line(state.text, state.codebook, each)}"


def focus_lines(state: EditorState, before: "Standpoint") -> list[str]:
    """Where the analyst is now, as far as it is elsewhere than before."""
    now = Standpoint(state)
    if now.sentence != before.sentence:
        return list(sentence_lines(state, state.sentence))
    if now.suggestion != before.suggestion and state.suggestion:
        return [suggestion_line(state, state.suggestion)]
    if now.selection != before.selection:
        return [f"selected: {words(state.text, (state.selection,))}" if state.selection else "nothing selected"]
    if (now.active, now.frame) != (before.active, before.frame):
        return [active_line(state)]
    return [f"at: {words(state.text, (state.cursor,))}"] if now.cursor != before.cursor else []


def active_line(state: EditorState) -> str:
    """What the next key would change."""
    if span := state.active_annotation:
        return f"active: {span_line(state.text, state.codebook, span)}"
    if frame := state.active_frame:
        return f"active: {frame_line(state.text, state.codebook, state.annotations, frame)}"
    return "nothing is active"


class Standpoint:
    """Where the analyst was, to tell what has changed."""

    def __init__(self, state: EditorState) -> None:
        self.sentence = state.sentence
        """The sentence."""
        self.cursor = state.cursor
        """The word."""
        self.selection = state.selection
        """The selected words."""
        self.active = state.active
        """The active span."""
        self.frame = state.frame
        """The active frame."""
        self.suggestion = state.focus.suggestion
        """The active suggestion."""


def _said(text: str, codebook: Codebook, annotation: Annotation) -> str:
    """The words of a span with its short answers after them, the first without its question."""
    label = codebook.label(annotation.label)
    first, *others = [*_answers(label.attributes if label else (), annotation), ""]
    answers = filter(None, (first.partition(": ")[2], *others))
    return ", ".join([_shortened(words(text, annotation.fragments)), *answers])


def _answers(questions: Iterable[Attribute], record: Annotation | Attribution) -> list[str]:
    """The answers to the short form's questions, each after its question."""
    short = [each for each in questions if each.form == "short"]
    return [f"{_title(each)}: {_plain(given)}" for each in short if (given := record.attributes.get(each.name))]


def _title(question: Attribute) -> str:
    return (question.title or question.name).replace("_", " ")


def _plain(values: Sequence[str]) -> str:
    return ", ".join(values).replace("_", " ")


def _shortened(said: str) -> str:
    """The words, without the middle of many."""
    each = said.split()
    return " ".join(each if len(each) < LONG else [*each[:KEPT], "…", *each[-KEPT:]])


def _ended(line: str) -> str:
    """The line with a full stop, unless it has one."""
    return line if line.endswith((".", "!", "?")) else line + "."


def _remarks(record: AnyRecord) -> str:
    flag = f" Flag: {record.flag}." if record.flag else ""
    return flag + (f" Note: {record.note}." if record.note else "")


def key_lines(editor: Editor, own: Collection[str]) -> Iterator[str]:
    """Every key with what it does, of labels and of actions that have lines: the editor's, and those of these names."""
    yield from (f"{label.key}: {label.title.lower()}" for label in editor.codebook.labels if label.on)
    for action in editor.keymap.actions:
        if not action.on_screen or action.name in own:
            yield f"{' or '.join(action.keys)}: {action.title}, {action.name}. {action.help}"
