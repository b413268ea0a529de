"""How long somebody worked, from the moments at which something was saved: what lies further apart is a pause."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

IDLE = timedelta(minutes=3)
"""From how much time between two moments on nobody was at work: a long sentence takes less than that."""


def worked(moments: Iterable[datetime], idle: timedelta = IDLE) -> timedelta:
    """The time between moments that follow each other within less than `idle`, in whatever order they come."""
    gaps = (after - before for before, after in pairwise(sorted(moments)))
    return sum((gap for gap in gaps if gap < idle), timedelta())


def per_sentence(moments: Iterable[datetime], read: int, idle: timedelta = IDLE) -> float | None:
    """The seconds that a sentence took on average; None where none was read or no time is known."""
    seconds = worked(moments, idle).total_seconds()
    return seconds / read if read and seconds else None
