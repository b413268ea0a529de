"""Doing the same to many does what the preview says, leaves what is decided, and is undone as one after a restart."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.cli.linear_mode import LineMode
from annotator.domain.acting import Act, Target, acted, answering, flagging, relabelling, removing
from annotator.domain.documents import Document, Zone, document_id
from annotator.domain.editing import Editor, Level
from annotator.domain.edits import Edit, applied, is_whole
from annotator.domain.errors import EditError
from annotator.domain.propagating import Example, example, propagating, same_strings, targets_in
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnnotationSet,
    AnyRecord,
    Attribution,
    Link,
    Remark,
    Status,
    annotation_set,
)
from annotator.domain.spans import Span
from annotator.project import Project
from annotator.project.batches import by_document, carry_out, preview, revert_batch
from annotator.project.making import make_project
from annotator.project.propagating import in_article, in_corpus
from annotator.project.searching import find, read_query
from annotator.tui.pages import Pages

TEXTS = {
    "one": "A Western diplomat spoke. The Western diplomat left. Western diplomats stayed; Western\ndiplomat.",
    "two": "Nobody saw the Western diplomat, or the western diplomat. A Western diplomat waited.",
    "three": "A boat came in.",
}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    make_project(tmp_path / "p.db", "ana")
    with Project.open(tmp_path / "p.db", "ana") as opened:
        made = [AnnotatedDocument(_document(name, text)) for name, text in TEXTS.items()]
        opened.store.add(made, by="ana", at=datetime.now(UTC), action="add")
        yield opened


def _document(name: str, text: str) -> Document:
    return Document(document_id(text), name, text, zones=(Zone(0, len(text), "body"),), sentences=(Span(0, len(text)),))


def editor_of(project: Project, name: str) -> Editor:
    loaded = project.load(project.find_document(name), ["ana"])
    return Editor(loaded, "ana", project.codebook, project.codebook_version)


def marked(project: Project, name: str, words: str, label: str = "source") -> Annotation:
    """The first of these words, marked by the editor and saved."""
    editor = editor_of(project, name)
    start = editor.text.index(words)
    editor.select(Span(start, start + len(words)))
    edits = editor.mark(project.codebook.label(label) or project.codebook.labels[0])
    project.apply(*edits)
    assert editor.active_annotation is not None
    return editor.active_annotation


def records(project: Project, name: str) -> AnnotationSet:
    return project.load(project.find_document(name), ["ana"]).set_of("ana")


def state(project: Project) -> dict[str, dict[str, AnyRecord]]:
    """All records of all articles, by name."""
    return {name: dict(records(project, name).records) for name in TEXTS}


def reopened(project: Project) -> Project:
    """The project as another session finds it."""
    project.close()
    return Project.open(project.path, "ana")


def the_example(project: Project, annotation: Annotation, name: str = "one") -> Example:
    editor = editor_of(project, name)
    editor.look(active=annotation.id)
    found = example(editor)
    assert found is not None
    return found


# --- propagation ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("an envoy, the envoys, envoy", "envoy", [3, 22]),  # whole words
        ("The envoy the envoy", "the envoy", [10]),  # as they are written
        ("the  envoy\nthe\nenvoy", "the envoy", [0, 11]),  # however they are broken
        ("(x) a(x)b ((x))", "(x)", [0, 5, 11]),  # marks at the edge need no edge of a word
        ("aa aaa aa", "aa", [0, 7]),
    ],
)
def test_the_same_string_is_found_as_whole_words(text: str, words: str, found: list[int]) -> None:
    assert [span.start for span in same_strings(text, words)] == found


@given(st.text(max_size=40), st.text(min_size=1, max_size=5))
def test_every_same_string_has_the_words_of_the_example(text: str, words: str) -> None:
    for span in same_strings(text, words):
        assert span.cut(text).split() == words.split()


def test_the_same_string_is_marked_in_the_article_and_nothing_is_invented(project: Project) -> None:
    annotation = marked(project, "one", "Western diplomat")
    project.apply(*_answered(project, annotation, "naming", "unnamed_described"))
    model = the_example(project, records(project, "one").annotation(annotation.id))
    act, targets = propagating(model), in_article(project, model)
    assert [(each.is_change, each.outcome.told) for each in preview(project, act, targets)] == [
        (False, "is marked so already"),
        (True, "source: unnamed described"),
        (True, "source: unnamed described"),
    ]
    before = state(project)
    (edit,) = carry_out(project, act, targets)
    assert edit.action == "mark every “Western diplomat” as source"
    spans = [each for each in records(project, "one").of(Annotation) if each.id != annotation.id]
    assert [(each.label, dict(each.attributes)) for each in spans] == [
        ("source", {"naming": ("unnamed_described",)})
    ] * 2
    assert len(list(records(project, "one").of(Attribution))) == 1, "no frame is invented"
    assert project.undo(project.find_document("one")) is not None
    assert state(project) == before


def test_the_registry_entry_comes_along(project: Project) -> None:
    annotation = marked(project, "one", "Western diplomat")
    entry = project.sources.editor.add("diplomat-1")
    project.apply(entry)
    editor = editor_of(project, "one")
    link = Link(
        **editor.header(),
        relation="refers_to",
        from_id=annotation.id,
        to_id=entry.added[0].id,
        attributes={"basis": ("definite_np",)},
    )
    project.apply(editor.change("link", [], [link]))
    model = the_example(project, annotation)
    carry_out(project, propagating(model), in_corpus(project, model))
    (other,) = [each for each in records(project, "two").of(Link) if each.to_id == entry.added[0].id][:1]
    assert other.attributes == {"basis": ("definite_np",)}
    assert records(project, "two").annotation(other.from_id).label == "source"
    assert project.sources.count(project.sources.find("diplomat-1")) == 5


def test_what_is_marked_or_rejected_is_left_alone(project: Project) -> None:
    annotation = marked(project, "one", "Western diplomat")
    marked(project, "one", "The Western diplomat")  # overlaps the second
    editor = editor_of(project, "two")
    first, second = same_strings(editor.text, "Western diplomat")
    rejected = Annotation(**editor.header() | {"status": Status.REJECTED}, label="source", fragments=(first,))
    other = Annotation(**editor.header(), label="addressee", fragments=(second,))
    project.apply(editor.change("reject", [], [rejected, other]))
    model = the_example(project, annotation)
    told = [each.outcome.told for each in preview(project, propagating(model), in_corpus(project, model))]
    assert told == [
        "is marked so already",
        "is marked so already",
        "source",
        "rejected there as source",
        "is marked as addressee",
    ]


def test_no_span_is_marked_in_a_zone_that_is_not_for_it(project: Project) -> None:
    kind = next(each for each in project.codebook.zones if not each.mark)
    text = "Western diplomat\nA Western diplomat spoke."
    zones = (Zone(0, 16, kind.name), Zone(17, len(text), "body"))
    document = Document(document_id(text), "zoned", text, zones=zones, sentences=(Span(0, 16), Span(17, len(text))))
    project.store.add([AnnotatedDocument(document)], by="ana", at=datetime.now(UTC), action="add")
    model = the_example(project, marked(project, "one", "Western diplomat"))
    targets = {document.id: targets_in(document, model)}
    told = [each.outcome.told for each in preview(project, propagating(model), targets)]
    assert told == ["stands in a zone that is not marked", "source"]


def test_without_one_span_there_is_no_example(project: Project) -> None:
    editor = editor_of(project, "one")
    assert (example(editor), editor.message.startswith("no span is active")) == (None, True)
    spans = (Span(0, 1), Span(2, 9))
    annotation = Annotation(**editor.header(), label="content", fragments=spans)
    editor.change("mark", [], [annotation])
    editor.look(active=annotation.id)
    assert (example(editor), "several fragments" in editor.message) == (None, True)


# --- batches ----------------------------------------------------------------------------------------------------------


def everywhere(project: Project) -> list[Edit]:
    model = the_example(project, marked(project, "one", "Western diplomat"))
    return carry_out(project, propagating(model), in_corpus(project, model))


def test_what_was_done_to_several_articles_is_undone_and_redone_as_one_after_a_restart(project: Project) -> None:
    edits = everywhere(project)
    assert len(edits) == 2
    after = state(project)
    with reopened(project) as second:
        undone, left = revert_batch(second)
        assert ({each.document_id for each in undone}, left) == ({each.document_id for each in edits}, 0)
        assert [len(each) for each in state(second).values()] == [2, 0, 0]
        with reopened(second) as third:
            revert_batch(third, again=True)
            assert state(third) == after
            revert_batch(third)
            assert [len(each) for each in state(third).values()] == [2, 0, 0]
            assert revert_batch(third) == ([], 0), "nothing else was done to many"


def test_undo_in_one_of_the_articles_undoes_it_in_all(project: Project) -> None:
    everywhere(project)
    after = state(project)
    project.undo(project.find_document("two"))
    assert [len(each) for each in state(project).values()] == [2, 0, 0]
    project.redo(project.find_document("one"))
    assert state(project) == after


def test_undo_in_the_line_mode_of_one_of_the_articles_undoes_it_in_all(project: Project) -> None:
    everywhere(project)
    after = state(project)
    mode = LineMode(project, Pages(project), lambda _: None, Level.OFF)
    mode.open(project.find_document("two"))
    mode.take("undo")
    assert [len(each) for each in state(project).values()] == [2, 0, 0]
    mode.take("redo")
    assert state(project) == after


def test_an_article_that_was_changed_since_stays_as_it_is(project: Project) -> None:
    everywhere(project)
    new = next(records(project, "two").of(Annotation))
    project.apply(*_answered(project, new, "naming", "named", "two"))
    before = records(project, "two").records
    edits, left = revert_batch(project)
    assert (len(edits), left) == (1, 1)
    assert records(project, "two").records == before
    assert len(records(project, "one").records) == 2


def test_a_batch_that_does_not_fit_changes_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """All articles or none: where the last one cannot be saved, the first one is not."""
    annotation = marked(project, "one", "Western diplomat")
    model = the_example(project, annotation)
    act = propagating(model)
    before = state(project)
    apply = project.store.apply
    monkeypatch.setattr(project.store, "apply", lambda *edits, **more: apply(*edits, edits[0], **more))
    with pytest.raises(EditError, match="already saved"):
        carry_out(project, act, in_corpus(project, model))
    assert state(project) == before


# --- what can be done -------------------------------------------------------------------------------------------------


def _answered(project: Project, annotation: Annotation, name: str, value: str, article: str = "one") -> list[Edit]:
    editor = editor_of(project, article)
    _, edit = acted(editor, answering(name, value), [Target(annotation.fragments, annotation.id)])
    assert edit is not None
    return [edit]


def done(project: Project, act: Act, query: str) -> list[str]:
    """Do it to all that a query finds; what the preview says of each."""
    hits = find(project, read_query(project, query), enough=10**6).hits
    spans = [Target(hit.spans, hit.record.id) if hit.record else Target((hit.span,)) for hit in hits]
    targets = by_document([(hit.document.id, each) for hit, each in zip(hits, spans, strict=True)])
    told = preview(project, act, targets)
    edits = carry_out(project, act, targets)
    assert {each.document_id for each in edits} == {each.document.id for each in told if each.is_change}
    return [each.outcome.told for each in told]


def test_many_are_answered_relabelled_flagged_and_removed(project: Project) -> None:
    everywhere(project)
    assert (
        done(project, answering("naming", "unnamed_described"), "label:source") == ["naming: – → unnamed_described"] * 5
    )
    assert done(project, answering("naming", "unnamed_described"), "label:source")[0] == "naming is so already"
    assert done(project, answering("naming", ""), "label:source doc:two") == ["naming: unnamed_described → –"] * 2
    assert done(project, answering("polarity", "negated"), "label:source")[0] == "polarity is not asked here"
    addressee = project.codebook.label("addressee")
    assert addressee is not None
    assert done(project, relabelling(addressee), "label:source") == [
        "is the source of a frame",
        *["source → addressee, without naming"] * 2,
        *["source → addressee"] * 2,
    ]
    assert done(project, relabelling(addressee), "label:addressee") == ["is addressee already"] * 4
    assert done(project, flagging("sure?"), "label:addressee") == ["flag: sure?"] * 4
    assert done(project, flagging(""), "has:flag doc:two") == ["flag: –"] * 2
    assert done(project, flagging("boat"), "boat") == ["flag: boat"]
    assert [each.flag for each in records(project, "three").of(Remark)] == ["boat"]
    assert done(project, removing(), "has:flag") == ["removed"] * 3
    assert done(project, removing(), "label:source") == ["removed, also from its frame"]
    assert [len(each) for each in state(project).values()] == [0, 2, 0], "an empty frame goes with its last span"
    while revert_batch(project)[0]:
        pass
    assert [len(each) for each in state(project).values()] == [2, 0, 0]


ACTS = [answering("naming", "named"), answering("naming", ""), flagging("x"), flagging(""), removing()]


@given(st.lists(st.integers(0, 2), max_size=8), st.sampled_from(ACTS), st.data())
def test_what_is_done_to_many_fits_the_set_and_its_inverse_takes_it_back(
    codebook_project: Project, seeds: list[int], act: Act, data: st.DataObject
) -> None:
    """Whatever is chosen, twice or not at all there, frames stay whole and undoing restores every record."""
    held, document = _frames(seeds)
    annotated = AnnotatedDocument(document, (held,))
    editor = Editor(annotated, "ana", codebook_project.codebook, 1)
    ids = st.sampled_from([*held.records, "nowhere"])
    chosen = data.draw(st.lists(ids, max_size=6))
    _, edit = acted(editor, act, [Target((Span(0, 1),), each) for each in chosen])
    if edit is None:
        assert editor.annotations == held
        return
    after = applied(held, edit)
    assert after.records == editor.annotations.records
    assert all(is_whole(after, frame) for frame in after.of(Attribution))
    assert dict(applied(after, edit.inverse("back", datetime.now(UTC))).records) == dict(held.records)


@pytest.fixture(scope="module")
def codebook_project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    path = tmp_path_factory.mktemp("acts") / "p.db"
    make_project(path, "ana")
    with Project.open(path, "ana") as opened:
        yield opened


def _frames(seeds: list[int]) -> tuple[AnnotationSet, Document]:
    """Frames that share sources with the one before, and now and then lie in it or continue it."""
    text = "word " * 60
    document = _document("w", text)
    head = {"document_id": document.id, "annotator": "ana", "created": datetime(2026, 1, 1, tzinfo=UTC)}
    found: list[AnyRecord] = []
    for n, seed in enumerate(seeds):
        spans = {
            role: Annotation(id=f"{role}{n}", label=role, fragments=(Span(15 * n + 5 * m, 15 * n + 5 * m + 4),), **head)  # type: ignore[arg-type]
            for m, role in enumerate(("source", "cue", "content"))
        }
        shared = f"source{n - 1}" if seed == 1 and n else f"source{n}"
        found += [each for role, each in spans.items() if role != "source" or shared == each.id or n + 1 < len(seeds)]
        frame = Attribution(
            id=f"frame{n}",
            source=(shared,),
            cue=f"cue{n}",
            content=(f"content{n}",),
            continues=f"frame{n - 1}" if seed == 2 and n else None,
            **head,  # type: ignore[arg-type]
        )
        found.append(frame)
    return annotation_set("ana", found), document
