"""Tables of articles are read row by row, and a spreadsheet leaves the cells of the tables we write alone."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from annotator.domain.codebook import Attribute, Codebook
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.errors import FormatError
from annotator.domain.nearby import own_zones
from annotator.domain.records import AnnotatedDocument, Boundary, SentenceMark, ZoneMark, annotation_set
from annotator.domain.records import Reading as Sure
from annotator.domain.spans import Span
from annotator.formats import Reading, Writing, csv_tables
from annotator.formats.csv_cells import cell, guarded, unguarded
from annotator.text.segment import segment
from tests.reference_frames import NAME, reference

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def codebook(corpus: Path) -> Codebook:
    return parse_codebook((corpus / "codebook.toml").read_text(encoding="utf-8"))


@pytest.fixture
def reading(codebook: Codebook) -> Reading:
    return Reading(codebook=codebook, annotator="me", at=AT)


def read(folder: Path, reading: Reading, table: str) -> list[AnnotatedDocument]:
    path = folder / "t.csv"
    path.write_text(table, encoding="utf-8", newline="")
    return list(csv_tables.read(path, reading))


@pytest.mark.parametrize(
    "table",
    [
        "id,text,outlet\nn1,Hello there.,The Paper\n",
        "\ufeffid,text,outlet\r\nn1,Hello there.,The Paper\r\n",
        "ID;Body;outlet\nn1;Hello there.;The Paper\n",
        "filename\tarticle\toutlet\nn1\tHello there.\tThe Paper",
        # A blank line is no row.
        "outlet,Content,name\n\nThe Paper,Hello there.,n1\n\n",
    ],
)
def test_a_row_is_an_article_whose_other_columns_are_its_fields(tmp_path: Path, reading: Reading, table: str) -> None:
    (found,) = read(tmp_path, reading, table)
    assert (found.document.name, found.document.text) == ("n1", "Hello there.")
    assert found.document.meta["outlet"] == "The Paper"
    assert not reading.problems


def test_a_cell_is_taken_as_it_stands(tmp_path: Path, reading: Reading) -> None:
    text = "'Quoted', and \"more\".\r\n\r\n=1+1 " + "x" * 200_000
    (found,) = read(tmp_path, reading, 'text\n"' + text.replace('"', '""') + '"\n')
    assert found.document.text == text
    assert found.document.name == "t-2"


def test_a_wrong_header_names_the_columns_seen(tmp_path: Path, reading: Reading) -> None:
    with pytest.raises(FormatError, match=r"t\.csv:1: no column is named text, body, .*columns are “head”, “words”"):
        read(tmp_path, reading, "head,words\na,b\n")


def test_bad_rows_are_told_by_line_and_the_others_are_read(tmp_path: Path, reading: Reading) -> None:
    table = 'id,text\n1,"two\nlines"\n2,too,many\n3,\n4,good\n6,"open\n'
    found = read(tmp_path, reading, table)
    assert [each.document.name for each in found] == ["1", "4"]
    lines = [problem.split(":")[1] for problem in reading.problems]
    assert lines == ["4", "5", "7"]


def test_a_table_without_a_good_row_is_refused(tmp_path: Path, reading: Reading) -> None:
    with pytest.raises(FormatError, match=r"t\.csv:2: the row has 1 cells, but there are 2 columns"):
        read(tmp_path, reading, "id,text\n1\n")
    with pytest.raises(FormatError, match="there is no article in it"):
        read(tmp_path, reading, "id,text\n")


def tables(documents: list[AnnotatedDocument], codebook: Codebook) -> dict[str, list[dict[str, str]]]:
    texts: dict[str, str] = {}
    for name, piece in csv_tables.write(documents, Writing(codebook=codebook, codebook_version=3)):
        texts[name] = texts.get(name, "") + piece
    return {name: list(csv.DictReader(io.StringIO(table, newline=""), strict=True)) for name, table in texts.items()}


def test_the_reference_frames_are_rows_with_their_words_offsets_and_answers(shared: Path, codebook: Codebook) -> None:
    document = reference((shared / "seeds" / NAME).read_bytes().decode("utf-8"))
    found = tables([document], codebook)
    frames = {row["id"]: row for row in found["frames.csv"]}
    assert len(frames) == 40
    assert (frames["A28"]["source"], frames["A28"]["cue"]) == ("analyst Lukyanov", "said")
    assert frames["A28"]["content_at"] == "4298-4442;4466-4605"
    assert frames["A28"]["speech_type"] == "direct"
    assert (frames["A18"]["source"], frames["A18"]["parent"], frames["A23"]["continues"]) == ("", "A17", "A22")
    assert (frames["A23"]["start"], frames["A23"]["end"], frames["A23"]["codebook"]) == ("3352", "3458", "1")
    spans = {row["id"]: row for row in found["spans.csv"]}
    source = spans[frames["A10"]["source_id"]]
    assert (source["text"], source["label"], source["naming"]) == (
        "A Western diplomat who tracks Syria",
        "source",
        "unnamed_described",
    )
    assert "A10" in source["frames"].split("|")
    assert source["prefix"] == document.document.text[1833 - 32 : 1833]
    assert source["annotator"] == "ref"
    assert source["created"].endswith("+00:00")


def test_each_sentence_is_a_row_whether_marked_or_not(shared: Path, codebook: Codebook) -> None:
    document = reference((shared / "seeds" / NAME).read_bytes().decode("utf-8"))
    rows = tables([document], codebook)["sentences.csv"]
    assert len(rows) == len(document.document.sentences)
    assert [int(row["sentence"]) for row in rows] == list(range(1, len(rows) + 1))
    assert {row["reading"] for row in rows} == {"unread"}
    assert {row["codebook"] for row in rows} == {"3"}
    assert any(row["labels"].split("|")[:1] == ["content"] for row in rows)
    assert len(tables([AnnotatedDocument(document.document)], codebook)["sentences.csv"]) == len(rows)


PAYLOADS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    "'=1",
    " =1",
    "'",
    "''",
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_starts_what_a_spreadsheet_computes(payload: str) -> None:
    assert guarded(payload) == "'" + payload
    assert unguarded(guarded(payload)) == payload
    (row,) = csv.reader(io.StringIO(cell(payload) + "\r\n", newline=""), strict=True)
    assert row == ["'" + payload]
    assert not any(char.isspace() for char in map(chr, range(0x3001, 0x110000)))


def test_an_attribute_never_takes_the_name_of_another_column(shared: Path, codebook: Codebook) -> None:
    document = reference((shared / "seeds" / NAME).read_bytes().decode("utf-8"))
    odd = replace(codebook, frame=(Attribute(name="text"), *codebook.frame))
    row = tables([document], odd)["frames.csv"][0]
    assert row["attribute_text"] == ""
    assert row["text"]


@pytest.mark.parametrize("table", ["spans.csv", "frames.csv", "sentences.csv"])
def test_our_own_tables_are_refused_and_not_taken_for_articles(
    codebook: Codebook, reading: Reading, table: str
) -> None:
    path = Path(__file__).resolve().parents[1] / "exports" / "reference" / "csv" / table
    with pytest.raises(FormatError, match=r"csv:1: this is an export of annotations.*import the JSONL"):
        list(csv_tables.read(path, reading))


def test_a_byte_order_mark_that_was_dropped_is_told(tmp_path: Path, reading: Reading) -> None:
    read(tmp_path, reading, "\ufeffid,text\nn1,Hello there.\n")
    assert reading.losses.report() == ["1 × byte order marks (utf-8) at the beginning of files were dropped"]


def test_a_read_sentence_that_was_split_later_is_read_in_both_halves(codebook: Codebook) -> None:
    """As the editor shows it."""
    document = segment("a.txt", "Ana left; Ben stayed.\n\nNobody knew.\n", None)
    first = document.sentences[0]
    header = {"document_id": document.id, "annotator": "ana", "created": AT}
    records = [
        SentenceMark(id="m", span=first, **header),
        Boundary(id="b", offset=document.text.index("Ben"), begins=True, **header),
        SentenceMark(id="d", span=Span(0, 9), reading=Sure.DOUBTFUL, **header),
    ]
    rows = tables([AnnotatedDocument(document, (annotation_set("ana", records),))], codebook)["sentences.csv"]
    assert [(row["text"], row["reading"]) for row in rows] == [
        ("Ana left;", "doubtful"),
        ("Ben stayed.", "read"),
        ("Nobody knew.", "unread"),
    ]


def test_of_two_corrections_of_a_zone_the_last_one_holds(codebook: Codebook) -> None:
    document = segment("a.txt", "Ana left.\n", None)
    header = {"document_id": document.id, "annotator": "ana", "created": AT}
    records = [ZoneMark(id=zone, span=Span(0, 9), zone=zone, **header) for zone in ("caption", "headline")]
    held = annotation_set("ana", records)
    (row,) = tables([AnnotatedDocument(document, (held,))], codebook)["sentences.csv"]
    assert row["zone"] == "headline"
    assert [mark.id for mark in own_zones(records, Span(0, 9))] == ["headline"]
    shorter = replace(records[1], span=Span(4, 9))
    assert [mark.id for mark in own_zones([records[0], shorter], Span(0, 9))] == ["headline", "caption"]


def test_between_zones_is_what_the_codebook_looks_into(codebook: Codebook) -> None:
    document = replace(segment("a.txt", "Ana left.\n", None), zones=())
    usual = replace(codebook, zones=(replace(codebook.zones[0], name="story", suggest=True),))
    rows = tables([AnnotatedDocument(document)], usual)["sentences.csv"]
    assert [row["zone"] for row in rows] == ["story"]
