"""What two files that grew apart make of one annotation set: what only one side changed, and what both did.

Each side's history says through which versions a record went there. Where it went through the version that the other
side has, that side has moved on; where neither knows the other's version, both changed it, and nobody may guess.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain
from uuid import uuid4

from msgspec import Struct, field
from msgspec.structs import replace

from annotator.domain.edits import RECODING, Edit, is_whole
from annotator.domain.records import (
    AnyRecord,
    Attribution,
    Boundary,
    Progress,
    SentenceMark,
    State,
    ZoneMark,
    annotation_set,
)

Held = Mapping[str, AnyRecord]
"""Records by the slot that each fills."""

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
"""Stands for any time where times are not compared."""


class Take(StrEnum):
    """Whose version of a record is taken where both sides changed it."""

    OURS = "ours"
    THEIRS = "theirs"


class Occasion(Struct, frozen=True, kw_only=True):
    """On which occasion two sides are brought together."""

    action: str
    """What the history calls it."""
    at: datetime
    """When."""
    take: Take | None = None
    """Whose version is taken where both sides changed a record; None leaves ours, undecided."""


class Course(Struct):
    """What the edits of one side made of an annotation set."""

    held: dict[str, AnyRecord] = field(default_factory=dict)
    """The records as they stand."""
    versions: dict[str, list[AnyRecord | None]] = field(default_factory=dict)
    """What each slot held after every edit that touched it; None where it was removed."""
    changed: dict[str, datetime] = field(default_factory=dict)
    """When each slot was touched last."""


def slot(record: AnyRecord) -> str:
    """What the record is one of: its id, or its place where a set has only one record of its kind for each place."""
    kind = type(record).__name__
    if isinstance(record, Progress):
        return f"{kind} {record.document_id}"
    if isinstance(record, SentenceMark | ZoneMark):
        return f"{kind} {record.document_id} {record.span.start} {record.span.end}"
    return f"{kind} {record.document_id} {record.offset}" if isinstance(record, Boundary) else record.id


def course(edits: Iterable[Edit]) -> Course:
    """Follow the edits of one side, oldest first."""
    followed = Course()
    for edit in edits:
        touched = {slot(record): None for record in (*edit.removed, *edit.added)}
        for record in edit.removed:
            followed.held.pop(slot(record), None)
        followed.held.update({slot(record): record for record in edit.added})
        for each in touched:
            followed.versions.setdefault(each, []).append(followed.held.get(each))
            followed.changed[each] = edit.at
    return followed


def said(record: AnyRecord) -> AnyRecord:
    """What the record says; when and under which codebook it was written down does not matter."""
    return replace(record, created=LONG_AGO, codebook=0, id=slot(record))


def alike(one: AnyRecord | None, other: AnyRecord | None) -> bool:
    """Whether the two say the same, or neither is there."""
    return one == other or (one is not None and other is not None and said(one) == said(other))


def follow_on(held: Held, edits: Iterable[Edit]) -> bool:
    """Whether the edits can be saved as they are where these records stand."""
    after = {record.id: record for record in held.values()}
    for edit in edits:
        if any(after.pop(record.id, None) != record for record in edit.removed):
            return False
        if any(record.id in after for record in edit.added):
            return False
        after.update({record.id: record for record in edit.added})
    return True


class Joined(Struct, frozen=True):
    """What becomes of one annotation set."""

    edits: Sequence[Edit]
    """The edits to append to our history."""
    before: Held
    """Our records."""
    after: Held
    """Our records once these edits are made."""
    theirs: Held
    """Their records."""
    clashing: frozenset[str] = frozenset()
    """The slots that both sides changed."""


def joined(ours: Sequence[Edit], theirs: Sequence[Edit], occasion: Occasion) -> Joined:
    """Bring the edits of both sides together: theirs as they are where they simply go on from ours, else reconciled.

    So are those of a changed codebook, which stand and fall with the versions of the project they were made in.
    """
    here, there = course(ours), course(theirs)
    new = theirs[len(ours) :]
    goes_on = [each.id for each in ours] == [each.id for each in theirs[: len(ours)]] and follow_on(here.held, new)
    if goes_on and not any(each.id.startswith(RECODING) for each in new):
        return Joined(new, here.held, there.held, there.held)
    found = reconciled(here, there)
    edits = steps(here, there, found, occasion)
    return Joined(edits, here.held, course([*ours, *edits]).held, there.held, found.clashing)


class Reconciled(Struct, frozen=True):
    """What becomes of our records."""

    taken: frozenset[str]
    """Slots in which theirs is taken, because only they changed it."""
    clashing: frozenset[str]
    """Slots that both sides changed, or that the frames of one side need and the other side removed."""


def reconciled(here: Course, there: Course) -> Reconciled:
    """Decide each slot in which the two sides differ."""
    verdicts = {each: verdict(each, here, there) for each in differing(here.held, there.held)}
    taken = {each for each, take in verdicts.items() if take is Take.THEIRS}
    clashing = {each for each, take in verdicts.items() if take is None}
    torn = taken & around_broken_frames(here.held, there.held, taken)
    return Reconciled(frozenset(taken - torn), frozenset(clashing | torn))


def differing(ours: Held, theirs: Held) -> Iterator[str]:
    """The slots in which the two hold something else, ours first."""
    for each in dict.fromkeys(chain(ours, theirs)):
        if not alike(ours.get(each), theirs.get(each)):
            yield each


def verdict(each: str, here: Course, there: Course) -> Take | None:
    """Whose version of a slot is the newer one; None where neither side has moved on from the other's."""
    if each not in there.versions:
        return Take.OURS
    if each not in here.versions:
        return Take.THEIRS
    if (ours := is_assigned(here.held.get(each))) != is_assigned(there.held.get(each)):
        return Take.THEIRS if ours else Take.OURS
    they_moved_on = any(alike(here.held.get(each), version) for version in there.versions[each])
    we_moved_on = any(alike(there.held.get(each), version) for version in here.versions[each])
    both = isinstance(here.held.get(each) or there.held.get(each), Progress) or (they_moved_on and we_moved_on)
    if both:
        return Take.THEIRS if there.changed[each] > here.changed[each] else Take.OURS
    if they_moved_on or we_moved_on:
        return Take.THEIRS if they_moved_on else Take.OURS
    return None


def is_assigned(record: AnyRecord | None) -> bool:
    """Whether it only says who is to read an article, which stands back behind every word on how far that is."""
    return isinstance(record, Progress) and record.state is State.ASSIGNED


def with_taken(ours: Held, theirs: Held, slots: Iterable[str]) -> dict[str, AnyRecord]:
    """Our records with theirs in these slots."""
    after = dict(ours)
    for each in slots:
        after.pop(each, None)
        if each in theirs:
            after[each] = theirs[each]
    return after


def around_broken_frames(ours: Held, theirs: Held, slots: Iterable[str]) -> set[str]:
    """Taking theirs in `slots` may break frames: the differing slots of all that hangs together with those frames."""
    after = annotation_set("", with_taken(ours, theirs, slots).values())
    ahead = [frame.id for frame in after.of(Attribution) if not is_whole(after, frame)]
    neighbours = linked((*ours.values(), *theirs.values())) if ahead else {}
    reached = set(ahead)
    while ahead:
        new = neighbours.get(ahead.pop(), set()) - reached
        reached |= new
        ahead += new
    return {each for each in reached if not alike(ours.get(each), theirs.get(each))}


def linked(records: Iterable[AnyRecord]) -> dict[str, set[str]]:
    """For each annotation and frame, those that a frame links it to."""
    neighbours: dict[str, set[str]] = {}
    for frame in records:
        if isinstance(frame, Attribution):
            for each in (*(i for _, i in frame.roles), frame.parent, frame.continues):
                if each:
                    neighbours.setdefault(frame.id, set()).add(each)
                    neighbours.setdefault(each, set()).add(frame.id)
    return neighbours


def steps(here: Course, there: Course, found: Reconciled, occasion: Occasion) -> list[Edit]:
    """The edits that bring in what only they changed, and with `take` those that decide what both did.

    Keeping ours is saved as taking theirs and undoing that: the history then knows their version, so that the
    decision stays, and a redo turns it round.
    """
    edits = edits_to(here.held, there.held, found.taken, occasion)
    if occasion.take and found.clashing:
        now = with_taken(here.held, there.held, found.taken)
        slots = found.clashing | around_broken_frames(now, there.held, found.clashing)
        theirs = edits_to(now, there.held, slots, replace(occasion, action=f"{occasion.action}, theirs"))
        edits += theirs
        if occasion.take is Take.OURS:
            edits += [edit.inverse(str(uuid4()), occasion.at) for edit in theirs]
    return edits


def edits_to(before: Held, theirs: Held, slots: Iterable[str], occasion: Occasion) -> list[Edit]:
    """One edit for each document that puts theirs in place of ours in these slots."""
    changes: dict[str, list[str]] = {}
    for each in sorted(slots):
        changes.setdefault((before.get(each) or theirs[each]).document_id, []).append(each)
    return [edit_to(before, theirs, each, occasion) for each in changes.values()]


def edit_to(before: Held, theirs: Held, slots: Sequence[str], occasion: Occasion) -> Edit:
    """The edit that puts theirs in place of ours in these slots of one document."""
    removed = tuple(before[each] for each in slots if each in before)
    added = tuple(theirs[each] for each in slots if each in theirs)
    first = (*removed, *added)[0]
    return Edit(
        id=str(uuid4()),
        document_id=first.document_id,
        annotator=first.annotator,
        at=occasion.at,
        action=occasion.action,
        removed=removed,
        added=added,
    )
