"""A JSONL line is an article with everything known of it, for us and others; a wrong line is told by its number."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from annotator.domain.codebook import Codebook
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.documents import Document, document_id
from annotator.domain.errors import FormatError
from annotator.domain.records import AnnotatedDocument, Annotation, Attribution, Boundary, annotation_set
from annotator.domain.spans import Span
from annotator.formats import Reading, Writing, jsonl
from annotator.text.segment import segment

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
TEXT = "😀 “It is late,” she said.\r\nNobody agreed.\n"
HEADER = {"document_id": document_id(TEXT), "annotator": "ana", "created": AT}
ANNOTATED = AnnotatedDocument(
    segment("a.txt", TEXT, {"outlet": "The Paper"}),
    (
        annotation_set(
            "ana",
            [
                Annotation(
                    id="s", label="source", fragments=(Span(16, 19),), attributes={"naming": ("pronoun",)}, **HEADER
                ),
                Annotation(id="c", label="content", fragments=(Span(2, 15), Span(27, 41)), **HEADER),
                Attribution(id="f", source=("s",), content=("c",), **HEADER),
            ],
        ),
    ),
)


@pytest.fixture
def codebook(corpus: Path) -> Codebook:
    return parse_codebook((corpus / "codebook.toml").read_text(encoding="utf-8"))


@pytest.fixture
def reading(codebook: Codebook) -> Reading:
    return Reading(codebook=codebook, annotator="me", at=AT)


@pytest.fixture
def line(codebook: Codebook) -> dict[str, Any]:
    """What is written of the one article, as anybody's JSON."""
    ((_, text),) = ((name, piece) for name, piece in jsonl.write([ANNOTATED], Writing(codebook=codebook)) if piece)
    return json.loads(text)


def read(folder: Path, reading: Reading, *lines: bytes | str) -> list[AnnotatedDocument]:
    path = folder / "x.jsonl"
    path.write_bytes(b"\n".join(each if isinstance(each, bytes) else each.encode() for each in lines))
    return list(jsonl.read(path, reading))


def test_a_line_shows_each_span_with_its_words_and_their_surroundings(line: dict[str, Any]) -> None:
    spans = {each["id"]: each for each in line["sets"][0]["annotations"]}
    assert (spans["s"]["text"], spans["s"]["start"], spans["s"]["end"]) == ("she", 16, 19)
    assert (spans["s"]["prefix"], spans["s"]["suffix"]) == (TEXT[:16], TEXT[19:])
    assert spans["c"]["text"] == "“It is late,” Nobody agreed."
    assert spans["c"]["fragments"] == [[2, 15], [27, 41]]
    assert (line["sets"][0]["annotator"], line["sets"][0]["codebook"], line["sets"][0]["state"]) == (
        "ana",
        1,
        "in progress",
    )


def test_nothing_in_a_line_is_null(line: dict[str, Any]) -> None:
    def values(value: object) -> list[object]:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return [value, *(each for part in inner for each in values(part))]

    assert None not in values(line)


def test_lines_end_at_line_feeds_only(tmp_path: Path, reading: Reading) -> None:
    found = read(tmp_path, reading, '{"text": "a\u2028b\x85c d."}', "", '{"text": "e."}')
    assert [each.document.text for each in found] == ["a\u2028b\x85c d.", "e."]


def test_other_peoples_lines_become_articles_with_fields(tmp_path: Path, reading: Reading) -> None:
    extra = {"id": 7, "body": "Hello there.", "label": [[0, 5, "X"]], "none": None, "score": 0.5}
    (found,) = read(tmp_path, reading, b"\xef\xbb\xbf" + json.dumps(extra).encode())
    assert reading.losses == {"byte order marks (utf-8) at the beginning of files were dropped": 1}
    assert (found.document.name, found.document.text, found.sets) == ("7", "Hello there.", ())
    assert found.document.meta["label"] == '[[0, 5, "X"]]'
    assert found.document.meta["score"] == "0.5"
    assert "none" not in found.document.meta


def changed(line: dict[str, Any], **more: object) -> str:
    """The line with other values in its first annotation, set or itself."""
    copy = json.loads(json.dumps(line))
    for key, value in more.items():
        place, _, field = key.partition("_")
        owner = {"span": copy["sets"][0]["annotations"][1], "set": copy["sets"][0], "line": copy}[place]
        owner[field] = value
    return json.dumps(copy)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"span_start": True}, "Expected `int`, got `bool`"),
        ({"span_start": 17}, "its fragments do not go from 17 to 19"),
        ({"span_text": "he"}, "the offsets 16-19 read “she”, but should read “he”"),
        ({"span_fragments": [[17, 20]]}, "they fit as UTF-16 units"),
        ({"span_fragments": [[23, 26]]}, "they fit as UTF-8 bytes"),
        ({"span_fragments": [[19, 16]]}, "a span needs 0 <= start < end"),
        ({"span_fragments": []}, "its fragments must be sorted and disjoint, at least one"),
        ({"span_created": "2026-01-05T09:00:00"}, "has no zone"),
        ({"span_created": "soon"}, "is not a time"),
        ({"span_id": "c"}, "have the same id"),
        ({"span_id": "z"}, "frame f names a record that is not there"),
        ({"span_status": "odd"}, "Invalid enum value 'odd'"),
        ({"span_new": 1}, "unknown field `new`"),
        ({"set_annotations": None}, "Expected `array`, got `null`"),
        ({"line_text": TEXT + "!"}, "its text has been changed since it was written"),
        ({"line_sentences": [[0, 9], [5, 12]]}, "its sentences overlap or are out of order"),
        ({"line_quotations": [[0, 999]]}, "ends at 999, after the text, which has"),
    ],
)
def test_a_line_that_contradicts_itself_is_refused(
    tmp_path: Path, reading: Reading, line: dict[str, Any], more: dict[str, object], message: str
) -> None:
    with pytest.raises(FormatError) as refusal:
        read(tmp_path, reading, "", changed(line, **more))
    assert message in str(refusal.value)
    assert str(refusal.value).startswith(f"{tmp_path / 'x.jsonl'}:2: ")


@pytest.mark.parametrize(
    "bad",
    [
        b"{",
        b'{"text": NaN}',
        b'{"text": "a", "x": Infinity}',
        rb'{"text": "\ud800 b"}',
        rb'{"text": "a\u0000b"}',
        b'{"text": "a\xff"}',
        b'{"text": 5}',
        b'{"text": "  "}',
        b'{"name": "a"}',
        b"[1]",
        b"[" * 100_000,
        b'{"text": "a", "x": ' + b"[" * 100_000,
        b"\x00\x01\x02",
    ],
)
def test_a_bad_line_is_told_with_its_number_and_the_others_are_read(
    tmp_path: Path, reading: Reading, bad: bytes
) -> None:
    found = read(tmp_path, reading, '{"text": "One."}', bad, '{"text": "Two."}')
    assert [each.document.text for each in found] == ["One.", "Two."]
    assert [problem.startswith(f"{tmp_path / 'x.jsonl'}:2: ") for problem in reading.problems] == [True]


def test_a_file_without_a_good_line_is_refused_with_few_words(tmp_path: Path, reading: Reading) -> None:
    with pytest.raises(FormatError) as refusal:
        read(tmp_path, reading, *[b"no"] * 1000)
    assert len(str(refusal.value).splitlines()) <= 25
    with pytest.raises(FormatError, match="there is no article in it"):
        read(tmp_path, reading, b"", b"")


def test_a_label_that_the_codebook_lacks_is_kept_and_told(
    tmp_path: Path, reading: Reading, line: dict[str, Any]
) -> None:
    (found,) = read(tmp_path, reading, changed(line, span_label="odd"))
    assert found.sets[0].annotation("s").label == "odd"
    assert reading.losses["annotations of label odd were kept, but the codebook has no such label"] == 1


def many(count: int, size: int) -> list[AnnotatedDocument]:
    """Articles of which only the last is annotated, in all larger than what tools read first."""
    texts = [f"{number}. " + "Nobody agreed. " * (size // 15) for number in range(count)]
    return [*(AnnotatedDocument(Document(document_id(text), "n", text)) for text in texts), ANNOTATED]


def test_pandas_reads_the_file_as_it_is(tmp_path: Path, codebook: Codebook) -> None:
    pandas = pytest.importorskip("pandas")
    path = tmp_path / jsonl.FILE
    path.write_text("".join(piece for _, piece in jsonl.write(many(3, 100), Writing(codebook=codebook))), newline="")
    frame = pandas.read_json(path, lines=True, dtype=False)
    assert list(frame["text"].sort_values())[-1] == TEXT
    spans = pandas.json_normalize(frame["sets"].explode().dropna().tolist(), "annotations", ["annotator"])
    assert list(spans["text"]) == ["“It is late,” Nobody agreed.", "she"]


def test_datasets_reads_the_file_as_it_is_even_when_only_its_last_article_is_annotated(
    tmp_path: Path, codebook: Codebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    datasets = pytest.importorskip("datasets")
    path = tmp_path / jsonl.FILE
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(piece for _, piece in jsonl.write(many(40, 300_000), Writing(codebook=codebook)))
    rows = datasets.load_dataset("json", data_files=str(path), cache_dir=str(tmp_path / "cache"))["train"]
    annotated = [row for row in rows if row["sets"]]
    assert len(rows) == 41
    assert [each["text"] for each in annotated[0]["sets"][0]["annotations"]] == ["“It is late,” Nobody agreed.", "she"]
    assert annotated[0]["sets"][0]["annotations"][0]["created"] == "2026-01-05T09:00:00.000000+00:00"


def test_what_was_removed_and_brought_back_leaves_in_the_same_bytes(tmp_path: Path, codebook: Codebook) -> None:
    """An undone removal puts records at the end of their set; what is read back is equal all the same."""
    held = ANNOTATED.sets[0].records
    turned = annotation_set("ana", reversed(held.values()))
    texts = [
        "".join(piece for _, piece in jsonl.write([each], Writing(codebook=codebook)))
        for each in (ANNOTATED, AnnotatedDocument(ANNOTATED.document, (turned,)))
    ]
    assert texts[0] == texts[1]
    (found,) = read(tmp_path, Reading(codebook=codebook, annotator="", at=AT), texts[0])
    assert found == ANNOTATED


def test_of_two_corrections_of_a_place_the_later_one_stays_the_later(tmp_path: Path, codebook: Codebook) -> None:
    marks = [Boundary(id=name, offset=20, begins=name == "b", **HEADER) for name in ("c", "b")]
    document = AnnotatedDocument(ANNOTATED.document, (annotation_set("ana", marks),))
    text = "".join(piece for _, piece in jsonl.write([document], Writing(codebook=codebook)))
    (found,) = read(tmp_path, Reading(codebook=codebook, annotator="", at=AT), text)
    assert list(found.sets[0].records) == ["c", "b"]
