"""The check of the registry: no two entries go by one name, unless somebody says whether they are one."""

from collections.abc import Iterator
from itertools import combinations

from annotator.domain.checks.problems import Fix, Problem, Severity
from annotator.domain.shown import shown
from annotator.domain.sources.names import folded
from annotator.domain.sources.registry import Entry, Registry


def shared_names(registry: Registry) -> Iterator[Problem]:
    """Every pair of entries with a name in common, by the name."""
    rules = registry.codebook.rules
    called: dict[str, list[Entry]] = {}
    for entry in registry.entries():
        for name in {folded(each) for each in entry.names}:
            called.setdefault(name, []).append(entry)
    said = (rules.same, rules.distinct)
    decided = {frozenset((x.from_id, x.to_id)) for x in registry.links.values() if x.relation in said}
    for name, entries in sorted(called.items()):
        for one, other in combinations(entries, 2):
            if not any(frozenset((a.id, b.id)) in decided for a in one.members for b in other.members):
                yield _problem(registry, name, one, other)


def _problem(registry: Registry, name: str, one: Entry, other: Entry) -> Problem:
    rules = registry.codebook.rules
    related = [Fix("relate", each, record_id=other.id) for each in (rules.same, rules.distinct) if each]
    given = [
        Fix("drop alias", entry.name, alias, record_id=entry.id)
        for entry in (one, other)
        for alias in entry.source.aliases
        if [folded(each) for each in entry.names].count(name) == 1 and folded(alias) == name
        if entry.source.annotator == registry.annotator
    ]
    return Problem(
        rule="alias",
        severity=Severity.WARNING,
        message=shown(f"{one.name} and {other.name} of the registry both go by “{name}”"),
        record_id=one.id,
        fixes=(*related, *given),
        about=f"{other.id} {name}",
    )
