"""Small articles as several annotators marked them, for the tests of agreement."""

from datetime import UTC, datetime
from pathlib import Path

from annotator.domain.codebook import Codebook
from annotator.domain.documents import Document, Zone, document_id
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnnotationSet,
    AnyRecord,
    Attribution,
    Progress,
    State,
    annotation_set,
)
from annotator.domain.spans import Span
from annotator.formats.brat import read
from annotator.formats.format import Reading

NOW = datetime(2026, 11, 21, tzinfo=UTC)
TEXT = "By A. Writer\n\nThe mayor said the bridge would close. Two aides denied it."
BODY = 14


def header(number: object, who: str) -> dict[str, object]:
    return {"id": f"{who}-{number}", "document_id": "d", "annotator": who, "created": NOW}


def annotation(number: object, *at: Span, label: str = "content", who: str = "ana") -> Annotation:
    return Annotation(id=f"{who}-{number}", document_id="d", annotator=who, created=NOW, label=label, fragments=at)


def of_words(*words: str, label: str = "content") -> list[tuple[str, Span]]:
    return [(label, Span(TEXT.index(each), TEXT.index(each) + len(each))) for each in words]


def finished(who: str, marked: list[tuple[str, Span]], state: State = State.FINISHED) -> AnnotationSet:
    records = [annotation(i, span, label=label, who=who) for i, (label, span) in enumerate(marked)]
    progress = Progress(id=f"{who}-p", document_id="d", annotator=who, created=NOW, state=state)
    return annotation_set(who, [*records, progress])


def article(*sets: AnnotationSet, text: str = TEXT) -> AnnotatedDocument:
    zones = (Zone(0, 12, "byline"), Zone(BODY, len(text), "body"))
    return AnnotatedDocument(Document(document_id(text), "a.txt", text, zones=zones), sets)


def frame(who: str, number: int, roles: dict[str, list[Span]], **more: object) -> list[AnyRecord]:
    """A frame and the annotations in its roles; its id is `who-fN`."""
    made = {
        role: [annotation(f"{number}{role}{i}", span, label=role, who=who) for i, span in enumerate(spans)]
        for role, spans in roles.items()
    }
    ids = {role: tuple(each.id for each in annotations) for role, annotations in made.items()}
    cue = ids.pop("cue", (None,))[0]
    attribution = Attribution(**header(f"f{number}", who), cue=cue, **ids, **more)  # type: ignore[arg-type]
    return [*(each for annotations in made.values() for each in annotations), attribution]


def done(who: str, *records: AnyRecord, at: datetime = NOW) -> AnnotationSet:
    """A finished set of these records."""
    progress = Progress(id=f"{who}-p", document_id="d", annotator=who, created=at, state=State.FINISHED)
    return annotation_set(who, [*records, progress])


def at(text: str, words: str) -> Span:
    """Where the words are."""
    return Span(text.index(words), text.index(words) + len(words))


def sample(corpus: Path, codebook: Codebook) -> list[AnnotatedDocument]:
    """The sample corpus with both annotators' sets, declared finished."""
    reading = Reading(codebook=codebook, annotator="x", at=NOW)
    found: dict[str, list[AnnotatedDocument]] = {}
    for path in sorted((corpus / "annotations").glob("*.ann")):
        for each in read(path, reading):
            found.setdefault(each.document.id, []).append(each)
    return [
        AnnotatedDocument(
            copies[0].document, tuple(done(s.annotator, *s.records.values()) for each in copies for s in each.sets)
        )
        for copies in found.values()
    ]
