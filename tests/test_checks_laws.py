"""The checks never fail, whatever the set or the text holds."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.domain.checks import CHECKS, check
from annotator.domain.codebook import Codebook, Rules
from annotator.domain.records import (
    Annotation,
    AnyRecord,
    Attribution,
    Link,
    Remark,
    Source,
    Status,
    ZoneMark,
    annotation_set,
)
from annotator.domain.spans import Span
from annotator.text.segment import segment
from tests.ferry import AT, CODEBOOK, DOCUMENT, TEXT, found, header, links, pronoun

SOME_IDS = st.sampled_from(["a", "b", "c", "d", "e"])
PLACES = st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, len(TEXT) + 20), st.integers(1, 90)
)
NAMES = ["naming", "anonymity_kind", "number", "claim_type", "time_value", "speech_type", "quote_edits", "no_such"]
ANSWERS = st.dictionaries(
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(["unnamed_bare", "one", "?", "", "assessment", "direct", "pronoun"]), max_size=2).map(
        tuple
    ),
    max_size=4,
)
HEADER: dict[str, Any] = {
    "id": SOME_IDS,
    "document_id": st.just("d"),
    "annotator": st.just("ana"),
    "created": st.just(AT),
    "status": st.sampled_from(Status),
}


def disjoint(spans: list[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
    return tuple(kept)


LABELS = st.sampled_from([*(label.name for label in CODEBOOK.labels), "no_such"])
RELATIONS = st.sampled_from(["refers_to", "repeats", "contradicts", "no_such"])
ANY_RECORD = st.one_of(
    st.builds(
        Annotation,
        label=LABELS,
        fragments=st.lists(PLACES, min_size=1, max_size=3).map(disjoint),
        attributes=ANSWERS,
        **HEADER,
    ),
    st.builds(
        Attribution,
        source=st.lists(SOME_IDS, max_size=2).map(tuple),
        cue=st.none() | SOME_IDS,
        content=st.lists(SOME_IDS, max_size=2).map(tuple),
        parent=st.none() | SOME_IDS,
        continues=st.none() | SOME_IDS,
        attributes=ANSWERS,
        **HEADER,
    ),
    st.builds(Link, relation=RELATIONS, from_id=SOME_IDS, to_id=SOME_IDS, attributes=ANSWERS, **HEADER),
    st.builds(Source, name=st.sampled_from(["they", "x"]), attributes=ANSWERS, **HEADER),
    st.builds(ZoneMark, span=PLACES, zone=st.sampled_from(["body", "byline", "no_such"]), **HEADER),
    st.builds(Remark, fragments=st.just(()) | PLACES.map(lambda span: (span,)), **HEADER),
)


@settings(max_examples=300)
@given(st.lists(ANY_RECORD, max_size=8), st.sampled_from([CODEBOOK, replace(CODEBOOK, labels=(), rules=Rules())]))
def test_the_checks_never_fail_and_name_what_they_found(records: list[AnyRecord], codebook: Codebook) -> None:
    """Whatever an import or a merge left in the set."""
    annotations = annotation_set("ana", records)
    for problem in check(DOCUMENT, annotations, codebook):
        assert problem.rule in CHECKS
        assert problem.record_id in annotations.records or not problem.record_id
        assert problem.message.isprintable()


@given(st.text(alphabet="“”\"'‘’«»„a ,.\n", max_size=60))
def test_the_checks_never_fail_on_any_text(text: str) -> None:
    document = segment("t.txt", text)
    whole = [Annotation(**header(), label="content", fragments=(Span(0, len(text)),))] if text else []
    frames = [Attribution(**header(), content=(each.id,), attributes={"speech_type": ("direct",)}) for each in whole]
    assert all(p.rule in CHECKS for p in check(document, annotation_set("ana", [*whole, *frames]), CODEBOOK))


NODES = ["a", "b", "c", "they", "he", "gone"]


def ends(at: str, called: str, edges: list[tuple[str, str]], seen: tuple[str, ...] = ()) -> bool:
    """Whether some way leads to a name: the rule of V9 as it is written; a and b are `they`, c is `he`."""
    if at in ("they", "he"):
        return at != called
    ways = (end for start, end in edges if start == at and end not in seen)
    return at == "gone" or any(ends(end, called, edges, (*seen, at)) for end in ways)


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from(NODES)), max_size=6))
def test_a_pronoun_is_in_order_exactly_if_some_way_leads_to_a_name(edges: list[tuple[str, str]]) -> None:
    """An entry called by the pronoun itself is no name of it."""
    called = {"a": "they", "b": "they", "c": "he"}
    entries = [Source(**header(id=name), name=name.title()) for name in ("they", "he")]
    mentions = [pronoun(i, "He" if name == "he" else name) for i, name in called.items()]
    refers = links(*(("refers_to", start, end) for start, end in edges))
    reported = {problem.record_id for problem in found([*mentions, *entries, *refers], "V9")}
    linked = {start for start, _ in edges}
    assert reported == {i for i in linked if not ends(i, called[i], edges)}
