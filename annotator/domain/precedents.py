"""Which decisions made before are most like the one at hand: by the words marked, then by those around them."""

from collections.abc import Iterable, Mapping
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from annotator.domain.documents import sentence_at
from annotator.domain.editing.state import EditorState
from annotator.domain.records import Attributes
from annotator.domain.spans import Fragments, Span, words

AROUND = 90
"""How many code points before and after the words are their context."""

NEAREST = 60
"""How many decisions, those of the nearest words, are compared by their contexts too."""

IN_WORDS = 0.75
"""How much of the likeness is that of the words; the rest is that of the context."""

LEAST = 55.0
"""Below this likeness, of 100, words are not alike."""


class Query(Struct, frozen=True, kw_only=True):
    """What is to be decided."""

    label: str
    """The label at hand."""
    words: str
    """The words that it is about."""
    context: str
    """The sentence they stand in."""
    document_id: str
    """The article."""
    place: Span
    """Where they are; what is marked there already is no precedent."""


class Precedent(Struct, frozen=True, kw_only=True):
    """A decision that was made before."""

    record_id: str
    """The record."""
    document_id: str
    """Its article."""
    document: str
    """The name of the article."""
    annotator: str
    """Who decided, or `gold`."""
    span: Span
    """Where the words are, from the first to the last."""
    words: str
    """The words."""
    before: str
    """What stands before them."""
    after: str
    """What stands after them."""
    answers: Attributes = {}
    """What was answered about them."""
    of_frame: Attributes = {}
    """What was answered about their frame."""
    is_rejected: bool = False
    """Whether it was decided that the label does not fit."""
    alike: int = 1
    """How many decisions with these words and answers there are among those that were looked at."""
    likeness: float = 0.0
    """How much it is like what is to be decided, from 0 to 100."""


def query_of(editor: EditorState) -> Query:
    """What an editor is about to decide: the active span, else the suggested one, else a quote in the sentence."""
    text, active = editor.text, editor.active_annotation or editor.suggested_span
    if active is None:
        label = editor.codebook.label_for("content").name
        sentence = text[editor.current.start : editor.current.end]
        return Query(label=label, words=sentence, context="", document_id=editor.document.id, place=editor.current)
    sentence_span = editor.sentences[sentence_at(editor.sentences, active.envelope.start)]
    return Query(
        label=active.label,
        words=words(text, active.fragments),
        context=text[sentence_span.start : sentence_span.end],
        document_id=editor.document.id,
        place=active.envelope,
    )


def in_context(text: str, fragments: Fragments) -> tuple[str, str, str]:
    """The words with what stands before and after them, each on one line."""
    start, end = fragments[0].start, fragments[-1].end
    parts = (text[max(0, start - AROUND) : start], words(text, fragments), text[end : end + AROUND])
    before, said, after = (" ".join(part.split()) for part in parts)
    return before, said, after


def most_alike(query: Query, decided: Iterable[Precedent], limit: int) -> list[Precedent]:
    """The decisions most like the query, best first; same words with the same answers are told once, with a count."""
    from rapidfuzz import fuzz, process
    from rapidfuzz.utils import default_process

    groups: dict[tuple[object, ...], Precedent] = {}
    for each in decided:
        answers = tuple(sorted(each.answers.items()))
        key = (each.words.casefold(), answers, each.is_rejected)
        first = groups.get(key)
        groups[key] = replace(first, alike=first.alike + 1) if first else each
    kinds = list(groups.values())
    said = [default_process(each.words) for each in kinds]
    nearest = process.extract(default_process(query.words), said, scorer=fuzz.token_sort_ratio, limit=NEAREST)
    around = default_process(query.context)
    scored: list[Precedent] = []
    for _, likeness, place in nearest:
        each = kinds[place]
        near = fuzz.token_set_ratio(around, default_process(f"{each.before} {each.after}")) if around else likeness
        total = IN_WORDS * likeness + (1 - IN_WORDS) * near
        if likeness >= LEAST:
            scored.append(replace(each, likeness=round(total, 1)))
    return sorted(scored, key=attrgetter("likeness"), reverse=True)[:limit]


def told(answers: Mapping[str, tuple[str, ...]]) -> str:
    """Answers in a line."""
    return " · ".join(f"{name} {'+'.join(values)}" for name, values in answers.items() if values).replace("_", " ")
