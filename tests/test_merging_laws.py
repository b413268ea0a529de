"""Whatever two copies went through, merging is safe: what stands here stays, all is settled, and twice is as once."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.domain.edits import Edit, applied
from annotator.domain.errors import EditError
from annotator.domain.records import AnnotationSet, AnyRecord, Attribution, SentenceMark, annotation_set
from annotator.domain.spans import Span
from annotator.project.reconciling import Held, Joined, Occasion, Take, alike, course, joined, said
from tests.store_examples import NOON, header, make_annotation, make_document

DOCUMENT = make_document()
SHARED = (make_annotation(DOCUMENT, 0, 4), make_annotation(DOCUMENT, 5, 9), make_annotation(DOCUMENT, 10, 12))
STEPS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 20)), max_size=10)


def step(held: AnnotationSet, kind: int, pick: int, name: str) -> tuple[tuple[AnyRecord, ...], tuple[AnyRecord, ...]]:
    """What an edit of some kind removes and adds."""
    chosen = list(held.records.values())[pick % len(held.records)] if held.records else None
    head = header(DOCUMENT, record_id=name)
    if kind == 0 or chosen is None:
        return (), (make_annotation(DOCUMENT, pick, pick + 1, record_id=name),)
    if kind == 1:
        return (), (Attribution(content=(chosen.id,), **head),)
    if kind == 2 and not any(mark.span.start == pick % 3 for mark in held.of(SentenceMark)):
        return (), (SentenceMark(span=Span(pick % 3, 4), note=name if pick % 2 else "", **head),)
    if kind == 3:
        return (chosen,), ()
    if kind == 4 and isinstance(chosen, Attribution):
        return (chosen,), (replace(chosen, content=(*chosen.content, SHARED[pick % 3].id)),)
    return (chosen,), (replace(chosen, note="same" if kind == 5 else name),)


def after(edits: list[Edit]) -> AnnotationSet:
    """What the edits make, each of which has to fit."""
    held = AnnotationSet("ana")
    for edit in edits:
        held = applied(held, edit)
    return held


def edit(name: str, number: int, removed: tuple[AnyRecord, ...], added: tuple[AnyRecord, ...]) -> Edit:
    at = NOON + timedelta(minutes=number)
    return Edit(
        id=f"{name}-{number}",
        document_id=DOCUMENT.id,
        annotator="ana",
        at=at,
        action="step",
        removed=removed,
        added=added,
    )


def worked(name: str, steps: list[tuple[int, int]]) -> list[Edit]:
    """The common beginning, and those of the steps that fit."""
    edits = [edit("shared", 0, (), SHARED)]
    for number, (kind, pick) in enumerate(steps, 1):
        held = after(edits)
        new = edit(name, number, *step(held, kind, pick, f"{name}{number}"))
        try:
            applied(held, new)
        except EditError:
            continue
        edits.append(new)
    return edits


def join(ours: list[Edit], theirs: list[Edit], take: Take | None, hours: int = 1) -> tuple[list[Edit], Joined]:
    """Our edits after the merge, which all fit, and what the merge says."""
    made = joined(ours, theirs, Occasion(action="merge", at=NOON + timedelta(hours=hours), take=take))
    edits = [*ours, *made.edits]
    assert same(after(edits).records, made.after)
    return edits, made


def same(one: Held, other: Held) -> bool:
    return texts(one) == texts(other)


def texts(held: Held) -> list[str]:
    return sorted(str(said(each)) for each in held.values())


@given(STEPS, STEPS)
def test_what_they_never_knew_stays_and_what_we_never_knew_comes_or_is_told(ours, theirs):
    mine, offered = worked("a", ours), worked("b", theirs)
    here, there = course(mine), course(offered)
    _, made = join(mine, offered, None)
    for slot, record in here.held.items():
        if not any(alike(record, each) for each in there.versions.get(slot, ())):
            assert made.after[slot] == record
    for slot, record in there.held.items():
        known = any(alike(record, each) for each in here.versions.get(slot, ()))
        if not known and slot not in made.clashing:
            assert alike(made.after[slot], record)
    assert all(made.after.get(slot) == here.held.get(slot) for slot in made.clashing)


@given(STEPS, STEPS, st.sampled_from([None, *Take]))
def test_merging_twice_changes_nothing(ours, theirs, take):
    mine, offered = worked("a", ours), worked("b", theirs)
    once, first = join(mine, offered, take)
    twice, second = join(once, offered, None, hours=2)
    assert twice == once
    assert second.clashing == (frozenset() if take else first.clashing)


@given(STEPS, STEPS, st.sampled_from(Take))
def test_once_decided_both_sides_become_the_same(ours, theirs, take):
    mine, offered = worked("a", ours), worked("b", theirs)
    ours_after, _ = join(mine, offered, take)
    theirs_after, made = join(offered, ours_after, None, hours=2)
    assert not made.clashing
    assert same(after(theirs_after).records, after(ours_after).records)


@given(STEPS, STEPS, st.sampled_from([None, *Take]))
def test_undoing_the_edits_of_a_merge_brings_back_what_was(ours, theirs, take):
    mine, offered = worked("a", ours), worked("b", theirs)
    edits, made = join(mine, offered, take)
    undone = [each.inverse(f"undo {each.id}", NOON) for each in reversed(made.edits)]
    before = annotation_set("ana", course(mine).held.values())
    assert same(after([*edits, *undone]).records, before.records)
