"""Problems accepted as they are: each by a remark with a flag of a fixed form, whose note says why.

The flag names the rule and a fingerprint of what the rule found; it is no flag that anybody has to look at.
"""

import re
from collections.abc import Iterable

from annotator.domain.records import AnyRecord, Remark

ACCEPTED = re.compile(r"accepted (?P<rule>\S+) (?P<fingerprint>[0-9a-f]{16})")
"""The flag of a remark by which a problem is accepted."""


def is_acceptance(record: AnyRecord) -> bool:
    """Whether the record accepts a problem."""
    return isinstance(record, Remark) and ACCEPTED.fullmatch(record.flag) is not None


def acceptances(records: Iterable[AnyRecord]) -> dict[str, Remark]:
    """The acceptances among the records by the fingerprint of what they accept."""
    found = ((ACCEPTED.fullmatch(each.flag), each) for each in records if isinstance(each, Remark))
    return {match["fingerprint"]: remark for match, remark in found if match}
