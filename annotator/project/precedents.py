"""Case law: what was decided before about words like these, by the annotator and in gold; never by anybody else."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from annotator.agreement.counting import GOLD
from annotator.domain.precedents import Precedent, Query, in_context, most_alike
from annotator.domain.records import Attribution
from annotator.domain.spans import envelope, overlaps

if TYPE_CHECKING:
    from annotator.project import Project

SHOWN = 3
"""How many decisions are shown."""


def precedents(project: "Project", query: Query, limit: int = SHOWN) -> list[Precedent]:
    """The decisions most like the query, and after them the nearest one that was rejected, if any was."""
    decided = list(_decided(project, query))
    found = most_alike(query, (each for each in decided if not each.is_rejected), limit)
    rejected = most_alike(query, (each for each in decided if each.is_rejected), 1)
    return [_with_frame(project, each) for each in (*found, *rejected)]


def _decided(project: "Project", query: Query) -> Iterator[Precedent]:
    """What the annotator decided, and gold in other articles: in this one it would say what is yet to be decided."""
    said = f"{query.words} {query.context}"
    for each in project.store.precedents.near(said, query.label, [project.annotator, GOLD]):
        is_gold, is_here = each.annotator == GOLD, each.document_id == query.document_id
        if is_here and (is_gold or overlaps(envelope(each.fragments), query.place)):
            continue
        before, words, after = in_context(each.text, each.fragments)
        yield Precedent(
            record_id=each.record_id,
            document_id=each.document_id,
            document=each.document,
            annotator=each.annotator,
            span=envelope(each.fragments),
            words=words,
            before=before,
            after=after,
            answers=each.answers,
            is_rejected=each.is_rejected,
        )


def _with_frame(project: "Project", precedent: Precedent) -> Precedent:
    """The decision with what was answered about its frame."""
    held = project.load(precedent.document_id, [precedent.annotator]).set_of(precedent.annotator)
    frames = (each for each in held.of(Attribution) if precedent.record_id in [i for _, i in each.roles])
    frame = next(frames, None)
    return replace(precedent, of_frame=frame.attributes) if frame else precedent
