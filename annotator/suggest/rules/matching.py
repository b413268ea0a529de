"""The patterns: which tokens of a paragraph make an attribution, each by the name of what was seen."""

from collections.abc import Iterator

from annotator.suggest.rules.contents import (
    Match,
    clause_end,
    clause_from,
    join,
    quote_after,
    quote_before,
    unit_before,
)
from annotator.suggest.rules.inversion import SPEECH, inverted
from annotator.suggest.rules.lexicon import Verb
from annotator.suggest.rules.line import Line, Part
from annotator.suggest.rules.phrases import after_adjuncts, is_noun, source_before, verb_group
from annotator.suggest.rules.wordings import phrases_at

BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re"])
"""The forms of an auxiliary that make a passive or a progressive."""


def matches(line: Line) -> list[Match]:
    """What each pattern sees in a paragraph, in reading order of the cues; some are in each other's way."""
    found: list[Match] = []
    verbs, starters, cues = line.language.verbs, line.language.sets["starters"], line.language.attributing
    for index in [index for index, word in enumerate(line.low) if word in cues and not line.quoted[index]]:
        word = line.low[index]
        verb = verbs.get(word)
        if verb and not (line.words[index][0].isupper() and index > line.sentence(index)[0]):
            found += _of_verb(line, index, verb, found)
        if word in starters:
            found += phrases_at(line, index)
    return found


def _of_verb(line: Line, index: int, verb: Verb, found: list[Match]) -> Iterator[Match]:
    """What is seen at a verb."""
    first, last = line.sentence(index)
    group = verb_group(line, index, verb, first)
    if group is None:
        return
    stop = clause_end(line, index, last)
    group = _with_paper(line, group, verb, stop)
    if group is None:
        return
    if verb.form == "ing" and not any(word in BE for word in line.low[group[0] : index]):
        yield from _participle(line, group, verb, first, stop, found)
        return
    if not _is_active(line, group, index, verb):
        return
    behind = inverted(line, group, verb, stop)
    if behind:
        yield behind
        return
    source = source_before(line, group[0], first)
    if source is None:
        yield from _shared(line, group, verb, stop, found)
        return
    if verb.form == "base" and not _agrees(line, source, group, index):
        return
    yield from _with_subject(line, source, group, verb, stop)


def _with_paper(line: Line, group: Part, verb: Verb, stop: int) -> Part | None:
    """The verb group with what was given, as in `published a report according to which` and `repeated a call`."""
    sets, at = line.language.sets, group[1]
    if line.low[at : at + 1] in (["out"], ["again"]):
        at += 1
    if at < stop and line.low[at] in sets["determiners"]:
        noun = next((n for n in range(at + 1, min(stop, at + 4)) if line.low[n] in sets["papers"]), None)
        if noun is not None and line.low[noun + 1 : noun + 3] == ["according", "to"]:
            return group[0], min(noun + 4, stop)
        if noun is not None and noun + 1 < stop and line.low[noun + 1] in sets["openings"]:
            return group[0], noun + 1 + (line.low[noun + 1] == "saying")
    return None if verb.kind == "give" else group


def _is_active(line: Line, group: Part, index: int, verb: Verb) -> bool:
    """Whether the verb group is finite and not passive."""
    helpers = line.low[group[0] : index]
    if verb.form in ("past", "participle"):
        if any(word in BE for word in helpers):
            return False
        return verb.form == "past" or any(word in ("has", "have", "had", "'ve") for word in helpers)
    if verb.form == "ing" or (group[1] < len(line.low) and line.quoted[group[1]]):
        return True
    following = line.low[group[1]] if group[1] < len(line.low) else ""
    other = line.language.verbs.get(following)
    if other and other.form in ("past", "base") and other.kind == "say":
        return False
    sets = line.language.sets
    if is_noun(line, index):
        return following == "that" or following in sets["determiners"] or following in sets["pronouns"]
    return True


def _agrees(line: Line, source: Part, group: Part, index: int) -> bool:
    """Whether a base form may be the verb of the source: after an auxiliary, or with a plural."""
    if index > group[0] and any(word in line.language.sets["auxiliaries"] for word in line.low[group[0] : index]):
        return True
    if line.low[source[0]] in ("he", "she", "it"):
        return False
    words = [line.low[at] for at in range(*source)]
    if len(words) == 1 and words[0] in line.language.sets["pronouns"]:
        return True
    plural = line.language.sets["plurals"]
    return any(
        word in plural or word == "and" or (len(word) > 3 and word[-1] == "s" and word[-2] != "s") for word in words
    )


def _is_relative(line: Line, index: int) -> bool:
    """Whether the token is the `which` that a clause is about, rather than `of which`."""
    return index > 0 and line.low[index] == "which" and line.low[index - 1] not in line.language.sets["prepositions"]


def _with_subject(line: Line, source: Part, group: Part, verb: Verb, stop: int) -> Iterator[Match]:
    """`"K," S said`, `K, S said.`, `K1, S said, K2` and `S said K`."""
    before = source[0] - 1
    after = after_adjuncts(line, group[1], stop)
    quote = quote_before(line, before) if before >= 0 else None
    is_parted = before >= 0 and line.words[before] == ","
    if quote is not None and verb.kind in SPEECH and (is_parted or line.quoted[before]):
        more = quote_after(line, group[1], stop)
        yield Match(f"quotation source verb:{verb.kind}", group, join(unit_before(line, before), more), source, True)
        return
    is_last = after >= stop
    if before >= 0 and line.low[before] == "as":
        yield from _as_said(line, source, group, verb, after, stop)
        return
    if before >= 0 and verb.kind not in SPEECH and line.low[before] in ("if", "what", "whether", "how", "when"):
        return
    if is_parted and is_last and verb.kind in ("say", "report"):
        content = unit_before(line, before)
        if content:
            yield Match(f"clause, source verb:{verb.kind}", group, (content,), source, True)
        return
    if is_parted and line.words[after] == "," and verb.kind == "say" and after + 2 < stop:
        content, rest = unit_before(line, before), (after + 1, stop)
        if content and not line.quoted[after + 1]:
            yield Match(f"clause, source verb, clause:{verb.kind}", group, join(content, rest), source, True)
            return
    following = _following(line, group, after, stop)
    if following:
        cue, content = following
        relative = (before, source[0]) if _is_relative(line, before) else None
        yield Match(f"source verb clause:{verb.kind}", cue, join(relative, content), source)


def _as_said(line: Line, source: Part, group: Part, verb: Verb, after: int, stop: int) -> Iterator[Match]:
    """`K, as S said` and `As S said, K`."""
    at = source[0] - 1
    first = line.sentence(at)[0]
    if verb.kind not in SPEECH:
        return
    if at > first and (line.words[at - 1] == "," or quote_before(line, at - 1) is not None):
        content = unit_before(line, at - 1)
    else:
        content = clause_from(line, after + 1, stop) if after < stop and line.words[after] == "," else None
    if content:
        yield Match("as source verb", group, (content,), source, True)


def _following(line: Line, group: Part, start: int, stop: int) -> tuple[Part, Part] | None:
    """The cue and the content behind it."""
    cue = group
    if start < stop and line.words[start] == ":":
        cue = (group[0], start + 1) if start == group[1] else group
    elif line.language.has("addressing", line.low[group[1] - 1]):
        start = _after_addressee(line, start, stop)
    content = clause_from(line, start, stop)
    if content and line.language.code != "en" and not _is_introduced(line, content[0]):
        return None
    return (cue, content) if content else None


def _is_introduced(line: Line, index: int) -> bool:
    """Whether a colon, quotation marks or a conjunction say that what was said begins here."""
    before = line.words[index - 1]
    return before == ":" or line.quoted[index] > 0 or line.language.has("conjunctions", line.low[index])


def _after_addressee(line: Line, start: int, stop: int) -> int:
    """The token behind the one who is told."""
    for at in range(start, min(stop, start + 10)):
        if line.low[at] in ("that", "to", "about") or line.quoted[at] or line.words[at] in ",:":
            return at - (at > start and line.low[at - 1] == "not")
    if start < stop and line.is_name(start):
        at = start
        while at < stop and (line.is_name(at) or line.words[at] in ".-&"):
            at += 1
        return at if at < stop else start
    if start < stop and line.low[start] in line.language.sets["determiners"]:
        return min(start + 2, stop - 1)
    return start + 1 if start + 1 < stop else start


def _participle(line: Line, group: Part, verb: Verb, first: int, stop: int, found: list[Match]) -> Iterator[Match]:
    """`…, adding that K`: the source is the one of the sentence's earlier attribution, or its subject."""
    if line.low[group[1] - 1] not in line.language.sets["participles"] and not verb.after:
        return
    if group[0] == first or line.low[group[0] - 1] not in (",", "by", "in", "while", "—", "–", "-"):
        return
    following = _following(line, group, after_adjuncts(line, group[1], stop), stop)
    source = next((each.source for each in reversed(found) if first <= each.cue[0] and each.source), None)
    source = source or first_subject(line, first, group[0])
    if following and source:
        yield Match(f"shared source, participle:{verb.kind}", following[0], (following[1],), source)


def _shared(line: Line, group: Part, verb: Verb, stop: int, found: list[Match]) -> Iterator[Match]:
    """`S did this and said K`."""
    if group[0] == 0 or line.low[group[0] - 1] not in ("and", "but") or verb.form == "base":
        return
    first = line.sentence(group[0])[0]
    following = _following(line, group, after_adjuncts(line, group[1], stop), stop)
    earlier = next((each.source for each in reversed(found) if first <= each.cue[0] and each.source), None)
    source = earlier or first_subject(line, first, group[0])
    if following and source:
        yield Match(f"shared subject verb clause:{verb.kind}", following[0], (following[1],), source)


def first_subject(line: Line, first: int, stop: int) -> Part | None:
    """The pronoun or name with which a clause begins."""
    sets = line.language.sets
    while first < stop and (line.low[first] in sets["openers"] or line.low[first] in sets["adverbs"]):
        first += 1
    if first < stop and line.low[first] in sets["pronouns"] - sets["never_sources"]:
        return first, first + 1
    if first < stop and line.low[first] in sets["determiners"]:
        return _until_verb(line, first, stop)
    at = first
    while at < stop and not line.quoted[at] and (line.is_name(at) or line.words[at] in ".-&"):
        at += 1
    while at > first and not line.words[at - 1][0].isalnum():
        at -= 1
    return (first, at) if at > first else None


def _until_verb(line: Line, first: int, stop: int) -> Part | None:
    """The words from a determiner on, up to what looks like a verb."""
    for at in range(first + 1, min(stop, first + 8)):
        word = line.low[at]
        if not word[0].isalnum() or line.quoted[at]:
            return None
        if word in line.language.sets["auxiliaries"] or word in line.language.verbs or word.endswith("ed"):
            return (first, at) if at > first + 1 else None
    return None
