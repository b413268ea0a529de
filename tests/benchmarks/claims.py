"""Where the pairs of the tables stand among the proposals, and how long a key takes with a thousand articles' claims.

Times of keys are the process's own CPU times until everything is painted and saved, so that other work does not count.

python -m tests.benchmarks.claims [--data FOLDER] [--articles 1000]
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

from annotator.domain.claims.claim import claims_of
from annotator.domain.claims.pairs import Pairing
from annotator.domain.codebook import Codebook
from annotator.domain.records import AnnotatedDocument, Annotation, annotation_set
from annotator.domain.spans import trimmed
from annotator.project import Project
from annotator.project.claims import propose, read_claims
from annotator.project.making import make_project
from annotator.text.segment import segment
from annotator.tui.app import Workbench
from annotator.tui.screens.claims import ClaimsScreen
from tests.claim_pairs import PAIRS, documents, ranks, with_claims
from tests.test_corpus import rows

SHARED = Path(__file__).resolve().parents[3] / "shared"
AT = datetime(2026, 1, 2, tzinfo=UTC)
PER_ARTICLE = 20
"""How many sentences of an article are marked as claims."""

KEYS = (
    *("j", "r", "j", "c", "2", "y", "k", "u", "pagedown", "n", "tab", "j", "tab", "j", "tab", "j", "shift+tab", "tab"),
    *("shift+tab", "/", "t", "h", "e", "enter", "j", "tab", "/", "ctrl+a", "ctrl+k", "enter"),
)
"""What is pressed, again and again: moving, relating, answering, undoing, changing the view, filtering."""


def tell_ranks(name: str, found: Sequence[int | None], proposed: int) -> None:
    """Print where the pairs stand."""
    first = sum(rank is not None and rank <= 30 for rank in found)
    told = " ".join(str(rank or "-") for rank in found)
    print(f"{name}: {first} of {len(found)} pairs among the first thirty of {proposed} proposals; ranks {told}")


def seed_ranks(folder: Path, codebook: Codebook) -> None:
    """The eleven pairs of the two seed articles, all their claims marked."""
    claims = [
        each
        for number, (letter, document) in enumerate(documents(folder).items())
        for each in claims_of(with_claims(letter, document), "ana", codebook, number)
    ]
    order = [frozenset((each.first, each.second)) for each in Pairing(claims).proposals()]
    tell_ranks(f"seed articles, {len(claims)} claims", ranks(order, PAIRS), len(order))


def corpus_ranks(project: Project) -> None:
    """The pairs of the sample corpus."""
    found = read_claims(project)
    propose(project, found)
    slug = {each.id: (Path(each.document).stem, each.words) for each in found.claims.values()}
    order = [frozenset((slug[each.first], slug[each.second])) for each in found.proposals]
    wanted = [
        frozenset((row[f"slug_{side}"], row[f"words_{side}"]) for side in "ab") for row in rows("claim_pairs.tsv")
    ]
    places = [order.index(pair) + 1 if pair in order else None for pair in wanted]
    tell_ranks(f"sample corpus, {len(found.claims)} claims", places, len(order))


def articles(folder: Path, count: int) -> list[AnnotatedDocument]:
    """The seeds and a folder's articles, their sentences marked as claims; too few files are used again, numbered."""
    files = [*sorted((SHARED / "seeds").glob("*.txt")), *sorted(folder.rglob("*.txt"))]
    return [article(files[n % len(files)], n // len(files)) for n in range(count)]


def article(file: Path, again: int) -> AnnotatedDocument:
    """One article with its longer sentences marked."""
    document = segment(f"{again}-{file.name}", file.read_text(encoding="utf-8", errors="replace") + f"\n{again}\n")
    spans = [span for each in document.sentences if len(each) > 40 and (span := trimmed(document.text, each))]
    claims = [
        Annotation(
            id=f"{document.id}-{n}",
            document_id=document.id,
            annotator="ana",
            created=AT,
            label="claim",
            fragments=(span,),
        )
        for n, span in enumerate(spans[:PER_ARTICLE])
    ]
    return AnnotatedDocument(document, (annotation_set("ana", claims),))


async def key_times(path: Path) -> list[tuple[float, str]]:
    """Milliseconds of CPU time from a key until it is painted and saved, with the key."""
    times: list[tuple[float, str]] = []
    with Project.open(path, "ana") as project:
        async with Workbench(project, None, path.with_name("theme")).run_test(size=(120, 40)) as pilot:
            await pilot.press("f8")
            await pilot.pause()
            began = time.perf_counter()
            await pilot.app.workers.wait_for_complete()
            await pilot.pause()
            assert isinstance(pilot.app.screen, ClaimsScreen)
            print(f"the screen is filled {time.perf_counter() - began:.1f} s after its key, kept proposals included")
            for key in KEYS * 6:
                began = time.process_time()
                await pilot.press(key)
                await pilot.pause()
                times.append((1000 * (time.process_time() - began), key))
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "polnear" / "train", help="a folder of articles")
    parser.add_argument("--articles", type=int, default=1000)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_project(folder / "sample.db", "ana", sample=True)
        with Project.open(folder / "sample.db", "ana") as project:
            corpus_ranks(project)
            if (SHARED / "seeds").is_dir():
                seed_ranks(SHARED / "seeds", project.codebook)
        if wanted.data.is_dir():
            make_project(folder / "large.db", "ana")
            with Project.open(folder / "large.db", "ana") as project:
                project.store.add(articles(wanted.data, wanted.articles), by="ana", at=AT, action="benchmark")
                began = time.perf_counter()
                found = read_claims(project)
                read = time.perf_counter() - began
                propose(project, found)
                total = time.perf_counter() - began
                print(f"{len(found.claims):,} claims of {wanted.articles:,} articles: read in {read:.1f} s, ", end="")
                print(f"compared in {total - read:.1f} s, once; {len(found.proposals):,} proposals kept")
            times = asyncio.run(key_times(folder / "large.db"))
            cuts = quantiles([milliseconds for milliseconds, _ in times], n=100)
            most, slowest = max(times)
            print(f"a key on the claims screen, CPU time: 50th {cuts[49]:.0f} ms, 95th {cuts[94]:.0f} ms, ", end="")
            print(f"most {most:.0f} ms ({slowest})")


if __name__ == "__main__":
    main()
