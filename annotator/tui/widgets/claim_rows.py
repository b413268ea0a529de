"""How claims are shown: two side by side in their sentences, what they share, and a family along time."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from annotator.domain.claims.claim import Claim
from annotator.domain.claims.families import Family, word_diff
from annotator.domain.claims.pairs import Proposal
from annotator.domain.claims.relating import closed_questions
from annotator.domain.codebook import Relation
from annotator.domain.records import Link
from annotator.domain.shown import shown
from annotator.domain.spans import Span, overlaps
from annotator.tui.widgets.lines import Row, Run, fitted, flowed, paragraph, row_width
from annotator.tui.widgets.wrapping import wrap

GAP = 3
"""Cells between two claims side by side."""

MARK = 12
"""Cells for the word at the head of a line."""

SIGNS = {"": "", "+": "strong", "-": "muted"}
"""The style of words that both versions have, that are new, and that are gone."""


def list_row(mark: str, claims: Sequence[Claim], is_chosen: bool, width: int) -> Row:
    """A line of the list: a word about it, then its claims, each with its article."""
    cell = (width - MARK - 2) // max(1, len(claims)) - 1
    row: list[Run] = [Run("▌ " if is_chosen else "  ", "key"), Run(f"{mark[: MARK - 1]:<{MARK}}", "muted")]
    for claim in claims:
        name = Run(f"{claim.document.rpartition('.')[0] or claim.document}: ", "muted")
        row += [*_fit((name, Run(claim.words, "strong" if is_chosen else "")), cell), Run(" ")]
    return tuple(row)


def side_by_side(one: Claim, other: Claim, width: int) -> list[Row]:
    """Two claims, each in its sentence, in two columns."""
    room = (width - GAP) // 2
    columns = [[_fit(row, room) for row in claim_rows(each, room)] for each in (one, other)]
    blank: Row = (Run(" " * room),)
    rule: Row = (Run(" │ ", "rule"),)
    return [(*(left or blank), *rule, *(right or ())) for left, right in zip_longest(*columns)]


def claim_rows(claim: Claim, width: int) -> list[Row]:
    """Where a claim stands, whose it is, and its words in their sentence."""
    place = (Run(claim.document, "title"), Run(f"  {claim.published}" if claim.published else "", "muted"))
    before = paragraph(claim.before, width, "muted")[-2:]
    gist = paragraph(claim.gist, width, "muted", indent="= ") if claim.gist else []
    return [place, *paragraph(voice_words(claim), width, "muted"), *before, *in_sentence(claim, width), *gist]


def voice_words(claim: Claim) -> str:
    """Whose claim it is, and who reports it."""
    said = "" if claim.is_derived else ", as you said"
    depth = f" · level {claim.level}" if claim.level > 1 else ""
    chain = f": {claim.chain}" if claim.chain else ""
    return f"{claim.voice.replace('_', ' ') or 'claim'}{said}{chain}{depth}"


def in_sentence(claim: Claim, width: int) -> list[Row]:
    """The sentence, wrapped, with the claim's words standing out."""
    text = shown(claim.sentence)
    own = [Span(each.start - claim.start, each.end - claim.start) for each in claim.fragments]
    edges = {0, len(text), *(edge for span in own for edge in (span.start, span.end))}
    lines = [*wrap(text, 0, len(text), max(4, width)), len(text)]
    return [tuple(_runs(text, own, sorted(edges | {a, b}), Span(a, b))) for a, b in pairwise(lines) if a < b]


def _runs(text: str, own: Sequence[Span], edges: Sequence[int], line: Span) -> Iterator[Run]:
    for start, end in pairwise(edge for edge in edges if line.start <= edge <= line.end):
        words = text[start:end]
        is_own = any(overlaps(Span(start, end), each) for each in own)
        yield Run(words.rstrip() if end == line.end else words, "here" if is_own else "")


def shared_words(proposal: Proposal) -> str:
    """What a proposed pair has in common."""
    both = [" : ".join(each) for each in (proposal.numbers, proposal.dates) if each]
    names = [", ".join(proposal.names[:6])] if proposal.names else []
    return " · ".join([f"{proposal.words:.0%} of the words", *names, *both])


def link_rows(
    link: Link | None, relation: Relation | None, later: Claim | None, keys: tuple[str, str], width: int
) -> list[Row]:
    """The relation of a pair, from which article it starts, and its answers with the keys that change them.

    Digits give the answers but for the last question and the reason, which have `keys`.
    """
    if link is None or relation is None:
        return []
    head = (Run(relation.title or relation.name, "title"), Run(f", from {later.document}" if later else "", "muted"))
    return flowed([head, *_answers(link, relation, keys)], width)


def _answers(link: Link, relation: Relation, keys: tuple[str, str]) -> Iterator[Row]:
    """Each question about a link: its answers with their keys, those that were given standing out."""
    closed = closed_questions(relation)
    for number, (name, value) in enumerate(((q.name, value) for q in closed[:-1] for value in q.values), 1):
        is_given = value in link.attributes.get(name, ())
        yield (Run(str(number), "key"), Run(f" {value.replace('_', ' ')}", "here" if is_given else ""))
    free = [each for each in relation.attributes if not each.values][:1]
    for key, question in (*((keys[0], each) for each in closed[-1:]), *((keys[1], each) for each in free)):
        yield (Run(key, "key"), Run(f" {question.name}: {', '.join(link.attributes.get(question.name, ())) or '–'}"))


def family_rows(family: Family, width: int) -> Iterator[Row]:
    """A family along time: each version with what it changed in the one before."""
    yield from paragraph(family.beginning, width, "strong")
    yield from paragraph("carried by " + ", ".join(family.carriers), width, "muted")
    before: Claim | None = None
    for claim in family.claims:
        yield ()
        yield (Run(claim.document, "title"), Run(f"  {claim.published}  {voice_words(claim)}", "muted"))
        yield from _version(before.words if before else "", claim.words, width)
        before = claim


def _version(before: str, words: str, width: int) -> list[Row]:
    """The words of a version: `+` before new ones, those that are gone in `[-…-]`, so that no colour is needed."""
    if not before:
        return paragraph(words, width)
    items: list[Row] = []
    for piece in word_diff(before, words):
        text = {"+": f"+{piece.words}", "-": f"[-{piece.words}-]"}.get(piece.change, piece.words)
        items += [(Run(word, SIGNS[piece.change]),) for word in text.split(" ")]
    return flowed(items, width, gap=" ")


def _fit(row: Row, width: int) -> Row:
    """The row cut or filled to the width."""
    cut = tuple(fitted(row, width))
    return (*cut, Run(" " * max(0, width - row_width(cut))))
