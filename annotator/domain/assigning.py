"""Who reads which article: shared out in turn, a part of them to two people, so that their agreement can be told."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from math import floor

Holders = Mapping[str, Collection[str]]
"""Who has each document already, by the document's id."""

Shares = dict[str, tuple[str, ...]]
"""Who is to read each document besides those who have it."""


def shared_out(documents: Iterable[str], annotators: Sequence[str], overlap: float, held: Holders) -> Shares:
    """Give each document to one of the annotators, and so large a part of them to two, spread evenly.

    The two are those who share least so far; else, whoever has least. Nobody is given an article twice.
    """
    loads = Counter({name: sum(name in holders for holders in held.values()) for name in annotators})
    met: Counter[frozenset[str]] = Counter()
    shares: Shares = {}
    for number, document in enumerate(documents):
        free = [name for name in annotators if name not in held.get(document, ())]
        groups = combinations(free, min(len(free), 2 if is_shared(number, overlap) else 1))
        given = min(
            groups, key=lambda group: (met[frozenset(group)] * (len(group) - 1), sum(loads[name] for name in group))
        )
        loads.update(given)
        met[frozenset(given)] += 1
        shares[document] = given
    return shares


def is_shared(number: int, overlap: float) -> bool:
    """Whether the document of this number, from 0, goes to two people."""
    return floor((number + 1) * overlap + 1e-9) > floor(number * overlap + 1e-9)
