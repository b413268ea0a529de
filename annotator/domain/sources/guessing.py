"""Which entry of the registry a mention may stand for, best guess first; an analyst takes it or does not."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from annotator.domain.sources.matching import JOINING, Likeness, compared, likeness
from annotator.domain.sources.mentions import NOT_PERSONS, PERSONS, Kind, Mention, mention
from annotator.domain.sources.names import folded, name_of
from annotator.domain.sources.registry import HANDLE, Entry, Registry

MOST = 9
"""How many guesses are offered."""

ANYBODY = frozenset({"source", "person", "man", "woman", "insider"})
"""Nouns by which an article comes back to whomever it does not name."""

NO_PERSONS = frozenset(
    {"state", "organisation", "group", "media_outlet", "document", "data_or_poll", "event_or_evidence"}
)
"""Referents of the default codebook that no “he” or “she” stands for."""


class Linked(Struct, frozen=True):
    """A mention of the same article that is linked already."""

    offset: int
    """Where it begins."""
    words: str
    """Its words."""
    source_id: str
    """The entry it refers to."""


class Guess(Struct, frozen=True):
    """An entry that a mention may stand for."""

    entry: Entry
    """The entry."""
    basis: str
    """What makes it refer, as the default codebook says it."""
    certainty: str
    """How sure that is."""
    is_likely: bool = True
    """Whether it may be taken with one key; what only looks alike must be chosen."""


def guesses(registry: Registry, words: str, naming: str, offset: int, linked: Iterable[Linked]) -> list[Guess]:
    """The entries that the mention may stand for, best first, each once."""
    found = mention(words, naming)
    here = _Article(registry, offset, linked)
    if found.kind is Kind.PRONOUN:
        listed = list(here.antecedents(found))
    elif found.kind is Kind.DESCRIPTION:
        listed = [*_called(registry, found, here), *here.described(found), *_issuers(registry, found)]
    else:
        listed = list(_named(registry, found.name, found.words, here))
    unique: dict[str, Guess] = {}
    for guess in listed:
        unique.setdefault(guess.entry.id, guess)
    return list(unique.values())[:MOST]


class _Article:
    """Which entries the article has spoken of, and where."""

    def __init__(self, registry: Registry, offset: int, linked: Iterable[Linked]) -> None:
        self._offset = offset
        self._mentions: dict[str, list[Linked]] = {}
        self._entries: dict[str, Entry] = {}
        for each in linked:
            if entry := registry.entry(each.source_id):
                self._entries[entry.id] = entry
                self._mentions.setdefault(entry.id, []).append(each)

    def distance(self, entry: Entry) -> tuple[bool, int]:
        """How near the article speaks of it: before this mention counts for nearer than after it."""
        apart = [self._offset - each.offset for each in self._mentions.get(entry.id, ())]
        before = [each for each in apart if each > 0]
        return (not before, min(before) if before else min(map(abs, apart), default=1 << 40))

    def near(self) -> list[Entry]:
        """The entries that the article speaks of, nearest first."""
        return sorted(self._entries.values(), key=self.distance)

    def antecedents(self, pronoun: Mention) -> Iterator[Guess]:
        """Whom a pronoun may stand for: the nearest that fits."""
        word = folded(pronoun.words)
        fitting = [entry for entry in self.near() if _fits(entry, word)]
        for rank, entry in enumerate(fitting):
            yield Guess(entry, "pronoun", "probable" if rank == 0 else "possible")

    def described(self, found: Mention) -> Iterator[Guess]:
        """Whom a description may come back to: the nearest of whom as much is said."""
        fitting = [entry for entry in self.near() if found.head and self._is_called(entry, found.head)]
        said = found.content - ANYBODY
        shared = {entry.id: len(said & self._said_of(entry)) for entry in fitting}
        fitting.sort(key=lambda entry: -shared[entry.id])
        best = [entry for entry in fitting if shared[entry.id] == shared[fitting[0].id]]
        for rank, entry in enumerate(fitting):
            is_all = shared[entry.id] == len(said)
            certainty = "certain" if is_all and len(best) == 1 else "probable" if is_all and rank == 0 else "possible"
            yield Guess(entry, "definite_np", certainty if rank == 0 else "possible", found.is_definite and is_all)

    def _said_of(self, entry: Entry) -> frozenset[str]:
        """Every word that the article or the registry says of the entry."""
        texts = (*entry.names, *(each.words for each in self._mentions[entry.id]))
        answers = [value for each in entry.members for values in each.attributes.values() for value in values]
        return frozenset().union(*(mention(text.replace("_", " ")).content for text in (*texts, *answers)))

    def _is_called(self, entry: Entry, head: str) -> bool:
        """Whether the noun is one of those for this entry; an unnamed one is also “the source”."""
        return head in self._said_of(entry) or (head in ANYBODY and is_unnamed(entry))


def _fits(entry: Entry, pronoun: str) -> bool:
    """Whether the pronoun can stand for an entry of this kind."""
    referents = {value for each in entry.members for value in each.attributes.get("referent", ())}
    is_no_person = bool(referents & NO_PERSONS)
    return not (pronoun in PERSONS and is_no_person) and not (pronoun in NOT_PERSONS and "person" in referents)


def is_unnamed(entry: Entry) -> bool:
    """Whether nobody knows its name: so it is answered, or so it is called."""
    return HANDLE.fullmatch(entry.name) is not None or any(
        value.startswith("unnamed") for value in entry.source.attributes.get("naming", ())
    )


def _called(registry: Registry, found: Mention, here: _Article) -> Iterator[Guess]:
    """Entries that go by the very words; an unnamed one of another article is hardly ever the same."""
    near = {each.id for each in here.near()}
    for entry in registry.sounding(found.words):
        if any(_same_words(found.words, name) for name in entry.names):
            is_other = is_unnamed(entry) and entry.id not in near
            if not is_other:
                yield Guess(entry, "alias", "certain")
            elif found.is_definite is False:
                yield Guess(entry, "definite_np", "possible", is_likely=False)
    if found.name and not here.near():
        yield from (
            guess
            for guess in _named(registry, found.name, found.words, here)
            if guess.is_likely and not is_unnamed(guess.entry)
        )


def _issuers(registry: Registry, found: Mention) -> Iterator[Guess]:
    """Whom a document is from."""
    for entry, same in _alike(registry, found.issuer) if found.issuer else ():
        if same >= JOINING:
            yield Guess(entry, "issuer", "certain" if same is Likeness.NAME else "probable")


def _named(registry: Registry, name: str, words: str, here: _Article) -> Iterator[Guess]:
    """Entries with a like name: the likest first, and among those the nearest in the article."""
    found = sorted(_alike(registry, name, words), key=lambda pair: (-pair[1], here.distance(pair[0]), pair[0].name))
    rivals = sum(same >= JOINING for _, same in found)
    for entry, same in found:
        basis = "name" if likeness(name, entry.name) >= Likeness.SOUND else "alias"
        yield Guess(entry, basis, certainty_of(same, rivals), same >= JOINING)


def certainty_of(same: Likeness, rivals: int = 1) -> str:
    """How sure names that have so much in common are one's, where so many sources fit."""
    if same is Likeness.NAME:
        return "certain"
    if same < JOINING or rivals > 1:
        return "possible"
    return "probable" if same is Likeness.SOUND else "certain"


def _alike(registry: Registry, name: str, words: str = "") -> Iterator[tuple[Entry, Likeness]]:
    """Entries with what their likest name has in common with this one."""
    own = name_of(name)
    texts = dict.fromkeys((name, words)) if words else (name,)
    for entry in {each.id: each for text in texts for each in registry.sounding(text)}.values():
        same = max(compared(own, name_of(each)) for each in entry.names)
        if any(_same_words(words, each) for each in entry.names):
            same = Likeness.NAME
        if same:
            yield entry, same


def _same_words(one: str, other: str) -> bool:
    """Whether two phrases are the same but for case and article."""
    return _bare(one) == _bare(other) != ""


def _bare(text: str) -> str:
    said = folded(text).strip()
    for article in ("the ", "a ", "an "):
        said = said.removeprefix(article)
    return said


def best(found: Sequence[Guess]) -> Guess | None:
    """The guess that may be taken with one key."""
    return found[0] if found and found[0].is_likely else None
