"""What no tagger of flat labels learns: quotations that carry on an earlier frame, and frames that lie in each other.

Both passes take anybody's frames. A frame that a pass changes is a new value, and what refers to it refers to that.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec.structs import replace

from annotator.domain.documents import BODY, Document, sentence_at
from annotator.domain.spans import Fragments, Span, fragments_cover, fragments_overlap, overlaps
from annotator.suggest.places import Changes, Places, content_of, first_place, meets, rebuilt
from annotator.suggest.proposing import ProposedFrame, ProposedSpan
from annotator.suggest.rules import layers

CONTINUATION_SCORE = 0.7
"""The score of a paragraph of quotation alone: it is nearly always somebody's, but not always the last speaker's."""

NESTED_SCORE = 0.79
"""The highest score of a nested frame: no corpus tells how often those are right."""

FEWEST_WORDS = 2
"""A quotation of fewer words is a term or a name rather than speech, even where it stands alone."""

CONTINUED = "a paragraph of quotation alone after an attributed quotation"


def with_continuations(document: Document, frames: Iterable[ProposedFrame]) -> list[ProposedFrame]:
    """The frames, with the quotations that have no attribution of their own given to the frame before them.

    In the same paragraph such a quotation is another fragment of that frame's content; a paragraph of nothing else is
    a frame of its own, with content only, that continues it.
    """
    held = list(frames)
    speech = list(_speech(document))
    held = rebuilt(held, _further_fragments(document, speech, Places(document, held)))
    return _with_further_paragraphs(document, speech, held)


def with_outer_layers(document: Document, frames: Iterable[ProposedFrame]) -> list[ProposedFrame]:
    """The frames with the missing layer of nested ones, and each that lies in another naming that as its parent."""
    held, changes, added = list(frames), Changes(), []
    places = Places(document, held)
    for outer, inner in layers(document):
        assert outer.cue is not None
        around = places.around(outer.cue.fragments[0].start)
        added += _missing(outer, inner, around)
        changes |= _shortened(outer, around)
    held = rebuilt([*held, *added], changes)
    places = Places(document, held)
    parents = ((frame, _parent(frame, places.around(first_place(frame)[0]))) for frame in held)
    return rebuilt(held, {id(frame): {"parent": parent} for frame, parent in parents if parent})


def _speech(document: Document) -> Iterator[Span]:
    """The outer quotations that are long enough to be speech."""
    end = -1
    for quotation in document.quotations:
        if quotation.start >= end:
            end = quotation.end
            if len(quotation.cut(document.text).split()) >= FEWEST_WORDS:
                yield quotation


def _further_fragments(document: Document, speech: Iterable[Span], places: Places) -> Changes:
    """Which contents get the lone quotations behind them in their paragraph."""
    changes: Changes = {}
    for quotation in speech:
        around = places.around(quotation.start)
        if not around or not _is_alone(document, quotation) or any(meets(frame, (quotation,)) for frame in around):
            continue
        earlier = _speaker(document, [frame for frame in around if first_place(frame)[0] < quotation.start])
        if earlier:
            *others, last = changes.get(id(earlier), {"content": earlier.content})["content"]
            longer = replace(last, fragments=tuple(sorted((*last.fragments, quotation))))
            changes[id(earlier)] = {"content": (*others, longer)}
    return changes


def _is_alone(document: Document, quotation: Span) -> bool:
    """Whether the quotation is all that its sentences say."""
    first = document.sentences[sentence_at(document.sentences, quotation.start)]
    last = document.sentences[sentence_at(document.sentences, quotation.end - 1)]
    return first.start == quotation.start and not document.text[quotation.end : last.end].strip(".,;: ")


def _speaker(document: Document, frames: Iterable[ProposedFrame]) -> ProposedFrame | None:
    """The last of the frames that quotes somebody."""
    quoting = (frame for frame in reversed(list(frames)) if frame.cue and _quotes(document, frame))
    return next(quoting, None)


def _quotes(document: Document, frame: ProposedFrame) -> bool:
    """Whether a fragment of the frame's content begins or ends with a quotation mark."""
    for span in content_of(frame):
        index = bisect_left(document.quotations, span.start, key=lambda each: each.start)
        if index < len(document.quotations) and overlaps(document.quotations[index], span):
            return document.quotations[index].start == span.start or document.text[span.end - 1] in "\"”»“'’›"
    return False


def _with_further_paragraphs(
    document: Document, speech: list[Span], frames: list[ProposedFrame]
) -> list[ProposedFrame]:
    """The frames, and those that the paragraphs of quotation alone make."""
    places, added = Places(document, frames), []
    changes: Changes = {}
    earlier: ProposedFrame | None = None
    for _, zones in groupby(document.zones, key=lambda zone: places.line(zone.start)):
        parts = list(zones)
        if any(zone.kind not in (BODY, "dateline") for zone in parts):
            earlier = None
            continue
        paragraph = Span(parts[0].start, parts[-1].end)
        own, quotations = places.around(paragraph.start), _whole(document.text, paragraph, speech)
        if not earlier or not quotations or any(frame.cue or frame.source for frame in own):
            earlier = _speaker(document, own)
        elif own:
            changes[id(own[0])] = {"continues": own[0].continues or earlier}
            earlier = own[0]
        else:
            content = ProposedSpan(label="content", fragments=quotations, score=CONTINUATION_SCORE, reason=CONTINUED)
            earlier = ProposedFrame(content=(content,), score=CONTINUATION_SCORE, reason=CONTINUED, continues=earlier)
            added.append(earlier)
    return rebuilt([*frames, *added], changes)


def _whole(text: str, paragraph: Span, speech: list[Span]) -> Fragments:
    """The quotations of a paragraph that has nothing else; none of any other paragraph."""
    low = bisect_left(speech, paragraph.start, key=lambda each: each.start)
    high = bisect_left(speech, paragraph.end, key=lambda each: each.start)
    at, quotations = paragraph.start, tuple(speech[low:high])
    for quotation in quotations:
        if text[at : quotation.start].strip():
            return ()
        at = quotation.end
    return () if text[at : paragraph.end].strip() else quotations


def _missing(outer: ProposedFrame, inner: list[ProposedFrame], frames: list[ProposedFrame]) -> list[ProposedFrame]:
    """The layer of a sentence with an attribution at its end that the frames do not have, where they have the other."""
    assert outer.cue is not None
    there = next((each for each in frames if each.cue and _shares_cue(each, outer)), None)
    lying = _lying(outer, frames)
    if there is None:
        return [outer] if lying else []
    if lying:
        return []
    within = content_of(there)
    return [_weaker(each) for each in inner if all(fragments_cover(within, span.fragments) for span in each.spans)]


def _shares_cue(frame: ProposedFrame, other: ProposedFrame) -> bool:
    return bool(frame.cue and other.cue and fragments_overlap(frame.cue.fragments, other.cue.fragments))


def _lying(outer: ProposedFrame, frames: Iterable[ProposedFrame]) -> list[ProposedFrame]:
    """The frames whose cue and source lie in the content of another."""
    within = content_of(outer)
    return [
        frame
        for frame in frames
        if frame.cue and all(fragments_cover(within, span.fragments) for span in (frame.cue, *frame.source))
    ]


def _weaker(frame: ProposedFrame) -> ProposedFrame:
    """The frame with a score that a nested one may have."""
    return replace(frame, score=min(frame.score, NESTED_SCORE))


def _shortened(outer: ProposedFrame, frames: Iterable[ProposedFrame]) -> Changes:
    """New contents for frames that lie in another but go on into what attributes that one."""
    changes: Changes = {}
    end = max(span.end for span in content_of(outer))
    for frame in _lying(outer, frames):
        if any(overlaps(span, each) for span in content_of(frame) for each in _attributing(outer)):
            contents = [
                replace(content, fragments=kept)
                for content in frame.content
                if (kept := _until(content.fragments, end))
            ]
            if contents:
                changes[id(frame)] = {"content": tuple(contents)}
    return changes


def _attributing(frame: ProposedFrame) -> Iterator[Span]:
    for span in (*frame.source, frame.cue):
        if span:
            yield from span.fragments


def _until(fragments: Fragments, end: int) -> Fragments:
    """What of the fragments lies before an offset."""
    return tuple(Span(span.start, min(span.end, end)) for span in fragments if span.start < end)


def _parent(frame: ProposedFrame, frames: Iterable[ProposedFrame]) -> ProposedFrame | None:
    """The frame with the shortest content in which this one lies whole."""
    if frame.parent or not frame.cue:
        return None
    size = _size(frame)
    holding = [
        other
        for other in frames
        if _size(other) > size and all(fragments_cover(content_of(other), span.fragments) for span in frame.spans)
    ]
    return min(holding, key=_size, default=None)


def _size(frame: ProposedFrame) -> int:
    return sum(map(len, content_of(frame)))
