"""What a disagreement is: its cause, its words, both records, and the part of the codebook that it puts in question."""

from enum import StrEnum

from msgspec import Struct

from annotator.agreement.attributes import FRAME, attribute_of
from annotator.domain.codebook import Codebook
from annotator.domain.spans import Fragments


class Cause(StrEnum):
    """Why two annotators disagree."""

    MISSED = "missed"
    EXTRA = "extra"
    EDGE = "edge"
    SPLIT = "split or merged"
    ROLE = "role"
    LABEL = "label"
    SPEECH = "speech type"
    LINK = "link"
    IDENTITY = "identity"
    ATTRIBUTE = "attribute"
    NESTING = "nesting"


class Rule(Struct, frozen=True):
    """The part of the codebook that a disagreement puts in question."""

    name: str
    """Its table in the codebook file, such as `label.content`."""
    text: str
    """What it says."""


class Case(Struct, frozen=True):
    """One disagreement of two annotators."""

    cause: Cause
    """Why they disagree."""
    label: str
    """The label it is about, or `frame`."""
    pair: tuple[str, str]
    """The annotators."""
    document_id: str
    """The article."""
    fragments: Fragments
    """The words it is about, of the first annotator where both have some."""
    first: str | None
    """The first annotator's record; None where there is none."""
    second: str | None
    """The second annotator's record."""
    detail: str = ""
    """What exactly differs."""
    start: int = 0
    """By how many characters the second annotator begins later; less than zero where earlier."""
    end: int = 0
    """By how many characters the second annotator ends later."""
    rule: Rule | None = None
    """The part of the codebook that is most implicated."""


def definition(codebook: Codebook, label: str) -> Rule:
    """What the codebook says of a label."""
    known = codebook.label(label)
    return Rule(f"label.{label}" if label != FRAME else FRAME, known.definition if known else "")


def asked_rule(codebook: Codebook, owner: str, name: str) -> Rule:
    """What the codebook says of a question."""
    table = f"frame.{name}" if owner == FRAME else f"label.{owner}.attributes.{name}"
    return Rule(table, attribute_of(codebook, owner, name).help)
