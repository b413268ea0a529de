"""A document from its text: where its zones, sentences and quotations are, and what it states about itself."""

from collections.abc import Mapping

from annotator.domain.documents import Document, document_id
from annotator.text.fields import fields
from annotator.text.quotations import quotations
from annotator.text.sentences import sentences
from annotator.text.zones import zones


def segment(name: str, text: str, meta: Mapping[str, str] | None = None) -> Document:
    """The document of `text`; fields given in `meta` stand, and what the text states fills the others."""
    given = dict(meta or {})
    found = zones(text, given.get("headline", ""))
    stated = fields(text, found)
    if "published" in given:
        stated.pop("published_basis", None)
    return Document(
        id=document_id(text),
        name=name,
        text=text,
        meta=stated | given,
        zones=found,
        sentences=sentences(text),
        quotations=quotations(text),
    )
