"""Makes the README's pictures from the sample corpus, the workbench itself being the painter.

python -m tests.benchmarks.pictures .pictures
"""

import asyncio
import re
import sys
import tempfile
from collections.abc import Sequence
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


TEAMWORK = {
    "adjudicate": ["f6", "o", "o", *["tab"] * 19],
    "agreement": ["f5"],
    "claims": ["f8"],
    "search": ["f9", *"label:source naming:unnamed", "enter", *["j"] * 6],
    "precedents": ["home", *["j"] * 7, "comma", "="],
    "everywhere": ["home", *["comma"] * 14, "asterisk", "tab"],
}
"""The other screens in the pictures, with the keys that lead to what they show."""

DESK = ["ctrl+l", "f10", "down", "down"]
"""The keys that lead to what is wrong in the work of the other annotator."""

LOOKING_BACK = {
    "history": [*["j"] * 10, *"vsq", "f12", "down"],
    "replay": ["f12", "r", "left"],
}
"""Screens of the history, which is longer after the first of them."""

SOURCES = ["f7", *["down"] * 3, "tab", "tab"]
"""The keys that lead to a source of the registry with several mentions."""


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


def main() -> None:
    target = Path(sys.argv[1] if len(sys.argv) > 1 else ".pictures")
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_project(folder / "sample.db", "ana", sample=True)
        with Project.open(folder / "sample.db", "ana") as project:
            for theme in THEMES:
                for size_name, size in SIZES.items():
                    svg = asyncio.run(picture(project, theme, size, folder))
                    (target / f"annotate-{theme}-{size_name}.svg").write_text(svg, encoding="utf-8")
                    print(target / f"annotate-{theme}-{size_name}.svg")
            for name, keys in TEAMWORK.items():
                svg = asyncio.run(picture(project, THEMES[0], SIZES["120x40"], folder, keys))
                (target / f"{name}-{THEMES[0]}-120x40.svg").write_text(svg, encoding="utf-8")
                print(target / f"{name}-{THEMES[0]}-120x40.svg")
            link_sample(project)
            for size_name, size in SIZES.items():
                svg = asyncio.run(picture(project, THEMES[0], size, folder, SOURCES))
                (target / f"sources-{THEMES[0]}-{size_name}.svg").write_text(svg, encoding="utf-8")
                print(target / f"sources-{THEMES[0]}-{size_name}.svg")
            for size_name, size in SIZES.items():
                for name, keys in LOOKING_BACK.items():
                    svg = asyncio.run(picture(project, THEMES[0], size, folder, keys))
                    (target / f"{name}-{THEMES[0]}-{size_name}.svg").write_text(svg, encoding="utf-8")
                    print(target / f"{name}-{THEMES[0]}-{size_name}.svg")
        with Project.open(folder / "sample.db", "ben") as project:
            for size_name, size in SIZES.items():
                svg = asyncio.run(picture(project, THEMES[0], size, folder, DESK))
                (target / f"desk-{THEMES[0]}-{size_name}.svg").write_text(svg, encoding="utf-8")
                print(target / f"desk-{THEMES[0]}-{size_name}.svg")


if __name__ == "__main__":
    main()
