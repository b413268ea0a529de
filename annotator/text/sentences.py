"""Where the sentences of a text are: no sentence crosses a line end; inside a line nupunkt knows the abbreviations."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from annotator.domain.spans import Fragments, Span, fragments
from annotator.text.abbreviations import ABBREVIATIONS, NUMBERED
from annotator.text.paragraphs import paragraphs
from annotator.text.quotations import quotations

END = re.compile(
    r"(?P<mark>[.!?…。！？](?<![.!?…。！？]{2})(?<!\.\s\.)(?:(?<=\.)(?:\s\.)++|[.!?…。！？]*+))"
    r"(?P<closing>[\"'”’»›)\]}*_」』]*+)"
    r"(?P<apart>[ \xa0][\"”»](?=\s))?(?:\s+|(?<=[。！？」』]))(?=\S)(?![\"”»](?:\s|$)|[–—-]+\s)"
)
"""Where a sentence may end inside a line, up to where the next would begin; wide marks need no space behind them."""

OPENING = "\"'“‘„«([{*_"
"""What may stand before the first letter of a word."""

OMISSION = re.compile(r"…|\.\s?\.")
"""Points that stand for words left out."""

NEXT = re.compile(r"[\"“„«‘'(\[*_]*(?P<word>\w*)")
"""The word after a possible end, behind its opening marks."""

ATTRIBUTION = re.compile(
    r"(?!(?:He|She|It|They|We|You|The|A|An|But|And|That|This)\s)(?:[A-Z][\w.'’-]*\s+){1,5}"
    r"(?:said|says|asked|asks|added|adds|told|wrote|writes|tweeted|replied|responded|answered|continued|wondered"
    r"|shouted|yelled|cried|exclaimed|insisted|joked|quipped)\b"
)
"""A speaker and a verb that go on with the sentence of the quotation before them."""

LOOK_BACK = 40
LOOK_AHEAD = 120


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of `text`, trimmed, sorted and disjoint; together they hold everything but white space."""
    return tuple(sentence for paragraph in paragraphs(text) for sentence in _sentences(text, paragraph))


def _sentences(text: str, paragraph: Span) -> Iterator[Span]:
    """The sentences of one paragraph."""
    start = paragraph.start
    quoted = _quoted(text, paragraph)
    for end in END.finditer(text, paragraph.start, paragraph.end):
        if _is_end(text, paragraph, end, quoted):
            yield Span(start, end.end("apart" if end["apart"] else "closing"))
            start = end.end()
    yield Span(start, paragraph.end)


def _is_end(text: str, paragraph: Span, end: re.Match[str], quoted: Fragments) -> bool:
    """Whether the sentence ends where the marks `end` allow it to."""
    mark, closing = end["mark"], end["closing"] + (end["apart"] or "")
    following = text[end.end() : end.end() + LOOK_AHEAD]
    if mark[-1] in "。！？":
        return True
    if mark == "." and not closing.strip(")]}"):
        return _is_full_stop(text, paragraph, end, following)
    after = _word_after(following)
    if after[:1].islower():
        return False
    if mark == "." or mark.count(".") > 3:
        return True
    if closing:
        return not ATTRIBUTION.match(following)
    return mark[0] not in ".…" or (after not in ("", "I") and not _is_within(quoted, end.start() - paragraph.start))


def _is_full_stop(text: str, paragraph: Span, end: re.Match[str], following: str) -> bool:
    """Whether a point ends a sentence, rather than an abbreviation, an initial or the number of a list item."""
    word = _word_before(text, paragraph, end.start())
    if end.start() - len(word) == paragraph.start and (word.isdecimal() or len(word) == 1):
        return False
    if word in NUMBERED:
        return not following[0].isdigit()
    if "." not in word and len(word) != 1 and word.rpartition("-")[2] not in ABBREVIATIONS:
        return not (end["closing"] and following[0].islower())
    after = _word_after(following)
    return bool(after) and not after[0].islower() and following[0] != "(" and _decider()(word, after)


def _word_after(following: str) -> str:
    """The word that `following` begins with, behind its opening marks."""
    found = NEXT.match(following)
    return found["word"] if found else ""


def _word_before(text: str, paragraph: Span, offset: int) -> str:
    """The word that ends at `offset`, without its opening marks; empty after white space."""
    before = text[max(paragraph.start, offset - LOOK_BACK) : offset]
    if not before or before[-1].isspace():
        return ""
    return before.split()[-1].rpartition("—")[2].lstrip(OPENING)


def _quoted(text: str, paragraph: Span) -> Fragments:
    """What of a paragraph with omissions is quoted, in offsets of the paragraph."""
    words = paragraph.cut(text)
    return fragments(quotations(words)) if OMISSION.search(words) else ()


def _is_within(quoted: Fragments, offset: int) -> bool:
    """Whether `offset` lies in one of the sorted and disjoint fragments."""
    index = bisect_right(quoted, offset, key=lambda span: span.start) - 1
    return index >= 0 and offset in quoted[index]


@cache
def _decider() -> Callable[[str, str], bool]:
    """Whether a sentence ends between an abbreviation and the next word, as nupunkt sees it.

    Its model was learned from court records and holds words such as `week` and `York`; only abbreviations with inner
    points and those of news are left to it. It is asked about two words at a time, because its own scan of a whole
    text takes quadratic time where marks stand without spaces.
    """
    from nupunkt import load_default_model

    tokenizer = load_default_model()
    known = tokenizer.parameters.abbrev_types
    known.intersection_update({abbreviation for abbreviation in known if "." in abbreviation})
    tokenizer.add_abbreviations(list(ABBREVIATIONS))

    @lru_cache(maxsize=1 << 14)
    def ends(word: str, after: str) -> bool:
        return bool(tokenizer.text_contains_sentbreak(f"{word}. {after}"))

    return ends
