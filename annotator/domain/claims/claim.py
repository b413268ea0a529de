"""A claim with what is needed to compare it and to tell it: its words, what stands around them, and whose it is."""

from msgspec import Struct

from annotator.domain.chains import level, told
from annotator.domain.claims.voice import voice_of
from annotator.domain.codebook import Codebook, Relation
from annotator.domain.documents import sentence_at
from annotator.domain.nearby import Nearby
from annotator.domain.records import AnnotatedDocument, Annotation, AnnotationSet, Attribution, Status
from annotator.domain.spans import Fragments, Span, words


class Claim(Struct, frozen=True, kw_only=True, gc=False):
    """One claim of one annotator."""

    id: str
    """The id of its annotation."""
    document_id: str
    """Where it stands."""
    document: str
    """The name of that article."""
    outlet: str
    """Who published the article; empty where it is not known."""
    published: str
    """When, as EDTF; empty where it is not known."""
    number: int
    """The article's place among all, in the order of adding."""
    fragments: Fragments
    """Where in the text."""
    words: str
    """Its words."""
    sentence: str
    """The sentences in which it stands."""
    start: int
    """Where they begin in the text."""
    before: str
    """The sentence before them."""
    gist: str
    """What the analyst made of it, with names in place of pronouns; often empty."""
    voice: str
    """Whose claim it is: what the analyst said, else what follows from its place."""
    is_derived: bool
    """Whether the voice follows from its place."""
    chain: str
    """Who reports it, from the outermost source inwards; empty in the reporter's own voice."""
    level: int
    """How deep it is reported; 0 in the reporter's own voice."""

    @property
    def when(self) -> tuple[str, int, int]:
        """Sorts claims by their first appearance; articles without a date come after those with one."""
        return (self.published or "~", self.number, self.fragments[0].start)


def between_claims(codebook: Codebook) -> tuple[Relation, ...]:
    """The relations of which a pair of claims carries one: they join a label with itself, and exclude each other."""
    labels = {label.name for label in codebook.labels}
    return tuple(each for each in codebook.relations if each.exclusive and each.from_ == each.to and each.to in labels)


def claim_labels(codebook: Codebook) -> frozenset[str]:
    """The labels that such relations join."""
    return frozenset(each.to for each in between_claims(codebook))


def claims_of(annotated: AnnotatedDocument, annotator: str, codebook: Codebook, number: int = 0) -> list[Claim]:
    """The annotator's claims in a document, in reading order."""
    held, labels = annotated.set_of(annotator), claim_labels(codebook)
    found = [each for each in held.of(Annotation) if each.label in labels and each.status != Status.REJECTED]
    if not found:
        return []
    nearby = Nearby(each for each in held.records.values() if isinstance(each, Annotation | Attribution))
    found.sort(key=lambda each: each.fragments)
    return [_claim(annotated, held, nearby, each, codebook, number) for each in found]


def _claim(
    annotated: AnnotatedDocument,
    held: AnnotationSet,
    nearby: Nearby,
    annotation: Annotation,
    codebook: Codebook,
    number: int,
) -> Claim:
    document = annotated.document
    voice = voice_of(annotation, held, nearby, codebook)
    sentence, before = _around(document.sentences, annotation.envelope)
    return Claim(
        id=annotation.id,
        document_id=document.id,
        document=document.name,
        outlet=document.meta.get("outlet", ""),
        published=document.meta.get("published", ""),
        number=number,
        fragments=annotation.fragments,
        words=words(document.text, annotation.fragments),
        sentence=sentence.cut(document.text),
        start=sentence.start,
        before=before.cut(document.text) if before else "",
        gist=" ".join(annotation.attributes.get(codebook.rules.gist, ())),
        voice=voice.value,
        is_derived=voice.is_derived,
        chain=told(document.text, held, voice.frame) if voice.frame else "",
        level=level(held, voice.frame) if voice.frame else 0,
    )


def _around(sentences: tuple[Span, ...], place: Span) -> tuple[Span, Span | None]:
    """The sentences of a place as one span, and the one before them."""
    if not sentences:
        return place, None
    first, last = sentence_at(sentences, place.start), sentence_at(sentences, place.end - 1)
    around = Span(min(place.start, sentences[first].start), max(place.end, sentences[last].end))
    return around, sentences[first - 1] if first else None
