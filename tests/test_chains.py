"""Nested frames are chains: each frame knows how deep it is reported, by whom, and keys go in and out."""

from annotator.domain.chains import Voucher, chain_of, inner_frames, level, links, told, vouchers
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.editing import Editor
from annotator.domain.records import AnnotatedDocument, Annotation, AnyRecord, Attribution, annotation_set
from annotator.domain.spans import Span
from annotator.text.segment import segment
from tests.test_corpus import CORPUS

TEXT = '"Talks must restart," Minister Orlo said Monday, according to the Vale agency. "They will," Orlo added.'
CODEBOOK = parse_codebook((CORPUS / "codebook.toml").read_text(encoding="utf-8"))
HEADER = {"document_id": "d", "annotator": "ana", "created": "2026-01-02T03:04:05+00:00"}


def span(label: str, words: str) -> Annotation:
    from datetime import datetime

    start = TEXT.index(words)
    created = datetime.fromisoformat(HEADER["created"])
    place = (Span(start, start + len(words)),)
    return Annotation(id=words, label=label, fragments=place, document_id="d", annotator="ana", created=created)


def frame(name: str, source: str, cue: str, content: str, **links: str) -> list[AnyRecord]:
    """A frame with its annotations."""
    parts = [span("source", source)] if source else []
    parts += [span("cue", cue), span("content", content)]
    own = Attribution(
        id=name,
        document_id="d",
        annotator="ana",
        created=parts[0].created,
        source=(source,) if source else (),
        cue=cue,
        content=(content,),
        **links,
    )
    return [*parts, own]


RECORDS = [
    *frame("relay", "the Vale agency", "according to", '"Talks must restart," Minister Orlo said Monday'),
    *frame("inner", "Minister Orlo", "said", '"Talks must restart,"', parent="relay"),
    *frame("more", "", "added", '"They will,"', continues="inner"),
]
HELD = annotation_set("ana", RECORDS)


def attribution(name: str) -> Attribution:
    found = HELD.records[name]
    assert isinstance(found, Attribution)
    return found


def test_a_chain_goes_from_the_outermost_source_to_the_frame() -> None:
    assert [each.id for each in chain_of(HELD, attribution("inner"))] == ["relay", "inner"]
    assert told(TEXT, HELD, attribution("inner")) == "the Vale agency ← Minister Orlo"
    assert [each.id for each in inner_frames(HELD, attribution("relay"))] == ["inner"]


def test_the_reporter_reports_at_level_one_and_each_nesting_adds_one() -> None:
    assert [level(HELD, attribution(name)) for name in ("relay", "inner", "more")] == [1, 2, 1]


def test_each_source_vouches_for_the_next_one_and_the_reporter_for_the_first() -> None:
    expected = [Voucher("", "the Vale agency"), Voucher("the Vale agency", "Minister Orlo")]
    assert vouchers(TEXT, HELD, attribution("inner")) == expected


def test_a_frame_without_a_source_has_that_of_the_frame_it_continues() -> None:
    assert [each.source for each in links(TEXT, HELD, attribution("more"))] == ["Minister Orlo"]


def test_frames_that_are_each_others_parents_or_continue_each_other_end_a_chain() -> None:
    """Such records cannot be made here, but a file from elsewhere may hold them."""
    from msgspec.structs import replace

    circle = annotation_set(
        "ana",
        [
            *RECORDS[:-1],
            replace(attribution("relay"), parent="inner", source=(), continues="inner"),
            replace(attribution("inner"), source=(), continues="relay"),
        ],
    )
    inner = circle.records["inner"]
    assert isinstance(inner, Attribution)
    assert level(circle, inner) == 2
    assert told(TEXT, circle, inner) == "[according to] ← [said]"


def test_keys_go_into_the_frame_inside_and_back_out() -> None:
    editor = Editor(AnnotatedDocument(segment("a.txt", TEXT), (HELD,)), "ana", CODEBOOK)
    editor.place(TEXT.index("according"))
    assert editor.frame == "relay"
    editor.press("i")
    assert (editor.frame, editor.active) == ("inner", "said")
    editor.press("i")
    assert (editor.frame, editor.message) == ("inner", "no frame is inside this one")
    editor.press("I")
    assert editor.frame == "relay"
    editor.press("I")
    assert (editor.frame, editor.message) == ("relay", "no frame is around this one")
