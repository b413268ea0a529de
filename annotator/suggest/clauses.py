"""Where the finite clauses of a stretch of text are: by punctuation, conjunctions and relative pronouns, no parser."""

import re
from collections.abc import Iterator

from annotator.domain.spans import Span
from annotator.suggest.attributes.tables import patterns, word_set

SHORTEST = 3
"""How many words a clause has at least."""

LONGEST = 2000
"""Sentences are shorter; of one that is not, the beginning is read."""

WORD = re.compile(r"[^\W_][\w'’-]*")
"""A word, with its inner apostrophes and hyphens."""

REGULAR = re.compile(r"[a-z]{3,}ed")
"""A regular past tense, or a participle."""

PAIRS = {'"': '"', "”": "“", "»": "«"}
"""Closing quotation marks with those that open."""


def clauses(text: str, within: Span) -> Iterator[Span]:
    """The finite clauses of the part `within`, in reading order, without the words and marks that join them."""
    start, stop = within.start, min(within.end, within.start + LONGEST)
    for joint in patterns("claims", "clauses")["between"].finditer(text, start, stop):
        if joint.start() > start and _splits(text, start, joint, stop):
            yield from _clause(text, start, joint.start())
            start = joint.start()
    yield from _clause(text, start, stop)


def is_finite(words: str) -> bool:
    """Whether a finite verb seems to stand among the words."""
    known = word_set("claims", "verbs", "words")
    found = WORD.findall(words)
    if not known.isdisjoint(word.lower() for word in found):
        return True
    if any(REGULAR.fullmatch(word) and _is_verb(*around) for *around, word in _around(found)):
        return True
    return patterns("claims", "finite")["inflected"].search(words) is not None


def _around(found: list[str]) -> Iterator[tuple[str, str, str]]:
    """Each word but the first, behind the word before it and the word after it."""
    return zip(found, [*found[2:], ""], found[1:], strict=False)


def _is_verb(before: str, after: str) -> bool:
    """Whether a form that ends with `ed` between these words is no participle."""
    return before.lower() not in word_set("grammar", "words", "determiners") and after != "by"


def _splits(text: str, start: int, joint: re.Match[str], stop: int) -> bool:
    """Whether the words before the joint are a clause, and those behind it begin another."""
    before, after = text[start : joint.start()], text[joint.end() : stop]
    shapes = patterns("claims", "clauses")
    if not is_finite(before):
        return False
    following = after[: _next_joint(text, joint.end(), stop) - joint.end()]
    if shapes["relative"].match(after):
        return "," in joint.group() and is_finite(following)
    if joint.group().strip() == ",":
        if shapes["relative"].match(before.lstrip(" ,")):
            return is_finite(following)
        leads = shapes["subordinate"].match(before) and shapes["subject"].match(after)
        return bool((leads or shapes["spliced"].match(after)) and is_finite(following))
    if shapes["hard"].search(joint.group()):
        return is_finite(after)
    return bool(shapes["subject"].match(after)) and is_finite(following)


def _next_joint(text: str, start: int, stop: int) -> int:
    found = patterns("claims", "clauses")["between"].search(text, start, stop)
    return found.start() if found else stop


def _clause(text: str, start: int, end: int) -> Iterator[Span]:
    """The clause between two offsets without what joins it to others, if there is one."""
    shapes = patterns("claims", "clauses")
    opening = shapes["opening"].match(text[start:end])
    first = start + (opening.end() if opening else 0)
    if found := shapes["reported"].search(text, first, end):
        first = found.end() if is_finite(text[found.end() : end]) else first
    first -= _opened_before(text, start, first, end)
    last = first + len(_ended(text[first:end]))
    if len(text[first:last].split()) >= SHORTEST and is_finite(text[first:last]):
        yield Span(first, last)


def _ended(words: str) -> str:
    """The words without the marks and the joining words at their end; a closing mark stays with its opening one."""
    shapes = patterns("claims", "clauses")
    kept = words.rstrip()
    if kept[-1:] in PAIRS and PAIRS[kept[-1]] in kept[:-1]:
        return kept
    kept = shapes["ended"].sub("", shapes["closing"].sub("", kept)).rstrip(" ,")
    return kept + "." if re.search(r"(?<!\w)\w\.\w$", kept) and words[len(kept) : len(kept) + 1] == "." else kept


def _opened_before(text: str, start: int, first: int, end: int) -> int:
    """By how much a clause begins earlier: its quotation mark, where the one that closes it stands inside."""
    mark = text[first - 1 : first] if first > start else ""
    closing = {"“": "”", "«": "»", '"': '"'}.get(mark, "")
    at = text.find(closing, first, end) if closing else -1
    return 1 if at >= 0 and len(text[at + 1 : end].split()) > 1 else 0
