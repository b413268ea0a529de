"""Keys on suggestions: what is taken, refused or changed is in the annotator's set, in one edit, and can be undone."""

from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.domain.documents import Document
from annotator.domain.editing import Editor, Level
from annotator.domain.editing.offers import Offers, merged
from annotator.domain.edits import Edit, applied
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnnotationSet,
    Attribution,
    SentenceMark,
    Status,
    annotation_set,
)
from annotator.domain.spans import Span, words
from annotator.domain.suggestions import undecided
from tests.test_editing import CODEBOOK

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SENTENCES = (
    "The port is closed, officials said on Monday, and a clerk warned that it may sink.",
    "No ship came.",
    "“It will open soon,” a diplomat said.",
    "“We will see,” she added.",
)
TEXT = " ".join(SENTENCES)
DOCUMENT = Document(
    id="d",
    name="port",
    text=TEXT,
    sentences=tuple(Span(TEXT.index(each), TEXT.index(each) + len(each)) for each in SENTENCES),
    quotations=(Span(TEXT.index("“It"), TEXT.index("”") + 1),),
)
KEYS = ["enter", "backspace", "tab", "shift+tab", "space", "j", "k", "v", "s", "q", "[", "]", "{", "}", ",", ";", "1"]
KEYS += ["ctrl+t", "escape", "0", "&", "X", "+", "y", "c", "a", '"', "!"]


def span(role: str, text: str, machine: str, score: float, **answers: tuple[str, ...]) -> Annotation:
    start = TEXT.index(text)
    return Annotation(
        id=f"{machine} {role} {text}",
        document_id="d",
        annotator=machine,
        created=NOW,
        status=Status.SUGGESTED,
        origin=machine,
        score=score,
        label=role,
        fragments=(Span(start, start + len(text)),),
        attributes=answers,
    )


def frame(
    source: str, cue: str, content: str, score: float = 0.9, machine: str = "rules@1", continues: str | None = None
) -> list[Annotation | Attribution]:
    """A suggested frame with its spans; an empty role is not filled."""
    given = {"source": source, "cue": cue, "content": content}
    spans = {role: span(role, text, machine, score, **_answers(role)) for role, text in given.items() if text}
    whole = Attribution(
        id=f"{machine} frame {content}",
        document_id="d",
        annotator=machine,
        created=NOW,
        status=Status.SUGGESTED,
        origin=machine,
        score=score,
        note="a reporting verb",
        source=(spans["source"].id,) if source else (),
        cue=spans["cue"].id if cue else None,
        content=(spans["content"].id,),
        attributes={"speech": ("indirect",)},
        continues=continues,
    )
    return [*spans.values(), whole]


def _answers(role: str) -> dict[str, tuple[str, ...]]:
    return {"naming": ("unnamed",)} if role == "source" else {}


FIRST = frame("officials", "said", "The port is closed")
SECOND = frame("a clerk", "warned", "it may sink", score=0.4)
THIRD = frame("a diplomat", "said.", "“It will open soon,”", score=0.85)
FOURTH = frame("she", "added", "“We will see,”", continues=THIRD[-1].id)
RULES = annotation_set("rules@1", [*FIRST, *SECOND, *THIRD, *FOURTH])


def editor(*sets: AnnotationSet, level: Level = Level.ALL) -> Editor:
    ids = count(1)
    made = Editor(AnnotatedDocument(DOCUMENT), "ana", CODEBOOK, now=lambda: NOW, new_id=lambda: f"id{next(ids)}")
    made.level = level
    made.offer(sets or [RULES])
    return made


def press(editor: Editor, *keys: str) -> list[Edit]:
    return [edit for key in keys for edit in editor.press(key)]


def undo(editor: Editor, edits: list[Edit]) -> None:
    for edit in reversed(edits):
        editor.take(edit.inverse(editor.new_id(), editor.now()))


def frames(editor: Editor, *statuses: Status) -> list[tuple[str, str, str]]:
    """The words of source, cue and content of each of one's own frames."""
    held = editor.annotations
    return [
        tuple(
            " ".join(words(TEXT, each) for each in held.spans_of(found, role)) for role in ("source", "cue", "content")
        )
        for found in held.of(Attribution)
        if found.status in (statuses or (Status.ACCEPTED, Status.EDITED))
    ]  # type: ignore[return-value]


def left(editor: Editor) -> list[str]:
    return [each.id for each in editor.offers.beginning_in(Span(0, len(TEXT)), Level.ALL)]


def at_hand(editor: Editor) -> str:
    """The content of the active suggestion."""
    return editor.suggestion.id.partition("frame ")[2] if editor.suggestion else ""


# --- accepting --------------------------------------------------------------------------------------------------------


def test_enter_takes_the_whole_suggestion_in_one_edit_with_its_origin_score_and_answers() -> None:
    here = editor()
    (edit,) = press(here, "tab", "enter")
    assert frames(here) == [("officials", "said", "The port is closed")]
    assert len(edit.added) == 4
    assert all((r.status, r.origin, r.score) == (Status.ACCEPTED, "rules@1", 0.9) for r in edit.added)
    assert all(record.annotator == "ana" and not record.note for record in edit.added)
    whole = next(here.annotations.of(Attribution))
    assert whole.attributes == {"speech": ("indirect",)}
    assert here.annotations.annotation(whole.source[0]).attributes == {"naming": ("unnamed",)}


def test_enter_again_takes_the_next_one_of_the_sentence_and_then_goes_on_to_the_next_sentence() -> None:
    here = editor()
    press(here, "tab", "enter")
    assert at_hand(here) == "it may sink"
    press(here, "enter")
    assert here.sentence == 0
    assert at_hand(here) == ""
    press(here, "enter")
    assert here.sentence == 2
    assert at_hand(here) == "“It will open soon,”"
    assert here.message == "passed unread: 1"
    press(here, "enter", "enter", "enter")
    assert len(frames(here)) == 4
    press(here, "enter")
    assert here.message == "no suggestion from here on"
    assert not list(here.annotations.of(SentenceMark))


def test_reading_on_makes_the_first_suggestion_of_the_next_sentence_the_active_one() -> None:
    here = editor()
    press(here, "space", "space")
    assert at_hand(here) == "“It will open soon,”"
    press(here, "enter", "space", "enter")
    assert len(frames(here)) == 2


def test_undo_gives_an_accepted_suggestion_back_ready_to_be_taken_again() -> None:
    here = editor()
    edits = press(here, "tab", "enter", "escape")
    undo(here, edits)
    assert not here.annotations.records
    assert at_hand(here) == "The port is closed"
    press(here, "enter")
    assert frames(here) == [("officials", "said", "The port is closed")]


def test_a_frame_continues_another_only_once_both_are_taken_in_whichever_order() -> None:
    for keys in (("enter", "enter", "enter"), ("tab", "enter", "shift+tab", "enter")):
        here = editor()
        press(here, "j", "j", *keys)
        made = {f[2]: r for f, r in zip(frames(here), here.annotations.of(Attribution), strict=True)}
        assert made["“We will see,”"].continues == made["“It will open soon,”"].id
    alone = editor()
    press(alone, "j", "j", "j", "enter")
    assert [each.continues for each in alone.annotations.of(Attribution)] == [None]


def test_two_frames_share_a_source_that_is_already_marked() -> None:
    here = editor()
    here.select(span("source", "officials", "", 0).fragments[0])
    press(here, "s", "escape", "tab", "enter")
    assert len([each for each in here.annotations.of(Annotation) if each.label == "source"]) == 1


def test_a_chord_takes_all_strong_suggestions_of_the_sentence_in_one_edit() -> None:
    surer = [replace(each, score=0.95) for each in SECOND]
    here = editor(annotation_set("rules@1", [*FIRST, *surer, *THIRD]))
    edits = press(here, "ctrl+t")
    assert len(edits) == 1
    assert [each[1] for each in frames(here)] == ["said", "warned"]
    assert here.message == "2 accepted"
    undo(here, edits)
    assert not here.annotations.records
    weak = editor()
    press(weak, "ctrl+t")
    assert [each[1] for each in frames(weak)] == ["said"]
    assert at_hand(weak) == "it may sink"
    press(weak, "ctrl+t")
    assert weak.message == "no strong suggestion begins in this sentence"


# --- refusing ---------------------------------------------------------------------------------------------------------


def test_backspace_refuses_for_good_whichever_machine_suggests_it_again() -> None:
    here = editor()
    (edit,) = press(here, "tab", "backspace")
    assert {record.status for record in edit.added} == {Status.REJECTED}
    assert frames(here, Status.REJECTED) == [("officials", "said", "The port is closed")]
    assert not here.nearby.of(Annotation, Span(0, len(TEXT)))
    assert at_hand(here) == "it may sink"
    other = frame("officials", "said", "The port is closed", machine="learned@7")
    here.offer([annotation_set("learned@7", other)])
    assert left(here) == []
    undo(here, [edit])
    assert left(here) == [other[-1].id]
    assert not here.annotations.records


def test_a_refused_source_can_still_be_marked_and_a_marked_one_stays_when_its_frame_is_refused() -> None:
    here = editor()
    here.select(span("source", "officials", "", 0).fragments[0])
    press(here, "s", "escape", "tab", "backspace")
    (own,) = here.nearby.of(Annotation, Span(0, len(TEXT)))
    assert own.status is Status.ACCEPTED


# --- changing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["]"], ("officials", "said", "The port is closed,")),
        (["{"], ("officials", "said", "port is closed")),
        ([";", "]"], ("officials", "said on", "The port is closed")),  # the span before the content
        ([",", "]"], ("officials said", "said", "The port is closed")),  # round to the first again
        ([">"], ("officials", "said", "The port is closed, officials said on Monday")),
    ],
)
def test_an_edge_key_takes_the_suggestion_and_moves_the_edge_in_one_edit(
    keys: list[str], expected: tuple[str, str, str]
) -> None:
    here = editor()
    edits = press(here, "tab", *keys)
    assert len(edits) == 1
    assert frames(here) == [expected]
    whole = next(here.annotations.of(Attribution))
    assert (whole.status, whole.origin) == (Status.EDITED, "rules@1")
    statuses = [here.annotations.annotation(i).status for _, i in whole.roles]
    assert sorted(statuses) == [Status.ACCEPTED, Status.ACCEPTED, Status.EDITED]
    undo(here, edits)
    assert at_hand(here) == "The port is closed"


def test_a_label_key_goes_through_the_candidates_of_that_role_alone() -> None:
    here = editor()
    press(here, "tab")
    seen = []
    edits: list[Edit] = []
    for _ in range(3):
        edits += press(here, "q")
        ((source, cue, content),) = frames(here)
        assert (source, cue) == ("officials", "said")
        seen.append(content)
    assert "The port is closed" not in seen
    assert len(set(seen)) == 3
    undo(here, edits[-1:])
    assert not here.annotations.records
    assert at_hand(here) == "The port is closed"


def test_a_label_key_with_a_selection_puts_the_selection_in_the_suggested_role() -> None:
    here = editor()
    press(here, "tab")
    here.select(span("source", "Monday", "", 0).fragments[0])
    press(here, "s")
    assert frames(here) == [("Monday", "said", "The port is closed")]


def test_a_label_without_a_role_is_marked_beside_the_suggestion() -> None:
    here = editor()
    press(here, "tab", "c")
    assert [each.label for each in here.annotations.of(Annotation)] == ["claim"]
    assert len(left(here)) == 4


def test_a_question_is_asked_about_the_suggestion_and_its_answer_takes_it() -> None:
    here = editor()
    press(here, "tab")
    assert [(row.attribute.name, row.proposed) for row in here.card][:2] == [
        ("naming", ("unnamed",)),
        ("speech", ("indirect",)),
    ]
    press(here, "1")
    assert not here.annotations.records
    press(here, "escape")
    assert at_hand(here) == "The port is closed"
    edits = press(here, "1", "a")
    assert len(edits) == 1
    (source,) = [each for each in here.annotations.of(Annotation) if each.label == "source"]
    assert source.attributes == {"naming": ("named",)}


def test_a_note_on_a_suggestion_takes_it_only_when_it_is_written() -> None:
    here = editor()
    press(here, "tab", "m", "escape")
    assert not here.annotations.records
    press(here, "m")
    (edit,) = here.write("odd")
    assert [each.note for each in edit.added if each.note] == ["odd"]
    assert here.frame


def test_what_an_accepted_suggestion_becomes_later_is_edited_and_keeps_its_origin() -> None:
    here = editor()
    press(here, "tab", "enter", "escape", ",", "]")
    changed = [each for each in here.annotations.of(Annotation) if each.status is Status.EDITED]
    assert [(each.origin, each.score) for each in changed] == [("rules@1", 0.9)]


# --- which are shown --------------------------------------------------------------------------------------------------


def test_with_suggestions_off_every_key_does_what_it_does_without_any() -> None:
    here, plain = editor(level=Level.OFF), editor(AnnotationSet("rules@1"), level=Level.OFF)
    keys = [*KEYS[:-1], "v", "tab", "s", "enter", "q", "ctrl+t", "j", "backspace", "tab", "backspace"]
    for key in keys:
        assert press(here, key) == press(plain, key)
        assert here.focus == plain.focus
    assert here.annotations == plain.annotations


def test_a_level_hides_what_is_less_sure() -> None:
    here = editor(level=Level.STRONG)
    press(here, "tab", "enter")
    assert at_hand(here) == ""
    press(here, "tab")
    assert at_hand(here) == "“It will open soon,”"
    here.show(Level.OFF)
    assert here.suggestion is None
    here.show(Level.ALL)
    assert here.suggestion is None


def test_tab_goes_through_suggestions_in_reading_order_and_round() -> None:
    here = editor()
    seen = []
    for _ in range(5):
        press(here, "tab")
        seen.append(at_hand(here))
    assert seen == ["The port is closed", "it may sink", "“It will open soon,”", "“We will see,”", "The port is closed"]
    press(here, "shift+tab")
    assert at_hand(here) == "“We will see,”"


def test_own_spans_are_reached_by_keys_while_suggestions_are_left() -> None:
    here = editor()
    press(here, "tab", "enter", "escape", ",")
    assert here.active_annotation
    assert words(TEXT, here.active_annotation.fragments) == "The port is closed"
    press(here, ",")
    assert words(TEXT, here.active_annotation.fragments) == "officials"
    press(here, ";")
    assert words(TEXT, here.active_annotation.fragments) == "The port is closed"
    assert len(left(here)) == 3


def test_tab_goes_through_spans_where_no_suggestion_is_left() -> None:
    here = editor(annotation_set("rules@1", FIRST))
    press(here, "tab", "enter", "escape", "tab")
    assert here.active_annotation
    assert words(TEXT, here.active_annotation.fragments) == "The port is closed"


def test_suggestions_that_arrive_move_nothing() -> None:
    here = editor(AnnotationSet("rules@1"))
    press(here, "l", "v")
    before = here.focus
    here.offer([RULES])
    assert here.focus == before
    press(here, "tab")
    assert here.suggestion


def test_a_frame_made_by_hand_with_the_same_cue_hides_the_suggestion() -> None:
    here = editor()
    start = TEXT.index("said on")
    here.select(Span(start, start + len("said on")))
    edits = press(here, "v")
    assert FIRST[-1].id not in left(here)
    undo(here, edits)
    assert FIRST[-1].id in left(here)


def test_a_click_on_a_suggestion_makes_it_active() -> None:
    here = editor()
    here.place(TEXT.index("clerk"))
    assert at_hand(here) == "it may sink"
    assert here.suggested_span
    assert here.suggested_span.label == "source"


def test_the_reason_is_told_of_a_suggestion_and_of_what_was_taken() -> None:
    here = editor()
    press(here, "y")
    assert here.message == "no suggestion is active"
    press(here, "tab", "y")
    assert here.message == "rules@1, strong, score 0.90  a reporting verb"
    press(here, "enter", "enter", "shift+tab", ",", "y")
    press(here, "k", "escape", ",", "y")
    assert here.message.startswith("rules@1, ")
    assert here.message.endswith("a reporting verb")


# --- several machines -------------------------------------------------------------------------------------------------


def test_of_two_machines_the_first_stands_and_the_other_adds_what_it_alone_sees() -> None:
    same = frame("officials", "said", "The port is closed", machine="rules@1")
    better = frame("officials", "said", "The port is closed,", machine="attribution-en@1")
    both = merged([annotation_set("attribution-en@1", better), annotation_set("rules@1", [*same, *SECOND])])
    assert {each.id for each in both.of(Attribution)} == {better[-1].id, SECOND[-1].id}


# --- proposed answers -------------------------------------------------------------------------------------------------


def test_answers_proposed_for_a_frame_made_by_hand_are_taken_with_one_key_and_only_then() -> None:
    here = editor(AnnotationSet("rules@1"))
    here.propose = lambda document, around, record: (
        {"naming": ("unnamed",)} if isinstance(record, Annotation) and record.label == "source" else {}
    )
    press(here, "v", "s", "q")
    assert [row.proposed for row in here.card if row.attribute.name == "naming"] == [("unnamed",)]
    assert not any(each.attributes for each in here.annotations.of(Annotation))
    (edit,) = press(here, "enter")
    assert here.message == "1 proposed answer taken"
    assert [each.attributes for each in edit.added] == [{"naming": ("unnamed",)}]
    assert press(here, "enter") == []
    here.show(Level.OFF)
    undo(here, [edit])
    assert [row.proposed for row in here.card if row.attribute.name == "naming"] == [()]


# --- claims -----------------------------------------------------------------------------------------------------------

CLAIMS = annotation_set(
    "rules@1", [*RULES.records.values(), *(span("claim", each, "rules@1", 0.6) for each in ("The port", "No ship"))]
)


def test_claims_come_after_the_frames_of_their_sentence_and_only_where_all_is_shown() -> None:
    here = editor(CLAIMS)
    assert [each.rpartition(" ")[2] for each in left(here)] == ["closed", "sink", "port", "ship", "soon,”", "see,”"]
    for level in (Level.LIKELY, Level.STRONG, Level.OFF):
        assert not any(each.is_claim for each in here.offers.beginning_in(Span(0, len(TEXT)), level))


def test_enter_leads_from_frame_to_frame_and_tab_to_the_claims_too() -> None:
    here = editor(CLAIMS)
    press(here, "tab", "enter", "enter", "enter")
    assert (here.sentence, at_hand(here)) == (2, "“It will open soon,”")
    press(here, "shift+tab", "shift+tab", "enter")
    assert [words(TEXT, each.fragments) for each in here.annotations.of(Annotation) if each.label == "claim"] == [
        "The port"
    ]


# --- removing ---------------------------------------------------------------------------------------------------------


def test_removing_what_was_taken_refuses_it_until_that_is_undone() -> None:
    here = editor()
    press(here, "tab", "enter", "shift+tab")
    before = here.annotations
    here.look(frame=next(before.of(Attribution)).id)
    edits = press(here, "X")
    assert [edit.action for edit in edits] == ["remove frame"]
    assert frames(here) == []
    assert frames(here, Status.REJECTED) == [("officials", "said", "The port is closed")]
    assert not any("closed" in each for each in left(here))
    other = annotation_set("other@7", frame("officials", "said", "The port is closed", machine="other@7"))
    assert not undecided(other, here.annotations).records
    undo(here, edits)
    assert here.annotations == before


def test_what_was_taken_and_mended_is_refused_as_it_was_suggested() -> None:
    here = editor()
    press(here, "tab", "]", "X")
    assert frames(here, Status.REJECTED) == [("officials", "said", "The port is closed")]


def test_removing_what_was_marked_by_hand_leaves_nothing_behind() -> None:
    here = editor()
    press(here, "j", "v", "q", "X")
    assert not here.annotations.records


# --- laws -------------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(KEYS), max_size=25))
def test_after_any_keys_the_edits_make_the_set_and_what_is_left_is_what_is_undecided(keys: list[str]) -> None:
    here = editor()
    again = AnnotationSet("ana")
    for edit in press(here, *keys):
        again = applied(again, edit)
    assert again == here.annotations
    fresh = Offers([RULES], here.annotations, here.nearby)
    everything = Span(0, len(TEXT))
    assert fresh.beginning_in(everything, Level.ALL) == here.offers.beginning_in(everything, Level.ALL)
    assert {each.id for each in undecided(RULES, here.annotations).of(Attribution)} >= set(left(here))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(KEYS), max_size=15))
@example(["enter", ";", "+"])  # a fragment added on the cue of another suggestion
def test_undoing_every_edit_gives_every_suggestion_back(keys: list[str]) -> None:
    here = editor()
    undo(here, press(here, *keys))
    assert not here.annotations.records
    assert len(left(here)) == 4
