"""The word tables beside this file, read when they are first needed."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> Mapping[str, Mapping[str, str]]:
    """The sections of a word table."""
    read: Mapping[str, Mapping[str, str]] = _read(name)
    return read


def _read(name: str) -> Any:
    return tomllib.loads((files(__package__) / f"{name}.toml").read_text("utf-8"))


@cache
def answer_table() -> Mapping[str, Mapping[str, Mapping[str, str | list[str]]]]:
    """What each finding answers: by its group, its name and the question."""
    read: Mapping[str, Mapping[str, Mapping[str, str | list[str]]]] = _read("answers")
    return read


def label(name: str) -> str:
    """What the default codebook calls a label that is proposed."""
    return str(answer_table()["label"][name]["name"])


@cache
def classes(name: str, section: str) -> Mapping[str, frozenset[str]]:
    """The classes of every word of a section; the words are in lower case."""
    found: dict[str, frozenset[str]] = {}
    for kind, words in table(name)[section].items():
        for word in words.lower().split():
            found[word] = found.get(word, frozenset()) | {kind}
    return found


@cache
def word_set(name: str, section: str, key: str) -> frozenset[str]:
    """The words of one entry, in lower case; `-` joins the words of a longer one."""
    return frozenset(table(name)[section][key].lower().split())


@cache
def patterns(name: str, section: str) -> Mapping[str, re.Pattern[str]]:
    """The regular expressions of a section."""
    return {key: re.compile(value) for key, value in table(name)[section].items()}


IRREGULAR = {"people": "person", "men": "man", "women": "woman", "children": "child", "media": "media", "data": "data"}
"""Plurals that are not made by an ending."""


def singular(word: str) -> str:
    """The singular of an English noun in lower case."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith(("men", "women")):
        return f"{word[:-2]}an"
    if word.endswith("wives"):
        return f"{word[:-3]}fe"
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def is_plural(word: str) -> bool:
    """Whether an English noun in lower case stands for several."""
    return singular(word) != word or word in ("people", "police")


@cache
def bases(word: str) -> tuple[str, ...]:
    """What a verb or noun in lower case may be a form of, itself first."""
    stems = [word]
    for ending in ("s", "es", "d", "ed", "ing", "ly"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            stems += [stem, f"{stem}e"]
            if len(stem) > 2 and stem[-1] == stem[-2]:
                stems.append(stem[:-1])
    if word.endswith(("ies", "ied")):
        stems.append(f"{word[:-3]}y")
    return (*stems, *(base for base, forms in table("cues")["irregular"].items() if word in forms.split()))
