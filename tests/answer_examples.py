"""What the tests of proposed answers share: the default codebook, places in a text, and a frame with its parts."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from annotator.domain.codebook_file import parse_codebook
from annotator.domain.documents import Document
from annotator.domain.records import Annotation, AnyRecord, Attribution
from annotator.domain.spans import Fragments, Span

AT = datetime(2026, 1, 2, tzinfo=UTC)
CODEBOOK = parse_codebook((Path(__file__).resolve().parents[1] / "corpus" / "codebook.toml").read_text("utf-8"))


def place(text: str, part: str) -> Fragments:
    start = text.index(part)
    return (Span(start, start + len(part)),)


def values(answers: Any) -> dict[str, str]:
    return {name: "+".join(answer.values) for name, answer in answers.items()}


def header(record_id: str, document: Document) -> dict[str, Any]:
    return {"id": record_id, "document_id": document.id, "annotator": "ana", "created": AT}


def records_of(document: Document, source: Fragments, cue: Fragments, content: Fragments) -> list[AnyRecord]:
    spans = {"source": source, "cue": cue, "content": content}
    made = [
        Annotation(**header(label, document), label=label, fragments=fragments)
        for label, fragments in spans.items()
        if fragments
    ]
    names = {each.id for each in made}
    frame = Attribution(
        **header("frame", document),
        source=("source",) if "source" in names else (),
        cue="cue" if "cue" in names else None,
        content=("content",) if "content" in names else (),
    )
    return [*made, frame]
