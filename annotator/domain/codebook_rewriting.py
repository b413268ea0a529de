"""A change of a codebook in its TOML text: only names change, so that comments and order stay as they were written."""

import json
import re
from collections.abc import Callable, Iterator
from string import ascii_lowercase

from annotator.domain.codebook import ANY, SHAPES, UNKNOWN, Codebook
from annotator.domain.codebook_mistakes import OF_FRAMES, OF_OTHERS, OF_SOURCES
from annotator.domain.errors import CodebookError
from annotator.domain.keymap import RESERVED
from annotator.domain.parts import Part, Verb
from annotator.domain.recoding import Change, attributes_at
from annotator.domain.toml_lines import Path
from annotator.domain.toml_names import Named, Replacement, names, replaced

RELATION_RULES = ("refers", "same", "distinct", "repeats", "family")
"""Rules that name relations."""

TABLE = re.compile(r"=\s*(\{[^{}]*\})")
"""The questions and answers of a rule."""


def rewritten(text: str, codebook: Codebook, change: Change) -> str:
    """The text of the changed codebook; it is to be parsed again, which finds what does not fit."""
    there = list(names(text))
    if change.part is Part.ATTRIBUTE:
        return replaced(text, _renamed_attribute(text, there, codebook, change))
    if change.part is Part.VALUE:
        return _recast_strings(text, there, change, _is_value(codebook, change), _shared_value(codebook, change))
    references = _is_label if change.part is Part.LABEL else _is_relation
    changed = _recast_strings(text, there, change, references, lambda _: False)
    if change.verb is Verb.MERGE:
        return _without_tables(changed, (change.part, change.old))
    if change.verb is Verb.SPLIT:
        return _split_tables(changed, codebook, change)
    return _renamed_tables(changed, (change.part, change.old), change.new[0])


# --- what names what ------------------------------------------------------------------------------------------------


def _is_label(path: Path) -> bool:
    is_end = len(path) == 3 and path[0] == "relation" and path[2] in ("from", "to")
    is_forbidden = len(path) == 3 and path[0] == "zone" and path[2] == "forbid"
    return is_end or is_forbidden or path == ("rules", "quotation_exempt")


def _is_relation(path: Path) -> bool:
    return len(path) == 2 and path[0] == "rules" and path[1] in RELATION_RULES


def _is_value(codebook: Codebook, change: Change) -> Callable[[Path], bool]:
    base, name = _base(codebook, change.owner), change.attribute

    def is_value(path: Path) -> bool:
        within = path[len(base) :] if path[: len(base)] == base else ()
        is_own = within in ((name, "values"), (name, "default"))
        is_condition = len(within) == 3 and within[1:] == ("when", name)
        is_rule = len(path) == 3 and path[0] == "rules" and path[2] == name
        return is_own or is_condition or (is_rule and change.owner in _owners(codebook, path[1]))

    return is_value


def _shared_value(codebook: Codebook, change: Change) -> Callable[[Path], bool]:
    """Whether a rule means the old value of another label too, so that it stays there."""

    def is_shared(path: Path) -> bool:
        return path[0] == "rules" and any(
            each.name == change.attribute and change.old in each.values
            for owner in _owners(codebook, path[1]) - {change.owner}
            for each in attributes_at(owner, codebook)
        )

    return is_shared


def _base(codebook: Codebook, owner: str) -> Path:
    """Where in the file the questions about a label, a relation, frames or the registry stand."""
    if owner in ("frame", "registry"):
        return (owner,)
    return (Part.LABEL if codebook.label(owner) else Part.RELATION, owner, "attributes")


def _owners(codebook: Codebook, rule: str) -> set[str]:
    """Of what a rule about answers speaks."""
    found = {
        each.name for each in codebook.labels if rule in OF_OTHERS or (rule in OF_SOURCES and each.role == "source")
    }
    found |= {"frame"} if rule in OF_FRAMES else set()
    return found | ({codebook.rules.repeats} if rule == "nearness" else set())


# --- strings --------------------------------------------------------------------------------------------------------


def _recast_strings(
    text: str, there: list[Named], change: Change, concerns: Callable[[Path], bool], is_shared: Callable[[Path], bool]
) -> str:
    """The text with the old name replaced wherever it is named; in a list that has the new one it is left out."""
    found = [each for each in there if not each.is_key and concerns(each.path)]
    listed = {path: {each.text for each in found if each.path == path} for path in {each.path for each in found}}
    return replaced(
        text,
        (
            _recast(text, each, change, listed[each.path], is_shared(each.path))
            for each in found
            if each.text == change.old
        ),
    )


def _recast(text: str, old: Named, change: Change, beside: set[str], stays: bool) -> Replacement:
    is_listed = not text[: old.start].rstrip().endswith("=")
    kept = (change.old,) if stays else ()
    wanted = (*kept, *(each for each in change.new if each == change.old or each not in beside))
    if not is_listed:
        wanted = (change.old,) if change.old in change.new else change.new[:1]
    if wanted:
        return Replacement(old.start, old.end, ", ".join(map(_quoted, dict.fromkeys(wanted))))
    after = re.compile(r"\s*,[ \t]*").match(text, old.end)
    if after:
        start = len(text[: old.start].rstrip(" ")) if text[after.end() : after.end() + 1] == "\n" else old.start
        return Replacement(start, after.end(), "")
    before = re.search(r",\s*$", text[: old.start])
    return Replacement(before.start() if before else old.start, old.end, "")


# --- questions ------------------------------------------------------------------------------------------------------


def _renamed_attribute(text: str, there: list[Named], codebook: Codebook, change: Change) -> Iterator[Replacement]:
    base, new = _base(codebook, change.owner), change.new[0]
    for each in there:
        within = each.path[len(base) :] if each.path[: len(base)] == base else ()
        if each.is_key and (within == (change.old,) or (within[1:] == ("when", change.old))):
            yield Replacement(each.start, each.end, new)
        elif each.is_key and each.path[0] == "rules" and each.path[2:] == (change.old,):
            yield from _renamed_in_rule(text, each, codebook, change)
        elif (
            not each.is_key
            and each.path == ("rules", "gist")
            and each.text == change.old
            and codebook.label(change.owner)
        ):
            yield Replacement(each.start, each.end, _quoted(new))


def _renamed_in_rule(text: str, key: Named, codebook: Codebook, change: Change) -> Iterator[Replacement]:
    """The new name of a question in a rule; beside the old one where the rule is about others that are asked it too."""
    owners = _owners(codebook, key.path[1])
    rule = TABLE.search(text, text.rfind("\n", 0, key.start) + 1)
    if change.owner not in owners:
        return
    if rule is None or rule.end() < key.start:
        yield Replacement(key.start, key.end, change.new[0])
        return
    own = {each.name: each.values for each in attributes_at(change.owner, codebook)}[change.old]
    asked = (each for owner in owners - {change.owner} for each in attributes_at(owner, codebook))
    others = {value for each in asked if each.name == change.old for value in (*each.values, ANY, UNKNOWN)}
    answers: dict[str, list[str]] = {}
    for each in names(f"said = {rule[1]}"):
        name, value = each.path[-1], each.text
        if each.is_key:
            continue
        if name != change.old or value in others:
            answers.setdefault(name, []).append(value)
        if name == change.old and (not others or not own or value in (*own, ANY, UNKNOWN)):
            answers.setdefault(change.new[0], []).append(value)
    listed = (f"{name} = [{', '.join(map(_quoted, dict.fromkeys(said)))}]" for name, said in answers.items())
    yield Replacement(rule.start(1), rule.end(1), f"{{ {', '.join(listed)} }}")


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


# --- tables ---------------------------------------------------------------------------------------------------------


def _renamed_tables(text: str, path: Path, new: str) -> str:
    return replaced(text, (Replacement(each.start, each.end, new) for each in names(text) if each.path == path))


def _blocks(text: str, path: Path) -> Iterator[tuple[int, int]]:
    """Where the tables at and below `path` begin and end, without the comments before the next one."""
    heads = dict[int, list[Path]]()
    for each in names(text):
        line = text.rfind("\n", 0, each.start) + 1
        if each.is_key and text[line : each.start].lstrip().startswith("["):
            heads.setdefault(line, []).append(each.path)
    for (start, paths), end in zip(heads.items(), [*list(heads)[1:], len(text)], strict=True):
        if path in paths:
            yield start, start + len(_own(text[start:end]))


def _own(block: str) -> str:
    """The block without the comments at its end, which belong to what comes after it."""
    lines = block.split("\n")
    last = max(number for number, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#"))
    blank = next((n for n in range(last + 1, len(lines)) if lines[n].strip()), len(lines))
    return "\n".join(lines[:blank]) + ("\n" if blank < len(lines) else "")


def _tables(text: str, path: Path) -> list[tuple[int, int]]:
    """Where the tables at and below `path` stand; an error where there is none."""
    blocks = list(_blocks(text, path))
    if not blocks:
        where = ".".join(path)
        raise CodebookError(f"{where} is not written as a table [{where}]; export the codebook, change it, and load it")
    return blocks


def _without_tables(text: str, path: Path) -> str:
    return replaced(text, (Replacement(start, end, "") for start, end in _tables(text, path)))


def _split_tables(text: str, codebook: Codebook, change: Change) -> str:
    """The text with the tables of a label twice: under its own name or the first, and below that under the other."""
    kept, new = reversed(change.new) if change.new[1] == change.old else change.new
    path = (str(change.part), change.old)
    blocks = _tables(text, path)
    whole = "".join(text[start:end] for start, end in blocks)
    end = blocks[-1][1]
    copy = _second(whole, codebook, change, new)
    changed = f"{text[:end].rstrip()}\n\n\n{copy.rstrip()}\n\n{text[end:]}"
    if kept == change.old:
        return changed
    return _renamed_tables(_with_strings(changed, {(*path, "title"): _title(kept)}), path, kept)


def _second(whole: str, codebook: Codebook, change: Change, new: str) -> str:
    """The tables of the new label: the same questions under a name, a title, a key and a shape of its own."""
    path = (str(change.part), change.old)
    key = change.key or free_key(codebook, new)
    own = {"title": _title(new), "key": key, "letter": key.upper()}
    taken = {one.shape for one in codebook.labels}
    own |= dict([("shape", shape) for shape in SHAPES if shape not in taken][:1])
    copy = _with_strings(whole, {(*path, name): text for name, text in own.items()})
    return _renamed_tables(copy, path, new)


def _with_strings(text: str, said: dict[Path, str]) -> str:
    found = (each for each in names(text) if not each.is_key and each.path in said)
    return replaced(text, (Replacement(each.start, each.end, _quoted(said[each.path])) for each in found))


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def free_key(codebook: Codebook, name: str) -> str:
    """The first letter, of the name if possible, that no label and no action has as its key."""
    taken = {each.key for each in codebook.labels} | {each.letter.lower() for each in codebook.labels} | set(RESERVED)
    letters = (each for each in (*name, *ascii_lowercase) if each in ascii_lowercase)
    found = next((each for each in letters if each not in taken), "")
    if not found:
        raise CodebookError("no letter is left as a key for the new label; name one with --key")
    return found
