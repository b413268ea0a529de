"""Attributions by fixed words rather than an active verb: `according to S`, `seen by S as`, `reportedly`."""

from collections.abc import Iterator

from annotator.suggest.rules.contents import Match, clause_end, clause_from, join, quote_before, unit_before
from annotator.suggest.rules.line import Line, Part
from annotator.suggest.rules.phrases import is_helper, source_after, source_before

POSSESSIVES = frozenset(("his", "her", "their", "its", "my", "our", "your"))
"""Words that name the source of a noun of speech."""


def phrases_at(line: Line, index: int) -> Iterator[Match]:
    """What is seen at a word that may begin or be a fixed wording."""
    word, first_last = line.low[index], line.sentence(index)
    first, stop = first_last[0], clause_end(line, index, first_last[1])
    if line.language.has("according", word):
        cue = _according_cue(line, index)
        yield from _according(line, cue, first, stop) if cue else ()
    elif line.language.has("hearsay", word):
        yield from _hearsay(line, index, first, stop)
    elif line.language.has("passive", word) and line.low[index + 1 : index + 2] == ["by"]:
        yield from _passive(line, index, first, stop)
    elif line.language.has("seeming", word) or line.language.has("believed", word):
        yield from _seeming(line, index, first, stop)
    elif word == ":":
        yield from _named(line, index, first, stop)
    elif word == "asked":
        yield from _asked(line, index, first, stop)
    elif line.language.has("sayings", word):
        yield from _saying(line, index, first, stop)
    elif word == "quoted" and line.low[index + 1 : index + 3] == ["as", "saying"]:
        yield from _quoted(line, index, first, stop)


def _according_cue(line: Line, index: int) -> Part | None:
    """The words that say `according to`; none in `according to which`."""
    if line.language.code != "en":
        return index, index + 1
    is_whole = line.low[index + 1 : index + 2] == ["to"] and line.low[index + 2 : index + 3] != ["which"]
    return (index, index + 2) if is_whole else None


def _according(line: Line, cue: Part, first: int, stop: int) -> Iterator[Match]:
    """`according to S, K`, `K, according to S` and `K1, according to S, K2`."""
    source = source_after(line, cue[1], stop)
    if source is None or (cue[0] > first and line.low[cue[0] - 1] in ("go", "goes", "going", "went", "gone")):
        return
    preceding = unit_before(line, cue[0] - 1) if cue[0] > first else None
    if preceding and preceding[1] - preceding[0] < 2 and line.low[preceding[0]] in line.language.sets["openers"]:
        preceding = None
    if preceding and line.low[preceding[1] - 1] in line.language.sets["relatives"]:
        preceding = preceding[1] - 1, preceding[1]
    if preceding is None:
        source = _first_comma(line, source)
    at = source[1]
    following = clause_from(line, at + 1, stop) if at < stop and line.words[at] == "," else None
    content = join(preceding, following)
    if content and preceding and following:
        yield Match("clause, according to source, clause", cue, content, source, True)
    elif content and preceding:
        yield Match("clause, according to source", cue, content, source, True)
    elif content:
        yield Match("according to source, clause", cue, content, source)


def _first_comma(line: Line, source: Part) -> Part:
    """The source up to its first comma, where what follows is the content rather than an apposition between commas."""
    commas = [at for at in range(*source) if line.words[at] == ","]
    if not commas or (len(commas) == 1 and source[1] < len(line.words) and line.words[source[1]] == ","):
        return source
    return source[0], commas[0]


def _hearsay(line: Line, index: int, first: int, stop: int) -> Iterator[Match]:
    """`the parties reportedly agreed`: what is around the adverb, credited to nobody."""
    start = first
    for at in range(index - 1, first - 1, -1):
        if line.quoted[at] or line.words[at] in ",;:—–(" or line.low[at] in line.language.sets["openers"]:
            start = at + 1
            break
    end = next((at for at in range(index + 1, stop) if line.words[at] in ",;—–)" and not line.quoted[at]), stop)
    parts = [part for part in ((start, index), (index + 1, end)) if part[0] < part[1]]
    if parts and parts[-1][0] > index and line.low[index - 1 : index] != [","]:
        yield Match("hearsay adverb", (index, index + 1), tuple(parts))


def _passive(line: Line, index: int, first: int, stop: int) -> Iterator[Match]:
    """`is seen by S as K`."""
    source = source_after(line, index + 2, stop)
    if source is None:
        return
    for at in range(source[0] + 1, min(stop, source[1] + 1)):
        if line.low[at] in ("as", "to"):
            cue = (_group_start(line, index, first), index + 2)
            content = clause_from(line, at, stop)
            if content and content[1] - content[0] > 1:
                yield Match("seen by source as", cue, (content,), (source[0], at))
            return


def _seeming(line: Line, index: int, first: int, stop: int) -> Iterator[Match]:
    """`S is believed to` and `S seems to`: credited to nobody; the subject belongs to the content."""
    begin = _group_start(line, index, first)
    is_passive = any(line.low[at] in ("is", "are", "was", "were", "been", "be") for at in range(begin, index))
    if line.low[index + 1 : index + 2] not in (["to"], ["that"], ["as"], ["like"], ["likely"]):
        return
    if is_passive == line.language.has("seeming", line.low[index]):
        return
    subject = source_before(line, begin, first)
    following = clause_from(line, index + 1, stop)
    if following and (subject or begin > first):
        yield Match(
            f"credited to nobody:{'passive' if is_passive else 'seeming'}", (begin, index + 1), join(subject, following)
        )


def _named(line: Line, index: int, first: int, stop: int) -> Iterator[Match]:
    """`Name: "K"`, as in an interview."""
    names = range(first, index)
    is_name = all(line.is_name(at) or line.words[at] in ".-&'" for at in names) and 0 < len(names) <= 5
    content = clause_from(line, index + 1, stop)
    if is_name and content and line.quoted[content[0]]:
        yield Match("source colon quotation", (index, index + 1), (content,), (first, index))


def _asked(line: Line, index: int, first: int, stop: int) -> Iterator[Match]:
    """`was asked whether K` and `Asked whether K, S said`: who asked is not told."""
    begin = _group_start(line, index, first)
    is_passive = any(line.low[at] in ("is", "are", "was", "were", "been", "being", "be") for at in range(begin, index))
    if not (is_passive or index == first or line.low[index - 1] in ("when", "after")):
        return
    start = index + 1 + (line.low[index + 1 : index + 2] in (["about"], ["for"]))
    comma = next((at for at in range(start, stop) if line.words[at] == "," and not line.quoted[at]), stop)
    content = clause_from(line, start, stop if is_passive else comma)
    if content and line.low[content[0]] != "by":
        yield Match("asked by nobody", (begin, start), (content,))


def _saying(line: Line, index: int, first: int, stop: int) -> Iterator[Match]:
    """`his remark that K` and `the mayor's claim that K`."""
    following = line.low[index + 1 : index + 2]
    if following != ["that"] or index == first:
        return
    owner = index - 1
    while (
        owner > first
        and line.low[owner] not in ("'s", "'")
        and line.low[owner] not in POSSESSIVES
        and owner > index - 4
    ):
        owner -= 1
    content = clause_from(line, index + 1, stop)
    if content is None:
        return
    if line.low[owner] in POSSESSIVES:
        yield Match("possessive source, noun", (index, index + 1), (content,), (owner, owner + 1))
    elif line.low[owner] in ("'s", "'") and (source := source_before(line, owner, first)):
        yield Match("possessive source, noun", (index, index + 1), (content,), source)


def _quoted(line: Line, index: int, first: int, stop: int) -> Iterator[Match]:
    """`"K," S was quoted as saying by T`: T carries what S says."""
    if line.low[index + 3 : index + 4] != ["by"]:
        return
    source = source_after(line, index + 4, stop)
    begin = _group_start(line, index, first)
    inner = source_before(line, begin, first)
    at = inner[0] - 1 if inner else begin - 1
    if source and inner and at > 0 and quote_before(line, at) is not None and (content := unit_before(line, at)):
        yield Match("quoted as saying by source", (begin, index + 4), (content,), source, True)


def _group_start(line: Line, index: int, first: int) -> int:
    while index > first and is_helper(line, index - 1):
        index -= 1
    return index
