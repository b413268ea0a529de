"""brat files in the dialect of PolNeAR become records with nothing lost, and a wrong line refuses its whole file."""

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotator.domain.codebook import Codebook
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.documents import Document, document_id
from annotator.domain.errors import FormatError
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnnotationSet,
    Attribution,
    Link,
    Remark,
    Status,
    annotation_set,
)
from annotator.domain.spans import Span, words
from annotator.formats import Reading, Writing, brat, expand, jsonl, text
from tests.reference_frames import NAME, reference, registry

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
TEXT = "“It is late,” she said.\n\nNobody, a diplomat told us, had agreed. 😀 He denied it.\n"
DENIED = TEXT.index("denied")


@pytest.fixture
def codebook(corpus: Path) -> Codebook:
    return parse_codebook((corpus / "codebook.toml").read_text(encoding="utf-8"))


@pytest.fixture
def reading(codebook: Codebook) -> Reading:
    return Reading(codebook=codebook, annotator="me", at=AT)


def at(said: str) -> str:
    """The offsets of the words in TEXT, fragments told apart by ` … `."""
    starts = [(TEXT.index(part), part) for part in said.split(" … ")]
    return ";".join(f"{start} {start + len(part)}" for start, part in starts)


def bound(name: str, kind: str, said: str) -> str:
    return f"{name}\t{kind} {at(said)}\t{said.replace(' … ', ' ')}\n"


FRAME = (
    bound("T1", "Source", "she")
    + bound("T2", "Cue", "said")
    + bound("T3", "Content", "“It is late,”")
    + bound("T4", "Attribution", "said")
    + "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n"
)


def records(folder: Path, reading: Reading, ann: str, text: str = TEXT) -> AnnotationSet:
    """The records of an `.ann` file beside the text."""
    (folder / "a.txt").write_text(text, encoding="utf-8", newline="")
    (folder / "a_ana.ann").write_text(ann, encoding="utf-8", newline="")
    (document,) = brat.read(folder / "a_ana.ann", reading)
    return document.sets[0]


def said(found: AnnotationSet, frame: Attribution, role: str) -> list[str]:
    return [words(TEXT, fragments) for fragments in found.spans_of(frame, role)]


def test_an_event_is_a_frame_and_its_trigger_is_no_span(tmp_path: Path, reading: Reading) -> None:
    found = records(tmp_path, reading, FRAME)
    (frame,) = found.of(Attribution)
    assert [said(found, frame, role) for role in ("source", "cue", "content")] == [["she"], ["said"], ["“It is late,”"]]
    assert [each.label for each in found.of(Annotation)] == ["source", "cue", "content"]
    assert not reading.losses
    assert found.annotator == "ana"
    assert {(each.created, each.codebook, each.annotator) for each in found.records.values()} == {(AT, 1, "ana")}


def test_reading_twice_gives_the_same_ids_and_another_annotator_others(tmp_path: Path, reading: Reading) -> None:
    once, twice = (records(tmp_path, reading, FRAME) for _ in range(2))
    assert once == twice
    (tmp_path / "a_ben.ann").write_text(FRAME, encoding="utf-8")
    (other,) = brat.read(tmp_path / "a_ben.ann", reading)
    assert not once.records.keys() & other.sets[0].records.keys()


def test_fragments_second_contents_and_shared_sources_are_kept(tmp_path: Path, reading: Reading) -> None:
    found = records(
        tmp_path,
        reading,
        bound("T1", "Source", "a diplomat")
        + bound("T2", "Content", "Nobody … had agreed")
        + bound("T3", "Content", "He denied it.")
        + bound("T4", "Attribution", "told us")
        + bound("T5", "Attribution", "denied")
        + "E1\tAttribution:T4 Source:T1 Content:T2 Content2:T3\nE2\tAttribution:T5 Source:T1 Content:T3\n",
    )
    first, second = found.of(Attribution)
    assert said(found, first, "content") == ["Nobody had agreed", "He denied it."]
    assert first.source == second.source
    assert first.cue is None
    assert len(list(found.of(Annotation))) == 3


def test_a_third_column_may_run_over_several_lines(tmp_path: Path, reading: Reading) -> None:
    start, end = TEXT.index("said."), TEXT.index(", a dip")
    found = records(
        tmp_path, reading, f"T1\tContent {start} {end}\t{TEXT[start:end]}\n" + bound("T2", "Cue", "told us")
    )
    assert [words(TEXT, each.fragments) for each in found.of(Annotation)] == ["said.\n\nNobody", "told us"]
    spaced = TEXT[start:end].replace("\n", " ")
    assert len(records(tmp_path, reading, f"T1\tContent {start} {end}\t{spaced}\n").records) == 1


@pytest.mark.parametrize("last", ["\r\n", ""])
def test_article_and_annotations_may_both_have_crlf(tmp_path: Path, reading: Reading, last: str) -> None:
    text = "Ana said.\r\nBen, too.\r\n"
    ann = (
        f"T1\tSource 0 3\tAna\r\n#1\tAnnotatorNotes T1\thm\r\nT2\tContent 4 14\tsaid.\r\nBen\r\nT3\tCue 4 8\tsaid{last}"
    )
    found = records(tmp_path, reading, ann, text)
    assert [words(text, each.fragments) for each in found.of(Annotation)] == ["Ana", "said.\r\nBen", "said"]
    assert found.annotation(next(iter(found.records))).note == "hm"


@pytest.mark.parametrize("said", ["said.\r", "said.\r\r"])
def test_words_that_end_in_a_carriage_return_keep_it(tmp_path: Path, reading: Reading, said: str) -> None:
    found = records(tmp_path, reading, f"T1\tCue 4 10\t{said}\n", "Ana said.\r\n")
    assert [each.envelope for each in found.of(Annotation)] == [Span(4, 10)]


def test_a_note_without_text_is_left_out_and_told(tmp_path: Path, reading: Reading) -> None:
    found = records(tmp_path, reading, FRAME + "#1\tAnnotatorNotes T1\n")
    assert len(found.records) == 4
    assert reading.losses == {"brat notes without text were left out": 1}


@pytest.mark.parametrize("kind", ["nested_in", "continues"])
@pytest.mark.parametrize("circle", [("E1 E2", "E2 E1"), ("E1 E2", "E2 E3", "E3 E1")])
def test_frames_in_a_circle_are_refused_by_line(
    tmp_path: Path, reading: Reading, kind: str, circle: tuple[str, ...]
) -> None:
    frames = FRAME + bound("T5", "Content", "had agreed") + bound("T6", "Content", "He denied it")
    frames += "E2\tAttribution:T4 Content:T5\nE3\tAttribution:T4 Content:T6\n"
    pairs = (pair.split() for pair in circle)
    rows = [f"R{number}\t{kind} Arg1:{one} Arg2:{two}\n" for number, (one, two) in enumerate(pairs, 1)]
    records(tmp_path, reading, frames + "".join(rows[:-1]))
    with pytest.raises(FormatError, match=rf"a_ana\.ann:{9 + len(rows)}: R{len(rows)} closes a circle of {kind}"):
        records(tmp_path, reading, frames + "".join(rows))


def test_lines_of_an_article_are_never_taken_for_annotations(tmp_path: Path, reading: Reading) -> None:
    text = "One\nT9\tCue 0 3\tOne\nTwo"
    found = records(tmp_path, reading, f"T1\tContent 0 {len(text)}\t{text}\n", text)
    assert [each.label for each in found.of(Annotation)] == ["content"]


def test_doubts_become_remarks_and_notes_stay_with_their_record(tmp_path: Path, reading: Reading) -> None:
    found = records(
        tmp_path,
        reading,
        FRAME
        + bound("T8", "Discuss", "Nobody … agreed")
        + "#1\tAnnotatorNotes T1\tor the cat?\n#2\tAnnotatorNotes E1\tfirst\n#3\tAnnotatorNotes E1\tsecond\n"
        + "#4\tFlag T2\tunsure\n#5\tAnnotatorNotes T8\tboth?\n",
    )
    (remark,) = found.of(Remark)
    assert (remark.flag, remark.note, words(TEXT, remark.fragments)) == ("Discuss", "both?", "Nobody agreed")
    (frame,) = found.of(Attribution)
    assert frame.note == "first\nsecond"
    assert found.annotation(frame.source[0]).note == "or the cat?"
    assert found.annotation(frame.cue or "").flag == "unsure"
    assert list(reading.losses) == ["brat spans of type Discuss became remarks: the codebook has no such label"]


def test_an_event_without_arguments_is_told_and_its_trigger_stays_as_a_remark(tmp_path: Path, reading: Reading) -> None:
    alone = records(
        tmp_path, reading, bound("T1", "Attribution", "said") + "E1\tAttribution:T1 \n#1\tAnnotatorNotes E1\thm\n"
    )
    assert [(each.flag, each.note) for each in alone.of(Remark)] == [("Attribution", "hm")]
    doubled = records(tmp_path, reading, FRAME + "E2\tAttribution-no-source:T4 \n")
    assert len(doubled.records) == 4
    assert reading.losses["brat events without arguments were left out, as another has their trigger"] == 1


def test_attributes_relations_and_spellings_follow_the_codebook(tmp_path: Path, reading: Reading) -> None:
    found = records(
        tmp_path,
        reading,
        FRAME
        + bound("T5", "Cue", "told us")
        + bound("T6", "Content", "had agreed")
        + bound("T7", "Attribution-no-source", "told us")
        + "E2\tAttribution-no-source:T7 Cue:T5 Content:T6\n"
        + bound("T8", "QuotedOther", "late")
        + bound("T9", "Descriptor", "diplomat")
        + "A1\tSpeechType E1 direct\nA2\tquote_edits E1 ellipsis\nA3\tquote_edits E1 emphasis\n"
        + "A4\tgeo_anchor T1 in the far north\n"
        + "M1\tOdd E2\nR1\tNested_in Arg1:E2 Arg2:E1\nR2\tcontinues Arg1:E2 Arg2:E1\n"
        + "R3\thas_descriptor Arg1:T1 Arg2:T9\n"
        + "*\tEquiv T1 T2\nN1\tReference T1 Wikipedia:12\tshe\n",
    )
    first, second = found.of(Attribution)
    assert first.attributes == {"speech_type": ("direct",), "quote_edits": ("ellipsis", "emphasis")}
    assert second.attributes == {"Odd": ("yes",)}
    assert (second.parent, second.continues, second.source) == (first.id, first.id, ())
    assert found.annotation(first.source[0]).attributes == {"geo_anchor": ("in the far north",)}
    assert [each.label for each in found.of(Annotation)][-2:] == ["quoted_other", "descriptor"]
    assert [(each.relation, each.from_id) for each in found.of(Link)] == [("has_descriptor", first.source[0])]
    assert len(reading.losses) == 3


@pytest.mark.parametrize(
    ("ann", "line", "message"),
    [
        (FRAME + "T9\tCue 0 3\tsaid\n", 6, "the offsets 0-3 read ““It”, but should read “said”"),
        ("T1\tCue 60 999\tsaid\n", 1, "end after the text, which has 81 characters"),
        ("T1\tCue 5 5\t\n", 1, "a span needs 0 <= start < end"),
        ("T1\tCue five 6\tx\n", 1, "is not a line of brat"),
        ("\n\nhello\n", 3, "begins with none of brat's"),
        (FRAME + bound("T1", "Cue", "told us"), 6, "T1 is there twice"),
        ("E1\tAttribution:T4 Cue:T2\n", 1, "the trigger T4 of E1 is not there"),
        (bound("T4", "Attribution", "said") + "E1\tAttribution:T4 Cue:T2\n", 2, "the argument T2 of E1 is not there"),
        (FRAME + "R1\tcontinues Arg1:E1 Arg2:E7\n", 6, "R1 joins E1 and E7, but one is missing"),
        # The emoji before it makes these offsets wrong in units other than code points, which the message tells.
        (f"T1\tCue {DENIED + 1} {DENIED + 7}\tdenied\n", 1, "they fit as UTF-16 units"),
        (f"T1\tCue {DENIED + 7} {DENIED + 13}\tdenied\n", 1, "they fit as UTF-8 bytes"),
    ],
)
def test_a_wrong_line_refuses_the_file_by_name_and_line(
    tmp_path: Path, reading: Reading, ann: str, line: int, message: str
) -> None:
    with pytest.raises(FormatError, match=re.escape(message)) as refusal:
        records(tmp_path, reading, ann)
    assert str(refusal.value).startswith(f"{tmp_path / 'a_ana.ann'}:{line}: ")


def test_the_article_is_found_beside_the_file_or_in_the_layouts_of_polnear_and_of_the_corpus(tmp_path: Path) -> None:
    for name in ("x.txt", "x_y.txt", "text/z_1.txt", "articles/w.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "attributions").mkdir()
    expected = {
        "x.ann": ("x.txt", ""),
        "x_ana.ann": ("x.txt", "ana"),
        "x_y.ann": ("x_y.txt", ""),
        "x_y_ana.ann": ("x_y.txt", "ana"),
        "attributions/z_1_4e07.ann": ("text/z_1.txt", "4e07"),
        "attributions/w_ben.ann": ("articles/w.md", "ben"),
    }
    for ann, (article, annotator) in expected.items():
        assert brat.article_for(tmp_path / ann) == (tmp_path / article, annotator)
    assert brat.article_for(tmp_path / "attributions/none_4e07.ann") is None


def test_an_annotation_file_without_its_article_says_where_it_was_looked_for(tmp_path: Path, reading: Reading) -> None:
    (tmp_path / "lost_ana.ann").write_text(FRAME, encoding="utf-8")
    with pytest.raises(FormatError, match=r"there is no article for it; put lost_ana\.txt beside it"):
        next(brat.read(tmp_path / "lost_ana.ann", reading))


def test_an_empty_file_is_an_empty_set_of_the_importing_annotator(tmp_path: Path, reading: Reading) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.ann").write_bytes(b"")
    (document,) = brat.read(tmp_path / "a.ann", reading)
    assert document.sets == (AnnotationSet("me", {}),)


@pytest.mark.parametrize("part", ["train", "dev"])
def test_every_polnear_span_covers_the_words_of_its_third_column(
    shared: Path, reading: Reading, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Sentences do not matter here, and finding them takes most of the time.
    monkeypatch.setattr(text, "segment", lambda name, said, meta: Document(document_id(said), name, said))
    files = expand([shared / "data" / "polnear" / part], [".ann"])
    expected = {"train": (919, 22467, 64555, 1031), "dev": (94, 2319, 6703, 73)}[part]
    kinds: Counter[type] = Counter()
    for path in files:
        # Independently of the reader: a third column lasts until the next line that begins like one of brat's.
        rows = re.split(r"\n(?=[TREAMN#*]\d*\t)", path.read_text(encoding="utf-8").rstrip("\n"))
        columns = {}
        for row in rows:
            if row.startswith("T"):
                place, column = row.split("\t", 2)[1:]
                pairs = [tuple(map(int, pair.split())) for pair in place.split(" ", 1)[1].split(";")]
                columns[tuple(sorted(pairs))] = column, pairs
        (document,) = brat.read(path, reading)
        for record in document.sets[0].records.values():
            kinds[type(record)] += 1
            if isinstance(record, Annotation | Remark):
                # Some annotators chose the fragments in another order than that of the text.
                column, pairs = columns[tuple((span.start, span.end) for span in record.fragments)]
                assert " ".join(document.document.text[start:end] for start, end in pairs) == column
    counts = (kinds[Attribution], kinds[Annotation], kinds[Remark])
    assert (len(files), *counts) == expected


def test_the_reference_frames_survive_brat_and_jsonl(
    shared: Path, reading: Reading, codebook: Codebook, tmp_path: Path
) -> None:
    document = reference((shared / "seeds" / NAME).read_bytes().decode("utf-8"))
    for name, form in (("brat", brat), ("jsonl", jsonl)):
        for file, piece in form.write([document], Writing(codebook=codebook)):
            (tmp_path / name).mkdir(exist_ok=True)
            (tmp_path / name / file).write_text(piece, encoding="utf-8", newline="")
    (line,) = jsonl.read(tmp_path / "jsonl" / jsonl.FILE, reading)
    assert line == document
    (path,) = expand([tmp_path / "brat"], [".ann"])
    (again,) = brat.read(path, reading)
    assert shapes(again.sets[0]) == shapes(document.sets[0])
    assert len(list(again.sets[0].of(Attribution))) == 40


def shapes(found: AnnotationSet) -> list[object]:
    """Every frame by the places, labels and answers of all its parts, those of the frames it points to included."""

    def shape(frame: Attribution) -> tuple[object, ...]:
        parts = [(role, found.annotation(i).fragments, dict(found.annotation(i).attributes)) for role, i in frame.roles]
        others = [found.records[each] for each in (frame.parent, frame.continues) if each]
        return (
            parts,
            sorted(frame.attributes.items()),
            [shape(each) for each in others if isinstance(each, Attribution)],
        )

    return sorted((shape(frame) for frame in found.of(Attribution)), key=repr)


def test_what_brat_cannot_hold_is_in_the_loss_report(shared: Path, codebook: Codebook) -> None:
    document = reference((shared / "seeds" / NAME).read_bytes().decode("utf-8"))
    entries = annotation_set("ref", [*document.sets[0].records.values(), *registry(document.document.id)])
    writing = Writing(codebook=codebook)
    list(brat.write([type(document)(document.document, (entries,))], writing))
    assert writing.losses["brat cannot hold entries of the source registry"] == 2
    assert writing.losses["brat cannot hold links to other articles or to the source registry"] == 5
    assert all(line[0].isdigit() for line in writing.losses.report())


def test_names_of_exported_files_are_safe_and_never_meet(codebook: Codebook) -> None:
    names = [
        "../../etc/passwd",
        "/etc/passwd",
        "CON",
        "",
        "…",
        "Same title.txt",
        "same title",
        "SAME_TITLE.md",
        "a" * 300,
    ]
    documents = []
    for number, name in enumerate(names):
        text = f"{name}{number}."
        document = Document(document_id(text), name, text)
        documents.append(
            AnnotatedDocument(document, tuple(AnnotationSet(each) for each in ("Ana", "ana", "a/../b", "../a")))
        )
    files = [file for file, _ in brat.write(documents, Writing(codebook=codebook))]
    assert len({file.lower() for file in files}) == len(files) == 5 * len(names)
    assert all(re.fullmatch(r"[a-z0-9-]+(_[A-Za-z0-9.-]+\.ann|\.txt)", file) and len(file) < 200 for file in files)


def test_a_span_over_a_line_break_is_held_in_pieces_and_comes_back_whole(
    tmp_path: Path, reading: Reading, codebook: Codebook
) -> None:
    start, end = TEXT.index("said."), TEXT.index(", a dip")
    before = records(tmp_path, reading, f"T1\tContent {start} {end}\t{TEXT[start:end]}\n")
    (tmp_path / "out").mkdir()
    (document,) = brat.read(tmp_path / "a_ana.ann", reading)
    for file, piece in brat.write([AnnotatedDocument(document.document, (before,))], Writing(codebook=codebook)):
        (tmp_path / "out" / file).write_text(piece, encoding="utf-8", newline="")
    ann = (tmp_path / "out" / "a_ana.ann").read_text(encoding="utf-8")
    assert ann.splitlines()[0] == f"T1\tContent {start} {start + 5};{start + 7} {end}\tsaid. Nobody"
    (after,) = brat.read(tmp_path / "out" / "a_ana.ann", reading)
    assert after.sets[0] == before
    assert [each.fragments for each in before.of(Annotation)] == [(Span(start, end),)]


def test_what_was_rejected_is_not_written_and_told(codebook: Codebook) -> None:
    """Read back, it would be an annotation that nobody made."""
    told = text_document("Officials said so.")
    header = {"document_id": told.id, "annotator": "ana", "created": datetime(2026, 1, 1, tzinfo=UTC)}
    kept = Annotation(id="a", label="source", fragments=(Span(0, 9),), **header)
    refused = Annotation(id="b", label="cue", fragments=(Span(10, 14),), status=Status.REJECTED, **header)
    writing = Writing(codebook=codebook)
    files = dict(brat.write([AnnotatedDocument(told, (annotation_set("ana", [kept, refused]),))], writing))
    (ann,) = [content for name, content in files.items() if name.endswith(".ann")]
    assert [line.split("\t")[2] for line in ann.splitlines()] == ["Officials"]
    assert writing.losses["brat cannot hold that a suggestion or a frame was rejected"] == 1


def text_document(content: str) -> Document:
    return Document(id=document_id(content), name="a.txt", text=content)
