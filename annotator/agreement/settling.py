"""What a decision makes of gold: copies of the versions taken, joined as the versions are.

The id of a copy is derived from that of its version, so that gold tells which versions it holds, whoever decided.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from annotator.agreement.counting import GOLD
from annotator.agreement.disputes import Dispute
from annotator.agreement.versions import Version
from annotator.domain.records import AnnotatedDocument, AnyRecord, Attribution, Link, Status

Gold = dict[str, AnyRecord]
"""The records of gold by id, as they become."""

JOINTS = ("parent", "continues")
"""The fields by which a frame names another frame."""


def gold_id(record_id: str) -> str:
    """The id of the copy of a record in gold."""
    return blake2b(f"{GOLD}\0{record_id}".encode(), digest_size=16).hexdigest()


def is_live(gold: Mapping[str, AnyRecord], record_id: str) -> bool:
    """Whether gold has the record, and not as a rejected one."""
    return record_id in gold and gold[record_id].status is not Status.REJECTED


def members(records: Iterable[AnyRecord]) -> Iterator[str]:
    """The ids of the annotations in the roles of the frames among these records."""
    return (i for each in records if isinstance(each, Attribution) for _, i in each.roles)


def clear(gold: Gold, dispute: Dispute) -> None:
    """Remove what gold says of the case, but for annotations that other frames of gold share."""
    gone = [gold.pop(i) for each in dispute.versions if (i := gold_id(each.record.id)) in gold]
    held = set(members(gone))
    for each in held - set(members(gold.values())):
        gold.pop(each, None)
    live = set(members(each for each in gold.values() if each.status is not Status.REJECTED))
    for each in held.intersection(gold) - live:
        gold[each] = replace(gold[each], status=Status.REJECTED)


class Copying(Struct, frozen=True, kw_only=True):
    """How the copies that a decision makes are marked."""

    at: datetime
    """When."""
    codebook: int
    """Under which version of the codebook."""
    reason: str = ""
    """Why, or by which rule of the codebook."""

    def put(self, gold: Gold, version: Version, status: Status, origin: str) -> None:
        """Copy a version; an annotation that another frame of gold has already is shared, as it stands there."""
        for each in version.annotations:
            there = gold.get(gold_id(each.id))
            if there is None or (there.status is Status.REJECTED and status is not Status.REJECTED):
                gold[gold_id(each.id)] = self.copy(each, status, origin)
        if isinstance(frame := version.record, Attribution):
            gold[gold_id(frame.id)] = self.copy(
                frame,
                status,
                origin,
                source=tuple(map(gold_id, frame.source)),
                cue=gold_id(frame.cue) if frame.cue else None,
                content=tuple(map(gold_id, frame.content)),
                parent=None,
                continues=None,
            )

    def copy(self, record: Any, status: Status, origin: str, **changes: Any) -> Any:
        """The record as gold's own, adjudicated or rejected."""
        return replace(
            record,
            id=gold_id(record.id),
            annotator=GOLD,
            created=self.at,
            codebook=self.codebook,
            status=status,
            origin=origin,
            score=None,
            flag="",
            note=self.reason,
            **changes,
        )


def join_frames(gold: Gold, cases: Sequence[Dispute], settled: Sequence[Dispute]) -> None:
    """Nest and continue the copies as their versions do, where either end was settled now; let go of what is gone."""
    home = {each.record.id: case for case in cases for each in case.versions}
    now = {each.id for each in settled}
    for case in cases:
        for each in case.versions:
            copy = gold.get(gold_id(each.record.id))
            if isinstance(copy, Attribution) and is_live(gold, copy.id):
                ends = {name: home.get(getattr(each.record, name)) for name in JOINTS}
                due = {name: end for name, end in ends.items() if end and (case.id in now or end.id in now)}
                joints = {name: frame_for(gold, end, each.annotator) for name, end in due.items()}
                gold[copy.id] = replace(copy, **joints)
    for frame in [each for each in gold.values() if isinstance(each, Attribution)]:
        loose = [name for name in JOINTS if getattr(frame, name) and not is_live(gold, getattr(frame, name))]
        if loose:
            gold[frame.id] = replace(frame, **dict.fromkeys(loose))


def frame_for(gold: Gold, case: Dispute, annotator: str) -> str | None:
    """The frame of gold that settles the case: the annotator's own version where it was taken."""
    versions = sorted(case.versions, key=lambda each: each.annotator != annotator)
    return next((i for each in versions if is_live(gold, i := gold_id(each.record.id))), None)


def join_links(gold: Gold, annotated: AnnotatedDocument, settled: Sequence[Dispute], copying: Copying) -> None:
    """Copy the links of what was settled whose both ends are in gold, or whose far end is in no set of the document."""
    touched = {i for case in settled for each in case.versions for i in (each.record.id, *ids(each))}
    for name in {each.annotator for case in settled for each in case.versions}:
        held = annotated.set_of(name)
        for link in held.of(Link):
            start, end = gold_id(link.from_id), gold_id(link.to_id) if link.to_id in held.records else link.to_id
            is_due = link.status is not Status.REJECTED and not touched.isdisjoint((link.from_id, link.to_id))
            if is_due and is_live(gold, start) and (end == link.to_id or is_live(gold, end)):
                gold[gold_id(link.id)] = copying.copy(link, Status.ADJUDICATED, name, from_id=start, to_id=end)


def drop_loose_links(gold: Gold, before: Mapping[str, AnyRecord]) -> None:
    """Remove the links of gold one of whose ends is gone."""
    for link in [each for each in gold.values() if isinstance(each, Link)]:
        if not is_live(gold, link.from_id) or (link.to_id in before and not is_live(gold, link.to_id)):
            del gold[link.id]


def ids(version: Version) -> Iterator[str]:
    """The ids of the annotations of a version."""
    return (each.id for each in version.annotations)
