"""Words inside or beside a source that say its role, access, closeness or place, or why it is not named."""

from collections.abc import Iterator

from annotator.domain.documents import Document, tokens
from annotator.domain.spans import Fragments, Span, overlaps
from annotator.suggest.attributes.answer import Finding, quoted
from annotator.suggest.attributes.describing import JOINING, THINGS
from annotator.suggest.attributes.mention import Mention
from annotator.suggest.attributes.sources import parts_of
from annotator.suggest.attributes.tables import classes
from annotator.suggest.attributes.tables import label as label_name
from annotator.suggest.attributes.triggers import access, anonymity, beside
from annotator.suggest.proposing import ProposedSpan
from annotator.suggest.rules.lexicon import is_english


def descriptors(
    document: Document, fragments: Fragments, content: Fragments = (), score: float = 1.0
) -> Iterator[ProposedSpan]:
    """The descriptors of an English source mention of people or a document, as sure as the mention itself."""
    if not is_english(document):
        return
    parts = parts_of(document, fragments)
    kinds = classes("nouns", "heads").get(parts.noun, frozenset())
    if len(fragments) != 1 or not parts.head or not (kinds or parts.name) or kinds & (set(THINGS) - {"document"}):
        return
    label = label_name("descriptor")
    for span, reason in _spans(document, fragments[0], parts, content):
        if not any(overlaps(span, each) for each in content):
            yield ProposedSpan(label=label, fragments=(span,), score=score, reason=reason)


def _spans(document: Document, source: Span, parts: Mention, content: Fragments) -> Iterator[tuple[Span, str]]:
    inside = _behind_head(document, source, parts)
    if inside:
        yield inside, f"says more of {quoted(parts.head)}"
    clause = beside(document, (source,), content)
    if clause and (found := _found(clause.cut(document.text))):
        yield clause, found.reason


def _behind_head(document: Document, source: Span, parts: Mention) -> Span | None:
    """What of the mention follows its head."""
    if not parts.after or parts.after[0] in (JOINING | {"of"}) - {","}:
        return None
    words = list(tokens(document.text, source))
    joined = len(words) - len(parts.words)
    skipped = 0
    if parts.after[0] == ",":
        skipped = next((i for i, word in enumerate(parts.after) if word in ("who", "whose")), len(parts.after))
    index = parts.starts + joined + skipped
    if parts.is_partitive or not 0 < index < len(words):
        return None
    return Span(words[index].start, source.end)


def _found(clause: str) -> Finding | None:
    """What the clause says of access or of anonymity, if anything."""
    return next((each for each in (*access(clause), *anonymity(clause))), None)
