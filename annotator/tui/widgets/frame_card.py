"""The frame card: what the active frame is made of, the codebook's questions with their digits, and what is wrong."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from annotator.domain.codebook import ROLES, Label
from annotator.domain.editing import Choose, Editor
from annotator.domain.editing import Row as Question
from annotator.domain.editing.linking import links_of
from annotator.domain.editing.offers import Suggestion
from annotator.domain.machines import STRONG
from annotator.domain.records import Annotation, Attribution, ZoneMark, annotation_set
from annotator.domain.spans import words
from annotator.tui.widgets.chain_rows import chain_rows
from annotator.tui.widgets.lanes import GHOST, STRONG_GHOST
from annotator.tui.widgets.lines import Row, Run, flowed, paragraph
from annotator.tui.widgets.palette import Palette

if TYPE_CHECKING:
    from annotator.domain.checks import Problem

WHOLE_TEXT = frozenset({"V11", "quotation", "cue", "label"})
"""Checks of the article rather than of a frame; they are no news about what is active."""

LONGEST_NAME = 20
"""Cells for the name of a question at most."""


def frame_card(editor: Editor, palette: Palette, width: int) -> list[Row]:
    """The card in a column of its own."""
    if isinstance(editor.pending, Choose):
        return [*_asked(editor.pending), *_choices(editor.pending, width)]
    rows = list(_parts(editor, palette))
    if not rows:
        return [(Run("nothing active", "muted"),), (), *label_keys(editor, palette)]
    chain = chain_rows(editor, width)
    return [
        *rows,
        *chain,
        *_reason(editor, width),
        *(row for problem in problems(editor) for row in _problem(problem, width)),
    ]


def small_card(editor: Editor, palette: Palette, width: int) -> list[Row]:
    """The card in three rows or few more, for a small terminal."""
    if isinstance(editor.pending, Choose):
        title = Run(editor.pending.title.replace("_", " ") + "?", "title")
        return flowed([(title,), *(_choice(letter, value) for letter, value in editor.pending.choices)], width)
    members = [_member(editor, palette, each, 24) for each in _members(editor)]
    if not members:
        return flowed(label_keys(editor, palette), width)
    short = [_question(row) for row in editor.card if row.key]
    members = [_head(editor.suggestion), *members] if editor.suggestion else members
    warnings = [(Run("! " + problem.message, "warning"),) for problem in problems(editor)]
    chain = chain_rows(editor, width)[:2]
    return [*flowed(members, width), *flowed(short, width)[:1], *chain, *warnings[:1]]


def label_keys(editor: Editor, palette: Palette) -> list[Row]:
    """Each label with its key."""
    on = [label for label in editor.codebook.labels if label.on]
    return [(Run(f" {label.key} ", palette.chip(label.name)), Run(f" {label.title}")) for label in on]


def problems(editor: Editor) -> "list[Problem]":
    """What the checks say of the active frame and its parts."""
    frame = editor.active_frame
    if frame is None:
        return []
    from annotator.domain.checks import CHECKS, check

    near = [frame, *_frames(editor, frame.parent, frame.continues)]
    members = [editor.annotations.annotation(i) for each in near for _, i in each.roles]
    beside = editor.nearby.of(Annotation, editor.current)
    zones = [zone for each in members for zone in editor.nearby.of(ZoneMark, each.envelope)]
    subset = annotation_set(editor.annotator, [*near, *members, *beside, *zones])
    found = check(editor.document, subset, editor.codebook, [rule for rule in CHECKS if rule not in WHOLE_TEXT])
    own = {frame.id, *(i for _, i in frame.roles)}
    return [problem for problem in found if problem.record_id in own]


def _frames(editor: Editor, *ids: str | None) -> Iterator[Attribution]:
    for frame_id in ids:
        record = editor.annotations.records.get(frame_id or "")
        if isinstance(record, Attribution):
            yield record


def _members(editor: Editor) -> list[Annotation]:
    """The spans of the active frame or suggestion in the order of their roles, or the active span alone."""
    if editor.suggestion:
        return [*editor.suggestion.spans]
    frame = editor.active_frame
    members = [editor.annotations.annotation(i) for _, i in frame.roles] if frame else []
    active = editor.active_annotation
    return members if active is None or active in members else [active, *members]


def _parts(editor: Editor, palette: Palette) -> Iterator[Row]:
    """Each span with the questions that have a digit, then those about the frame, then all that are answered."""
    questions = editor.card
    more = [question for question in questions if not question.key and (question.values or question.proposed)]
    width = max((len(_name(question)) for question in questions if question.key or question in more), default=0)
    frame, members = editor.active_frame, _members(editor)
    if suggestion := editor.suggestion:
        frame = suggestion.record if isinstance(suggestion.record, Attribution) else None
        yield _head(suggestion)
    for record in (*members, *([frame] if frame else ())):
        yield _member(editor, palette, record) if isinstance(record, Annotation) else _title(editor, record)
        yield from _referents(editor, record)
        own = [question for question in questions if question.record_id == record.id and question.key]
        yield from ((Run(" "), *_question(question, width)) for question in own)
        yield from ((Run("! ", "warning"), Run(record.flag)),) if record.flag else ()
        yield from ((Run("* ", "key"), Run(record.note)),) if record.note and not editor.suggestion else ()
    if more:
        yield ()
        yield from ((Run(" "), *_question(question, width)) for question in more)


def _head(suggestion: Suggestion) -> Row:
    """Who suggests it, and how sure."""
    record, sign = suggestion.record, STRONG_GHOST if suggestion.is_strong else GHOST
    strength = "strong" if suggestion.score >= STRONG else "weak"
    who = (
        Run(f"{sign} {record.origin or record.annotator} ", "title"),
        Run(f"{strength}, score {suggestion.score:.2f}", "strong"),
    )
    return who if suggestion.is_strong else (*who, Run(", weak", "muted"))


def _reason(editor: Editor, width: int) -> list[Row]:
    """Why the active suggestion is made, a line for each reason."""
    reasons = editor.suggestion.record.note.split("\n") if editor.suggestion and editor.suggestion.record.note else []
    return [(), *(row for each in reasons for row in paragraph(each, width, "muted"))] if reasons else []


def _referents(editor: Editor, record: Annotation | Attribution) -> Iterator[Row]:
    """The entries of the registry that a source mention refers to."""
    links = links_of(editor, record) if isinstance(record, Annotation) else []
    for link in links:
        entry = editor.registry_of().entry(link.to_id)
        yield (Run("@ ", "key"), Run(entry.name if entry else "an entry that is gone", "strong"))


def _title(editor: Editor, frame: Attribution) -> Row:
    """What the frame is linked to and what it lacks."""
    links = [name for name, other in (("nested", frame.parent), ("continues", frame.continues)) if other]
    missing = [role for role in ROLES if role not in dict(frame.roles)]
    names = ", ".join([*links, *(f"no {_label_title(editor, role)}" for role in missing)])
    return (Run("frame  ", "title"), Run(names, "muted"))


def _label_title(editor: Editor, role: str) -> str:
    return editor.codebook.label_for(role).title.lower()


def _member(editor: Editor, palette: Palette, annotation: Annotation, room: int = 200) -> Row:
    label: Label | None = editor.codebook.label(annotation.label)
    title = (label.title if label else annotation.label).lower()
    text = words(editor.text, annotation.fragments)
    text = text if len(text) <= room else text[: room - 1] + "…"
    count = len(annotation.fragments)
    chip = Run(f" {title} ", palette.chip(annotation.label))
    at_hand = editor.suggested_span
    style = "here" if annotation.id == (at_hand.id if at_hand else editor.active) else ""
    fragments = (Run(f" {count} fragments", "muted"),) if count > 1 else ()
    return (chip, *fragments, Run(" "), Run(text, style))


def _question(question: Question, width: int = 0) -> Row:
    name = Run(_name(question).ljust(width) + " ", "muted")
    return (Run(f"{question.key or ' '} ", "key"), name, _answer(question))


def _answer(question: Question) -> Run:
    """The answer given; else the one proposed, in dots and italics; else a dash."""
    value = ", ".join(question.values or question.proposed).replace("_", " ")
    if not value:
        return Run("–", "muted")
    return Run(value) if question.values else Run(f"{GHOST}{value}{GHOST}", "proposed")


def _name(question: Question) -> str:
    return (question.attribute.title or question.attribute.name).replace("_", " ")[:LONGEST_NAME]


def _asked(pending: Choose) -> list[Row]:
    return [(Run(pending.title.replace("_", " ") + "?", "title"),)]


def _choices(pending: Choose, width: int) -> Sequence[Row]:
    rows = [_choice(letter, value) for letter, value in pending.choices]
    return rows if len(rows) <= 16 else flowed(rows, width)


def _choice(letter: str, value: str) -> Row:
    return (Run(f" {letter} ", "key"), Run(value.replace("_", " ")))


def _problem(problem: "Problem", width: int) -> list[Row]:
    rows = paragraph(problem.message, width, "warning", indent="  ")
    return [(Run("! ", "warning"), *rows[0][1:]), *rows[1:]] if rows else []
