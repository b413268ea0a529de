"""Where rules know better than the encoder: a cue passed over, a source left out, a quotation in a paragraph apart.

Each of these is rare; together they find the anonymous sources that a network of flat labels reads past.
"""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from annotator.domain.documents import Document, sentence_at
from annotator.domain.spans import Fragments, Span, fragments_overlap, trimmed
from annotator.suggest.passes import CONTINUED
from annotator.suggest.proposing import ProposedFrame, ProposedSpan

SURE = 0.8
"""From this score on a frame of the rules is taken where the encoder has none."""

HIGHEST = 0.79
"""The highest score of a frame that only the rules see: it is never strong."""


def mended(
    document: Document, frames: Iterable[ProposedFrame], lonely: Sequence[Span], rules: Iterable[ProposedFrame]
) -> list[ProposedFrame]:
    """The encoder's frames, with what the rules know better, in the order of their first words.

    `lonely` are the cues for which the encoder saw no content: what the rules see there is taken however sure they are.
    """
    known = [each for each in rules if each.cue]
    held = [_with_source(frame, known) for frame in frames]
    wanted = (each for each in known if each.score >= SURE or fragments_overlap(_cue(each), tuple(lonely)))
    missed = [_faint(each) for each in wanted if not _has_cue_of(each, held)]
    held = [_shortened(document, frame, missed) for frame in held]
    parted = [part for frame in (*held, *missed) for part in _by_paragraph(document, frame)]
    return sorted(parted, key=lambda frame: min(each.fragments for each in frame.spans))


def _cue(frame: ProposedFrame) -> Fragments:
    return frame.cue.fragments if frame.cue else ()


def _has_cue_of(frame: ProposedFrame, frames: Iterable[ProposedFrame]) -> bool:
    """Whether one of the frames has the frame's cue, or a part of it."""
    return any(fragments_overlap(_cue(frame), _cue(each)) for each in frames)


def _with_source(frame: ProposedFrame, rules: Sequence[ProposedFrame]) -> ProposedFrame:
    """The frame, or if it has no source the one that the rules see with the same cue and a source."""
    better = (each for each in rules if each.source and fragments_overlap(_cue(each), _cue(frame)))
    found = None if frame.source else next(better, None)
    return _faint(found) if found else frame


def _faint(frame: ProposedFrame) -> ProposedFrame:
    return replace(frame, score=min(frame.score, HIGHEST))


def _shortened(document: Document, frame: ProposedFrame, missed: Sequence[ProposedFrame]) -> ProposedFrame:
    """The frame without what belongs to a frame in a later sentence that the encoder passed over."""
    if not frame.cue:
        return frame
    end = document.sentences[sentence_at(document.sentences, frame.cue.fragments[-1].end - 1)].end
    starts = [min(each.fragments[0].start for each in other.spans) for other in missed]
    stop = min((start for start in starts if start >= end), default=None)
    return frame if stop is None else replace(frame, content=_cut(document, frame.content, stop))


def _cut(document: Document, content: Sequence[ProposedSpan], stop: int) -> tuple[ProposedSpan, ...]:
    """The contents without what begins at `stop` or after it; all of them where nothing would be left."""
    kept = []
    for span in content:
        pieces = (Span(each.start, min(each.end, stop)) for each in span.fragments if each.start < stop)
        if fragments := tuple(piece for each in pieces if (piece := trimmed(document.text, each))):
            kept.append(replace(span, fragments=fragments))
    return tuple(kept) or tuple(content)


def _by_paragraph(document: Document, frame: ProposedFrame) -> list[ProposedFrame]:
    """The frame with the content of its cue's paragraph, and for what is in others a frame that continues it."""
    if not frame.cue:
        return [frame]
    own = document.paragraph_at(frame.cue.fragments[0].start)
    pieces = [(span, each) for span in frame.content for each in span.fragments]
    inside = tuple(each for _, each in pieces if each.end > own.start and each.start < own.end)
    after = [each for _, each in pieces if each.start >= own.end]
    if not inside or not after:
        return [frame]
    span = frame.content[0]
    main = replace(frame, content=(replace(span, fragments=inside),))
    further = ProposedFrame(
        content=(replace(span, fragments=tuple(after)),),
        score=min(frame.score, HIGHEST),
        reason=CONTINUED,
        continues=main,
    )
    return [main, further]
