"""The agreement screen shows the figures of the command line, and every number opens the cases behind it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from annotator.agreement.cases import Cause
from annotator.agreement.causes import cases as causes_of
from annotator.agreement.coefficients import Measure
from annotator.agreement.comparing import agreement_of, tallied
from annotator.agreement.counting import Scope
from annotator.agreement.metrics import METRICS
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.editing import Editor, Level
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import AnnotationSet, Link
from annotator.project import Project
from annotator.project.making import make_project
from annotator.tui.app import Workbench
from annotator.tui.screens.adjudicate import AdjudicateScreen
from annotator.tui.screens.agreement import AgreementScreen
from annotator.tui.screens.agreement_views import Asked, View, shown_of
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.cases import CasesScreen
from annotator.tui.screens.help import HelpScreen
from annotator.tui.screens.library import LibraryScreen
from annotator.tui.widgets.agreement_tables import tables
from annotator.tui.widgets.tables import SCALE, chart, told
from tests.agreement_examples import TEXT, annotation, article, at, done, header
from tests.test_tui_adjudicate import hostile_sets, press, sample, six
from tests.test_tui_screens import assert_is_only_text, screen_text


@asynccontextmanager
async def agreeing(path: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[tuple[Pilot[None], AgreementScreen]]:
    """The workbench with the figures on the screen, opened from the library by a key."""
    with Project.open(path, "eve") as project:
        async with Workbench(project, None, path.with_name("theme"), Level.OFF).run_test(size=size) as pilot:
            await pilot.pause()
            await pilot.press("f5")
            await computed(pilot)
            assert isinstance(pilot.app.screen, AgreementScreen)
            yield pilot, pilot.app.screen


async def computed(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_the_figures_are_those_of_the_project(tmp_path: Path) -> None:
    path = sample(tmp_path)
    with Project.open(path, "eve") as project:
        expected = project.comparison().agreement
    async with agreeing(path) as (pilot, _):
        text = screen_text(pilot.app)
        assert "ana, ben: 9 of 9 articles" in text
        for line in expected.labels:
            assert f"{line.counts.first} : {line.counts.second}" in text
            assert all(told(measure) in text for measure in (line.exact, line.overlap, line.alpha))
        await press(pilot, *["down"] * 200)
        assert f"alpha {told(expected.alpha)}" in screen_text(pilot.app) or expected.alpha.value is None


async def test_every_number_opens_the_cases_behind_it(tmp_path: Path) -> None:
    """The lists are as long as the figures say: what is not equal on either side, each pair of edges once."""
    path = sample(tmp_path)
    with Project.open(path, "eve") as project:
        comparison = project.comparison()
        shown = shown_of(project, Asked())
        cases, made = shown.cases, shown.tables
    cells = [cell for table in made for row in table.rows for cell in row if cell.which]
    assert len(cells) > 100
    assert {table.headings[0] for table in made} >= {"sentences", "why", "articles with most cases"}
    empty = [row[0].text for table in made for row in table.rows if any(cell.text and not cell.which for cell in row)]
    assert empty == []
    counted = ("why", "put in question", "articles with most cases")
    for table in (each for each in made if each.headings[0] in counted):
        for cell in (cell for row in table.rows for cell in row[1:2]):
            assert cell.which is not None
            assert sum(map(cell.which, cases)) == int(cell.text)
    by_name = {cell.text: cell for row in made[0].rows for cell in row[:1]}
    lines = {line.label: line for line in comparison.agreement.labels}
    for label, line in lines.items():
        which = by_name[label].which
        assert which is not None
        counts = line.counts
        missing = counts.first + counts.second - 2 * counts.overlap
        apart = counts.overlap - counts.exact
        spans = [case for case in cases if case.label == label and made[0].rows and _is_about_spans(case.cause)]
        assert len(spans) == missing + apart - _counted_twice(cases, label)


def _is_about_spans(cause: str) -> bool:
    return cause in ("missed", "extra", "edge", "split or merged", "role", "label")


def _counted_twice(cases: list, label: str) -> int:
    """Spans of this label that are told with the other label they were taken for."""
    named = [case for case in cases if case.cause in ("role", "label")]
    return sum(case.detail.endswith(f": {label}") for case in named)


async def test_a_case_is_shown_in_its_sentence_and_opens_its_article_there(tmp_path: Path) -> None:
    path = sample(tmp_path)
    async with agreeing(path) as (pilot, screen):
        await press(pilot, "right", "right", "enter")
        listed = pilot.app.screen
        assert isinstance(listed, CasesScreen)
        assert "1 of 65" in screen_text(pilot.app)
        assert all(name in screen_text(pilot.app) for name in ("ana", "ben", "SOURCE", "label.source"))
        await press(pilot, "down", "pagedown", "up")
        case = listed.case
        await press(pilot, "enter")
        opened = pilot.app.screen
        assert isinstance(opened, AnnotateScreen)
        assert opened.editor.annotator == "eve"
        assert opened.editor.document.id == case.document_id
        assert case.fragments[0].start in opened.editor.current
        await press(pilot, "ctrl+l")
        assert pilot.app.screen is listed
        await press(pilot, "escape")
        assert pilot.app.screen is screen
        await press(pilot, "enter", "f6")
        assert isinstance(pilot.app.screen, AdjudicateScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_keys_go_through_rows_numbers_and_tables(tmp_path: Path) -> None:
    async with agreeing(sample(tmp_path), size=(80, 24)) as (pilot, _):
        seen = set()
        for _ in range(9):
            await press(pilot, "tab", "right", "left")
            seen.add(screen_text(pilot.app))
        assert len(seen) > 4
        await press(pilot, *["pageup"] * 9, "left", "up")
        assert "▌ source" in screen_text(pilot.app)
        await press(pilot, "question_mark")
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_the_screens_lead_to_each_other(tmp_path: Path) -> None:
    """However deep one is in cases, the keys of the workbench lead out of them."""
    async with agreeing(sample(tmp_path)) as (pilot, screen):
        await press(pilot, "enter", "enter", "f5")
        await computed(pilot)
        assert isinstance(pilot.app.screen, AgreementScreen)
        assert pilot.app.screen is not screen
        await press(pilot, "enter", "enter", "f6")
        assert isinstance(pilot.app.screen, AdjudicateScreen)
        await press(pilot, "f5")
        await computed(pilot)
        await press(pilot, "f6")
        assert "nothing to adjudicate" in screen_text(pilot.app)
        assert len(pilot.app.screen_stack) == 2


async def test_body_or_whole_text_and_core_or_all_frames_are_counted_by_a_key(tmp_path: Path) -> None:
    path = sample(tmp_path)
    with Project.open(path, "eve") as project:
        core = project.comparison(core=True).agreement
    async with agreeing(path) as (pilot, _):
        await press(pilot, "c")
        await computed(pilot)
        assert "core frames" in screen_text(pilot.app)
        assert told(core.labels[0].exact) in screen_text(pilot.app)
        await press(pilot, "w")
        await computed(pilot)
        assert "whole text" in screen_text(pilot.app)


async def test_more_than_two_annotators_have_a_matrix_of_pairs(tmp_path: Path) -> None:
    async with agreeing(six(tmp_path)) as (pilot, _):
        await press(pilot, *["tab"] * 5)
        assert "Cohen's kappa" in screen_text(pilot.app)
        await press(pilot, "right", "right", "enter")
        listed = pilot.app.screen
        assert isinstance(listed, CasesScreen)
        assert len({case.pair for case in listed._cases}) == 1


async def test_where_nothing_can_be_compared_the_screen_says_what_to_do(tmp_path: Path) -> None:
    make_project(tmp_path / "p.db", "eve")
    async with agreeing(tmp_path / "p.db") as (pilot, screen):
        assert "nothing to compare" in screen_text(pilot.app)
        await press(pilot, "enter", "down", "right", "tab")
        assert pilot.app.screen is screen


async def test_what_goes_wrong_while_comparing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise AnnotatorError("the file is gone; restore it")

    path = sample(tmp_path)
    monkeypatch.setattr(Project, "comparison", fails)
    async with agreeing(path) as (pilot, _):
        assert "the file is gone; restore it" in screen_text(pilot.app)


async def test_hostile_text_is_only_text_among_the_figures(tmp_path: Path) -> None:
    make_project(tmp_path / "p.db", "eve")
    with Project.open(tmp_path / "p.db", "eve") as project:
        hostile_sets(project)
    for size in ((120, 40), (80, 24)):
        async with agreeing(tmp_path / "p.db", size) as (pilot, _):
            assert_is_only_text(pilot.app, "[red]ana")
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, CasesScreen)
            assert_is_only_text(pilot.app, "[red]ana")
            await press(pilot, "down", "enter")
            assert_is_only_text(pilot.app)


async def test_the_weeks_say_what_may_stop_and_open_the_cases_of_a_week(tmp_path: Path) -> None:
    path = sample(tmp_path)
    with Project.open(path, "eve") as project:
        shown = shown_of(project, Asked(View.PLAN))
        assert all(cell.which for table in shown.tables for row in table.rows for cell in row)
    async with agreeing(path) as (pilot, screen):
        await press(pilot, "2")
        await computed(pilot)
        text = screen_text(pilot.app)
        assert all(word in text for word in ("weeks, plan", "target 0.8", "stop", "train again", "2026-W", "│"))
        await press(pilot, "tab", "enter")
        listed = pilot.app.screen
        assert isinstance(listed, CasesScreen)
        assert len(listed._cases) == len(shown.cases)
        await press(pilot, "escape", "1")
        assert "figures" in screen_text(pilot.app)
        assert pilot.app.screen is screen


def test_sources_and_claims_are_told_as_clusterings_that_open_what_is_apart(corpus: Path) -> None:
    """Ana has two mentions behind one source and two claims in one family, Ben has them apart."""
    codebook = parse_codebook((corpus / "codebook.toml").read_text(encoding="utf-8"), "codebook.toml")
    spans = {"source": ("The mayor", "Two aides"), "claim": ("the bridge would close", "denied it")}

    def made(who: str, targets: tuple[str, str], *more: Link) -> AnnotationSet:
        marks = [
            annotation(f"{label}{i}", at(TEXT, words), label=label, who=who)
            for label, both in spans.items()
            for i, words in enumerate(both)
        ]
        links = [link(who, "refers_to", f"{who}-source{i}", target) for i, target in enumerate(targets)]
        return done(who, *marks, *links, *more)

    def link(who: str, relation: str, one: str, other: str) -> Link:
        return Link(**header(f"{relation}{one}", who), relation=relation, from_id=one, to_id=other)  # type: ignore[arg-type]

    ana = made("ana", ("x", "x"), link("ana", "repeats", "ana-claim0", "ana-claim1"))
    documents, scope = [article(ana, made("ben", ("y", "z")))], Scope(codebook=codebook)
    found, cases = agreement_of(tallied(documents, scope)), list(causes_of(documents, scope))
    (table,) = [each for each in tables(found, cases, codebook, found, {}) if each.headings[0].startswith("together")]
    assert [row[0].text for row in table.rows] == ["source identity", "claim families"]
    opened = [[case.cause for case in cases if row[0].which and row[0].which(case)] for row in table.rows]
    assert opened == [[Cause.IDENTITY] * 2, [Cause.LINK]]


async def test_an_annotators_page_is_the_work_against_gold(tmp_path: Path) -> None:
    """Without gold it says what to do; with gold its cells open the sentences, and 3 goes to the next annotator."""
    path = sample(tmp_path)
    async with agreeing(path) as (pilot, _):
        await press(pilot, "3")
        await computed(pilot)
        assert "there is no gold yet; adjudicate" in screen_text(pilot.app)
    with Project.open(path, "eve") as project:
        in_gold(project)
    async with agreeing(path) as (pilot, _):
        await press(pilot, "3")
        await computed(pilot)
        assert "ana, gold: 1 of 9" in screen_text(pilot.app)
        await press(pilot, "3")
        await computed(pilot)
        text = screen_text(pilot.app)
        assert all(word in text for word in ("ben, gold: 1 of 9", "gold : ben", "precision", "put in question"))
        await press(pilot, "right", "enter")
        listed = pilot.app.screen
        assert isinstance(listed, CasesScreen)
        assert {case.pair for case in listed._cases} == {("gold", "ben")}


def in_gold(project: Project) -> None:
    """Take what both marked alike in one article into gold, and finish it there."""
    document_id = project.store.document_ids()[0]
    bench = project.adjudication(document_id)
    assert bench
    edit = bench.accept_agreed()
    assert edit
    project.apply(edit)
    editor = Editor(project.load(document_id), "gold", project.codebook, project.codebook_version)
    project.apply(*editor.act("finish"))


async def test_metrics_are_listed_by_name_with_those_of_other_packages(tmp_path: Path) -> None:
    async with agreeing(sample(tmp_path)) as (pilot, _):
        await press(pilot, "4")
        await computed(pilot)
        text = screen_text(pilot.app)
        assert all(metric.title in text for metric in METRICS.values() if not metric.is_slow)
        await press(pilot, "right", "enter")
        assert isinstance(pilot.app.screen, CasesScreen)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        (Measure(None), " " * SCALE),  # undefined is not zero
        (Measure(0.0), "●" + "·" * (SCALE - 1)),
        (Measure(1.0), "·" * (SCALE - 1) + "●"),
        (Measure(-0.4), "●" + "·" * (SCALE - 1)),  # below zero stands at the edge
        (Measure(0.5, low=0.4, high=0.6), "········━━●━········"),
    ],
)
def test_a_measure_is_a_point_on_the_line_of_its_interval(measure: Measure, expected: str) -> None:
    assert chart(measure) == expected


def test_a_target_is_a_stroke_on_the_line() -> None:
    assert chart(Measure(0.5), 0.8) == "··········●····│····"
    assert chart(Measure(0.5, low=0.4, high=0.9), 0.8) == "········━━●━━━━┿━━··"
