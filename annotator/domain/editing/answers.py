"""Answering the codebook's questions, sentence marks, zones, boundaries and article states."""

from collections.abc import Sequence
from string import ascii_lowercase
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from annotator.domain.codebook import UNKNOWN, Attribute, asked, attributes_of
from annotator.domain.editing.linking import references
from annotator.domain.editing.moves import marks_of, read_sentences
from annotator.domain.editing.proposing import own_subjects, propositions
from annotator.domain.editing.state import Choose, EditorState, Write
from annotator.domain.edits import Edit
from annotator.domain.records import (
    Annotation,
    Attributes,
    Attribution,
    Boundary,
    Link,
    Progress,
    Reading,
    SentenceMark,
    State,
    ZoneMark,
)

DIGITS = "123456789"
"""Keys of the questions on the card."""


class Row(Struct, frozen=True):
    """One question on the card with its answer."""

    record_id: str
    """The annotation or frame it is about."""
    attribute: Attribute
    """The question."""
    values: tuple[str, ...]
    """The answers given; empty for none."""
    proposed: tuple[str, ...] = ()
    """The answers a machine proposes where none is given."""
    key: str = ""
    """The digit that answers it; empty for those one key away."""


def rows(state: EditorState) -> tuple[Row, ...]:
    """The questions about the active span, the active frame and its source: short form first, numbered."""
    proposed = propositions(state)
    found = [row for record in _subjects(state) for row in _rows_of(state, record, proposed.get(record.id, {}))]
    short = [row for row in found if row.attribute.form == "short"]
    long = [row for row in found if row.attribute.form != "short"]
    numbered = [replace(row, key=key) for row, key in zip(short, DIGITS, strict=False)]
    return (*numbered, *short[len(numbered) :], *long)


def _subjects(state: EditorState) -> list[Annotation | Attribution | Link]:
    if suggestion := state.suggestion:
        parts = sorted(suggestion.spans, key=lambda each: each is not state.suggested_span)
        return [*parts, suggestion.record] if isinstance(suggestion.record, Attribution) else [*parts]
    found = own_subjects(state)
    return [*found, *references(state, found)]


def _rows_of(state: EditorState, record: Annotation | Attribution | Link, proposed: Attributes) -> list[Row]:
    given = {} if state.suggestion else record.attributes
    questions = (each for each in attributes_of(state.codebook, record) if asked(each, {**proposed, **given}))
    return [
        Row(record.id, each, given.get(each.name, ()), () if each.name in given else proposed.get(each.name, ()))
        for each in questions
    ]


def answer_digit(state: EditorState, digit: str) -> Sequence[Edit]:
    """Ask the question that has this digit on the card."""
    row = next((row for row in rows(state) if row.key == digit), None)
    if row is None:
        state.message = f"there is no question {digit} here"
    else:
        _ask(state, row)
    return ()


def answers(state: EditorState) -> None:
    """Choose among all questions, then answer it."""
    asked_here = rows(state)
    if not asked_here:
        state.message = "no span or frame is active"
        return
    names = [row.attribute.title or row.attribute.name for row in asked_here]

    def go(letter: str) -> tuple[()]:
        _ask(state, asked_here[LETTERS.index(letter)])
        return ()

    state.pending = Choose("question", _lettered(names), go)


LETTERS = ascii_lowercase + ascii_lowercase.upper()
"""Letters for choosing, in reading order."""


def _lettered(names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple(zip(LETTERS, names, strict=False))


def _ask(state: EditorState, row: Row) -> None:
    name = row.attribute.title or row.attribute.name
    if not row.attribute.values:
        state.pending = Write(name, " ".join(row.values), lambda text: answer(state, row, text.strip()))
        return
    choices = (*_lettered(row.attribute.values), (UNKNOWN, "cannot tell"))

    def go(letter: str) -> Sequence[Edit]:
        return answer(state, row, UNKNOWN if letter == UNKNOWN else dict(choices)[letter])

    state.pending = Choose(name, choices, go)


def answer(state: EditorState, row: Row, value: str) -> Sequence[Edit]:
    """Give the answer; given again it is taken back, and a question with several answers collects them."""
    state.last = lambda: _answer_again(state, row.attribute.name, value)
    record: Any = state.annotations.records[row.record_id]
    old = tuple(record.attributes.get(row.attribute.name, ()))
    values = _answered(row.attribute, old, value)
    if values == old:
        return ()
    attributes = {name: each for name, each in record.attributes.items() if name != row.attribute.name}
    if values:
        attributes[row.attribute.name] = values
    changed = state.renewed(record, attributes=attributes)
    return (state.change(f"{row.attribute.name} = {'|'.join(values) or 'none'}", [record], [changed]),)


def _answered(question: Attribute, old: tuple[str, ...], value: str) -> tuple[str, ...]:
    """The answers after one more; its default, such as `none`, stands alone."""
    if not question.values:
        return (value,) if value else ()
    if value in old:
        return tuple(each for each in old if each != value)
    if not question.multiple or value == question.default:
        return (value,)
    return (*(each for each in old if each != question.default), value)


def _answer_again(state: EditorState, name: str, value: str) -> Sequence[Edit]:
    row = next((row for row in rows(state) if row.attribute.name == name), None)
    return answer(state, row, value) if row and row.values != (value,) else ()


# --- sentences, zones, articles ---------------------------------------------------------------------------------------


def read_on(state: EditorState) -> Sequence[Edit]:
    """Record the sentence as read, close the frame and go on."""
    edits = () if marks_of(state, state.current) else (_mark_sentence(state, Reading.READ),)
    state.go_to_sentence(state.sentence + 1, active=None, frame=None, fragment=None)
    return edits


def doubtful(state: EditorState) -> Sequence[Edit]:
    """Mark the sentence as doubtful; a doubtful one as read. A mark on the very sentence outweighs one on more."""
    marks = marks_of(state, state.current)
    exact = [mark for mark in marks if mark.span == state.current]
    is_doubtful = any(mark.reading == Reading.DOUBTFUL for mark in exact or marks)
    return (_mark_sentence(state, Reading.READ if is_doubtful else Reading.DOUBTFUL, marks),)


def _mark_sentence(state: EditorState, reading: Reading, marks: Sequence[SentenceMark] = ()) -> Edit:
    exact = [mark for mark in marks if mark.span == state.current]
    new = SentenceMark(**state.header(), span=state.current, reading=reading)
    return state.change(f"{reading.value} sentence", exact, [new])


def sentence_break(state: EditorState) -> Sequence[Edit]:
    """Split the sentence before the cursor, or merge it with the one before where the cursor is at its start."""
    offset = state.cursor.start
    begins = offset != state.current.start
    if not begins and state.sentence == 0:
        state.message = "the first sentence has none before it"
        return ()
    old = [each for each in state.annotations.of(Boundary) if each.offset == offset]
    new = Boundary(**state.header(), offset=offset, begins=begins)
    return (state.change("split sentence" if begins else "merge sentences", old, [new]),)


def zone(state: EditorState) -> None:
    """Choose what kind of zone the paragraph is."""
    names = [kind.title or kind.name for kind in state.codebook.zones]

    def go(letter: str) -> Sequence[Edit]:
        paragraph = state.document.paragraph_at(state.cursor.start)
        old = [mark for mark in state.nearby.of(ZoneMark, paragraph) if mark.span == paragraph]
        kind = state.codebook.zones[LETTERS.index(letter)].name
        return (state.change(f"zone {kind}", old, [ZoneMark(**state.header(), span=paragraph, zone=kind)]),)

    state.pending = Choose("zone of this paragraph", _lettered(names), go)


def finish(state: EditorState) -> Sequence[Edit]:
    """Declare the article finished, and say what is unread; a finished one in progress again."""
    unread = len(state.sentences) - len(read_sentences(state))
    old = list(state.annotations.of(Progress))
    is_finished = any(progress.state == State.FINISHED for progress in old)
    state.message = "in progress again" if is_finished else f"finished; {unread or 'no'} sentences are not read"
    new = Progress(**state.header(), state=State.IN_PROGRESS if is_finished else State.FINISHED)
    return (state.change("reopen article" if is_finished else "finish article", old, [new]),)
