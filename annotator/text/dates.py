"""Which date a line states, as EDTF, when it states a date and nothing else."""

import re
from datetime import date

from msgspec import Struct

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day|\.)?,?\s+)?"
DAY = r"(?P<day>\d{1,2})"
YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"

WRITTEN = (
    rf"{WEEKDAY}{MONTH}\s+{DAY}(?:st|nd|rd|th)?,?\s+{YEAR}",
    rf"{WEEKDAY}{DAY}(?:st|nd|rd|th)?\s+{MONTH},?\s+{YEAR}",
    rf"{MONTH},?\s+{YEAR}",
    rf"{YEAR}-(?P<number>\d\d)-{DAY}",
    rf"(?P<first>\d{{1,2}})[/.](?P<second>\d{{1,2}})[/.]{YEAR}",
)
"""The ways in which newspapers write a date."""

BEFORE = r"(?P<before>[^\W\d_][^\d,;:!?|]{0,50}?(?:[,:|]|\son)?\s+)?"
"""An outlet, or a word such as `Published`, before the date."""

AFTER = r"(?:(?:\s*[,|]|\s+at|\s+[–—-]|T)?\s*\d{1,2}[:.]?\d{0,2}(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*[A-Z+:\d]{0,6})?\.?"
"""A time of day after the date."""

LINES = tuple(re.compile(f"{BEFORE}(?i:{form}){AFTER}") for form in WRITTEN)
"""A line that is only a date, for each way of writing one."""

CAPTION_END = re.compile(rf"(?:(?<!day),\s|\()(?i:{WRITTEN[0]}|{WRITTEN[1].replace('?P<', '?P<d')})\)?\.?$")
"""A full date after a comma, which ends the caption of a dated picture."""

NOT_OUTLETS = re.compile(r"(?i:(?:first |last )?(?:published|updated|posted|modified|filed|issued|created|date)\b.*)")
"""Words before a date that say which date it is."""

LONGEST = 120


class StatedDate(Struct, frozen=True):
    """What a date line says."""

    edtf: str
    """The date, as exact as it is stated; empty where day and month could be either."""
    outlet: str
    """The name that stands before the date; empty for none."""


def read_date(line: str) -> StatedDate | None:
    """The date of a line that holds a date and no more than a name or a time beside it; None for any other line."""
    if len(line) > LONGEST:
        return None
    for form in LINES:
        if found := form.fullmatch(line.strip("*_ ")):
            return _stated(found.groupdict())
    return None


def _stated(parts: dict[str, str | None]) -> StatedDate | None:
    """The date from its parts; None when the name before it is not one or the calendar has no such day."""
    outlet = (parts["before"] or "").strip(" ,:|\t\xa0")
    if NOT_OUTLETS.fullmatch(outlet):
        outlet = ""
    if any(word[0].islower() and len(word) > 3 for word in outlet.split()):
        return None
    edtf = _edtf(parts)
    return None if edtf is None else StatedDate(edtf, outlet)


def _edtf(parts: dict[str, str | None]) -> str | None:
    """The date in EDTF; empty where it can be read in two ways, None where it is no date."""
    year, day = int(parts["year"] or 0), int(parts.get("day") or 1)
    if parts.get("first"):
        one, two = int(parts["first"] or 0), int(parts["second"] or 0)
        if one <= 12 and two <= 12 and one != two:
            return ""
        day, month = max(one, two), min(one, two)
    elif parts.get("number"):
        month = int(parts["number"] or 0)
    else:
        month = MONTHS.index((parts["month"] or "")[:3].lower()) + 1
    try:
        stated = date(year, month, day).isoformat()
    except ValueError:
        return None
    return stated if parts.get("day") or parts.get("first") else stated[:7]
