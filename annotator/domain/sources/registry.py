"""The registry in memory: every entry of the project, those that are one source as one, found by name or by sound."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from itertools import islice

from msgspec import Struct

from annotator.domain.codebook import Codebook
from annotator.domain.edits import Edit
from annotator.domain.records import AnyRecord, Attributes, Link, Source
from annotator.domain.sources.names import folded, last_word, skeleton, surname_forms

HANDLE = re.compile(r"[a-z]+-\d+")
"""What an unnamed source is called in the registry; no article calls it so."""

NEAR = 75
"""From which score of rapidfuzz, of 100, a name is taken to be what was typed."""


OTHERWISE = "give one of them another name, merge them, or say that they are distinct"
"""What to do where two entries are called the same."""


class Entry(Struct, frozen=True):
    """A source as the analyst sees it: an entry, with those that are certainly the same."""

    source: Source
    """The one it is called by: the analyst's own where there is one, else the oldest."""
    others: tuple[Source, ...] = ()
    """The entries that are one with it."""

    @property
    def id(self) -> str:
        """The id that mentions are linked to."""
        return self.source.id

    @property
    def name(self) -> str:
        """What it is called."""
        return self.source.name

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it is called, each once, its name first."""
        return tuple(dict.fromkeys(name for each in self.members for name in (each.name, *each.aliases)))

    @property
    def members(self) -> tuple[Source, ...]:
        """All records that make it up."""
        return (self.source, *self.others)


class Registry:
    """All entries and the relations between them, as one annotator sees them; edits keep it up to date."""

    def __init__(self, records: Iterable[AnyRecord], codebook: Codebook, annotator: str) -> None:
        self.codebook = codebook
        """What may be said of entries."""
        self.annotator = annotator
        """Whose entries come first."""
        self.sources: dict[str, Source] = {}
        """Every entry by id."""
        self.links: dict[str, Link] = {}
        """Every relation between entries by id."""
        self._sounds: dict[str, dict[str, None]] = {}
        self._groups: dict[str, tuple[str, ...]] = {}
        self._ordered: list[tuple[str, str]] = []
        self._called: list[tuple[str, str]] = []
        for record in records:
            self._add(record, in_order=False)
        self._ordered = sorted((folded(each.name), each.id) for each in self.sources.values())
        self._called = sorted(pair for each in self.sources.values() for pair in _called(each))
        self._unite()

    # --- keeping up ------------------------------------------------------------------------------------------------

    def take(self, edit: Edit) -> None:
        """Take in an edit, again without harm; what it says of other records does not matter here."""
        kinds = [record for record in (*edit.removed, *edit.added) if isinstance(record, Source | Link)]
        for record in edit.removed:
            self._remove(record)
        for record in edit.added:
            self._add(record)
        if any(isinstance(record, Source) or not record.document_id for record in kinds):
            self._unite()

    def _add(self, record: AnyRecord, in_order: bool = True) -> None:
        if isinstance(record, Source) and record.id not in self.sources:
            self.sources[record.id] = record
            for sound in _sounds(record):
                self._sounds.setdefault(sound, {})[record.id] = None
            if in_order:
                insort(self._ordered, (folded(record.name), record.id))
                for pair in _called(record):
                    insort(self._called, pair)
        elif isinstance(record, Link) and not record.document_id:
            self.links[record.id] = record

    def _remove(self, record: AnyRecord) -> None:
        self.links.pop(record.id, None)
        if known := self.sources.pop(record.id, None):
            for sound in _sounds(known):
                self._sounds[sound].pop(known.id, None)
            del self._ordered[bisect_left(self._ordered, (folded(known.name), known.id))]
            for pair in _called(known):
                del self._called[bisect_left(self._called, pair)]

    def _unite(self) -> None:
        """Find which entries are one: certainly the same by anybody's word, unless this annotator says otherwise."""
        distinct, mine = self.codebook.rules.distinct, self.annotator
        apart = {
            frozenset((x.from_id, x.to_id))
            for x in self.links.values()
            if x.relation == distinct and x.annotator == mine
        }
        kin: dict[str, set[str]] = {}
        for link in self.links.values():
            ends = (link.from_id, link.to_id)
            if self.makes_one(link) and frozenset(ends) not in apart and all(end in self.sources for end in ends):
                joined = set().union(*(kin.get(end, {end}) for end in ends))
                kin.update(dict.fromkeys(joined, joined))
        self._groups = {each: tuple(sorted(group, key=self._precedence)) for each, group in kin.items()}

    def makes_one(self, link: Link) -> bool:
        """Whether the link says that two entries are certainly one."""
        certain = certainly(self.codebook, link.relation)
        return link.relation == self.codebook.rules.same and all(
            link.attributes.get(name) == values for name, values in certain.items()
        )

    def _precedence(self, source_id: str) -> tuple[bool, float, str]:
        source = self.sources[source_id]
        return (source.annotator != self.annotator, source.created.timestamp(), source_id)

    # --- looking up ------------------------------------------------------------------------------------------------

    def entry(self, source_id: str) -> Entry | None:
        """The entry that this id belongs to, whatever it is one with."""
        group = self._groups.get(source_id, (source_id,))
        found = [self.sources[each] for each in group if each in self.sources]
        return Entry(found[0], tuple(found[1:])) if found else None

    def ids(self) -> list[str]:
        """The ids of all entries by name; of those that are one, the id of the first."""
        seen: set[tuple[str, ...]] = set()
        found: list[str] = []
        for _, source_id in self._ordered:
            group = self._groups.get(source_id)
            if group is None:
                found.append(source_id)
            elif group not in seen:
                seen.add(group)
                found.append(group[0])
        return found

    def entries(self) -> Iterator[Entry]:
        """All entries by name."""
        return self._distinct(self.ids())

    def _distinct(self, ids: Iterable[str]) -> Iterator[Entry]:
        """The entries of these ids, each once; where one is passed over, it comes where its first name stands."""
        seen: set[str] = set()
        for source_id in ids:
            if source_id not in seen and (entry := self.entry(source_id)):
                seen.update(each.id for each in entry.members)
                yield entry

    def sounding(self, text: str) -> Iterator[Entry]:
        """The entries of which a name ends as the text does, however it is spelled."""
        return self._distinct(each for sound in _sounds_of(text) for each in self._sounds.get(sound, ()))

    def every(self, name: str) -> list[Source]:
        """The records with this id or name, each by itself."""
        found = self.sources.get(name)
        return [found] if found else [each for each in self.sources.values() if name in (each.name, *each.aliases)]

    def namesakes(self, entry: Entry) -> list[Entry]:
        """The other entries that are called exactly so."""
        own, name = {each.id for each in entry.members}, folded(entry.name)
        begin, end = bisect_left(self._ordered, (name, "")), bisect_left(self._ordered, (f"{name}\0", ""))
        return list(self._distinct(each for _, each in self._ordered[begin:end] if each not in own))

    def relations(self, entry: Entry) -> Iterator[tuple[Link, Entry, bool]]:
        """What it is said to have to do with others: the link, the other one, and whether it starts from this one."""
        own = {each.id for each in entry.members}
        for link in self.links.values():
            starts = link.from_id in own
            other = self.entry(link.to_id if starts else link.from_id)
            if other and starts != (link.to_id in own):
                yield link, other, starts

    def search(self, text: str, limit: int = 50) -> list[Entry]:
        """The entries that fit what was typed, best first: it is in a name, sounds like one, is nearly one."""
        typed = folded(text).strip()
        if not typed:
            return list(self.entries())
        inside = [(name, each) for name, each in self._called if typed in name]
        found = dict.fromkeys(each for name, each in inside if name.startswith(typed))
        found.update(dict.fromkeys(each for _, each in inside))
        found.update(dict.fromkeys(each.id for each in self.sounding(typed)))
        if len(found) < limit:
            from rapidfuzz import fuzz, process  # only who types what is in no name waits for it

            names = [name for name, _ in self._called]
            for scorer in (fuzz.ratio, fuzz.partial_ratio):  # the second takes four times as long
                near = process.extract(typed, names, scorer=scorer, score_cutoff=NEAR, limit=limit - len(found))
                found.update(dict.fromkeys(self._called[index][1] for *_, index in near))
                if near:
                    break
        return list(islice(self._distinct(found), limit))


def certainly(codebook: Codebook, relation: str) -> Attributes:
    """The answers by which a relation between entries is certain: the first one to its first question."""
    found = codebook.relation(relation)
    first = next((each for each in found.attributes if each.values), None) if found else None
    return {first.name: first.values[:1]} if first else {}


def _sounds(source: Source) -> set[str]:
    """How the ends of its names sound."""
    return {sound for name in (source.name, *source.aliases) for sound in _sounds_of(name)}


def _sounds_of(text: str) -> tuple[str, ...]:
    return tuple(skeleton(form) for form in surname_forms(last_word(text)) if form)


def _called(source: Source) -> list[tuple[str, str]]:
    """Each folded name and alias with the entry's id."""
    return [(folded(name), source.id) for name in dict.fromkeys((source.name, *source.aliases))]
