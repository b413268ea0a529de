"""Every writer reproduces its reference in `exports/reference` byte for byte.

After a change that is meant, run `python -m tests.test_export_references` and read the difference before you commit it.
"""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotator.domain.codebook_file import parse_codebook
from annotator.domain.records import (
    AnnotatedDocument,
    AnnotationSet,
    Progress,
    Reading,
    SentenceMark,
    State,
    annotation_set,
)
from annotator.formats import FORMATS, Writing, brat
from annotator.formats import Reading as Context

CHECKOUT = Path(__file__).resolve().parents[1]
REFERENCES = CHECKOUT / "exports" / "reference"
CODEBOOK = parse_codebook((CHECKOUT / "corpus" / "codebook.toml").read_text(encoding="utf-8"))
AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
WRITERS = sorted(name for name, form in FORMATS.items() if form.write)


def sample() -> AnnotatedDocument:
    """A sample article, finished by one of its annotators and begun by the other."""
    context = Context(codebook=CODEBOOK, annotator="", at=AT)
    paths = [CHECKOUT / "corpus" / "annotations" / f"harbour-fire_{name}.ann" for name in ("ana", "ben")]
    ana, ben = (next(brat.read(path, context)) for path in paths)
    header = {"document_id": ana.document.id, "annotator": "ana", "created": AT}
    marks = [
        SentenceMark(
            id=f"mark-{number}", span=span, reading=Reading.DOUBTFUL if number == 2 else Reading.READ, **header
        )
        for number, span in enumerate(ana.document.sentences)
    ]
    records = [*ana.sets[0].records.values(), *marks, Progress(id="progress", state=State.FINISHED, **header)]
    begun: AnnotationSet = ben.sets[0]
    return AnnotatedDocument(ana.document, (annotation_set("ana", records), begun))


def written(name: str) -> dict[str, str]:
    """The files that the format makes of the sample."""
    texts: dict[str, str] = {}
    for file, piece in FORMATS[name].write([sample()], Writing(codebook=CODEBOOK)):
        texts[file] = texts.get(file, "") + piece
    return texts


@pytest.mark.parametrize("name", WRITERS)
def test_the_writer_reproduces_its_reference(name: str) -> None:
    texts = written(name)
    assert sorted(texts) == sorted(path.name for path in (REFERENCES / name).iterdir())
    for file, text in texts.items():
        assert (REFERENCES / name / file).read_bytes() == text.encode("utf-8"), file


def test_every_reference_has_its_writer() -> None:
    assert sorted(path.name for path in REFERENCES.iterdir()) == WRITERS


@pytest.mark.parametrize("name", ["brat", "jsonl"])
def test_a_reference_reads_back_as_the_sample(name: str) -> None:
    form = FORMATS[name]
    paths = sorted(path for path in (REFERENCES / name).iterdir() if path.suffix in form.suffixes)
    found = [each for path in paths for each in form.read(path, Context(codebook=CODEBOOK, annotator="", at=AT))]
    assert {each.document.text for each in found} == {sample().document.text}
    if name == "jsonl":
        assert found == [sample()]
    else:
        kept = [each for each in sample().sets[0].records.values() if not isinstance(each, Progress | SentenceMark)]
        assert found[0].sets[0] == annotation_set("ana", kept)


if __name__ == "__main__":
    for writer in WRITERS:
        (REFERENCES / writer).mkdir(parents=True, exist_ok=True)
        for file, text in written(writer).items():
            (REFERENCES / writer / file).write_text(text, encoding="utf-8", newline="")
