"""The sixteen PolNeAR articles that five or six annotators marked give the figures known from elsewhere."""

from collections import defaultdict
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest

from annotator.agreement.comparing import agreement_of, tallied
from annotator.agreement.counting import Scope
from annotator.agreement.figures import Agreement
from annotator.agreement.matching import Grade, common, match
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.records import AnnotatedDocument, Annotation, AnnotationSet, Progress, State
from annotator.domain.spans import Fragments
from annotator.formats.brat import read
from annotator.formats.format import Reading

ROOT = Path(__file__).resolve().parents[2] / "shared" / "data" / "polnear" / "train" / "attributions"
pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason="needs the data folder beside the checkout")

AT = datetime(2026, 1, 2, tzinfo=UTC)
CODEBOOK = Path(__file__).resolve().parents[1] / "corpus" / "codebook.toml"

HUMAN = {"source": (0.775, 0.839), "cue": (0.700, 0.812), "content": (0.678, 0.878)}
"""F1 exact and overlapping of two annotators as an earlier experiment on the same articles printed it."""


@pytest.fixture(scope="module")
def articles() -> list[AnnotatedDocument]:
    reading = Reading(codebook=parse_codebook(CODEBOOK.read_text(encoding="utf-8"), "x"), annotator="x", at=AT)
    files: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(ROOT.glob("*.ann")):
        files[path.stem.rpartition("_")[0]].append(path)
    return [
        joined([each for path in paths for each in read(path, reading)]) for paths in files.values() if len(paths) > 1
    ]


def joined(copies: list[AnnotatedDocument]) -> AnnotatedDocument:
    """One article with all its sets, declared finished."""
    sets = [each for copy in copies for each in copy.sets]
    return AnnotatedDocument(
        copies[0].document, tuple(AnnotationSet(s.annotator, {**s.records, "p": over(s)}) for s in sets)
    )


def over(annotations: AnnotationSet) -> Progress:
    return Progress(id="p", document_id="", annotator=annotations.annotator, created=AT, state=State.FINISHED)


@pytest.fixture(scope="module")
def found(articles: list[AnnotatedDocument]) -> Agreement:
    return agreement_of(tallied(articles, Scope()))


def test_token_alpha_is_the_known_one(found: Agreement) -> None:
    """Regex tokens over the whole text, the set of roles on a token as its value."""
    assert (found.documents, len(found.annotators)) == (16, 6)
    assert round(found.alpha.value or 0, 3) == 0.764
    assert (found.alpha.high or 0) - (found.alpha.low or 0) > 0.05


def test_one_missing_annotator_is_left_out_and_said(found: Agreement) -> None:
    assert sorted(found.left_out.values()) == [0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("label", HUMAN)
def test_f1_is_the_known_one_by_its_own_definition(articles: list[AnnotatedDocument], label: str) -> None:
    """There each fragment is a span, each article weighs the same, and a span overlaps whatever it touches."""
    exact = overlap = spans = 0.0
    for each in articles:
        sides = [pieces(annotations, label) for annotations in each.sets]
        for ours, theirs in combinations(sides, 2):
            weight = 1 / (len(sides) * (len(sides) - 1))
            spans += weight * (len(ours) + len(theirs))
            exact += weight * 2 * sum(pair.grade == Grade.EXACT for pair in match(ours, theirs))
            overlap += weight * (touching(ours, theirs) + touching(theirs, ours))
    assert (round(exact / spans, 3), round(overlap / spans, 3)) == pytest.approx(HUMAN[label], abs=0.001)


def pieces(annotations: AnnotationSet, label: str) -> list[Fragments]:
    return [(span,) for each in annotations.of(Annotation) if each.label == label for span in each.fragments]


def touching(ours: list[Fragments], theirs: list[Fragments]) -> int:
    return sum(any(common(one, other) for other in theirs) for one in ours)


@pytest.mark.parametrize("label", HUMAN)
def test_f1_by_our_definition_is_near_the_known_one(found: Agreement, label: str) -> None:
    """Ours keeps fragments together and pairs one to one, which lowers what is often in several fragments: content."""
    line = next(each for each in found.labels if each.label == label)
    assert line.exact.value == pytest.approx(HUMAN[label][0], abs=0.026)
    assert line.overlap.value == pytest.approx(HUMAN[label][1], abs=0.026)


def test_frames_agree_as_they_are_known_to(found: Agreement) -> None:
    """Known: 78.2 where all roles overlap, and 57.5 where all are equal once quotation marks at edges are cut off."""
    f1 = {each.name: each.f1.value for each in found.frames}
    assert f1["frame overlap"] == pytest.approx(0.782, abs=0.005)
    assert f1["frame exact"] == pytest.approx(0.575, abs=0.02)
