"""Going from problem to problem in the article that is open."""

from annotator.domain.documents import sentence_at
from annotator.domain.editing.state import EditorState
from annotator.domain.records import AnnotatedDocument, Annotation, Attribution


def next_problem(state: EditorState) -> None:
    """Go to the next failed check that is not accepted, from the start again after the last one; say what it is."""
    from annotator.domain.desk import items_of, open_items  # only who looks for problems waits for the checks

    held = AnnotatedDocument(state.document, (state.annotations,))
    found = [each.problem for each in open_items(items_of(held, state.annotator, state.codebook))]
    placed = [each for each in found if each.span and each.span.start < len(state.text)]
    if not placed:
        state.message = found[0].message if found else "nothing is wrong in this article"
        return
    known = [n for n, each in enumerate(placed) if state.problem == (each.rule, each.record_id, each.about, each.span)]
    here = state.cursor.start
    later = (n for n, each in enumerate(placed) if each.span and each.span.start >= here)
    number = (known[0] + 1 if known else next(later, 0)) % len(placed)
    problem = placed[number]
    assert problem.span is not None
    state.go_to_sentence(sentence_at(state.sentences, problem.span.start), active=None, frame=None, fragment=None)
    record = state.annotations.records.get(problem.record_id)
    if isinstance(record, Annotation):
        frames = state.nearby.frames_with(record.id)
        state.look(active=record.id, frame=frames[0].id if frames else None)
    elif isinstance(record, Attribution):
        state.look(frame=record.id, active=record.cue or next((i for _, i in record.roles), None))
    state.problem = (problem.rule, problem.record_id, problem.about, problem.span)
    state.message = f"{number + 1} of {len(placed)}  {problem.rule}  {problem.message}"
