"""Candidate claims: the finite clauses of the body, those with numbers, dates and names first.

What the reporter says and what is attributed are kept apart: no claim reaches over the edge of a content.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from annotator.domain.documents import BODY, Document, sentence_at
from annotator.domain.records import Attributes
from annotator.domain.spans import Fragments, Span, covers, fragments, fragments_cover, overlaps, trimmed, words
from annotator.suggest.attributes.answer import explained, quoted
from annotator.suggest.attributes.claims import claim_answers
from annotator.suggest.attributes.tables import bases, classes, patterns
from annotator.suggest.attributes.tables import label as label_name
from annotator.suggest.clauses import clauses
from annotator.suggest.proposing import ProposedFrame, ProposedSpan

WORTH = {"number": 0.2, "date": 0.15, "name": 0.1}
"""What speaks for a clause as a claim, and how much."""

LEAST = 0.3
"""The score of any clause; with all that speaks for it, it stays below what counts as strong."""

Quote = tuple[Fragments, ProposedFrame]
"""What a frame attributes, with the frame."""


def suggest(document: Document, frames: Iterable[ProposedFrame]) -> list[ProposedSpan]:
    """The candidate claims of the body, in reading order; those more likely to be checked have the higher scores."""
    quotes = _by_sentence(document, frames)
    return [
        claim
        for index, sentence in enumerate(document.sentences)
        if (part := _body_of(document, sentence)) and not _asks(part.cut(document.text))
        for claim in _claims(document, part, quotes[index])
    ]


def _body_of(document: Document, sentence: Span) -> Span | None:
    """The sentence without the dateline before it; None where it is no part of the body."""
    start = sentence.start
    while document.zone_at(start) != BODY:
        start = next(zone.end for zone in document.zones if start in zone.span)
        if start >= sentence.end:
            return None
    return trimmed(document.text, Span(start, sentence.end))


def _asks(sentence: str) -> bool:
    return sentence.rstrip('"”’»)').endswith("?")


def _by_sentence(document: Document, frames: Iterable[ProposedFrame]) -> dict[int, list[Quote]]:
    """The frames with words in each sentence."""
    found: dict[int, list[Quote]] = defaultdict(list)
    for frame in frames:
        content = fragments(span for each in frame.content for span in each.fragments)
        touched: set[int] = set()
        for span in (*content, *(span for each in frame.spans for span in each.fragments)):
            index = sentence_at(document.sentences, span.start)
            while index < len(document.sentences) and document.sentences[index].start < span.end:
                touched.add(index)
                index += 1
        for index in touched:
            found[index].append((content, frame))
    return found


def _claims(document: Document, sentence: Span, quotes: list[Quote]) -> Iterator[ProposedSpan]:
    """The candidate claims of one sentence."""
    label = label_name("claim")
    contents = [content for content, _ in quotes]
    for part, frame in _parts(document, sentence, quotes):
        for clause in _whole(document.text, part, contents):
            if _asks(document.text[clause.start : clause.end + 1]):
                continue
            score, reason = _worth(document, clause, frame)
            proposed = claim_answers(document, (clause,), contents)
            attributes: Attributes = {name: answer.values for name, answer in proposed.items()}
            yield ProposedSpan(
                label=label,
                fragments=(clause,),
                score=score,
                reason=explained(reason, proposed),
                attributes=attributes,
            )


def _whole(text: str, part: Span, contents: list[Fragments]) -> Iterator[Span]:
    """The clauses of a part; one that reaches over the edge of a content that lies inside is cut there."""
    inside = [span for content in contents for span in content if overlaps(span, part) and not covers(span, part)]
    for clause in clauses(text, part):
        crossed = [span for span in inside if overlaps(span, clause) and not _is_nested(span, clause)]
        if not crossed:
            yield clause
            continue
        cuts = {edge for span in crossed for edge in (span.start, span.end) if clause.start < edge < clause.end}
        for start, end in pairwise(sorted(cuts | {clause.start, clause.end})):
            for piece in clauses(text, Span(start, end)):
                if all(_is_nested(span, piece) for span in inside if overlaps(span, piece)):
                    yield piece


def _is_nested(span: Span, clause: Span) -> bool:
    return covers(span, clause) or covers(clause, span)


def _parts(document: Document, sentence: Span, quotes: list[Quote]) -> Iterator[tuple[Span, ProposedFrame | None]]:
    """The parts of a sentence: what a frame attributes, with the frame, and what the reporter says by themselves.

    Of nested frames only those that give speech are parts of their own; the source and the cue belong to nobody.
    """
    outer = [
        (content, frame)
        for content, frame in quotes
        if content and (_speaks(document, frame) or not _is_nested_in(content, quotes))
    ]
    outer.sort(key=lambda quote: sum(map(len, quote[0])))
    taken = [span for _, frame in outer for each in frame.spans if each not in frame.content for span in each.fragments]
    edges = {sentence.start, sentence.end}
    for span in (*taken, *(span for content, _ in outer for span in content)):
        edges |= {edge for edge in (span.start, span.end) if edge in sentence}
    for start, end in pairwise(sorted(edges)):
        part = Span(start, end)
        if not any(covers(each, part) for each in taken):
            yield part, next((frame for content, frame in outer if any(covers(each, part) for each in content)), None)


def _is_nested_in(content: Fragments, quotes: list[Quote]) -> bool:
    return any(other != content and fragments_cover(other, content) for other, _ in quotes)


def _speaks(document: Document, frame: ProposedFrame) -> bool:
    """Whether the cue of the frame is a plain word of saying."""
    said = words(document.text, frame.cue.fragments).split()[-1:] if frame.cue else []
    return any("spoken" in classes("cues", "verbs").get(base, ()) for word in said for base in bases(word.lower()))


def _worth(document: Document, clause: Span, frame: ProposedFrame | None) -> tuple[float, str]:
    """The score of a clause and the reason for it."""
    text = clause.cut(document.text)
    patterns_of = patterns("claims", "marks")
    rest = patterns_of["date"].sub("-", text)
    looked_at = {"date": text, "number": rest, "name": rest}
    marks = {name: found for name, words_in in looked_at.items() if (found := patterns_of[name].search(words_in))}
    score = round(LEAST + sum(WORTH[name] for name in marks), 2)
    if frame is None:
        whose = "in the reporter's voice"
    else:
        source = words(document.text, tuple(span for each in frame.source for span in each.fragments))
        whose = f"inside what {quoted(source)} said" if source else "inside what somebody said"
    what = ", ".join(f"a {name} ({quoted(found.group())})" for name, found in marks.items())
    return score, f"a clause {whose}" + (f", with {what}" if what else "")
