"""The keys that make one span, in all its fragments: candidates, mended where they are not right, and selections."""

from msgspec.structs import replace

from annotator.domain.codebook import Label
from annotator.domain.documents import sentence_at
from annotator.domain.selecting import Situation, candidates, more_fragments
from annotator.domain.spans import Fragments, Span
from tests.benchmarks.edge_plans import KEY, EdgePlans, Keys


class SpanPlans:
    """What label keys, fragment keys and edge keys make together."""

    def __init__(self, edges: EdgePlans) -> None:
        self.edges = edges
        self.known: dict[tuple[str, int, int, frozenset[str]], Keys | None] = {}

    def made(self, gold: Fragments, label: Label, here: Situation, have: Fragments = ()) -> Keys | None:
        """The fewest keys from the fragments there are to those that are wanted."""
        at = (label.name, len(have), here.cursor, frozenset(here.frame))
        if at not in self.known:
            self.known[at] = self._made(gold, label, here, have)
        return self.known[at]

    def _made(self, gold: Fragments, label: Label, here: Situation, have: Fragments) -> Keys | None:
        if have == gold:
            return ()
        again = KEY["add_fragment"] if have else label.key
        offered = [(span,) for span in more_fragments(label, have, here)] if have else candidates(label, here)
        best = self._jumped(have, gold, label, here) if have else None
        for presses, spans in enumerate(offered, 1):
            if best and presses >= len(best):
                break
            mended = self._mended(spans, gold, label, here, have)
            if mended is not None and (best is None or presses + len(mended) < len(best)):
                best = (again,) * presses + mended
        return best

    def selected(self, gold: Fragments, label: Label, here: Situation) -> Keys | None:
        """Select the first fragment from the cursor on and press the label's key; then add the others."""
        select = self._selection(gold[0], here)
        more = self.made(gold, label, here, gold[:1]) if select else None
        return None if more is None or select is None else (*select, label.key, *more)

    def _selection(self, span: Span, here: Situation) -> Keys | None:
        """The fewest keys that select a span from its first token on: by words, by sentences, or by letters."""
        size = self.edges.tokens_between(span.start, span.end)
        plans: list[Keys] = [(KEY["select_right"],) * size] if size <= 2 else []
        first, last = sentence_at(here.sentences, span.start), sentence_at(here.sentences, span.end - 1)
        if here.sentences[last].end == span.end:
            plans.append((KEY["select_sentence"],) * (last - first + 1))
        if hint := self.edges.hint(span.start, span.end, "end"):
            plans.append((KEY["jump_select"], *hint))
        return min(plans, key=len, default=None)

    def _jumped(self, have: Fragments, gold: Fragments, label: Label, here: Situation) -> Keys | None:
        """Put the cursor on the next fragment, select it, and add it."""
        span = gold[len(have)]
        hint, select = self.edges.hint(here.cursor, span.start, "start"), self._selection(span, here)
        there = replace(here, cursor=span.start, sentence=sentence_at(here.sentences, span.start))
        rest = self.made(gold, label, there, (*have, span)) if hint and select else None
        return None if rest is None or not select else (KEY["jump"], *hint, *select, KEY["add_fragment"], *rest)

    def _mended(self, spans: Fragments, gold: Fragments, label: Label, here: Situation, have: Fragments) -> Keys | None:
        """The fewest keys from a candidate to the fragments still wanted: move its outer edges, or keep only a part."""
        wanted = gold[len(have) :]
        if spans == wanted:
            return ()
        plans = [self.edges.moved(spans, wanted)] if _inner(spans) == _inner(wanted) else []
        kept = sum(all(a == b for a, b in zip(spans[:n], wanted, strict=False)) for n in range(1, len(spans) + 1))
        for count in {1, min(max(1, kept), len(wanted))}:
            moved = self.edges.moved(spans[:count], wanted[:count])
            rest = self.made(gold, label, here, have + wanted[:count]) if moved is not None else None
            if moved is not None and rest is not None and _inner(spans[:count]) == _inner(wanted[:count]):
                plans.append((KEY["drop_fragment"],) * (len(spans) - count) + moved + rest)
        return min((keys for keys in plans if keys is not None), key=len, default=None)


def _inner(spans: Fragments) -> list[int]:
    """The edges of some fragments but the first start and the last end."""
    return [edge for span in spans for edge in (span.start, span.end)][1:-1]
