"""Codebook and records change together, all or nothing; comments stay, and all can be taken back."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.domain.codebook import Codebook
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.codebook_rewriting import rewritten
from annotator.domain.edits import Edit
from annotator.domain.errors import AnnotatorError, CodebookError, NewCodebookError
from annotator.domain.keymap import RESERVED
from annotator.domain.parts import Part, Verb
from annotator.domain.recoding import Change, recoded
from annotator.domain.records import Annotation, AnyRecord
from annotator.domain.toml_names import names
from annotator.project import Project
from annotator.project.making import make_project
from annotator.project.recoded import changed_records, examples
from annotator.project.recoding import recode, undo_recoding, unknown_uses
from annotator.project.revisiting import keep, revisits
from tests.ferry import AT, CODEBOOK, mark

FILE = Path(__file__).resolve().parents[1] / "corpus" / "codebook.toml"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "s.db"
    make_project(path, "ana", sample=True)
    return path


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Iterator[Project]:
    path = tmp_path / "s.db"
    with Project.open(made, "ana") as whole:
        whole.backup(path)
    with Project.open(path, "ana") as opened:
        yield opened


def change(verb: Verb, part: Part, path: str, *new: str, when: tuple[str, str] | None = None) -> Change:
    owner, attribute = (*path.split(".")[:-1], "", "")[:2]
    return Change(verb=verb, part=part, owner=owner, attribute=attribute, old=path.split(".")[-1], new=new, when=when)


def records(project: Project) -> dict[str, AnyRecord]:
    sets = [*(held for each in project.store.load_all() for held in each.sets), *project.store.load_project()]
    return {record.id: record for held in sets for record in held.records.values()}


def unknown(project: Project) -> list[object]:
    return project.store.recoding.run(lambda recoder: list(unknown_uses(recoder.usage(), project.codebook)))


CHANGES = [
    change(Verb.RENAME, Part.LABEL, "claim", "assertion"),
    change(Verb.RENAME, Part.LABEL, "source", "speaker"),  # the one that fills a role
    change(Verb.RENAME, Part.ATTRIBUTE, "source.naming", "named_how"),  # one that rules ask of frames too
    change(Verb.RENAME, Part.ATTRIBUTE, "frame.speech_type", "speech"),
    change(Verb.RENAME, Part.ATTRIBUTE, "claim.gist", "summary"),  # one that a rule names by itself
    change(Verb.RENAME, Part.VALUE, "source.naming.unnamed_described", "described"),
    change(Verb.RENAME, Part.VALUE, "frame.naming.implicit", "nobody"),  # a value that a rule means of sources too
    change(Verb.RENAME, Part.RELATION, "has_descriptor", "is_described_by"),
    change(Verb.MERGE, Part.VALUE, "source.naming.unnamed_bare", "unnamed_described"),
    change(Verb.MERGE, Part.VALUE, "claim.claim_type.other", "denial"),  # the last of a list of several lines
    change(Verb.MERGE, Part.LABEL, "addressee", "descriptor"),
    change(Verb.MERGE, Part.RELATION, "supports", "repeats"),
    change(Verb.SPLIT, Part.LABEL, "claim", "claim", "figure", when=("claim_type", "quantity")),
    change(Verb.SPLIT, Part.LABEL, "descriptor", "role", "place"),
    change(Verb.SPLIT, Part.VALUE, "source.naming.unnamed_described", "by_role", "otherwise"),
    change(Verb.SPLIT, Part.VALUE, "frame.speech_type.direct", "direct", "shouted", when=("cue_stance", "strong")),
]


@pytest.mark.parametrize("asked", CHANGES, ids=str)
def test_a_change_leaves_no_record_unknown_and_is_undone_as_one(project: Project, asked: Change) -> None:
    before, text = records(project), project.stored_codebook.text
    made = recode(project, asked)
    after = records(project)
    changed = {edit_id for edit in made.edits for edit_id in (each.id for each in edit.added)}
    assert not unknown(project)
    assert project.codebook_version == made.version == 2
    assert {each.id for each in after.values() if each != before[each.id]} == changed
    assert {after[each].codebook for each in changed} <= {2}
    assert sum(count for count, _ in changed_records(made).values()) == len(changed)
    undo_recoding(project)
    assert records(project) == before
    assert (project.stored_codebook.text, project.codebook_version) == (text, 3)
    with pytest.raises(CodebookError, match="nothing to undo"):
        undo_recoding(project)


@pytest.mark.parametrize("asked", CHANGES, ids=str)
def test_the_text_keeps_its_comments_and_everything_else(asked: Change) -> None:
    text = FILE.read_text("utf-8")
    changed = rewritten(text, CODEBOOK, asked)
    comments = [line for line in text.split("\n") if line.startswith("#")]
    assert [line for line in changed.split("\n") if line.startswith("#")] == comments
    assert not [line for line in changed.split("\n") if line != line.rstrip()]
    touched = {asked.old, *asked.new}
    untouched = {each.name: each for each in CODEBOOK.labels if each.name not in {*touched, asked.owner}}
    now = {each.name: each for each in parse_codebook(changed, "changed", RESERVED).labels}
    assert {name: now[name] for name in untouched} == untouched


def vocabulary(codebook: Codebook) -> list[tuple[str, str, str]]:
    kinds = (*codebook.labels, *codebook.relations)
    groups = [*((each.name, each.attributes) for each in kinds), ("frame", codebook.frame)]
    return [(o, a.name, v) for o, attributes in groups for a in attributes for v in (*a.values, "")]


NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}x9", fullmatch=True)
RENAMED = st.sampled_from([each for each in CHANGES if each.verb is Verb.RENAME])


@settings(
    max_examples=20, phases=[Phase.explicit, Phase.reuse, Phase.generate], suppress_health_check=[HealthCheck.too_slow]
)
@given(RENAMED, NAMES)
def test_to_rename_and_to_rename_back_changes_nothing_but_versions(asked: Change, name: str) -> None:
    """In the text, in the codebook and in a record."""
    there = replace(asked, new=(name,))
    back = replace(asked, old=name, new=(asked.old,))
    text = rewritten(FILE.read_text("utf-8"), CODEBOOK, there)
    changed = parse_codebook(text, "changed", RESERVED)
    again = parse_codebook(rewritten(text, changed, back), "again", RESERVED)
    assert again.labels == CODEBOOK.labels
    assert vocabulary(again) == vocabulary(CODEBOOK)
    assert again.rules.anonymous["naming"] == CODEBOOK.rules.anonymous["naming"]
    marked = mark("source", "The mayor", naming="unnamed_described")
    assert replace(recoded(recoded(marked, there, 2), back, 3), codebook=1) == marked


def test_a_dry_run_tells_all_and_changes_nothing(project: Project) -> None:
    before, asked = records(project), CHANGES[0]
    tried = recode(project, asked, keep=False)
    assert (records(project), project.codebook_version) == (before, 1)
    shown = examples(project, tried, 5)
    assert [(each.before, each.after) for each in shown] == [("claim", "assertion")] * 5
    assert len({each.where.document for each in shown}) == 5
    done = recode(project, asked)
    assert changed_records(done) == changed_records(tried)


def test_a_split_without_a_condition_asks_for_every_record_and_keeps_flags(project: Project) -> None:
    recode(project, change(Verb.SPLIT, Part.LABEL, "descriptor", "role", "place"))
    split = [each for each in records(project).values() if isinstance(each, Annotation) and each.label == "role"]
    assert split
    assert {each.flag for each in split} == {"label role or place?"}
    flagged = replace(mark("descriptor", "at the yard"), flag="look again")
    again = recoded(flagged, change(Verb.SPLIT, Part.LABEL, "descriptor", "role", "place"), 2)
    assert again.flag == "look again; label role or place?"


REFUSED = [
    (change(Verb.RENAME, Part.LABEL, "claim", "source"), "there is a label source already"),
    (change(Verb.RENAME, Part.LABEL, "clam", "x"), "no label 'clam'"),
    (change(Verb.RENAME, Part.VALUE, "source.naming.nobody", "x"), "no value 'nobody'"),
    (change(Verb.RENAME, Part.LABEL, "claim", "A claim"), "cannot be a name"),
    (change(Verb.MERGE, Part.LABEL, "cue", "claim"), "can only be renamed"),
    (change(Verb.MERGE, Part.LABEL, "claim", "claim"), "into itself"),
    (change(Verb.MERGE, Part.LABEL, "quoted_other", "descriptor"), r"descriptor\.kind = scare: \d+ of ana, in"),
    (change(Verb.SPLIT, Part.LABEL, "claim", "a", "a"), "two different names"),
    (change(Verb.SPLIT, Part.LABEL, "claim", "a", "b", when=("claim_type", "x")), "no value 'x'"),
]


@pytest.mark.parametrize(("asked", "why"), REFUSED)
def test_what_cannot_be_is_refused_and_changes_nothing(project: Project, asked: Change, why: str) -> None:
    before = records(project)
    with pytest.raises(AnnotatorError, match=why):
        recode(project, asked)
    assert (records(project), project.codebook_version) == (before, 1)


def test_a_change_of_names_is_not_undone_article_by_article(project: Project) -> None:
    made = recode(project, CHANGES[0])
    document = next(each.document_id for each in made.edits if each.annotator == "ana")
    with pytest.raises(CodebookError, match="annotator codebook undo"):
        project.undo(document)
    assert not unknown(project)


def test_an_edit_under_an_older_codebook_is_refused_and_the_new_one_is_read(project: Project) -> None:
    document = next(iter(project.documents())).id
    late = replace(mark("claim", "The mayor"), document_id=document)
    assert project.codebook_version == 1
    with Project.open(project.path, "ben") as other:
        recode(other, CHANGES[0])
    edit = Edit(id="late", document_id=document, annotator="ana", at=AT, action="mark", added=(late,))
    with pytest.raises(NewCodebookError, match="version 2"):
        project.apply(edit)
    assert project.codebook.label("assertion")
    assert not project.has_new_codebook()
    assert not unknown(project)


def test_a_codebook_that_drops_what_is_in_use_is_taken_only_when_told_to(project: Project, tmp_path: Path) -> None:
    text = project.stored_codebook.text.replace('"unnamed_bare", "implicit"]\nhelp', '"implicit"]\nhelp')
    path = tmp_path / "less.toml"
    path.write_text(text.replace(', "unnamed_bare"', ""), encoding="utf-8")
    with pytest.raises(CodebookError, match=r"source\.naming = unnamed_bare: \d+ of ben, in \d articles"):
        project.load_codebook(path)
    assert project.codebook_version == 1
    assert project.load_codebook(path, anyway=True) == 2


def changed_definition(project: Project, path: Path) -> None:
    text = project.stored_codebook.text.replace("One proposition that", "One statement that")
    path.write_text(text.replace('"denial", "other",', '"denial", "other", "hoax",'), encoding="utf-8")
    project.load_codebook(path)


def test_decisions_under_a_rule_that_changed_are_listed_until_they_are_kept(project: Project, tmp_path: Path) -> None:
    held = records(project).values()
    mine = {each.id for each in held if getattr(each, "label", "") == "claim" and each.annotator == "ana"}
    assert not revisits(project)
    changed_definition(project, tmp_path / "new.toml")
    found = revisits(project)
    assert {each.record.id for each in found} == mine
    assert {(change.name, change.field) for each in found for change in each.changes} == {
        ("claim", "definition"),
        ("claim.claim_type", "values"),
    }
    recode(project, CHANGES[0])
    assert {(each.record.id, each.version) for each in revisits(project)} == {(each, 1) for each in mine}
    edits = keep(project, revisits(project)[:1])
    assert {each.record.id for each in revisits(project)} == mine - {edits[0].added[0].id}
    keep(project, revisits(project))
    assert not revisits(project)


def test_a_rule_that_says_again_what_it_said_asks_for_nothing(project: Project, tmp_path: Path) -> None:
    first = project.stored_codebook.text
    changed_definition(project, tmp_path / "new.toml")
    (tmp_path / "old.toml").write_text(first, encoding="utf-8")
    assert project.load_codebook(tmp_path / "old.toml") == 3
    assert not revisits(project)


def test_a_rule_that_was_gone_for_a_version_and_came_back_asks_for_nothing(project: Project, tmp_path: Path) -> None:
    """As where a merge brought another project's codebook in between."""
    first = project.stored_codebook.text
    start, end = (
        first.index("[label.claim.attributes.polarity]"),
        first.index("[label.claim.attributes.commitment_source]"),
    )
    (tmp_path / "less.toml").write_text(first[:start] + first[end:], encoding="utf-8")
    (tmp_path / "old.toml").write_text(first, encoding="utf-8")
    project.load_codebook(tmp_path / "less.toml", anyway=True)
    assert not revisits(project)
    project.load_codebook(tmp_path / "old.toml")
    assert not revisits(project)


def strings(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from strings(inner, (*path, name))
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, path)
    elif isinstance(value, str):
        yield path, value


ODD = """a.b = 'x' # "no"
"c d" = { e = ["1", "2"], f.g = "3" }
[ h . i ]
j = [ # "not this"
  "4", '''5
[k]
6''' ]
l = \"\"\"7 \\
  "8\\" ""
  # 9\"\"\"
m = 2026-01-01
"""


@pytest.mark.parametrize("text", [ODD, FILE.read_text("utf-8")])
def test_every_string_is_found_where_the_standard_parser_has_it(text: str) -> None:
    found = [(each.path, each.text) for each in names(text) if not each.is_key]
    assert sorted(found) == sorted(strings(tomllib.loads(text)))
