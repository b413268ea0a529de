"""The cheapest keys for gold frames with suggestions on: each suggestion met is taken, mended or refused, and counted.

Every sentence is gone through in order, as an analyst does who reads on with the space bar, which counts nothing here
as it counts nothing unaided. There each suggestion that becomes active costs its keys: Enter where it is right, the
keys that mend it where that is cheaper than marking the frame, else Backspace. What is left is made unaided.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import permutations

from msgspec.structs import replace

from annotator.domain.codebook import Codebook
from annotator.domain.documents import Document, sentence_at
from annotator.domain.editing import Editor, Level
from annotator.domain.editing.marking import declaration, situation
from annotator.domain.editing.offers import Suggestion
from annotator.domain.editing.suggesting import activate
from annotator.domain.records import AnnotationSet, Attribution, Status, annotation_set
from annotator.domain.selecting import Situation, candidates
from annotator.domain.spans import Fragments, fragments, fragments_overlap
from annotator.project.benches import Bench, Job
from annotator.suggest import suggester_named
from tests.benchmarks.edge_plans import KEY, Keys
from tests.benchmarks.gold import GoldFrame
from tests.benchmarks.replay import Outcome, Replay

Roles = dict[str, Fragments]

TRIES = 6
"""How many ways to mend a suggestion are pressed before it is refused."""


class Machine:
    """A suggester at work on one document after the other."""

    def __init__(self, name: str, codebook: Codebook) -> None:
        self.annotator = suggester_named(name).annotator()
        at = datetime(2026, 1, 1, tzinfo=UTC)
        self._bench = Bench(Job(name, b"", self.annotator, codebook, 1, at))

    def frames(self, document: Document) -> AnnotationSet:
        """The frames that it suggests; spans of other labels stand in no gold here."""
        made = annotation_set(self.annotator, self._bench.made(document).records)
        frames = list(made.of(Attribution))
        return annotation_set(self.annotator, [made.records[i] for f in frames for _, i in f.roles] + frames)


@dataclass
class Aided:
    """What became of the suggestions and frames of some articles."""

    outcomes: list[Outcome] = field(default_factory=list)
    """What each frame cost."""
    counts: Counter[str] = field(default_factory=Counter)
    """How many frames were accepted, mended and made unaided, and how many keys went to no frame."""


class AidedReplay(Replay):
    """An editor with suggestions in which the frames of an article are made one after the other."""

    def __init__(self, editor: Editor, machine: AnnotationSet, level: Level) -> None:
        super().__init__(editor)
        editor.level = level
        editor.offer([machine])
        self.told = Aided()

    def go_through(self, frames: Sequence[GoldFrame], unaided: Sequence[Outcome]) -> Aided:
        """Make all frames of an article; `unaided` says what each costs without suggestions."""
        costs = {each.frame: len(each.keys or ()) or 99 for each in unaided}
        open_ = {frame.id: frame for frame in frames}
        for index in range(len(self.editor.sentences)):
            self.editor.cycle = self.editor.pending = None
            self.editor.go_to_sentence(index, active=None, frame=None, fragment=None)
            self._decide(open_, costs)
            for frame in [each for each in open_.values() if each.sentence == index]:
                self.told.outcomes.append(self.make(frame))
                self.told.counts["unaided"] += 1
                del open_[frame.id]
        return self.told

    def _decide(self, open_: dict[str, GoldFrame], costs: dict[str, int]) -> None:
        """Take, mend or refuse the suggestions of the sentence."""
        while suggestion := self.editor.suggestion:
            near = [frame for frame in open_.values() if _meet(self._roles(suggestion), frame.roles)]
            plans = [(len(keys), keys, frame) for frame in near for keys in self._mendings(suggestion, frame)]
            for cost, keys, frame in sorted(plans, key=lambda plan: plan[0])[:TRIES]:
                if cost <= costs[frame.id] and self._take(suggestion, frame, keys):
                    del open_[frame.id]
                    break
            else:
                self.editor.press(KEY["remove_span"])
                self.told.counts["refused"] += 1
            if not self.editor.suggestion:
                self._go_on()

    def _go_on(self) -> None:
        """Go to the next suggestion of the sentence, where there is one, with a key."""
        left = self.editor.offers.beginning_in(self.editor.current, self.editor.level)
        if left:
            self.editor.press("escape")
            activate(self.editor, left[0])
            self.told.counts["gone on"] += 1

    def _take(self, suggestion: Suggestion, frame: GoldFrame, keys: Keys) -> bool:
        """Press the keys; where they do not give the gold frame, take everything back."""
        before = set(self.editor.annotations.records)
        edits = [edit for key in keys for edit in self.editor.press(key)]
        live = (r for r in self.editor.annotations.of(Attribution) if r.status is not Status.REJECTED)
        made = [record for record in live if record.id not in before]
        if len(made) == 1 and self.editor.pending is None and self._is_gold(frame, made[0]):
            self.ids[frame.id] = made[0].id
            self.told.outcomes.append(Outcome(frame.id, keys))
            self.told.counts["accepted" if keys == (KEY["accept"],) else "mended"] += 1
            return True
        for edit in reversed(edits):
            self.editor.take(edit.inverse(self.editor.new_id(), self.editor.now()))
        self.editor.cycle = self.editor.pending = None
        activate(self.editor, suggestion)
        return False

    def _is_gold(self, frame: GoldFrame, made: Attribution) -> bool:
        held = self.editor.annotations
        parts = {role: held.spans_of(made, role) for role in self.labels}
        joined = {role: fragments(span for each in spans for span in each) for role, spans in parts.items() if spans}
        return joined == frame.roles and (
            not frame.continues or (made.continues or "") == self.ids.get(frame.continues, "")
        )

    def _roles(self, suggestion: Suggestion) -> Roles:
        record = suggestion.record
        assert isinstance(record, Attribution)
        spans = {each.id: each.fragments for each in suggestion.spans}
        return {
            role: fragments(span for r, i in record.roles if r == role for span in spans[i])
            for role in dict.fromkeys(role for role, _ in record.roles)
        }

    # --- mending -------------------------------------------------------------------------------------------------

    def _mendings(self, suggestion: Suggestion, frame: GoldFrame) -> Iterator[Keys]:
        """The ways to make the suggestion the gold frame."""
        self.spans.known.clear()
        here = self._roles(suggestion)
        if not here.keys() - {"source"} <= frame.roles.keys():
            return  # no key takes a cue or a content out of a suggestion
        wrong = [role for role in frame.roles if here.get(role) != frame.roles[role]]
        closing = self._closing_of(suggestion, frame)
        if not wrong:
            yield closing or (KEY["accept"],)
        for order in permutations(wrong) if wrong else ():
            roles, keys = dict(here), ()
            for number, role in enumerate(order):
                found = self._mended_role(suggestion, frame, role, roles, is_first=not number)
                if found is None:
                    break
                keys, roles = (*keys, *found), roles | {role: frame.roles[role]}
            else:
                yield (*keys, *closing)

    def _closing_of(self, suggestion: Suggestion, frame: GoldFrame) -> Keys:
        """The keys that say that there is no source, where the suggestion does not."""
        declared = declaration(self.editor)
        is_said = declared and suggestion.record.attributes.get(declared[0]) == (declared[1],)
        return () if "source" in frame.roles or is_said else (KEY["no_source"],)

    def _mended_role(
        self, suggestion: Suggestion, frame: GoldFrame, role: str, roles: Roles, is_first: bool
    ) -> Keys | None:
        """The fewest keys for one role: its edges while the suggestion is active, or the key of its label."""
        gold, there = frame.roles[role], roles.get(role)
        if there and role == "cue" and not is_first:
            return None  # the cue's key would start another frame
        plans = [self._by_label(role, gold, there, roles)]
        if is_first and there:
            moved = self.edges.moved(there, gold) if len(there) == len(gold) == 1 else None
            plans.append((*self._reach(suggestion, role), *moved) if moved else None)
        return min((keys for keys in plans if keys is not None), key=len, default=None)

    def _reach(self, suggestion: Suggestion, role: str) -> Keys:
        """The keys that make the span of a role the one whose edges move."""
        record, count = suggestion.record, len(suggestion.spans)
        ids = [i for r, i in record.roles if r == role] if isinstance(record, Attribution) else []
        number = next(n for n, each in enumerate(suggestion.spans) if each.id == ids[0])
        forward, back = (number - suggestion.main) % count, (suggestion.main - number) % count
        return (KEY["next_span"],) * forward if forward <= back else (KEY["previous_span"],) * back

    def _by_label(self, role: str, gold: Fragments, there: Fragments | None, roles: Roles) -> Keys | None:
        """The key of the label until the nearest candidate is there, and what mends that one."""
        label, here = self.labels[role], self._situation_of(role, roles)
        best: Keys | None = None
        offered = [spans for spans in candidates(label, here) if spans != there]
        for presses, spans in enumerate(offered, 1):
            if best and presses >= len(best):
                break
            mended = self.spans._mended(spans, gold, label, here, ())
            if mended is not None and (best is None or presses + len(mended) < len(best)):
                best = (label.key,) * presses + mended
        return best

    def _situation_of(self, role: str, roles: Roles) -> Situation:
        cursor = self.editor.cursor.start
        sentence = sentence_at(self.editor.sentences, cursor)
        filled = {each: (spans,) for each, spans in roles.items() if each != role}
        return replace(situation(self.editor), sentence=sentence, cursor=cursor, frame=filled)


def _meet(suggested: Roles, gold: Roles) -> bool:
    """Whether a suggestion can be meant by a gold frame: words of cue or content are in both."""
    return any(
        role in suggested and role in gold and fragments_overlap(suggested[role], gold[role])
        for role in ("cue", "content")
    )
