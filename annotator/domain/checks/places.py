"""Checks of where annotations stand: inside the text, in zones that allow them, without white space at their edges."""

from bisect import bisect_right
from collections.abc import Iterator

from annotator.domain.checks.problems import Checked, Fix, Problem
from annotator.domain.codebook import ZoneKind
from annotator.domain.documents import BODY
from annotator.domain.nearby import place_of
from annotator.domain.records import Annotation, ZoneMark
from annotator.domain.spans import Fragments, Span, are_fragments, covers, fragments, trimmed


def places(checked: Checked) -> Iterator[Problem]:
    """V1: everything lies inside the text, and annotations outside the zones that are closed to them."""
    length = len(checked.document.text)
    zones = _zones(checked)
    for record in checked.records.values():
        place = place_of(record)
        if place and place.end > length:
            message = f"reaches to {place.end}, but the text has {length} code points; remove it and mark it again"
            fixes = _away(checked, record) if isinstance(record, Annotation) else [Fix("remove")]
            yield checked.error("V1", record, message, *fixes)
        elif isinstance(record, Annotation):
            for zone, stretches in zones:
                if any(_reaches(span, stretches) for span in record.fragments):
                    yield from _closed(checked, record, zone)


def _closed(checked: Checked, annotation: Annotation, zone: ZoneKind) -> Iterator[Problem]:
    """What the codebook has against the annotation in this kind of zone."""
    title = zone.title or zone.name
    if not zone.mark:
        message = f"lies in a {title}, where nothing is marked; remove it, or correct the kind of the paragraph"
        yield checked.error("V1", annotation, message, *_away(checked, annotation), *_open(checked, annotation))
    elif annotation.label in zone.forbid:
        message = f"lies in a {title}, where no {annotation.label} is marked"
        yield checked.error("V1", annotation, message, *_away(checked, annotation), *_open(checked, annotation))
    elif zone.review:
        message = f"lies in a {title}: is it meant to count?"
        yield checked.warning("V1", annotation, message, *_away(checked, annotation), about="review")


def _away(checked: Checked, annotation: Annotation) -> list[Fix]:
    """Removing it, with the frame that it is a part of; where it is in several, only the analyst can tell."""
    frames = checked.nearby.frames_with(annotation.id)
    if len(frames) > 1:
        return []
    return [Fix("remove", "frame", record_id=frames[0].id)] if frames else [Fix("remove", "span")]


def _open(checked: Checked, annotation: Annotation) -> list[Fix]:
    """Calling its paragraph body, where it lies in one and that is open to it."""
    body = checked.codebook.zone(BODY)
    is_open = body is not None and body.mark and annotation.label not in body.forbid
    paragraph = checked.document.paragraph_at(annotation.envelope.start)
    is_corrected = any(mark.span != paragraph for mark in checked.nearby.of(ZoneMark, paragraph))
    is_within = covers(paragraph, annotation.envelope) and not is_corrected
    return [Fix("zone", BODY)] if is_open and is_within else []


def _zones(checked: Checked) -> list[tuple[ZoneKind, Fragments]]:
    """The kinds of zone that are not open to everything, each with where it is.

    The annotator's corrections stand before what was found, and words in no zone are body.
    """
    document, marks = checked.document, checked.zone_marks
    kinds = [kind for kind in checked.codebook.zones if not kind.mark or kind.forbid or kind.review]
    found: dict[str, list[Span]] = {kind.name: [] for kind in kinds}
    for mark in marks:
        if mark.zone in found:
            found[mark.zone].append(mark.span)
    marked = fragments(mark.span for mark in marks)
    for zone in document.zones:
        if zone.kind in found:
            found[zone.kind] += _outside(zone.span, marked)
    if BODY in found and document.text:
        taken = fragments([*marked, *(zone.span for zone in document.zones)])
        gaps = (trimmed(document.text, gap) for gap in _outside(Span(0, len(document.text)), taken))
        found[BODY] += [gap for gap in gaps if gap]
    return [(kind, fragments(found[kind.name])) for kind in sorted(kinds, key=lambda kind: kind.name)]


def _outside(span: Span, taken: Fragments) -> Iterator[Span]:
    """The parts of the span that are in none of `taken`."""
    at = span.start
    for index in range(bisect_right(taken, at, key=lambda each: each.end), len(taken)):
        if taken[index].start >= span.end:
            break
        if at < taken[index].start:
            yield Span(at, taken[index].start)
        at = taken[index].end
    if at < span.end:
        yield Span(at, span.end)


def _reaches(span: Span, stretches: Fragments) -> bool:
    """Whether the span shares a code point with any of the stretches."""
    first = bisect_right(stretches, span.start, key=lambda each: each.end)
    return first < len(stretches) and stretches[first].start < span.end


def edges(checked: Checked) -> Iterator[Problem]:
    """V2: fragments are sorted and disjoint, and no edge is white space."""
    text = checked.document.text
    for annotation in checked.annotations:
        if not are_fragments(annotation.fragments):
            yield checked.error("V2", annotation, "has fragments that are not sorted and disjoint; mark it again")
        if any(span.end <= len(text) and trimmed(text, span) != span for span in annotation.fragments):
            yield checked.error("V2", annotation, "begins or ends with white space", Fix("trim"))
