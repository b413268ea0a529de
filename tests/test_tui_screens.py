"""The library finds and opens documents, the help is complete, themes are remembered, and hostile text is only text."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot

from annotator.domain.codebook import ROLES
from annotator.domain.documents import Document, Zone, document_id
from annotator.domain.editing import Level
from annotator.domain.keymap import ACTIONS
from annotator.domain.records import AnnotatedDocument, Annotation, annotation_set
from annotator.domain.spans import Span
from annotator.project import Project
from annotator.project.making import make_project
from annotator.tui.app import Workbench
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.help import HelpScreen
from annotator.tui.screens.library import LibraryScreen
from annotator.tui.settings import chosen, remember
from annotator.tui.themes import THEMES, next_theme
from annotator.tui.widgets.palette import READABLE, contrast, theme_palette

MARKUP = [
    "[/b]",
    "[red]x[/]",
    "[@click=app.bell]x[/]",
    "[on #gg]x[/]",
    "[link=javascript:x]y",
    "array[0]",
    "[type=x, v={'a[0]'}]",
]
ESCAPES = ["\x1b[31m", "\x1b]0;PWNED\x07", "\x1b]52;c;eA==\x07", "\x9b2J", "\x90q", "\x0e", "\x7f", "\u202e", "\u2028"]
HOSTILE = " ".join([*MARKUP, *ESCAPES])


def article(name: str, text: str) -> Document:
    return Document(
        id=document_id(text),
        name=name,
        text=text,
        meta={"headline": name},
        zones=(Zone(0, len(text), "body"),),
        sentences=(Span(0, len(text)),),
    )


@asynccontextmanager
async def opened(
    path: Path, documents: list[AnnotatedDocument], document_id: str | None = None
) -> AsyncIterator[Pilot[None]]:
    make_project(path, "ana")
    with Project.open(path, "ana") as project:
        project.store.add(documents, by="ana", at=datetime.now(UTC), action="add")
        app = Workbench(project, document_id, path.with_name("theme"), Level.OFF)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            yield pilot


def screen_text(app: App[None]) -> str:
    strips = app.screen._compositor.render_strips(app.size)
    return "\n".join(strip.text.rstrip() for strip in strips)


def articles(count: int) -> list[AnnotatedDocument]:
    return [AnnotatedDocument(article(f"Article {n}", f"Sentence number {n}.")) for n in range(count)]


async def test_the_library_pages_filters_and_opens(tmp_path: Path) -> None:
    async with opened(tmp_path / "p.db", articles(100)) as pilot:
        app = pilot.app
        assert "100 articles" in screen_text(app)
        assert "Article 3" in screen_text(app)
        assert "Article 99" not in screen_text(app)
        await pilot.press("pagedown", "pagedown")
        assert "Article 99" in screen_text(app)
        await pilot.press("pageup", "pageup", "pageup", "up")
        assert "Article 0" in screen_text(app)
        await pilot.press(*"cle 4", "down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, AnnotateScreen)
        assert "Sentence number 40." in screen_text(app)
        assert "41/100" in screen_text(app)
        await pilot.press("ctrl+down")
        await pilot.pause()
        assert "Sentence number 41." in screen_text(app)
        await pilot.press("ctrl+up", "ctrl+up")
        await pilot.pause()
        assert "Sentence number 39." in screen_text(app)


async def test_the_library_shows_how_far_each_article_is(tmp_path: Path) -> None:
    async with opened(tmp_path / "p.db", articles(3)) as pilot:
        assert screen_text(pilot.app).count("not started") == 3
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("c", "F")
        assert "finished" in screen_text(pilot.app)
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert isinstance(pilot.app.screen, LibraryScreen)
        assert screen_text(pilot.app).count("● finished") == 1


async def test_an_empty_project_says_so(tmp_path: Path) -> None:
    async with opened(tmp_path / "p.db", []) as pilot:
        assert "no articles yet" in screen_text(pilot.app)
        await pilot.press("enter", "down", "pagedown", "ctrl+down", "ctrl+l", "f6")
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_the_help_names_every_action_and_label(tmp_path: Path) -> None:
    async with opened(tmp_path / "p.db", articles(1), articles(1)[0].document.id) as pilot:
        await pilot.press("?")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, HelpScreen)
        text = "\n".join("".join(run.text for run in row) for row in screen.rows(100))
        assert all(action.title in text for action in ACTIONS)
        assert all(screen.codebook.label_for(role).title in text for role in ROLES)
        assert "cue stance" in text or "stance" in text
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, AnnotateScreen)


async def test_hostile_text_is_only_text_on_every_screen(tmp_path: Path) -> None:
    text = f"Before {HOSTILE} after."
    document = article(f"Name {HOSTILE}", text)
    span = Annotation(
        id="x",
        document_id=document.id,
        annotator="ana",
        created=datetime.now(UTC),
        label="claim",
        fragments=(Span(0, 20),),
        attributes={"gist": (HOSTILE,)},
        flag=HOSTILE,
        note=HOSTILE,
    )
    annotated = AnnotatedDocument(document, (annotation_set("ana", [span]),))
    async with opened(tmp_path / "p.db", [annotated]) as pilot:
        assert_is_only_text(pilot.app, "[/b]")
        for keys in (
            ["enter"],
            ["tab"],
            ["m"],
            ["escape", "g"],
            ["escape", "o"],
            ["escape", "f2"],
            ["?"],
            ["escape", "ctrl+p"],
        ):
            await pilot.press(*keys)
            await pilot.pause()
            assert_is_only_text(pilot.app)
        await pilot.press("escape", "f2")
        assert_is_only_text(pilot.app, "[@click=app.bell]x[/]")


def assert_is_only_text(app: App[None], expected: str = "") -> None:
    strips = app.screen._compositor.render_strips(app.size)
    text = "".join(strip.text for strip in strips)
    assert not any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 or char in "\u202e\u2028" for char in text)
    styles = [segment.style for strip in strips for segment in strip if segment.style]
    assert not any(style.link or "@click" in style.meta for style in styles)
    assert expected in text


async def test_a_theme_is_remembered(tmp_path: Path) -> None:
    async with opened(tmp_path / "p.db", articles(1)) as pilot:
        assert pilot.app.theme == "dark"
        await pilot.press("f3")
        assert pilot.app.theme == "light"
    assert chosen(tmp_path / "theme", THEMES, "dark") == "light"


def test_a_choice_that_cannot_be_kept_is_forgotten(tmp_path: Path) -> None:
    remember(tmp_path, "light")  # a folder, not a file
    assert chosen(tmp_path, THEMES, "dark") == "dark"
    (tmp_path / "theme").write_text("no such theme")
    assert chosen(tmp_path / "theme", THEMES, "dark") == "dark"


def test_the_theme_key_goes_round() -> None:
    name, seen = "dark", []
    for _ in THEMES:
        seen.append(name)
        name = next_theme(name)
    assert name == "dark"
    assert set(seen) == set(THEMES)


async def test_no_colour_is_sent_where_none_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    road = article("Road", "Some officials said the northern road is closed.")
    async with opened(tmp_path / "p.db", [AnnotatedDocument(road)], road.id) as pilot:
        assert pilot.app.theme == "no-colour"
        await pilot.press("v", "s", "q")
        strips = pilot.app.screen._compositor.render_strips(pilot.app.size)
        styles = [segment.style for strip in strips for segment in strip if segment.style]
        assert not any(each.color and not each.color.is_default for each in styles)
        assert not any(each.bgcolor and not each.bgcolor.is_default for each in styles)
        assert all(edge in screen_text(pilot.app) for edge in "╰┗")
        await pilot.press("g")
        strips = pilot.app.screen._compositor.render_strips(pilot.app.size)
        assert any(
            segment.style and segment.style.reverse and segment.text == "a" for strip in strips for segment in strip
        )
        assert "╰ SOURCE" in screen_text(pilot.app)


@pytest.mark.parametrize(
    "theme", [theme for theme in THEMES.values() if theme.name != "no-colour"], ids=lambda theme: theme.name
)
def test_words_and_lanes_can_be_read_in_every_theme(theme, corpus: Path) -> None:
    from textual.color import Color

    from annotator.domain.codebook_file import parse_codebook
    from annotator.tui.widgets.lanes import Mark

    codebook = parse_codebook((corpus / "codebook.toml").read_text(encoding="utf-8"))
    palette = theme_palette(codebook.labels, theme)
    background = Color.parse(theme.background)
    for label in codebook.labels:
        mark = Mark(id="x", fragments=(Span(0, 1),), name="X", label=label.name)
        for style in (palette.words([label.name]), palette.lane(mark), palette.chip(label.name)):
            ground = Color.from_rich_color(style.bgcolor) if style.bgcolor else background
            assert contrast(Color.from_rich_color(style.color), ground) >= READABLE


async def test_a_crash_shows_no_words_of_an_article(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = "Unpublished sentence about the minister."
    document = article("secret", secret)
    with pytest.raises(ZeroDivisionError):
        await crash(tmp_path / "p.db", document)
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert "Unpublished" not in capsys.readouterr().err


async def crash(path: Path, document: Document) -> None:
    async with opened(path, [AnnotatedDocument(document)], document.id) as pilot:
        words = document.text
        pilot.app.call_later(lambda: words[0] and 1 / 0)
        await pilot.pause()
