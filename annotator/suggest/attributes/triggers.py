"""Words in the text that say how a source is in a position to know, and why it is not named."""

import re
from collections.abc import Iterator

from annotator.domain.documents import Document, sentence_at
from annotator.domain.spans import Fragments, Span, envelope, overlaps
from annotator.suggest.attributes.answer import Finding, quoted
from annotator.suggest.attributes.tables import patterns

BESIDE = re.compile(r",? (?:who|whose|speaking|citing)\b[^,;.“”\"\n]*(?:,(?= (?:and|but) who)[^,;.“”\"\n]*)?")
"""A clause that follows a source at once and says more of it."""

LONGEST = 2000
"""How many characters around a source are looked at."""


def access(own: str) -> Iterator[Finding]:
    """How the source knows, as far as its own words and the clause behind them say."""
    for name, pattern in patterns("triggers", "access").items():
        if found := pattern.search(own):
            yield Finding(f"access.{name}", quoted(_clause(own, found)))


def anonymity(around: str) -> Iterator[Finding]:
    """Why the source is not named; there is an answer only where the text says that it is not, and why."""
    formula = patterns("triggers", "unnamed")["formula"].search(around)
    if not formula:
        return
    stated = patterns("triggers", "unnamed")["clause"].search(around)
    why = stated.group().strip(" ,") if stated else formula.group()
    for name, pattern in patterns("triggers", "reason").items():
        if pattern.search(why):
            yield Finding(f"reason.{name}", quoted(why))
            return
    if stated:
        yield Finding("reason.other", quoted(why), " ".join(why.split()))


def own_words(document: Document, fragments: Fragments, content: Fragments) -> str:
    """The words of the source with the clause behind them."""
    return document.text[fragments[0].start : _end_of_own(document, fragments, content)]


def beside(document: Document, fragments: Fragments, content: Fragments) -> Span | None:
    """The clause behind a source that says more of it, if there is one."""
    end = envelope(fragments).end
    found = BESIDE.match(document.text, end, end + LONGEST)
    if not found:
        return None
    words = found.group()
    span = Span(end + len(words) - len(words.lstrip(" ,")), end + len(words.rstrip(" ,")))
    return None if any(overlaps(span, each) for each in content) else span


def _end_of_own(document: Document, fragments: Fragments, content: Fragments) -> int:
    clause = beside(document, fragments, content)
    return clause.end if clause else envelope(fragments).end


def surroundings(document: Document, fragments: Fragments, content: Fragments) -> str:
    """The sentence from the source on, without what is attributed, and a next one on how the source spoke."""
    start = fragments[0].start
    if not document.sentences:
        return own_words(document, fragments, content)
    index = sentence_at(document.sentences, start)
    stop = max(document.sentences[index].end, envelope(fragments).end)
    kept = document.text[start : min(stop, start + LONGEST)]
    for span in reversed(content):
        low, high = max(span.start, start) - start, min(span.end, start + len(kept)) - start
        if low < high:
            kept = kept[:low] + kept[high:]
    return kept + _next_sentence(document, stop)


def _next_sentence(document: Document, stop: int) -> str:
    """The sentence behind `stop` in the same paragraph, if it says how the source spoke."""
    found = patterns("triggers", "beside")["sentence"].match(document.text, stop, stop + LONGEST)
    if not found or "\n" in found.group():
        return ""
    return found.group()


def _clause(text: str, found: re.Match[str]) -> str:
    """The words of the match and those behind it, up to the next comma."""
    rest = text[found.end() :].partition(",")[0]
    return found.group() + rest
