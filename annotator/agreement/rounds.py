"""The round through the cases of an adjudication: which is looked at, in which order, and which comes next."""

from collections.abc import Collection

from annotator.agreement.adjudicating import ORDERS, Adjudication, Order
from annotator.agreement.disputes import Dispute
from annotator.agreement.settling import gold_id


class Round:
    """Somebody who goes through the cases of one article."""

    def __init__(self, bench: Adjudication, order: Order = Order.MISSES) -> None:
        """Begin with the first case that is not decided."""
        self.bench = bench
        """What is to be decided, and gold as it stands."""
        self.order = order
        """In which order the cases come."""
        self.cases = sorted(bench.disputes, key=ORDERS[order])
        """All cases."""
        self.case: Dispute | None = next(iter(bench.queue(order)), next(iter(self.cases), None))
        """The case that is looked at."""

    @property
    def place(self) -> str:
        """Which of how many cases it is."""
        return f"{self.cases.index(self.case) + 1} of {len(self.cases)}" if self.case else ""

    @property
    def decided(self) -> int:
        """How many cases are decided."""
        return sum(map(self.bench.is_decided, self.cases))

    def step(self, step: int, only_open: bool = False) -> None:
        """Go to the next case round the list, or to the next that is not decided."""
        if self.case is None:
            return
        here, size = self.cases.index(self.case), len(self.cases)
        ahead = [self.cases[(here + step * n) % size] for n in range(1, size + 1)]
        wanted = (each for each in ahead if not (only_open and self.bench.is_decided(each)))
        self.case = next(wanted, self.case)

    def reorder(self) -> None:
        """Take the next order, and begin with the first case that is not decided; stay where all are."""
        orders = list(Order)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self.cases.sort(key=ORDERS[self.order])
        self.case = next(iter(self.bench.queue(self.order)), self.case)

    def show(self, record_ids: Collection[str]) -> None:
        """Go to the first case whose copies in gold are among these records; stay where there is none."""
        concerned = (c for c in self.cases if any(gold_id(each.record.id) in record_ids for each in c.versions))
        self.case = next(concerned, self.case)

    def again(self, bench: Adjudication) -> "Round":
        """The same round through the article as it was read again."""
        found = Round(bench, self.order)
        known = self.case.id if self.case else ""
        found.case = next((each for each in found.cases if each.id == known), next(iter(found.cases), None))
        return found
