"""The forty reference frames of the first seed article, as records: every shape a frame can have, in one set.

The article itself is not part of this project; only places in it, and the first words found there, are.
"""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnyRecord,
    Attributes,
    Attribution,
    Link,
    Source,
    annotation_set,
)
from annotator.domain.spans import Span
from annotator.text.segment import segment

NAME = "000_e4873f99601d61b1.txt"
"""The file name of the article."""

SHA256 = "ac37a065151179a925dbd46df43dcf13172713a82324940bcac48c4986ba3129"
"""The hash of its text."""

CREATED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

Place = tuple[int, int]
Given = dict[str, str]


class Frame(NamedTuple):
    """One reference frame: places and first words of its parts, its kind, and the answers that are no defaults."""

    id: str
    source: Place | None
    source_words: str
    cue: Place | None
    cue_words: str
    content: tuple[Place, ...]
    kind: str
    parent: str = ""
    continues: str = ""
    of_source: Given = {}
    of_frame: Given = {}


def _state(naming: str = "role_unique") -> Given:
    return {"naming": naming, "referent": "state", "number": "one"}


def _person(naming: str = "named", **more: str) -> Given:
    return {"naming": naming, "referent": "person", "number": "one"} | more


def _unnamed(kind: str, number: str = "one", naming: str = "unnamed_described", **more: str) -> Given:
    referent = "person" if number == "one" else "group"
    return {"naming": naming, "referent": referent, "number": number, "anonymity_kind": kind} | more


STATE = _state("named")
DIPLOMATS = _unnamed("diplomat", "two_or_more", geo_anchor="Western")
DIPLOMAT_1 = _unnamed("diplomat", access_basis="monitors_topic", geo_anchor="Western")
SOURCE_1 = _unnamed("source_bare", naming="unnamed_bare", access_basis="close_to")

FRAMES = (
    Frame("A01", (158, 167), "activists", (168, 172), "said", ((152, 157), (173, 241)), "indirect speech assertion",
          of_source=_unnamed("activist_ngo", "two_or_more", "unnamed_bare", affiliation="none_stated")),
    Frame("A02", (367, 373), "Moscow", (374, 381), "rejects", ((382, 467),), "narrativized unspecified eventuality",
          of_source=STATE),
    Frame("A03", (382, 404), "opposition and", (405, 414), "calls for", ((415, 467),),
          "narrativized unspecified eventuality", parent="A02",
          of_source={"naming": "role_unique", "referent": "group", "number": "two_or_more"}),
    Frame("A04", (914, 920), "Russia", (921, 925), "says", ((926, 1067),), "indirect speech assertion",
          of_source=STATE),
    Frame("A05", (1073, 1090), "Western diplomats", (1091, 1094), "say", ((1095, 1135),),
          "indirect speech assertion", of_source=DIPLOMATS),
    Frame("A06", (1573, 1597), "the Interfax", (1560, 1572), "according to", ((1295, 1558),),
          "relay press_report assertion",
          of_source={"naming": "named", "referent": "media_outlet", "number": "one", "affiliation": "media"}),
    Frame("A07", (1497, 1546), "Russia's Deputy", (1547, 1551), "said", ((1295, 1496),), "direct speech assertion",
          parent="A06", of_source=_person(affiliation="government", access_basis="office_or_position"),
          of_frame={"quote_edits": "bracket_insertion", "utterance_time": "2014-11-24",
                    "utterance_time_text": "Monday"}),
    Frame("A08", (1600, 1606), "Russia", (1607, 1611), "says", ((1612, 1694),), "indirect speech assertion",
          of_source=STATE),
    Frame("A09", (1696, 1704), "The U.S.", (1705, 1712), "refused", ((1713, 1830),),
          "narrativized unspecified eventuality", of_source=STATE, of_frame={"polarity": "negated"}),
    Frame("A10", (1833, 1868), "A Western", (1869, 1873), "said", ((1874, 1923),), "indirect speech assertion",
          of_source=DIPLOMAT_1),
    Frame("A11", (2095, 2107), "the diplomat", (2108, 2112), "said", ((1925, 2093),), "indirect speech assertion",
          of_source=_unnamed("diplomat")),
    Frame("A12", (1925, 1931), "Moscow", (1932, 1969), "had only recently", ((1970, 2093),),
          "narrativized speech eventuality", parent="A11", of_source=STATE, of_frame={"realis": "repeated"}),
    Frame("A13", (2114, 2166), "The Syrian", (2167, 2171), "want", ((2172, 2190),),
          "narrativized unspecified eventuality",
          of_source={"naming": "role_unique", "referent": "group", "number": "two_or_more"}),
    Frame("A14", (2356, 2440), "Fyodor Lukyanov,", (2351, 2355), "said", ((2193, 2350),), "direct speech assertion",
          of_source=_person(access_basis="close_to")),
    Frame("A15", (2443, 2465), "Some Western", (2466, 2469), "say", ((2470, 2638),), "indirect speech assertion",
          of_source=DIPLOMATS),
    Frame("A16", (2470, 2489), "Moscow's initiative", (2490, 2503), "may be", ((2504, 2638),),
          "indirect evidence fact", parent="A15",
          of_source={"naming": "role_unique", "referent": "event_or_evidence"}, of_frame={"cue_stance": "hedged"}),
    Frame("A17", (2509, 2541), "Russian President", (2542, 2560), "is concerned", ((2561, 2638),),
          "narrativized thought belief", parent="A16", of_source=_person()),
    Frame("A18", None, "", (2561, 2568), "reports", ((2569, 2638),), "narrativized press_report assertion",
          parent="A17", of_frame={"naming": "implicit"}),
    Frame("A19", (2641, 2713), "A statement", (2714, 2718), "said", ((2719, 2884),),
          "mixed writing_statement assertion",
          of_source={"naming": "named", "referent": "document", "number": "one"}),
    Frame("A20", (3072, 3109), "the Western", (3110, 3114), "said", ((2886, 3071),), "direct speech assertion",
          of_source=DIPLOMAT_1, of_frame={"quote_edits": "ellipsis"}),
    Frame("A21", (3117, 3131), "Some diplomats", (3132, 3136), "said", ((3137, 3206),), "indirect speech assertion",
          of_source=_unnamed("diplomat", "two_or_more", "unnamed_bare")),
    Frame("A22", (3316, 3344), "a Western", (3345, 3349), "said", ((3209, 3315),), "direct speech assertion",
          of_source=_unnamed("diplomat", access_basis="located_there", geo_anchor="in Moscow")),
    Frame("A23", None, "", None, "", ((3352, 3458),), "free_direct speech assertion", continues="A22",
          of_frame={"continues_basis": "adjacency", "attribution_certain": "probable"}),
    Frame("A24", (3484, 3490), "Moscow", (3491, 3515), "reiterated its", ((3516, 3541),),
          "narrativized speech eventuality", of_source=STATE,
          of_frame={"cue_stance": "strong", "realis": "repeated"}),
    Frame("A25", (3732, 3738), "Russia", (3739, 3743), "says", ((3744, 3842),), "mixed speech assertion",
          of_source=STATE),
    Frame("A26", (4037, 4074), "Anas Abdah,", (4032, 4036), "said", ((3845, 4030),), "indirect speech assertion",
          of_source=_person(affiliation="opposition_or_party", access_basis="office_or_position")),
    Frame("A27", (4204, 4214), "Washington", (4215, 4220), "wants", ((4221, 4264),),
          "narrativized unspecified eventuality", of_source=STATE),
    Frame("A28", (4443, 4459), "analyst Lukyanov", (4460, 4464), "said", ((4298, 4442), (4466, 4605)),
          "direct speech assertion", of_source=_person("named_partial")),
    Frame("A29", (4785, 4794), "diplomats", (4774, 4784), "is seen by", ((4795, 4861),),
          "narrativized thought belief", of_source=_unnamed("diplomat", "two_or_more", "unnamed_bare")),
    Frame("A30", (4881, 4889), "Alkhatib", (4890, 4894), "said", ((4895, 4952),), "indirect speech assertion",
          of_source=_person("named_partial")),
    Frame("A31", (4895, 4901), "Moscow", (4902, 4915), "had suggested", ((4916, 4952),),
          "narrativized speech eventuality", parent="A30", of_source=STATE),
    Frame("A32", (4955, 4957), "He", (4958, 4962), "said", ((4963, 5139),), "indirect speech assertion",
          of_source=_person("pronoun")),
    Frame("A33", (5223, 5231), "Alkhatib", (5232, 5236), "said", ((5142, 5222),), "direct speech assertion",
          of_source=_person("named_partial")),
    Frame("A34", (5223, 5231), "Alkhatib", (5238, 5244), "adding", ((5245, 5290),), "indirect speech assertion",
          of_source=_person("named_partial")),
    Frame("A35", (5245, 5247), "he", (5248, 5267), "had repeated", ((5268, 5290),),
          "narrativized speech eventuality", parent="A34", of_source=_person("pronoun"),
          of_frame={"realis": "repeated"}),
    Frame("A36", (5338, 5340), "he", (5341, 5345), "said", ((5293, 5337),), "direct speech assertion",
          of_source=_person("pronoun")),
    Frame("A37", (5440, 5485), "a Lebanese", (5486, 5490), "said", ((5348, 5438),), "indirect speech assertion",
          of_source=_unnamed("source_bare", access_basis="close_to", geo_anchor="Lebanese")),
    Frame("A38", (5348, 5359), "The Syrians", (5360, 5368), "also say", ((5369, 5438),),
          "indirect speech assertion", parent="A37", of_source=STATE),
    Frame("A39", (5604, 5614), "the source", (5615, 5619), "said", ((5493, 5603), (5677, 5740)),
          "direct speech assertion", of_source=SOURCE_1),
    Frame("A40", (5604, 5614), "the source", (5621, 5627), "adding", ((5628, 5675),), "indirect speech assertion",
          of_source=SOURCE_1),
)  # fmt: skip
"""The frames in reading order; a source place that two frames have is one shared mention."""

OTHERS: tuple[tuple[str, Place, str, Given], ...] = (
    ("quoted_other", (1668, 1680), '"terrorists"', {"kind": "scare", "ascribed_to": "unclear"}),
    ("descriptor", (1852, 1868), "who tracks", {}),
    ("descriptor", (3335, 3344), "in Moscow", {}),
    ("claim", (863, 911), "Syria talks", {"claim_type": "event_fact", "voice": "reporter", "time_value": "2014-02"}),
    ("claim", (1095, 1135), "Moscow is", {"claim_type": "assessment", "voice": "attributed", "polarity": "negative"}),
)  # fmt: skip
"""Annotations outside frames: label, place, first words, answers."""


def reference(text: str, annotator: str = "ref") -> AnnotatedDocument:
    """The article with one annotation set that holds the forty frames and the annotations outside them."""
    document = segment(NAME, text)
    header = {"document_id": document.id, "annotator": annotator, "created": CREATED}
    records: dict[str, AnyRecord] = {}
    for frame in FRAMES:
        for record in _records(frame, header):
            records[record.id] = record
    for label, place, _, given in OTHERS:
        record = _annotation(label, (place,), given, header)
        records[record.id] = record
    return AnnotatedDocument(document, (annotation_set(annotator, records.values()),))


def registry(document_id: str, annotator: str = "ref") -> list[AnyRecord]:
    """Two unnamed diplomats and the mentions that refer to them, for what keeps sources across articles."""
    header: dict[str, Any] = {"annotator": annotator, "created": CREATED}
    answers = {"naming": "unnamed_described", "referent": "person", "anonymity_kind": "diplomat"}
    entries = [
        Source(id="diplomat-1", document_id="", name="diplomat-1", attributes=_values(answers), **header),
        Source(id="diplomat-2", document_id="", name="diplomat-2", attributes=_values(answers), **header),
    ]
    mentions = ((1833, 1868, 1), (2095, 2107, 1), (3072, 3109, 1), (3316, 3344, 2))
    links = [
        Link(
            id=f"refers-{start}",
            document_id=document_id,
            relation="refers_to",
            from_id=f"source-{start}-{end}",
            to_id=f"diplomat-{number}",
            attributes=_values({"basis": "definite_np", "certainty": "certain"}),
            **header,
        )
        for start, end, number in mentions
    ]
    distinct = Link(
        id="distinct",
        document_id=document_id,
        relation="distinct_from",
        from_id="diplomat-1",
        to_id="diplomat-2",
        attributes=_values({"certainty": "probable"}),
        **header,
    )
    return [*entries, *links, distinct]


def _records(frame: Frame, header: dict[str, Any]) -> list[AnyRecord]:
    """The annotations of the frame, then the frame."""
    source = [_annotation("source", (frame.source,), frame.of_source, header)] if frame.source else []
    cue = [_annotation("cue", (frame.cue,), {}, header)] if frame.cue else []
    content = _annotation("content", frame.content, {}, header)
    answers = dict(zip(("speech_type", "medium", "attr_type"), frame.kind.split(), strict=True))
    attribution = Attribution(
        id=frame.id,
        source=tuple(each.id for each in source),
        cue=cue[0].id if cue else None,
        content=(content.id,),
        attributes=_values(answers | frame.of_frame),
        parent=frame.parent or None,
        continues=frame.continues or None,
        **header,
    )
    return [*source, *cue, content, attribution]


def _annotation(label: str, places: tuple[Place, ...], given: Given, header: dict[str, Any]) -> Annotation:
    """The annotation at these places; its id says where, so that equal mentions of two frames are one."""
    where = "-".join(str(offset) for place in places for offset in place)
    fragments = tuple(Span(*place) for place in places)
    return Annotation(id=f"{label}-{where}", label=label, fragments=fragments, attributes=_values(given), **header)


def _values(given: Given) -> Attributes:
    return {name: (value,) for name, value in given.items()}
