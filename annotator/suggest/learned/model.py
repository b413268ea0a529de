"""What was learned, and what it suggests: spans by fields, frames by links, each with a calibrated score."""

import zlib
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from annotator.domain.documents import Document
from annotator.domain.errors import AnnotatorError
from annotator.suggest.learned.features import features
from annotator.suggest.learned.lexicon import ANCHOR, Lexicon
from annotator.suggest.learned.linking import Found, Linked, linked, pair_features, pairs
from annotator.suggest.learned.passages import Passage, passages
from annotator.suggest.learned.quality import Quality
from annotator.suggest.learned.tagging import Field, Tagged, spans
from annotator.suggest.proposing import Proposal, ProposedFrame, ProposedSpan
from annotator.suggest.scales import Scale

LAYOUT = 1
"""The layout of a stored model; one of another layout is to be trained anew."""

FRAME = "frame"
"""The kind of a frame where kinds are told by their labels."""

NO = "n"
"""The state of a source or content that is not in the cue's frame."""

YES = "y"
"""The state of one that is."""


class Weights(Struct, frozen=True, kw_only=True):
    """All of a model that is stored."""

    layout: int = LAYOUT
    """How it is stored."""
    version: str = "1"
    """The version of the machine annotator that this model is."""
    fields: tuple[bytes, ...] = ()
    """One conditional random field for each group of labels that do not overlap."""
    linker: bytes = b""
    """The weights of links; empty where no frames were learned."""
    lexicon: Lexicon
    """The words of the examples."""
    roles: Mapping[str, str] = {}
    """The role of each label that fills one."""
    alone: tuple[str, ...] = ()
    """The labels that are proposed without a frame."""
    zones: tuple[str, ...] = ()
    """The kinds of zone that suggestions look into."""
    scales: Mapping[str, Scale] = {}
    """By kind, how likelihoods become scores."""
    quality: Quality
    """How good it is."""


class Model:
    """A learned suggester."""

    def __init__(self, weights: Weights) -> None:
        """Open the fields."""
        self.weights = weights
        self._fields = [Field(each) for each in weights.fields]
        self._linker = Field(weights.linker) if weights.linker else None

    @property
    def version(self) -> str:
        """The version of the machine annotator that this model is."""
        return self.weights.version

    @property
    def quality(self) -> Quality:
        """What it has seen, and how good it is on articles that it has not."""
        return self.weights.quality

    def to_bytes(self) -> bytes:
        """The model as it is stored."""
        return zlib.compress(msgspec.msgpack.encode(self.weights), 1)

    def suggest(self, document: Document) -> list[Proposal]:
        """What it would mark in the article, frames first."""
        return [self._scored(each) for each in self.likely(document)]

    def _scored(self, each: Proposal) -> Proposal:
        """The proposal with scores in place of likelihoods."""
        if isinstance(each, ProposedSpan):
            return replace(each, score=self._score(each.label, each.score))
        return replace(
            each,
            source=tuple(self._span(one) for one in each.source),
            cue=self._span(each.cue) if each.cue else None,
            content=tuple(self._span(one) for one in each.content),
            score=self._score(FRAME, each.score),
        )

    def _span(self, each: ProposedSpan) -> ProposedSpan:
        return replace(each, score=self._score(each.label, each.score))

    def _score(self, kind: str, likelihood: float) -> float:
        return self.weights.scales.get(kind, Scale()).score(likelihood)

    def likely(self, document: Document) -> Iterator[Proposal]:
        """The same with plain likelihoods for scores."""
        found = [(passage, self._tagged(passage)) for passage in passages(document, self.weights.zones)]
        roles = self.weights.roles
        places = sorted(
            Found(number, tagged.first, tagged.last, roles[tagged.label], tagged.chance, tagged.label)
            for number, (_, all_tagged) in enumerate(found)
            for tagged in all_tagged
            if tagged.label in roles
        )
        of = _Proposing(document, [passage for passage, _ in found], self.weights.lexicon)
        frames = list(self._linked(places, of.passages))
        yield from (made for frame in frames if (made := of.frame(places, frame)))
        taken = {at for frame in frames for at in (frame.cue, *frame.source, *frame.content)}
        free = (each for at, each in enumerate(places) if at not in taken and each.label in self.weights.alone)
        yield from (of.span([each]) for each in free)
        for number, (_, all_tagged) in enumerate(found):
            for tagged in all_tagged:
                if tagged.label not in roles:
                    yield of.span([Found(number, tagged.first, tagged.last, "", tagged.chance, tagged.label)])

    def doubts(self, document: Document) -> list[float]:
        """For each sentence how unsure the model is where it is least sure: how far its likeliest state is from 1."""
        most: dict[int, float] = {}
        for passage in passages(document, self.weights.zones):
            rows = self._rows(passage)
            for field in self._fields:
                for sentence, chances in zip(passage.sentences, field.chances(rows), strict=True):
                    most[sentence] = max(most.get(sentence, 0.0), 1 - max(chances))
        return list(most.values())

    def _rows(self, passage: Passage) -> list[list[str]]:
        return features(passage, self.weights.lexicon.without(None))

    def _tagged(self, passage: Passage) -> list[Tagged]:
        """The spans of a passage."""
        rows = self._rows(passage)
        return [tagged for field in self._fields for tagged in spans(field.chances(rows), field.states)]

    def _linked(self, found: Sequence[Found], in_: Sequence[Passage]) -> list[Linked]:
        """The frames of the spans that fill roles."""
        if not self._linker:
            return []
        near = list(pairs(found))
        yes = self._linker.states.index(YES) if YES in self._linker.states else None
        chances = (self._linker.chances([pair_features(found, pair, in_)])[0] for pair in near)
        return linked(
            found, {pair: row[yes] for pair, row in zip(near, chances, strict=True)} if yes is not None else {}
        )


def opened(stored: bytes) -> Model:
    """The model that was stored."""
    try:
        weights = msgspec.msgpack.decode(zlib.decompress(stored), type=Weights)
    except (zlib.error, msgspec.MsgspecError) as error:
        raise AnnotatorError(f"the stored model cannot be read ({error}); train it again") from None
    if weights.layout != LAYOUT:
        raise AnnotatorError("the stored model is of another version of the program; train it again")
    return Model(weights)


class _Proposing:
    """The making of proposals from tokens."""

    def __init__(self, document: Document, found_in: Sequence[Passage], lexicon: Lexicon) -> None:
        self.passages = found_in
        self._document, self._lexicon = document, lexicon

    def frame(self, found: Sequence[Found], linked_: Linked) -> ProposedFrame | None:
        """The frame with one cue, its source mentions, and one content in its fragments; None where none is left."""
        taken = sorted(found[at] for at in (linked_.cue, *linked_.source))
        pieces = [piece for at in linked_.content for piece in _clear(found[at], taken)]
        if not pieces:
            return None
        cue = self.span([found[linked_.cue]])
        sources = tuple(self.span([found[at]]) for at in linked_.source)
        content = self.span(pieces)
        return ProposedFrame(
            source=sources,
            cue=cue,
            content=(content,),
            score=min(linked_.chance, cue.score, content.score, *(each.score for each in sources)),
            reason=cue.reason,
        )

    def span(self, found: Sequence[Found]) -> ProposedSpan:
        """The span that these pieces are the fragments of."""
        fragments = tuple(sorted(self.passages[each.passage].span(each.first, each.last) for each in found))
        first = found[0]
        return ProposedSpan(
            label=first.label,
            fragments=fragments,
            score=min(each.chance for each in found),
            reason=self._reason(first),
        )

    def _reason(self, found: Found) -> str:
        """The word of the span that was most often marked so, if there is one that mostly was."""
        words = set(self.passages[found.passage].words[found.first : found.last])
        marked, seen = self._lexicon.marked.get(found.label, {}), self._lexicon.seen
        word = max(sorted(words), key=lambda each: marked.get(each, 0) / (seen.get(each, 0) + 1))
        if marked.get(word, 0) < ANCHOR * seen.get(word, 0) or not marked.get(word):
            return f"stands where {found.label} stood in the examples"
        return f"“{word}” was marked {found.label} {marked[word]} of {seen[word]} times"


def _clear(content: Found, taken: Sequence[Found]) -> Iterator[Found]:
    """What is left of a content where the frame's own source and cue lie in it."""
    first = content.first
    for other in taken:
        if other.passage == content.passage and other.first < content.last and other.last > first:
            if other.first > first:
                yield content._replace(first=first, last=other.first)
            first = other.last
    if first < content.last:
        yield content._replace(first=first)
