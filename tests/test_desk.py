"""Each fix makes its problem go away and breaks nothing else, and what is accepted stays so until it changes."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from annotator.domain.acceptances import is_acceptance
from annotator.domain.checks import Problem, check
from annotator.domain.codebook import Codebook
from annotator.domain.desk import Item, items_of
from annotator.domain.documents import Document
from annotator.domain.edits import applied
from annotator.domain.errors import AnnotatorError, EditError
from annotator.domain.mending import MENDS, mend
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnnotationSet,
    AnyRecord,
    Attribution,
    Progress,
    SentenceMark,
    State,
    annotation_set,
)
from annotator.domain.spans import Span
from annotator.project import Project
from annotator.project.desk import Desk, read_desk
from annotator.project.making import make_project
from annotator.project.replaying import revert, to_revert_anywhere
from tests.ferry import CODEBOOK, DIRECT, DOCUMENT, PLAN, TEXT, found, frame, header, mark, said
from tests.test_checks import BROKEN
from tests.test_corpus import ARTICLES, annotated

CREW = "“The crew is thinner.”"
SAID = "“Nobody asked us,”"


def finished() -> AnyRecord:
    return Progress(**header(), state=State.FINISHED)


def read(words: str) -> AnyRecord:
    at = TEXT.index(words)
    return SentenceMark(**header(), span=next(each for each in DOCUMENT.sentences if at in each))


def quoted(problems: list[Problem]) -> list[str]:
    return [problem.span.cut(TEXT) for problem in problems if problem.span]


# --- the checks of what was passed over -------------------------------------------------------------------------------

FOUND: list[tuple[str, str, Callable[[], list[AnyRecord]], list[str]]] = [
    # the rule, what is wrong or not, the records, the words that are listed
    ("quotation", "nothing is read", list, []),
    ("quotation", "no cue is beside it", lambda: [read("crew")], [CREW]),
    ("quotation", "in a frame", lambda: [read("crew"), *said(CREW, speech="free_direct")], []),
    ("quotation", "no speech", lambda: [read("crew"), mark("quoted_other", CREW)], []),
    ("quotation", "in a headline or subhead", lambda: [finished()], [CREW]),
    ("cue", "beside said", lambda: [read("Nobody")], [SAID, "“a deckhand”"]),
    ("cue", "the cue is another frame's", lambda: [read("Nobody"), mark("cue", "said “a")], []),
    ("cue", "nothing is read", lambda: [mark("cue", "added")], []),
    ("label", "two labels", lambda: [*(mark("source", "they") for _ in "ab"), mark("addressee", "they")], ["they"]),
    ("label", "equally often", lambda: [mark("source", "they"), mark("addressee", "they")], []),
    ("label", "a claim in the words of a quote", lambda: [mark("claim", PLAN), mark("content", PLAN)], []),
]


@pytest.mark.parametrize(("rule", "case", "records", "listed"), FOUND)
def test_what_was_passed_over_is_listed_where_it_was_read(
    rule: str, case: str, records: Callable[[], list[AnyRecord]], listed: list[str]
) -> None:
    assert quoted(found(records(), rule)) == listed, case


def test_a_frame_for_which_nothing_is_decided_about_the_source_can_be_declared_to_have_none() -> None:
    (problem,) = found(frame(None, mark("cue", "said"), mark("content", PLAN)), "V3")
    assert [str(fix) for fix in problem.fixes] == ["no source"]


# --- fixes ------------------------------------------------------------------------------------------------------------


def key(problem: Problem) -> tuple[str, str, str, Span | None]:
    """What a problem is about; the same one of a span that moved has another place."""
    rule = "quotation" if problem.rule == "cue" else problem.rule
    return (rule, problem.record_id, problem.about, None if problem.record_id else problem.span)


def mends_all(document: Document, annotations: AnnotationSet, codebook: Codebook = CODEBOOK) -> int:
    """Whether each fix of each problem makes it go away and no other come; how many fixes there are."""
    before = check(document, annotations, codebook)
    keys = {key(each) for each in before}
    count = 0
    for problem in before:
        for fix in problem.fixes:
            held = AnnotatedDocument(document, (annotations,))
            edit = mend(held, annotations.annotator, codebook, 1, problem, fix)
            after = {key(each) for each in check(document, applied(annotations, edit), codebook)}
            assert key(problem) not in after, (problem.message, str(fix))
            assert after <= keys, (problem.message, str(fix), after - keys)
            count += 1
    return count


@pytest.mark.parametrize(("rule", "case", "records", "_"), BROKEN)
def test_a_fix_mends_its_problem_and_breaks_nothing(
    rule: str, case: str, records: Callable[[], list[AnyRecord]], _: str
) -> None:
    if rule != "reference":  # no frame is stored without its parts, and no edit of such a one would be
        mends_all(DOCUMENT, annotation_set("ana", records()))


@pytest.mark.parametrize(("rule", "case", "records", "_"), FOUND)
def test_a_fix_of_what_was_passed_over_does_so_too(
    rule: str, case: str, records: Callable[[], list[AnyRecord]], _: list[str]
) -> None:
    mends_all(DOCUMENT, annotation_set("ana", records()))


@pytest.mark.parametrize("slug", ARTICLES)
@pytest.mark.parametrize("annotator", ["ana", "ben"])
def test_every_fix_offered_in_the_sample_mends_and_breaks_nothing(slug: str, annotator: str) -> None:
    held = annotated(slug, annotator)
    records = [*held.set_of(annotator).records.values(), replace(finished(), annotator=annotator)]
    mends_all(held.document, annotation_set(annotator, records))


def test_every_way_of_mending_is_offered_somewhere() -> None:
    cases = [*(records() for _, _, records, _ in BROKEN), *(records() for _, _, records, _ in FOUND)]
    cases.append([mark("descriptor", "they"), *(mark("addressee", "they") for _ in "ab")])
    problems = [each for records in cases for each in check(DOCUMENT, annotation_set("ana", records), CODEBOOK)]
    assert {fix.does for each in problems for fix in each.fixes} == set(MENDS)


def test_another_label_keeps_the_answers_that_it_asks_for_too() -> None:
    records = [mark("descriptor", "they"), *(mark("addressee", "they") for _ in "ab")]
    assert mends_all(DOCUMENT, annotation_set("ana", records)) == 1


def test_a_fix_of_something_that_is_gone_is_refused() -> None:
    (problem,) = found([mark("cue", "said ")], "V2")
    with pytest.raises(EditError, match="not there any more"):
        mend(AnnotatedDocument(DOCUMENT), "ana", CODEBOOK, 1, problem, problem.fixes[0])


# --- accepting --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project without articles, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "p.db"
    make_project(path, "ana")
    return path


@pytest.fixture
def project(empty: Path, tmp_path: Path) -> Iterator[Project]:
    with Project.open(Path(shutil.copy(empty, tmp_path)), "ana") as project:
        records = [mark("source", "Two officials", naming="unnamed_bare", number="one"), read("crew")]
        records += said(DIRECT, speech="indirect")
        held = AnnotatedDocument(DOCUMENT, (annotation_set("ana", records),))
        project.store.add([held], by="ana", at=datetime(2026, 1, 2, tzinfo=UTC), action="import")
        yield project


def desk_of(project: Project) -> Desk:
    desk = Desk(project)
    for document_id, items in read_desk(project):
        desk.take(document_id, items)
    return desk


def by_rule(desk: Desk, rule: str) -> Item:
    return next(each for items in desk.items.values() for each in items if each.problem.rule == rule)


def test_what_is_accepted_is_so_after_a_restart_until_the_record_changes(project: Project) -> None:
    desk = desk_of(project)
    desk.accept(by_rule(desk, "V7"), "the desk confirmed that it is one person")
    assert by_rule(desk, "V7").reason == "the desk confirmed that it is one person"
    with Project.open(project.path, "ana") as again:
        assert by_rule(desk_of(again), "V7").acceptance is not None
    held = project.load(DOCUMENT.id, ["ana"]).set_of("ana")
    source = next(each for each in held.of(Annotation) if each.attributes.get("number") == ("one",))
    noted = replace(source, note="looked at again")
    apply(project, source, noted)
    assert by_rule(desk_of(project), "V7").acceptance is not None, "a note changes nothing"
    apply(project, noted, replace(noted, attributes={**noted.attributes, "number": ("one",), "naming": ("implicit",)}))
    assert by_rule(desk_of(project), "V7").acceptance is None


def test_an_accepted_frame_is_listed_again_when_its_quote_changes(project: Project) -> None:
    desk = desk_of(project)
    desk.accept(by_rule(desk, "V4"), "so in the original")
    held = project.load(DOCUMENT.id, ["ana"]).set_of("ana")
    content = next(each for each in held.of(Annotation) if each.label == "content")
    start = content.fragments[0].start
    apply(project, content, replace(content, fragments=(Span(start, content.fragments[0].end + 1),)))
    assert by_rule(desk_of(project), "V4").acceptance is None


def apply(project: Project, old: AnyRecord, new: AnyRecord) -> None:
    from annotator.domain.edits import Edit

    edit = Edit(
        id=f"e-{new.id}-{project.store.counts()['edit']}",
        document_id=old.document_id,
        annotator="ana",
        at=datetime.now(UTC),
        action="change",
        removed=(old,),
        added=(new,),
    )
    project.apply(edit)


def test_accepting_is_undone_and_taken_back_and_needs_a_reason(project: Project) -> None:
    desk = desk_of(project)
    with pytest.raises(AnnotatorError, match="say why"):
        desk.accept(by_rule(desk, "quotation"), "  ")
    desk.accept(by_rule(desk, "quotation"), "a motto")
    assert by_rule(desk, "quotation").acceptance is not None
    revert(project, to_revert_anywhere(project))
    assert by_rule(desk_of(project), "quotation").acceptance is None
    desk.accept(by_rule(desk_of(project), "quotation"), "a motto")
    desk.withdraw(by_rule(desk, "quotation"))
    assert by_rule(desk, "quotation").acceptance is None
    held = project.load(DOCUMENT.id, ["ana"]).set_of("ana")
    assert not any(map(is_acceptance, held.records.values()))


def test_mending_at_the_desk_is_one_edit_that_can_be_undone(project: Project) -> None:
    desk = desk_of(project)
    before = project.load(DOCUMENT.id).set_of("ana")
    item = by_rule(desk, "V4")
    edit = desk.mend(item, item.problem.fixes[0])
    frames = list(project.load(DOCUMENT.id).set_of("ana").of(Attribution))
    assert [each.attributes["speech_type"] for each in frames] == [("direct",)]
    assert list(project.history(DOCUMENT.id))[-1] == edit
    assert "V4" not in {each.problem.rule for each in desk.items[DOCUMENT.id]}
    revert(project, to_revert_anywhere(project))
    assert project.load(DOCUMENT.id).set_of("ana").records == before.records


def test_items_stand_in_their_sentences() -> None:
    held = AnnotatedDocument(DOCUMENT, (annotation_set("ana", [read("crew"), mark("cue", "said ")]),))
    for item in items_of(held, "ana", CODEBOOK):
        assert item.at is not None
        assert item.problem.span is not None
        assert item.at.cut(item.sentence) == item.problem.span.cut(TEXT)


# --- the registry -----------------------------------------------------------------------------------------------------


def test_two_entries_with_one_alias_are_listed_until_somebody_decides(project: Project) -> None:
    for name, aliases in (("Sabine Orlo", ["Orlo"]), ("Jan Orlo", ["orlo"]), ("Edda Roth", [])):
        project.apply(project.sources.editor.add(name, aliases))
    item = by_rule(desk_of(project), "alias")
    assert [str(fix) for fix in item.problem.fixes] == [
        "relate same_as",
        "relate distinct_from",
        "drop alias orlo of Jan Orlo",
        "drop alias Orlo of Sabine Orlo",
    ]
    for fix in item.problem.fixes:
        desk = desk_of(project)
        desk.mend(by_rule(desk, "alias"), fix)
        assert desk.items[""] == []
        project.sources.revert()
    desk = desk_of(project)
    desk.accept(by_rule(desk, "alias"), "both are called so, and no article says only Orlo")
    assert by_rule(desk_of(project), "alias").acceptance is not None
    entry = project.sources.find("Jan Orlo")
    project.apply(project.sources.editor.add_alias(entry, "the minister"))
    assert by_rule(desk_of(project), "alias").acceptance is None
