"""What a frame answers by itself: speech type from the quotation marks, stance, medium and their kin from the cue."""

from bisect import bisect_left
from collections.abc import Iterator

from annotator.domain.checks import Quoting, quoting
from annotator.domain.checks.quotations import MARKS
from annotator.domain.documents import Document, tokens
from annotator.domain.spans import Fragments, Span, envelope, fragments_cover, overlaps, words
from annotator.suggest.attributes.answer import Answer, Finding, answers, quoted
from annotator.suggest.attributes.mention import DETERMINERS, Mention
from annotator.suggest.attributes.sources import parts_of
from annotator.suggest.attributes.tables import bases, classes, patterns, singular, word_set
from annotator.suggest.rules.lexicon import is_english

IN_QUOTATION_MARKS = {
    Quoting.QUOTED: "the words stand in quotation marks",
    Quoting.PARTLY: "part of it stands in quotation marks",
    Quoting.UNQUOTED: "no quotation marks",
}

WAYS = ("written", "social", "court", "willed", "thought", "shown", "known", "spoken", "asserted")
"""Classes of cue words, the telling ones first."""

UNSAID = word_set("grammar", "words", "unsaid")
"""Words by which something was not said."""

LONGEST = 300
"""Cues are shorter; of one that is not, the beginning is read."""


def frame_answers(
    document: Document,
    source: Fragments,
    cue: Fragments,
    content: Fragments,
    *,
    continues: bool = False,
    carries: bool = False,
    exempt: Fragments = (),
) -> dict[str, Answer]:
    """What is proposed for a frame with these parts; any of them may be empty.

    In other languages than English, only what quotation marks say: the word lists are English.
    `continues` says that it carries on an earlier frame, `carries` that another frame lies in its content, and
    `exempt` where quotation marks are marked as reporting no speech.
    """
    said = words(document.text, cue)[:LONGEST]
    marks = [
        *_speech(document, cue, content, exempt, on=continues),
        *_continuation(document, content, on=continues),
        *_edits(document, content),
        *_bare_mark(said),
    ]
    if not is_english(document):
        return answers(marks)
    kinds = _kinds(said)
    parts = parts_of(document, source) if source else Mention(words=())
    return answers(
        [
            *_relay(parts, said, content, carries=carries),
            *_telling(document, cue, content, exempt, kinds),
            *marks,
            *_nobody(source, said),
            *_way(parts, said, kinds, content[0].cut(document.text) if content else ""),
            *_manner(said, parts),
            *_time(document, cue),
        ]
    )


def _kinds(said: str) -> dict[str, str]:
    """The classes of the words of a cue, each with the last word that is of it; nouns first."""
    found: dict[str, str] = {}
    before = ("", "")
    for word in _words(said):
        for kind in classes("cues", "nouns").get(singular(word), ()):
            if not DETERMINERS.isdisjoint(before) or not (before[1] or kind == "willed"):
                found[f"noun {kind}"] = word
        before = (before[1], word)
        for base in bases(word):
            for kind in classes("cues", "verbs").get(base, ()):
                found[kind] = word
    return found


def _words(said: str) -> list[str]:
    return [span.cut(said).lower() for span in tokens(said)]


def _speech(
    document: Document, cue: Fragments, content: Fragments, exempt: Fragments, *, on: bool
) -> Iterator[Finding]:
    """The speech type by the quotation marks, as their check asks for; none where a mark has no partner."""
    if not content:
        return
    true = quoting(document, content, exempt)[0]
    reason = IN_QUOTATION_MARKS[true]
    if true is Quoting.PARTLY:
        if not _is_one_word(document, content):
            yield Finding("speech.partly_quoted", reason)
    elif true is Quoting.UNQUOTED and _has_loose_mark(document, content):
        return
    elif not cue and on:
        yield Finding("speech.quoted_on" if true is Quoting.QUOTED else "speech.unquoted_on", f"{reason}, no cue")
    elif true is Quoting.QUOTED:
        yield Finding("speech.quoted", reason)
    elif cue:
        yield Finding("speech.unquoted", reason)


def _has_loose_mark(document: Document, content: Fragments) -> bool:
    """Whether the content begins or ends with a quotation mark whose partner it does not have."""
    pairs = ((each.start, each.end - 1) for each in _near(document, content))
    paired = {at for pair in pairs if all(any(at in span for span in content) for at in pair) for at in pair}
    edges = (at for span in content for at in (span.start, span.end - 1))
    return any(document.text[at] in MARKS and at not in paired for at in edges)


def _relay(parts: Mention, said: str, content: Fragments, *, carries: bool) -> Iterator[Finding]:
    """That an outlet passes on what someone said to it, whatever the quotation marks are."""
    if content and carries and _is_outlet(parts) and patterns("cues", "phrases")["relay"].search(said):
        yield Finding("speech.carried", "an outlet carries another attribution")


def _telling(
    document: Document, cue: Fragments, content: Fragments, exempt: Fragments, kinds: dict[str, str]
) -> Iterator[Finding]:
    """That the frame tells of a speech act, where no quotation marks say otherwise."""
    if not cue or not content or quoting(document, content, exempt)[0] is not Quoting.UNQUOTED:
        return
    if not _has_loose_mark(document, content) and (told := _told(document, cue, content, kinds)):
        yield Finding("speech.told", told)


def _is_one_word(document: Document, content: Fragments) -> bool:
    """Whether nothing but single words of the content stands in quotation marks: distance, more likely than speech."""
    return all(len(each.cut(document.text).split()) == 1 for each in _near(document, content))


def _near(document: Document, content: Fragments) -> list[Span]:
    """The quotations that share words with the content; none begins before its paragraph does."""
    start, end = document.paragraph_at(content[0].start).start, content[-1].end
    first = bisect_left(document.quotations, start, key=lambda each: each.start)
    last = bisect_left(document.quotations, end, key=lambda each: each.start)
    return [each for each in document.quotations[first:last] if any(overlaps(each, span) for span in content)]


def _told(document: Document, cue: Fragments, content: Fragments, kinds: dict[str, str]) -> str:
    """Why the frame tells of a speech act rather than giving its words; empty where it does not."""
    shapes = patterns("cues", "content")
    first = content[0].cut(document.text)
    if content[0].start < cue[0].start or "according" in kinds.values():
        return ""
    if "noun willed" in kinds:
        return f"{quoted(kinds['noun willed'])} names the act"
    is_clause = bool(shapes["clause"].match(first) or shapes["finite"].search(first))
    if "willed" in kinds and not kinds.keys() & {"spoken", "asserted"} and not shapes["clause"].match(first):
        return f"{quoted(kinds['willed'])} tells of an act"
    if _asks(words(document.text, cue)[:LONGEST]) and shapes["asked"].match(first):
        return "it is said what is asked for"
    if shapes["as"].match(first):
        return "it is said what it is taken for"
    begins = (_words(first) or [""])[0]
    is_other = not is_clause and begins != "that" and ("shown" not in kinds or begins.endswith("ing"))
    if is_other and (shapes["told"].match(first) or not kinds.keys() & {"spoken", "thought"}):
        return "what is said is no sentence"
    return ""


def _asks(said: str) -> bool:
    return not {"ask", "tell"}.isdisjoint(base for word in _words(said) for base in bases(word))


def _continuation(document: Document, content: Fragments, *, on: bool) -> Iterator[Finding]:
    """Why a continuation is one: the quotation marks before it were left open, or it just follows."""
    if not on or not content:
        return
    index = bisect_left(document.quotations, content[0].start, key=lambda each: each.start)
    before = [each for each in document.quotations[max(0, index - 9) : index] if each.end <= content[0].start]
    if not before:
        return
    last = max(before, key=lambda each: each.end)
    if document.text[last.end - 1] not in "\"”»'’‹›“":
        yield Finding("speech.left_open", "the quotation before it is left open")
    elif document.paragraph_at(last.start) != document.paragraph_at(content[0].start):
        yield Finding("speech.next_paragraph", "it follows in the next paragraph")


def _edits(document: Document, content: Fragments) -> Iterator[Finding]:
    """What was visibly done to the quotation."""
    text = document.text
    near = _near(document, content) if content else []
    inside = [each for each in near if fragments_cover(content, (each,))]
    for each in inside:
        words_in = each.cut(text)
        if "[" in words_in and "]" in words_in:
            yield Finding("edit.bracket", "square brackets in the quotation")
        if "..." in words_in or "…" in words_in or ". . ." in words_in:
            yield Finding("edit.ellipsis", "points in the quotation")
        if any(other != each and fragments_cover((each,), (other,)) for other in inside):
            yield Finding("edit.nested", "quotation marks in the quotation")


def _nobody(source: Fragments, said: str) -> Iterator[Finding]:
    """That nobody is named, where the cue by itself says so."""
    if not source and (found := patterns("cues", "phrases")["nobody"].search(said)):
        yield Finding("speech.nobody", f"{quoted(found.group())}, and no source")


def _is_outlet(parts: Mention) -> bool:
    last = parts.name[-1].lower() if parts.name else ""
    heads = classes("nouns", "heads").get(parts.noun, frozenset())
    outlets = {"agency", "daily", "newspaper", "media", "press"} & {word.lower() for word in parts.words}
    is_news = "news" in [word.lower() for word in parts.modifiers]
    return "outlet" in heads | classes("nouns", "names").get(last, frozenset()) or is_news or bool(outlets - {"agency"})


def _bare_mark(said: str) -> Iterator[Finding]:
    """That it was said, where a colon or a dash is all that says so."""
    if said.strip() in (":", "—", "–"):
        yield Finding("cue.spoken", f"only {quoted(said.strip())}")


def _way(parts: Mention, said: str, kinds: dict[str, str], first: str) -> Iterator[Finding]:
    """How it was said, written or shown, and what was done by it; `first` is how the content begins."""
    heads = classes("nouns", "heads").get(parts.noun, frozenset()) if parts.head else frozenset()
    is_thing = bool(heads & {"document", "data", "event"})
    if is_thing and (word := kinds.get("shown") or (kinds.get("asserted") if "data" in heads else None)):
        yield Finding("cue.shown", f"{quoted(word)} of {quoted(parts.head)}")
    yield from _act(said, kinds, first)
    if kinds.keys() & {"spoken", "asserted"}:
        if "document" in heads:
            yield Finding("cue.written", f"the source is a document, {quoted(parts.head)}")
        elif _is_outlet(parts):
            yield Finding("cue.press", f"the source is an outlet, {quoted(parts.head)}")
    for name in ("written", "social", "court", "thought"):
        if found := patterns("cues", "phrases")[name].search(said):
            yield Finding(f"cue.{name}", quoted(found.group()))
    for name in ("noun shown", "noun spoken", "noun press", *WAYS):
        if name in kinds and (name != "shown" or is_thing):
            yield Finding(f"cue.{name.removeprefix('noun ')}", quoted(kinds[name]))


def _act(said: str, kinds: dict[str, str], first: str) -> Iterator[Finding]:
    """That something is wanted, asked for, or not said."""
    if found := patterns("cues", "phrases")["willed"].search(said):
        yield Finding("cue.willed", quoted(found.group()))
    if "noun willed" in kinds:
        yield Finding("cue.willed", quoted(kinds["noun willed"]))
    if "spoken" in kinds and not UNSAID.isdisjoint(_words(said)):
        yield Finding("cue.willed", f"{quoted(said)}: it was not said")
    if _asks(said) and (found := patterns("cues", "content")["asked"].match(first)):
        yield Finding("cue.willed", f"{quoted(said)} with {quoted(found.group())}")


def _manner(said: str, parts: Mention) -> Iterator[Finding]:
    """The stance of the cue, and whether it was said at all."""
    tokens_of = _words(said)
    for section in ("stance", "polarity", "realis"):
        for word in tokens_of:
            for base in bases(word):
                for kind in sorted(classes("cues", section).get(base, ())):
                    yield Finding(f"cue.{kind}", quoted(word))
    if parts.words and parts.words[0].lower() in ("neither", "nobody", "none"):
        yield Finding("cue.negated", quoted(parts.words[0]))


def _time(document: Document, cue: Fragments) -> Iterator[Finding]:
    """The day that stands behind the cue."""
    if not cue:
        return
    end = envelope(cue).end
    if found := patterns("cues", "phrases")["time"].match(document.text[end : end + 60]):
        span = Span(end + found.start(1), end + found.end(1))
        yield Finding("cue.time", quoted(span.cut(document.text)), span.cut(document.text))
