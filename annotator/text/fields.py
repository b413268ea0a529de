"""What the text itself states about a document: its headline, byline, date, dateline and address."""

from collections.abc import Iterable

from annotator.domain.documents import Zone
from annotator.text.dates import read_date
from annotator.text.patterns import BYLINE, plain

ADDRESS_MARKS = "<>"


def fields(text: str, zones: Iterable[Zone]) -> dict[str, str]:
    """The document fields that the zones of `text` state; nothing is inferred."""
    stated: dict[str, str] = {}
    for zone in zones:
        for name, value in _stated(zone.kind, zone.span.cut(text)).items():
            if value:
                stated.setdefault(name, value)
    return stated


def _stated(kind: str, words: str) -> dict[str, str]:
    """The fields that one zone states."""
    match kind:
        case "headline":
            return {"headline": plain(words)}
        case "byline":
            found = BYLINE.fullmatch(plain(words))
            return {"byline": found["names"] if found else ""}
        case "date":
            return _dated(words)
        case "dateline":
            return {"dateline": words.rstrip("—–- \t\xa0")}
        case "url":
            address = words.split()[-1].strip(ADDRESS_MARKS)
            return {"url": address if "/" in address or "www." in address else ""}
    return {}


def _dated(words: str) -> dict[str, str]:
    """The fields of a date line."""
    found = read_date(words)
    if found is None:
        return {}
    basis = "stated" if found.edtf else ""
    return {"published": found.edtf, "published_basis": basis, "outlet": found.outlet}
