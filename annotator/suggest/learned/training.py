"""Learning from examples, and holding some of them out to say how good what was learned is."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from annotator.domain.codebook import Codebook
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import AnnotatedDocument
from annotator.domain.spans import Fragments
from annotator.suggest.learned.examples import Example, examples_of
from annotator.suggest.learned.holding import Outcomes
from annotator.suggest.learned.lexicon import Lexicon
from annotator.suggest.learned.linking import SETTINGS as LINKS
from annotator.suggest.learned.linking import pair_features, pairs
from annotator.suggest.learned.material import Material, groups, lexicon_of
from annotator.suggest.learned.model import NO, YES, Model, Weights
from annotator.suggest.learned.quality import Quality
from annotator.suggest.learned.tagging import fitted

FOLDS = 3
"""In how many parts the articles are held out in turn."""

MANY = 60
"""From how many articles on one part of them is held out, and only once."""

FEW = 4
"""With fewer articles none is held out."""

ALONE = 0.5
"""From which share of spans outside all frames on a label that fills a role is proposed without a frame too."""


class Plan(NamedTuple):
    """What is to be learned."""

    groups: tuple[tuple[str, ...], ...]
    """Labels that one field finds together."""
    roles: dict[str, str]
    """The role of each label that fills one."""
    alone: tuple[str, ...]
    """Labels with a role that are proposed without a frame."""
    zones: tuple[str, ...]
    """The kinds of zone that are looked into."""


def train(
    documents: Iterable[AnnotatedDocument],
    codebook: Codebook,
    version: str = "1",
    done: Callable[[int, int], None] = lambda _step, _steps: None,
) -> Model:
    """A model of all that people have decided in the documents, under this version; `done` is told of each step.

    Learned from are finished articles and sentences that were read, gold before people; rejected records and
    suggestions that nobody has looked at are left out.
    """
    zones = tuple(zone.name for zone in codebook.zones if zone.suggest)
    labels = {label.name for label in codebook.labels if label.on}
    materials = [Material(example, labels, zones) for example in examples_of(documents)]
    if not any(parts for material in materials for parts in material.parts):
        raise AnnotatorError(
            "there is nothing to learn from yet; finish an article, or mark sentences as read, with something marked"
        )
    plan = _plan(materials, codebook, zones)
    splits = _splits(materials)
    outcomes = Outcomes()
    for step, (kept, held) in enumerate(splits):
        done(step, len(splits) + 1)
        part = Model(_learned(kept, plan))
        for material in held:
            outcomes.add(material.example, part.likely(material.example.document), zones)
    done(len(splits), len(splits) + 1)
    held_out = {material.example.document.id for _, held in splits for material in held}
    quality = Quality(len(_articles(materials)), len(held_out), outcomes.scores)
    weights = replace(_learned(materials, plan), version=version, scales=outcomes.scales, quality=quality)
    done(len(splits) + 1, len(splits) + 1)
    return Model(weights)


def _plan(materials: Sequence[Material], codebook: Codebook, zones: tuple[str, ...]) -> Plan:
    """What there is to learn in the examples."""
    found = tuple(groups(materials, codebook))
    roles = {label.name: label.role for label in codebook.labels if label.role}
    marked = {label for group in found for label in group if label in roles}
    alone = tuple(label for label in sorted(marked) if _stands_alone(materials, label, roles[label]))
    return Plan(found, roles, alone, zones)


def _stands_alone(materials: Sequence[Material], label: str, role: str) -> bool:
    """Whether most spans of the label are in no frame."""
    total = sum(len(material.example.spans.get(label, ())) for material in materials)
    framed = sum(len(_framed(material.example, label, role)) for material in materials)
    return total - framed >= ALONE * total


def _framed(example: Example, label: str, role: str) -> set[Fragments]:
    """The spans of the label that are in a frame."""
    return {each for frame in example.frames for each in frame[role]} & set(example.spans.get(label, ()))


def _articles(materials: Sequence[Material]) -> list[str]:
    """The articles, each once, in an order that depends on nothing but their text."""
    return sorted({material.example.document.id for material in materials})


def _splits(materials: Sequence[Material]) -> list[tuple[list[Material], list[Material]]]:
    """What is learned from and what is held out, for each part of the articles."""
    articles = _articles(materials)
    if len(articles) < FEW:
        return []
    parts, turns = (4, 1) if len(articles) >= MANY else (FOLDS, FOLDS)
    part = {article: i % parts for i, article in enumerate(articles)}
    splits = [
        (
            [material for material in materials if part[material.example.document.id] != turn],
            [material for material in materials if part[material.example.document.id] == turn],
        )
        for turn in range(turns)
    ]
    return [split for split in splits if any(parts for material in split[0] for parts in material.parts)]


def _learned(materials: Sequence[Material], plan: Plan) -> Weights:
    """What the materials teach, not yet tested."""
    lexicon = lexicon_of(materials)
    return Weights(
        fields=tuple(_field(materials, lexicon, group) for group in plan.groups),
        linker=_linker(materials, plan.roles),
        lexicon=lexicon,
        roles=plan.roles,
        alone=plan.alone,
        zones=plan.zones,
        quality=Quality(),
    )


def _field(materials: Sequence[Material], lexicon: Lexicon, labels: tuple[str, ...]) -> bytes:
    """The field that finds these labels."""
    return fitted(sequence for material in materials for sequence in material.sequences(lexicon, labels))


def _linker(materials: Sequence[Material], roles: dict[str, str]) -> bytes:
    """The weights of links; empty where there are no frames with a cue to learn from."""
    known = [(rows, [state]) for material in materials for rows, state in _pairs(material, roles)]
    return fitted(known, LINKS) if any(states == [YES] for _, states in known) else b""


def _pairs(material: Material, roles: dict[str, str]) -> Iterator[tuple[list[list[str]], str]]:
    """Every pair of a cue and another span with what speaks for it, and whether it is in one frame."""
    found = material.marked(roles)
    links = material.links(found)
    for pair in pairs(found):
        yield [pair_features(found, pair, material.passages)], YES if pair in links else NO
