"""Ids of records that come without one: derived from what the record is, so that reading twice gives the same ids."""

from collections import Counter
from hashlib import blake2b


class DerivedIds:
    """Makes the ids of one annotator's records in one document."""

    def __init__(self, document_id: str, annotator: str) -> None:
        """Begin a set of ids that no other document or annotator shares."""
        self._seed = blake2b(f"{document_id}\0{annotator}".encode(), digest_size=16)
        self._times: Counter[str] = Counter()

    def of(self, key: str) -> str:
        """The id of the next record of this `key` (kind, label, place); equal keys are told apart by their order."""
        self._times[key] += 1
        made = self._seed.copy()
        made.update(f"\0{key}\0{self._times[key]}".encode())
        return made.hexdigest()
