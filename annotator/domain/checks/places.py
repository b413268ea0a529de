"""Checks of where annotations stand: inside the text, in zones that allow them, without white space at their edges."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import takewhile

from annotator.domain.checks.problems import Checked, Problem
from annotator.domain.nearby import place_of
from annotator.domain.records import Annotation
from annotator.domain.spans import Span, are_fragments, covers, overlaps, trimmed


def places(checked: Checked) -> Iterator[Problem]:
    """V1: everything lies inside the text, and annotations outside the zones that are closed to them."""
    length = len(checked.document.text)
    for record in checked.records.values():
        place = place_of(record)
        if place and place.end > length:
            message = f"reaches to {place.end}, but the text has {length} code points; remove it and mark it again"
            yield checked.error("V1", record, message)
        elif isinstance(record, Annotation):
            yield from _zones(checked, record)


def _zones(checked: Checked, annotation: Annotation) -> Iterator[Problem]:
    kinds = {kind for span in annotation.fragments for kind in zone_kinds(checked, span)}
    for kind in sorted(kinds):
        zone = checked.codebook.zone(kind)
        title = (zone.title or zone.name) if zone else ""
        if zone and not zone.mark:
            message = f"lies in a {title}, where nothing is marked; remove it, or correct the kind of the paragraph"
            yield checked.error("V1", annotation, message)
        elif zone and annotation.label in zone.forbid:
            yield checked.error("V1", annotation, f"lies in a {title}, where no {annotation.label} is marked")
        elif zone and zone.review:
            yield checked.warning("V1", annotation, f"lies in a {title}: is it meant to count?")


def zone_kinds(checked: Checked, span: Span) -> set[str]:
    """The kinds of the zones that the span touches; the annotator's corrections stand before what was found."""
    marks = [mark for mark in checked.zone_marks if overlaps(mark.span, span)]
    kinds = {mark.zone for mark in marks}
    zones = checked.document.zones
    first = bisect_right(zones, span.start, key=lambda zone: zone.end)
    for zone in takewhile(lambda zone: zone.start < span.end, zones[first : first + len(span)]):
        shared = Span(max(zone.start, span.start), min(zone.end, span.end))
        if not any(covers(mark.span, shared) for mark in marks):
            kinds.add(zone.kind)
    return kinds


def edges(checked: Checked) -> Iterator[Problem]:
    """V2: fragments are sorted and disjoint, and no edge is white space."""
    text = checked.document.text
    for annotation in checked.annotations:
        if not are_fragments(annotation.fragments):
            yield checked.error("V2", annotation, "has fragments that are not sorted and disjoint; mark it again")
        if any(span.end <= len(text) and trimmed(text, span) != span for span in annotation.fragments):
            yield checked.error("V2", annotation, "begins or ends with white space", "trim")
