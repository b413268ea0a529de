"""`attribution-en` reads any text, its offsets cut out what it names, and it finds what stands plainly there."""

import json
import subprocess
import sys
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from annotator.domain.codebook import ROLES
from annotator.domain.documents import Document
from annotator.domain.spans import Fragments, Span, are_fragments, words
from annotator.suggest.encoder.frames import frames
from annotator.suggest.encoder.labels import LABELS, best_path, label, mark, spans
from annotator.suggest.encoder.linking import BUCKETS, REACH, apart, buckets
from annotator.suggest.encoder.suggesting import AttributionEn
from annotator.suggest.encoder.tagging import WEIGHTS, tokenizer_in
from annotator.suggest.encoder.words import PLACES, SHAPES, Words, windows, words_of
from annotator.suggest.proposing import ProposedFrame
from annotator.text.segment import segment


@cache
def suggester() -> AttributionEn:
    return AttributionEn()


@cache
def tokenizer() -> Tokenizer:
    return tokenizer_in(WEIGHTS)


def article(text: str) -> Document:
    return segment("an article", text)


def read(text: str) -> Words:
    return words_of(article(text), tokenizer())


def in_words(text: str, spans: Fragments) -> str:
    return words(text, spans)


LONG = "The harbour was quiet. " * 200


# --- words -------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_every_word_has_pieces_and_stands_where_it_says(text: str) -> None:
    found = read(text)
    assert len(found.spans) == len(found.breaks) == len(found.first) - 1
    assert all(np.diff(found.first) > 0)
    assert len(found.pieces) == len(found.features) == found.first[-1]
    assert all(one.end <= other.start for one, other in pairwise(found.spans))


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("said", "lower"),
        ("Moscow", "title"),
        ("NATO", "upper"),
        ("A", "capital"),
        ("McGee", "mixed"),
        ("2014", "digit"),
    ],
)
def test_the_writing_of_a_word_is_kept_though_the_vocabulary_is_of_small_letters(word: str, shape: str) -> None:
    assert SHAPES[read(word).features[0] // len(PLACES)] == shape


def test_a_word_knows_whether_it_is_quoted() -> None:
    found = read('He said: "We won." Then he left.')
    places = [PLACES[found.features[i] % len(PLACES)] for i in found.first[:-1]]
    assert places == [*["outside"] * 3, "opening", *["inside"] * 3, "closing", *["outside"] * 4]


def test_the_end_of_a_paragraph_is_a_word_of_its_own() -> None:
    found = read("One.\n\nTwo.")
    assert [bool(each) for each in found.breaks] == [False, False, True, False, False]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 30), max_size=12), st.integers(8, 80), st.integers(0, 7))
def test_windows_take_every_word_once_and_are_no_larger_than_asked(
    paragraphs: list[int], size: int, context: int
) -> None:
    words = read("\n".join("ab cd." * count for count in paragraphs))
    found = list(windows(words, size, context))
    taken = [word for each in found for word in range(each.first, each.end)]
    assert taken == list(range(len(words.spans)))
    for each in found:
        assert each.since <= each.first < each.end <= each.until
        assert words.first[each.until] - words.first[each.since] <= size or each.until == each.since + 1


def test_a_paragraph_that_fits_into_a_window_is_taken_whole() -> None:
    words = read("\n".join(["one two three four five"] * 9))
    ends = {each.end for each in windows(words, 16, 4)}
    assert all(end == len(words.spans) or words.breaks[end - 1] for end in ends)


@given(st.data())
def test_the_words_within_a_span_are_those_it_covers(data: st.DataObject) -> None:
    text = "Several people familiar with the talks said so."
    found = read(text)
    since = data.draw(st.integers(0, len(found.spans) - 1))
    until = data.draw(st.integers(since + 1, len(found.spans)))
    assert found.within(Span(found.spans[since].start, found.spans[until - 1].end)) == (since, until)


# --- labels ------------------------------------------------------------------------------------------------------

MARKS = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.sampled_from(ROLES)), max_size=8)


@given(MARKS)
def test_what_is_marked_is_read_back(marks: list[tuple[int, int, str]]) -> None:
    labels, at, wanted = np.zeros(64, np.int64), 0, []
    for gap, size, role in marks:
        mark(labels, role, at + gap, at + gap + size)
        wanted.append((role, at + gap, at + gap + size))
        at += gap + size
    scores = np.log(np.eye(len(LABELS))[labels] * 0.9 + 0.01).astype(np.float32)
    assert spans(best_path(scores)) == wanted


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_the_best_path_never_breaks_off_a_span(seed: int, count: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(count, len(LABELS))).astype(np.float32)
    path = best_path(scores)
    inside = {i for i, name in enumerate(LABELS) if name[0] in "IE"}
    for before, after in pairwise([0, *path, 0]):
        opened = LABELS[before][0] in "BI"
        assert opened == (int(after) in inside)
        assert not opened or LABELS[before][1:] == LABELS[after][1:]


def test_the_best_path_is_the_best_of_all_paths() -> None:
    """On three words every legal path is tried."""
    scores = np.random.default_rng(7).normal(size=(3, len(LABELS))).astype(np.float32)
    legal = [
        np.array(path)
        for path in np.ndindex(*[len(LABELS)] * 3)
        if all(
            (LABELS[a][0] in "BI") == (LABELS[b][0] in "IE")
            and (LABELS[a][0] not in "BI" or LABELS[a][1:] == LABELS[b][1:])
            for a, b in pairwise([0, *path, 0])
        )
    ]
    best = max(legal, key=lambda path: scores[np.arange(3), path].sum())
    assert list(best_path(scores)) == list(best)


def test_labels_are_named_once() -> None:
    assert len(set(LABELS)) == len(LABELS) == 13
    assert LABELS[label("E", "cue")] == "E-cue"


# --- links -------------------------------------------------------------------------------------------------------

PAIRS = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 5)).map(lambda p: (p[0], p[0] + p[1])), max_size=6)


@given(PAIRS, PAIRS)
def test_every_pair_has_one_of_the_classes(cues: list[tuple[int, int]], others: list[tuple[int, int]]) -> None:
    found = buckets(cues, others, np.zeros(210, bool))
    assert found.shape == (len(cues), len(others)) == apart(cues, others, np.zeros(210, bool), "source").shape
    assert ((found >= 0) & (found < BUCKETS)).all()


def test_what_is_far_away_is_never_linked() -> None:
    others = [(REACH + 1, REACH + 3), (REACH + 2, REACH + 3)]
    assert apart([(0, 1)], others, np.zeros(210, bool), "source").tolist() == [[False, True]]


def test_a_content_is_linked_to_another_paragraph_only_where_its_own_has_no_cue() -> None:
    breaks = np.array([False, False, True, False, False, True, False])
    assert apart([(0, 1), (3, 4)], [(4, 5), (6, 7)], breaks, "content").tolist() == [[True, False], [False, False]]


# --- frames ------------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_frames_that_lie_in_it(text: str) -> None:
    for frame in suggester().suggest(article(text)):
        assert 0 <= frame.score <= 1
        assert frame.content
        for span in frame.spans:
            assert are_fragments(span.fragments)
            assert span.fragments[-1].end <= len(text)


@pytest.mark.parametrize("text", ["", "\n\n", " ", "\u200b", "…", "x" * 5000, "\U0001f600" * 600])
def test_a_text_without_attributions_gives_none(text: str) -> None:
    assert suggester().suggest(article(text)) == []


CASES = [
    ("The minister said the bridge would open in May.", "The minister", "said", "the bridge would open in May"),
    ('"We were never told," a senior official said on Monday.', "a senior official", "said", '"We were never told,"'),
    (
        "According to two people familiar with the talks, the offer was withdrawn.",
        "two people familiar with the talks",
        "According to",
        "the offer was withdrawn",
    ),
]


@pytest.mark.parametrize(("text", "source", "cue", "content"), CASES)
def test_what_stands_plainly_in_a_sentence_is_found(text: str, source: str, cue: str, content: str) -> None:
    (frame,) = suggester().suggest(article(text))
    found = [in_words(text, span.fragments) for span in frame.spans]
    assert found == [source, cue, content]


def test_a_long_article_gives_the_same_frame_wherever_it_stands() -> None:
    sentence = "The mayor said the harbour would close."
    for before in (0, 2000, 4550):
        text = f"{LONG[:before]}\n{sentence}\n{LONG}"
        (frame,) = suggester().suggest(article(text))
        assert frame.cue
        assert in_words(text, frame.cue.fragments) == "said"


def test_the_same_text_gives_the_same_frames() -> None:
    document = article("Officials said so. " * 30)
    assert suggester().suggest(document) == suggester().suggest(document)


def test_nothing_is_found_in_an_empty_reading() -> None:
    assert frames(suggester()._encoder.read(article(""))) == ([], [])


def test_reasons_say_how_sure_each_part_is() -> None:
    (frame,) = suggester().suggest(article(CASES[0][0]))
    assert isinstance(frame, ProposedFrame)
    assert all(role in frame.reason for role in (*ROLES, "links"))


# --- what ships --------------------------------------------------------------------------------------------------


def test_the_weights_are_under_25_megabytes_and_the_card_names_them() -> None:
    import hashlib

    weights = WEIGHTS / "attribution-en.onnx"
    assert weights.stat().st_size < 25_000_000
    assert hashlib.sha256(weights.read_bytes()).hexdigest() in (WEIGHTS / "MODEL_CARD.md").read_text(encoding="utf-8")


def test_suggesting_needs_no_training_library() -> None:
    script = (
        "import json, sys\nfrom annotator.suggest.encoder.suggesting import AttributionEn\nAttributionEn()\n"
        "print(json.dumps([m for m in ('torch', 'onnx', 'safetensors', 'transformers') if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
