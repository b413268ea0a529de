"""Each check finds what it is for and leaves alone what is in order."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from annotator.domain.records import AnyRecord, Source, Status
from tests.ferry import (
    DIRECT,
    PLAN,
    TEXT,
    anonymous,
    beyond,
    found,
    frame,
    header,
    inner,
    links,
    mark,
    pronoun,
    said,
    turned,
    zoned,
)


def opened(*words: str) -> list[AnyRecord]:
    """Body, by the annotator's word, where these words are."""
    return [replace(zoned(each, "body"), span=mark("cue", each).envelope) for each in words]


BROKEN: list[tuple[str, str, Callable[[], list[AnyRecord]], str]] = [
    # the rule, what is wrong, the records, words of the message
    ("V1", "beyond the end", lambda: [beyond(len(TEXT))], "reaches to"),
    ("V1", "a closed zone", lambda: [mark("source", "Ana Moreno")], "lies in a byline"),
    ("V1", "a label no subhead may have", lambda: [mark("claim", "ferries")], "lies in a subhead, where no claim"),
    ("V1", "a headline is for a second look", lambda: [mark("claim", "Ferry")], "is it meant to count"),
    (
        "V1",
        "a zone closed by the annotator",
        lambda: [zoned("Two", "credit"), mark("cue", "added")],
        "lies in a credit",
    ),
    (
        "V1",
        "a part of a byline that the annotator left closed",
        lambda: [*opened("By Ana"), mark("source", "Ana Moreno")],
        "lies in a byline",
    ),
    ("V2", "a blank at the end", lambda: [mark("cue", "said ")], "white space"),
    ("V2", "a blank in the second fragment", lambda: [mark("content", "Two", " added")], "white space"),
    ("V3", "no content", lambda: frame(anonymous(), mark("cue", "said"), None), "the frame of “said” has no content"),
    ("V3", "no source", lambda: frame(None, mark("cue", "said"), mark("content", PLAN)), "has no source"),
    ("V3", "no cue", lambda: frame(anonymous(), None, mark("content", PLAN), speech_type="direct"), "has no cue"),
    ("V4", "indirect with marks", lambda: said(DIRECT, speech="indirect"), "should it be direct"),
    ("V4", "direct without", lambda: said(PLAN, speech="direct"), "not in quotation marks; should it be indirect"),
    ("V4", "mixed without", lambda: said(PLAN, speech="mixed"), "should it be indirect"),
    ("V4", "direct with one bare fragment", lambda: said(DIRECT, PLAN, speech="direct"), "should it be mixed"),
    ("V4", "indirect in part", lambda: said("was “deeply worried” about it", speech="indirect"), "should it be mixed"),
    ("V4", "mixed but whole", lambda: said(DIRECT, speech="mixed"), "should it be direct"),
    ("V4", "scare quotes that are not marked", lambda: said('the "repair" would', speech="indirect"), "part of it"),
    ("V5", "outside the parent", lambda: inner(said(PLAN, speech="indirect"), "40,000"), "reaches out of the content"),
    ("V5", "nested in itself", lambda: turned("parent"), "lies inside itself"),
    ("V5", "continues itself", lambda: turned("continues"), "continues itself"),
    (
        "V6",
        "kind of a named source",
        lambda: [mark("source", "The mayor", naming="named", anonymity_kind="other")],
        "kind",
    ),
    (
        "V6",
        "reason, naming open",
        lambda: [mark("source", "they", anonymity_reason="safety")],
        "asked only where naming",
    ),
    (
        "V7",
        "one, in the plural",
        lambda: [mark("source", "Two officials", naming="unnamed_bare", number="one")],
        "plural",
    ),
    (
        "V8",
        "an assessment without a name",
        lambda: [*said(PLAN, speech="indirect", source=anonymous()), mark("claim", PLAN, claim_type="assessment")],
        "rests on an unnamed source",
    ),
    (
        "V9",
        "a circle of pronouns",
        lambda: [pronoun("a"), pronoun("b", "He"), *links(("refers_to", "a", "b"), ("refers_to", "b", "a"))],
        "pronouns only",
    ),
    ("V9", "a dead end", lambda: [pronoun("a"), pronoun("b", "He"), *links(("refers_to", "a", "b"))], "pronouns only"),
    (
        "V9",
        "an entry that is a pronoun",
        lambda: [pronoun("a"), Source(**header(id="e"), name="They"), *links(("refers_to", "a", "e"))],
        "link it to a name",
    ),
    (
        "V10",
        "a number",
        lambda: [mark("claim", "would cost 40,000 crowns", claim_type="event_fact")],
        "(40,000) without claim_type = quantity or any time_value",
    ),
    ("V10", "a number in words", lambda: [mark("claim", "Two officials")], "Two"),
    ("V12", "two relations", lambda: links(("repeats", "a", "b"), ("contradicts", "b", "a")), "keep one"),
    (
        "R12",
        "a cue in the content",
        lambda: frame(None, mark("cue", "called"), mark("content", "called the")),
        "two parts",
    ),
    ("reference", "a part that is gone", lambda: frame(anonymous(), None, mark("content", PLAN))[1:], "not there"),
    ("value", "an unknown label", lambda: [mark("rumour", "Two")], "label 'rumour'"),
    ("value", "an unknown relation", lambda: links(("echoes", "a", "b")), "relation 'echoes'"),
    ("value", "an unknown zone", lambda: [zoned("Two", "sidebar")], "zone 'sidebar'"),
    ("value", "an unknown answer", lambda: [mark("source", "they", naming="shy")], "naming has no value 'shy'"),
    ("value", "a question not asked", lambda: [mark("cue", "said", naming="named")], "naming is not asked here"),
]


@pytest.mark.parametrize(("rule", "case", "records", "says"), BROKEN)
def test_what_breaks_a_rule_is_found(rule: str, case: str, records: Callable[[], list[AnyRecord]], says: str) -> None:
    problems = found(records(), rule)
    assert any(says in problem.message for problem in problems), (case, problems)
    assert {problem.rule for problem in problems} == {rule}


KEPT: list[tuple[str, str, Callable[[], list[AnyRecord]]]] = [
    # the rule, what looks wrong and is not, the records
    ("V1", "name in a subhead", lambda: [mark("quoted_other", "“Night”")]),
    ("V1", "a zone opened by the annotator", lambda: [zoned("By Ana", "body"), mark("source", "Ana Moreno")]),
    (
        "V1",
        "a zone opened by the annotator in two parts",
        lambda: [*opened("By Ana", " Moreno"), mark("source", "Ana Moreno")],
    ),
    ("V2", "an inner blank", lambda: [mark("content", "We will")]),
    (
        "V3",
        "declared to have no source",
        lambda: frame(None, mark("cue", "say"), mark("content", PLAN), naming="implicit"),
    ),
    ("V3", "free direct", lambda: frame(None, None, mark("content", DIRECT), speech_type="free_direct")),
    ("V4", "direct", lambda: said(DIRECT, speech="direct")),
    ("V4", "direct in two fragments", lambda: said(DIRECT, "“The hull is thin,”", speech="direct")),
    ("V4", "free direct", lambda: said("“The crew is thinner.”", speech="free_direct")),
    ("V4", "mixed", lambda: said("was “deeply worried” about it", speech="mixed")),
    ("V4", "mixed up to the edge", lambda: said("The mayor, they added, was “deeply worried”", speech="mixed")),
    ("V4", "mixed over fragments", lambda: said(DIRECT, PLAN, speech="mixed")),
    ("V4", "two quotations, called direct", lambda: said("“Nobody asked us,” said “a deckhand”", speech="direct")),
    ("V4", "two quotations, called mixed", lambda: said("“Nobody asked us,” said “a deckhand”", speech="mixed")),
    ("V4", "scare quotes", lambda: [*said('the "repair" would', speech="indirect"), mark("quoted_other", '"repair"')]),
    (
        "V4",
        "the word in them",
        lambda: [*said('the "repair" would', speech="indirect"), mark("quoted_other", "repair")],
    ),
    ("V4", "of another kind", lambda: said(DIRECT, speech="narrativized")),
    ("V4", "not said yet", lambda: frame(anonymous(), mark("cue", "said"), mark("content", DIRECT))),
    ("V5", "inside the parent", lambda: inner(said("The mayor, they added, was", speech="indirect"), "was")),
    ("V6", "kind of an unnamed source", lambda: [anonymous(anonymity_kind="other")]),
    ("V6", "a default that was written out", lambda: [mark("source", "they", anonymity_reason="none_stated")]),
    (
        "V7",
        "several, in the plural",
        lambda: [mark("source", "Two officials", naming="unnamed_bare", number="two_or_more")],
    ),
    (
        "V7",
        "one, and a plural behind it",
        lambda: [mark("source", "engineer at the yard", naming="unnamed_bare", number="one")],
    ),
    (
        "V8",
        "a fact without a name",
        lambda: [*said(PLAN, speech="indirect", source=anonymous()), mark("claim", PLAN, claim_type="event_fact")],
    ),
    (
        "V8",
        "an assessment with a name",
        lambda: [*said(PLAN, speech="indirect"), mark("claim", PLAN, claim_type="assessment")],
    ),
    ("V8", "the reporter's assessment", lambda: [mark("claim", PLAN, claim_type="assessment")]),
    ("V9", "a pronoun linked to nothing", lambda: [pronoun("a")]),
    (
        "V9",
        "by way of a pronoun to a name",
        lambda: [pronoun("a"), pronoun("b", "He"), *links(("refers_to", "a", "b"), ("refers_to", "b", "elsewhere"))],
    ),
    (
        "V9",
        "to an entry",
        lambda: [pronoun("a"), Source(**header(id="e"), name="engineer-1"), *links(("refers_to", "a", "e"))],
    ),
    ("V10", "a quantity", lambda: [mark("claim", "would cost 40,000 crowns", claim_type="quantity")]),
    ("V10", "a dated claim", lambda: [mark("claim", "Two officials", time_value="2026-01")]),
    ("V10", "no claim", lambda: [mark("source", "Two officials")]),
    ("V12", "two pairs", lambda: links(("repeats", "a", "b"), ("contradicts", "b", "c"))),
    ("V12", "relations that do not exclude each other", lambda: links(("same_as", "a", "b"), ("speaks_for", "a", "b"))),
    ("R12", "words of two frames", lambda: [*said(PLAN, speech="indirect"), *said("the plan", speech="indirect")]),
    ("value", "cannot tell", lambda: [mark("source", "they", naming="?")]),
    ("V2", "a rejected record", lambda: [replace(mark("cue", "said "), status=Status.REJECTED)]),
]


@pytest.mark.parametrize(("rule", "case", "records"), KEPT)
def test_what_keeps_a_rule_is_left_alone(rule: str, case: str, records: Callable[[], list[AnyRecord]]) -> None:
    assert found(records(), rule) == [], case
