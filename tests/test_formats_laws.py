"""For any article and annotation: what is written can be read again, and offsets cut out the quoted words."""

import csv
import io
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.domain.codebook import Attribute, Codebook, Label, Relation
from annotator.domain.documents import Document, Zone, document_id
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnnotationSet,
    AnyRecord,
    Attribution,
    Boundary,
    Link,
    Progress,
    Remark,
    SentenceMark,
    Source,
    State,
    Status,
    annotation_set,
)
from annotator.domain.spans import Fragments, Span, words
from annotator.formats import FORMATS, Format, Reading, Writing, expand
from annotator.formats.brat_writing import without_rejected
from annotator.formats.csv_cells import RISKY, guarded, unguarded

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


def label(name: str, role: str = "", **more: object) -> Label:
    return Label(name=name, title=name, key=name[0], color="#ffffff", shape="line", role=role, **more)


KIND = Attribute(name="kind", values=("scare", "term"), multiple=True)
CODEBOOK = Codebook(
    name="small",
    labels=(
        label("source", "source", attributes=(KIND,)),
        label("cue", "cue"),
        label("quote", "content", attributes=(Attribute(name="gist"), KIND)),
        label("quoted_other"),
    ),
    frame=(Attribute(name="speech_type", values=("direct", "indirect")),),
    relations=(Relation(name="has_descriptor"),),
)

NASTY = (
    "😀",
    "e\u0301",
    "שלום",
    "\u202e",
    "\r\n",
    "\n\n",
    '"',
    ",",
    "'",
    "=1+1",
    "\t",
    "@x",
    "\u2028",
    "\x85",
    " ",
    "said ",
)
TEXTS = st.lists(st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
NOTES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
IDS = st.integers(0, 2**64).map(lambda number: f"{number:032x}")


@st.composite
def places(draw: st.DrawFn, text: str) -> Fragments:
    """Sorted and disjoint spans of the text."""
    edges = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    return tuple(Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def sets(draw: st.DrawFn, document: Document, annotator: str) -> AnnotationSet:
    """One annotator's records of every kind."""
    header = {
        "document_id": document.id,
        "annotator": annotator,
        "created": AT + timedelta(seconds=draw(st.integers(0, 9))),
    }
    names = draw(st.lists(IDS, unique=True, min_size=12, max_size=12))
    frame_names, names = names[:2], names[2:]
    spans = [
        Annotation(
            **header,
            id=name,
            label=draw(st.sampled_from([each.name for each in CODEBOOK.labels])),
            fragments=draw(places(document.text)),
            attributes=draw(
                st.dictionaries(st.sampled_from(["kind", "gist"]), st.lists(NOTES, unique=True, min_size=1).map(tuple))
            ),
            status=draw(st.sampled_from(Status)),
            score=draw(st.none() | st.floats(0, 1)),
            flag=draw(NOTES),
            note=draw(NOTES),
        )
        for name in names[:6]
    ]
    remark = Remark(**header, id=names[6], flag=draw(st.just("Discuss") | NOTES), fragments=draw(places(document.text)))
    frames = [
        Attribution(
            **header,
            id=name,
            source=tuple(names[: draw(st.integers(0, 2))]),
            cue=draw(st.none() | st.just(names[2])),
            content=tuple(names[3 : 3 + draw(st.integers(1, 2))]),
            attributes=draw(st.sampled_from([{}, {"speech_type": ("direct",)}])),
            parent=other,
            note=draw(NOTES),
        )
        for name, other in zip(frame_names, (None, draw(st.sampled_from([None, frame_names[0]]))), strict=True)
    ]
    ends = draw(st.lists(st.tuples(*[st.sampled_from(names[:6])] * 2), max_size=3, unique=True))
    links = [
        Link(**header, id=f"{names[7]}{to_id}{from_id}", relation="has_descriptor", from_id=from_id, to_id=to_id)
        for from_id, to_id in ends
    ]
    whole = Span(0, len(document.text))
    unheld: list[AnyRecord] = [
        SentenceMark(**header, id=names[8], span=whole),
        Progress(**header, id=names[9], state=State.FINISHED),
        Boundary(**header, id="b", offset=0, begins=True),
        Source(**{**header, "document_id": ""}, id="s", name=draw(NOTES), aliases=("x",)),
    ]
    return annotation_set(
        annotator, [*spans, remark, *frames, *links, *(each for each in unheld if draw(st.booleans()))]
    )


@st.composite
def annotated(draw: st.DrawFn) -> AnnotatedDocument:
    """An article of nasty text, with the work of up to two annotators."""
    text = "".join(draw(TEXTS)) + "Ab."
    whole = Span(0, len(text))
    document = Document(
        document_id(text), draw(NOTES), text, {"outlet": draw(NOTES)}, (Zone(0, len(text), "body"),), (whole,)
    )
    annotators = draw(st.sampled_from([(), ("ana",), ("ana", "a=b c")]))
    return AnnotatedDocument(document, tuple(draw(sets(document, annotator)) for annotator in annotators))


def exported(form: Format, documents: list[AnnotatedDocument], folder: Path) -> Writing:
    """Write the documents into the folder, as the program does."""
    writing = Writing(codebook=CODEBOOK)
    texts: dict[str, str] = {}
    for name, piece in form.write(documents, writing):
        assert name not in texts or name == list(texts)[-1], "the pieces of a file follow each other"
        texts[name] = texts.get(name, "") + piece
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return writing


def read_back(form: Format, folder: Path) -> list[AnnotatedDocument]:
    """Everything that the format reads in the folder."""
    reading = Reading(codebook=CODEBOOK, annotator="me", at=AT)
    found = [document for path in expand([folder], form.suffixes) for document in form.read(path, reading)]
    assert not reading.problems
    return found


@settings(max_examples=60)
@given(st.lists(annotated(), min_size=1, max_size=3, unique_by=lambda each: each.document.id))
def test_jsonl_gives_back_exactly_what_was_written(documents):
    with TemporaryDirectory() as folder:
        writing = exported(FORMATS["jsonl"], documents, Path(folder))
        found = read_back(FORMATS["jsonl"], Path(folder))
    assert {each.document.id: each for each in found} == {each.document.id: each for each in documents}
    assert not writing.losses


def held_by_brat(annotations: AnnotationSet) -> Counter[tuple[object, ...]]:
    """What brat keeps of a set, without ids."""

    def place(record: AnyRecord) -> tuple[object, ...]:
        return (record.label, record.fragments, record.flag, record.note)

    def frame(each: Attribution) -> tuple[object, ...]:
        roles = tuple((role, place(annotations.annotation(i))) for role, i in each.roles)
        return (roles, sorted(each.attributes.items()), each.flag, each.note)

    def attributes(each: Annotation) -> list[tuple[str, list[str]]]:
        return sorted((name, list(values)) for name, values in each.attributes.items())

    records = annotations.records
    return Counter(
        repr(("span", place(each), attributes(each)))
        if isinstance(each, Annotation)
        else repr(("remark", each.fragments, each.flag, each.note))
        if isinstance(each, Remark)
        else repr(("frame", frame(each), frame(records[each.parent]) if each.parent else None))
        if isinstance(each, Attribution)
        else repr(("link", each.relation, place(records[each.from_id]), place(records[each.to_id])))
        for each in records.values()
        if isinstance(each, Annotation | Remark | Attribution | Link)
    )


def one_line(document: AnnotatedDocument) -> AnnotatedDocument:
    """The document without line breaks in the values of attributes, which the loss report names."""

    def plain(record: AnyRecord) -> AnyRecord:
        if not isinstance(record, Annotation):
            return record
        values = {
            name: tuple(dict.fromkeys(value.replace("\r", "").replace("\n", "") for value in values))
            for name, values in record.attributes.items()
        }
        return replace(record, attributes=values)

    sets = [annotation_set(each.annotator, map(plain, each.records.values())) for each in document.sets]
    return AnnotatedDocument(document.document, tuple(sets))


@settings(max_examples=60)
@given(annotated().map(one_line))
def test_brat_gives_back_all_that_its_loss_report_does_not_name(document):
    with TemporaryDirectory() as folder, TemporaryDirectory() as again:
        exported(FORMATS["brat"], [document], Path(folder))
        found = read_back(FORMATS["brat"], Path(folder))
        texts = {each.document.text for each in found}
        assert texts <= {document.document.text}
        assert [held_by_brat(s) for each in found for s in each.sets] == [
            held_by_brat(without_rejected(s)) for s in sorted_sets(document)
        ]
        merged = AnnotatedDocument(document.document, tuple(s for each in found for s in each.sets))
        exported(FORMATS["brat"], [merged], Path(again))
        for path in Path(folder).iterdir():
            assert (Path(again) / path.name).read_bytes() == path.read_bytes()


def sorted_sets(document: AnnotatedDocument) -> list[AnnotationSet]:
    """The sets in the order of their files' names."""
    return sorted(document.sets, key=lambda each: each.annotator.replace("a=b c", "a-b-c"))


@settings(max_examples=60)
@given(st.lists(annotated(), max_size=2))
def test_every_csv_row_is_as_wide_as_its_header_and_quotes_the_words_at_its_offsets(documents):
    texts: dict[str, str] = {}
    for name, piece in FORMATS["csv"].write(documents, Writing(codebook=CODEBOOK)):
        texts[name] = texts.get(name, "") + piece
    by_id = {each.document.id: each.document.text for each in documents}
    assert list(texts) == ["spans.csv", "frames.csv", "sentences.csv"]
    for name, table in texts.items():
        header, *rows = csv.reader(io.StringIO(table, newline=""), strict=True)
        assert {len(row) for row in rows} <= {len(header)}
        for row in rows:
            cells = dict(zip(header, row, strict=True))
            text = by_id[cells["document_id"]]
            place = Span(int(cells["start"]), int(cells["end"]))
            spans = [Span(*map(int, each.split("-"))) for each in cells.get("fragments", "").split(";") if each]
            assert unguarded(cells["text"]) == (words(text, tuple(spans)) if name == "spans.csv" else place.cut(text))
            assert not any(cell[:1] in RISKY - {"'"} for cell in row)


@given(st.text() | st.tuples(st.sampled_from(sorted(RISKY)), st.text()).map("".join))
def test_a_guard_can_always_be_taken_off_again(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in RISKY - {"'"}
