"""Make the machine's sets that ship with the sample corpus: `python -m tests.benchmarks.sample_suggestions`.

To be run whenever the default suggester, the passes on top of it or the codebook change; a test tells when it is due.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from annotator.domain.codebook_file import parse_codebook
from annotator.domain.records import AnnotatedDocument, annotation_set
from annotator.formats import Reading, brat
from annotator.formats.format import Writing
from annotator.formats.jsonl import write
from annotator.project.benches import Bench, Job
from annotator.project.choosing import ENGLISH
from annotator.project.making import SUGGESTIONS
from annotator.suggest import suggester_named

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
"""When the sample was made, as the other sets of the sample say."""


def suggested() -> Iterator[AnnotatedDocument]:
    """The articles of the sample corpus, each with the machine's set."""
    codebook = parse_codebook((CORPUS / "codebook.toml").read_text(encoding="utf-8"))
    reading = Reading(codebook=codebook, annotator="", at=AT)
    machine = suggester_named(ENGLISH).annotator()
    bench = Bench(Job(ENGLISH, b"", machine, codebook, 1, AT))
    for path in sorted((CORPUS / "annotations").glob("*_ana.ann")):
        document = next(brat.read(path, reading)).document
        yield AnnotatedDocument(document, (annotation_set(machine, bench.made(document).records),))


def main() -> None:
    """Write the file."""
    codebook = parse_codebook((CORPUS / "codebook.toml").read_text(encoding="utf-8"))
    pieces = (piece for _, piece in write(suggested(), Writing(codebook=codebook)))
    (CORPUS / SUGGESTIONS).write_text("".join(pieces), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
