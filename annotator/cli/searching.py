"""The command that searches: sentences, annotations, frames and notes, as lines of fields or as JSON."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.app import Json, app, project_of
from annotator.cli.edge import count, say

if TYPE_CHECKING:
    from annotator.domain.filters.hits import Hit

SHOWN = 100
"""How many lines are printed where nothing else is asked for."""


@app.command()
def search(
    ctx: typer.Context,
    query: Annotated[list[str], typer.Argument(metavar="QUERY…", help="Words, “phrases”, filters; see above.")],
    limit: Annotated[int, typer.Option(min=0, help="How many lines at most; 0 for all.")] = SHOWN,
    json: Json = False,
) -> None:
    """Find words, annotations and notes. Document, sentence, start, annotator, kind, words, sentence, flag, note.

    Words are looked for in sentences, all of them in one: diplomat moscow. Filters find your annotations, frames and
    notes: label:source naming:unnamed has:flag annotator:ben doc:syria. in:spans and in:notes look for words there.
    A minus leaves out: -moscow -naming:named; put -- before a query that begins with one.
    """
    from annotator.cli.tables import print_json, print_row
    from annotator.project.searching import find, read_query

    with project_of(ctx) as project:
        asked = read_query(project, " ".join(query))
        found = find(project, asked, enough=limit or 10**9)
        hits = found.hits[:limit] if limit else found.hits
        for hit in hits:
            print_json(_value(hit)) if json else print_row(*_fields(hit))
    if not hits and found.is_all:
        say("nothing of yours fits; annotator:NAME looks into somebody else's" if asked.is_of_own else "nothing fits")
    if len(hits) < len(found.hits) or not found.is_all:
        say(f"the first {count(len(hits), 'line')}; --limit 0 prints all")
    if found.hidden:
        say(f"hidden until you finish them yourself: {count(found.hidden, 'article')}")


def _value(hit: "Hit") -> dict[str, Any]:
    """The hit for programs."""
    return {
        "document": hit.document.id,
        "name": hit.document.name,
        "sentence": hit.sentence + 1,
        "text": hit.span.cut(hit.document.text),
        "spans": hit.spans,
        "words": [each.cut(hit.document.text) for each in hit.spans],
        "record": hit.record,
    }


def _fields(hit: "Hit") -> tuple[object, ...]:
    """The hit for people."""
    from annotator.domain.records import Annotation, Attribution
    from annotator.domain.spans import words

    record, text = hit.record, hit.document.text
    kind = "sentence"
    if record:
        kind = (
            record.label if isinstance(record, Annotation) else "frame" if isinstance(record, Attribution) else "note"
        )
    who = record.annotator if record else "-"
    said = words(text, hit.spans) if hit.spans else "-"
    marks = (record.flag or "-", record.note or "-") if record else ("-", "-")
    return (hit.document.name, hit.sentence + 1, hit.start, who, kind, said, hit.span.cut(text), *marks)
