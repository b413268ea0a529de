"""How brat spells the names of the codebook, and the few names of our own that we put into its files."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from annotator.domain.codebook import ROLES, Attribute, Codebook, Label

NOTE = "AnnotatorNotes"
"""The type of a note that an annotator wrote."""

FLAG = "Flag"
"""The type of a note that says why a record was flagged."""

UNBROKEN = "Unbroken"
"""The type of a note with the true fragments of a span that brat has to hold in pieces, one for each line of text."""

REMARK = "Remark"
"""The type of a remark whose flag brat cannot take as a type."""

FRAME, FRAME_WITHOUT_SOURCE = "Attribution", "Attribution-no-source"
"""The types of the events that frames are, in the dialect of PolNeAR."""

NESTED_IN, CONTINUES = "nested_in", "continues"
"""The relations that are fields of a frame."""


@lru_cache(maxsize=1024)
def folded(name: str) -> str:
    """The name without case, hyphens and underscores, so that `QuotedOther` meets `quoted_other`."""
    return name.replace("_", "").replace("-", "").lower()


def labels_by_type(codebook: Codebook) -> dict[str, Label]:
    """The codebook's labels by their folded name, and by the role they fill."""
    return {role: codebook.label_for(role) for role in ROLES} | {folded(each.name): each for each in codebook.labels}


def attributes_by_name(attributes: Iterable[Attribute]) -> Mapping[str, str]:
    """The names of the attributes by their folded form."""
    return {folded(each.name): each.name for each in attributes}


def type_of(label: str, codebook: Codebook) -> str:
    """What brat calls a label: the role it fills, else its name, as one capitalised word."""
    known = codebook.label(label)
    role = known.role if known and labels_by_type(codebook).get(known.role) is known else ""
    return "".join(part.capitalize() for part in re.split(r"\W|_", role or label))
