"""Checks of answers: in the codebook's lists, and only where they are asked."""

from collections.abc import Iterator

from msgspec.structs import replace

from annotator.domain.checks.problems import Checked, Fix, Problem
from annotator.domain.codebook import Attribute, asked, attributes_of, default_value, invalid_values
from annotator.domain.records import Annotation, AnyRecord, Link, ZoneMark


def conditions(checked: Checked) -> Iterator[Problem]:
    """V6: what is asked only under a condition is answered only then."""
    for record in checked.records.values():
        given = getattr(record, "attributes", {})
        if not given:
            continue
        standing = checked.values(record)
        for attribute in attributes_of(checked.codebook, record):
            answer = tuple(given.get(attribute.name, ()))
            if answer and answer != default_value(attribute) and not asked(attribute, standing):
                message = (
                    f"has {attribute.name} = {', '.join(answer)}, which is asked only where {_condition(attribute)}"
                )
                yield checked.error("V6", record, message, Fix("clear", attribute.name), about=attribute.name)


def _condition(attribute: Attribute) -> str:
    return " and ".join(f"{name} is {' or '.join(allowed)}" for name, allowed in attribute.when.items())


def values(checked: Checked) -> Iterator[Problem]:
    """Every label, relation, zone and value is one of the codebook's."""
    for record in checked.records.values():
        if unknown := _unknown(checked, record):
            fixes = () if isinstance(record, Annotation) else (Fix("remove"),)
            yield checked.warning("value", record, f"{unknown}, which is not in the codebook", *fixes)
        else:
            for name, given in dict(getattr(record, "attributes", {})).items():
                for problem in invalid_values(checked.codebook, replace(record, attributes={name: given})):
                    message = f"has an answer that is not in the codebook: {problem}"
                    yield checked.warning("value", record, message, Fix("clear", name), about=problem)


def _unknown(checked: Checked, record: AnyRecord) -> str:
    """The name the record goes by that the codebook does not have."""
    codebook = checked.codebook
    if isinstance(record, Annotation):
        return "" if codebook.label(record.label) else f"has the label {record.label!r}"
    if isinstance(record, Link):
        return "" if codebook.relation(record.relation) else f"has the relation {record.relation!r}"
    if isinstance(record, ZoneMark) and codebook.zones:
        return "" if codebook.zone(record.zone) else f"has the zone {record.zone!r}"
    return ""
