"""What a label key offers: the right span first in plain cases, and always spans that an annotator could mark."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.codebook import Label
from annotator.domain.documents import Document, tokens
from annotator.domain.selecting import LIMIT, Situation, candidates, more_fragments
from annotator.domain.spans import Fragments, Span, are_fragments, fragments_overlap, words
from annotator.text.segment import segment

ROLES = ("source", "cue", "content")


def label(role: str = "", unit: str = "phrase") -> Label:
    return Label(name=role or unit, title=role or unit, key="x", color="#000000", shape="solid", role=role, unit=unit)


def place(document: Document, *quoted: str) -> Fragments:
    """The first places of some words, each after the one before."""
    spans, offset = [], 0
    for each in quoted:
        start = document.text.index(each, offset)
        spans.append(Span(start, start + len(each)))
        offset = spans[-1].end
    return tuple(spans)


def arrived(document: Document, sentence: int = 0, **frame: Fragments) -> Situation:
    start = document.sentences[sentence].start
    held = {role: (spans,) for role, spans in frame.items()}
    return Situation(document, document.sentences, sentence, start, held)


def offered(document: Document, role: str, sentence: int = 0, **frame: str) -> list[str]:
    held = {each: place(document, quoted) for each, quoted in frame.items()}
    found = candidates(label(role), arrived(document, sentence, **held))
    return [" … ".join(span.cut(document.text) for span in spans) for spans in found]


@pytest.mark.parametrize(
    ("text", "role", "frame", "first"),
    [
        # a plain report
        ("The mayor said the bridge was safe.", "cue", {}, "said"),
        ("The mayor said the bridge was safe.", "source", {"cue": "said"}, "The mayor"),
        ("The mayor said the bridge was safe.", "content", {"cue": "said"}, "the bridge was safe"),
        # `that` belongs to the content
        ("Officials warned that the dam could break.", "content", {"cue": "warned"}, "that the dam could break"),
        # a quotation before its cue, with its marks
        ("“We will not leave,” the envoy said.", "cue", {}, "said"),
        ("“We will not leave,” the envoy said.", "source", {"cue": "said"}, "the envoy"),
        ("“We will not leave,” the envoy said.", "content", {"cue": "said"}, "“We will not leave,”"),
        # straight marks do as well
        ('"We will not leave," the envoy said.', "content", {"cue": "said"}, '"We will not leave,"'),
        # the cue between its source and the content, with its auxiliary
        ("He has said the talks were close.", "cue", {}, "has said"),
        # according to
        ("The road was closed, according to the police.", "cue", {}, "according to"),
        ("The road was closed, according to the police.", "source", {"cue": "according to"}, "the police"),
        ("The road was closed, according to the police.", "content", {"cue": "according to"}, "The road was closed"),
    ],
)
def test_the_first_candidate_is_right_in_plain_cases(text: str, role: str, frame: dict[str, str], first: str) -> None:
    document = segment("plain", text)
    assert offered(document, role, **frame)[0] == first


def test_a_quotation_on_both_sides_of_its_cue_is_offered_as_two_fragments() -> None:
    document = segment("both", "“We want peace,” the envoy said. “Nobody wants war.”")
    assert "“We want peace,” … “Nobody wants war.”" in offered(document, "content", cue="said", source="the envoy")[:3]


def test_a_content_may_go_on_in_the_next_sentence() -> None:
    document = segment("long", "“It was dark. Nobody saw the boat,” the pilot said.")
    assert offered(document, "content", cue="said", source="the pilot")[0] == "“It was dark. Nobody saw the boat,”"


def test_a_cue_that_an_earlier_frame_has_is_not_offered_first_again() -> None:
    document = segment("two", "The mayor said the bridge was safe, but residents said it was not.")
    first, second = place(document, "said", "said")
    for taken, other in ((first, second), (second, first)):
        situation = Situation(document, document.sentences, 0, 0, {}, {"cue": frozenset({taken})})
        assert candidates(label("cue"), situation)[0] == (other,)


def test_a_moved_cursor_says_where_the_span_begins() -> None:
    document = segment("cursor", "The mayor said the old bridge near the mill was safe.")
    for role in ROLES:
        for token in list(tokens(document.text))[1:-1]:
            situation = Situation(document, document.sentences, 0, token.start)
            assert candidates(label(role), situation)[0][0].start == token.start


def test_a_cursor_on_words_of_the_frame_says_nothing() -> None:
    document = segment("cursor", "The mayor said the bridge was safe.")
    (cue,) = place(document, "said")
    moved = Situation(document, document.sentences, 0, cue.start, {"cue": ((cue,),)})
    assert candidates(label("source"), moved) == candidates(label("source"), arrived(document, cue=(cue,)))


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("„Wir bleiben hier“, sagte der Bürgermeister.", "„Wir bleiben hier“"),
        ("«Nous resterons ici», a déclaré le maire.", "«Nous resterons ici»"),
    ],
)
def test_in_other_languages_quotation_marks_still_lead(text: str, content: str) -> None:
    assert content in offered(segment("foreign", text), "content")[:6]


@pytest.mark.parametrize(
    ("unit", "first"),
    [
        ("sentence", "“Go,” he said, and left."),
        ("clause", "“Go,” he said, and left"),
        ("quotation", "“Go,”"),
    ],
)
def test_labels_without_a_role_go_by_their_unit(unit: str, first: str) -> None:
    document = segment("unit", "“Go,” he said, and left. It rained.")
    found = candidates(label(unit=unit), arrived(document))
    assert words(document.text, found[0]) == first


def test_a_phrase_ends_at_the_next_mark() -> None:
    document = segment("unit", "The old mill, empty for years, burned.")
    assert words(document.text, candidates(label(unit="phrase"), arrived(document))[0]) == "The old mill"


def test_a_further_fragment_lies_beside_those_there_are() -> None:
    document = segment("more", "“We want peace,” the envoy said. “Nobody wants war.”")
    held = {"cue": place(document, "said"), "source": place(document, "the envoy")}
    first = place(document, "“We want peace,”")
    more = more_fragments(label("content"), first, arrived(document, **held))
    assert more[0] == place(document, "“Nobody wants war.”")[0]
    assert not any(fragments_overlap((span,), first) for span in more)


TEXTS = st.text(
    st.sampled_from("ab Sé ,.:;“”\"'()’-—\n\r\t 🙂ñ8שA") | st.characters(codec="utf-8"), min_size=1, max_size=120
)


@settings(max_examples=150)
@given(text=TEXTS, data=st.data())
def test_candidates_are_distinct_spans_of_the_text_without_white_space_at_their_edges(
    text: str, data: st.DataObject
) -> None:
    document = segment("any", text)
    if not document.sentences:
        return
    sentence = data.draw(st.integers(0, len(document.sentences) - 1))
    marks = list(tokens(text, document.sentences[sentence])) or [document.sentences[sentence]]
    cursor = data.draw(st.sampled_from(marks))
    held = data.draw(st.dictionaries(st.sampled_from(ROLES), st.sampled_from(marks), max_size=2))
    frame = {role: ((span,),) for role, span in held.items()}
    taken = {role: frozenset({span}) for role, span in held.items()}
    situation = Situation(document, document.sentences, sentence, cursor.start, frame, taken)
    for each in (*map(label, ROLES), *(label(unit=unit) for unit in ("clause", "sentence", "phrase", "quotation"))):
        found = candidates(each, situation)
        assert len(set(found)) == len(found) <= LIMIT
        assert found == candidates(each, situation)
        for spans in found:
            assert are_fragments(spans)
            assert all(span.end <= len(text) and span.cut(text) == span.cut(text).strip() for span in spans)
            assert not each.role or not any(fragments_overlap(spans, (mark,)) for mark in held.values())
        for span in more_fragments(each, (cursor,), situation):
            assert not fragments_overlap((span,), (cursor,))


def test_there_is_always_something_to_mark_in_a_sentence_with_words() -> None:
    document = segment("odd", "Ba du gola.")
    for role in ROLES:
        assert candidates(label(role), arrived(document))


def test_a_very_long_sentence_is_looked_at_around_the_cursor() -> None:
    text = "word " * 40_000 + "the mayor said the bridge was safe " + "word " * 40_000
    document = Document("long", "long", text, sentences=(Span(0, len(text) - 1),))
    cue = Span(text.index("said"), text.index("said") + 4)
    situation = Situation(document, document.sentences, 0, cue.start)
    assert candidates(label("cue"), situation)[0][0].start == cue.start
    found = candidates(label("content"), Situation(document, document.sentences, 0, cue.start, {"cue": ((cue,),)}))
    assert all(span.start > 190_000 and span.end < 210_000 for spans in found for span in spans)
