"""The ranking can be learned again, its file is what it says, and the key benchmark counts what the editor does."""

import json
from importlib.resources import files

import pytest

from annotator.domain.codebook import ROLES
from annotator.domain.editing import Editor
from annotator.domain.records import AnnotatedDocument
from annotator.domain.selecting_ranking import sparing
from annotator.domain.selecting_weights import hashed, ranking_from
from annotator.domain.spans import Fragments, Span
from annotator.text.segment import segment
from tests.benchmarks.fitting import Choices, Fit
from tests.benchmarks.gold import GoldFrame, codebook
from tests.benchmarks.replay import Replay
from tests.benchmarks.tune_candidates import SCALE, content, packed

PLAIN = "The mayor said the bridge was safe."

RANKING = files("annotator.domain") / "ranking.json"


def test_the_ranking_file_holds_words_and_weights_and_is_small() -> None:
    read = json.loads(RANKING.read_bytes())
    assert set(read) == {"classes", "scale", "weights"}
    assert set(read["weights"]) == set(ROLES)
    assert len(RANKING.read_bytes()) < 500_000


def test_a_ranking_scores_by_the_weights_it_was_written_with() -> None:
    weights: dict[str, dict[int, float]] = {"source": {}, "content": {hashed("wrote"): 3 * SCALE}}
    weights["cue"] = {hashed("said"): 2 * SCALE, hashed("who"): -SCALE}
    ranking = ranking_from(content({"said": "k1"}, {role: packed(each) for role, each in weights.items()}).encode())
    assert ranking.weights("cue").score(["said", "who", "else"]) == pytest.approx(SCALE)
    assert ranking.weights("source").score(["said"]) == 0
    assert ranking.words.class_of("said", is_first=False) == "k1"


def test_fitting_learns_which_feature_makes_a_candidate_right() -> None:
    choices = Choices.empty(1)
    for number in range(300):
        right = number % 3
        choices.add([(candidate,) for candidate in range(3)], right, lambda each, right=right: [1 + (each != right), 3])
    fits = [Fit(choices, often=1) for _ in range(2)]
    weights, again = (fit.named(fit.fit(fit.start({}), epochs=20, shrink=1e-4)) for fit in fits)
    assert weights[1] > weights[2]
    assert weights == again


def test_the_second_candidate_is_not_an_edge_key_away_from_the_first() -> None:
    neighbours = [((4, 9),), ((4, 10),), ((20, 25),)]
    order = sparing([(3.0, neighbours[0]), (2.9, neighbours[1]), (2.5, neighbours[2])])
    assert order[1] == neighbours[2]
    assert set(order) == set(neighbours)


def at(text: str, *quoted: str) -> Fragments:
    return tuple(Span(text.index(each), text.index(each) + len(each)) for each in quoted)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        # the first candidates are right
        (PLAIN, {"source": "The mayor", "cue": "said", "content": "the bridge was safe"}),
        # no source: a key says so
        ("It was said that the bridge was safe.", {"cue": "was said", "content": "that the bridge was safe"}),
        # spans that no ranking would offer
        ("The old mill by the river burned down late.", {"cue": "burned", "source": "river", "content": "late"}),
    ],
)
def test_the_benchmark_makes_exactly_the_gold_frame(text: str, roles: dict[str, str]) -> None:
    document = segment("keys", text)
    replay = Replay(Editor(AnnotatedDocument(document), "bench", codebook()))
    outcome = replay.make(GoldFrame("f", 0, {role: at(text, quoted) for role, quoted in roles.items()}))
    assert outcome.keys
    assert len(outcome.keys) >= 3
    spans = {a.label: a.fragments for a in replay.editor.annotations.records.values() if hasattr(a, "label")}
    assert spans == {role: at(text, quoted) for role, quoted in roles.items()}


def test_a_plain_frame_costs_three_keys() -> None:
    gold = {"source": at(PLAIN, "The mayor"), "cue": at(PLAIN, "said"), "content": at(PLAIN, "the bridge was safe")}
    replay = Replay(Editor(AnnotatedDocument(segment("keys", PLAIN)), "bench", codebook()))
    assert len(replay.make(GoldFrame("f", 0, gold)).keys or ()) == 3


def test_fragments_further_away_are_added_one_by_one() -> None:
    text = "Go north, the guide told us, and then we walked, or west, he meant, at noon, and home."
    gold = {"cue": at(text, "told"), "content": at(text, "Go north", "or west", "and home")}
    replay = Replay(Editor(AnnotatedDocument(segment("keys", text)), "bench", codebook()))
    assert replay.make(GoldFrame("f", 0, gold)).keys
