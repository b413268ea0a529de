"""Machine annotators: how they are named and told from people, and from which score on their suggestions are strong."""

import re
from collections.abc import Iterable

STRONG = 0.8
"""From this score on a suggestion is strong: 95 in 100 of these are right."""

MACHINE = re.compile(r"(?P<name>[a-z][a-z0-9_-]*)@(?P<version>\d+(\.\d+)*)")
"""How a machine annotator is called: `rules@1`; no e-mail address looks like it."""


def machine_name(name: str, version: str) -> str:
    """The annotator that this version of a suggester is."""
    return f"{name}@{version}"


def is_machine(annotator: str) -> bool:
    """Whether the annotator is a version of a suggester, not a person or gold."""
    return MACHINE.fullmatch(annotator) is not None


def suggester_of(machine: str) -> str:
    """The suggester that the machine annotator is a version of; empty for a person."""
    found = MACHINE.fullmatch(machine)
    return found["name"] if found else ""


def versions(annotators: Iterable[str], suggester: str) -> list[str]:
    """Those of the annotators that are versions of the suggester, the oldest first."""
    return sorted((each for each in annotators if suggester_of(each) == suggester), key=_version)


def newest(annotators: Iterable[str], name: str) -> str | None:
    """The annotator of this name, or else the newest version of the suggester of this name; None where neither is."""
    there = list(annotators)
    return name if name in there else next(reversed(versions(there, name)), None)


def _version(machine: str) -> tuple[int, ...]:
    """The version as numbers, so that 10 comes after 9."""
    return tuple(int(part) for part in machine.rpartition("@")[2].split("."))
