"""Examples made ready for learning: their paragraphs, what each label marks in them, and which words they use."""

from collections.abc import Collection, Iterator, Sequence
from statistics import median

from annotator.domain.codebook import ROLES, Codebook
from annotator.domain.spans import Fragments
from annotator.suggest.learned.examples import Example, Roles
from annotator.suggest.learned.features import features
from annotator.suggest.learned.lexicon import Lexicon, counted, summed
from annotator.suggest.learned.linking import Found, Pair
from annotator.suggest.learned.passages import passages
from annotator.suggest.learned.tagging import Rows, states_of

SHORT = 3
"""The most words that spans of a label have, by their median, for one word to hint at a span."""

APART = 0.05
"""Which share of a label's spans may lie over another label's spans for one field to find both."""

Part = tuple[int, int]
"""A span of a passage, as its first token and the token after its last."""


class Material:
    """One example made ready."""

    def __init__(self, example: Example, labels: Collection[str], zones: Collection[str]) -> None:
        """Cut the article of the example into passages, and find what each label marks in them."""
        self.example = example
        self.passages = list(passages(example.document, zones))
        self.parts: list[dict[str, list[Part]]] = [{} for _ in self.passages]
        for label, marked in example.spans.items():
            for fragments in marked if label in labels else ():
                for passage, part in self.pieces(fragments):
                    self.parts[passage].setdefault(label, []).append(part)
        words = (passage.words for passage in self.passages)
        self.counts: Lexicon = counted(zip(words, self.parts, strict=True))

    def pieces(self, fragments: Fragments) -> Iterator[tuple[int, Part]]:
        """Where the fragments are: the index of each passage they reach into, and the tokens there."""
        for number, passage in enumerate(self.passages):
            for span in fragments:
                if span.start < passage.tokens[-1].end and span.end > passage.tokens[0].start:
                    first, last = passage.part(span)
                    if first < last:
                        yield number, (first, last)

    def sequences(self, lexicon: Lexicon, labels: Collection[str]) -> Iterator[tuple[Rows, list[str]]]:
        """The features and states of all that was read, one sequence for each stretch of a paragraph."""
        shares = lexicon.without(self.counts)
        for passage, parts in zip(self.passages, self.parts, strict=True):
            runs = list(_runs([sentence in self.example.read for sentence in passage.sentences]))
            if runs:
                rows = features(passage, shares)
                states = states_of(passage.size, {label: parts[label] for label in parts if label in labels})
                for first, last in runs:
                    yield rows[first:last], _begun(states[first:last])

    def marked(self, roles: dict[str, str]) -> list[Found]:
        """The marked spans of labels that fill a role, in order."""
        return sorted(
            Found(number, first, last, roles[label])
            for number, parts in enumerate(self.parts)
            for label, found in parts.items()
            if label in roles
            for first, last in set(found)
        )

    def links(self, found: Sequence[Found]) -> set[Pair]:
        """Which of the marked spans are in one frame with which cue."""
        at = {each: place for place, each in enumerate(found)}
        return {
            (at[cue], at[other])
            for frame in self.example.frames
            for cue in self._filling(frame, "cue")
            for role in ROLES
            if role != "cue"
            for other in self._filling(frame, role)
            if cue in at and other in at
        }

    def _filling(self, frame: Roles, role: str) -> Iterator[Found]:
        """The pieces that fill a role of a frame."""
        for fragments in frame[role]:
            for number, (first, last) in self.pieces(fragments):
                yield Found(number, first, last, role)


def _runs(read: Sequence[bool]) -> Iterator[Part]:
    """The stretches of a passage that were read."""
    first = 0
    for i, each in enumerate([*read, False]):
        if not each:
            if i > first:
                yield first, i
            first = i + 1


def _begun(states: list[str]) -> list[str]:
    """The states of a stretch, where a span that is cut off by its start begins with it."""
    return [f"B{states[0][1:]}", *states[1:]] if states[0][0] == "I" else states


def lexicon_of(materials: Sequence[Material]) -> Lexicon:
    """The words of all examples."""
    lengths: dict[str, list[int]] = {}
    for material in materials:
        for parts in material.parts:
            for label, found in parts.items():
                lengths.setdefault(label, []).extend(last - first for first, last in found)
    short = tuple(sorted(label for label, each in lengths.items() if median(each) <= SHORT))
    return summed((material.counts for material in materials), short)


def groups(materials: Sequence[Material], codebook: Codebook) -> list[tuple[str, ...]]:
    """The labels that were used, in groups whose spans do not overlap, so that one field can find a group.

    On 80 articles of PolNeAR one field for all labels is as good as one for each, in a third of the time.
    """
    totals: dict[str, int] = {}
    shared: dict[tuple[str, str], int] = {}
    for material in materials:
        for parts in material.parts:
            spans = sorted((first, last, label) for label, found in parts.items() for first, last in found)
            for at, (_, last, label) in enumerate(spans):
                totals[label] = totals.get(label, 0) + 1
                for other in spans[at + 1 :]:
                    if other[0] >= last:
                        break
                    for pair in ((label, other[2]), (other[2], label)):
                        shared[pair] = shared.get(pair, 0) + 1
    found: list[list[str]] = []
    for label in (each.name for each in codebook.labels if each.name in totals):
        fits = (g for g in found if all(_apart(label, other, totals, shared) for other in g))
        group = next(fits, None)
        if group is None:
            found.append([label])
        else:
            group.append(label)
    return [tuple(group) for group in found]


def _apart(label: str, other: str, totals: dict[str, int], shared: dict[tuple[str, str], int]) -> bool:
    """Whether spans of the two labels hardly ever overlap."""
    return shared.get((label, other), 0) <= APART * min(totals[label], totals[other])
