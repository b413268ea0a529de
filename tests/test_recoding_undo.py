"""Changes of the codebook are a stack: each is taken back after those made later, and leaves older edits undoable."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.domain.codebook_file import parse_codebook
from annotator.domain.codebook_rewriting import rewritten
from annotator.domain.edits import Edit, History
from annotator.domain.errors import CodebookError
from annotator.domain.keymap import RESERVED
from annotator.domain.parts import Part, Verb
from annotator.project import Project
from annotator.project.making import make_project
from annotator.project.recoding import recode, undo_recoding
from annotator.project.replaying import revert, to_revert_anywhere
from tests.ferry import AT, CODEBOOK, mark
from tests.test_recoding import CHANGES, FILE, change, records

DESCRIBED = change(Verb.RENAME, Part.VALUE, "source.naming.unnamed_described", "described")
BARE = change(Verb.MERGE, Part.VALUE, "source.naming.unnamed_bare", "described")
CLAIM = change(Verb.RENAME, Part.LABEL, "claim", "assertion")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    path = tmp_path_factory.mktemp("sample") / "s.db"
    make_project(path, "ana", sample=True)
    with Project.open(path, "ana") as opened:
        yield opened


@pytest.fixture
def project(made: Project, tmp_path: Path) -> Iterator[Project]:
    made.backup(tmp_path / "s.db")
    with Project.open(tmp_path / "s.db", "ana") as opened:
        yield opened


def a_mark(project: Project, document: str, edit_id: str) -> Edit:
    """An edit that marks words, saved."""
    record = replace(mark("descriptor", "The mayor"), document_id=document, codebook=project.codebook_version)
    edit = Edit(id=edit_id, document_id=document, annotator="ana", at=AT, action="mark", added=(record,))
    project.apply(edit)
    return edit


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*CHANGES, None, None, None]), max_size=4))
def test_changes_and_undos_in_any_order_give_back_what_was_before_each(project: Project, steps: list[object]) -> None:
    """In the codebook's text and in every record; None takes the last change back."""
    stack = [(project.stored_codebook.text, records(project))]
    for step in [*steps, *(None for _ in steps)]:
        if step is None and len(stack) > 1:
            undo_recoding(project)
            stack.pop()
            assert (project.stored_codebook.text, records(project)) == stack[-1]
        elif step is not None:
            try:
                recode(project, step)  # type: ignore[arg-type]
            except CodebookError:
                continue  # it needs a name that an earlier change took away
            stack.append((project.stored_codebook.text, records(project)))
    assert len(stack) == 1
    with pytest.raises(CodebookError, match="nothing to undo"):
        undo_recoding(project)


@pytest.mark.parametrize("changes", [[DESCRIBED, BARE], [DESCRIBED, CLAIM], [CLAIM, DESCRIBED, BARE]])
def test_the_undo_key_reaches_older_edits_once_all_changes_are_taken_back(
    project: Project, changes: list[object]
) -> None:
    document = next(iter(project.documents())).id
    before = records(project)
    edit = a_mark(project, document, "older")
    for each in changes:
        recode(project, each)  # type: ignore[arg-type]
    with pytest.raises(CodebookError, match="annotator codebook undo"):
        project.undo(document)
    for _ in changes:
        undo_recoding(project)
    assert [each.reverts for each in to_revert_anywhere(project)] == [edit.id]
    assert project.undo(document)
    assert records(project) == before
    assert project.redo(document)


def test_a_codebook_change_is_taken_back_under_an_edit_made_since_and_the_undo_key_passes_it(project: Project) -> None:
    document = next(iter(project.documents())).id
    before = records(project)
    a_mark(project, document, "older")
    recode(project, CLAIM)
    a_mark(project, document, "newer")
    undo_recoding(project)
    reverted = []
    for _ in range(2):
        edits = to_revert_anywhere(project)
        revert(project, edits)
        reverted += [each.reverts for each in edits]
    assert reverted == ["newer", "older"]
    assert records(project) == before


def test_a_codebook_change_that_was_taken_back_is_neither_undone_nor_redone_by_key() -> None:
    history = History([("a", ""), ("codebook-1/0", ""), ("b", ""), ("codebook-2/0", "codebook-1/0")])
    assert (history.done, history.undone) == (["a", "b"], [])
    history = History([("a", ""), ("codebook-1/0", ""), ("codebook-2/0", "codebook-1/0"), ("u", "a")])
    assert (history.done, history.undone) == ([], ["u"])


def test_a_loaded_codebook_is_not_undone_nor_what_was_changed_before_it(project: Project, tmp_path: Path) -> None:
    recode(project, CLAIM)
    path = tmp_path / "more.toml"
    path.write_text(project.stored_codebook.text + "\n# one more remark\n", encoding="utf-8")
    assert project.load_codebook(path) == 3
    recode(project, DESCRIBED)
    undo_recoding(project)
    assert project.stored_codebook.text == path.read_text("utf-8")
    with pytest.raises(CodebookError, match="since version 3 of the codebook was loaded"):
        undo_recoding(project)


@pytest.mark.parametrize("new", [("figure", "claim"), ("claim", "figure")])
def test_a_split_leaves_the_old_name_its_key_and_title_whichever_comes_first(new: tuple[str, str]) -> None:
    asked = change(Verb.SPLIT, Part.LABEL, "claim", *new, when=("claim_type", "quantity"))
    changed = parse_codebook(rewritten(FILE.read_text("utf-8"), CODEBOOK, asked), "changed", RESERVED)
    figure, old = changed.label("figure"), CODEBOOK.label("claim")
    assert changed.label("claim") == old
    assert old
    assert figure
    assert figure.attributes == old.attributes
    assert (figure.title, figure.key != old.key) == ("Figure", True)


def test_the_split_in_the_readme_makes_figures_of_quantities(project: Project) -> None:
    readme = (FILE.parents[1] / "README.md").read_text("utf-8")
    assert "split label claim figure claim --if claim_type=quantity" in readme
    recode(project, change(Verb.SPLIT, Part.LABEL, "claim", "figure", "claim", when=("claim_type", "quantity")))
    split = [each for each in records(project).values() if getattr(each, "label", "") in ("figure", "claim")]
    assert {each.label for each in split} == {"figure", "claim"}
    assert all((each.label == "figure") == ("quantity" in each.attributes.get("claim_type", ())) for each in split)
