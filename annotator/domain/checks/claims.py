"""Checks of claims: their numbers and dates, and their relations to each other."""

import re
from collections.abc import Iterator

from annotator.domain.checks.problems import Checked, Fix, Problem
from annotator.domain.codebook import ANY, attributes_of, meets
from annotator.domain.records import Link
from annotator.domain.spans import words


def measures(checked: Checked) -> Iterator[Problem]:
    """V10: words with a number or a date carry one of the answers that say so."""
    rules = checked.codebook.rules
    if not rules.number or not rules.measured:
        return
    number = re.compile(rules.number)
    for annotation in checked.annotations:
        asked = {attribute.name for attribute in attributes_of(checked.codebook, annotation)}
        if asked.isdisjoint(rules.measured) or meets(rules.measured, checked.values(annotation)):
            continue
        if found := number.search(words(checked.document.text, annotation.fragments)):
            due = " or ".join(_due(name, values) for name, values in rules.measured.items())
            open_ones = [name for name in rules.measured if name in asked and name not in annotation.attributes]
            fixes = [Fix("answer", name, each) for name in open_ones for each in rules.measured[name] if each != ANY]
            yield checked.warning("V10", annotation, f"has a number or date ({found[0]}) without {due}", *fixes)


def _due(name: str, values: tuple[str, ...]) -> str:
    return f"any {name}" if ANY in values else f"{name} = {' or '.join(values)}"


def relations(checked: Checked) -> Iterator[Problem]:
    """V12: a pair of records carries one of the relations that exclude each other."""
    exclusive = {relation.name for relation in checked.codebook.relations if relation.exclusive}
    pairs: dict[frozenset[str], list[Link]] = {}
    for link in checked.links:
        if link.relation in exclusive:
            pairs.setdefault(frozenset((link.from_id, link.to_id)), []).append(link)
    for links in pairs.values():
        for link in links[1:]:
            message = f"({link.relation}) joins a pair that another link ({links[0].relation}) joins already; keep one"
            fixes = (Fix("remove", each.relation, record_id=each.id) for each in (link, links[0]))
            yield checked.warning("V12", link, message, *fixes)
