"""Changes of the source registry lose nothing: everybody keeps their own, mentions follow, and undo is exact."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.cli import run as run_words
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.documents import Document, Zone, document_id
from annotator.domain.edits import Edit
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import AnnotatedDocument, Annotation, AnyRecord, Link, Source, annotation_set
from annotator.domain.sources.changing import RegistryEditor
from annotator.domain.sources.guessing import Linked, best, guesses
from annotator.domain.sources.registry import Entry, Registry
from annotator.domain.spans import Span
from annotator.project import Project
from annotator.project.making import make_project

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CODEBOOK = parse_codebook((Path(__file__).parents[1] / "corpus" / "codebook.toml").read_text(encoding="utf-8"))
TEXT = "Ann Moore said so. Moore left. An official came. The official spoke.\n"
MENTIONS = ("Ann Moore", "Moore", "An official", "The official")
PLACES = (0, 19, 31, 49)


def registry(*names: str, annotator: str = "ana") -> Registry:
    found = Registry((), CODEBOOK, annotator)
    for name in names:
        found.take(RegistryEditor(found).add(name))
    return found


def called(found: Registry, name: str) -> Entry:
    (entry,) = (each for each in found.entries() if each.name == name)
    return entry


def project_with(path: Path, *annotators: str) -> Project:
    """A project of one article in which each annotator marked the same four source mentions."""
    make_project(path, annotators[0])
    project = Project.open(path, annotators[0])
    document = Document(
        id=document_id(TEXT),
        name="moore.txt",
        text=TEXT,
        zones=(Zone(0, len(TEXT), "body"),),
        sentences=(Span(0, 18), Span(19, 30), Span(31, 48), Span(49, 68)),
    )
    sets = (annotation_set(who, [mention(document, who, n) for n in range(len(MENTIONS))]) for who in annotators)
    project.store.add([AnnotatedDocument(document, tuple(sets))], by=annotators[0], at=NOW, action="add")
    return project


def mention(document: Document, who: str, n: int) -> Annotation:
    span = Span(PLACES[n], PLACES[n] + len(MENTIONS[n]))
    return Annotation(
        id=f"{who}-{n}", document_id=document.id, annotator=who, created=NOW, label="source", fragments=(span,)
    )


def link(project: Project, entry: Entry, n: int) -> None:
    """Let one of the annotator's mentions refer to the entry, as `@` does."""
    who, document = project.annotator, document_id(TEXT)
    new = Link(
        id=f"{who}-{n}-{entry.id}",
        document_id=document,
        annotator=who,
        created=NOW,
        relation="refers_to",
        from_id=f"{who}-{n}",
        to_id=entry.id,
    )
    edit = Edit(id=f"edit-{new.id}", document_id=document, annotator=who, at=NOW, action="link", added=(new,))
    project.apply(edit)


def add(project: Project, name: str) -> Entry:
    project.apply(project.sources.editor.add(name))
    return project.sources.find(name)


def stored(project: Project) -> dict[str, AnyRecord]:
    """Every record of the project, read from the file."""
    loaded = [each for document in project.documents() for each in project.load(document.id).sets]
    return {key: each for held in (*loaded, *project.store.load_project()) for key, each in held.records.items()}


@pytest.fixture
def ana(tmp_path: Path) -> Iterator[Project]:
    with project_with(tmp_path / "p.db", "ana", "ben") as project:
        yield project


@pytest.fixture
def ben(ana: Project) -> Iterator[Project]:
    with Project.open(ana.path, "ben") as project:
        yield project


# --- guessing --------------------------------------------------------------------------------------------------------


def test_a_surname_that_two_have_is_offered_for_both_and_certain_for_none() -> None:
    found = guesses(registry("John Smith", "Jane Smith", "Jane Doe"), "Smith", "", 0, [])
    assert {(each.entry.name, each.certainty) for each in found} == {
        ("John Smith", "possible"),
        ("Jane Smith", "possible"),
    }


def test_another_given_name_is_never_the_best_guess() -> None:
    """A spelling of the given name is offered, and must be chosen; a different one is not even offered."""
    found = guesses(registry("Walid Al Muallem", "Ahmad Al Muallem"), "Waled Al Muallem", "", 0, [])
    assert [(each.entry.name, each.certainty) for each in found] == [("Walid Al Muallem", "possible")]
    assert best(found) is None


def test_the_nearest_fitting_entry_of_the_article_is_meant_by_a_description_or_a_pronoun() -> None:
    held = registry("diplomat-1", "official-1", "Ann Moore", "Ministry of Works")
    state = called(held, "Ministry of Works")
    held.take(RegistryEditor(held).answer(state, "referent", ["organisation"]))
    words = {"a Western diplomat": "diplomat-1", "an official": "official-1", "Ann Moore": "Ann Moore"}
    linked = [Linked(n * 10, said, called(held, name).id) for n, (said, name) in enumerate(words.items())]
    linked.append(Linked(40, "the Ministry of Works", called(held, "Ministry of Works").id))

    def name(said: str) -> str | None:
        found = best(guesses(held, said, "", 50, linked))
        return found.entry.name if found else None

    assert name("the diplomat") == "diplomat-1"
    assert name("the official") == "official-1"
    assert name("the Western diplomat") == "diplomat-1"
    assert name("she") == "Ann Moore"
    assert name("it") == "Ministry of Works"
    assert name("the source") in ("diplomat-1", "official-1")
    assert name("the sailor") is None
    assert name("a diplomat in Lozhen") is None, "somebody new is not taken for somebody known"


def test_an_unnamed_source_of_another_article_is_not_taken_for_this_ones() -> None:
    held = registry()
    held.take(RegistryEditor(held).add("diplomat-1", ["Western diplomat"]))
    assert best(guesses(held, "the Western diplomat", "", 0, [])) is None
    assert best(guesses(held, "a Western diplomat", "unnamed_described", 0, [])) is None


def test_search_finds_what_is_typed_however_it_is_spelled() -> None:
    held = registry("Walid al-Moualem", "Sergey Lavrov", "Zoë Müller")
    assert [each.name for each in held.search("lavr")] == ["Sergey Lavrov"]
    for typed, name in (("muallem", "Walid al-Moualem"), ("muller", "Zoë Müller"), ("sergei lavrow", "Sergey Lavrov")):
        assert held.search(typed)[0].name == name
    assert held.search("qqq") == []


# --- one annotator ---------------------------------------------------------------------------------------------------


def test_merging_brings_mentions_names_and_answers_along_and_is_undone_in_one_step(ana: Project) -> None:
    kept, gone = add(ana, "Ann Moore"), add(ana, "Moore")
    other = add(ana, "Port Authority")
    ana.apply(ana.sources.editor.answer(gone, "referent", ["person"]))
    ana.apply(ana.sources.editor.relate(ana.sources.find("Moore"), "speaks_for", other))
    link(ana, kept, 0)
    link(ana, gone, 1)
    before = stored(ana)
    ana.apply(ana.sources.merge(ana.sources.find(kept.id), ana.sources.find(gone.id)))
    merged = ana.sources.find("Moore")
    assert (merged.name, merged.names, merged.others) == ("Ann Moore", ("Ann Moore", "Moore"), ())
    assert merged.source.attributes == {"referent": ("person",)}
    assert [each.name for _, each, _ in ana.sources.registry.relations(merged)] == ["Port Authority"]
    assert ana.sources.count(merged) == 2
    assert sum(isinstance(each, Source) for each in stored(ana).values()) == 2
    assert ana.sources.revert() is not None
    assert stored(ana) == before
    assert ana.sources.count(ana.sources.find("Moore")) == 1


def test_splitting_gives_mentions_an_entry_of_their_own(ana: Project) -> None:
    entry = add(ana, "Ann Moore")
    ana.apply(ana.sources.editor.add_alias(entry, "Moore"))
    for n in (0, 1):
        link(ana, entry, n)
    entry = ana.sources.find("Moore")
    second = [each for each in ana.sources.mentions(entry) if each.from_id == "ana-1"]
    ana.apply(ana.sources.split(entry, "Beth Moore", second, ["Moore"]))
    assert [ana.sources.count(ana.sources.find(name)) for name in ("Ann Moore", "Beth Moore")] == [1, 1]
    assert ana.sources.find("Moore").name == "Beth Moore"


def test_a_handle_is_no_alias_after_a_rename_and_a_name_is(ana: Project) -> None:
    ana.apply(ana.sources.editor.rename(add(ana, "diplomat-1"), "Ann Moore"))
    assert ana.sources.find("Ann Moore").names == ("Ann Moore",)
    ana.apply(ana.sources.editor.rename(ana.sources.find("Ann Moore"), "Ann Moore-Hill"))
    assert ana.sources.find("Ann Moore").name == "Ann Moore-Hill"


def test_no_mention_is_left_without_its_entry(ana: Project) -> None:
    entry = add(ana, "Ann Moore")
    link(ana, entry, 0)
    with pytest.raises(AnnotatorError, match="1 mentions refer to it"):
        ana.sources.revert()
    with pytest.raises(AnnotatorError, match="1 mentions refer to Ann Moore"):
        ana.sources.remove(entry)
    ana.undo(document_id(TEXT))
    ana.apply(ana.sources.remove(ana.sources.find("Ann Moore")))
    assert not any(isinstance(each, Source) for each in stored(ana).values())


def test_a_relation_said_again_takes_the_place_of_the_first(ana: Project) -> None:
    one, two = add(ana, "diplomat-1"), add(ana, "diplomat-2")
    for sure in ("possible", "probable"):
        ana.apply(ana.sources.editor.relate(one, "distinct_from", two, {"certainty": (sure,)}))
    (said,) = (each for each in stored(ana).values() if isinstance(each, Link))
    assert said.attributes == {"certainty": ("probable",)}


def test_whether_two_are_one_is_said_once_whichever_way_round(ana: Project) -> None:
    """Nobody can hold two entries for one and for distinct at once; what else is said of them stays."""
    one, two = add(ana, "the ministry"), add(ana, "the foreign office")
    ana.apply(ana.sources.editor.relate(one, "speaks_for", two))
    for said in ("same_as", "distinct_from", "same_as"):
        one, two = two, one
        ana.apply(ana.sources.editor.relate(one, said, two, {"certainty": ("possible",)}))
        links = [each for each in stored(ana).values() if isinstance(each, Link)]
        assert sorted(each.relation for each in links) == sorted(("speaks_for", said))
    ana.sources.revert()
    assert "distinct_from" in {each.relation for each in stored(ana).values() if isinstance(each, Link)}


def test_the_command_says_that_another_source_has_the_name(ana: Project, capsys: pytest.CaptureFixture[str]) -> None:
    name = ("--project", str(ana.path), "--as", "ana", "sources")
    assert run_words([*name, "add", "Ann Moore"]) == 0
    assert "called so too" not in capsys.readouterr().err
    assert run_words([*name, "add", "ann  moore"]) == 0
    assert "another source is called so too" in capsys.readouterr().err


# --- two annotators --------------------------------------------------------------------------------------------------


def test_merging_into_anothers_entry_leaves_their_records_alone(ana: Project, ben: Project) -> None:
    first = add(ana, "Ann Moore")
    link(ana, first, 0)
    second = add(ben, "A. Moore")
    link(ben, second, 0)
    link(ben, ben.sources.find("Ann Moore"), 1)
    before = {key: each for key, each in stored(ana).items() if each.annotator == "ana"}
    ben.apply(ben.sources.merge(ben.sources.find("Ann Moore"), ben.sources.find("A. Moore")))
    assert {key: each for key, each in stored(ana).items() if each.annotator == "ana"} == before
    assert {each.to_id for each in stored(ana).values() if isinstance(each, Link) and each.document_id} == {first.id}
    for project in (ana, ben):
        (entry,) = project.sources.registry.entries()
        assert set(entry.names) == {"Ann Moore", "A. Moore"}


def test_an_entry_that_others_use_is_never_taken_away(ana: Project, ben: Project) -> None:
    kept, gone = add(ana, "Ann Moore"), add(ana, "A. Moore")
    link(ben, ben.sources.find("A. Moore"), 0)
    with pytest.raises(AnnotatorError, match="others refer to"):
        ana.sources.remove(gone)
    ana.apply(ana.sources.merge(kept, gone))
    assert gone.id in stored(ana)
    assert ben.sources.count(ben.sources.find("Ann Moore")) == 1, "ben's mention refers to both, which are one"


def test_changing_anothers_entry_makes_ones_own_which_is_the_same(ana: Project, ben: Project) -> None:
    before = add(ana, "Ann Moore")
    ben.apply(ben.sources.editor.add_alias(ben.sources.find("Ann Moore"), "Annie"))
    assert stored(ana)[before.id] == before.source
    assert ana.sources.find("Annie").id == before.id
    assert ben.sources.find("Ann Moore").source.annotator == "ben"


def test_what_an_annotator_says_is_distinct_stays_two_for_them(ana: Project, ben: Project) -> None:
    one, two = add(ana, "Ann Moore"), add(ana, "A. Moore")
    ben.apply(ben.sources.editor.relate(one, "same_as", two, {"certainty": ("certain",)}))
    assert len(list(ana.sources.registry.entries())) == 1
    ana.apply(ana.sources.editor.relate(one, "distinct_from", two))
    assert len(list(ana.sources.registry.entries())) == 2
    assert len(list(ben.sources.registry.entries())) == 1


@pytest.mark.parametrize("sure", ["probable", "possible"])
def test_what_is_only_probably_the_same_stays_two(ana: Project, sure: str) -> None:
    one, two = add(ana, "Ann Moore"), add(ana, "A. Moore")
    ana.apply(ana.sources.editor.relate(one, "same_as", two, {"certainty": (sure,)}))
    assert len(list(ana.sources.registry.entries())) == 2


def test_the_registry_leaves_and_comes_back_in_jsonl(ana: Project, tmp_path: Path) -> None:
    one, two = add(ana, "Ann Moore"), add(ana, "official-1")
    ana.apply(ana.sources.editor.relate(two, "speaks_for", one, {"certainty": ("certain",)}))
    link(ana, one, 0)
    files = [each for each in ana.export("jsonl", tmp_path / "out").files if each.suffix == ".jsonl"]
    make_project(tmp_path / "q.db", "ana")
    with Project.open(tmp_path / "q.db", "ana") as other:
        assert other.import_sets(files).skipped == []
        assert stored(other) == stored(ana)
        assert other.sources.count(other.sources.find("Ann Moore")) == 1


# --- laws ------------------------------------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(st.sampled_from(("add", "rename", "alias", "answer", "relate", "merge", "split")), st.integers(0, 9)),
    max_size=12,
)


def step(editor: RegistryEditor, what: str, n: int) -> Edit | None:
    """One change of some entry, if it is possible."""
    entries = list(editor.registry.entries())
    if what == "add" or len(entries) < 2:
        return editor.add(f"Person {n}", [f"P{n}"])
    one, two = entries[n % len(entries)], entries[(n + 1) % len(entries)]
    do: dict[str, Any] = {
        "rename": lambda: editor.rename(one, f"Other {n}"),
        "alias": lambda: editor.add_alias(one, f"Alias {n}"),
        "answer": lambda: editor.answer(one, "role", [f"role {n}"]),
        "relate": lambda: editor.relate(one, "same_as", two, {"certainty": ("certain" if n % 2 else "possible",)}),
        "merge": lambda: editor.merge(one, two, [], is_shared=n % 3 == 0),
        "split": lambda: editor.split(one, f"Part {n}", []),
    }
    try:
        edit: Edit = do[what]()
    except AnnotatorError:
        return None
    return edit


def content(held: Registry) -> tuple[Any, ...]:
    names = [(entry.name, sorted(entry.names)) for entry in held.entries()]
    return held.sources, held.links, names, [entry.id for entry in held.search("o")]


@settings(max_examples=40)
@given(STEPS)
def test_a_registry_kept_up_to_date_is_one_read_anew_and_undo_is_exact(steps: list[tuple[str, int]]) -> None:
    held = registry("Ann Moore", "Bob Hill")
    for what, n in steps:
        before = content(held)
        edit = step(RegistryEditor(held), what, n)
        if edit is None:
            continue
        held.take(edit)
        after = content(held)
        assert after == content(Registry([*held.sources.values(), *held.links.values()], CODEBOOK, "ana"))
        held.take(edit)
        assert content(held) == after, "an edit taken twice counts once"
        held.take(edit.inverse("undo", NOW))
        assert content(held) == before
        held.take(edit)


# --- the command line ------------------------------------------------------------------------------------------------


def lines(out: str) -> list[Any]:
    return [json.loads(line) for line in out.splitlines()]


def test_the_registry_is_worked_on_from_the_command_line(ana: Project, capsys: pytest.CaptureFixture[str]) -> None:
    link(ana, add(ana, "Ann Moore"), 0)
    ana.close()

    def run(*words: str) -> tuple[int, str, str]:
        code = run_words(["sources", *words, "--project", str(ana.path), "--as", "ana"])
        return code, *capsys.readouterr()

    assert run("add", "official-1", "--alias", "An official")[0] == 0
    assert run("relate", "official-1", "speaks_for", "Ann Moore", "--certainty", "possible")[0] == 0
    assert run("answer", "Ann Moore", "referent", "person")[0] == 0
    assert run("rename", "Ann Moore", "Ann Hill")[0] == 0
    assert run("alias", "Ann Hill", "Annie", "Moore")[0] == 0
    assert run("alias", "Ann Hill", "Annie", "--remove")[0] == 0
    (shown,) = lines(run("show", "Moore", "--json")[1])
    assert (shown["name"], shown["aliases"], shown["attributes"]) == (
        "Ann Hill",
        ["Ann Moore", "Moore"],
        {"referent": ["person"]},
    )
    assert [(each["from"], each["relation"]) for each in shown["relations"]] == [("official-1", "speaks_for")]
    (said,) = shown["in_context"]
    assert (said["document"], said["line"], said["words"]) == ("moore.txt", 1, "Ann Moore")
    assert run("split", "Ann Hill", "Beth", "--words", "ann moore")[0] == 0
    assert run("merge", "Ann Hill", "Beth")[0] == 0
    assert [(each["name"], each["mentions"]) for each in lines(run("list", "--json")[1])] == [
        ("Ann Hill", 1),
        ("official-1", 0),
    ]
    assert run("relate", "official-1", "speaks_for", "Ann Hill", "--remove")[0] == 0
    assert run("remove", "official-1")[0] == 0
    assert "Ann Hill" in run()[1]
    assert run("undo")[2] == "undo remove source official-1\n"
    for wrong in (
        ("show", "Nobody"),
        ("relate", "Ann Hill", "knows", "official-1"),
        ("answer", "Ann Hill", "age", "40"),
        ("answer", "Ann Hill", "referent", "ghost"),
        ("split", "Ann Hill", "Beth", "--words", "nobody said this"),
    ):
        assert run(*wrong)[0] == 1
