"""What a check reports: words, place, severity and fix; and what others ask of quotation marks and anonymity."""

import pytest
from msgspec.structs import replace

from annotator.domain.checks import Quoting, Severity, check, is_anonymous, quoting
from annotator.domain.codebook import Rules
from annotator.domain.records import Annotation, annotation_set
from annotator.domain.spans import Span
from annotator.text.segment import segment
from tests.ferry import CODEBOOK, DIRECT, DOCUMENT, PLAN, anonymous, found, frame, header, mark, said
from tests.test_checks import BROKEN


def test_a_message_names_the_words_and_cannot_harm_a_terminal() -> None:
    text = "One \x1b[31mred\u202e word " + "x" * 100
    document = segment("t.txt", text)
    whole = Annotation(**header(), label="cue", fragments=(Span(0, len(text)), Span(len(text), len(text) + 3)))
    (problem,) = [p for p in check(document, annotation_set("ana", [whole]), CODEBOOK) if p.rule == "V1"]
    assert problem.message.startswith("“One ␛[31mred� word xxx")
    assert "…”" in problem.message


def test_an_obvious_fix_is_named() -> None:
    cases = {
        "trim": ([mark("cue", "said ")], "V2"),
        "no source": (frame(None, mark("cue", "said"), mark("content", PLAN)), "V3"),
        "speech_type = direct": (said(DIRECT, speech="indirect"), "V4"),
        "clear anonymity_kind": ([mark("source", "they", naming="named", anonymity_kind="other")], "V6"),
    }
    assert {fix: found(records, rule)[0].fix for fix, (records, rule) in cases.items()} == {fix: fix for fix in cases}


def test_problems_come_in_reading_order_with_their_place() -> None:
    records = [mark("cue", "added, "), mark("cue", "said "), mark("source", "Ana Moreno ".strip())]
    problems = check(DOCUMENT, annotation_set("ana", records), CODEBOOK)
    places = [problem.span.start for problem in problems if problem.span]
    assert len(places) == 3
    assert places == sorted(places)


def test_a_codebook_without_rules_has_no_checks_that_need_them() -> None:
    bare = replace(CODEBOOK, rules=Rules())
    for rule in ("V3", "V4", "V7", "V8", "V9", "V10"):
        for case in (case for case in BROKEN if case[0] == rule):
            problems = check(DOCUMENT, annotation_set("ana", case[2]()), bare, [rule])
            assert all("has no content" in problem.message for problem in problems)


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("“One,” he said. “Two.”", []),
        ("“One, he said.\n\nTwo.", ["“"]),  # left open, and nobody opens it again
        ("“One.\n\n“Two,” he said.", []),  # left open, and opened again
        ("“One.\n\n\n   “Two.\n\n“Three,” he said.", []),
        ("One,” he said.", ["”"]),  # closed, but never opened
        ('He said "one.\n\nTwo', ['"']),
        ("The dogs' bowl isn't here.", []),  # apostrophes
        ("«Un», dit-il. „Zwei“, sagt er.", []),
    ],
)
def test_quotation_marks_without_a_partner_are_found(text: str, flagged: list[str]) -> None:
    """V11"""
    problems = check(segment("t.txt", text), annotation_set("ana", []), CODEBOOK, ["V11"])
    assert [problem.span.cut(text) for problem in problems if problem.span] == flagged
    assert all(problem.severity == Severity.WARNING for problem in problems)


def test_quoting_says_what_to_propose() -> None:
    def of(*words: str) -> tuple[Quoting, ...]:
        return quoting(DOCUMENT, mark("content", *words).fragments)

    assert of(DIRECT) == (Quoting.QUOTED,)
    assert of(PLAN) == (Quoting.UNQUOTED,)
    assert of("was “deeply worried” about it") == (Quoting.PARTLY,)
    assert of("We will not sail,") == (Quoting.UNQUOTED,)


def test_a_frame_is_anonymous_when_all_its_sources_are_and_where_it_continues_such_a_one() -> None:
    first = said(DIRECT, speech="direct", source=anonymous())
    more = replace(frame(None, None, mark("content", PLAN))[-1], continues=first[-1].id)
    reports = frame(None, mark("cue", "Reports"), mark("content", "so"), naming="implicit")[-1]
    named = said(PLAN, speech="indirect")
    everything = annotation_set("ana", [*first, more, reports, *named])
    anonymity = [is_anonymous(each, everything, CODEBOOK) for each in (first[-1], more, reports, named[-1])]
    assert anonymity == [True, True, True, False]
