"""The codebook: which labels, attributes, zones and relations there are; read from a TOML file, never from code."""

from collections.abc import Mapping

from msgspec import Struct

ROLES = ("source", "cue", "content")
"""The roles of an attribution; the only names of the codebook that the program itself knows."""


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
    definition: str = ""
    """How it is recognised."""


class Relation(Struct, frozen=True, kw_only=True):
    """One kind of link between records."""

    name: str
    """Its name in records and exports."""
    title: str = ""
    """Its name on the screen."""
    from_: str = ""
    """What it starts from: a label, `frame` or `registry`."""
    to: str = ""
    """What it points to: a label, `frame` or `registry`."""
    attributes: tuple[Attribute, ...] = ()
    """What is asked about each link of it."""
    definition: str = ""
    """When to use it."""


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

    def label(self, name: str) -> Label | None:
        """The label of this name, if there is one."""
        return next((label for label in self.labels if label.name == name), None)

    def label_for(self, role: str) -> Label:
        """The label that fills `role`; every valid codebook has one for each of the three roles."""
        return next(label for label in self.labels if label.role == role)
