"""What differs between two versions of a codebook in what annotators are told to do, rule by rule."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from annotator.domain.codebook import Attribute, Codebook, Label, Relation
from annotator.domain.recoding import owner_of
from annotator.domain.records import AnyRecord

OF_LABELS = ("definition", "positive", "negative")
"""What of a label or relation is a rule."""

OF_QUESTIONS = ("values", "when", "default", "multiple", "help")
"""What of a question is a rule."""

NEW = "new"
"""What has changed of a rule that was not there before."""

GONE = "gone"
"""What has changed of a rule that is there no more."""


class RuleChange(Struct, frozen=True):
    """One thing that the codebook says otherwise."""

    owner: str
    """The label or relation, `frame` or `registry`."""
    attribute: str
    """The question; empty for the label or relation itself."""
    field: str
    """What of it: `definition`, `values` and so on, `new` or `gone`."""
    before: str
    """What it said."""
    after: str
    """What it says."""

    @property
    def name(self) -> str:
        """The rule, such as `source.naming`."""
        return f"{self.owner}.{self.attribute}" if self.attribute else self.owner

    def concerns(self, record: AnyRecord) -> bool:
        """Whether the record was decided by this rule."""
        if owner_of(record) != self.owner:
            return False
        is_whole = not self.attribute or self.field in (NEW, GONE)
        return is_whole or self.attribute in getattr(record, "attributes", {})


def rule_changes(before: Codebook, after: Codebook) -> list[RuleChange]:
    """What the later codebook says otherwise, in its order; what is gone comes last."""
    old, new = dict(_rules(before)), dict(_rules(after))
    found = [change for key, rule in new.items() for change in _changes(key, old.get(key), rule)]
    return [*found, *(RuleChange(*key, GONE, "", "") for key in old if key not in new)]


def _changes(key: tuple[str, str], old: Mapping[str, str] | None, new: Mapping[str, str]) -> Iterator[RuleChange]:
    if old is None:
        yield RuleChange(*key, NEW, "", next(iter(new.values())))
        return
    yield from (RuleChange(*key, name, old[name], new[name]) for name in new if old[name] != new[name])


def _rules(codebook: Codebook) -> Iterator[tuple[tuple[str, str], Mapping[str, str]]]:
    """Every label, relation and question with what it says."""
    owners: list[Label | Relation] = [*codebook.labels, *codebook.relations]
    for each in owners:
        yield (each.name, ""), {name: str(getattr(each, name, "")) for name in OF_LABELS}
        yield from _questions(each.name, each.attributes)
    yield from _questions("frame", codebook.frame)
    yield from _questions("registry", codebook.registry)


def _questions(owner: str, attributes: Iterable[Attribute]) -> Iterator[tuple[tuple[str, str], Mapping[str, str]]]:
    for each in attributes:
        yield (owner, each.name), {name: _said(getattr(each, name)) for name in OF_QUESTIONS}


def _said(value: object) -> str:
    """A value of a question, in words."""
    if isinstance(value, Mapping):
        return " and ".join(f"{name} is {' or '.join(answers)}" for name, answers in value.items())
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def to_revisit(
    decided: Sequence[AnyRecord], changes: Mapping[int, Sequence[RuleChange]], version: int
) -> list[RuleChange]:
    """By which changed rules a decision was made, up to this version; nothing where all say again what they said.

    `decided` is the record under each name it had, oldest first.
    """
    found: dict[tuple[str, str, str], RuleChange] = {}
    for step in range(decided[0].codebook + 1, version + 1):
        then = [each for each in decided if each.codebook <= step][-1]
        for change in changes.get(step, ()):
            if change.concerns(then):
                key = (change.owner, change.attribute, change.field)
                first = found.get(key, change)
                found[key] = RuleChange(*key, first.before, change.after)
    returned = {(owner, attribute) for owner, attribute, field in found if field == GONE}
    return [
        each
        for each in found.values()
        if each.before != each.after and not (each.field == NEW and (each.owner, each.attribute) in returned)
    ]
