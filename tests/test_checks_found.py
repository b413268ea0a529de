"""What a check reports: words, place, severity and fix; and what others ask of quotation marks and anonymity."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from msgspec.structs import replace

from annotator.domain.checks import Quoting, Severity, check, is_anonymous, quoting
from annotator.domain.checks.frames import nesting
from annotator.domain.checks.places import places
from annotator.domain.checks.problems import Checked
from annotator.domain.checks.sourcing import named_only, pronouns
from annotator.domain.codebook import Rules, ZoneKind
from annotator.domain.records import Annotation, AnnotationSet, AnyRecord, Attribution, ZoneMark, annotation_set
from annotator.domain.spans import Span
from annotator.text.segment import segment
from tests.ferry import (
    CODEBOOK,
    DIRECT,
    DOCUMENT,
    PLAN,
    TEXT,
    anonymous,
    found,
    frame,
    header,
    links,
    mark,
    pronoun,
    said,
    zoned,
)
from tests.test_checks import BROKEN


class CountingChecked(Checked):
    """Counts how often a frame is looked up."""

    frames_asked_for = 0

    def frame(self, record_id: str | None) -> Attribution | None:
        self.frames_asked_for += 1
        return super().frame(record_id)


class CountedReads(dict[str, AnyRecord]):
    """Counts how often a record is looked up."""

    count = 0

    def get(self, key: str, default: Any = None) -> Any:
        self.count += 1
        return super().get(key, default)


class CountedList(list[ZoneMark]):
    """Counts how often it is looked through."""

    rounds = 0

    def __iter__(self) -> Iterator[ZoneMark]:
        self.rounds += 1
        return super().__iter__()


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
    assert {fix: str(found(records, rule)[0].fixes[0]) for fix, (records, rule) in cases.items()} == {
        fix: fix for fix in cases
    }


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


@pytest.mark.parametrize("body", [ZoneKind(name="body", mark=False), ZoneKind(name="body", title="text", review=True)])
def test_the_codebook_says_what_holds_for_words_in_no_zone(body: ZoneKind) -> None:
    """They are body; the white space between two zones is not in question."""
    zoneless = replace(DOCUMENT, zones=())
    across = replace(mark("claim", "By"), fragments=(Span(0, TEXT.index("“We")),))
    own = replace(CODEBOOK, zones=(body,))
    for document, count in ((zoneless, 1), (DOCUMENT, 0)):
        problems = check(document, annotation_set("ana", [across]), own, ["V1"])
        assert [f"lies in a {body.title or 'body'}" in problem.message for problem in problems] == [True] * count


def test_a_long_chain_of_frames_is_followed_once() -> None:
    """And a circle is named for the frames that are in it, not for those that lead to it."""
    frames = [frame(None, None, None)[-1] for _ in range(200)]
    chain = [replace(one, continues=other.id) for one, other in pairwise(frames)]
    last = replace(frames[-1], continues=frames[-3].id)
    checked = CountingChecked(DOCUMENT, annotation_set("ana", [*chain, last]), CODEBOOK)
    assert [problem.record_id for problem in nesting(checked)] == [each.id for each in frames[-3:]]
    assert checked.frames_asked_for <= 4 * len(frames)


def test_zone_marks_are_looked_through_once_whatever_the_number_of_annotations() -> None:
    marks = CountedList([zoned("Two", "credit")] * 50)
    rounds = []
    for count in (1, 100):
        annotations = annotation_set("ana", [mark("claim", "added") for _ in range(count)])
        checked = Checked(DOCUMENT, annotations, CODEBOOK)
        checked.__dict__["zone_marks"] = marks
        marks.rounds = 0
        assert len(list(places(checked))) == count
        rounds.append(marks.rounds)
    assert rounds[0] == rounds[1]


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


def test_answers_about_anonymity_that_are_kept_are_those_of_each_frame_alone() -> None:
    """Of chains that end in an unnamed source, in a named one, in nothing and in themselves, in any order."""
    ends = [said(PLAN, speech="indirect", source=anonymous()), said(PLAN, speech="indirect"), frame(None, None, None)]
    frames = [each[-1] for each in ends]
    circle = frame(None, None, None)[-1]
    frames.append(replace(circle, continues=circle.id))
    for _ in range(3):
        frames += [replace(frame(None, None, None)[-1], continues=each.id) for each in frames[-4:]]
    everything = annotation_set("ana", [*frames, *(part for each in ends for part in each[:-1])])
    attributions = [each for each in frames if isinstance(each, Attribution)]
    for ordered in (attributions, attributions[::-1]):
        known: dict[str, bool] = {}
        answers = [is_anonymous(each, everything, CODEBOOK, known) for each in ordered]
        assert answers == [is_anonymous(each, everything, CODEBOOK) for each in ordered]
        assert sum(answers) == 4


def test_what_many_frames_continue_is_looked_at_once_by_v8() -> None:
    """A chain of frames that holds a claim in each is followed in as many steps as it has frames."""
    content, claim = mark("content", PLAN), mark("claim", PLAN, claim_type="assessment")
    frames = [frame(None, None, content)[-1] for _ in range(100)]
    source = anonymous()
    first = frame(source, None, content)[-1]
    chain = [replace(one, continues=other.id) for one, other in pairwise([*frames, first])]
    claims = [replace(claim, id=f"claim{n}") for n in range(20)]
    checked = Checked(DOCUMENT, annotation_set("ana", [source, content, first, *chain, *claims]), CODEBOOK)
    reads = CountedReads(checked.records)
    checked.set = AnnotationSet("ana", reads)
    assert len(list(named_only(checked))) == len(claims)
    assert reads.count <= 3 * len(frames)


def test_a_long_chain_of_pronouns_is_followed_once() -> None:
    """Whether it leads to a name or to nothing."""
    chain = [pronoun(f"p{number}") for number in range(100)]
    steps = links(*(("refers_to", one.id, other.id) for one, other in pairwise(chain)))
    for more, count in (([], len(chain) - 1), (links(("refers_to", "p99", "a name")), 0)):
        checked = Checked(DOCUMENT, annotation_set("ana", [*chain, *steps, *more]), CODEBOOK)
        checked.records = reads = CountedReads(checked.records)
        assert len(list(pronouns(checked))) == count
        assert reads.count <= 5 * len(chain)
