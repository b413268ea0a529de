"""The keys that move the edges of a span to where they belong, found without pressing them."""

from collections.abc import Iterator

from annotator.domain.documents import tokens
from annotator.domain.editing import Editor
from annotator.domain.editing import edges as edge_keys
from annotator.domain.editing.moves import hints
from annotator.domain.keymap import ACTIONS
from annotator.domain.spans import Fragments, Span, covers

KEY = {action.name: action.keys[0] for action in ACTIONS}
"""The first key of every action."""

FAR = 6
"""The most single steps that are tried where a jump would do."""

MARKS = 3
"""How often in a row an edge is pushed to the next punctuation mark at most."""

Keys = tuple[str, ...]


class EdgePlans:
    """What the edge keys of an editor can do."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        self._letters: dict[int, dict[tuple[str, int], str]] = {}
        self._counts: dict[tuple[int, int], int] = {}

    def hint(self, near: int, to: int, edge: str) -> str:
        """The letters on the token that starts or ends at `to`."""
        if near not in self._letters:
            words = hints(self.editor, near).items()
            starts = {("start", word.start): letters for letters, word in words}
            self._letters[near] = starts | {("end", word.end): letters for letters, word in words}
        return self._letters[near].get((edge, to), "")

    def tokens_between(self, a: int, b: int) -> int:
        """How many tokens lie between two places."""
        low, high = min(a, b), max(a, b)
        if (low, high) not in self._counts:
            found = tokens(self.editor.text, Span(low, high)) if low < high else ()
            self._counts[low, high] = sum(1 for _ in found)
        return self._counts[low, high]

    def moved(self, spans: Fragments, wanted: Fragments) -> Keys | None:
        """The keys that move the outer edges of some fragments, by way of the quotation marks where that is shorter."""
        plain = self._both(spans[0].start, spans[-1].end, wanted)
        around = [q for q in self.editor.document.quotations if covers(q, spans[0]) and q != spans[0]]
        if len(spans) == 1 and plain != () and around:
            quotation = min(around, key=len)
            after = self._both(quotation.start, quotation.end, wanted)
            if after is not None and (plain is None or len(after) + 1 < len(plain)):
                return (KEY["snap"], *after)
        return plain

    def _both(self, start: int, end: int, wanted: Fragments) -> Keys | None:
        """The keys for both outer edges, the end first where the start would overtake it."""
        first, last = self._edge("start", start, wanted[0].start), self._edge("end", end, wanted[-1].end)
        if first is None or last is None:
            return None
        return last + first if wanted[0].start >= end else first + last

    def _edge(self, edge: str, place: int, to: int) -> Keys | None:
        """The fewest keys that move one edge to where it belongs."""
        if place == to:
            return ()
        steps, outward = self.tokens_between(place, to), (to > place) == (edge == "end")
        plans = [(KEY[f"{edge}_out" if outward else f"{edge}_in"],) * steps] if steps <= FAR else []
        if hint := self.hint(place, to, edge):
            plans.append((KEY[f"jump_{edge}"], *hint))
        if outward:
            plans += self._by_marks(edge, place, to)
        return min(plans, key=len, default=None)

    def _by_marks(self, edge: str, place: int, to: int) -> Iterator[Keys]:
        """Push the edge out to punctuation marks, and then by single tokens."""
        move = edge_keys._mark_after if edge == "end" else edge_keys._mark_before
        for presses in range(1, MARKS + 1):
            found = move(self.editor.text, Span(place - 1, place) if edge == "end" else Span(place, place + 1))
            if found is None:
                return
            place = found
            rest = self.tokens_between(place, to)
            if rest <= 2:
                beyond = (place > to) == (edge == "end")
                yield (KEY[f"{edge}_to_mark"],) * presses + (KEY[f"{edge}_in" if beyond else f"{edge}_out"],) * rest
