"""How a time stands in an export."""

from datetime import UTC, datetime
from functools import lru_cache


@lru_cache(maxsize=1024)
def stamp(at: datetime) -> str:
    """The time in UTC, always to the microsecond: tools read times that differ in form as different types."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
