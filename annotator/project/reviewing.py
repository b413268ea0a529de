"""One annotator's page: the work against gold with every case in its sentence, and against one's own of long ago."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace

from annotator.agreement.cases import Case, Cause
from annotator.agreement.comparing import agreement_of, tallied
from annotator.agreement.counting import AGAIN, GOLD
from annotator.agreement.feedback import Feedback, feedback
from annotator.agreement.figures import Agreement
from annotator.agreement.planning import retests
from annotator.domain.codebook import Codebook
from annotator.domain.documents import sentence_at
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import AnnotatedDocument, Annotation, Progress, State
from annotator.domain.spans import Span, envelope, words
from annotator.project.agreeing import scope_of
from annotator.project.ticks import Tick, counted, quiet
from annotator.store.store import Store


class Quoted(Struct, frozen=True):
    """A case where it stands."""

    case: Case
    """The case."""
    where: str
    """The document's name and the line."""
    sentence: str
    """Its sentence, or the sentences that it reaches over."""
    right: str
    """The words of the one who counts as right; empty where there are none."""
    own: str
    """The annotator's words."""


class Review(Struct, frozen=True):
    """One annotator's page."""

    feedback: Feedback
    """The work against what counts as right, by cause."""
    quoted: Sequence[Quoted]
    """Every case with its sentence."""
    again: Agreement | None
    """The annotator against oneself, where an old article was annotated once more."""
    due: Sequence[str]
    """The names of old articles to annotate once more, unseen."""


def review(
    store: Store,
    codebook: Codebook,
    annotator: str,
    right: str = GOLD,
    zones: Sequence[str] | None = (),
    core: bool = False,
    tick: Tick = quiet,
    now: datetime | None = None,
) -> Review:
    """The page of `annotator` against `right`; zones and core profile as in agreement."""
    if annotator == right:
        raise AnnotatorError(f"{annotator} cannot be told apart from oneself; name another with --against")
    if right == GOLD and GOLD not in store.annotators():
        raise AnnotatorError("there is no gold yet; adjudicate with F6 in the workbench, or name one with --against")
    own = f"{annotator}{AGAIN}"
    scope = scope_of(store, codebook, (annotator, right), zones, core)
    ids = store.document_ids()
    loaded = list(counted(store.load_all(ids, (annotator, right, own)), len(ids), tick))
    found = feedback(loaded, annotator, scope, right)
    oneself = replace(scope, annotators=(annotator, own))
    again = agreement_of(tallied(loaded, oneself))
    return Review(
        feedback=found,
        quoted=list(_quoted(loaded, found)),
        again=again if again.documents else None,
        due=_due(loaded, annotator, own, now or datetime.now(UTC)),
    )


def _due(loaded: Iterable[AnnotatedDocument], annotator: str, own: str, now: datetime) -> list[str]:
    """The names of the articles for a re-test, of those that were not annotated once more yet."""
    names: dict[str, str] = {}
    at: list[tuple[str, datetime]] = []
    for each in loaded:
        mine = each.set_of(annotator)
        if mine.state is State.FINISHED and not each.set_of(own).records:
            names[each.document.id] = each.document.name
            at.append((each.document.id, max(progress.created for progress in mine.of(Progress))))
    return [names[document_id] for document_id in retests(at, now)]


def _quoted(loaded: Sequence[AnnotatedDocument], found: Feedback) -> Iterator[Quoted]:
    """Every case in its sentence, cause by cause."""
    by_id = {each.document.id: each for each in loaded}
    for case in sorted(found.cases, key=lambda case: list(Cause).index(case.cause)):
        each = by_id[case.document_id]
        text = each.document.text
        place = envelope(case.fragments) if case.fragments else Span(0, 0)
        right, own = (_words(each, name, i) for name, i in zip(case.pair, (case.first, case.second), strict=True))
        said = words(text, case.fragments) if case.fragments else ""
        yield Quoted(
            case=case,
            where=f"{each.document.name}:{text.count(chr(10), 0, place.start) + 1}",
            sentence=sentences_around(each, place),
            right=right or (said if case.first else ""),
            own=own or (said if case.second else ""),
        )


def _words(annotated: AnnotatedDocument, name: str, record_id: str | None) -> str:
    """The words of an annotation; empty for anything else."""
    record = annotated.set_of(name).records.get(record_id or "")
    return words(annotated.document.text, record.fragments) if isinstance(record, Annotation) else ""


def sentences_around(annotated: AnnotatedDocument, place: Span) -> str:
    """The sentences that the place reaches over, with runs of white space as one blank."""
    document = annotated.document
    if not document.sentences:
        return " ".join(document.text[place.start : place.end].split())
    first, last = (sentence_at(document.sentences, at) for at in (place.start, max(place.start, place.end - 1)))
    return " ".join(document.text[document.sentences[first].start : document.sentences[last].end].split())
