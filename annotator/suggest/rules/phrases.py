"""The phrases around a cue: the verb group itself, the source before it and the source behind it."""

from annotator.suggest.rules.lexicon import Verb
from annotator.suggest.rules.line import Line, Part

BREAKS = frozenset(",;:—–()?!…[]")
"""Marks that no plain source goes across."""

DASHES = frozenset("—–")
"""Dashes that may stand around an apposition."""

LONGEST = 40
"""How many tokens a source may have."""

LONGEST_APPOSITION = 28
"""How many tokens may stand between the commas of an apposition."""


def verb_group(line: Line, index: int, verb: Verb, floor: int) -> Part | None:
    """The tokens of the verb at `index` with its auxiliaries, adverbs and particle; None if it lacks its particle."""
    first, last = index, index + 1
    while first > floor and is_helper(line, first - 1):
        first -= 1
    if verb.after:
        particle = line.low[last] if last < len(line.low) else ""
        if particle not in verb.after:
            return None
        if particle not in ("that", "to") or verb.lemma in ("refer", "point"):
            last += 1
    elif f"{verb.lemma}-{''.join(line.low[last : last + 1])}" in line.language.sets["joining"]:
        last += 1
    return first, last


def is_helper(line: Line, index: int) -> bool:
    """Whether the token is an auxiliary or an adverb that may belong to a verb group."""
    word, sets = line.low[index], line.language.sets
    if line.quoted[index]:
        return False
    is_adverb = word.endswith("ly") and len(word) > 4 and word not in sets["not_adverbs"] and line.words[index] == word
    return word in sets["auxiliaries"] or word in sets["adverbs"] or (bool(sets["adverb_ending"]) and is_adverb)


def is_noun(line: Line, index: int) -> bool:
    """Whether the verb form is more often a noun, as in `the claims`."""
    return line.low[index] in line.language.sets["nouns"]


def source_before(line: Line, end: int, floor: int) -> Part | None:
    """The noun phrase that ends just before token `end`, with its appositions; None if there is none."""
    last, at = end, end - 1
    while at > floor:
        if line.words[at] == ")" and (opened := _last_of(line, "(", at, floor)) is not None:
            at = opened - 1
            continue
        if line.words[at] not in DASHES and line.words[at] != ",":
            break
        opened = _last_of(line, line.words[at], at, floor)
        if opened is None or opened <= floor:
            return None
        inner = (opened + 1, at)
        if is_apposition(line, inner):
            last = at if last == end else last
        elif is_aside(line, inner):
            last = opened if last in (end, at + 1) else last
        else:
            return None
        at = opened - 1
    return _phrase(line, at, floor, last)


def _last_of(line: Line, mark: str, before: int, floor: int) -> int | None:
    """The nearest such mark before a token, with no quotation between."""
    for index in range(before - 1, max(floor - 1, before - LONGEST_APPOSITION), -1):
        if line.words[index] == mark:
            return index
        if line.quoted[index]:
            return None
    return None


def is_apposition(line: Line, part: Part) -> bool:
    """Whether what stands between two commas says who the source is."""
    first, last = part
    if first >= last:
        return False
    word, sets = line.low[first], line.language.sets
    if word in sets["determiners"] or word in sets["relatives"] or word.isdigit():
        return True
    if word in sets["openers"] or word in sets["prepositions"] or word in sets["asides"] or word.endswith("ing"):
        return False
    if line.words[first][0].isupper():
        return last - first <= 4 or not any(at in sets["auxiliaries"] for at in line.low[first:last])
    return not is_helper(line, first)


def is_aside(line: Line, part: Part) -> bool:
    """Whether what stands between two commas says when or how something was said, or links to what was said before."""
    first, last = part
    if first >= last:
        return False
    word, sets = line.low[first], line.language.sets
    return word in sets["asides"] or word in sets["prepositions"] or word.endswith("ing") or word in sets["openers"]


def _phrase(line: Line, at: int, floor: int, last: int) -> Part | None:
    """The noun phrase whose own words end with token `at`, and whose appositions end before `last`."""
    if at < floor or line.quoted[at]:
        return None
    sets, word = line.language.sets, line.low[at]
    if word in sets["pronouns"] or word in sets["relatives"]:
        return None if word in sets["never_sources"] and word != "which" else (at, last)
    if word in sets["determiners"] and word not in sets["plurals"] and word not in ("one", "another", "this"):
        return None
    start = _trimmed(line, _stretch(line, at, floor), at)
    if start is None or last - start > LONGEST or (not line.words[at][0].isalnum() and line.words[at] not in ".%"):
        return None
    return start, last


def _stretch(line: Line, at: int, floor: int) -> int:
    """The first token of the run of words before and with token `at` that no verb or mark interrupts."""
    sets, verbs = line.language.sets, line.language.verbs
    first = at
    floor = max(floor, at - LONGEST)
    while first >= floor and not line.quoted[first] and line.words[first] not in BREAKS:
        word = line.low[first]
        verb = verbs.get(word)
        is_finite = verb is not None and verb.form in ("past", "any") and verb.kind in ("say", "mind")
        if word in sets["auxiliaries"] or is_finite:
            if not any(line.low[index] in sets["relatives"] for index in range(max(floor, first - 2), first)):
                break
        elif word in sets["openers"] and (word != "and" or line.low[first - 1].endswith("ed")):
            break
        first -= 1
    return first + 1


def _trimmed(line: Line, first: int, at: int) -> int | None:
    """Where the noun phrase begins in a run of words: behind openers, adverbs and a prepositional phrase."""
    sets = line.language.sets
    while first <= at and (line.low[first] in sets["openers"] or line.low[first] in sets["asides"]
                           or is_helper(line, first) or not line.words[first][0].isalnum()):  # fmt: skip
        first += 1
    if first > at or line.low[at] in sets["openers"] or line.low[at] in sets["prepositions"]:
        return None
    if line.low[first] == "which" and first < at:
        first += 1
    for inner in range(first + 1, at):
        if line.low[inner] in ("which", "whom") and line.low[inner - 1] in sets["prepositions"]:
            first = inner + 1
    if first and line.low[first - 1] in sets["prepositions"]:
        return _last_phrase(line, first - 1, at)
    if line.low[first] in sets["prepositions"] or line.low[first] in sets["days"]:
        return _last_phrase(line, first, at)
    return first


def _last_phrase(line: Line, first: int, at: int) -> int | None:
    """Where the last noun phrase of a run of words begins that starts with a preposition."""
    sets = line.language.sets
    start = at
    while start - 1 > first and line.low[start - 1] not in sets["prepositions"] | sets["days"]:
        if line.low[start] in sets["determiners"] or (line.is_name(start) and not _goes_on(line, start - 1)):
            break
        start -= 1
    return start if line.low[start - 1] not in sets["prepositions"] else None


def _goes_on(line: Line, index: int) -> bool:
    """Whether the token may stand inside a name."""
    is_joined = line.low[index] == "and" and index > 0 and line.is_name(index - 1)
    return is_joined or line.words[index][0].isupper() or line.words[index] in ".-&"


def source_after(line: Line, start: int, stop: int) -> Part | None:
    """The noun phrase that begins with token `start`, with its appositions; None if there is none."""
    if start >= stop or not may_begin(line, start):
        return None
    sets = line.language.sets
    if line.low[start] in sets["pronouns"]:
        return start, start + 1
    at, in_apposition = start, False
    stop = min(stop, start + LONGEST)
    while at < stop:
        word, low = line.words[at], line.low[at]
        if word == "," and _goes_into_apposition(line, at + 1, stop):
            in_apposition = True
        elif word == "(" and ")" in line.words[at:stop]:
            at = line.words.index(")", at)
        elif (
            line.quoted[at]
            or word in BREAKS
            or _is_occasion(line, at, stop)
            or (not in_apposition and low in sets["source_stops"])
        ):
            break
        elif (
            not in_apposition and low in sets["auxiliaries"] and not sets["relatives"].intersection(line.low[start:at])
        ):
            return None
        at += 1
    while at > start and not line.words[at - 1][-1].isalnum() and line.words[at - 1] not in ").":
        at -= 1
    return (start, at) if start < at <= start + LONGEST else None


def may_begin(line: Line, index: int) -> bool:
    """Whether a source may begin with the token."""
    word, sets = line.low[index], line.language.sets
    if line.quoted[index] or not word[0].isalnum() or word in sets["auxiliaries"] or word in sets["never_sources"]:
        return False
    return not (
        word in sets["openers"] or word in sets["prepositions"] or word in sets["days"] or is_helper(line, index)
    )


def _goes_into_apposition(line: Line, index: int, stop: int) -> bool:
    """Whether an apposition begins with the token."""
    if index >= stop or line.quoted[index]:
        return False
    word, sets = line.low[index], line.language.sets
    if word in sets["openers"] or word in sets["prepositions"] or word in sets["asides"] or word in sets["days"]:
        return False
    end = next((at for at in range(index, stop) if line.words[at] in BREAKS), stop)
    if word not in sets["relatives"] and any(at in sets["auxiliaries"] for at in line.low[index:end]):
        return False
    return not (word.endswith("ing") or word in sets["pronouns"] - sets["relatives"] or not word[0].isalnum())


def _is_occasion(line: Line, index: int, stop: int) -> bool:
    """Whether the words from the token on say when or on what occasion something was said."""
    word, sets = line.low[index], line.language.sets
    if word in sets["days"]:
        return True
    if word not in sets["adjunct_starts"] or word not in sets["prepositions"]:
        return False
    return any(line.low[at] in sets["occasions"] for at in range(index + 1, min(stop, index + 4)))


def after_adjuncts(line: Line, index: int, stop: int) -> int:
    """The token behind words that say when, where or on what occasion something was said."""
    sets = line.language.sets
    while index < stop and line.low[index] in sets["days"]:
        index += 1
    if index < stop and line.low[index] in sets["adjunct_starts"]:
        for at in range(index + 1, min(stop, index + 9)):
            if line.low[at] == "that" or (line.quoted[at] and not line.quoted[at - 1] and line.words[at - 1] in ",:"):
                return at
        if _is_occasion(line, index, stop):
            at = index + 1
            while at < stop and line.low[at] not in sets["occasions"]:
                at += 1
            while at < stop and (line.low[at] in sets["occasions"] or line.low[at].isdigit()):
                at += 1
            return at
    return index
