"""Changing what a codebook calls things: a label, relation, question or answer renamed, merged or split, in records."""

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from annotator.domain.codebook import Attribute, Codebook, Label, Relation
from annotator.domain.codebook_mistakes import NAME
from annotator.domain.errors import CodebookError
from annotator.domain.parts import Part, Verb
from annotator.domain.records import Annotation, AnyRecord, Attribution, Link, Source, Status

ACTION = "codebook: "
"""How the action of an edit begins that a change of the codebook made."""


class Change(Struct, frozen=True, kw_only=True):
    """One change of a codebook that its records follow."""

    verb: Verb
    """How it is changed."""
    part: Part
    """What is changed."""
    owner: str = ""
    """Where the question is asked: a label, a relation, `frame` or `registry`; empty for a label or relation."""
    attribute: str = ""
    """The question whose value is changed."""
    old: str
    """The name as it was."""
    new: tuple[str, ...]
    """The name afterwards; two for a split."""
    when: tuple[str, str] | None = None
    """For a split: a question and its answer; records that have it take the first name, all others the second."""
    key: str = ""
    """The key of the new label of a split."""

    def __str__(self) -> str:
        said = f"{self.verb} {self.part} {'.'.join(each for each in (self.owner, self.attribute, self.old) if each)}"
        into = " and ".join(self.new)
        return f"{said} to {into}" if self.verb is Verb.RENAME else f"{said} into {into}"

    @property
    def is_open(self) -> bool:
        """Whether it is left to the annotators, record by record, which of two names is right."""
        return self.verb is Verb.SPLIT and self.when is None


def owner_of(record: AnyRecord) -> str:
    """Where the codebook says what is asked about the record; empty where nothing is."""
    if isinstance(record, Annotation):
        return record.label
    if isinstance(record, Link):
        return record.relation
    if isinstance(record, Attribution):
        return "frame"
    return "registry" if isinstance(record, Source) else ""


def recoded(record: AnyRecord, change: Change, version: int) -> AnyRecord:
    """The record under the changed codebook; the same one where the change does not concern it."""
    changes = _changes(record, change)
    if not changes:
        return record
    if change.is_open and record.status is not Status.REJECTED:
        question = f"{change.part} {' or '.join(change.new)}?"
        changes["flag"] = f"{record.flag}; {question}" if record.flag else question
    after = replace(record, **changes)
    return record if after == record else replace(after, codebook=version)


def _changes(record: AnyRecord, change: Change) -> dict[str, Any]:
    if change.part is Part.LABEL:
        concerns = isinstance(record, Annotation) and record.label == change.old
        return {"label": _chosen(record, change)} if concerns else {}
    if change.part is Part.RELATION:
        concerns = isinstance(record, Link) and record.relation == change.old
        return {"relation": change.new[0]} if concerns else {}
    given = getattr(record, "attributes", {})
    if owner_of(record) != change.owner:
        return {}
    if change.part is Part.ATTRIBUTE:
        renamed = {change.new[0] if name == change.old else name: values for name, values in given.items()}
        return {"attributes": renamed} if change.old in given else {}
    values = given.get(change.attribute, ())
    if change.old not in values:
        return {}
    instead = _chosen(record, change)
    recast = tuple(dict.fromkeys(instead if each == change.old else each for each in values))
    return {"attributes": {**given, change.attribute: recast}}


def _chosen(record: AnyRecord, change: Change) -> str:
    """Which of the new names the record takes."""
    if change.when is None:
        return change.new[0]
    name, value = change.when
    return change.new[0] if value in getattr(record, "attributes", {}).get(name, ()) else change.new[1]


# --- whether a change is possible -----------------------------------------------------------------------------------


def refuse_impossible(change: Change, codebook: Codebook) -> None:
    """Raise where the codebook has not what is to be changed, or has already what is to be new."""
    for name in change.new:
        if change.part is not Part.VALUE and not NAME.fullmatch(name):
            raise CodebookError(f"{name!r} cannot be a name; use small letters a-z, digits and _, a letter first")
    known = known_names(change, codebook)
    _among(change.old, known, change.part)
    if change.verb is Verb.MERGE:
        _among(change.new[0], known, change.part)
        if change.old == change.new[0]:
            raise CodebookError(f"{change.old} cannot be merged into itself; name another {change.part}")
    taken = [each for each in change.new if each in known and (each != change.old or change.verb is Verb.RENAME)]
    if taken and change.verb is not Verb.MERGE:
        raise CodebookError(f"there is a {change.part} {taken[0]} already; `merge` joins two, or choose another name")
    if change.verb is Verb.SPLIT:
        _refuse_split(change, codebook)
    elif change.verb is Verb.MERGE and change.part is Part.LABEL:
        _refuse_role(change, codebook)


def _refuse_split(change: Change, codebook: Codebook) -> None:
    if change.part is Part.LABEL:
        _refuse_role(change, codebook)
    if len(set(change.new)) < 2:
        raise CodebookError(f"a split needs two different names, not {change.new[0]} twice")
    if change.when:
        owner = change.old if change.part is Part.LABEL else change.owner
        name, value = change.when
        asked = {each.name: each for each in attributes_at(owner, codebook)}
        _among(name, tuple(asked), "attribute")
        if asked[name].values:
            _among(value, asked[name].values, "value")


def _refuse_role(change: Change, codebook: Codebook) -> None:
    label = codebook.label(change.old)
    if label and label.role:
        raise CodebookError(f"label {label.name} is the {label.role} of every attribution; it can only be renamed")


def known_names(change: Change, codebook: Codebook) -> tuple[str, ...]:
    """The names that things of this kind have, where the change is made."""
    if change.part is Part.LABEL:
        return tuple(each.name for each in codebook.labels)
    if change.part is Part.RELATION:
        return tuple(each.name for each in codebook.relations)
    attributes = attributes_at(change.owner, codebook)
    if change.part is Part.ATTRIBUTE:
        return tuple(each.name for each in attributes)
    _among(change.attribute, tuple(each.name for each in attributes), "attribute")
    return next(each.values for each in attributes if each.name == change.attribute)


def attributes_at(owner: str, codebook: Codebook) -> tuple[Attribute, ...]:
    """The questions asked about a label, a relation, `frame` or `registry`; an error where there is no such thing."""
    if owner in ("frame", "registry"):
        return codebook.frame if owner == "frame" else codebook.registry
    owners: tuple[Label | Relation, ...] = (*codebook.labels, *codebook.relations)
    found = [each for each in owners if each.name == owner]
    if len(found) > 1:
        raise CodebookError(f"{owner} is both a label and a relation; rename one of them first")
    if not found:
        _among(owner, (*(each.name for each in owners), "frame", "registry"), "label or relation")
    return found[0].attributes


def _among(name: str, known: tuple[str, ...], kind: str) -> None:
    if name not in known:
        raise CodebookError(f"the codebook has no {kind} {name!r} there; it is one of {', '.join(known) or 'none'}")
