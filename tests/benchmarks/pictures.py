"""Makes the README's pictures from the sample corpus, the workbench itself being the painter.

python -m tests.benchmarks.pictures .pictures
"""

import asyncio
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from annotator.domain.editing import Level
from annotator.project import Project
from annotator.project.making import make_project
from annotator.tui.app import Workbench
from annotator.tui.settings import remember
from tests.test_sources_codebook import link_sample

THEMES = ("dark", "light", "no-colour")
SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
ARTICLE = "osmere-talks"
KEYS = ["j"] * 10 + ["tab"] * 5
FONT_FACES = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)


SCREENS = {
    "library": ["ctrl+l"],
    "adjudicate": ["f6", "o", "o", *["tab"] * 19],
    "agreement": ["f5"],
    "claims": ["f8"],
    "families": ["f8", "j", "r", "tab", "tab"],
    "search": ["f9", *"label:source naming:unnamed", "enter", *["j"] * 6],
    "precedents": ["home", *["j"] * 7, "comma", "="],
    "everywhere": ["home", *["comma"] * 14, "asterisk", "tab"],
    "help": ["f1"],
}
"""The other screens of the sample project, with the keys that lead to what they show."""

LINKED = {
    "sources": ["f7", *["down"] * 3, "tab", "tab"],
}
"""Screens of the project once its sources are linked."""

LOOKING_BACK = {
    "history": [*["j"] * 10, *"vsq", "f12", "down"],
    "replay": ["f12", "r", "left"],
}
"""Screens of the history, which is longer after the first of them."""

WRONG = {
    "desk": ["ctrl+l", "f10", "down", "down"],
}
"""What is wrong in the work of the other annotator."""


async def picture(project: Project, theme: str, size: tuple[int, int], folder: Path, keys: Sequence[str] = KEYS) -> str:
    """The screen after some keys as SVG, which fetches no font from anywhere."""
    settings = folder / "theme"
    remember(settings, theme)
    app = Workbench(project, project.find_document(ARTICLE), settings, Level.OFF)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        return FONT_FACES.sub("", app.export_screenshot(title=f"annotator {ARTICLE}"))


def paint(
    project: Project, screens: Mapping[str, Sequence[str]], themes: Sequence[str], folder: Path, to: Path
) -> None:
    """Make the pictures of some screens, in each theme and size."""
    for name, keys in screens.items():
        for theme in themes:
            for size_name, size in SIZES.items():
                svg = asyncio.run(picture(project, theme, size, folder, keys))
                target = to / f"{name}-{theme}-{size_name}.svg"
                target.write_text(svg, encoding="utf-8")
                print(target)


def main() -> None:
    target = Path(sys.argv[1] if len(sys.argv) > 1 else ".pictures")
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_project(folder / "sample.db", "ana", sample=True)
        with Project.open(folder / "sample.db", "ana") as project:
            paint(project, {"annotate": KEYS}, THEMES, folder, target)
            paint(project, SCREENS, THEMES[:1], folder, target)
            link_sample(project)
            paint(project, LINKED, THEMES[:1], folder, target)
            paint(project, LOOKING_BACK, THEMES[:1], folder, target)
        with Project.open(folder / "sample.db", "ben") as project:
            paint(project, WRONG, THEMES[:1], folder, target)


if __name__ == "__main__":
    main()
