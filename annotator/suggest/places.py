"""Where proposed frames lie, and how frames are changed together with what refers to them."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec.structs import replace

from annotator.domain.documents import LINE, Document
from annotator.domain.spans import Fragments, fragments_overlap
from annotator.suggest.proposing import ProposedFrame

Changes = dict[int, dict[str, Any]]
"""New values for fields of frames, by the identity of the frame."""


def first_place(frame: ProposedFrame) -> tuple[int, int]:
    """What sorts frames in reading order: where their cue is, or else their content."""
    span = (frame.cue or frame.content[0]).fragments[0]
    return span.start, span.end


def content_of(frame: ProposedFrame) -> Fragments:
    """All fragments of the frame's contents."""
    return tuple(sorted(span for content in frame.content for span in content.fragments))


def meets(frame: ProposedFrame, fragments: Fragments) -> bool:
    """Whether any words of the frame are among the fragments."""
    return any(fragments_overlap(span.fragments, fragments) for span in frame.spans)


class Places:
    """The frames of each paragraph, in reading order."""

    def __init__(self, document: Document, frames: Iterable[ProposedFrame]) -> None:
        """Sort the frames into the paragraphs that they have words in."""
        self._lines = [match.start() for match in LINE.finditer(document.text)]
        self._frames: dict[int, list[ProposedFrame]] = {}
        for frame in sorted(frames, key=first_place):
            edges = {edge for each in frame.spans for span in each.fragments for edge in (span.start, span.end - 1)}
            for line in {self.line(edge) for edge in edges}:
                self._frames.setdefault(line, []).append(frame)

    def line(self, offset: int) -> int:
        """The number of the paragraph around an offset."""
        return bisect_right(self._lines, offset)

    def around(self, offset: int) -> list[ProposedFrame]:
        """The frames of the paragraph around an offset."""
        return self._frames.get(self.line(offset), [])


def rebuilt(frames: Sequence[ProposedFrame], changes: Changes) -> list[ProposedFrame]:
    """The frames with the changes, in reading order; parents and earlier frames are the changed ones."""
    made: dict[int, ProposedFrame] = {}

    def new(frame: ProposedFrame) -> ProposedFrame:
        if id(frame) not in made:
            fields: dict[str, Any] = {"parent": frame.parent, "continues": frame.continues} | changes.get(id(frame), {})
            for name in ("parent", "continues"):
                fields[name] = new(fields[name]) if fields[name] is not None else None
            is_same = all(getattr(frame, name) is value for name, value in fields.items())
            made[id(frame)] = frame if is_same else replace(frame, **fields)
        return made[id(frame)]

    return [new(frame) for frame in sorted(frames, key=first_place)]
