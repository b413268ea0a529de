"""Adjudication: every case is decided once, what is decided stays so, and gold is what was taken."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.agreement.adjudicating import Adjudication, Order
from annotator.agreement.cases import Cause
from annotator.agreement.disputes import Dispute, lanes
from annotator.agreement.settling import gold_id
from annotator.domain.codebook import Attribute, Codebook, Label
from annotator.domain.documents import Document, document_id
from annotator.domain.edits import Edit
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnnotationSet,
    AnyRecord,
    Attribution,
    Link,
    SentenceMark,
    Status,
    annotation_set,
)
from annotator.domain.spans import Span
from annotator.project import Project
from annotator.project.making import make_project
from tests.store_examples import NOON

TEXT = "Mayor Ann Lee said on Monday that the bridge was safe, a clerk recalled. The bridge fell, officials say. " * 2
DOCUMENT = Document(document_id(TEXT), "bridge.txt", TEXT)
KIND = Attribute(name="kind", values=("x", "y", "0", "1"))
CLAIM = Label(name="claim", title="claim", key="c", color="#ffffff", shape="solid", attributes=(KIND,))
CODEBOOK = Codebook(name="plain", labels=(CLAIM,))


class Pen:
    """Makes the records of one annotator."""

    def __init__(self, annotator: str) -> None:
        self.annotator = annotator
        self.made: list[AnyRecord] = []

    def head(self, **more: object) -> dict:
        number = f"{self.annotator}-{len(self.made)}"
        return {"id": number, "document_id": DOCUMENT.id, "annotator": self.annotator, "created": NOON, **more}

    def span(self, start: int, end: int, label: str = "claim", **more: object) -> Annotation:
        made = Annotation(label=label, fragments=(Span(start, end),), **self.head(**more))
        self.made.append(made)
        return made

    def frame(self, source: Annotation | None, cue: tuple[int, int], content: tuple[int, int], **more: object):
        words, said = self.span(*cue, label="cue"), self.span(*content, label="content")
        made = Attribution(source=(source.id,) if source else (), cue=words.id, content=(said.id,), **self.head(**more))
        self.made.append(made)
        return made

    def link(self, start: AnyRecord, end: str) -> Link:
        made = Link(relation="refers", from_id=start.id, to_id=end, **self.head())
        self.made.append(made)
        return made

    @property
    def set(self) -> AnnotationSet:
        return annotation_set(self.annotator, self.made)


def adjudication(*pens: Pen | AnnotationSet, **more: object) -> Adjudication:
    sets = tuple(pen.set if isinstance(pen, Pen) else pen for pen in pens)
    names = [each.annotator for each in sets if each.annotator != "gold"]
    ids = map("e{}".format, count())
    return Adjudication(
        AnnotatedDocument(DOCUMENT, sets), names, CODEBOOK, by="eve", now=lambda: NOON, new_id=lambda: next(ids), **more
    )


def basics(records: Iterable[AnyRecord]) -> dict[str, AnyRecord]:
    """The records without what makes them one annotator's; ids as gold has them."""
    names = ("annotator", "created", "codebook", "status", "origin", "score", "flag", "note")
    plain = {name: getattr(DUMMY, name) for name in names}
    return {each.id: replace(each, **plain) for each in records}


DUMMY = Annotation(
    label="", fragments=(Span(0, 1),), id="", document_id="", annotator="", created=NOON - timedelta(days=1)
)


def as_gold(records: Iterable[AnyRecord]) -> Iterator[AnyRecord]:
    """The records with the ids of their copies."""
    held = {each.id for each in records}
    for each in records:
        changes: dict[str, object] = {"id": gold_id(each.id)}
        if isinstance(each, Attribution):
            changes |= {"source": tuple(map(gold_id, each.source)), "content": tuple(map(gold_id, each.content))}
            changes |= {n: gold_id(i) if (i := getattr(each, n)) else None for n in ("cue", "parent", "continues")}
        if isinstance(each, Link):
            changes |= {"from_id": gold_id(each.from_id)}
            changes |= {"to_id": gold_id(each.to_id) if each.to_id in held else each.to_id}
        yield replace(each, **changes)


def two() -> tuple[Pen, Pen]:
    """Ana has two frames of one source, the second nested in the first, and a claim; Ben has the first frame only."""
    ana, ben = Pen("ana"), Pen("ben")
    source = ana.span(0, 13, "source")
    outer = ana.frame(source, (14, 18), (29, 71))
    ana.frame(source, (64, 72), (34, 53), parent=outer.id)
    ana.span(77, 83)
    ben.frame(ben.span(6, 13, "source"), (14, 18), (29, 71))
    return ana, ben


def test_frames_and_free_spans_are_cases_with_the_misses_first() -> None:
    bench = adjudication(*two())
    assert [(each.label, each.cause, each.absent) for each in bench.queue()] == [
        ("frame", Cause.MISSED, ("ben",)),
        ("claim", Cause.MISSED, ("ben",)),
        ("frame", Cause.EDGE, ()),
    ]
    assert [each.cause for each in bench.queue(Order.TEXT)] == [Cause.EDGE, Cause.MISSED, Cause.MISSED]
    assert [each.label for each in bench.queue(Order.LABEL)] == ["claim", "frame", "frame"]
    assert [each.cause for each in bench.queue(Order.CAUSE)] == [Cause.MISSED, Cause.MISSED, Cause.EDGE]


def pair(**changes: object) -> tuple[Pen, Pen]:
    """Two who marked the same frame and the same claim, but for changes to Ben's claim."""
    ana, ben = Pen("ana"), Pen("ben")
    for pen in (ana, ben):
        pen.frame(pen.span(0, 13, "source"), (14, 18), (29, 71))
        pen.span(77, 83, "claim", flag=pen.annotator, note=pen.annotator, attributes={"kind": ("y",)})
    ben.made[-1] = replace(ben.made[-1], **changes)
    return ana, ben


CAUSES = [
    ({}, None),  # a flag or note is no difference
    ({"label": "descriptor"}, Cause.LABEL),
    ({"fragments": (Span(77, 84),)}, Cause.EDGE),
    ({"attributes": {"kind": ("x",)}}, Cause.ATTRIBUTE),
    ({"attributes": {}}, None),  # a question left open is no difference
    ({"status": Status.REJECTED}, Cause.MISSED),
    ({"fragments": (Span(90, 95),)}, Cause.MISSED),
]


@pytest.mark.parametrize(("changes", "cause"), CAUSES)
def test_a_case_has_the_gravest_thing_in_which_its_versions_differ(changes: dict, cause: Cause | None) -> None:
    case = next(each for each in adjudication(*pair(**changes)).disputes if each.label == "claim")
    assert case.cause is cause


def test_a_frame_without_source_differs_in_its_roles() -> None:
    ana, ben = Pen("ana"), Pen("ben")
    ana.frame(ana.span(0, 13, "source"), (14, 18), (29, 71))
    ben.frame(None, (14, 18), (29, 71))
    (case,) = adjudication(ana, ben).disputes
    assert case.cause is Cause.ROLE


def test_taking_one_copies_its_frame_with_who_when_and_why() -> None:
    bench = adjudication(*two())
    case = bench.queue()[-1]
    edit = bench.take(case, ["ben"], reason="R3: no title")
    assert (edit.annotator, edit.action, edit.at, edit.removed) == ("gold", "take ben by eve", NOON, ())
    assert {(each.status, each.origin, each.note) for each in edit.added} == {
        (Status.ADJUDICATED, "ben", "R3: no title")
    }
    assert len(edit.added) == 4
    assert bench.is_decided(case)
    assert len(bench.queue()) == 2


def test_a_shared_source_is_shared_in_gold_and_a_nested_frame_stays_nested_in_whatever_order() -> None:
    for order in (Order.TEXT, Order.MISSES):
        bench = adjudication(*two())
        for case in bench.queue(order):
            bench.take(case, ["ana"])
        assert basics(bench.gold.records.values()) == basics(as_gold(two()[0].made))


def test_a_nested_frame_lies_in_whatever_frame_was_taken_for_the_outer_one() -> None:
    bench = adjudication(*two())
    inner, _, outer = bench.queue()
    bench.take(inner, ["ana"])
    bench.take(outer, ["ben"])
    copy = bench.gold.records[gold_id(inner.versions[0].record.id)]
    assert copy.parent == gold_id(outer.version("ben").record.id)
    bench.take_neither(outer)
    assert bench.gold.records[copy.id].parent is None
    bench.take(outer, ["ana"])
    assert bench.gold.records[copy.id].parent == gold_id(outer.version("ana").record.id)


def test_both_gives_both_and_identical_versions_once() -> None:
    bench = adjudication(*two())
    case = bench.queue()[-1]
    bench.take(case, ["ana", "ben"])
    assert len(list(bench.gold.of(Attribution))) == 2
    bench = adjudication(*pair())
    edit = bench.take(bench.queue()[0], ["ana", "ben"])
    assert [each.origin for each in edit.added if isinstance(each, Attribution)] == ["ana, ben"]


def test_neither_stays_decided_and_never_counts() -> None:
    bench = adjudication(*two())
    case = bench.queue()[-1]
    bench.take_neither(case, "R9")
    assert {each.status for each in bench.gold.records.values()} == {Status.REJECTED}
    again = adjudication(*two(), bench.gold)
    assert case.id not in [each.id for each in again.queue()]


def test_what_a_rejected_frame_shares_with_one_that_is_taken_counts() -> None:
    """Ana's two frames share their source: whatever becomes of one, the other's source is as the other is."""
    bench = adjudication(*two())
    inner, _, outer = bench.queue()
    source = gold_id("ana-0")
    bench.take_neither(outer)
    assert bench.gold.records[source].status is Status.REJECTED
    bench.take(inner, ["ana"])
    assert bench.gold.records[source].status is Status.ADJUDICATED
    bench.take_neither(inner)
    assert bench.gold.records[source].status is Status.REJECTED


def test_a_decision_can_be_taken_back_by_its_inverse_and_another_one_replaces_it() -> None:
    bench = adjudication(*two())
    case = bench.queue()[-1]
    edit = bench.take(case, ["ana"])
    bench.apply(edit.inverse("u", NOON))
    assert bench.gold.records == {}
    assert bench.queue()[-1] is case
    bench.take(case, ["ana"])
    bench.take(case, ["ben"])
    assert basics(bench.gold.records.values()) == basics(as_gold(two()[1].made))


def test_agreed_cases_go_to_gold_in_one_edit() -> None:
    bench = adjudication(*pair(label="descriptor"))
    edit = bench.accept_agreed()
    assert edit.action == "accept 1 agreed by eve"
    assert [each.cause for each in bench.queue()] == [Cause.LABEL]
    assert bench.accept_agreed() is None


def test_a_threshold_below_all_accepts_what_so_many_agree_on() -> None:
    pens = [Pen(name) for name in ("ana", "ben", "cat", "dan")]
    for pen, end in zip(pens, (83, 83, 83, 85), strict=True):
        pen.span(77, end)
    for pen in pens[:2]:
        pen.span(0, 5)
    bench = adjudication(*pens)
    assert bench.agreed() == []
    assert [len(each.alike[0]) for each in bench.agreed(3)] == [3]
    assert len(bench.agreed(2)) == 2
    bench.accept_agreed(3)
    (copy,) = bench.gold.of(Annotation)
    assert (copy.origin, copy.envelope) == ("ana, ben, cat", Span(77, 83))


def test_of_versions_alike_the_one_with_most_answers_is_accepted() -> None:
    for changes in ({}, {"attributes": {}}):
        ana, ben = pair(**changes)
        ana.made[-1] = replace(ana.made[-1], attributes={})
        bench = adjudication(ana, ben)
        bench.accept_agreed()
        answers = [each.attributes for each in bench.gold.of(Annotation) if each.label == "claim"]
        assert answers == [ben.made[-1].attributes]


def test_who_did_not_read_the_sentence_has_not_missed_it() -> None:
    """Cat marked another sentence as read, and Dan this one."""
    document = replace(DOCUMENT, sentences=(Span(0, 72), Span(73, 105)))
    pens = [Pen(name) for name in ("ana", "ben", "cat", "dan")]
    for pen in pens[:2]:
        pen.span(77, 83)
    pens[2].made.append(SentenceMark(span=Span(0, 72), **pens[2].head()))
    for number, cause, accepted in ((3, None, 1), (4, Cause.MISSED, 0)):
        sets = tuple(pen.set for pen in pens[:number])
        bench = Adjudication(AnnotatedDocument(document, sets), [each.annotator for each in sets], CODEBOOK)
        (case,) = bench.disputes
        assert (case.absent[0], case.unread, case.cause) == ("cat", ("cat",), cause)
        assert len(bench.agreed()) == accepted


def test_links_come_once_both_their_ends_are_gold() -> None:
    ana, ben = Pen("ana"), Pen("ben")
    far, near = ana.span(0, 5), ana.span(77, 83)
    ana.link(near, far.id)
    outside = ana.link(near, "elsewhere")
    bench = adjudication(ana, ben)
    second, first = sorted(bench.queue(), key=lambda each: -each.place.start)
    bench.take(second, ["ana"])
    assert [each.to_id for each in bench.gold.of(Link)] == [outside.to_id]
    bench.take(first, ["ana"])
    assert basics(bench.gold.records.values()) == basics(as_gold(ana.made))
    bench.take_neither(first)
    assert [each.to_id for each in bench.gold.of(Link)] == [outside.to_id]


def test_names_may_be_hidden_because_lanes_are_shuffled_by_document_and_stay() -> None:
    names = ["ana", "ben", "cat"]
    orders = {lanes(str(number), names) for number in range(50)}
    assert len(orders) == 6
    assert lanes("x", names) == lanes("x", reversed(names))


def test_gold_and_single_annotators_are_not_compared() -> None:
    for names in (["ana"], ["ana", "gold"], ["ana", "ana"]):
        with pytest.raises(AnnotatorError, match="two or more"):
            Adjudication(AnnotatedDocument(DOCUMENT), names, CODEBOOK)
    bench = adjudication(*two())
    for names in ([], ["ana", "ben"], ["zoe"]):
        with pytest.raises(AnnotatorError, match="nobody is named"):
            bench.take(bench.queue()[0], names)


# --- laws ------------------------------------------------------------------------------------------------------------

PLACES = st.tuples(st.integers(0, 60), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))
MARK = st.tuples(PLACES, PLACES, PLACES, st.integers(0, 5), st.booleans())
MARKS = st.lists(MARK, max_size=6)


def drawn(name: str, marks: list) -> Pen:
    """A set with frames that share sources, nest and continue, with free spans and links."""
    pen, frames, sources = Pen(name), [], []
    for first, second, third, kind, shares in marks:
        if kind == 0:
            pen.span(*first, label="claim" if shares else "descriptor", attributes={"kind": (str(second[0] % 2),)})
            if sources:
                pen.link(pen.made[-1], sources[-1].id if shares else "elsewhere")
            continue
        source = sources[-1] if shares and sources else pen.span(*first, label="source")
        parent = frames[-1].id if kind == 1 and frames else None
        earlier = frames[0].id if kind == 2 and frames else None
        sources.append(source)
        frames.append(pen.frame(source, second, third, parent=parent, continues=earlier))
    return pen


SETS = st.tuples(MARKS, MARKS, MARKS).map(
    lambda each: [drawn(name, marks) for name, marks in zip(("ana", "ben", "cat"), each, strict=True)]
)


@settings(max_examples=40)
@given(SETS)
def test_every_mark_is_in_one_case_with_one_version_of_each_annotator(pens):
    bench = adjudication(*pens)
    assert bench.disputes == adjudication(*reversed(pens)).disputes
    records = [each.record.id for case in bench.disputes for each in case.versions]
    held = [i for pen in pens for frame in pen.set.of(Attribution) for _, i in frame.roles]
    marks = [r.id for pen in pens for r in pen.made if not isinstance(r, Link) and r.id not in held]
    assert sorted(records) == sorted(marks)
    assert all(len({v.annotator for v in case.versions}) == len(case.versions) for case in bench.disputes)


def decide(bench: Adjudication, case: Dispute, choice: int) -> Edit:
    names = [each.annotator for each in case.versions]
    if choice == 0:
        return bench.take_neither(case)
    return bench.take(case, names if choice == 1 else [names[choice % len(names)]])


@settings(max_examples=40)
@given(SETS, st.lists(st.integers(0, 4), min_size=20, max_size=20), st.randoms(use_true_random=False))
def test_deciding_every_case_empties_the_queue_and_undoing_all_brings_it_back(pens, choices, shuffler):
    bench = adjudication(*pens)
    before = bench.queue()
    edits, states = [], []
    cases = shuffler.sample(before, len(before))
    for case, choice in zip(cases * 2, choices * 3, strict=False):
        states.append(bench.gold)
        edits.append(decide(bench, case, choice))
    assert bench.queue() == []
    assert adjudication(*pens, bench.gold).queue() == []
    for edit, state in zip(reversed(edits), reversed(states), strict=True):
        bench.apply(edit.inverse(f"undo {edit.id}", NOON))
        assert bench.gold.records == state.records
    assert bench.queue() == before


@settings(max_examples=40)
@given(SETS, st.randoms(use_true_random=False))
def test_gold_is_anas_set_where_ana_is_always_taken_and_else_neither(pens, shuffler):
    bench = adjudication(*pens)
    for case in shuffler.sample(bench.queue(), len(bench.queue())):
        if case.version("ana"):
            bench.take(case, ["ana"])
        else:
            bench.take_neither(case)
    live = [each for each in bench.gold.records.values() if each.status is not Status.REJECTED]
    assert basics(live) == basics(as_gold(pens[0].made))


@given(st.lists(MARK, max_size=6, unique_by=(lambda mark: mark[0], lambda mark: mark[1])))
def test_whoever_agrees_with_everybody_has_nothing_to_decide_but_to_accept(marks):
    copies = [replace_annotator(drawn("x", marks), name) for name in ("ana", "ben", "cat")]
    bench = adjudication(*copies)
    bench.accept_agreed()
    assert bench.queue() == []


def replace_annotator(pen: Pen, name: str) -> AnnotationSet:
    def of(record_id: str | None) -> str | None:
        return f"{name}/{record_id}" if record_id in pen.set.records else record_id

    made = []
    for each in pen.made:
        changes: dict[str, object] = {"id": of(each.id), "annotator": name}
        if isinstance(each, Attribution):
            changes |= {"source": tuple(map(of, each.source)), "content": tuple(map(of, each.content))}
            changes |= {n: of(getattr(each, n)) for n in ("cue", "parent", "continues")}
        if isinstance(each, Link):
            changes |= {"from_id": of(each.from_id), "to_id": of(each.to_id)}
        made.append(replace(each, **changes))
    return annotation_set(name, made)


# --- on the sample corpus --------------------------------------------------------------------------------------------


def test_the_sample_is_adjudicated_saved_and_exported_so_that_it_reads_back_equal(tmp_path: Path) -> None:
    make_project(tmp_path / "s.db", "eve", sample=True)
    make_project(tmp_path / "t.db", "eve")
    with Project.open(tmp_path / "s.db", "eve") as project:
        for each in project.documents():
            loaded = project.load(each.id)
            bench = Adjudication(loaded, ["ana", "ben"], project.codebook, project.codebook_version, "eve")
            if edit := bench.accept_agreed():
                project.apply(edit)
            for number, case in enumerate(bench.queue()):
                project.apply(decide(bench, case, number % 5))
            stored = project.load(each.id)
            assert stored.set_of("gold").records == bench.gold.records
            assert Adjudication(stored, ["ana", "ben"], project.codebook).queue() == []
            last = [case for case in bench.disputes if case not in bench.queue()]
            undo = project.undo(each.id, "gold")
            assert undo is not None
            bench.apply(undo)
            assert len(bench.queue()) == 1
            assert bench.queue()[0] in last
            assert project.load(each.id).set_of("gold").records == bench.gold.records
        assert project.agreement().annotators == ("ana", "ben")
        path = project.export("jsonl", tmp_path / "out").files[0]
        with Project.open(tmp_path / "t.db", "eve") as other:
            assert other.import_sets([path]).skipped == []
            for each in project.documents():
                assert other.load(each.id).set_of("gold") == project.load(each.id).set_of("gold")


def test_six_annotators_are_adjudicated_like_two(tmp_path: Path, shared: Path) -> None:
    """A real article that six people annotated, from brat files."""
    folder, name = shared / "data" / "polnear" / "train", "politico_2016-02-29_democrats-draw-plan-to-shatter-t"
    (tmp_path / "in").mkdir()
    for path in (folder / "text" / f"{name}.txt", *(folder / "attributions").glob(f"{name}_*.ann")):
        (tmp_path / "in" / path.name).write_bytes(path.read_bytes())
    make_project(tmp_path / "p.db", "eve")
    with Project.open(tmp_path / "p.db", "eve") as project:
        project.import_sets([tmp_path / "in"], finished=True)
        (document_id,) = project.store.document_ids()
        bench = project.adjudication(document_id)
        assert bench is not None
        assert len(bench.lanes) == 6
        assert {len(case.versions) for case in bench.disputes} >= {1, 6}
        project.apply(bench.accept_agreed(at_least=4) or pytest.fail("nothing agreed"))
        for number, case in enumerate(bench.queue()):
            project.apply(decide(bench, case, number % 5))
        again = project.adjudication(document_id)
        assert again is not None
        assert again.queue() == []
        assert {fault.rule for fault in project.check() if fault.rule == "file"} == set()
