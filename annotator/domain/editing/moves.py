"""Moving, selecting and finding: what changes the focus and never a record."""

import re

from annotator.domain.documents import sentence_at, tokens
from annotator.domain.editing.state import EditorState, Jump, Write
from annotator.domain.records import Annotation, SentenceMark, Status
from annotator.domain.spans import Span, covers

LETTERS = "asdfjklghqwertyuiopzxcvbnm"
"""Letters for jumping, the easiest to reach first."""

SINGLE = 18
"""How many of the letters stand alone; the others begin a pair."""

WINDOW = 400
"""Code points looked at on either side for the next token."""


def token_after(text: str, offset: int) -> Span | None:
    """The first token that starts at or after `offset`."""
    while offset < len(text):
        window = Span(offset, min(len(text), offset + WINDOW))
        found = next(tokens(text, window), None)
        if found and found.end < window.end:
            return found
        if found:
            return next(tokens(text, Span(found.start, len(text))))
        offset = window.end
    return None


def token_before(text: str, offset: int) -> Span | None:
    """The last token that ends at or before `offset`."""
    while offset > 0 and text[offset - 1].isspace():
        offset -= 1
    start = max(0, offset - WINDOW)
    while start > 0 and not text[start - 1].isspace() and start > offset - 2 * WINDOW:
        start -= 1
    return max(tokens(text, Span(start, offset)), default=None) if offset else None


def next_sentence(state: EditorState) -> None:
    """Go to the next sentence."""
    state.go_to_sentence(state.sentence + 1)


def previous_sentence(state: EditorState) -> None:
    """Go to the sentence before."""
    state.go_to_sentence(state.sentence - 1)


def first_sentence(state: EditorState) -> None:
    """Go to the first sentence."""
    state.go_to_sentence(0)


def last_sentence(state: EditorState) -> None:
    """Go to the last sentence."""
    state.go_to_sentence(len(state.sentences) - 1)


def next_unread(state: EditorState) -> None:
    """Go to the next sentence without a mark, from the start again after the last one."""
    count = len(state.sentences)
    order = [(state.sentence + step) % count for step in range(1, count + 1)]
    unread = next((i for i in order if not marks_of(state, state.sentences[i])), None)
    if unread is None:
        state.message = "every sentence is read"
    else:
        state.go_to_sentence(unread, active=None, frame=None, fragment=None)


def marks_of(state: EditorState, sentence: Span) -> list[SentenceMark]:
    """The annotator's marks on a sentence; a mark made before a split counts for both halves."""
    return [mark for mark in state.nearby.of(SentenceMark, sentence) if covers(mark.span, sentence)]


def next_token(state: EditorState) -> None:
    """Move the cursor to the next token, also into the next sentence."""
    _to_token(state, token_after(state.text, state.cursor.end))


def previous_token(state: EditorState) -> None:
    """Move the cursor to the token before."""
    _to_token(state, token_before(state.text, state.cursor.start))


def _to_token(state: EditorState, token: Span | None) -> None:
    if token:
        state.look(cursor=token, sentence=sentence_at(state.sentences, token.start), selection=None)


def place(state: EditorState, offset: int, extend: bool = False) -> None:
    """Put the cursor on the token at `offset`; with `extend`, select from the cursor to there."""
    offset = max(0, min(offset, len(state.text) - 1))
    before = token_before(state.text, offset + 1)
    token = token_after(state.text, before.start if before and offset in before else offset) or before
    if before and offset not in before and (token is None or token.start > offset):
        token = before if offset - before.end < (token.start - offset if token else 1) else token
    if not token:
        return
    if extend:
        select_to(state, token)
    else:
        _to_token(state, token)


def select_to(state: EditorState, token: Span) -> None:
    """Select from the cursor to `token`, whichever comes first."""
    state.look(selection=Span(min(state.cursor.start, token.start), max(state.cursor.end, token.end)))


def select_right(state: EditorState) -> None:
    """Select the cursor's token, then one more with each press."""
    selection = state.selection
    token = token_after(state.text, selection.end) if selection else state.cursor
    if token:
        state.look(selection=Span(selection.start if selection else token.start, token.end))


def select_left(state: EditorState) -> None:
    """Take the last token off the selection, or grow it to the left where the cursor is its end."""
    selection = state.selection or state.cursor
    shorter = token_before(state.text, selection.end - 1)
    last = token_before(state.text, selection.end)
    if selection != state.cursor and last and last.start > selection.start:
        shorter = token_before(state.text, last.start)
        state.look(selection=Span(selection.start, max(selection.start + 1, shorter.end if shorter else 0)))
    elif token := token_before(state.text, selection.start):
        state.look(selection=Span(token.start, selection.end), cursor=token)


def select_sentence(state: EditorState) -> None:
    """Select from the cursor to the end of the sentence, then on to the end of the next one."""
    selection = state.selection or state.cursor
    index = sentence_at(state.sentences, selection.end - 1)
    at_end = selection.end >= state.sentences[index].end
    end = state.sentences[min(index + at_end, len(state.sentences) - 1)].end
    state.look(selection=Span(selection.start, max(selection.end, end)))


def hints(state: EditorState, near: int) -> dict[str, Span]:
    """Letters for the tokens around `near`, one letter for the nearest and two for the others."""
    index = sentence_at(state.sentences, near)
    first, last = max(0, index - 1), min(len(state.sentences), index + 4)
    window = Span(state.sentences[first].start, state.sentences[last - 1].end)
    words = sorted(tokens(state.text, window), key=lambda token: abs(token.start - near))
    prefixes = LETTERS[SINGLE:]
    names = [*LETTERS[:SINGLE], *(a + b for a in prefixes for b in LETTERS)]
    return dict(zip(names, words, strict=False))


def jump(state: EditorState) -> None:
    """Wait for a word to put the cursor on."""

    def go(word: Span) -> tuple[()]:
        _to_token(state, word)
        return ()

    state.pending = Jump(hints(state, state.cursor.start), go)


def jump_select(state: EditorState) -> None:
    """Wait for a word to select to."""

    def go(word: Span) -> tuple[()]:
        select_to(state, word)
        return ()

    state.pending = Jump(hints(state, state.cursor.start), go)


def next_span(state: EditorState) -> None:
    """Make the next fragment in reading order the active one."""
    _step_span(state, 1)


def previous_span(state: EditorState) -> None:
    """Make the fragment before the active one."""
    _step_span(state, -1)


def _step_span(state: EditorState, step: int) -> None:
    stops = sorted(
        (span, annotation.id, index if len(annotation.fragments) > 1 else None)
        for annotation in state.annotations.of(Annotation)
        if annotation.status is not Status.REJECTED
        for index, span in enumerate(annotation.fragments)
    )
    if not stops:
        state.message = "nothing is marked yet"
        return
    here = next((i for i, stop in enumerate(stops) if stop[1:] == (state.active, state.focus.fragment)), None)
    if here is None:
        later = [i for i, stop in enumerate(stops) if stop[0].start >= state.cursor.start]
        here = (later[0] if later else 0) - (step > 0)
    span, annotation_id, fragment = stops[(here + step) % len(stops)]
    _activate(state, span, annotation_id, fragment)


def _activate(state: EditorState, span: Span, annotation_id: str, fragment: int | None) -> None:
    frames = state.nearby.frames_with(annotation_id)
    kept = state.frame if any(frame.id == state.frame for frame in frames) else None
    state.go_to_sentence(sentence_at(state.sentences, span.start))
    state.look(
        active=annotation_id,
        fragment=fragment,
        frame=kept or (frames[0].id if frames else None),
        cursor=token_after(state.text, span.start) or state.cursor,
    )


def activate_at(state: EditorState, offset: int) -> None:
    """Make the shortest span over `offset` the active one, as a click does."""
    around = state.nearby.of(Annotation, Span(offset, offset + 1))
    over = [(len(s), a, s) for a in around for s in a.fragments if offset in s]
    if over:
        _, annotation, span = min(over, key=lambda each: each[0])
        index = annotation.fragments.index(span) if len(annotation.fragments) > 1 else None
        cursor = state.cursor
        _activate(state, span, annotation.id, index)
        state.look(cursor=cursor, sentence=sentence_at(state.sentences, cursor.start))


def find(state: EditorState) -> None:
    """Wait for words to look for."""

    def look_for(words: str) -> tuple[()]:
        state.found = tuple(_places(state.text, words)) if words else ()
        state.message = f"{len(state.found)} found" if words else ""
        next_match(state)
        return ()

    state.pending = Write("find", "", look_for)


def _places(text: str, words: str) -> list[Span]:
    """Where the words stand, capitals or not."""
    return [Span(*match.span()) for match in re.finditer(re.escape(words), text, re.IGNORECASE)]


def next_match(state: EditorState) -> None:
    """Go to the next place found, from the start again after the last one."""
    if later := [span for span in state.found if span.start > state.cursor.start] or list(state.found):
        _to_token(state, token_after(state.text, later[0].start))


def previous_match(state: EditorState) -> None:
    """Go to the place found before."""
    if earlier := [span for span in state.found if span.start < state.cursor.start] or list(state.found):
        _to_token(state, token_after(state.text, earlier[-1].start))
