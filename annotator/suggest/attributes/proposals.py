"""Answers and descriptors on what a suggester proposes, each with its reason."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from msgspec.structs import replace

from annotator.domain.checks import Quoting, quoting
from annotator.domain.codebook import Attribute, Codebook, Rules, default_value, meets
from annotator.domain.documents import Document
from annotator.domain.spans import Fragments, fragments
from annotator.suggest.attributes.answer import Answer, explained, fitting
from annotator.suggest.attributes.claims import claim_answers
from annotator.suggest.attributes.descriptors import descriptors
from annotator.suggest.attributes.frames import frame_answers
from annotator.suggest.attributes.sources import source_answers
from annotator.suggest.attributes.tables import label as label_name
from annotator.suggest.proposing import Proposal, ProposedFrame, ProposedSpan

P = TypeVar("P", ProposedSpan, ProposedFrame)


def answered(document: Document, proposals: Iterable[Proposal], codebook: Codebook) -> list[Proposal]:
    """The proposals with answers on frames, sources and claims, followed by the descriptors of the frames' sources.

    Links between frames are kept: `parent` and `continues` are the answered frames.
    """
    given = list(proposals)
    answering = _Answering(document, codebook, given)
    done = [answering.frame(each) if isinstance(each, ProposedFrame) else answering.span(each) for each in given]
    found = {
        each.fragments: each for frame in given if isinstance(frame, ProposedFrame) for each in answering.about(frame)
    }
    standing = {(each.label, each.fragments) for each in given if isinstance(each, ProposedSpan)}
    return [*done, *(each for each in found.values() if (each.label, each.fragments) not in standing)]


class _Answering:
    """The answered frames of one document, each made once."""

    def __init__(self, document: Document, codebook: Codebook, given: list[Proposal]) -> None:
        self.document = document
        self.codebook = codebook
        self.done: dict[int, ProposedFrame] = {}
        frames = [each for each in given if isinstance(each, ProposedFrame)]
        self.contents = [content for frame in frames if (content := content_of(frame))]
        self.parents = {id(frame.parent) for frame in frames if frame.parent}
        exempt = [each for each in given if isinstance(each, ProposedSpan)]
        marks = (span for each in exempt if each.label in codebook.rules.quotation_exempt for span in each.fragments)
        self.exempt = fragments(marks)

    def frame(self, frame: ProposedFrame) -> ProposedFrame:
        """The frame with its answers, those of its sources, and the answered frames that it names."""
        trail: list[ProposedFrame] = []
        at: list[ProposedFrame] = [frame]
        seen: set[int] = set()
        while at:
            each = at.pop()
            if id(each) in seen or id(each) in self.done:
                continue
            seen.add(id(each))
            trail.append(each)
            at += [other for other in (each.parent, each.continues) if other]
        for each in reversed(trail):
            self.done[id(each)] = self._made(each)
        return self.done[id(frame)]

    def _made(self, frame: ProposedFrame) -> ProposedFrame:
        content = content_of(frame)
        proposed = frame_answers(
            self.document,
            _fragments(frame.source),
            frame.cue.fragments if frame.cue else (),
            content,
            continues=frame.continues is not None,
            carries=id(frame) in self.parents,
            exempt=self.exempt,
        )
        proposed = agreeing(self.document, self.codebook.rules, content, proposed, self.exempt)
        return replace(
            _with(frame, proposed, self.codebook.frame),
            source=tuple(self._source(each, content) for each in frame.source),
            parent=self.done.get(id(frame.parent), frame.parent),
            continues=self.done.get(id(frame.continues), frame.continues),
        )

    def _source(self, span: ProposedSpan, content: Fragments) -> ProposedSpan:
        label = self.codebook.label(span.label)
        questions = label.attributes if label else ()
        return _with(span, source_answers(self.document, span.fragments, content), questions)

    def span(self, span: ProposedSpan) -> ProposedSpan:
        """A span that is in no frame, with its answers."""
        label = self.codebook.label(span.label)
        if label and label.role == "source":
            return self._source(span, ())
        if label and label.name == label_name("claim"):
            proposed = claim_answers(self.document, span.fragments, self.contents)
            return _with(span, proposed, label.attributes)
        return span

    def about(self, frame: ProposedFrame) -> Iterator[ProposedSpan]:
        """The descriptors of the frame's sources, as far as the codebook has them."""
        for source in frame.source:
            for each in descriptors(self.document, source.fragments, content_of(frame), source.score):
                if self.codebook.label(each.label):
                    yield each


def agreeing(
    document: Document, rules: Rules, content: Fragments, proposed: dict[str, Answer], exempt: Fragments = ()
) -> dict[str, Answer]:
    """The answers without those that the codebook's rules for quotation marks would find wrong."""
    if not content:
        return proposed
    true = {quoting_.value for quoting_ in quoting(document, content, exempt)}
    kept = {}
    for name, answer in proposed.items():
        said = {each.value for each in Quoting if meets(getattr(rules, each.value), {name: answer.values})}
        if not said or said & true:
            kept[name] = answer
    return kept


def content_of(frame: ProposedFrame) -> Fragments:
    """Every fragment of what the frame attributes."""
    return _fragments(frame.content)


def _fragments(spans: Iterable[ProposedSpan]) -> Fragments:
    return fragments(span for each in spans for span in each.fragments)


def _with(proposal: P, proposed: dict[str, Answer], questions: Iterable[Attribute]) -> P:
    """The proposal with the answers that fit its questions, and with their reasons in its own."""
    known = tuple(questions)
    defaults = {each.name: default_value(each) for each in known if each.default}
    found = fitting(proposed, known, proposal.attributes, defaults | dict(proposal.attributes))
    attributes = dict(proposal.attributes) | {name: answer.values for name, answer in found.items()}
    return replace(
        proposal, attributes=attributes, reason=explained(proposal.reason, found) if found else proposal.reason
    )
