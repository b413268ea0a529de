"""The cheapest keys for a gold frame: a search over what the keys would do, each plan proved by pressing it."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from msgspec.structs import replace

from annotator.domain.codebook import Label
from annotator.domain.documents import sentence_at, tokens
from annotator.domain.editing import Editor
from annotator.domain.editing import edges as edge_keys
from annotator.domain.editing.marking import situation
from annotator.domain.editing.moves import hints
from annotator.domain.keymap import ACTIONS
from annotator.domain.records import Attribution
from annotator.domain.selecting import Situation, candidates, more_fragments
from annotator.domain.spans import Fragments, Span, covers
from tests.benchmarks.gold import GoldFrame

KEY = {action.name: action.keys[0] for action in ACTIONS}
"""The first key of every action."""

TRIES = 12
"""How many plans are pressed before a frame is given up."""

FAR = 6
"""The most single steps that are tried where a jump would do."""

Keys = tuple[str, ...]


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
        self.labels = {label.role: label for label in editor.codebook.labels if label.role}
        self.ids: dict[str, str] = {}

    def make(self, frame: GoldFrame) -> Outcome:
        """Make one frame with the fewest keys, and leave it in the editor."""
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
        stay = self._fragments((), gold, label, here, with_jumps=True)
        if stay:
            yield Way(stay, cursor)
        if stay and len(stay) <= 3:
            return
        for moved in self._moves(cursor, gold[0].start):
            there = self._situation(frame, done, gold[0].start)
            keys = self._fragments((), gold, label, there, with_jumps=True)
            selected = self._selected(gold, label, there)
            best = min((each for each in (keys, selected) if each), key=len, default=None)
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
        steps = self._tokens_between(cursor, to)
        if steps <= 2:
            yield (KEY["next_token" if to > cursor else "previous_token"],) * steps
        elif hint := self._hint(cursor, to, "start"):
            yield (KEY["jump"], *hint)

    def _hint(self, near: int, to: int, edge: str) -> str:
        """The letters on the token that starts or ends at `to`."""
        words = hints(self.editor, near).items()
        return next((letters for letters, word in words if getattr(word, edge) == to), "")

    def _tokens_between(self, a: int, b: int) -> int:
        low, high = min(a, b), max(a, b)
        return sum(1 for _ in tokens(self.editor.text, Span(low, high))) if low < high else 0

    def _selected(self, gold: Fragments, label: Label, here: Situation) -> Keys | None:
        """Select from the cursor on, and press the label's key; then add the other fragments."""
        first = gold[0]
        inside = self._tokens_between(first.start, first.end)
        hint = self._hint(first.start, first.end, "end")
        select = (KEY["select_right"],) * inside if inside <= 2 else (KEY["jump_select"], *hint) if hint else None
        if select is None:
            return None
        more = self._fragments((first,), gold, label, here, with_jumps=False)
        return None if more is None else (*select, label.key, *more)

    def _fragments(
        self, have: Fragments, gold: Fragments, label: Label, here: Situation, *, with_jumps: bool
    ) -> Keys | None:
        """The fewest keys from the fragments there are to those that are wanted."""
        if have == gold:
            return ()
        again = KEY["add_fragment"] if have else label.key
        offered = [(s,) for s in more_fragments(label, have, here)] if have else list(candidates(label, here))
        best: Keys | None = None
        for presses, spans in enumerate(offered, 1):
            if best and presses >= len(best):
                break
            mended = self._mended(spans, gold[len(have) :], label, have, gold, here)
            if mended is not None and (best is None or presses + len(mended) < len(best)):
                best = (again,) * presses + mended
        if have and with_jumps is not None:
            jumped = self._jumped_fragment(have, gold, label, here)
            if jumped and (best is None or len(jumped) < len(best)):
                best = jumped
        return best

    def _jumped_fragment(self, have: Fragments, gold: Fragments, label: Label, here: Situation) -> Keys | None:
        """Put the cursor on the next fragment, select it, and add it."""
        span = gold[len(have)]
        hint, last = self._hint(here.cursor, span.start, "start"), self._hint(span.start, span.end, "end")
        if not hint or not last:
            return None
        rest = self._fragments(gold[: len(have) + 1], gold, label, here, with_jumps=True)
        return None if rest is None else (KEY["jump"], *hint, KEY["jump_select"], *last, KEY["add_fragment"], *rest)

    def _mended(
        self, spans: Fragments, wanted: Fragments, label: Label, have: Fragments, gold: Fragments, here: Situation
    ) -> Keys | None:
        """The fewest keys from a candidate to the wanted fragments."""
        if spans == wanted:
            return ()
        options: list[Keys] = []
        if len(spans) == len(wanted) and all(a == b for a, b in zip(_inner(spans), _inner(wanted), strict=True)):
            keys = self._edges(spans[0].start, spans[-1].end, wanted[0].start, wanted[-1].end, spans, wanted)
            options += [keys] if keys is not None else []
        same = next(
            (i for i, (a, b) in enumerate(zip(spans, wanted, strict=False)) if a != b), min(len(spans), len(wanted))
        )
        for kept in {max(1, same), 1}:
            dropped = (KEY["drop_fragment"],) * (len(spans) - kept)
            left, right = spans[:kept], wanted[:kept]
            keys = (
                self._edges(left[0].start, left[-1].end, right[0].start, right[-1].end, left, right)
                if kept == 1
                else ()
            )
            if keys is None or (kept > 1 and left != right):
                continue
            rest = self._fragments(have + wanted[:kept], gold, label, here, with_jumps=True)
            if rest is not None:
                options.append(dropped + keys + rest)
        return min(options, key=len, default=None)

    def _edges(
        self, start: int, end: int, to_start: int, to_end: int, spans: Fragments, wanted: Fragments
    ) -> Keys | None:
        """The keys that move the outer edges, the end first where the start would overtake it."""
        plain = self._both(start, end, to_start, to_end)
        if len(spans) > 1:
            return plain
        around = [q for q in self.editor.document.quotations if covers(q, spans[0]) and q != spans[0]]
        if around:
            quotation = min(around, key=len)
            after = self._both(quotation.start, quotation.end, to_start, to_end)
            if after is not None and (plain is None or len(after) + 1 < len(plain)):
                return (KEY["snap"], *after)
        return plain

    def _both(self, start: int, end: int, to_start: int, to_end: int) -> Keys | None:
        first, last = self._edge("start", start, to_start), self._edge("end", end, to_end)
        if first is None or last is None:
            return None
        return last + first if to_start >= end else first + last

    def _edge(self, edge: str, place: int, to: int) -> Keys | None:
        """The fewest keys that move one edge to where it belongs."""
        if place == to:
            return ()
        options: list[Keys] = []
        steps = self._tokens_between(place, to)
        outward = to > place if edge == "end" else to < place
        if steps <= FAR:
            options.append((KEY[f"{edge}_out" if outward else f"{edge}_in"],) * steps)
        if hint := self._hint(place, to, edge):
            options.append((KEY[f"jump_{edge}"], *hint))
        mark, span = place, Span(place - 1, place) if edge == "end" and place else Span(place, place + 1)
        for presses in range(1, 4):
            move = edge_keys._mark_after if edge == "end" else edge_keys._mark_before
            found = move(self.editor.text, span)
            if found is None:
                break
            mark = found
            rest = self._tokens_between(mark, to)
            beyond = mark > to if edge == "end" else mark < to
            if outward and rest <= 2:
                step = KEY[f"{edge}_in" if beyond else f"{edge}_out"]
                options.append((KEY[f"{edge}_to_mark"],) * presses + (step,) * rest)
            span = Span(mark - 1, mark) if edge == "end" else Span(mark, mark + 1)
        return min(options, key=len, default=None)


def _inner(spans: Fragments) -> list[int]:
    """The edges of some fragments but the first start and the last end."""
    return [edge for span in spans for edge in (span.start, span.end)][1:-1]
