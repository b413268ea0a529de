"""The forty reference frames are where they should be, hold every shape a frame can have, and pass the checks."""

from pathlib import Path

import msgspec
import pytest

from annotator.domain.checks import Severity, check
from annotator.domain.codebook import Codebook
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.records import AnnotatedDocument, Annotation, Attribution, annotation_set
from tests.reference_frames import FRAMES, NAME, OTHERS, SHA256, reference, registry


@pytest.fixture
def text(shared: Path) -> str:
    return (shared / "seeds" / NAME).read_bytes().decode("utf-8")


@pytest.fixture
def annotated(text: str) -> AnnotatedDocument:
    return reference(text)


@pytest.fixture
def codebook(corpus: Path) -> Codebook:
    return parse_codebook((corpus / "codebook.toml").read_text(encoding="utf-8"))


def test_every_span_is_found_at_its_place(annotated: AnnotatedDocument) -> None:
    text = annotated.document.text
    assert annotated.document.sha256 == SHA256
    for frame in FRAMES:
        if frame.source:
            assert text[slice(*frame.source)].startswith(frame.source_words), frame.id
        if frame.cue:
            assert text[slice(*frame.cue)].startswith(frame.cue_words), frame.id
        for start, end in frame.content:
            words = text[start:end]
            assert words == words.strip(), frame.id
            assert "\n" not in words, frame.id
    for label, (start, end), words, _ in OTHERS:
        assert text[start:end].startswith(words), label


def test_all_forty_frames_are_records_with_all_their_parts(annotated: AnnotatedDocument) -> None:
    (found,) = annotated.sets
    frames = list(found.of(Attribution))
    assert [frame.id for frame in frames] == [f"A{number:02}" for number in range(1, 41)]
    assert all(isinstance(found.records[i], Annotation) for frame in frames for _, i in frame.roles)


def test_the_set_survives_json(annotated: AnnotatedDocument) -> None:
    assert msgspec.json.decode(msgspec.json.encode(annotated), type=AnnotatedDocument) == annotated


def test_every_shape_of_frame_is_there(annotated: AnnotatedDocument) -> None:
    (found,) = annotated.sets
    frames = {frame.id: frame for frame in found.of(Attribution)}
    chain = ["A18"]
    while parent := frames[chain[-1]].parent:
        chain.append(parent)
    assert chain == ["A18", "A17", "A16", "A15"], "nested four deep"
    assert frames["A33"].source == frames["A34"].source, "one mention, two frames"
    assert frames["A39"].source == frames["A40"].source, "one mention, two frames"
    split = [i for i in frames if any(len(spans) > 1 for spans in found.spans_of(frames[i], "content"))]
    assert split == ["A01", "A28", "A39"], "discontinuous content"
    assert [i for i, frame in frames.items() if not frame.source] == ["A18", "A23"], "no source"
    assert [i for i, frame in frames.items() if not frame.cue] == ["A23"], "no cue"
    assert {i: frame.continues for i, frame in frames.items() if frame.continues} == {"A23": "A22"}, "continuation"


def test_the_checks_find_no_error(annotated: AnnotatedDocument, codebook: Codebook) -> None:
    """The one warning is right: an assessment by unnamed diplomats should be looked at."""
    found = check(annotated.document, annotated.sets[0], codebook)
    assert [problem.message for problem in found if problem.severity == Severity.ERROR] == []
    assert [(problem.rule, problem.record_id) for problem in found] == [("V8", "claim-1095-1135")]


def test_the_registry_passes_the_checks_too(annotated: AnnotatedDocument, codebook: Codebook) -> None:
    (found,) = annotated.sets
    records = [*found.records.values(), *registry(annotated.document.id)]
    linked = annotation_set("ref", records)
    assert not [p for p in check(annotated.document, linked, codebook) if p.severity == Severity.ERROR]
    assert all(record.from_id in linked.records for record in records if hasattr(record, "from_id"))
