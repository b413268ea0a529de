"""The commands that look back: every edit, one record's life, the state at a time; and what is flagged and noted."""

from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.app import Json, app, project_of
from annotator.cli.edge import count, say

if TYPE_CHECKING:
    from annotator.project import Project


@app.command()
def history(
    ctx: typer.Context,
    document: Annotated[str | None, typer.Argument(metavar="[DOC]", help="A document's name or id.")] = None,
    record: Annotated[
        str, typer.Option(metavar="ID", help="Only what was done to this record, and what it changed.")
    ] = "",
    at: Annotated[str, typer.Option(metavar="TIME", help="Instead, the records as they were at a time.")] = "",
    json: Json = False,
) -> None:
    """List every edit. Oldest first: when, who, in which document, what, records added and removed."""
    with project_of(ctx) as project:
        document_id = project.find_document(document) if document else None
        if at:
            _tell_state(project, document_id, at, record, json)
        elif record:
            _tell_record(project, document_id, record, json)
        else:
            _tell_edits(project, document_id, json)


def _tell_edits(project: "Project", document_id: str | None, json: bool) -> None:
    from annotator.cli.tables import print_json, print_row
    from annotator.project.replaying import may_see

    names, sees, hidden = _names(project), may_see(project), 0
    for edit in project.store.edits(document_id):
        if not sees(edit):
            hidden += 1
            continue
        if json:
            print_json(edit)
            continue
        at, name = edit.at.isoformat(timespec="seconds"), names.get(edit.document_id, edit.document_id)
        print_row(at, edit.annotator, name, edit.action, f"+{len(edit.added)}", f"-{len(edit.removed)}")
    if hidden:
        say(f"hidden until you finish their articles: {count(hidden, 'edit')} of others")


def _tell_record(project: "Project", document_id: str | None, record_id: str, json: bool) -> None:
    """A line for each edit that touched the record, with what it did to it."""
    from annotator.cli.tables import print_json, print_row
    from annotator.domain.changes import Telling
    from annotator.domain.errors import StoreError
    from annotator.project.replaying import life_of

    names, texts = _names(project), dict[str, str]()
    found = [each for each in life_of(project, record_id) if document_id in (None, each.document_id)]
    if not found:
        raise StoreError(
            f"no edit that you may see touched a record {record_id!r}; `annotator history --json` shows the ids"
        )
    for edit in found:
        if json:
            print_json(edit)
            continue
        if edit.document_id and edit.document_id not in texts:
            texts[edit.document_id] = project.load(edit.document_id, ()).document.text
        at, name = edit.at.isoformat(timespec="seconds"), names.get(edit.document_id, edit.document_id)
        changes = " | ".join(Telling(texts.get(edit.document_id, "")).changes(edit))
        print_row(at, edit.annotator, name, edit.action, changes)


def _tell_state(project: "Project", document_id: str | None, time: str, record_id: str, json: bool) -> None:
    """A line for each record as it was at a time."""
    from annotator.cli.tables import print_json, print_row
    from annotator.domain.changes import Telling
    from annotator.domain.errors import AnnotatorError
    from annotator.domain.replaying import sets_at
    from annotator.project.replaying import moment

    if record_id:
        raise AnnotatorError("--record and --at exclude each other: a record's life has all its times")
    names, sets = _names(project), sets_at(project.history(document_id), moment(time))
    if not sets:
        say(f"nothing that you may see was there at {time}")
    for (owner, annotator), held in sorted(sets.items()):
        text = "" if json or not owner else project.load(owner, ()).document.text
        telling = Telling(text, held.records)
        for each in held.records.values():
            if json:
                print_json(each)
            else:
                print_row(names.get(owner, owner), annotator, telling.name(each), each.id)


def _names(project: "Project") -> dict[str, str]:
    return {each.id: each.name for each in project.documents()}


@app.command()
def flags(
    ctx: typer.Context,
    notes: Annotated[bool, typer.Option("--notes", help="List notes instead: a line for each answer.")] = False,
    json: Json = False,
) -> None:
    """List your open flags. The document, the record, the words and the reason."""
    from annotator.cli.tables import print_json, print_row
    from annotator.project.remarks import open_flags, threads

    with project_of(ctx) as project:
        if notes:
            for thread in threads(project):
                if json:
                    print_json(thread)
                    continue
                for said in thread.said:
                    at = said.at.isoformat(timespec="seconds")
                    print_row(thread.item.document, thread.words, said.annotator, at, said.text)
            return
        for item in open_flags(project):
            print_json(item) if json else print_row(item.document, item.problem.record_id, item.problem.message)
