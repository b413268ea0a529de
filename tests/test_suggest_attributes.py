"""Answers are proposed from what stands in the text, with the reason for each."""

import pytest
from msgspec.structs import replace

from annotator.domain.spans import Span, words
from annotator.suggest.attributes import descriptors, frame_answers, source_answers
from annotator.text.segment import segment
from tests.answer_examples import place, values


def of_source(source: str, rest: str = "said it was late.", before: str = "") -> dict[str, str]:
    text = f"{before}{source} {rest}"
    return values(source_answers(segment("t", text), (Span(len(before), len(before) + len(source)),)))


SOURCES = [
    # naming, and what the head noun shows
    ("She", {"naming": "pronoun", "referent": "person", "number": "one"}),
    ("They", {"naming": "pronoun", "number": "two_or_more"}),
    ("One of them", {"naming": "pronoun", "number": "one"}),
    ("Fyodor Lukyanov, a foreign policy analyst", {"naming": "named", "referent": "person", "number": "one"}),
    ("Its owner, Tobias Renn", {"naming": "named", "referent": "person", "number": "one"}),
    ("Police Commissioner Ada Lund", {"naming": "named", "referent": "person"}),
    ("analyst Lukyanov", {"naming": "named_partial", "referent": "person"}),
    ("King Aldous", {"naming": "named", "referent": "person"}),
    ("The prime minister", {"naming": "role_unique", "number": "one"}),
    ("diplomats", {"naming": "unnamed_bare", "anonymity_kind": "diplomat", "number": "two_or_more"}),
    ("the source", {"naming": "unnamed_bare", "anonymity_kind": "source_bare", "number": "one"}),
    ("Some", {"naming": "unnamed_bare", "anonymity_kind": "collective_some_many"}),
    ("A lawmaker", {"naming": "unnamed_described", "number": "one", "affiliation": "government"}),
    (
        "A Western diplomat who tracks Syria",
        {
            "naming": "unnamed_described",
            "anonymity_kind": "diplomat",
            "number": "one",
            "access_basis": "monitors_topic",
            "geo_anchor": "Western",
        },
    ),
    (
        "a Lebanese political source close to Damascus",
        {"anonymity_kind": "source_bare", "access_basis": "close_to", "geo_anchor": "Lebanese"},
    ),
    ("a Western diplomat in Moscow", {"access_basis": "located_there", "geo_anchor": "Western"}),
    (
        "Sources in Syria and Moscow",
        {"anonymity_kind": "source_bare", "number": "two_or_more", "geo_anchor": "in Syria and Moscow"},
    ),
    ("a security official", {"anonymity_kind": "military_security", "referent": "person"}),
    ("two people who have seen it", {"access_basis": "saw_document", "number": "two_or_more"}),
    ("a former aide to the mayor", {"anonymity_kind": "insider_or_aide", "role_status": "former"}),
    ("a spokesman for the Interior Ministry", {"affiliation_name": "Interior Ministry"}),
    # states, bodies, outlets, documents, data
    ("Moscow", {"naming": "named", "referent": "state", "number": "one"}),
    ("The U.S.", {"naming": "named", "referent": "state"}),
    ("The Syrians", {"referent": "state"}),
    ("The Interior Ministry", {"naming": "named", "referent": "organisation"}),
    ("the Interfax news agency", {"naming": "named", "referent": "media_outlet", "affiliation": "media"}),
    ("NATO", {"referent": "organisation", "affiliation": "intergovernmental"}),
    ("A statement by the Foreign Ministry", {"naming": "named", "referent": "document", "number": "one"}),
    (
        "an internal memo seen by The Post",
        {"naming": "unnamed_described", "referent": "document", "anonymity_kind": "document_unspecified"},
    ),
    ("a new poll", {"referent": "data_or_poll"}),
]


@pytest.mark.parametrize(("source", "expected"), SOURCES, ids=[source for source, _ in SOURCES])
def test_a_source_answers_by_its_head_noun_and_its_modifiers(source: str, expected: dict[str, str]) -> None:
    found = of_source(source)
    assert {name: found.get(name) for name in expected} == expected


NOT_SAID = [
    # no trigger, no answer
    ("A Western diplomat", "access_basis"),
    ("A Western diplomat", "anonymity_reason"),
    ("the agency", "naming"),
    ("Lund", "naming"),
    ("the judge", "naming"),
    ("Dravinian and Western", "naming"),
]


@pytest.mark.parametrize(("source", "question"), NOT_SAID)
def test_what_the_text_does_not_say_is_not_answered(source: str, question: str) -> None:
    assert question not in of_source(source)


def test_a_surname_is_a_part_of_the_name_that_stands_elsewhere() -> None:
    found = source_answers(segment("t", "Mayor Greta Lund left. Lund said so."), (Span(23, 27),))
    assert found["naming"] == (("named_partial",), "the article has “Greta Lund”")


def test_a_description_is_unnamed_where_it_was_before() -> None:
    assert of_source("the diplomat", before="A Western diplomat spoke. ")["naming"] == "unnamed_described"
    assert "naming" not in of_source("the envoy", before="Its envoy, Karl Maas, spoke. ")


REASONS = [
    ("who asked not to be named because he was not authorised to speak to reporters, said so.", "not_authorised"),
    ("who spoke on condition of anonymity for fear of reprisals, said so.", "safety"),
    ("speaking on condition of anonymity to describe a private meeting, said so.", "sensitivity"),
    ("said so. He spoke on condition of anonymity, citing a confidentiality clause in his contract.", "legal"),
    ("who declined to be named, citing company policy, said so.", "employer_policy"),
    ("who asked not to be identified because of the risk to her job, said so.", "other_stated"),
    ("said so. He declined to be named.", None),
    ("said it was late because of the rain.", None),
]


@pytest.mark.parametrize(("rest", "expected"), REASONS)
def test_a_reason_for_anonymity_is_proposed_only_where_the_text_gives_one(rest: str, expected: str | None) -> None:
    comma = "" if rest.startswith("said") else ","
    assert of_source(f"A senior engineer{comma}".rstrip(","), f"{comma} {rest}").get("anonymity_reason") == expected


def test_the_reason_repeats_the_trigger() -> None:
    text = "A clerk, who asked not to be named because of the risk to her job, said so."
    found = source_answers(segment("t", text), (Span(0, 7),))
    assert found["anonymity_reason"].reason == "“because of the risk to her job”"
    assert found["anonymity_reason_text"].values == ("because of the risk to her job",)


def test_no_trigger_is_taken_from_what_is_said() -> None:
    """“I was not authorised to speak” is the source's own story, not the reporter's reason."""
    text = "A clerk said “I was not authorised to speak to him because of the policy”."
    document, content = segment("t", text), place(text, "“I was not authorised to speak to him because of the policy”")
    assert "anonymity_reason" in source_answers(document, (Span(0, 7),))
    assert "anonymity_reason" not in source_answers(document, (Span(0, 7),), content)


FRAMES = [
    # text, source, cue, content, what is proposed and what not
    ("“It is late,” he said.", "he", "said", ["“It is late,”"], {"speech_type": "direct", "medium": "speech"}),
    ("He said it was late.", "He", "said", ["it was late"], {"speech_type": "indirect", "attr_type": "assertion"}),
    ("He said it was “very, very late”.", "He", "said", ["it was “very, very late”"], {"speech_type": "mixed"}),
    ("He said the “terrorists” left.", "He", "said", ["the “terrorists” left"], {"speech_type": None}),
    ("Moscow rejects calls for talks.", "Moscow", "rejects", ["calls for talks"], {"speech_type": "narrativized"}),
    (
        "It refused to help them.",
        "It",
        "refused",
        ["to help them"],
        {"polarity": "negated", "attr_type": "eventuality"},
    ),
    (
        "He reiterated its readiness to host talks.",
        "He",
        "reiterated its readiness",
        ["to host talks"],
        {"speech_type": "narrativized", "cue_stance": "strong", "realis": "repeated", "attr_type": "eventuality"},
    ),
    ("Sources claim it was late.", "Sources", "claim", ["it was late"], {"cue_stance": "distancing"}),
    ("They confirmed it was late.", "They", "confirmed", ["it was late"], {"cue_stance": "endorsing"}),
    ("He apparently said it was late.", "He", "apparently said", ["it was late"], {"cue_stance": "hedged"}),
    ("He thinks it is late.", "He", "thinks", ["it is late"], {"medium": "thought", "attr_type": "belief"}),
    ("He wrote it was late.", "He", "wrote", ["it was late"], {"medium": "writing_statement"}),
    ("She tweeted it was late.", "She", "tweeted", ["it was late"], {"medium": "social"}),
    ("The memo said it was late.", "The memo", "said", ["it was late"], {"medium": "writing_statement"}),
    ("The poll shows it was late.", "The poll", "shows", ["it was late"], {"medium": "evidence", "attr_type": "fact"}),
    ("The Daily Post said it was late.", "The Daily Post", "said", ["it was late"], {"medium": "press_report"}),
    ("It was reportedly late.", None, "reportedly", ["It was", "late"], {"naming": "implicit"}),
    ("“It is [very] late,” he said.", "he", "said", ["“It is [very] late,”"], {"quote_edits": "bracket_insertion"}),
    ("“It is ... late,” he said.", "he", "said", ["“It is ... late,”"], {"quote_edits": "ellipsis"}),
    ("'We won't go,' he said.", "he", "said", ["'We won't go,'"], {"speech_type": "direct"}),
    ("He said it was late' and left.", "He", "said", ["it was late'"], {"speech_type": None, "medium": "speech"}),
    ("‘It is late, he said.", "he", "said", ["‘It is late,"], {"speech_type": None}),
    ("“It is late,” he said.", "he", "said", ["“It is late"], {"speech_type": None}),
    ("He said Monday it was late.", "He", "said", ["it was late"], {"utterance_time_text": "Monday"}),
]


@pytest.mark.parametrize(("text", "source", "cue", "content", "expected"), FRAMES, ids=[row[0] for row in FRAMES])
def test_a_frame_answers_by_its_marks_and_its_cue(
    text: str, source: str | None, cue: str, content: list[str], expected: dict[str, str | None]
) -> None:
    fragments = tuple(place(text, part)[0] for part in content)
    found = values(
        frame_answers(segment("t", text), place(text, source) if source else (), place(text, cue), fragments)
    )
    assert {name: found.get(name) for name in expected} == expected


IN_OTHER_LANGUAGES = [
    # text, source, cue, content, what is proposed for the frame: what quotation marks say, and nothing more
    (
        "Ein Sprecher sagte: „Wir werden das nicht hinnehmen, und das ist gut.“",
        "Ein Sprecher",
        "sagte",
        "„Wir werden das nicht hinnehmen, und das ist gut.“",
        {"speech_type": "direct"},
    ),
    (
        "Der Sprecher sagte, dass die Lage nicht gut ist und dass das Amt [...] wartet.",
        "Der Sprecher",
        "sagte",
        "dass die Lage nicht gut ist und dass das Amt [...] wartet",
        {"speech_type": "indirect"},
    ),
    (
        "« Nous ne sommes [pas] prêts », a déclaré un responsable du Ministère, qui est dans la ville.",
        "un responsable du Ministère, qui est dans la ville",
        "a déclaré",
        "« Nous ne sommes [pas] prêts »",
        {"speech_type": "direct", "quote_edits": "bracket_insertion"},
    ),
    (
        "La police municipale confirme que la décision est « très grave pour les gens ».",
        "La police municipale",
        "confirme",
        "que la décision est « très grave pour les gens »",
        {"speech_type": "mixed"},
    ),
]


@pytest.mark.parametrize(("text", "source", "cue", "content", "expected"), IN_OTHER_LANGUAGES)
def test_in_other_languages_only_quotation_marks_answer(
    text: str, source: str, cue: str, content: str, expected: dict[str, str]
) -> None:
    """An anonymous `Ein Sprecher` is two capitalised words, and would be taken for a full name in English."""
    document = segment("t", text)
    said = place(text, content)
    assert values(frame_answers(document, place(text, source), place(text, cue), said)) == expected
    assert source_answers(document, place(text, source), said) == {}
    assert list(descriptors(document, place(text, source), said)) == []


def test_the_language_that_a_document_states_decides() -> None:
    text = "Alma Lund said it was late."
    document = segment("t", text)
    assert "naming" in source_answers(document, place(text, "Alma Lund"))
    assert source_answers(replace(document, meta={"language": "de"}), place(text, "Alma Lund")) == {}


def test_a_continued_quotation_has_no_cue_of_its_own() -> None:
    text = "“It is late,” he said.\n\n“It is very late.”"
    found = frame_answers(segment("t", text), (), (), place(text, "“It is very late.”"), continues=True)
    assert values(found) == {"speech_type": "free_direct", "continues_basis": "adjacency"}


def test_a_quotation_left_open_makes_the_next_paragraph_go_on() -> None:
    text = "“It is late, he thought.\n\n“It is very late.”"
    found = frame_answers(segment("t", text), (), (), place(text, "“It is very late.”"), continues=True)
    assert values(found)["continues_basis"] == "typographic"


DESCRIBED = [
    ("A Western diplomat who tracks Syria", " said so.", ["who tracks Syria"]),
    ("a diplomat close to Damascus", " said so.", ["close to Damascus"]),
    ("A clerk", ", who asked not to be named because of the risk to her job, said so.", ["who asked not to be named"]),
    ("Three midwives", ", who asked not to be identified for fear of dismissal, said so.", ["who asked not"]),
    ("Anton Weiss, a hydrologist who designed it", " said so.", ["who designed it"]),
    ("Its owner, Tobias Renn", " said so.", []),
    ("A member of the board", " said so.", []),
    ("diplomats", " said so.", []),
    ("A memo seen by The Post", " said so.", ["seen by The Post"]),
]


@pytest.mark.parametrize(("source", "rest", "expected"), DESCRIBED)
def test_what_is_said_of_an_unnamed_source_is_a_descriptor(source: str, rest: str, expected: list[str]) -> None:
    document = segment("t", source + rest)
    found = [words(document.text, each.fragments) for each in descriptors(document, (Span(0, len(source)),))]
    assert len(found) == len(expected)
    assert all(one.startswith(start) for one, start in zip(found, expected, strict=True))
