"""The sample corpus holds what its lists say, so that tests and newcomers can rely on it."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotator.domain.checks import Severity, check
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.records import AnnotatedDocument, Annotation
from annotator.domain.spans import words
from annotator.formats import Reading, brat, jsonl
from annotator.project.making import SUGGESTIONS
from tests.benchmarks.sample_suggestions import suggested

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
CODEBOOK = parse_codebook((CORPUS / "codebook.toml").read_text(encoding="utf-8"))
ARTICLES = {path.stem: path for path in sorted((CORPUS / "articles").iterdir())}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a list, in which quotation marks are words of the article."""
    with (CORPUS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def text(slug: str) -> str:
    return ARTICLES[slug].read_bytes().decode("utf-8")


def annotated(slug: str, annotator: str = "ana") -> AnnotatedDocument:
    reading = Reading(codebook=CODEBOOK, annotator="", at=datetime(2026, 1, 5, 9, tzinfo=UTC))
    return next(brat.read(CORPUS / "annotations" / f"{slug}_{annotator}.ann", reading))


def test_every_hard_case_of_the_codebook_occurs() -> None:
    assert {int(row["case"]) for row in rows("cases.tsv")} == set(range(1, 35))


@pytest.mark.parametrize("row", rows("cases.tsv"), ids=lambda row: f"{row['case']}-{row['slug']}")
def test_the_words_of_a_case_stand_in_its_article(row: dict[str, str]) -> None:
    assert row["words"] in text(row["slug"])
    assert row["representation"]


@pytest.mark.parametrize("side", ["a", "b"])
def test_the_words_of_each_claim_pair_are_claims_of_ana(side: str) -> None:
    claims = {
        slug: {
            words(text(slug), each.fragments)
            for each in annotated(slug).set_of("ana").of(Annotation)
            if each.label == "claim"
        }
        for slug in ARTICLES
    }
    pairs = rows("claim_pairs.tsv")
    assert pairs
    assert [row for row in pairs if row[f"words_{side}"] not in claims[row[f"slug_{side}"]]] == []


@pytest.mark.parametrize("slug", ARTICLES)
def test_an_article_is_of_a_usual_length_and_both_annotated_it(slug: str) -> None:
    assert 300 <= len(text(slug).split()) <= 900
    for annotator in ("ana", "ben"):
        assert annotated(slug, annotator).set_of(annotator).records


@pytest.mark.parametrize("slug", ARTICLES)
def test_the_codebook_finds_no_error_in_the_work_of_ana(slug: str) -> None:
    held = annotated(slug)
    found = check(held.document, held.set_of("ana"), CODEBOOK)
    assert [each for each in found if each.severity is Severity.ERROR] == []


def test_the_machines_sets_are_what_the_machine_still_sees() -> None:
    """Whoever changes a suggester makes them anew; processors may round differently, so a few frames may differ."""
    reading = Reading(codebook=CODEBOOK, annotator="", at=datetime(2026, 1, 5, 9, tzinfo=UTC))
    shipped = {each.document.id: each.sets[0] for each in jsonl.read(CORPUS / SUGGESTIONS, reading)}
    fresh = {each.document.id: each.sets[0] for each in suggested()}
    assert shipped.keys() == fresh.keys()
    ids = [{i for each in sets.values() for i in each.records} for sets in (shipped, fresh)]
    assert len(ids[0] ^ ids[1]) <= 0.05 * len(ids[0] | ids[1])
