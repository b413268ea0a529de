"""The cheapest keys for a gold frame: a search over what the keys would do, each plan proved by pressing it."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from msgspec.structs import replace

from annotator.domain.documents import sentence_at
from annotator.domain.editing import Editor
from annotator.domain.editing.marking import situation
from annotator.domain.records import Attribution
from annotator.domain.selecting import Situation
from tests.benchmarks.edge_plans import KEY, EdgePlans, Keys
from tests.benchmarks.gold import GoldFrame
from tests.benchmarks.span_plans import SpanPlans

TRIES = 12
"""How many plans are pressed before a frame is given up."""


@dataclass(frozen=True)
class Way:
    """A way to make one role right."""

    keys: Keys
    """What is pressed."""
    cursor: int
    """Where the cursor is afterwards."""


@dataclass(frozen=True)
class Outcome:
    """What a frame cost."""

    frame: str
    keys: Keys | None
    """What was pressed; None where no plan gave exactly the gold frame."""
    by_role: Mapping[str, int] = field(default_factory=dict)
    """How many of the keys each role took."""
    first: Mapping[str, bool] = field(default_factory=dict)
    """For each role, whether its first candidate was right in the order that was used."""


class Replay:
    """An editor in which the frames of an article are made one after the other."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        self.edges = EdgePlans(editor)
        self.spans = SpanPlans(self.edges)
        self.labels = {label.role: label for label in editor.codebook.labels if label.role}
        self.ids: dict[str, str] = {}

    def make(self, frame: GoldFrame) -> Outcome:
        """Make one frame with the fewest keys, and leave it in the editor."""
        self.spans.known.clear()
        for _, plan in zip(range(TRIES), self.plans(frame), strict=False):
            keys = tuple(key for _, way in plan for key in way.keys) + self._closing(frame)
            if self._press(frame, keys):
                by_role = {role: len(way.keys) for role, way in plan}
                first = {role: way.keys == (self.labels[role].key,) for role, way in plan}
                return Outcome(frame.id, keys, by_role, first)
        self._force(frame)
        return Outcome(frame.id, None)

    def _arrive(self, frame: GoldFrame) -> None:
        self.editor.cycle = self.editor.pending = None
        self.editor.go_to_sentence(frame.sentence, active=None, frame=None, fragment=None)

    def _closing(self, frame: GoldFrame) -> Keys:
        """The keys that say that there is no source, and what the frame continues."""
        keys = () if "source" in frame.roles else (KEY["no_source"],)
        earlier = self.ids.get(frame.continues)
        if not earlier:
            return keys
        begins = {made: self._begin(made) for made in self.ids.values()}
        here = min(spans[0].start for spans in frame.roles.values())
        before = sorted((made for made, start in begins.items() if start < here), key=lambda made: -begins[made])
        return keys + (KEY["continues"],) * (before.index(earlier) + 1)

    def _begin(self, made: str) -> int:
        record = self.editor.annotations.records[made]
        assert isinstance(record, Attribution)
        return min(self.editor.annotations.annotation(i).envelope.start for _, i in record.roles)

    def _press(self, frame: GoldFrame, keys: Keys) -> bool:
        """Press the keys; where they do not give exactly the gold frame, take everything back."""
        before = set(self.editor.annotations.records)
        self._arrive(frame)
        edits = [edit for key in keys for edit in self.editor.press(key)]
        made = [r for r in self.editor.annotations.of(Attribution) if r.id not in before]
        if len(made) == 1 and self.editor.pending is None and self._is_gold(frame, made[0]):
            self.ids[frame.id] = made[0].id
            return True
        for edit in reversed(edits):
            self.editor.take(edit.inverse(self.editor.new_id(), self.editor.now()))
        return False

    def _is_gold(self, frame: GoldFrame, made: Attribution) -> bool:
        annotations = self.editor.annotations
        roles = {role: annotations.spans_of(made, role) for role in self.labels}
        right = {role: [spans] for role, spans in frame.roles.items()}
        same = {role: spans for role, spans in roles.items() if spans} == right
        return same and (made.continues or "") == self.ids.get(frame.continues, "")

    def _force(self, frame: GoldFrame) -> None:
        """Mark the frame with selections of any length, as a mouse could, so that later frames find it there."""
        self._arrive(frame)
        for role, spans in frame.roles.items():
            for number, span in enumerate(spans):
                self.editor.select(span)
                self.editor.mark(self.labels[role]) if not number else self.editor.press(KEY["add_fragment"])
        if self.editor.frame:
            self.ids[frame.id] = self.editor.frame

    # --- plans ----------------------------------------------------------------------------------------------------

    def plans(self, frame: GoldFrame) -> Iterator[list[tuple[str, Way]]]:
        """Ways to make all roles in some order, the cheapest first."""
        self._arrive(frame)
        start, number = self.editor.cursor.start, count()
        queue: list[tuple[int, int, int, frozenset[str], int, list[tuple[str, Way]]]] = []
        heapq.heappush(queue, (len(frame.roles), next(number), 0, frozenset(), start, []))
        known_ways: dict[tuple[frozenset[str], int, str], list[Way]] = {}
        while queue:
            _, _, spent, done, cursor, plan = heapq.heappop(queue)
            if len(done) == len(frame.roles):
                yield plan
                continue
            for role in sorted(frame.roles.keys() - done):
                at = (done, cursor, role)
                if at not in known_ways:
                    known_ways[at] = list(self._ways(frame, role, done, cursor))
                for way in known_ways[at]:
                    cost, after = spent + len(way.keys), done | {role}
                    hope = cost + len(frame.roles) - len(after)
                    heapq.heappush(queue, (hope, next(number), cost, after, way.cursor, [*plan, (role, way)]))

    def _ways(self, frame: GoldFrame, role: str, done: frozenset[str], cursor: int) -> Iterator[Way]:
        """The cheapest way to make a role without moving the cursor, and the cheapest with moving it."""
        label, gold = self.labels[role], frame.roles[role]
        here = self._situation(frame, done, cursor)
        stay = self.spans.made(gold, label, here)
        if stay:
            yield Way(stay, cursor)
        if stay and len(stay) <= 3:
            return
        for moved in self._moves(cursor, gold[0].start):
            there = self._situation(frame, done, gold[0].start)
            plans = (self.spans.made(gold, label, there), self.spans.selected(gold, label, there))
            best = min((keys for keys in plans if keys), key=len, default=None)
            if best and (not stay or len(moved) + len(best) < len(stay)):
                yield Way(moved + best, gold[0].start)

    def _situation(self, frame: GoldFrame, done: frozenset[str], cursor: int) -> Situation:
        base = situation(self.editor)
        sentence = sentence_at(self.editor.sentences, cursor)
        return replace(base, sentence=sentence, cursor=cursor, frame={role: (frame.roles[role],) for role in done})

    def _moves(self, cursor: int, to: int) -> Iterator[Keys]:
        """The keys that put the cursor on the token at `to`."""
        if cursor == to:
            return
        steps = self.edges.tokens_between(cursor, to)
        if steps <= 2:
            yield (KEY["next_token" if to > cursor else "previous_token"],) * steps
        elif hint := self.edges.hint(cursor, to, "start"):
            yield (KEY["jump"], *hint)
