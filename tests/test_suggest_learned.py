"""Suggestions learned from what people decided: for any label and language, from decisions, with honest figures."""

import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.codebook import Codebook, Label, ZoneKind
from annotator.domain.documents import Document
from annotator.domain.errors import AnnotatorError
from annotator.domain.machines import STRONG
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnyRecord,
    Attribution,
    Progress,
    Reading,
    SentenceMark,
    State,
    Status,
    annotation_set,
)
from annotator.domain.spans import Span, fragments_overlap
from annotator.suggest.learned import Model, opened, train, usefulness
from annotator.suggest.learned.examples import examples_of
from annotator.suggest.learned.holding import spans_of
from annotator.suggest.learned.quality import Quality, Score
from annotator.suggest.learned.tagging import likeliest, spans, states_of
from annotator.suggest.proposing import ProposedFrame, ProposedSpan
from annotator.suggest.scales import FEWEST, scale
from annotator.text.segment import segment

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
NUMBERS = count()


def _label(name: str, role: str = "") -> Label:
    return Label(name=name, title=name, key=name[0], color="#888888", shape="solid", role=role)


FRAMES = Codebook(name="toy", labels=(_label("who", "source"), _label("how", "cue"), _label("what", "content")))
"""A codebook with names of its own for the three roles."""

WEATHER = Codebook(name="weather", language="de", labels=(_label("ort"), _label("wetter"), _label("meldung")))
"""A codebook without frames, in which `meldung` lies over the other two labels."""

PEOPLE = ("ein Diplomat", "die Ministerin", "ein Sprecher", "der Nachbar", "eine Zeugin", "das Amt")
VERBS = ("sagte", "meinte", "behauptete")
CLAIMS = ("es werde regnen", "der Zug komme nicht", "alles sei gut", "niemand wisse davon", "das Geld sei weg")


def _annotation(label: str, *places: tuple[int, int], status: Status = Status.ACCEPTED, by: str = "ana") -> Annotation:
    fragments = tuple(Span(*place) for place in places)
    return Annotation(
        id=f"{label}-{next(NUMBERS)}",
        document_id="d",
        annotator=by,
        created=WHEN,
        status=status,
        label=label,
        fragments=fragments,
    )


def _done(by: str = "ana", state: State = State.FINISHED) -> Progress:
    return Progress(id=f"done-{next(NUMBERS)}", document_id="d", annotator=by, created=WHEN, state=state)


def _marked(document: Document, records: Iterable[AnyRecord], by: str = "ana") -> AnnotatedDocument:
    return AnnotatedDocument(document, (annotation_set(by, [*records, _done(by)]),))


def _german(number: int, is_whole: bool = False) -> AnnotatedDocument:
    """An article of five lines `WER WIE, WAS.` with a frame in each, whose content is the whole line if so asked."""
    lines, records = [], []
    at = 0
    for row in range(5):
        pick = number * 7 + row * 3
        parts = (PEOPLE[pick % 6].capitalize(), VERBS[pick % 3], CLAIMS[(pick + row) % 5])
        line = f"{parts[0]} {parts[1]}, {parts[2]}."
        made = []
        for label, words in zip(("who", "how", "what"), parts, strict=True):
            start = at + line.index(words)
            place = (at, at + len(line)) if is_whole and label == "what" else (start, start + len(words))
            made.append(_annotation(label, place))
        frame = Attribution(
            id=f"frame-{next(NUMBERS)}",
            document_id="d",
            annotator="ana",
            created=WHEN,
            source=(made[0].id,),
            cue=made[1].id,
            content=(made[2].id,),
        )
        records += [*made, frame]
        lines.append(line)
        at += len(line) + 1
    return _marked(segment(f"{number}.txt", "\n".join(lines)), records)


def _weather(number: int, status: Status = Status.ACCEPTED) -> AnnotatedDocument:
    """An article of reports, each with a place and the weather inside it."""
    places, skies = ("Kiel", "Bonn", "Jena", "Ulm"), ("Regen", "Schnee", "Nebel")
    lines, records = [], []
    at = 0
    for row in range(6):
        place, sky = places[(number + row) % 4], skies[(number * 2 + row) % 3]
        line = f"Heute gibt es in {place} viel {sky} am Abend."
        for label, words in (("ort", place), ("wetter", sky), ("meldung", f"in {place} viel {sky}")):
            start = at + line.index(words)
            records.append(_annotation(label, (start, start + len(words)), status=status))
        lines.append(line)
        at += len(line) + 1
    return _marked(segment(f"{number}.txt", "\n".join(lines)), records)


@pytest.fixture(scope="module")
def german() -> Model:
    return train([_german(number) for number in range(6)], FRAMES, "7")


def _words(document: Document, spans_: Sequence[ProposedSpan]) -> list[str]:
    return [span.cut(document.text) for each in spans_ for span in each.fragments]


def test_frames_of_a_toy_language_are_learned_back_exactly(german: Model) -> None:
    article = _german(11)
    marks = article.sets[0]
    wanted = [
        tuple(marks.spans_of(frame, role)[0] for role in ("source", "cue", "content"))
        for frame in marks.of(Attribution)
    ]
    found = [each for each in german.suggest(article.document) if isinstance(each, ProposedFrame)]
    assert [(f.source[0].fragments, f.cue.fragments, f.content[0].fragments) for f in found if f.cue] == wanted
    assert {span.label for frame in found for span in frame.spans} == {"who", "how", "what"}


def test_spans_in_frames_are_not_proposed_a_second_time_alone(german: Model) -> None:
    assert all(isinstance(each, ProposedFrame) for each in german.suggest(_german(12).document))


def test_a_content_leaves_the_source_and_cue_of_its_frame_out() -> None:
    model = train([_german(number, is_whole=True) for number in range(4)], FRAMES)
    frames = [each for each in model.suggest(_german(9).document) if isinstance(each, ProposedFrame)]
    assert len(model.weights.fields) == 2
    assert len(frames) == 5
    for frame in frames:
        others = [each.fragments for each in frame.spans if each.label != "what"]
        assert not any(fragments_overlap(frame.content[0].fragments, each) for each in others)


def test_labels_without_a_role_are_learned_even_where_one_lies_over_another() -> None:
    model = train([_weather(number) for number in range(4)], WEATHER)
    article = _weather(9)
    wanted = sorted((each.label, each.fragments) for each in article.sets[0].of(Annotation))
    proposals = model.suggest(article.document)
    assert sorted((each.label, each.fragments) for each in proposals if isinstance(each, ProposedSpan)) == wanted
    assert len(model.weights.fields) == 2, "places and weather share a field; what lies over them has its own"


def test_labels_of_roles_are_proposed_alone_where_people_make_no_frames() -> None:
    articles = [
        AnnotatedDocument(
            each.document,
            (annotation_set("ana", [r for r in each.sets[0].records.values() if not isinstance(r, Attribution)]),),
        )
        for each in map(_german, range(5))
    ]
    proposals = train(articles, FRAMES).suggest(_german(11).document)
    assert proposals
    assert all(isinstance(each, ProposedSpan) for each in proposals)


def test_rejected_records_are_not_learned() -> None:
    both = [_weather(number, Status.REJECTED if number % 2 else Status.ACCEPTED) for number in range(4)]
    spans_learned = [len(example.spans) for example in examples_of(both)]
    assert spans_learned == [3, 0, 3, 0]
    with pytest.raises(AnnotatorError, match="nothing to learn from yet"):
        train([_weather(number, Status.REJECTED) for number in range(4)], WEATHER)


def test_what_a_machine_marked_and_nobody_looked_at_is_not_learned() -> None:
    article = _weather(1)
    machine = AnnotatedDocument(article.document, (annotation_set("rules@1", article.sets[0].records.values()),))
    untouched = _weather(1, Status.SUGGESTED)
    assert list(examples_of([machine])) == []
    assert [example.spans for example in examples_of([untouched])] == [{}]


def test_only_what_was_read_is_learned() -> None:
    whole = _weather(1)
    first, second, third = whole.document.sentences[:3]
    marks = [
        SentenceMark(id="m1", document_id="d", annotator="ana", created=WHEN, span=first),
        SentenceMark(id="m2", document_id="d", annotator="ana", created=WHEN, span=third, reading=Reading.DOUBTFUL),
    ]
    annotations = list(whole.sets[0].of(Annotation))
    partly = AnnotatedDocument(whole.document, (annotation_set("ana", [*annotations, *marks]),))
    (example,) = examples_of([partly])
    assert example.read == {0}
    spans_in = [span for found in example.spans.values() for fragments in found for span in fragments]
    assert spans_in
    assert all(span.end <= second.start for span in spans_in)
    unread = AnnotatedDocument(whole.document, (annotation_set("ana", annotations),))
    assert list(examples_of([unread])) == []


def test_gold_is_learned_instead_of_people_and_people_where_gold_says_nothing() -> None:
    ana = _weather(1)
    ort = next(each for each in ana.sets[0].of(Annotation) if each.label == "ort")
    gold = annotation_set("gold", [_annotation("ort", (ort.fragments[0].start, ort.fragments[0].end), by="gold")])
    finished = annotation_set("gold", [*gold.records.values(), _done("gold")])
    ben = annotation_set("ben", [_done("ben")])
    examples = list(examples_of([AnnotatedDocument(ana.document, (*ana.sets, ben, finished))]))
    assert len(examples) == 1
    assert examples[0].spans == {"ort": (ort.fragments,)}
    partly, *people = examples_of([AnnotatedDocument(ana.document, (*ana.sets, ben, gold))])
    assert partly.read == {0}
    assert [0 in example.read for example in people] == [False, False]
    assert len(examples_of_two := list(examples_of([AnnotatedDocument(ana.document, (*ana.sets, ben))]))) == 2
    assert examples_of_two[0].read == examples_of_two[1].read


def test_what_is_stored_suggests_the_same(german: Model) -> None:
    stored = german.to_bytes()
    again = opened(stored)
    article = _german(13).document
    assert again.suggest(article) == german.suggest(article)
    assert (again.version, again.quality) == ("7", german.quality)
    assert again.to_bytes() == stored


@pytest.mark.parametrize("stored", [b"", b"nonsense", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_a_broken_model_says_what_to_do(stored: bytes) -> None:
    with pytest.raises(AnnotatorError, match="train it again"):
        opened(stored)


def test_it_says_what_it_has_seen_and_how_good_it_is_on_held_out_articles(german: Model) -> None:
    quality = german.quality
    assert (quality.articles, quality.held_out) == (6, 6)
    assert quality.scores["frame"].marked == 30
    assert quality.scores["frame"].f1 is not None
    assert quality.scores["frame"].f1 > 0.9
    assert "seen 6 articles; overlap F1 on 6 held-out articles" in quality.summary()
    assert "(of 30)" in quality.summary()


def test_too_few_articles_give_no_figure_and_no_strong_suggestion() -> None:
    model = train([_german(number) for number in range(3)], FRAMES)
    assert model.quality.scores == {}
    assert "too few" in model.quality.summary()
    proposals = model.suggest(_german(1).document)
    assert proposals
    assert all(span.score < STRONG for each in proposals for span in (each, *spans_of(each)))


def test_a_kind_that_was_marked_seldom_has_no_figure() -> None:
    score = Score(marked=9, proposed=9, exact=9, right=9, found=9)
    assert score.f1 is None
    assert score.exact_f1 is None
    assert "ort – (too few: 9)" in Quality(5, 5, {"ort": score}).summary()
    assert Score(marked=10, proposed=20, exact=5, right=10, found=5).f1 == 0.5


LIKELIHOODS = st.floats(0, 1, allow_nan=False)


@given(st.lists(st.tuples(LIKELIHOODS, st.integers(0, 30).map(bool)), max_size=120), LIKELIHOODS, LIKELIHOODS)
def test_scores_grow_with_likelihood_and_strong_ones_were_right_in_95_of_100(
    outcomes: list[tuple[float, bool]], one: float, other: float
) -> None:
    made = scale(outcomes)
    low, high = sorted((one, other))
    assert 0 <= made.score(low) <= made.score(high) <= 1
    strong = [right for likelihood, right in outcomes if made.score(likelihood) >= STRONG]
    assert not strong or len(strong) >= FEWEST
    assert sum(strong) >= 0.95 * len(strong)


def test_suggestions_are_strong_down_to_where_one_in_twenty_goes_wrong() -> None:
    right, wrong = [(0.9 - i / 1000, True) for i in range(100)], [(0.5 - i / 1000, False) for i in range(100)]
    made = scale([*right, *wrong])
    assert [made.score(likelihood) >= STRONG for likelihood in (0.95, 0.85, 0.5, 0.45)] == [True, True, True, False]
    assert scale(right[: FEWEST - 2]).strong is None, "a lucky few make no threshold"


def test_the_most_useful_article_is_the_one_least_like_what_is_known(german: Model) -> None:
    known = _german(14).document
    strange = segment("strange.txt", "Laut Berichten aus Kiel kam die Ministerin, sagte niemand, gestern weg.")
    empty = segment("empty.txt", " ")
    assert 0 <= usefulness(known, german) < usefulness(strange, german) <= 1
    assert usefulness(empty, german) == 0


def test_a_long_article_is_not_more_useful_for_its_length(german: Model) -> None:
    text = "Laut Berichten kam die Ministerin, sagte niemand, gestern weg."
    short, long = segment("s", text), segment("l", "\n".join([text] * 5))
    assert usefulness(long, german) == pytest.approx(usefulness(short, german))


def test_zones_that_suggestions_do_not_look_into_are_left_alone() -> None:
    zones = (ZoneKind(name="headline", suggest=False), ZoneKind(name="body", suggest=True))
    codebook = Codebook(name="toy", labels=FRAMES.labels, zones=zones)
    model = train([_german(number) for number in range(4)], codebook)
    document = _german(9).document
    looked = {each.spans[0].fragments[0].start for each in model.suggest(document) if isinstance(each, ProposedFrame)}
    assert all(document.zone_at(start) == "body" for start in looked)


TEXTS = st.text(st.sampled_from("ab Ä,.“”\"'\n\r\u202e👩\u200d🔬é1\t—"), min_size=1, max_size=80)


@st.composite
def anything(draw: st.DrawFn) -> AnnotatedDocument:
    """Any text with any spans of any label, in any frames."""
    text = draw(TEXTS)
    edges = st.integers(0, len(text))
    records: list[AnyRecord] = []
    for label in draw(st.lists(st.sampled_from(("who", "how", "what", "gone")), max_size=8)):
        start, end = sorted((draw(edges), draw(edges)))
        if start < end:
            records.append(_annotation(label, (start, end)))
    ids: Mapping[str, list[str]] = {
        label: [r.id for r in records if isinstance(r, Annotation) and r.label == label]
        for label in ("who", "how", "what")
    }
    if draw(st.booleans()) and ids["what"]:
        frame = Attribution(
            id=f"frame-{next(NUMBERS)}",
            document_id="d",
            annotator="ana",
            created=WHEN,
            source=tuple(ids["who"][:2]),
            cue=next(iter(ids["how"]), None),
            content=tuple(ids["what"]),
        )
        records.append(frame)
    return _marked(segment("x.txt", text), records)


@settings(max_examples=25)
@given(st.lists(anything(), min_size=1, max_size=5), TEXTS)
def test_anything_learned_from_anything_proposes_only_words_of_the_text(
    documents: list[AnnotatedDocument], text: str
) -> None:
    try:
        model = train(documents, FRAMES)
    except AnnotatorError:
        return
    document = segment("y.txt", text)
    for proposal in model.suggest(document):
        for span in (proposal, *spans_of(proposal)):
            assert 0 <= span.score <= 1
        for each in spans_of(proposal):
            assert FRAMES.label(each.label)
            own = [other for other in spans_of(proposal) if other.label != "what"]
            assert each.label != "what" or not any(fragments_overlap(each.fragments, o.fragments) for o in own)
            assert all(span.cut(text).strip() == span.cut(text) != "" for span in each.fragments)
            assert all(a.end <= b.start for a, b in zip(each.fragments, each.fragments[1:], strict=False))
    assert 0 <= usefulness(document, model) <= 1


PARTS = st.lists(st.tuples(st.integers(0, 11), st.integers(1, 12)), max_size=4)


@given(PARTS)
def test_states_of_disjoint_spans_give_the_spans_back(pairs: list[tuple[int, int]]) -> None:
    parts: list[tuple[int, int]] = []
    for first, last in sorted(pairs):
        if first < last and (not parts or parts[-1][1] <= first):
            parts.append((first, last))
    path = states_of(12, {"x": parts})
    states = ["O", "B-x", "I-x"]
    chances = [[0.98 if state == each else 0.01 for each in states] for state in path]
    assert likeliest(chances, states, 0) == path
    assert [(each.first, each.last) for each in spans(chances, states, 0)] == parts


def test_nothing_goes_on_that_has_not_begun() -> None:
    states = ["I-x", "O", "B-x"]
    assert likeliest([[0.9, 0.05, 0.05]], states, 0)[0] != "I-x"
    assert likeliest([], states, 0) == []


def test_the_field_is_loaded_only_when_something_is_learned_or_suggested() -> None:
    slow = ("pycrfsuite", "numpy", "sqlmodel")
    code = f"import sys, annotator.suggest.learned; print([name for name in {slow} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_reason_names_the_word_that_speaks_for_it(german: Model) -> None:
    reasons = {each.reason for each in german.suggest(_german(15).document)}
    assert any("“sagte” was marked how" in reason for reason in reasons)


def test_progress_is_told_for_every_step() -> None:
    steps: list[tuple[int, int]] = []
    train(
        [_german(number) for number in range(4)], FRAMES, done=lambda step, all_steps: steps.append((step, all_steps))
    )
    assert steps == [(number, 4) for number in range(5)]


def test_proposals_of_one_label_never_overlap(german: Model) -> None:
    for number in range(20, 24):
        found: dict[str, list[ProposedSpan]] = {}
        for each in german.suggest(_german(number).document):
            for span in spans_of(each):
                found.setdefault(span.label, []).append(span)
        for all_of_them in found.values():
            different = list({each.fragments for each in all_of_them})
            assert not any(fragments_overlap(a, b) for i, a in enumerate(different) for b in different[:i])
