"""The eleven claim pairs across the two seed articles, as places in them; the articles are no part of this project.

Every other sentence of their bodies is a claim too, so that proposals have to tell the pairs from all the rest.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from annotator.domain.documents import Document, text_hash
from annotator.domain.records import AnnotatedDocument, Annotation, annotation_set
from annotator.domain.spans import Span, overlaps
from annotator.text.segment import segment
from tests.reference_frames import CREATED, NAME, SHA256

SEEDS = {"A": (NAME, SHA256), "B": ("003_34254b6a68d5b597.txt", "")}
"""The file name of each article, and the hash of its text where it is known."""

BODY = ("body", "dateline")
"""Zones in which every sentence is a claim."""


class Place(NamedTuple):
    """Where a claim of the pairs is."""

    article: str
    start: int
    end: int
    first_words: str


class Pair(NamedTuple):
    """One row of the table: the claims on either side, any two of which may stand for it, and their relations."""

    first: tuple[Place, ...]
    second: tuple[Place, ...]
    relation: str
    kind: tuple[str, ...] = ()
    certainty: str = "certain"


TALKS = Place("A", 863, 911, "Syria talks that")
PAIRS = (
    Pair((TALKS,), (Place("B", 1493, 1550, ""),), "contradicts", ("date",)),
    Pair((TALKS,), (Place("B", 0, 108, "After negotiations"),), "repeats", ("paraphrase",)),
    Pair(
        (Place("A", 4713, 4861, "Although he"),),
        (Place("B", 7360, 7539, "Although Al"),),
        "repeats",
        ("near_verbatim",),
    ),
    Pair(
        (Place("A", 4963, 5139, "he attended"),),
        (Place("B", 3820, 3870, "three current"),),
        "contradicts",
        ("number", "participant"),
        "possible",
    ),
    Pair(
        (Place("A", 5245, 5290, "he had"), Place("A", 5294, 5335, "Syria cannot")),
        (Place("B", 7573, 7782, "he is ready"),),
        "qualifies",
    ),
    Pair((Place("A", 5742, 5845, "Moualem will"),), (Place("B", 1012, 1151, "Last week"),), "updates", ("fulfilled",)),
    Pair((Place("A", 1925, 2093, "Moscow had"),), (Place("B", 5617, 5858, "setting up"),), "supports"),
    Pair(
        (Place("A", 1095, 1135, "Moscow is not"), Place("A", 1874, 1923, "Moscow had not")),
        (Place("B", 1637, 1796, "Russia has"), Place("B", 3606, 3673, "the most")),
        "qualifies",
    ),
    Pair(
        (Place("A", 4193, 4295, "The rebels"),),
        (Place("B", 7894, 7958, "the Free"), Place("B", 8101, 8185, "The National")),
        "supports",
    ),
    Pair(
        (Place("A", 5633, 5675, "Syria did"), Place("A", 5678, 5738, "Nobody is")),
        (Place("B", 2877, 2950, "Bashar Al"), Place("B", 3011, 3050, "the government")),
        "qualifies",
    ),
    Pair(
        (Place("B", 3755, 3815, "Former Head"),),
        (Place("B", 6999, 7050, "former Head"),),
        "contradicts",
        ("name_role",),
    ),
)
"""The pairs in the order of the table."""


def claim_id(place: Place) -> str:
    return f"{place.article}-{place.start}-{place.end}"


def documents(folder: Path) -> dict[str, Document]:
    """The two articles, by their letters."""
    found = {}
    for letter, (name, sha256) in SEEDS.items():
        text = (folder / name).read_bytes().decode("utf-8")
        assert not sha256 or text_hash(text) == sha256
        found[letter] = segment(name, text)
    return found


def places(letter: str, document: Document) -> Iterator[Place]:
    """The claims of the pairs in one article, and each sentence of its body that has none of them."""
    own = {each for pair in PAIRS for each in (*pair.first, *pair.second) if each.article == letter}
    for each in own:
        assert document.text[each.start :].startswith(each.first_words)
    yield from own
    for sentence in document.sentences:
        taken = any(overlaps(sentence, Span(each.start, each.end)) for each in own)
        if document.zone_at(sentence.start) in BODY and not taken:
            yield Place(letter, sentence.start, sentence.end, "")


def with_claims(letter: str, document: Document, annotator: str = "ana") -> AnnotatedDocument:
    """The article with all its claims marked."""
    claims = [
        Annotation(
            id=claim_id(each),
            document_id=document.id,
            annotator=annotator,
            created=CREATED,
            label="claim",
            fragments=(Span(each.start, each.end),),
        )
        for each in sorted(places(letter, document))
    ]
    return AnnotatedDocument(document, (annotation_set(annotator, claims),))


def ranks(order: list[frozenset[str]], pairs: tuple[Pair, ...] = PAIRS) -> list[int | None]:
    """Where each row of the table is first proposed, counted from 1; None where it is not."""
    rank = {pair: number for number, pair in reversed(list(enumerate(order, 1)))}
    return [
        min(
            (
                rank[ids]
                for a in pair.first
                for b in pair.second
                if (ids := frozenset((claim_id(a), claim_id(b)))) in rank
            ),
            default=None,
        )
        for pair in pairs
    ]
