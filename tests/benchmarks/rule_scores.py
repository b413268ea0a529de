"""Measure how often each pattern of the rules is right on marked articles, and write the shares that scores come from.

    python -m tests.benchmarks.rule_scores FOLDER [--out annotator/suggest/rules/scores.json]

The folder holds `.ann` files with their articles; of several annotators the first counts. A proposal is right if its
source, cue and content all overlap those of one frame of the annotator, and a role missing in one is missing in the
other. Without `--out` nothing is written. The same articles always give the same file.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time

from annotator.domain.documents import Document
from annotator.domain.spans import Fragments, fragments_overlap, words
from annotator.suggest.proposing import ProposedFrame
from annotator.suggest.rules import measured
from annotator.suggest.rules.framing import STRONG
from annotator.suggest.rules.lexicon import language_of
from tests.benchmarks.gold import articles, first_annotators

FEWEST = 10
"""Finer patterns with fewer proposals are not written down."""

Roles = dict[str, Fragments]


@dataclass
class Tally:
    """What was counted over all articles."""

    proposed: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, document: Document, made: list[tuple[ProposedFrame, tuple[str, ...]]], gold: list[Roles]) -> None:
        """Count one article."""
        found = set()
        for frame, names in made:
            roles = roles_of(frame)
            hit = next((i for i, each in enumerate(gold) if i not in found and agree(roles, each)), None)
            found |= {hit} - {None}
            self.proposed.update(names)
            self.right.update(names if hit is not None else ())
            strong = ("strong",) if frame.score >= STRONG else ()
            for group in ("all", *plain(document, roles), *strong):
                self.counts[f"{group} proposed"] += 1
                self.counts[f"{group} right"] += hit is not None
        for i, each in enumerate(gold):
            for group in ("all", *plain(document, each)):
                self.counts[f"{group} gold"] += 1
                self.counts[f"{group} found"] += i in found

    def report(self, group: str) -> str:
        """Precision, recall and F1 of a group."""
        precision = self.counts[f"{group} right"] / max(1, self.counts[f"{group} proposed"])
        recall = self.counts[f"{group} found"] / max(1, self.counts[f"{group} gold"])
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        return f"{group:12} P {100 * precision:5.1f}  R {100 * recall:5.1f}  F1 {100 * f1:5.1f}"


def roles_of(frame: ProposedFrame) -> Roles:
    """The fragments of each role."""
    by_role = {"source": frame.source, "cue": (frame.cue,) if frame.cue else (), "content": frame.content}
    return {role: tuple(s for span in spans for s in span.fragments) for role, spans in by_role.items() if spans}


def agree(a: Roles, b: Roles) -> bool:
    """Whether both have the same roles, and each overlaps."""
    return a.keys() == b.keys() and all(fragments_overlap(a[role], b[role]) for role in a)


def plain(document: Document, roles: Roles) -> Iterator[str]:
    """`plain cues` where the cue holds a plain reporting word."""
    verbs = language_of("", "en").verbs
    cue = words(document.text, roles.get("cue", ())).lower().replace(":", "").split()
    if any(word == "according" or (word in verbs and verbs[word].kind == "say") for word in cue):
        yield "plain cues"


def main() -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    tally, seconds, size = Tally(), 0.0, 0
    for article in articles(first_annotators(given.folder)):
        start = process_time()
        made = list(measured(article.document))
        seconds, size = seconds + process_time() - start, size + len(article.document.text)
        tally.add(article.document, made, [frame.roles for frame in article.frames])
    print_report(tally, size / seconds / 1e6)
    if given.out:
        given.out.write_text(written(tally), "utf-8")


def print_report(tally: Tally, speed: float) -> None:
    """The figures, and each coarse pattern's share."""
    for name, count in tally.proposed.most_common():
        if not name.endswith((" said", " other")):
            print(f"{name:45} {count:6} {100 * tally.right[name] / count:5.1f} % right")
    for group in ("all", "plain cues"):
        print(tally.report(group))
    strong, right = tally.counts["strong proposed"], tally.counts["strong right"]
    print(f"strong       {strong} proposed, {100 * right / max(1, strong):.1f} % right; {speed:.1f} MB per CPU second")


def written(tally: Tally) -> str:
    """The shares as the package keeps them."""
    kept: Iterable[tuple[str, int]] = sorted(tally.proposed.items())
    shares = {name: [count, tally.right[name]] for name, count in kept if count >= FEWEST}
    lines = (f"{json.dumps(name)}: {json.dumps(share)}" for name, share in shares.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    main()
