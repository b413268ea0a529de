"""Moving, selecting and finding: what changes the focus and never a record."""

import re

from annotator.domain.documents import sentence_at, tokens
from annotator.domain.editing.state import EditorState, Jump, Write
from annotator.domain.records import SentenceMark
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
    read, count = read_sentences(state), len(state.sentences)
    order = ((state.sentence + step) % count for step in range(1, count + 1))
    unread = next((index for index in order if index not in read), None)
    if unread is None:
        state.message = "every sentence is read"
    else:
        state.go_to_sentence(unread, active=None, frame=None, fragment=None)


def read_sentences(state: EditorState) -> set[int]:
    """The indexes of the sentences that a mark covers."""
    read: set[int] = set()
    for mark in state.annotations.of(SentenceMark):
        first, last = (sentence_at(state.sentences, offset) for offset in (mark.span.start, mark.span.end - 1))
        read.update(i for i in range(first, last + 1) if covers(mark.span, state.sentences[i]))
    return read


def marks_of(state: EditorState, sentence: Span) -> list[SentenceMark]:
    """The annotator's marks on a sentence; a mark made before a split counts for both halves."""
    return state.nearby.marks_of(sentence)


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
    start, end = min(state.cursor.start, token.start), max(state.cursor.end, token.end)
    state.look(selection=Span(start, end), head=token)


def select_right(state: EditorState) -> None:
    """Select the cursor's token, then move the end of the selection to the right with each press."""
    _move_head(state, token_after(state.text, _head(state).end))


def select_left(state: EditorState) -> None:
    """Select the cursor's token, then move the end of the selection to the left with each press."""
    _move_head(state, token_before(state.text, _head(state).start))


def select_sentence(state: EditorState) -> None:
    """Select from the cursor to the end of the sentence, then on to the end of the next one."""
    head = _head(state)
    index = sentence_at(state.sentences, head.start)
    at_end = state.selection is not None and head.end >= state.sentences[index].end
    sentence = state.sentences[min(index + at_end, len(state.sentences) - 1)]
    select_to(state, token_before(state.text, sentence.end) or head)


def _head(state: EditorState) -> Span:
    """The token at the moving end of the selection."""
    return (state.focus.head if state.selection else None) or state.cursor


def _move_head(state: EditorState, token: Span | None) -> None:
    select_to(state, (token or _head(state)) if state.selection else state.cursor)


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


def find(state: EditorState) -> None:
    """Wait for words to look for."""

    def look_for(words: str) -> tuple[()]:
        state.found = tuple(_places(state.text, words.strip())) if words.strip() else ()
        state.message = f"{len(state.found)} found" if words.strip() else ""
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
