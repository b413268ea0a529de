"""What may be wrong with a codebook whose TOML is right: each mistake with the place in the file and what to do."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from annotator.domain.codebook import ANY, FORMS, ROLES, SHAPES, UNITS, UNKNOWN, Answers, Attribute, Codebook, Label
from annotator.domain.toml_lines import Path

Mistake = tuple[Path, str]
"""Where in the file, and what to do about it."""

NAME = re.compile(r"[a-z][a-z0-9_]*")
COLOR = re.compile(r"#[0-9a-fA-F]{6}")

ENDS = ("frame", "registry")
"""What a relation may join besides labels."""

OF_SOURCES = ("anonymous", "pronoun", "single")
"""Rules about attributes of the label that is the source."""

OF_FRAMES = ("anonymous", "no_source", "no_cue", "quoted", "partly_quoted", "unquoted", "core", "beyond_core")
"""Rules about attributes of the frame."""

OF_OTHERS = ("named_only", "measured", "attributed", "reported")
"""Rules about attributes of any label."""


def mistakes(codebook: Codebook, reserved: Collection[str] = ()) -> Iterator[Mistake]:
    """Everything that is wrong with the codebook; text that is empty was reported by the reader."""
    yield from _names(codebook)
    for label in codebook.labels:
        yield from _label(label, reserved)
    yield from _roles(codebook)
    yield from _repeated(codebook.labels, "key")
    yield from _repeated(codebook.labels, "letter")
    for path, attributes in _questions(codebook):
        for attribute in attributes:
            yield from _attribute(attribute, attributes, (*path, attribute.name))
    yield from _places(codebook)
    yield from _rules(codebook)


def _questions(codebook: Codebook) -> Iterator[tuple[Path, tuple[Attribute, ...]]]:
    """Every group of attributes, with where it stands."""
    for label in codebook.labels:
        yield ("label", label.name, "attributes"), label.attributes
    for relation in codebook.relations:
        yield ("relation", relation.name, "attributes"), relation.attributes
    yield ("frame",), codebook.frame
    yield ("registry",), codebook.registry
    yield ("document",), codebook.document


def _names(codebook: Codebook) -> Iterator[Mistake]:
    paths: list[Path] = [("label", label.name) for label in codebook.labels]
    paths += [("relation", relation.name) for relation in codebook.relations]
    paths += [("zone", zone.name) for zone in codebook.zones]
    paths += [(*path, attribute.name) for path, attributes in _questions(codebook) for attribute in attributes]
    for path in paths:
        if not NAME.fullmatch(path[-1]):
            yield path, f"{path[-1]!r} cannot be a name; use small letters a-z, digits and _, beginning with a letter"
    for label in codebook.labels:
        if label.name in ENDS:
            yield ("label", label.name), f"no label may be called {label.name}: relations mean something else by it"


def _label(label: Label, reserved: Collection[str]) -> Iterator[Mistake]:
    path = ("label", label.name)
    for name, text in (("key", label.key), ("letter", label.letter)):
        if text and (len(text) > 1 or text.isspace()):
            yield (*path, name), f"{name} of label {label.name} is {text!r}; it must be a single character"
    if label.key in reserved:
        yield (*path, "key"), f"key {label.key!r} of label {label.name} is one of the workbench's own; choose another"
    if label.color and not COLOR.fullmatch(label.color):
        yield (*path, "color"), f"color of label {label.name} is {label.color!r}; write it as #rrggbb, such as #e69f00"
    if label.role and not label.on:
        yield (*path, "on"), f"label {label.name} is the {label.role} of every attribution and cannot be off"
    for name, text, allowed in (
        ("shape", label.shape, SHAPES),
        ("unit", label.unit, UNITS),
        ("role", label.role, ROLES),
    ):
        if text and text not in allowed:
            yield (*path, name), f"{name} of label {label.name} is {text!r}; it is one of {', '.join(allowed)}"


def _roles(codebook: Codebook) -> Iterator[Mistake]:
    for role in ROLES:
        fill = [label.name for label in codebook.labels if label.role == role]
        if not fill:
            yield ("label",), f'no label is the {role} of an attribution; give one label role = "{role}"'
        for name in fill[1:]:
            yield ("label", name, "role"), f"label {fill[0]} is the {role} already; only one label may be"


def _repeated(labels: Iterable[Label], field: str) -> Iterator[Mistake]:
    """The labels whose key or letter an earlier one has."""
    first: dict[str, str] = {}
    for label in labels:
        text = getattr(label, field)
        owner = first.setdefault(text, label.name)
        if text and owner != label.name:
            yield (
                ("label", label.name, field),
                f"{field} {text!r} of label {label.name} is that of {owner}; choose another",
            )


def _attribute(attribute: Attribute, beside: tuple[Attribute, ...], path: Path) -> Iterator[Mistake]:
    name, values = attribute.name, attribute.values
    if attribute.form not in FORMS:
        yield (*path, "form"), f"form of {name} is {attribute.form!r}; it is one of {', '.join(FORMS)}"
    for value, count in Counter(values).items():
        if count > 1:
            yield (*path, "values"), f"{name} has the value {value!r} {count} times; keep one"
        if not value.strip() or value in (UNKNOWN, ANY):
            yield (*path, "values"), f"{name} has the value {value!r}, which has a meaning of its own; leave it out"
    if attribute.default and values and attribute.default not in values:
        yield (*path, "default"), f"default of {name} is {attribute.default!r}; it is one of {', '.join(values)}"
    others = tuple(each for each in beside if each.name != name)
    yield from _answers(attribute.when, others, (*path, "when"))


def _answers(answers: Answers, attributes: tuple[Attribute, ...], path: Path) -> Iterator[Mistake]:
    """What a condition names that is not among the attributes or their values."""
    known: dict[str, tuple[str, ...]] = {}
    for each in attributes:
        known[each.name] = known.get(each.name, ()) + each.values
    for name, wanted in answers.items():
        if name not in known:
            yield (
                path,
                f"{'.'.join(path)} names {name!r}, which is not asked there; it may be {', '.join(known) or 'none'}",
            )
        elif not wanted:
            yield path, f'{".".join(path)} gives no answer to {name}; write {name} = ["..."]'
        for value in wanted:
            if known.get(name) and value not in (*known[name], UNKNOWN, ANY):
                yield path, f"{'.'.join(path)}: {name} has no value {value!r}; it is one of {', '.join(known[name])}"


def _places(codebook: Codebook) -> Iterator[Mistake]:
    """What relations and zones name that is no label."""
    labels = [label.name for label in codebook.labels]
    ends = (*labels, *ENDS)
    for relation in codebook.relations:
        for key, end in (("from", relation.from_), ("to", relation.to)):
            if end not in ends:
                said = f"goes {key} {end!r}" if end else f"has no {key}"
                yield (
                    ("relation", relation.name, key),
                    f"relation {relation.name} {said}; it is one of {', '.join(ends)}",
                )
    for zone in codebook.zones:
        for name in sorted(set(zone.forbid) - set(labels)):
            yield (
                ("zone", zone.name, "forbid"),
                f"zone {zone.name} forbids {name!r}, which is no label; {_one_of(labels)}",
            )


def _rules(codebook: Codebook) -> Iterator[Mistake]:
    rules = codebook.rules
    source = tuple(each for label in codebook.labels if label.role == "source" for each in label.attributes)
    others = tuple(each for label in codebook.labels for each in label.attributes)
    for name in sorted({*OF_SOURCES, *OF_FRAMES, *OF_OTHERS}):
        attributes = source if name in OF_SOURCES else others if name in OF_OTHERS else ()
        attributes += codebook.frame if name in OF_FRAMES else ()
        yield from _answers(getattr(rules, name), attributes, ("rules", name))
    labels = [label.name for label in codebook.labels]
    for name in sorted(set(rules.quotation_exempt) - set(labels)):
        yield (
            ("rules", "quotation_exempt"),
            f"rules.quotation_exempt names {name!r}, which is no label; {_one_of(labels)}",
        )
    relations = [relation.name for relation in codebook.relations]
    single = (("refers", rules.refers), ("same", rules.same), ("distinct", rules.distinct))
    for key, name in (*single, *(("family", each) for each in rules.family)):
        if name and name not in relations:
            yield ("rules", key), f"rules.{key} names {name!r}, which is no relation; {_one_of(relations)}"
    yield from _claims(codebook, relations)
    for name, pattern in (("plural", rules.plural), ("number", rules.number), ("cue", rules.cue)):
        try:
            re.compile(pattern)
        except re.error as error:
            yield ("rules", name), f"rules.{name} is not a regular expression: {error}"


def _claims(codebook: Codebook, relations: list[str]) -> Iterator[Mistake]:
    """What the rules about claims name that is not there."""
    rules, repeats = codebook.rules, codebook.relation(codebook.rules.repeats)
    if rules.repeats and repeats is None:
        yield ("rules", "repeats"), f"rules.repeats names {rules.repeats!r}, which is no relation; {_one_of(relations)}"
    yield from _answers(rules.nearness, repeats.attributes if repeats else (), ("rules", "nearness"))
    questions = {each.name for label in codebook.labels for each in label.attributes}
    if rules.gist and rules.gist not in questions:
        yield ("rules", "gist"), f"rules.gist names {rules.gist!r}, which is not asked of any label"


def _one_of(names: Iterable[str]) -> str:
    return f"it is one of {', '.join(names) or 'none'}"
