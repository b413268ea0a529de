"""What a claim answers by itself: its type, polarity, time and voice, from its words and the quotes around it."""

from collections.abc import Iterator, Sequence

from annotator.domain.documents import Document
from annotator.domain.spans import Fragments, fragments_cover, overlaps, words
from annotator.suggest.attributes.answer import Answer, Finding, answers, quoted
from annotator.suggest.attributes.tables import patterns
from annotator.suggest.rules.lexicon import is_english


def claim_answers(document: Document, place: Fragments, contents: Sequence[Fragments]) -> dict[str, Answer]:
    """What is proposed for a claim; `contents` is what the frames around it attribute.

    In other languages than English, only whose voice it is: the word lists are English.
    """
    attributed = any(fragments_cover(content, place) for content in contents)
    crossed = any(overlaps(one, other) for content in contents for one in content for other in place)
    voice = _voice(attributed=attributed, crossed=crossed)
    return answers([*voice, *(_findings(words(document.text, place)) if is_english(document) else ())])


def _voice(*, attributed: bool, crossed: bool) -> Iterator[Finding]:
    if attributed:
        yield Finding("claim.attributed", "inside a quote")
    elif not crossed:
        yield Finding("claim.reporter", "outside every quote")


def _findings(text: str) -> Iterator[Finding]:
    """What the words of a claim show."""
    for name, pattern in patterns("claims", "kinds").items():
        if found := pattern.search(text):
            yield Finding(f"claim.{name}", quoted(found.group()))
    if number := _number(text):
        yield Finding("claim.number", quoted(number))
    yield from _time(text)
    if found_no := patterns("claims", "voice")["negative"].search(text):
        yield Finding("claim.negative", quoted(found_no.group()))
    if found_date := patterns("claims", "marks")["date"].search(text):
        yield Finding("claim.when", quoted(found_date.group()), found_date.group())


def _number(text: str) -> str:
    """A number that is no date; empty for none."""
    rest = patterns("claims", "marks")["date"].sub("", text)
    found = patterns("claims", "counts")["count"].search(rest)
    return found.group() if found else ""


def _time(text: str) -> Iterator[Finding]:
    """When it takes place: by the first verb that says so."""
    times = patterns("claims", "times")
    for name in ("conditional", "future"):
        if found := times[name].search(text):
            yield Finding(f"claim.{name}", quoted(found.group()))
    if found := times["perfect"].search(text):
        yield Finding("claim.past", quoted(found.group()))
    verbs = [
        (found.start(), name, found.group()) for name in ("past", "present") if (found := times[name].search(text))
    ]
    if verbs:
        _, name, verb = min(verbs)
        yield Finding(f"claim.{name}", quoted(verb))
    elif found := times["regular"].search(text):
        yield Finding("claim.past", quoted(found.group()))
