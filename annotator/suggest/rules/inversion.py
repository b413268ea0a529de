"""The source behind its verb: `"K," said S` and `K, said S`."""

from annotator.suggest.rules.contents import Match, clause_from, join, quote_after, quote_before, unit_before
from annotator.suggest.rules.lexicon import Verb
from annotator.suggest.rules.line import Line, Part
from annotator.suggest.rules.phrases import after_adjuncts, is_noun, source_after, source_before

SPEECH = frozenset(("say", "report"))
"""The kinds of verbs that stand beside quotations."""


def inverted(line: Line, group: Part, verb: Verb, stop: int) -> Match | None:
    """`"K," said S` and `K, said S`."""
    before = group[0] - 1
    if before < 0 or group[1] - group[0] > 2 or verb.form not in ("past", "s", "any"):
        return None
    if verb.kind not in SPEECH:
        return None
    quote = quote_before(line, before)
    if quote is None and (line.words[before] != "," or verb.kind != "say"):
        return None
    source = source_after(line, group[1], stop)
    if source is None:
        return None
    if quote is None:
        is_last = after_adjuncts(line, source[1], stop) >= stop
        content = unit_before(line, before)
        if content is None or not _may_be_inverted(line, source, group, verb):
            return None
        if is_last:
            return Match(f"clause, verb source:{verb.kind}", group, (content,), source, True)
        rest = clause_from(line, source[1] + 1, stop) if line.words[source[1]] == "," else None
        return Match("clause, verb source, clause", group, join(content, rest), source, True) if rest else None
    content = unit_before(line, before)
    more = quote_after(line, source[1], stop)
    return Match(f"quotation verb source:{verb.kind}", group, join(content, more), source, True)


def _may_be_inverted(line: Line, source: Part, group: Part, verb: Verb) -> bool:
    """Whether words behind a verb that no quotation stands before are its subject rather than what is said."""
    word, sets = line.low[source[0]], line.language.sets
    if line.language.has("addressing", line.low[group[1] - 1]) or word in sets["pronouns"] or _size(source) > 30:
        return False
    if not line.words[source[0]][0].isupper() and source_before(line, group[0], line.sentence(group[0])[0]):
        return False
    plain = source[0] + next((n for n, w in enumerate(line.words[source[0] : source[1]]) if w == ","), _size(source))
    return verb.lemma not in ("tweet", "deny", "confirm") and not any(
        line.low[at].endswith("ed") or (line.low[at] in line.language.verbs and not is_noun(line, at))
        for at in range(source[0], plain)
    )


def _size(part: Part) -> int:
    """How many tokens it is."""
    return part[1] - part[0]
