"""The rules see who said what without a model, and the passes add what flat frames cannot say."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.documents import Document
from annotator.domain.machines import STRONG
from annotator.domain.spans import are_fragments, envelope, fragments_cover, fragments_overlap, words
from annotator.suggest.passes import with_continuations, with_outer_layers
from annotator.suggest.proposing import ProposedFrame, ProposedSpan
from annotator.suggest.rules import suggest
from annotator.suggest.rules.framing import calibrated
from annotator.suggest.rules.lexicon import language_of
from annotator.text.segment import segment
from tests.reference_frames import FRAMES, NAME

LEAD = "The council met again on the question of the harbour, and the talks went on for most of the night.\n\n"
"""A first paragraph that attributes nothing, so that the next one is body."""


def article(text: str) -> Document:
    return segment("article", LEAD + text)


def cut(document: Document, spans: Iterable[ProposedSpan]) -> tuple[str, ...]:
    return tuple(each.cut(document.text) for span in spans for each in span.fragments)


def seen(document: Document, frames: Iterable[ProposedFrame]) -> list[tuple[str, str, tuple[str, ...]]]:
    """The words of each frame's source, cue and content."""
    return [
        (" ".join(cut(document, f.source)), cut(document, (f.cue,))[0] if f.cue else "", cut(document, f.content))
        for f in frames
    ]


def layered(document: Document, frames: Iterable[ProposedFrame] | None = None) -> list[ProposedFrame]:
    given_frames = suggest(document) if frames is None else frames
    return with_outer_layers(document, with_continuations(document, given_frames))


CASES = [
    # inversion, with a credibility apposition (case 23)
    ('"It makes no sense," said Ana Ruiz, a harbour analyst with close ties to the port authority.',
     "Ana Ruiz, a harbour analyst with close ties to the port authority", "said", ('"It makes no sense,"',)),
    # an anonymous source with a place (case 4)
    ('"This row is stalling everything," a Western diplomat in Tirana said.',
     "a Western diplomat in Tirana", "said", ('"This row is stalling everything,"',)),
    # a relative clause in the source (case 3)
    ("A Nordic diplomat who tracks shipping said the port had not offered anything new.",
     "A Nordic diplomat who tracks shipping", "said", ("the port had not offered anything new",)),
    # bare plurals (case 5)
    ("But Nordic diplomats say the city is not serious.", "Nordic diplomats", "say", ("the city is not serious",)),
    # a document as the source: `reports` is no verb here (case 6)
    ("Official reports claim that the two discussed the tariff.",
     "Official reports", "claim", ("that the two discussed the tariff",)),
    # the weakest sourcing (case 7)
    ("Sources in Oslo and Bergen claim that the visit was a last attempt.",
     "Sources in Oslo and Bergen", "claim", ("that the visit was a last attempt",)),
    # a nominal and relative cue (case 8)
    ("Earlier in May, Greek paper To Limani published a report according to which the port has found a partner.",
     "Greek paper To Limani", "published a report according to which", ("the port has found a partner",)),
    # a document with its issuer, whose description holds a verb of speech (case 16)
    ("A statement by the Harbour Ministry announcing the visit said the two would hold talks.",
     "A statement by the Harbour Ministry announcing the visit", "said", ("the two would hold talks",)),
    # trailing and inverted, after several clauses (case 18)
    ("The port has not invited the union, although its head did meet members, said Per Dahl, a senior member.",
     "Per Dahl, a senior member", "said",
     ("The port has not invited the union, although its head did meet members",)),
    # a noun of speech with its owner (case 25)
    ("One detail is his remark that the visit was a start.", "his", "remark", ("that the visit was a start",)),
    # a parenthesis that splits the content, relative pronoun included (case 26)
    ("The port may invite Per Dahl who, according to Oslo, may speak for all unions.",
     "Oslo", "according to", ("who", "may speak for all unions")),
    # an adverb that hides the source (case 27)
    ("In May the mayor visited Bergen, where the parties reportedly repeated the need for talks.",
     "", "reportedly", ("the parties", "repeated the need for talks")),
    # a passive belief of nobody (case 28)
    ("The union is believed to have weakened as well.", "", "is believed", ("The union", "to have weakened as well")),
    # a passive with a source (case 5)
    ("Although he no longer leads it, he is seen by diplomats as someone who could play a part.",
     "diplomats", "is seen by", ("as someone who could play a part",)),
    ("According to Per Dahl, the meeting was about wages.",
     "Per Dahl", "According to", ("the meeting was about wages",)),
    ("He walks past a museum, which activists said was damaged by a fire.",
     "activists", "said", ("which", "was damaged by a fire")),
    ("The ferry sank within minutes, according to a harbour official.",
     "a harbour official", "according to", ("The ferry sank within minutes",)),
    ("The strike, Dahl said, would go on.", "Dahl", "said", ("The strike", "would go on")),
    ("Dahl said on Tuesday that the strike would go on.", "Dahl", "said", ("that the strike would go on",)),
    ("Dahl told reporters that the strike would go on.", "Dahl", "told", ("that the strike would go on",)),
    ('Dahl said: "We will not be bypassed."', "Dahl", "said:", ('"We will not be bypassed."',)),
    # another language
    ("„Wir werden das nicht hinnehmen“, sagte der Sprecher der Stadt am Montag. Das ist nicht die Politik der Stadt.",
     "der Sprecher der Stadt", "sagte", ("„Wir werden das nicht hinnehmen“",)),
    ("Der Minister erklärte: „Das ist nicht die Politik, die wir wollen.“ Die Stadt ist auf dem Weg und das ist gut.",
     "Der Minister", "erklärte:", ("„Das ist nicht die Politik, die wir wollen.“",)),
    ("« Nous ne sommes pas prêts », a déclaré le ministre lundi. C'est une décision qui est grave pour les gens.",
     "le ministre", "a déclaré", ("« Nous ne sommes pas prêts »",)),
    ("«No vamos a aceptar esto», dijo la alcaldesa en una entrevista. La decisión es una de las más graves.",
     "la alcaldesa", "dijo", ("«No vamos a aceptar esto»",)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "cue", "content"), CASES)
def test_each_way_of_attributing_is_seen(text: str, source: str, cue: str, content: tuple[str, ...]) -> None:
    """The proposal has exactly the words that the codebook's rules ask for."""
    document = segment("article", text) if language_of(text).code != "en" else article(text)
    assert (source, cue, content) in seen(document, suggest(document))


NOTHING = [
    "The claims of the union were dismissed by a court on Monday.",
    "He visited the United States, where both states have ports.",
    "Everything goes according to plan in the harbour.",
    'The "Moscow I" conference took place in a hotel.',
]


@pytest.mark.parametrize("text", NOTHING)
def test_words_that_only_look_like_cues_are_left_alone(text: str) -> None:
    """Nouns, names and set phrases attribute nothing."""
    assert suggest(article(text)) == []


def test_a_source_that_goes_on_with_a_participle_is_shared() -> None:
    """`S said, adding K` gives two frames with one source place."""
    document = article('"They offered nothing," Dahl said, adding he had asked the mayor to go.')
    first, second = suggest(document)
    assert first.source[0].fragments == second.source[0].fragments
    assert seen(document, [second]) == [("Dahl", "adding", ("he had asked the mayor to go",))]


def test_only_body_is_looked_at_unless_captions_are_asked_for() -> None:
    """Headline, byline and disclaimer propose nothing, and a caption only on demand."""
    caption = "A ship, which activists said was damaged, in port, Nov. 25, 2014."
    text = (
        f"Dahl Says Port Is Closed\n\nBy Ana Ruiz\n\n{caption}\n\n"
        + LEAD
        + "The opinion of the author may not reflect the position of the paper, the paper said."
    )
    document = segment("article", text)
    assert suggest(document) == []
    (frame,) = suggest(document, frozenset({"caption"}))
    assert seen(document, [frame])[0][:2] == ("activists", "said")


def test_a_lone_quotation_in_an_unknown_language_is_only_a_content() -> None:
    """Where the words are not known, the marks are all that is trusted."""
    text = '"Wij zullen dit niet zomaar laten gebeuren", zei de minister van Handel gisteren.'
    (frame,) = suggest(segment("article", text))
    assert (frame.source, frame.cue, len(frame.content)) == ((), None, 1)
    assert frame.score < STRONG / 2


QUOTES = (
    '"This row is stalling everything," a Western diplomat in Tirana said.\n\n'
    '"What the port is trying to do is to show that it matters."\n\n"It cannot be bypassed by anybody here."\n\n'
    "The talks go on."
)


def test_a_paragraph_of_quotation_alone_continues_the_frame_before() -> None:
    """Case 1: content only, no invented source, and every further paragraph continues the one before it."""
    document = article(QUOTES)
    first, second, third = with_continuations(document, suggest(document))
    assert (second.source, second.cue, third.cue) == ((), None, None)
    assert second.continues is first
    assert third.continues is second


def test_a_subhead_or_the_reporters_own_words_end_a_continuation() -> None:
    """Only the paragraph just before counts."""
    document = article(QUOTES.replace("\n\n", "\n\nThe port lies in the north of the city and has two docks.\n\n", 1))
    assert len(with_continuations(document, suggest(document))) == 1


ORPHAN = (
    '"He will hear what they have to say," the source said, adding that the port felt no pressure. '
    '"Nobody is willing to talk about the mayor leaving."'
)


def test_an_orphan_quotation_is_another_fragment_of_the_quoting_frame() -> None:
    """Case 21: it joins `said`, not the indirect `adding` that stands between."""
    document = article(ORPHAN)
    said, adding = with_continuations(document, suggest(document))
    assert cut(document, said.content) == (
        '"He will hear what they have to say,"',
        '"Nobody is willing to talk about the mayor leaving."',
    )
    assert cut(document, adding.content) == ("that the port felt no pressure",)


NESTED = [
    # a proposal inside what the diplomat said (case 2)
    ("Oslo had only recently repeated a proposal that Dahl stay in power for two years, the diplomat said.",
     ("Oslo", "had only recently repeated a proposal"), ("the diplomat", "said")),
    # an agency carries a complete attribution (case 11)
    ('"It is important that the unions talk," Deputy Mayor Ola Berg said Monday, according to the Havn news agency.',
     ("Deputy Mayor Ola Berg", "said"), ("the Havn news agency", "according to")),
    # an anonymous third party speaks for others (case 20)
    ("The Finns also say it is not clear what Oslo wants, an Estonian political source close to Tallinn said.",
     ("The Finns", "also say"), ("an Estonian political source close to Tallinn", "said")),
]  # fmt: skip


@pytest.mark.parametrize("kept", ["both", "inner", "outer"])
@pytest.mark.parametrize(("text", "inner", "outer"), NESTED)
def test_both_layers_are_there_whichever_of_them_a_tagger_found(
    text: str, inner: tuple[str, str], outer: tuple[str, str], kept: str
) -> None:
    """A tagger with one label for a token gives one layer; the pass finds the other and joins them."""
    document = article(text)
    frames = layered(document)
    if kept != "both":
        only = [f for f in frames if seen(document, [f])[0][:2] == (inner if kept == "inner" else outer)]
        frames = layered(
            document, [ProposedFrame(source=f.source, cue=f.cue, content=f.content, score=0.9) for f in only]
        )
    found = {each[:2]: frame for each, frame in zip(seen(document, frames), frames, strict=True)}
    assert found[inner].parent is found[outer]
    assert found[outer].parent is None


def test_a_tagged_content_that_runs_into_the_outer_attribution_is_cut_there() -> None:
    """The inner content ends where the outer one does."""
    document = article(NESTED[2][0])
    (inner,) = (f for f in layered(document) if f.parent)
    content = envelope(inner.content[0].fragments)
    sentence = document.sentences[-1]
    wide = ProposedSpan(label="content", fragments=(type(content)(content.start, sentence.end),), score=0.9)
    frames = layered(document, [ProposedFrame(source=inner.source, cue=inner.cue, content=(wide,), score=0.9)])
    assert cut(document, frames[0].content) == ("it is not clear what Oslo wants",)
    assert frames[0].parent is frames[1]


def test_every_proposal_says_why() -> None:
    """A reason in words and a score between nought and one stand on each frame."""
    for frame in layered(article("\n\n".join(case[0] for case in CASES[:20]))):
        assert frame.reason
        assert 0 < frame.score <= 1


def test_a_pattern_is_strong_from_ninety_five_in_a_hundred_on() -> None:
    """The scores keep the order of the shares, and strong means right in 95 of 100."""
    assert [calibrated(share) >= STRONG for share in (0.5, 0.949, 0.95, 1.0)] == [False, False, True, True]
    scores = [calibrated(share / 100) for share in range(101)]
    assert scores == sorted(scores)
    assert (scores[0], scores[-1]) == (0.0, 1.0)


def test_a_plain_quotation_with_said_is_strong() -> None:
    """The safest pattern of all stands out."""
    (frame,) = suggest(article('"We will not be bypassed by anybody," said Dahl.'))
    assert frame.score >= STRONG


WORDS = (
    "said says according to that Dahl Mr. the a diplomat who officials is seen by as reportedly adding and but told "
    "reporters claim claims repeated call his remark was quoted saying in an interview on Monday it would go sagte "
    "dijo selon which published report appears asked"
)
MARKS = ", . : ; \" “ ” ‘ ’ « » „ — ( ) ? 's 'we 😀"
PIECES = st.sampled_from([*WORDS.split(), *MARKS.split(), "\n", "\n\n", "\r\n", " "])
TEXTS = st.one_of(st.lists(PIECES, max_size=60).map(" ".join), st.text(max_size=200))


@given(TEXTS)
def test_any_text_gives_sound_proposals(text: str) -> None:
    """Fragments lie in the text, sorted and disjoint; parents and earlier frames are in the list; twice is the same."""
    document = segment("article", text)
    frames = layered(document)
    for frame in frames:
        for span in frame.spans:
            assert are_fragments(span.fragments)
            assert span.fragments[-1].end <= len(text)
            assert all(each.cut(text) == each.cut(text).strip() for each in span.fragments)
        assert all(any(other is each for each in frames) for other in (frame.parent, frame.continues) if other)
        assert frame.content
    assert seen(document, frames) == seen(document, layered(document))


@given(TEXTS)
def test_the_roles_of_a_proposed_frame_do_not_overlap(text: str) -> None:
    """A source or a cue is never inside its own content."""
    for frame in suggest(segment("article", text)):
        roles = [span.fragments for span in frame.spans]
        assert not any(fragments_overlap(a, b) for i, a in enumerate(roles) for b in roles[:i])


@given(TEXTS)
def test_a_nested_frame_lies_in_its_parent(text: str) -> None:
    """Every word of the inner frame is in the outer content, and no frame is above itself."""
    for frame in layered(segment("article", text)):
        if frame.parent:
            outer = tuple(sorted(each for content in frame.parent.content for each in content.fragments))
            assert all(fragments_cover(outer, span.fragments) for span in frame.spans)


def test_a_long_text_without_paragraphs_is_soon_done() -> None:
    """What is looked at together is bounded, so that time grows with the length of the text only."""
    text = "Dahl said that the port claims and Ruiz said according to Berg " * 500
    assert suggest(segment("article", text))


SEED_FRAMES = (
    "A04 A05 A06 A07 A10 A11 A12 A14 A15 A19 A20 A21 A22 A23 A25 A26 A28 A29 A30 A32 A33 A34 A36 A37 A38 A39 A40"
)
"""The reference frames of the first seed that rules can see."""


def test_the_reference_frames_are_proposed_with_their_words(shared: Path) -> None:
    """Source, cue and content overlap the reference, and links between frames are the same."""
    document = segment(NAME, (shared / "seeds" / NAME).read_text("utf-8"))
    frames = layered(document)
    found: dict[str, ProposedFrame] = {}
    for name in SEED_FRAMES.split():
        wanted = next(each for each in FRAMES if each.id == name)
        found[name] = next(frame for frame in frames if _is_like(frame, wanted))
        for link, of in ((wanted.parent, found[name].parent), (wanted.continues, found[name].continues)):
            assert (found.get(link) or _like(frames, link)) is of if link else of is None, name


def _like(frames: list[ProposedFrame], name: str) -> ProposedFrame:
    return next(f for f in frames if _is_like(f, next(each for each in FRAMES if each.id == name)))


def _is_like(frame: ProposedFrame, wanted) -> bool:  # type: ignore[no-untyped-def]
    """Whether source and cue are at the reference's place and every fragment of the content is met."""
    places = {tuple(each) for span in frame.content for each in ((s.start, s.end) for s in span.fragments)}
    source = [(s.start, s.end) for span in frame.source for s in span.fragments]
    cue = [(s.start, s.end) for s in frame.cue.fragments] if frame.cue else []
    meets = all(any(a < d and c < b for a, b in places) for c, d in wanted.content)
    return (
        meets and source == ([wanted.source] if wanted.source else []) and cue == ([wanted.cue] if wanted.cue else [])
    )


ANONYMOUS = [
    ("Official reports", "claim"), ("Sources in Syria and Moscow", "claim"), ("diplomats", "seen by"),
    ("Lebanese paper Al Akhbar", "published a report according to which"),
]  # fmt: skip


def test_the_anonymous_sources_of_the_second_seed_are_proposed(shared: Path) -> None:
    """Each with its cue."""
    (path,) = (each for each in (shared / "seeds").glob("*.txt") if each.name != NAME)
    document = segment(path.name, path.read_text("utf-8"))
    made = {each[:2] for each in seen(document, suggest(document))}
    assert made >= set(ANONYMOUS)


def test_words_of_fragments_are_what_the_text_says() -> None:
    """Offsets count code points, whatever stands before."""
    document = article('😀 é\u0301 "We will not be bypassed," Dahl said.')
    (frame,) = suggest(document)
    assert words(document.text, frame.content[0].fragments).endswith('"We will not be bypassed,"')
