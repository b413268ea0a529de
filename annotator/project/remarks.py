"""Open flags and threads of notes over all articles, and what answers or resolves them."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from msgspec.structs import replace

from annotator.domain.desk import Item
from annotator.domain.editing.remarks import is_empty
from annotator.domain.edits import Edit
from annotator.domain.errors import AnnotatorError
from annotator.domain.machines import is_machine
from annotator.domain.records import AnyRecord, Remark
from annotator.domain.threads import Thread, flags_of, threads_of

if TYPE_CHECKING:
    from annotator.project import Project


def open_flags(project: "Project", document_id: str = "") -> list[Item]:
    """The annotator's open flags, article by article, or in one alone."""
    found = () if document_id else project.store.log.remarked([project.annotator])
    numbers = _numbered(project, {document_id} if document_id else {each.document_id for each in found if each.flag})
    loaded = project.store.load_all(numbers, [project.annotator])
    return [item for held in loaded for item in flags_of(held, project.annotator, numbers[held.document.id])]


def threads(project: "Project", document_id: str = "") -> list[Thread]:
    """The threads that the annotator may see, article by article, or in one alone."""
    found = () if document_id else project.store.log.remarked()
    noted = {each.document_id for each in found if each.note and not is_machine(each.annotator)}
    numbers = _numbered(project, {document_id} if document_id else noted)
    loaded = project.store.load_all(numbers)
    mine, sight = project.annotator, project.sight
    return [
        each
        for held in loaded
        for each in threads_of(held, mine, sight.is_open(held.document.id), numbers[held.document.id])
    ]


def _numbered(project: "Project", ids: set[str]) -> dict[str, int]:
    """These articles in their order, with their numbers."""
    return {each: number for number, each in enumerate(project.store.document_ids(), 1) if each in ids}


def resolve(project: "Project", item: Item) -> Edit:
    """Take a flag away, and save that."""
    records = project.load(item.document_id, [project.annotator]).set_of(project.annotator).records
    record: Any = records.get(item.problem.record_id)
    if record is None or not record.flag:
        raise AnnotatorError("that flag is not there any more")
    changed = replace(record, flag="", created=datetime.now(UTC))
    return _saved(project, item, "resolve flag", (record,), () if is_empty(changed) else (changed,))


def answer(project: "Project", thread: Thread, text: str) -> Edit:
    """Write one more note on the same words, and save that."""
    if not text.strip():
        raise AnnotatorError("an answer needs words; nothing was saved")
    remark = Remark(
        id=uuid4().hex,
        document_id=thread.item.document_id,
        annotator=project.annotator,
        created=datetime.now(UTC),
        codebook=project.codebook_version,
        note=text.strip(),
        fragments=thread.fragments,
    )
    return _saved(project, thread.item, "answer note", (), (remark,))


def _saved(
    project: "Project", item: Item, action: str, removed: tuple[AnyRecord, ...], added: tuple[AnyRecord, ...]
) -> Edit:
    edit = Edit(
        id=uuid4().hex,
        document_id=item.document_id,
        annotator=project.annotator,
        at=datetime.now(UTC),
        action=action,
        removed=removed,
        added=added,
    )
    project.apply(edit)
    return edit
