"""On the two real articles the anonymous sources, the continuation and the nestings of the hard cases are proposed."""

from functools import cache
from pathlib import Path

import pytest

from annotator.domain.codebook_file import parse_codebook
from annotator.domain.documents import Document
from annotator.domain.spans import words
from annotator.suggest import suggester_named
from annotator.suggest.pipeline import proposals
from annotator.suggest.proposing import ProposedFrame
from annotator.text.segment import segment

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="needs the seeds beside the checkout")

A, B = "000_e4873f99601d61b1.txt", "003_34254b6a68d5b597.txt"

ANONYMOUS = [
    (3, A, 27, "A Western diplomat who tracks Syria", "said"),
    (3, A, 27, "the diplomat", "said"),
    (3, A, 35, "the Western diplomat who tracks Syria", "said"),
    (4, A, 39, "a Western diplomat in Moscow", "said"),
    (5, A, 19, "Western diplomats", "say"),
    (5, A, 31, "Some Western diplomats", "say"),
    (5, A, 37, "Some diplomats", "said"),
    (5, A, 57, "diplomats", "is seen by"),
    (6, B, 7, "Official reports", "claim"),
    (7, B, 7, "Sources in Syria and Moscow", "claim"),
    (20, A, 65, "a Lebanese political source close to Damascus", "said"),
    (20, A, 65, "The Syrians", "also say"),
    (21, A, 67, "the source", "said"),
    (21, A, 67, "the source", "adding"),
]
"""Case, article, line, source, cue."""

NESTED = [
    (2, 27, "the diplomat", "Moscow"),
    (11, 23, "the Interfax news agency", "Russia's Deputy Foreign Minister Mikhail Bogdanov"),
    (20, 65, "a Lebanese political source close to Damascus", "The Syrians"),
]
"""Case, line of the first article, outer and inner source."""


@cache
def document(name: str) -> Document:
    return segment(name, (SEEDS / name).read_bytes().decode("utf-8"))


@cache
def frames(name: str, suggester: str) -> tuple[ProposedFrame, ...]:
    codebook = parse_codebook((ROOT / "corpus" / "codebook.toml").read_text(encoding="utf-8"))
    found = proposals(suggester_named(suggester).make(b""), document(name), codebook)
    return tuple(each for each in found if isinstance(each, ProposedFrame))


def line_of(name: str, frame: ProposedFrame) -> int:
    return document(name).text.count("\n", 0, min(each.fragments[0].start for each in frame.spans)) + 1


def source_of(name: str, frame: ProposedFrame | None) -> str:
    return words(document(name).text, frame.source[0].fragments) if frame and frame.source else ""


def cue_of(name: str, frame: ProposedFrame) -> str:
    return words(document(name).text, frame.cue.fragments) if frame.cue else ""


@pytest.mark.parametrize("suggester", ["attribution-en", "rules"])
@pytest.mark.parametrize(("case", "name", "line", "source", "cue"), ANONYMOUS)
def test_every_anonymous_source_is_proposed_with_its_cue(
    suggester: str, case: int, name: str, line: int, source: str, cue: str
) -> None:
    here = [each for each in frames(name, suggester) if line_of(name, each) == line]
    assert (source, cue) in [(source_of(name, each), cue_of(name, each)) for each in here]


@pytest.mark.parametrize("suggester", ["attribution-en", "rules"])
@pytest.mark.parametrize(("case", "line", "outer", "inner"), NESTED)
def test_the_nestings_are_proposed(suggester: str, case: int, line: int, outer: str, inner: str) -> None:
    here = [each for each in frames(A, suggester) if line_of(A, each) == line]
    assert (outer, inner) in [(source_of(A, each.parent), source_of(A, each)) for each in here]


@pytest.mark.parametrize("suggester", ["attribution-en", "rules"])
def test_the_quotation_in_a_paragraph_of_its_own_continues_the_frame_before(suggester: str) -> None:
    (found,) = [each for each in frames(A, suggester) if each.continues and line_of(A, each) == 41]
    assert (found.source, found.cue) == ((), None)
    assert source_of(A, found.continues) == "a Western diplomat in Moscow"
