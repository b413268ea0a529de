"""How good a suggester is on a folder of brat files, beside people, and what it costs.

    python -m tests.benchmarks.suggest FOLDER [--suggester attribution-en] [--people FOLDER] [--limit N] [--bare]
        [--spacy en_core_web_sm]

FOLDER holds articles with one or more `.ann` files each. `--people` names a folder with articles that several people
marked; the default is FOLDER. `--bare` leaves out the passes that add nested and continued frames. The costs are those
of the same run, beside spaCy's small English parser, where spaCy and that model are installed.
"""

import argparse
import resource
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path
from time import perf_counter, process_time

from annotator.domain.codebook import ROLES
from annotator.domain.documents import Document
from annotator.domain.machines import STRONG
from annotator.domain.records import AnnotationSet, Attribution
from annotator.domain.spans import fragments
from annotator.formats.brat import read
from annotator.formats.format import Reading
from annotator.suggest import suggester_named
from annotator.suggest.pipeline import proposals
from annotator.suggest.proposing import Proposal, ProposedFrame
from tests.benchmarks.gold import codebook
from tests.benchmarks.suggest_scores import Frame, Scores, rows, score

WANTED = {
    "triple overlap": 80,
    "plain cue triple overlap": 94,
    "source exact": 80,
    "cue overlap": 84,
    "content exact": 66,
    "content token": 90,
}
"""What `attribution-en` is to reach on the development part of PolNeAR, as F1 in percent."""


class Articles:
    """Articles with every annotator's frames."""

    def __init__(self, folder: Path, limit: int | None = None) -> None:
        self.documents: dict[str, Document] = {}
        self.frames: dict[str, list[list[Frame]]] = defaultdict(list)
        reading = Reading(codebook=codebook(), annotator="gold", at=datetime(2026, 1, 1, tzinfo=UTC))
        for path in sorted(folder.rglob("*.ann")):
            for annotated in read(path, reading):
                name = annotated.document.name
                if limit is None or name in self.documents or len(self.documents) < limit:
                    self.documents[name] = annotated.document
                    self.frames[name] += map(marked, annotated.sets)


def marked(annotations: AnnotationSet) -> list[Frame]:
    """The frames of an annotation set."""
    found = []
    for record in annotations.of(Attribution):
        spans = {role: [s for each in annotations.spans_of(record, role) for s in each] for role in ROLES}
        if roles := {role: fragments(each) for role, each in spans.items() if each}:
            found.append(Frame(roles))
    return found


def proposed(given: Iterable[Proposal]) -> list[Frame]:
    """The frames that were proposed."""
    found = []
    for each in given:
        if isinstance(each, ProposedFrame):
            spans = {"source": each.source, "cue": (each.cue,) if each.cue else (), "content": each.content}
            roles = {
                role: fragments(s for span in found for s in span.fragments) for role, found in spans.items() if found
            }
            found.append(Frame(roles, each.score))
    return found


def machine_scores(articles: Articles, suggest: Callable[[Document], list[Frame]]) -> tuple[Scores, float]:
    """The scores of a suggester, and its CPU seconds an article."""
    scores, spent = Scores(), 0.0
    for name, document in articles.documents.items():
        start = process_time()
        frames = suggest(document)
        spent += process_time() - start
        for gold in articles.frames[name]:
            score(scores, document, frames, gold, 1 / len(articles.frames[name]))
    return scores, spent / (len(articles.documents) or 1)


def people_scores(articles: Articles) -> Scores:
    """The scores of people against each other, each once the one who is scored."""
    scores = Scores()
    for name, sets in articles.frames.items():
        for ours, theirs in permutations(sets, 2):
            score(scores, articles.documents[name], ours, theirs, 1 / (len(sets) * (len(sets) - 1)))
    return scores


def print_scores(machine: Scores, people: Scores) -> None:
    """Print every figure, with people's beside it and what is wanted."""
    ceiling = {name: f1 for name, _, _, f1, _ in rows(people)}
    print(f"{'percent':<34}{'P':>7}{'R':>7}{'F1':>7}{'people':>9}{'wanted':>8}{'gold':>9}")
    for name, precision, recall, f1, gold in rows(machine):
        has_precision = machine.of(name).proposed > 0
        shown = (precision, recall, f1) if has_precision else (None, recall, None)
        figures = "".join(f"{'–':>7}" if each is None else f"{100 * each:7.1f}" for each in shown)
        other = f"{100 * ceiling[name]:9.1f}" if ceiling.get(name) else f"{'–':>9}"
        print(f"{name:<34}{figures}{other}{WANTED.get(name, ''):>8}{gold:9.0f}")
    for fate, wanted in (("accepted", "54"), ("edited", ""), ("rejected", "")):
        figures = f"{100 * machine.share(fate):7.1f}{100 * people.share(fate):9.1f}"
        print(f"{fate + ', of all proposed':<48}{figures}{wanted:>8}")
    precision, least = machine.strong(0.5)
    print(f"{'precision at 50 % recall':<34}{100 * precision:7.1f}{'95':>31}   (score {least:.3f})")
    precision, recall = machine.precision_from(STRONG)
    print(f"{'strong suggestions':<34}{100 * precision:7.1f}{100 * recall:7.1f}")


COLD = """
import resource, sys, time
start = time.perf_counter()
{load}
loaded = time.perf_counter() - start
{read}
print(loaded, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""

READS = "text = open(sys.argv[1], encoding='utf-8').read()\n"


def cold(load: str, work: str, text: Path) -> tuple[float, float, float] | None:
    """Seconds to load, seconds of the whole process, and its memory in MB; None where it cannot run."""
    start = perf_counter()
    command = [sys.executable, "-c", COLD.format(load=load, read=READS + work), str(text)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    whole = perf_counter() - start
    if done.returncode:
        return None
    loaded, memory = map(float, done.stdout.split()[-2:])
    return loaded, whole, memory


def print_costs(name: str, spent: float, articles: Articles, folder: Path, model: str) -> None:
    """Print what the suggester costs, and how often as much spaCy does."""
    text = next(iter(sorted(folder.rglob("*.txt"))))
    load = f"from annotator.suggest import suggester_named\nsuggest = suggester_named({name!r}).make(b'')"
    work = "from annotator.text.segment import segment\nlist(suggest(segment('x', text)))"
    own = cold(load, work, text)
    print(f"\n{name}: {1000 * spent:.0f} ms CPU an article of {_size(articles):.1f} kB (at most 250)")
    if own:
        print(f"  loads in {own[0]:.2f} s, first article after {own[1]:.2f} s (at most 1.5)")
        print(f"  {own[2]:.0f} MB of memory (at most 200)")
    other = cold(f"import spacy\nparse = spacy.load({model!r})", "parse(text)", text)
    if not other or not own:
        print("  spaCy's small English parser is not installed, so that there is no ratio")
        return
    ratios = other[0] / own[0], other[2] / own[2], spacy_time(articles, model) / spent
    told = "{:.1f} times the time to load, {:.1f} the memory, {:.1f} the CPU time".format(*ratios)
    print(f"  spaCy's small parser: {told}")


def spacy_time(articles: Articles, model: str, most: int = 20) -> float:
    """CPU seconds an article of spaCy's small parser, on some of them."""
    import spacy

    parse = spacy.load(model)
    texts = [each.text for each in list(articles.documents.values())[:most]]
    parse(texts[0])
    start = process_time()
    for text in texts:
        parse(text)
    return (process_time() - start) / len(texts)


def _size(articles: Articles) -> float:
    return sum(len(each.text) for each in articles.documents.values()) / len(articles.documents) / 1000


def main() -> None:
    """Score, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--suggester", default="attribution-en")
    parser.add_argument("--people", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--spacy", default="en_core_web_sm")
    options = parser.parse_args()
    suggest, known = suggester_named(options.suggester).make(b""), codebook()
    articles = Articles(options.folder, options.limit)
    suggest(next(iter(articles.documents.values())))  # what is only slow the first time is told as start-up
    whole = (lambda d: suggest(d)) if options.bare else (lambda d: proposals(suggest, d, known))
    machine, spent = machine_scores(articles, lambda document: proposed(whole(document)))
    people = Articles(options.people) if options.people else articles
    print(f"{options.suggester} on {len(articles.documents)} articles")
    print_scores(machine, people_scores(people))
    print_costs(options.suggester, spent, articles, options.folder, options.spacy)
    print(f"  this benchmark: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
