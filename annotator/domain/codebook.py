"""The codebook: which labels, attributes, zones and relations there are; read from a TOML file, never from code."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from annotator.domain.records import Annotation, AnyRecord, Attribution, Link, Source

ROLES = ("source", "cue", "content")
"""The roles of an attribution; the only names of the codebook that the program itself knows."""

SHAPES = ("solid", "double", "heavy", "thin", "dashed", "dotted", "wavy")
"""How a lane may be drawn."""

UNITS = ("phrase", "clause", "sentence", "quotation")
"""What a label's first candidates may be."""

FORMS = ("short", "long")
"""Where an attribute may be asked: at once, or one key away."""

UNKNOWN = "?"
"""The answer “cannot tell”, which every attribute takes; it is stored and counted as a value."""

ANY = "*"
"""In a rule: any answer."""

Answers = Mapping[str, tuple[str, ...]]
"""Attribute names with the values that meet a rule; any one of them does."""


class Attribute(Struct, frozen=True, kw_only=True):
    """One question about a span, a frame, a relation or a registry entry, with its closed list of answers."""

    name: str
    """Its name in records and exports."""
    title: str = ""
    """Its name on the screen; the name where empty."""
    values: tuple[str, ...] = ()
    """The closed list; empty for free text."""
    default: str = ""
    """The value that stands where none was chosen; empty for none."""
    form: str = "long"
    """`short` when it is shown at once, `long` when one key away."""
    multiple: bool = False
    """Whether several values may be chosen."""
    when: Mapping[str, tuple[str, ...]] = {}
    """Asked only where another attribute of the same record has one of these values."""
    help: str = ""
    """What is asked, in one line."""


class Label(Struct, frozen=True, kw_only=True):
    """One kind of span."""

    name: str
    """Its name in records and exports."""
    title: str
    """Its name on the screen."""
    key: str
    """The key that marks it."""
    color: str
    """Its colour, as `#rrggbb`."""
    shape: str
    """How its lane is drawn, so that it can be told without colour."""
    letter: str = ""
    """Its one-letter badge."""
    role: str = ""
    """The role it fills in a frame; empty for a label of its own."""
    unit: str = "phrase"
    """What its first candidates are: `clause`, `sentence`, `phrase`, `quotation`; a role has candidates of its own."""
    on: bool = True
    """Whether it is offered."""
    definition: str = ""
    """What it is, in one or two sentences."""
    positive: str = ""
    """An example of it."""
    negative: str = ""
    """Words that look like it and are not."""
    attributes: tuple[Attribute, ...] = ()
    """What is asked about each span of it."""


class ZoneKind(Struct, frozen=True, kw_only=True):
    """One kind of zone."""

    name: str
    """Its name in records and exports."""
    title: str = ""
    """Its name on the screen."""
    suggest: bool = False
    """Whether suggestions look into it, and agreement counts it by default."""
    mark: bool = True
    """Whether an annotator may mark spans in it."""
    forbid: tuple[str, ...] = ()
    """Labels that may not stand in it even so."""
    review: bool = False
    """Whether what is marked in it is listed for a second look."""
    definition: str = ""
    """How it is recognised."""


class Relation(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """One kind of link between records."""

    name: str
    """Its name in records and exports."""
    title: str = ""
    """Its name on the screen."""
    from_: str = ""
    """What it starts from: a label, `frame` or `registry`."""
    to: str = ""
    """What it points to: a label, `frame` or `registry`."""
    exclusive: bool = False
    """Whether a pair of records carries only one of the relations that say so."""
    attributes: tuple[Attribute, ...] = ()
    """What is asked about each link of it."""
    definition: str = ""
    """When to use it."""


class Rules(Struct, frozen=True, kw_only=True):
    """What the checks must know of a codebook's names; a rule that is empty is not checked."""

    anonymous: Answers = {}
    """Of a source mention, or of a frame without one: nobody is named."""
    pronoun: Answers = {}
    """Of a source mention: it stands for another one."""
    refers: str = ""
    """The relation by which a mention stands for another one or for a registry entry."""
    single: Answers = {}
    """Of a source mention: it is one source."""
    plural: str = ""
    """A regular expression for words that stand for several."""
    no_source: Answers = {}
    """Of a frame: it needs no source; the first value of the first attribute is what declaring “no source” sets."""
    no_cue: Answers = {}
    """Of a frame: it needs no cue."""
    quoted: Answers = {}
    """Of a frame: every fragment of its content is in quotation marks; the first value is the one to propose."""
    partly_quoted: Answers = {}
    """Of a frame: part of its content is in quotation marks."""
    unquoted: Answers = {}
    """Of a frame: none of its content is in quotation marks."""
    quotation_exempt: tuple[str, ...] = ()
    """Labels of quotation marks that report no speech, which do not count in the three rules above."""
    cue: str = ""
    """A regular expression for words that attribute; beside a quotation, they call for a frame."""
    named_only: Answers = {}
    """Of an annotation inside an attribution: nobody should say so without a name."""
    measured: Answers = {}
    """Of an annotation of a label with these attributes: one is due where its words match `number`."""
    number: str = ""
    """A regular expression for numbers and dates."""
    core: Answers = {}
    """Of a frame: it is in the core profile of agreement, whatever else is answered."""
    beyond_core: Answers = {}
    """Of a frame: it is outside, unless it meets `core` or its content shares words with a quotation."""
    family: tuple[str, ...] = ()
    """The relations that make claims one family."""
    same: str = ""
    """The relation by which two registry entries are one, where its first question has its first answer."""
    distinct: str = ""
    """The relation by which two registry entries are not one, whatever anybody else says."""
    repeats: str = ""
    """The relation by which a claim says again what another says; what it connects is shown as a family."""
    nearness: Answers = {}
    """Of such a link: in the same words, in nearly the same, in others; the one that fits is proposed."""
    attributed: Answers = {}
    """Of a claim in a frame's content: whose it is, unless the annotator says otherwise."""
    reported: Answers = {}
    """The same of a claim in no frame's content."""
    gist: str = ""
    """The attribute of a claim that says it in a sentence with names in place of pronouns."""


class Codebook(Struct, frozen=True, kw_only=True):
    """Everything an annotator may mark and answer, in the order of the file."""

    name: str
    """A short name."""
    title: str = ""
    """A full one."""
    language: str = "en"
    """The language of the articles it is for."""
    labels: tuple[Label, ...] = ()
    """What may be marked."""
    frame: tuple[Attribute, ...] = ()
    """What is asked about a frame."""
    document: tuple[Attribute, ...] = ()
    """What is asked about a document."""
    registry: tuple[Attribute, ...] = ()
    """What is asked about a source in the registry."""
    zones: tuple[ZoneKind, ...] = ()
    """What kinds of zone there are."""
    relations: tuple[Relation, ...] = ()
    """What kinds of link there are."""
    rules: Rules = Rules()
    """What the checks must know of the names above."""

    def label(self, name: str) -> Label | None:
        """The label of this name, if there is one."""
        return next((label for label in self.labels if label.name == name), None)

    def label_for(self, role: str) -> Label:
        """The label that fills `role`; every valid codebook has one for each of the three roles."""
        return next(label for label in self.labels if label.role == role)

    def relation(self, name: str) -> Relation | None:
        """The relation of this name, if there is one."""
        return next((relation for relation in self.relations if relation.name == name), None)

    def zone(self, name: str) -> ZoneKind | None:
        """The zone kind of this name, if there is one."""
        return next((zone for zone in self.zones if zone.name == name), None)


def default_value(attribute: Attribute) -> tuple[str, ...]:
    """The values that stand where none was chosen; none where the attribute starts empty."""
    return (attribute.default,) if attribute.default else ()


def attributes_of(codebook: Codebook, record: AnyRecord) -> tuple[Attribute, ...]:
    """What the codebook asks about this record; nothing where it does not know the label or relation."""
    if isinstance(record, Annotation):
        kind: Label | Relation | None = codebook.label(record.label)
    elif isinstance(record, Link):
        kind = codebook.relation(record.relation)
    elif isinstance(record, Attribution):
        return codebook.frame
    else:
        return codebook.registry if isinstance(record, Source) else ()
    return kind.attributes if kind else ()


def values_of(codebook: Codebook, record: AnyRecord) -> dict[str, tuple[str, ...]]:
    """The record's values by attribute name, with the defaults that stand where none was chosen."""
    defaults = {each.name: default_value(each) for each in attributes_of(codebook, record) if each.default}
    return defaults | dict(getattr(record, "attributes", {}))


def asked(attribute: Attribute, values: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the attribute is to be asked of a record with these values."""
    return all(set(allowed) & set(values.get(name, ())) for name, allowed in attribute.when.items())


def meets(answers: Answers, values: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether any of the values meets the rule; an empty rule is met by none."""
    return any(
        given and (ANY in wanted or not set(wanted).isdisjoint(given))
        for name, wanted in answers.items()
        for given in [values.get(name, ())]
    )


def invalid_values(codebook: Codebook, record: AnyRecord) -> list[str]:
    """What in the record's values is not in the codebook, in words; empty where all is."""
    known = {each.name: each for each in attributes_of(codebook, record)}
    values: Mapping[str, tuple[str, ...]] = getattr(record, "attributes", {})
    return [problem for name, given in values.items() for problem in _invalid(name, given, known.get(name))]


def _invalid(name: str, given: tuple[str, ...], attribute: Attribute | None) -> Iterator[str]:
    if attribute is None:
        yield f"{name} is not asked here"
        return
    if len(given) > 1 and not attribute.multiple:
        yield f"{name} takes one value, not {len(given)}: {', '.join(given)}"
    for value in given:
        if attribute.values and value not in attribute.values and value != UNKNOWN:
            yield f"{name} has no value {value!r}; it is one of {', '.join(attribute.values)}"
