"""Changes to entries of the registry, each as one edit: entries are their annotator's own."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from msgspec.structs import replace

from annotator.domain.codebook import Codebook, values_of
from annotator.domain.edits import Edit
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import Annotation, AnyRecord, Attributes, Link, Source
from annotator.domain.sources.mentions import Kind, handle_noun, mention
from annotator.domain.sources.registry import HANDLE, Entry, Registry, certainly


class EntryEditor:
    """One annotator at work on the registry: every change is given back as an edit, which the caller saves."""

    def __init__(
        self,
        registry: Registry,
        codebook_version: int = 1,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        new_id: Callable[[], str] = lambda: uuid4().hex,
    ) -> None:
        self.registry = registry
        """What the changes are made to, once they are saved."""
        self._version = codebook_version
        self._now = now
        self._new_id = new_id

    @property
    def codebook(self) -> Codebook:
        """What may be said of an entry."""
        return self.registry.codebook

    # --- entries ---------------------------------------------------------------------------------------------------

    def add(self, name: str, aliases: Iterable[str] = (), attributes: Attributes | None = None) -> Edit:
        """A new entry."""
        return self.edit(f"new source {name}", added=[self.source(name, aliases, attributes)])

    def rename(self, entry: Entry, name: str) -> Edit:
        """Call the entry otherwise; its old name stays an alias, unless it was a handle."""
        wanted = worded(name)
        if wanted == entry.name:
            raise AnnotatorError(f"{wanted} is what it is called already")
        before = () if HANDLE.fullmatch(entry.name) else (entry.name,)
        aliases = without((*before, *entry.source.aliases), wanted)
        return self._changed(entry, f"rename {entry.name} to {wanted}", name=wanted, aliases=aliases)

    def add_alias(self, entry: Entry, alias: str) -> Edit:
        """Let the entry go by another name too."""
        wanted = worded(alias)
        if wanted in entry.names:
            raise AnnotatorError(f"{entry.name} goes by “{wanted}” already")
        return self._changed(entry, f"alias of {entry.name}", aliases=(*entry.source.aliases, wanted))

    def drop_alias(self, entry: Entry, alias: str) -> Edit:
        """Take one of the analyst's own aliases away again."""
        own = self.own(entry)
        if own is None or alias not in own.aliases:
            raise AnnotatorError(f"“{alias}” is no alias that {self.registry.annotator} gave {entry.name}")
        changed = self.renewed(own, aliases=without(own.aliases, alias))
        return self.edit(f"remove alias of {entry.name}", [own], [changed])

    def answer(self, entry: Entry, attribute: str, values: Sequence[str]) -> Edit:
        """Answer a question of the codebook about the entry; no values take the answer back."""
        given = {name: each for name, each in entry.source.attributes.items() if name != attribute}
        if values:
            given[attribute] = tuple(values)
        return self._changed(entry, f"{attribute} of {entry.name}", attributes=given)

    def remove(self, entry: Entry) -> Edit:
        """Take the entry away with what is said of it; the caller has seen that no mention refers to it."""
        own = self.own(entry)
        if own is None or entry.others:
            raise AnnotatorError(f"{entry.name} is not {self.registry.annotator}'s alone; it stays in the registry")
        return self.edit(f"remove source {entry.name}", [own, *self.relations_of(own)])

    # --- parts -----------------------------------------------------------------------------------------------------

    def for_mention(self, annotation: Annotation, words: str, name: str) -> Edit:
        """A new entry of this name for a mention, with what was answered about the mention."""
        values = values_of(self.codebook, annotation)
        asked = {each.name: each for each in self.codebook.registry}
        known = {
            question: given
            for question, given in values.items()
            if question in asked and (not asked[question].values or set(given) <= set(asked[question].values))
        }
        found = mention(words, next(iter(values.get("naming", ())), ""))
        alias = found.name if found.kind is Kind.NAME else _without_article(found.words)
        return self.add(name, () if found.kind is Kind.PRONOUN else (alias,), known)

    def name_for(self, words: str, naming: str = "") -> str:
        """What to call a new entry for these words: their name, or a handle such as `diplomat-1`."""
        found = mention(words, naming)
        if found.kind is Kind.NAME:
            return found.name
        if found.name and found.is_definite and not naming.startswith("unnamed"):
            return _without_article(found.words)
        noun = handle_noun(found)
        taken = {each.name for each in self.registry.sources.values()}
        return next(handle for n in range(1, len(taken) + 2) if (handle := f"{noun}-{n}") not in taken)

    def _changed(self, entry: Entry, action: str, **changes: Any) -> Edit:
        """Change the annotator's own entry; of somebody else's, one's own with the change, which is the same."""
        own = self.own(entry)
        if own:
            return self.edit(action, [own], [self.renewed(own, **changes)])
        same = self.codebook.rules.same
        if not same:
            raise AnnotatorError(f"{entry.name} is {entry.source.annotator}'s, and the codebook has no rule `same`")
        given = {"name": entry.name, "aliases": entry.source.aliases, "attributes": entry.source.attributes} | changes
        new = self.source(given["name"], given["aliases"], given["attributes"])
        return self.edit(action, added=[new, self.link(same, new.id, entry.source.id, certainly(self.codebook, same))])

    def own(self, entry: Entry) -> Source | None:
        """The annotator's own record of the entry."""
        return entry.source if entry.source.annotator == self.registry.annotator else None

    def said(self, relation: str) -> list[Link]:
        """What this annotator says by one relation."""
        mine = self.registry.annotator
        return [x for x in self.registry.links.values() if x.relation == relation and x.annotator == mine]

    def relations_of(self, source: Source) -> list[Link]:
        """All relations of one entry."""
        ends = ((link, (link.from_id, link.to_id)) for link in self.registry.links.values())
        return [link for link, pair in ends if source.id in pair]

    def source(self, name: str, aliases: Iterable[str], attributes: Attributes | None) -> Source:
        """A new entry."""
        wanted = worded(name)
        others = without(dict.fromkeys(map(worded, aliases)), wanted)
        return Source(**self._header(), name=wanted, aliases=others, attributes=attributes or {})

    def link(self, relation: str, from_id: str, to_id: str, attributes: Attributes) -> Link:
        """A new relation between entries."""
        return Link(**self._header(), relation=relation, from_id=from_id, to_id=to_id, attributes=attributes)

    def _header(self) -> dict[str, Any]:
        return {
            "id": self._new_id(),
            "document_id": "",
            "annotator": self.registry.annotator,
            "created": self._now(),
            "codebook": self._version,
        }

    def renewed(self, record: Any, **changes: Any) -> Any:
        """A new version of a record, made now under the present codebook."""
        return replace(record, created=self._now(), codebook=self._version, **changes)

    def edit(self, action: str, removed: Iterable[AnyRecord] = (), added: Iterable[AnyRecord] = ()) -> Edit:
        """One project-wide edit."""
        return Edit(
            id=self._new_id(),
            document_id="",
            annotator=self.registry.annotator,
            at=self._now(),
            action=action,
            removed=tuple(removed),
            added=tuple(added),
        )


def worded(name: str) -> str:
    """The name in one line; an error where there is none."""
    words = " ".join(name.split())
    if not words:
        raise AnnotatorError("a source needs a name; write one")
    return words


def without(names: Iterable[str], left_out: str) -> tuple[str, ...]:
    """The names but for one."""
    return tuple(each for each in names if each != left_out)


def _without_article(words: str) -> str:
    head, _, rest = words.partition(" ")
    return rest if rest and head.lower() in ("the", "a", "an") else words
