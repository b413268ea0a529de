"""`attribution-en` as a suggester: frames in spans of the article, how sure it is of each, and what it is sure of."""

from collections.abc import Mapping
from math import prod
from pathlib import Path

from annotator.domain.codebook import ROLES
from annotator.domain.documents import Document
from annotator.domain.spans import Fragments, Span
from annotator.suggest import rules
from annotator.suggest.encoder.frames import Found, frames
from annotator.suggest.encoder.linking import Pair
from annotator.suggest.encoder.mending import mended
from annotator.suggest.encoder.tagging import WEIGHTS, Encoder
from annotator.suggest.encoder.words import Words
from annotator.suggest.proposing import ProposedFrame, ProposedSpan
from annotator.suggest.scales import Scale

STRONG = "strong"
"""Where the weights' file says from which likelihood on a frame is strong."""


class AttributionEn:
    """The encoder with its weights, ready to suggest."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        self._encoder = Encoder(folder)
        strong = self._encoder.metadata.get(STRONG)
        self._scale = Scale(float(strong)) if strong else Scale()

    def suggest(self, document: Document) -> list[ProposedFrame]:
        """The frames that the network sees in the article, mended where rules know better, in reading order."""
        seen, lonely = self.seen(document)
        return mended(document, seen, lonely, rules.suggest(document))

    def seen(self, document: Document) -> tuple[list[ProposedFrame], list[Span]]:
        """What the network alone sees: frames, and cues for which it saw no content."""
        tagged = self._encoder.read(document)
        found, lonely = frames(tagged)
        return [self._proposed(tagged.words, each) for each in found], [_spanned(tagged.words, cue) for cue in lonely]

    def _proposed(self, words: Words, found: Found) -> ProposedFrame:
        parts = {"source": (found.source,) if found.source else (), "cue": (found.cue,), "content": found.content}
        spans = {role: _span(words, role, parts[role], found.sure) for role in ROLES if parts[role]}
        return ProposedFrame(
            source=(spans["source"],) if found.source else (),
            cue=spans["cue"],
            content=(spans["content"],),
            score=self._scale.score(likelihood(found)),
            reason=reason(found.sure),
        )


def likelihood(found: Found) -> float:
    """How likely the frame is right: as likely as all of its parts and links together."""
    return prod(found.sure.values())


def reason(sure: Mapping[str, float]) -> str:
    """What the network is how sure of, such as `source 97 %, cue 99 %, content 88 %, links 99 %`."""
    links = min(each for name, each in sure.items() if name.endswith("link"))
    told = [f"{role} {100 * sure[role]:.0f} %" for role in ROLES] + [f"links {100 * links:.0f} %"]
    return f"as in articles it learned from: {', '.join(told)}"


def _spanned(words: Words, pair: Pair) -> Span:
    """From the first to the last of the words."""
    return Span(words.spans[pair[0]].start, words.spans[pair[1] - 1].end)


def _span(words: Words, role: str, pairs: tuple[Pair, ...], sure: Mapping[str, float]) -> ProposedSpan:
    """The words that fill a role; the network knows roles, and the labels of these names fill them."""
    fragments: Fragments = tuple(_spanned(words, pair) for pair in pairs)
    return ProposedSpan(
        label=role, fragments=fragments, score=round(sure[role], 4), reason=f"{100 * sure[role]:.0f} % sure"
    )
