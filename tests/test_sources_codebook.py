"""The registry of the codebook's own examples is built by the keys an analyst presses, from names that differ."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from annotator.domain.editing import Choose, Editor, Write
from annotator.domain.records import Annotation, Link
from annotator.domain.sources.names import folded
from annotator.domain.spans import Span, overlaps, words
from annotator.project import Project
from annotator.project.making import make_project


class Analyst:
    """Somebody who links the source mentions of one project, key by key, and saves each key."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.guessed = self.linked = 0

    @contextmanager
    def article(self, name: str) -> Iterator[Editor]:
        project = self.project
        loaded = project.load(project.find_document(name), [project.annotator])
        editor = Editor(loaded, project.annotator, project.codebook, project.codebook_version)
        editor.registry_of = lambda: project.sources.registry
        yield editor

    def press(self, editor: Editor, *keys: str) -> None:
        for key in keys:
            self.project.apply(*editor.press(key))

    def write(self, editor: Editor, text: str) -> None:
        assert isinstance(editor.pending, Write)
        self.project.apply(*editor.write(text))

    def mark(self, editor: Editor, span: Span) -> None:
        self.press(editor, "escape", "escape")
        editor.place(span.start)
        editor.select(span)
        self.press(editor, "s")

    def link(self, editor: Editor, entity: str) -> None:
        """Take the best guess where it is right, else another one, else search, else make the entry."""
        self.linked += 1
        self.press(editor, "@")
        pending = editor.pending
        assert isinstance(pending, Choose)
        choices = dict(pending.choices)
        if choices["@"] == f"= {entity}":
            self.guessed += 1
            self.press(editor, "@")
        elif any(each.name == entity for each in self.project.sources.registry.sources.values()):
            self.press(editor, self.letter(editor, entity) or "/")
            if isinstance(editor.pending, Write):
                self.write(editor, entity)
                self.press(editor, self.letter(editor, entity))
        else:
            self.press(editor, "n")
            self.write(editor, entity)

    @staticmethod
    def letter(editor: Editor, entity: str) -> str:
        assert isinstance(editor.pending, Choose)
        return next((key for key, text in editor.pending.choices if text.startswith(f"{entity}  ")), "")


def in_context(project: Project, entity: str) -> dict[str, set[str]]:
    """The words by which each article refers to the entity, as they are stored."""
    found: dict[str, set[str]] = {}
    sources = project.sources
    for each in sources.in_context(sources.mentions(sources.find(entity))):
        found.setdefault(each.document.name, set()).add(" ".join(each.words.split()))
    return found


# --- the sample corpus -----------------------------------------------------------------------------------------------

SAMPLE = {
    "osmere-talks": {
        "Osmere": "Osmere",
        "Karlsund": "Karlsund",
        "A European envoy who follows the valley": "envoy-1",
        "the envoy": "envoy-1",
        "the European envoy who follows the valley": "envoy-1",
        "a Western diplomat in Lozhen": "diplomat-1",
        "King Aldous's": "King Aldous",
        "the king": "King Aldous",
        "Ilse Marant, the wing's treasurer": "Ilse Marant",
        "Orlo": "Sabine Orlo",
        "She": "Sabine Orlo",
        "she": "Sabine Orlo",
        "a Dravinian customs official close to the council": "official-1",
        "the official": "official-1",
    },
    "lakeside-conference": {
        "Aldous": "King Aldous",
        "Brandt": "Tomas Brandt",
        "The parliamentary deputy Yusuf Harmsen": "Yusuf Harmsen",
        "Harmsen": "Yusuf Harmsen",
        "Orlo": "Sabine Orlo",
        "her": "Sabine Orlo",
        "the palace": "Osmere",
    },
    "dam-crack": {
        "The agency": "Water Agency",
        "A senior engineer at the agency": "engineer-1",
        "the senior engineer": "engineer-1",
        "the engineer": "engineer-1",
        "Mayor Greta Lund": "Greta Lund",
        "Lund": "Greta Lund",
        "Anton Weiss, a retired hydrologist who designed the gallery's drains and still advises their operator":
            "Anton Weiss",
    },
    "dam-evacuation": {
        "Mayor Greta Lund": "Greta Lund",
        "Weiss": "Anton Weiss",
        "Deputy Interior Minister Rosa Kettering": "Rosa Kettering",
        "Kettering": "Rosa Kettering",
        "schoolteacher Ines Vallo": "Ines Vallo",
        "Vallo": "Ines Vallo",
    },
}  # fmt: skip
"""Whom the source mentions of four sample articles refer to, by their words."""


def link_sample(project: Project) -> Analyst:
    """Somebody who has linked the source mentions of the sample corpus."""
    analyst = Analyst(project)
    for name, referents in SAMPLE.items():
        with analyst.article(name) as editor:
            mentions = [each for each in editor.annotations.of(Annotation) if each.label == "source"]
            for mention in sorted(mentions, key=lambda each: each.envelope):
                if entity := referents.get(words(editor.text, mention.fragments)):
                    editor.look(active=mention.id)
                    analyst.link(editor, entity)
    first, second = project.sources.find("diplomat-1"), project.sources.find("envoy-1")
    project.apply(project.sources.editor.relate(first, "distinct_from", second, {"certainty": ("probable",)}))
    king, state = project.sources.find("King Aldous"), project.sources.find("Osmere")
    project.apply(project.sources.editor.relate(king, "speaks_for", state, {"certainty": ("certain",)}))
    return analyst


def test_the_registry_of_the_sample_corpus_is_built_by_keys(tmp_path: Path) -> None:
    make_project(tmp_path / "p.db", "ana", sample=True)
    with Project.open(tmp_path / "p.db", "ana") as project:
        analyst = link_sample(project)

    with Project.open(tmp_path / "p.db", "ana") as project:
        expected = {entity for referents in SAMPLE.values() for entity in referents.values()}
        assert {each.name for each in project.sources.registry.entries()} == expected
        assert in_context(project, "Sabine Orlo") == {
            "osmere-talks.md": {"Orlo", "She", "she"},
            "lakeside-conference.txt": {"Orlo", "her"},
        }
        assert in_context(project, "envoy-1")["osmere-talks.md"] == {
            "A European envoy who follows the valley",
            "the envoy",
            "the European envoy who follows the valley",
        }
        relations = {link.relation for link in project.sources.registry.links.values()}
        assert relations == {"distinct_from", "speaks_for"}
    new = len(expected)
    share = analyst.guessed / (analyst.linked - new)
    assert share > 0.8, f"of {analyst.linked - new} mentions of known entries, {analyst.guessed} were guessed at once"


# --- CODEBOOK 2.10 from the two seeds --------------------------------------------------------------------------------

SKIPPED = ("(implied)", "(city)", "title)")
"""What the table says of forms that are no mention of the entity."""


def table(codebook: str) -> list[tuple[str, list[str], list[str]]]:
    """Entities with their aliases in the two articles, as CODEBOOK 2.10 lists them."""
    section = codebook.split("### 2.10")[1].split("###")[0]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in section.splitlines() if " | " in line]
    return [(row[0].split(" / ")[0], forms(row[1]), forms(row[2])) for row in rows[1:] if not row[0].startswith("-")]


def forms(cell: str) -> list[str]:
    """The aliases in a cell."""
    listed = [each.strip().replace("*", "") for each in cell.split(", ")]
    return [re.sub(r"\s*\(.*?\)", "", each) for each in listed if each not in ("–", "") and not each.endswith(SKIPPED)]


def place(text: str, form: str, taken: list[Span]) -> Span | None:
    """The first occurrence of the form that shares no word with those taken; a pronoun after one of them."""
    since = taken[-1].end if len(form) <= 3 and taken else 0
    for found in re.finditer(rf"(?<!\w)(?i:{re.escape(form[0])}){re.escape(form[1:])}(?!\w)", text[since:]):
        span = Span(found.start() + since, found.end() + since)
        if not any(overlaps(span, other) for other in taken):
            return span
    return None


@pytest.fixture
def seeds(shared: Path) -> Path:
    if not (shared / "seeds").is_dir() or not (shared / "CODEBOOK.md").is_file():
        pytest.skip("needs the two seed articles")
    return shared


def test_the_entities_of_the_codebook_are_built_from_the_two_seeds_by_keys(seeds: Path, tmp_path: Path) -> None:
    rows = table((seeds / "CODEBOOK.md").read_text(encoding="utf-8"))
    assert len(rows) == 11
    make_project(tmp_path / "p.db", "ana")
    with Project.open(tmp_path / "p.db", "ana") as project:
        project.add([seeds / "seeds"])
        names = sorted(each.name for each in project.documents())
        analyst = Analyst(project)
        absent = []
        for name, column in zip(names, (1, 2), strict=True):
            with analyst.article(name) as editor:
                for row in rows:
                    taken: list[Span] = []
                    for form in row[column]:
                        span = place(editor.text, form, taken)
                        if span is None:
                            absent.append(form)
                            continue
                        taken.append(span)
                        analyst.mark(editor, span)
                        analyst.link(editor, row[0])
        sources = project.sources
        for entity, *lists in rows:
            for form in (form for listed in lists for form in listed if len(form) > 3):
                if form not in sources.find(entity).names:
                    project.apply(sources.editor.add_alias(sources.find(entity), form))
        relate(project, rows)
    assert not absent, f"not found in the article: {absent}"

    with Project.open(tmp_path / "p.db", "ana") as project:
        assert {each.name for each in project.sources.registry.entries()} >= {row[0] for row in rows}
        for entity, *lists in rows:
            found = in_context(project, entity)
            for name, listed in zip(names, lists, strict=True):
                assert {folded(form) for form in listed} == set(map(folded, found.get(name, ())))
            assert {form for listed in lists for form in listed if len(form) > 3} <= {
                *project.sources.find(entity).names
            }
        said = {(link.relation, link.attributes.get("certainty")) for link in project.sources.registry.links.values()}
        assert ("near_identical", ("certain",)) in said
        assert ("speaks_for", ("certain",)) in said
        assert ("distinct_from", ("probable",)) in said
        bases = {link.attributes["basis"] for link in all_links(project)}
        assert {("name",), ("alias",), ("pronoun",), ("metonym",)} <= bases
    new = len(rows)
    share = analyst.guessed / (analyst.linked - new)
    assert share > 0.5, f"of {analyst.linked - new} mentions of known entries, {analyst.guessed} were guessed at once"


def relate(project: Project, rows: list[tuple[str, list[str], list[str]]]) -> None:
    """What the notes of the table say of entities, and case 4 of the hard cases: two diplomats who are not one."""
    sources, editor = project.sources, project.sources.editor
    ministry = next(row[0] for row in rows if row[0].endswith("Foreign Ministry"))
    for name in ("spokesperson-1", "diplomat-1", "diplomat-2"):
        project.apply(editor.add(name))
    for one, relation, other, sure in (
        (rows[6][0], "near_identical", ministry, "certain"),
        ("spokesperson-1", "speaks_for", ministry, "certain"),
        ("diplomat-2", "distinct_from", "diplomat-1", "probable"),
    ):
        project.apply(editor.relate(sources.find(one), relation, sources.find(other), {"certainty": (sure,)}))


def all_links(project: Project) -> list[Link]:
    found = [project.load(each.id, [project.annotator]).set_of(project.annotator) for each in project.documents()]
    return [link for annotations in found for link in annotations.of(Link)]
