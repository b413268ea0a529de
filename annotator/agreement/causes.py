"""Why two annotators disagree: every disagreement once, with its one cause, its words and both records.

The list rests on the same pairing as the figures, so it is as long as they say: of spans, what is not equal; of
answers, links, nesting and identity, what is not the same among what both marked.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from annotator.agreement.attributes import FRAME, answers, matched_records
from annotator.agreement.cases import Case, Cause, Rule, asked_rule, definition
from annotator.agreement.clusterings import item_scores
from annotator.agreement.counting import Scope, finished, marked
from annotator.agreement.identity import Corpus
from annotator.agreement.linking import Links, nestings
from annotator.agreement.matching import Grade, match, shared, sharing
from annotator.agreement.pairing import Compared, Matched
from annotator.domain.codebook import Codebook
from annotator.domain.documents import Document
from annotator.domain.records import AnnotatedDocument, Annotation, AnyRecord
from annotator.domain.spans import Fragments, envelope


def cases(documents: Iterable[AnnotatedDocument], scope: Scope, first: str = "") -> Iterator[Case]:
    """Every disagreement of every two annotators, article by article; those of identity and relations come last.

    The annotator whose name sorts first is the first of a pair, unless `first` says who is.
    """
    corpus = Corpus(scope.codebook)
    places: dict[str, tuple[Document, AnyRecord]] = {}
    pairs: set[tuple[str, str]] = set()
    for row, each in enumerate(documents):
        sets = sorted(finished(each, scope.annotators), key=lambda annotations: annotations.annotator != first)
        sides = [marked(each.document, annotations, scope) for annotations in sets]
        compared = {(a.annotator, b.annotator): Compared(a, b, scope.share) for a, b in combinations(sides, 2)}
        for pair in compared.values():
            yield from Disagreements(each.document, pair, scope.codebook)
        corpus.add(row, sides, compared)
        pairs.update(compared)
        linked = {end for side in sides for link in side.links for end in (link.from_id, link.to_id)}
        records = (a for side in sides for annotations in side.annotations.values() for a in annotations)
        places.update((a.id, (each.document, a)) for a in records if a.id in linked)
    for found in sorted(pairs):
        yield from _identities(corpus, found, places, scope.codebook)
        yield from _relations(corpus, found, places, scope.codebook)


def counted(found: Iterable[Case]) -> dict[tuple[str, str], dict[str, Counter[Cause]]]:
    """How often each cause is met, by pair of annotators and label."""
    counts: dict[tuple[str, str], dict[str, Counter[Cause]]] = {}
    for case in found:
        counts.setdefault(case.pair, {}).setdefault(case.label, Counter())[case.cause] += 1
    return counts


def implicated(found: Iterable[Case]) -> list[tuple[Rule, int]]:
    """The parts of the codebook that are put in question, most often first."""
    return Counter(case.rule for case in found if case.rule).most_common()


class Disagreements:
    """The disagreements of two annotators in one article."""

    def __init__(self, document: Document, compared: Compared, codebook: Codebook) -> None:
        self._document = document
        self._compared = compared
        self._codebook = codebook

    def __iter__(self) -> Iterator[Case]:
        yield from self.spans()
        yield from self.answers()
        yield from self.links()
        yield from self.nesting()

    def spans(self) -> Iterator[Case]:
        """Every span that is not the same in both, alone or with what it is paired with."""
        ours: list[Annotation] = []
        theirs: list[Annotation] = []
        for matched in self._compared.spans.values():
            lost, found = matched.alone
            lost_pieces, merged = _pieces(lost, matched.second)
            found_pieces, split = _pieces(found, matched.first)
            yield from (self._case(Cause.SPLIT, one, None, "one of several") for one in lost_pieces)
            yield from (self._case(Cause.SPLIT, None, other, "one of several") for other in found_pieces)
            yield from self._edges(matched, split, merged)
            ours.extend(one for one in lost if one not in lost_pieces)
            theirs.extend(other for other in found if other not in found_pieces)
        yield from self._labels(ours, theirs)

    def _edges(self, matched: Matched, split: set[str], merged: set[str]) -> Iterator[Case]:
        """The pairs that share words and are not equal."""
        for i, j, grade in matched.pairs:
            one, other = matched.first[i], matched.second[j]
            if grade != Grade.EXACT:
                a, b = envelope(one.fragments), envelope(other.fragments)
                if one.id in split or other.id in merged or a == b:
                    yield self._case(
                        Cause.SPLIT, one, other, f"{len(one.fragments)} : {len(other.fragments)} fragments"
                    )
                else:
                    yield self._edge(one, other, b.start - a.start, b.end - a.end)

    def _edge(self, one: Annotation, other: Annotation, start: int, end: int) -> Case:
        """Two spans with other edges: by how much, on which side, and whether any word is between."""
        text = self._document.text
        sides = [
            f"{name} {abs(by)} characters {'later' if by > 0 else 'earlier'}{_only_marks(text[min(a, b) : max(a, b)])}"
            for name, by, a, b in (
                ("starts", start, one.fragments[0].start, other.fragments[0].start),
                ("ends", end, one.fragments[-1].end, other.fragments[-1].end),
            )
            if by
        ]
        return self._case(Cause.EDGE, one, other, ", ".join(sides), start, end)

    def _labels(self, ours: Sequence[Annotation], theirs: Sequence[Annotation]) -> Iterator[Case]:
        """What one marked and the other did not, unless under another label."""
        pairs = match([a.fragments for a in ours], [b.fragments for b in theirs], self._compared.share)
        named = [(ours[i], theirs[j]) for i, j, grade in pairs if grade >= Grade.SHARE]
        for one, other in named:
            roles = [label.role if (label := self._codebook.label(a.label)) else "" for a in (one, other)]
            cause = Cause.ROLE if all(roles) else Cause.LABEL
            yield self._case(cause, one, other, f"{one.label} : {other.label}")
        taken = {each.id for pair in named for each in pair}
        yield from (self._case(Cause.MISSED, one, None) for one in ours if one.id not in taken)
        yield from (self._case(Cause.EXTRA, None, other) for other in theirs if other.id not in taken)

    def answers(self) -> Iterator[Case]:
        """Every question that both answered otherwise."""
        speech = set(self._codebook.rules.quoted)
        for owner, first, second in matched_records(self._compared, self._codebook):
            for name, one, other in answers(self._codebook, first, second):
                if one != other:
                    cause = Cause.SPEECH if owner == FRAME and name in speech else Cause.ATTRIBUTE
                    detail = f"{name}: {', '.join(one)} : {', '.join(other)}"
                    yield self._case(cause, first, second, detail, rule=asked_rule(self._codebook, owner, name))

    def links(self) -> Iterator[Case]:
        """Every two annotations that both marked and only one joined."""
        links = Links(self._compared)
        for found, is_first in ((links.first_only, True), (links.second_only, False)):
            for frame, (one, other) in found:
                ours, theirs = (frame.record, None) if is_first else (None, frame.record)
                fragments = tuple(sorted((*one.fragments, *other.fragments)))
                detail = f"{one.label} with {other.label}"
                rule = definition(self._codebook, one.label)
                yield self._case(Cause.LINK, ours, theirs, detail, rule=rule, fragments=fragments)

    def nesting(self) -> Iterator[Case]:
        """Every frame that both identified and nested or continued otherwise."""
        for ours, theirs, name, same in nestings(self._compared):
            if not same:
                yield self._case(Cause.NESTING, ours.record, theirs.record, name, rule=Rule("frame", ""))

    def _case(
        self,
        cause: Cause,
        one: AnyRecord | None,
        other: AnyRecord | None,
        detail: str = "",
        start: int = 0,
        end: int = 0,
        rule: Rule | None = None,
        fragments: Fragments = (),
    ) -> Case:
        record = one or other
        label = record.label if isinstance(record, Annotation) else FRAME
        return Case(
            cause=cause,
            label=label,
            pair=(self._compared.first.annotator, self._compared.second.annotator),
            document_id=self._document.id,
            fragments=fragments or self._words(one, other),
            first=one.id if one else None,
            second=other.id if other else None,
            detail=detail,
            start=start,
            end=end,
            rule=rule or definition(self._codebook, label),
        )

    def _words(self, *records: AnyRecord | None) -> Fragments:
        """The words of the first of the records that there is."""
        record = next(each for each in records if each)
        if isinstance(record, Annotation):
            return record.fragments
        sides = (*self._compared.first.frames, *self._compared.second.frames)
        frame = next(each for each in sides if each.record is record)
        return frame.covers("cue") or frame.covers("content") or frame.covers("source")


def _only_marks(between: str) -> str:
    """A remark where no word lies between two edges."""
    return "" if any(char.isalnum() for char in between) else " (only marks or spaces)"


def _pieces(alone: Sequence[Annotation], others: Sequence[Annotation]) -> tuple[list[Annotation], set[str]]:
    """Those that lie for the most part in one of the other annotator's spans, and the ids of these."""
    found = sharing([a.fragments for a in alone], range(len(alone)), [b.fragments for b in others], range(len(others)))
    pieces: list[Annotation] = []
    wholes: set[str] = set()
    for i, near in found:
        size = sum(len(span) for span in alone[i].fragments)
        around = [others[j].id for j in near if 2 * shared(alone[i].fragments, others[j].fragments) >= size]
        if around:
            pieces.append(alone[i])
            wholes.update(around)
    return pieces, wholes


def _identities(
    corpus: Corpus, pair: tuple[str, str], places: dict[str, tuple[Document, AnyRecord]], codebook: Codebook
) -> Iterator[Case]:
    """The mentions that are together with others for one annotator than for the other."""
    found = list(corpus.identities(pair))
    clusters = [(a or ("alone", same.first), b or ("alone", same.second)) for same, a, b in found]
    for (same, _, _), scores in zip(found, item_scores(clusters), strict=True):
        if min(scores) < 1:
            document, record = places.get(same.first) or places[same.second]
            ids = (same.first, same.second)
            yield _linked(Cause.IDENTITY, pair, document, record, ids, codebook.rules.refers, codebook)


def _relations(
    corpus: Corpus, pair: tuple[str, str], places: dict[str, tuple[Document, AnyRecord]], codebook: Codebook
) -> Iterator[Case]:
    """The relations between annotations of both that only one drew."""
    for place, _, link in corpus.one_sided(pair):
        document, record = places[link.from_id]
        ids = (link.id, None) if place == 0 else (None, link.id)
        yield _linked(Cause.LINK, pair, document, record, ids, link.relation, codebook)


def _linked(
    cause: Cause,
    pair: tuple[str, str],
    document: Document,
    record: AnyRecord,
    ids: tuple[str | None, str | None],
    relation: str,
    codebook: Codebook,
) -> Case:
    """A case about a relation of the codebook."""
    known = codebook.relation(relation)
    fragments, label = (record.fragments, record.label) if isinstance(record, Annotation) else ((), "")
    rule = Rule(f"relation.{relation}", known.definition if known else "")
    return Case(cause, label, pair, document.id, fragments, *ids, relation, rule=rule)
