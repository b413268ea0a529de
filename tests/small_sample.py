"""A few articles of the sample corpus with what ana and ben marked in them, so that tests are quick."""

import shutil
from pathlib import Path

from annotator.project import Project
from annotator.project.making import make_project
from tests.conftest import CHECKOUT

NAMES = ("dam-crack", "harbour-fire", "osmere-talks")
ARTICLES = len(NAMES)
"""How many there are."""


def small_sample(path: Path) -> None:
    """Make a project of them that belongs to eve, with no set of any machine."""
    copied = path.with_name(f"{path.stem}-corpus")
    for folder in ("articles", "annotations"):
        (copied / folder).mkdir(parents=True)
        for each in (CHECKOUT / "corpus" / folder).iterdir():
            if each.name.startswith(NAMES):
                shutil.copy(each, copied / folder)
    make_project(path, "eve")
    with Project.open(path, "eve") as project:
        project.import_sets([copied / "annotations"], "brat", finished=True)
        assert len(project.store.document_ids()) == ARTICLES
