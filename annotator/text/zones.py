"""Where the headline, byline, captions, subheads and body of an article are; what is in doubt is body."""

from collections.abc import Iterator

from annotator.domain.documents import Zone
from annotator.domain.spans import Span
from annotator.text import patterns
from annotator.text.dates import CAPTION_END, read_date
from annotator.text.paragraphs import paragraphs

LAST = 4
"""How many of the last paragraphs may be a disclaimer."""

LEADS = 3
"""How many of the first body paragraphs may begin with a dateline."""

LONGEST_CAPTION = 500


def zones(text: str, headline: str = "") -> tuple[Zone, ...]:
    """The zones of `text`, sorted and disjoint, a zone a paragraph or less; `headline` is the title if it is known."""
    spans = tuple(paragraphs(text))
    lines = [span.cut(text) for span in spans]
    kinds = _kinds(lines, headline)
    leads = [index for index, kind in enumerate(kinds) if kind == "body"][:LEADS]
    found: list[Zone] = []
    for index, (span, line, kind) in enumerate(zip(spans, lines, kinds, strict=True)):
        found += _divided(span, line, kind, index in leads)
    return tuple(found)


def _kinds(lines: list[str], headline: str) -> list[str]:
    """The kind of each paragraph, by where it stands and what it looks like."""
    kinds = [_kind(line) for line in lines]
    body = _head(lines, kinds, headline.strip())
    for index in range(max(body, len(lines) - LAST), len(lines)):
        if kinds[index] == "body" and patterns.DISCLAIMER.match(lines[index]):
            kinds[index] = "disclaimer"
            if lines[index].rstrip(" :").lower() in ("correction", "clarification"):
                kinds[index:] = ["disclaimer"] * (len(lines) - index)
    for index in range(body, len(lines) - 1):
        if patterns.is_subhead(lines[index]) and _is_between(lines, kinds, index):
            kinds[index] = "subhead"
    return kinds


def _kind(line: str) -> str:
    """The kind of a paragraph that can be told wherever it stands."""
    if line[0] in "#*" and patterns.HEADING.match(line):
        return "subhead"
    if len(line) > LONGEST_CAPTION:
        return "body"
    if patterns.is_address(line):
        return "url"
    if patterns.is_credit(line):
        return "credit"
    if patterns.IMAGE.match(line) or patterns.credit_at(line) is not None:
        return "caption"
    return "body"


def _head(lines: list[str], kinds: list[str], headline: str) -> int:
    """Name the paragraphs before the body, and say where the body begins."""
    has_headline = False
    for index, line in enumerate(lines):
        kind = _head_kind(line, kinds[index], lines[index + 1 : index + 3], index)
        if not has_headline and (kind == "subhead" or (headline and patterns.plain(line) == headline)):
            kind = "headline"
        if kind == "body":
            return index
        has_headline = has_headline or kind == "headline"
        kinds[index] = kind
    return len(lines)


def _head_kind(line: str, kind: str, below: list[str], index: int) -> str:
    """The kind of a paragraph that stands before the body, if it does."""
    following = below[0] if below else ""
    if kind != "body":
        return kind
    if patterns.is_byline(line):
        return "byline"
    if read_date(line):
        return "date"
    if index == 0:
        return "headline" if any(patterns.is_headline(line, other) for other in below) else "body"
    if len(line) <= LONGEST_CAPTION and following and CAPTION_END.search(line[-40:]):
        return "caption"
    is_deck = patterns.is_subhead(line) and (patterns.is_byline(following) or read_date(following))
    return "subhead" if is_deck else "body"


def _is_between(lines: list[str], kinds: list[str], index: int) -> bool:
    """Whether the paragraph stands alone above a longer paragraph of the body, as the items of a list do not."""
    line, above, below = lines[index], lines[index - 1] if index else "", lines[index + 1]
    if kinds[index] != "body" or kinds[index + 1] != "body" or len(below) <= len(line):
        return False
    return not (patterns.is_subhead(below) or (above[-1:].isalnum() and kinds[index - 1] == "body"))


def _divided(span: Span, line: str, kind: str, is_lead: bool) -> Iterator[Zone]:
    """The zones of one paragraph: a caption and its credit, a dateline and what it stands before, or one zone."""
    cut, before, after = 0, kind, kind
    if kind == "caption":
        cut, after = patterns.credit_at(line) or 0, "credit"
    elif kind == "body" and is_lead and (found := patterns.DATELINE.match(line)):
        cut, before = found.end(), "dateline"
    if not cut:
        yield Zone(span.start, span.end, kind)
        return
    yield Zone(span.start, span.start + len(line[:cut].rstrip()), before)
    yield Zone(span.end - len(line[cut:].lstrip()), span.end, after)
