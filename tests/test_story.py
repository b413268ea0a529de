"""The whole story: an empty project, an article annotated by keys alone, a restart, undo, export, and the reference."""

import csv
from pathlib import Path

from textual.pilot import Pilot

from annotator.domain.editing import Editor, Level
from annotator.domain.records import AnnotatedDocument, AnnotationSet, Attribution, State
from annotator.project import Project
from annotator.project.making import make_project
from annotator.tui.app import Workbench
from tests.benchmarks.gold import CHECKOUT, GoldArticle, articles, codebook
from tests.benchmarks.replay import Replay

ARTICLE = CHECKOUT / "corpus" / "articles" / "harbour-fire.txt"
GOLD = CHECKOUT / "corpus" / "annotations" / "harbour-fire_ana.ann"
REFERENCE = CHECKOUT / "exports" / "reference" / "csv"

Row = dict[str, str]


def keys_for(article: GoldArticle) -> list[str]:
    """The cheapest keys for every frame of the article, each after the keys that go to its first sentence."""
    replay = Replay(Editor(AnnotatedDocument(article.document), "ana", codebook()))
    keys: list[str] = []
    for frame in article.frames:
        outcome = replay.make(frame)
        assert outcome.keys is not None, frame
        keys += ["home", *["j"] * frame.sentence, "escape", *outcome.keys]
    return keys


def textual_key(key: str) -> str:
    """The name by which a pilot presses the key."""
    return {" ": "space"}.get(key, key)


async def press(pilot: Pilot[None], keys: list[str]) -> None:
    """Press them, and wait until the last one is done."""
    await pilot.press(*map(textual_key, keys))
    await pilot.pause()


def own(path: Path, document: str) -> AnnotationSet:
    """What is stored of ana's work, read by nobody who was there before."""
    with Project.open(path, "ana") as project:
        return project.load(project.store.find_document(document)).set_of("ana")


def rows(folder: Path, table: str) -> list[Row]:
    """The rows of an exported table that are ana's."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["annotator"] == "ana"]


def span_row(row: Row) -> tuple[str, ...]:
    """What a span is, whatever its id and its answers."""
    return tuple(row[f] for f in ("label", "start", "end", "text", "prefix", "suffix", "fragments", "sentence"))


def frame_row(row: Row, by_id: dict[str, Row]) -> tuple[str, ...]:
    """What a frame is, whatever its ids: its roles, and the content of the frames it lies in and continues."""
    others = [by_id[row[field]]["content_at"] if row[field] else "" for field in ("parent", "continues")]
    return (*(row[f"{role}{what}"] for role in ("source", "cue", "content") for what in ("", "_at")), *others)


async def test_an_article_is_annotated_by_keys_alone_and_exported_as_the_reference_has_it(tmp_path: Path) -> None:
    """Every frame by keys; after a restart the last keys are undone and redone; the export equals the reference."""
    path = tmp_path / "story.db"
    make_project(path, "ana")
    with Project.open(path, "ana") as project:
        project.add([ARTICLE])
        (document,) = project.store.document_ids()
        async with Workbench(project, document, tmp_path / "theme", Level.OFF).run_test(size=(120, 40)) as pilot:
            for article in articles([GOLD]):
                await press(pilot, keys_for(article))
            await press(pilot, ["F"])
    finished = own(path, document)
    assert finished.state == State.FINISHED
    assert len(list(finished.of(Attribution))) == len(article.frames) > 15

    with Project.open(path, "ana") as project:
        async with Workbench(project, document, tmp_path / "theme", Level.OFF).run_test(size=(80, 24)) as pilot:
            await press(pilot, ["u", "u", "u"])
            assert own(path, document).state == State.IN_PROGRESS
            assert own(path, document).records != finished.records
            await press(pilot, ["U", "U", "U"])
        assert own(path, document).records == finished.records
        project.export("csv", tmp_path / "out")

    ours, theirs = rows(tmp_path / "out", "spans"), rows(REFERENCE, "spans")
    expected = {span_row(row) for row in theirs if row["label"] in ("source", "cue", "content")}
    assert {span_row(row) for row in ours} == expected
    ours, theirs = rows(tmp_path / "out", "frames"), rows(REFERENCE, "frames")
    assert sorted(frame_row(row, {r["id"]: r for r in ours}) for row in ours) == sorted(
        frame_row(row, {r["id"]: r for r in theirs}) for row in theirs
    )
