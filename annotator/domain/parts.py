"""What of a codebook can be called otherwise, and how: for commands, whose help must not load the codebook."""

from enum import StrEnum


class Part(StrEnum):
    """What of a codebook is changed."""

    LABEL = "label"
    RELATION = "relation"
    ATTRIBUTE = "attribute"
    VALUE = "value"


class Verb(StrEnum):
    """How it is changed."""

    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"
