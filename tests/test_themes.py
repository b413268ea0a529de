"""Whatever the theme, text can be read and marks can be seen on every screen, by the contrast ratios of WCAG 2."""

from pathlib import Path

from rich.style import Style
from textual.app import App
from textual.color import Color

from annotator.domain.editing import Level
from annotator.project import Project
from annotator.project.making import make_project
from annotator.tui.app import Workbench
from annotator.tui.themes import THEMES
from annotator.tui.widgets.palette import contrast

TEXT, MARK = 4.5, 3.0
"""The least contrast of text (1.4.3) and of what is not text (1.4.11)."""

RULES = frozenset("─│▁▔▕▏")
"""Lines that only part one thing from another; nothing is said by them alone."""

SCREENS = {
    "article": [*["j"] * 10, "tab", "tab"],
    "answers": ["o"],
    "suggestions": ["escape", "escape", *["f4"] * 4, "tab"],
    "selection": ["escape", "L", "L"],
    "places found": ["escape", "/", *"the", "enter"],
    "letters": ["g"],
    "library": ["escape", "ctrl+l"],
    "agreement": ["f5"],
    "adjudicate": ["ctrl+l", "f6"],
    "sources": ["f7"],
    "claims": ["f8"],
    "help": ["f1"],
}
"""The keys that lead from each screen to the next, the first from an article just opened."""


def seen(app: App[None]) -> list[tuple[str, Color, Color]]:
    """Every run of text on the screen with its colour and that of its ground."""
    theme = app.current_theme
    usual = (Color.parse(theme.foreground or "white"), Color.parse(theme.background or "black"))
    runs = []
    for strip in app.screen._compositor.render_strips(app.size):
        for segment in strip:
            style = segment.style or Style()
            ink, ground = (
                Color.from_rich_color(given) if given and not given.is_default else default
                for given, default in zip((style.color, style.bgcolor), usual, strict=True)
            )
            if segment.text.strip():
                runs.append((segment.text, ground, ink) if style.reverse else (segment.text, ink, ground))
    return runs


async def test_text_and_marks_stand_out_on_every_screen_in_every_theme(tmp_path: Path) -> None:
    """All that is painted, as it is painted: words, answers, keys, lanes, letters, suggestions, selections, places."""
    make_project(tmp_path / "p.db", "ana", sample=True)
    with Project.open(tmp_path / "p.db", "ana") as project:
        app = Workbench(project, project.find_document("osmere-talks"), tmp_path / "theme", Level.OFF)
        faint: set[str] = set()
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            for name, keys in SCREENS.items():
                await pilot.press(*keys)
                await app.workers.wait_for_complete()
                for theme in THEMES:
                    app.theme = theme
                    await pilot.pause()
                    faint |= {f"{theme} {name} {each}" for each in too_faint(app)}
        assert not sorted(faint)


def too_faint(app: App[None]) -> list[str]:
    """What cannot be told from its ground, with its contrast."""
    return [
        f"{text.strip()!r} {contrast(ink, ground):.2f}"
        for text, ink, ground in seen(app)
        if not set(text.strip()) <= RULES
        and contrast(ink, ground) < (TEXT if any(char.isalnum() for char in text) else MARK)
    ]
