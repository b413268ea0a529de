"""What keys mean: press them on the editor, look into the annotation set."""

from datetime import UTC, datetime
from itertools import count

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.codebook import Attribute, Codebook, Label, Rules, ZoneKind
from annotator.domain.documents import Document
from annotator.domain.editing import Editor
from annotator.domain.edits import Edit, History, applied
from annotator.domain.keymap import ACTIONS
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnnotationSet,
    Attribution,
    Boundary,
    Progress,
    Reading,
    Remark,
    SentenceMark,
    State,
    ZoneMark,
)
from annotator.domain.spans import Span, words

TEXT = (
    "Some envoys said Ankor was trying to show strength. "
    "“We want peace 🙂,” an aide who knows Ankor said, adding that talks were close. "
    "“Nobody leaves,” he said.\n\n"
    "The ministry, according to two officials, had warned that the mayor said the bridge was safe."
)


def _label(name: str, key: str, role: str = "", **more: object) -> Label:
    return Label(name=name, title=name.title(), key=key, color="#000000", shape="solid", role=role, **more)  # type: ignore[arg-type]


NAMING = Attribute(name="naming", values=("named", "unnamed"), form="short")
SPEECH = Attribute(name="speech", values=("direct", "indirect", "free"), form="short")
EDITS = Attribute(name="edits", values=("bracket", "ellipsis"), multiple=True)
REMARK = Attribute(name="place")
CODEBOOK = Codebook(
    name="small",
    labels=(
        _label("source", "s", "source", attributes=(NAMING,)),
        _label("cue", "v", "cue"),
        _label("content", "q", "content"),
        _label("claim", "c", unit="clause"),
        _label("addressee", "a", on=False),
    ),
    frame=(SPEECH, EDITS, REMARK),
    zones=(ZoneKind(name="body"), ZoneKind(name="caption")),
    rules=Rules(no_source={"naming": ("implicit",)}),
)


def _document(text: str = TEXT) -> Document:
    starts = [0, text.index("“We"), text.index("“Nobody"), text.index("The ministry")] if text == TEXT else [0]
    ends = [*(s for s in starts[1:]), len(text)]
    cuts = zip(starts, ends, strict=True)
    sentences = tuple(Span(a, a + len(text[a:b].rstrip())) for a, b in cuts if text[a:b].strip())
    quotations = tuple(Span(i, text.find("”", i) + 1) for i, c in enumerate(text) if c == "“" and "”" in text[i:])
    return Document(id="d", name="d", text=text, sentences=sentences, quotations=quotations)


@pytest.fixture
def editor() -> Editor:
    """An editor on a fresh article with a clock and ids that count."""
    ids, seconds = count(1), count(1)
    return Editor(
        AnnotatedDocument(_document()),
        "ana",
        CODEBOOK,
        3,
        now=lambda: datetime.fromtimestamp(next(seconds), UTC),
        new_id=lambda: f"id{next(ids)}",
    )


def press(editor: Editor, *keys: str) -> list[Edit]:
    return [edit for key in keys for edit in editor.press(key)]


def mark(editor: Editor, key: str, quoted: str, nth: int = 0) -> list[Edit]:
    """Select these words and press the label's key."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(quoted, start + 1)
    editor.select(Span(start, start + len(quoted)))
    return press(editor, key)


def marked(editor: Editor, label: str) -> list[str]:
    return [words(TEXT, each.fragments) for each in editor.annotations.of(Annotation) if each.label == label]


def frames(editor: Editor) -> list[Attribution]:
    return list(editor.annotations.of(Attribution))


def roles(editor: Editor, frame: Attribution) -> dict[str, list[str]]:
    return {
        role: [words(TEXT, spans) for spans in editor.annotations.spans_of(frame, role)]
        for role in ("source", "cue", "content")
    }


def test_a_selection_takes_the_label_of_the_key(editor: Editor) -> None:
    """With a selection, the key labels the selection and the selection is gone."""
    mark(editor, "c", "Ankor was trying")
    assert marked(editor, "claim") == ["Ankor was trying"]
    assert editor.selection is None


def test_three_keys_make_a_frame_without_linking(editor: Editor) -> None:
    """Everything marked joins the active frame; there is no linking step."""
    mark(editor, "v", "said")
    mark(editor, "s", "Some envoys")
    mark(editor, "q", "Ankor was trying to show strength")
    (frame,) = frames(editor)
    assert roles(editor, frame) == {
        "source": ["Some envoys"],
        "cue": ["said"],
        "content": ["Ankor was trying to show strength"],
    }


@pytest.mark.parametrize("order", ["vsq", "vqs", "svq", "sqv", "qsv", "qvs"])
def test_the_roles_may_be_marked_in_any_order(editor: Editor, order: str) -> None:
    """Six orders, one frame."""
    spans = {"v": "said", "s": "Some envoys", "q": "Ankor was trying to show strength"}
    for key in order:
        mark(editor, key, spans[key])
    assert len(frames(editor)) == 1


def test_a_new_cue_starts_another_frame(editor: Editor) -> None:
    """One sentence may hold several frames."""
    mark(editor, "v", "said")
    mark(editor, "v", "adding")
    assert [roles(editor, frame)["cue"] for frame in frames(editor)] == [["said"], ["adding"]]


def test_escape_closes_the_frame(editor: Editor) -> None:
    """After Esc, a source begins a frame of its own."""
    mark(editor, "v", "said")
    press(editor, "escape")
    mark(editor, "s", "an aide who knows Ankor")
    assert len(frames(editor)) == 2


def test_the_same_key_again_takes_the_next_candidate_and_history_keeps_one_step(editor: Editor) -> None:
    """A second press replaces the first choice; one undo removes the span altogether."""
    edits = press(editor, "v", "v")
    assert len(marked(editor, "cue")) == 1
    assert editor.message.startswith("candidate 2 of")
    history = History((edit.id, edit.reverts) for edit in edits)
    assert history.done == [edits[-1].id]


def test_any_other_key_keeps_the_candidate(editor: Editor) -> None:
    """Moving on leaves what was marked."""
    press(editor, "v", "j", "v")
    assert len(marked(editor, "cue")) == 2


def test_two_frames_share_a_source_that_is_marked_twice(editor: Editor) -> None:
    """One speaker with two cues is one source mention (R12)."""
    for cue in ("said, ", "adding"):
        mark(editor, "v", cue.strip(", "), 1 if cue.startswith("said") else 0)
        mark(editor, "s", "an aide who knows Ankor")
    assert len(marked(editor, "source")) == 1
    assert len({frame.source for frame in frames(editor)}) == 1


def test_content_selected_twice_becomes_two_fragments(editor: Editor) -> None:
    """A second selection of content joins the first as a fragment; a second source is a second mention."""
    mark(editor, "v", "said", 1)
    mark(editor, "q", "“We want peace 🙂,”")
    mark(editor, "q", "talks were close")
    mark(editor, "s", "an aide")
    mark(editor, "s", "he")
    (frame,) = frames(editor)
    assert roles(editor, frame)["content"] == ["“We want peace 🙂,” talks were close"]
    assert roles(editor, frame)["source"] == ["an aide", "he"]


def test_plus_adds_a_fragment_and_minus_takes_it_off(editor: Editor) -> None:
    """The active span grows by a fragment and shrinks again."""
    mark(editor, "q", "“We want peace 🙂,”")
    editor.select(Span(TEXT.index("talks"), TEXT.index("talks") + 5))
    press(editor, "+")
    assert marked(editor, "content") == ["“We want peace 🙂,” talks"]
    press(editor, "-")
    assert marked(editor, "content") == ["“We want peace 🙂,”"]


EDGES = [
    ("]", "show strength", "show strength."),
    ("}", "show strength", "show"),
    ("[", "show strength", "to show strength"),
    ("{", "show strength", "strength"),
    (">", "was trying", "was trying to show strength"),
    ("<", "was trying", "Some envoys said Ankor was trying"),
    ('"', "want peace", "“We want peace 🙂,”"),
    ("<", "peace 🙂", "We want peace 🙂"),
    (">", "said", "said Ankor was trying to show strength"),
]


@pytest.mark.parametrize(("key", "before", "after"), EDGES)
def test_an_edge_is_one_key(editor: Editor, key: str, before: str, after: str) -> None:
    """The edge moves; the record, its frame and its answers stay."""
    mark(editor, "q", before)
    (frame,) = frames(editor)
    press(editor, key)
    assert marked(editor, "content") == [after]
    assert frames(editor)[0].content == frame.content


def test_a_span_is_never_pulled_in_to_nothing(editor: Editor) -> None:
    """The last token stays."""
    mark(editor, "q", "strength")
    assert press(editor, "}", "{") == []
    assert marked(editor, "content") == ["strength"]


def test_letters_set_an_edge(editor: Editor) -> None:
    """`)` and the letter on a word end the active span with that word."""
    mark(editor, "q", "Ankor")
    press(editor, ")")
    letters = next(name for name, word in editor.pending.hints.items() if word.cut(TEXT) == "strength")  # type: ignore[union-attr]
    press(editor, *letters)
    assert marked(editor, "content") == ["Ankor was trying to show strength"]


def test_letters_select(editor: Editor) -> None:
    """`g` moves the cursor to a word, `G` selects from there."""
    for key, word in (("g", "envoys"), ("G", "trying")):
        press(editor, key)
        letters = next(name for name, span in editor.pending.hints.items() if span.cut(TEXT) == word)  # type: ignore[union-attr]
        press(editor, *letters)
    assert editor.selection is not None
    assert editor.selection.cut(TEXT) == "envoys said Ankor was trying"


def test_a_frame_inside_a_content_gets_its_parent(editor: Editor) -> None:
    """Nesting needs no key: the smallest content around a frame is its parent's."""
    mark(editor, "v", "according to")
    mark(editor, "q", "had warned that the mayor said the bridge was safe")
    press(editor, "escape")
    mark(editor, "v", "said", 3)
    mark(editor, "s", "the mayor")
    mark(editor, "q", "the bridge was safe")
    outer, inner = frames(editor)
    assert (outer.parent, inner.parent) == (None, outer.id)


def test_an_inner_frame_loses_its_parent_with_it(editor: Editor) -> None:
    """Removing the outer frame leaves the inner one whole and on its own."""
    test_a_frame_inside_a_content_gets_its_parent(editor)
    editor.look(frame=frames(editor)[0].id)
    press(editor, "X")
    (inner,) = frames(editor)
    assert inner.parent is None
    assert marked(editor, "content") == ["the bridge was safe"]


def test_a_frame_continues_the_one_before(editor: Editor) -> None:
    """`&` names the nearest earlier frame."""
    mark(editor, "v", "said", 1)
    press(editor, "escape")
    mark(editor, "q", "“Nobody leaves,”")
    press(editor, "&")
    first, second = frames(editor)
    assert second.continues == first.id


def test_no_source_is_a_decision_that_can_be_taken_back(editor: Editor) -> None:
    """`0` writes the codebook's value on the frame and takes its source away; again takes it back."""
    mark(editor, "v", "said")
    mark(editor, "s", "Some envoys")
    press(editor, "0")
    assert frames(editor)[0].attributes == {"naming": ("implicit",)}
    assert frames(editor)[0].source == ()
    assert marked(editor, "source") == []
    press(editor, "0")
    assert frames(editor)[0].attributes == {}


def test_a_digit_and_a_letter_answer_a_question(editor: Editor) -> None:
    """The card numbers the short form; a letter chooses the value; the same answer again takes it back."""
    mark(editor, "v", "said")
    mark(editor, "s", "Some envoys")
    press(editor, "1", "b")
    assert editor.active_annotation is not None
    assert editor.active_annotation.attributes == {"naming": ("unnamed",)}
    press(editor, "2", "a")
    assert frames(editor)[0].attributes == {"speech": ("direct",)}
    press(editor, "2", "a")
    assert frames(editor)[0].attributes == {}
    press(editor, "2", "?")
    assert frames(editor)[0].attributes == {"speech": ("?",)}


def test_the_long_form_is_one_key_away(editor: Editor) -> None:
    """`o` lists every question; several answers collect; free text is written."""
    mark(editor, "v", "said")
    for value in ("a", "b"):
        press(editor, "o")
        letter = next(k for k, name in editor.pending.choices if name == "edits")  # type: ignore[union-attr]
        press(editor, letter, value)
    assert frames(editor)[0].attributes == {"edits": ("bracket", "ellipsis")}
    press(editor, "o")
    press(editor, next(k for k, name in editor.pending.choices if name == "place"))  # type: ignore[union-attr]
    assert editor.mode == "write"
    editor.write("in Ankor")
    assert frames(editor)[0].attributes["place"] == ("in Ankor",)


def test_space_records_read_and_goes_on(editor: Editor) -> None:
    """Read with nothing in it is a record, unlike unread."""
    press(editor, "space", "space")
    marks = list(editor.annotations.of(SentenceMark))
    assert [mark.span for mark in marks] == list(editor.sentences[:2])
    assert editor.sentence == 2
    press(editor, "k", "~")
    assert [m.reading for m in editor.annotations.of(SentenceMark) if m.span == editor.current] == [Reading.DOUBTFUL]


def test_next_unread_skips_what_is_read(editor: Editor) -> None:
    """`r` finds the sentence that has no mark."""
    press(editor, "space", "space", "home", "r")
    assert editor.sentence == 2


def test_a_sentence_splits_and_merges_without_moving_a_span(editor: Editor) -> None:
    """Spans never depend on sentences, and a read sentence stays read in both halves."""
    mark(editor, "q", "Ankor was trying")
    press(editor, "space", "home", "l", "l")
    before = editor.sentences
    press(editor, "|")
    assert len(editor.sentences) == len(before) + 1
    assert marked(editor, "content") == ["Ankor was trying"]
    press(editor, "r")
    assert editor.sentence == 2
    editor.go_to_sentence(1)
    press(editor, "|")
    assert editor.sentences == before


def test_a_zone_is_one_annotators_word(editor: Editor) -> None:
    """`t` and a letter say what kind of zone the paragraph is."""
    press(editor, "t", "b")
    (zone,) = editor.annotations.of(ZoneMark)
    assert (zone.zone, zone.span) == ("caption", editor.document.paragraph_at(0))


def test_finishing_is_a_key_of_its_own(editor: Editor) -> None:
    """Not started, in progress, finished, in progress again."""
    assert editor.annotations.state is None
    press(editor, "space")
    assert editor.annotations.state == State.IN_PROGRESS
    press(editor, "F")
    assert editor.annotations.state == State.FINISHED
    press(editor, "F")
    assert editor.annotations.state == State.IN_PROGRESS
    assert len(list(editor.annotations.of(Progress))) == 1


def test_a_flag_is_never_a_label(editor: Editor) -> None:
    """A flag on a span is in its header; on a sentence, it is a remark."""
    press(editor, "!")
    editor.write("who is this?")
    mark(editor, "c", "Ankor was trying")
    press(editor, "m")
    editor.write("check")
    (remark,) = editor.annotations.of(Remark)
    assert (remark.flag, remark.fragments) == ("who is this?", (editor.current,))
    assert [a.note for a in editor.annotations.of(Annotation)] == ["check"]


def test_repeat_does_the_last_thing_again(editor: Editor) -> None:
    """`.` marks the next selection with the label used last."""
    mark(editor, "c", "Ankor was trying")
    editor.select(Span(TEXT.index("talks"), TEXT.index("talks") + 5))
    press(editor, ".")
    assert marked(editor, "claim") == ["Ankor was trying", "talks"]


def test_find_goes_from_place_to_place(editor: Editor) -> None:
    """`/` finds words whatever their capitals; n and N go round."""
    press(editor, "/")
    editor.write("ANKOR")
    places = [editor.cursor.start]
    for _ in range(2):
        press(editor, "n")
        places.append(editor.cursor.start)
    assert places[0] != places[1]
    assert places[0] == places[2]


def test_tab_visits_every_span_in_reading_order(editor: Editor) -> None:
    """Tab goes round all spans; shift+Tab goes back."""
    mark(editor, "c", "talks were close")
    mark(editor, "c", "Some envoys")
    editor.go_to_sentence(0, active=None)
    seen = []
    for _ in range(3):
        press(editor, "tab")
        seen.append(words(TEXT, editor.active_annotation.fragments))  # type: ignore[union-attr]
    assert seen == ["Some envoys", "talks were close", "Some envoys"]


def test_removing_the_last_span_removes_the_frame(editor: Editor) -> None:
    """No frame without a span is left behind."""
    mark(editor, "v", "said")
    press(editor, "backspace")
    assert not editor.annotations.records


def test_every_record_says_who_when_and_under_which_codebook(editor: Editor) -> None:
    """The header is filled in by the editor."""
    mark(editor, "v", "said")
    assert {(r.annotator, r.document_id, r.codebook) for r in editor.annotations.records.values()} == {("ana", "d", 3)}


def test_a_click_puts_the_cursor_on_a_word_and_makes_its_span_active(editor: Editor) -> None:
    """The mouse works too."""
    mark(editor, "c", "Ankor was trying")
    editor.look(active=None)
    editor.place(TEXT.index("was") + 1)
    assert editor.cursor.cut(TEXT) == "was"
    assert editor.active is not None
    editor.place(TEXT.index("show"), extend=True)
    assert editor.selection is not None
    assert editor.selection.cut(TEXT) == "was trying to show"


def undo(editor: Editor, edits: list[Edit]) -> None:
    """What the screen does for `u`: take the inverse of the last edit from elsewhere."""
    edits.append(edits[-1].inverse(editor.new_id(), editor.now()))
    editor.take(edits[-1])


def test_a_key_begins_anew_after_an_undo(editor: Editor) -> None:
    """Undo between two presses of a label key: the second offers the first candidate again."""
    edits = press(editor, "v")
    first = marked(editor, "cue")
    undo(editor, edits)
    press(editor, "v")
    assert marked(editor, "cue") == first


def test_a_written_answer_stays_when_it_is_confirmed_and_goes_when_it_is_emptied(editor: Editor) -> None:
    """Enter on an unchanged line is no change; an empty line takes the answer back."""
    mark(editor, "v", "said")
    for text, expected in (("in Ankor", ("in Ankor",)), ("in Ankor", ("in Ankor",)), ("", None)):
        press(editor, "o")
        press(editor, next(k for k, name in editor.pending.choices if name == "place"))  # type: ignore[union-attr]
        editor.write(text)
        assert frames(editor)[0].attributes.get("place") == expected


def test_a_shared_source_changes_in_one_frame_only(editor: Editor) -> None:
    """Where two frames hold a source, the edge keys give the active frame one of its own."""
    test_two_frames_share_a_source_that_is_marked_twice(editor)
    press(editor, "{")
    assert sorted(marked(editor, "source")) == ["aide who knows Ankor", "an aide who knows Ankor"]
    assert len({frame.source for frame in frames(editor)}) == 2


def test_selecting_within_one_fragment_keeps_the_others(editor: Editor) -> None:
    """Only the fragments that the selection overlaps give way to it."""
    mark(editor, "q", "“We want peace 🙂,”")
    mark(editor, "q", "talks were close")
    mark(editor, "q", "talks")
    assert marked(editor, "content") == ["“We want peace 🙂,” talks"]


def test_a_source_is_in_a_frame_once(editor: Editor) -> None:
    """The same words marked again are not a second mention."""
    mark(editor, "v", "said")
    mark(editor, "s", "Some envoys")
    assert mark(editor, "s", "Some envoys") == []
    assert len(frames(editor)[0].source) == 1


def test_a_source_takes_back_that_there_is_none(editor: Editor) -> None:
    """After `0`, marking a source clears the declaration."""
    mark(editor, "v", "said")
    press(editor, "0")
    mark(editor, "s", "Some envoys")
    assert frames(editor)[0].attributes == {}


def test_the_selection_grows_and_shrinks_from_where_it_began(editor: Editor) -> None:
    """One end stays, the other moves, also past the first."""
    editor.place(TEXT.index("Ankor"))
    seen = []
    for key in ("H", "H", "H", "L", "L", "L"):
        press(editor, key)
        assert editor.selection is not None
        seen.append(editor.selection.cut(TEXT))
    assert seen == ["Ankor", "said Ankor", "envoys said Ankor", "said Ankor", "Ankor", "Ankor was"]


def test_a_doubtful_half_of_a_split_sentence_can_become_read(editor: Editor) -> None:
    """The mark on the very sentence outweighs the one on the whole."""
    press(editor, "~", "l", "l", "|", "~", "~")
    exact = [m.reading for m in editor.annotations.of(SentenceMark) if m.span == editor.current]
    assert exact == [Reading.DOUBTFUL]
    press(editor, "~")
    exact = [m.reading for m in editor.annotations.of(SentenceMark) if m.span == editor.current]
    assert exact == [Reading.READ]


def test_a_span_of_its_own_leaves_the_nesting_as_it_is(editor: Editor) -> None:
    """A parent that came with an import is not rewritten when a claim is marked over the frame."""
    test_a_frame_inside_a_content_gets_its_parent(editor)
    _outer, inner = frames(editor)
    free = msgspec.structs.replace(inner, parent=None)
    editor.take(
        Edit(
            id="x", document_id="d", annotator="ana", at=inner.created, action="import", removed=(inner,), added=(free,)
        )
    )
    edits = mark(editor, "c", "the bridge was safe")
    assert [r.id for e in edits for r in e.added if isinstance(r, Attribution)] == []


def test_undo_and_redo_are_called_what_they_are(editor: Editor) -> None:
    """An undone redo is an undo again."""
    (edit,) = mark(editor, "v", "said")
    actions = []
    for n in range(3):
        edit = edit.inverse(f"i{n}", edit.at)
        actions.append(edit.action)
    assert actions == ["undo mark cue", "redo mark cue", "undo mark cue"]


KEYS = [k for action in ACTIONS for k in action.keys[:1] if not action.on_screen] + list("svqc12ab?") * 3


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(KEYS), max_size=40), st.sampled_from([TEXT, "a", "“", "\n\n", "x\r\ny e\u0301 said “z”"])
)
def test_whatever_is_pressed_every_edit_can_be_undone(keys: list[str], text: str) -> None:
    """No key raises; edits applied again give the same set; their inverses, last first, give the set before."""
    editor = Editor(AnnotatedDocument(_document(text)), "ana", CODEBOOK)
    made: list[Edit] = []
    for key in keys:
        if key == "undo":
            undo(editor, made) if made else None
        else:
            made += editor.write("x") if editor.mode == "write" else editor.press(key)
    replayed = AnnotationSet("ana")
    for edit in made:
        replayed = applied(replayed, edit)
    assert replayed.records == editor.annotations.records
    for edit in reversed(made):
        replayed = applied(replayed, edit.inverse("i", edit.at))
    assert replayed.records == {}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(KEYS), max_size=40))
def test_whatever_is_pressed_spans_hold_words(keys: list[str]) -> None:
    """Every fragment lies in the text and neither begins nor ends with white space; boundaries lie in the text."""
    editor = Editor(AnnotatedDocument(_document()), "ana", CODEBOOK)
    for key in keys:
        if editor.mode == "write":
            editor.write("x")
        else:
            editor.press(key)
    for annotation in editor.annotations.of(Annotation):
        for span in annotation.fragments:
            assert span.end <= len(TEXT)
            assert span.cut(TEXT) == span.cut(TEXT).strip()
    assert all(boundary.offset < len(TEXT) for boundary in editor.annotations.of(Boundary))


def test_history_knows_what_to_undo_and_redo() -> None:
    """A plain edit ends what could be redone; a redo can be undone again."""
    history = History([("1", ""), ("2", ""), ("u2", "2"), ("u1", "1")])
    assert (history.to_undo, history.to_redo) == (None, "u1")
    history.add("r1", "u1")
    assert (history.to_undo, history.to_redo) == ("r1", "u2")
    history.add("3")
    assert (history.to_undo, history.to_redo) == ("3", None)
