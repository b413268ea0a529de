"""The source registry of a project: its entries with the annotator's mentions of them, kept in memory and saved."""

from collections.abc import Iterable, Sequence
from threading import Thread
from typing import TYPE_CHECKING

from msgspec import Struct

from annotator.domain.documents import Document, sentence_at
from annotator.domain.edits import Edit
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import Annotation, Link, Source
from annotator.domain.sources.changing import RegistryEditor
from annotator.domain.sources.registry import OTHERWISE, Entry, Registry
from annotator.domain.spans import Span, words
from annotator.store.linked import Linked
from annotator.store.store import Store

if TYPE_CHECKING:
    from annotator.project import Project


class InContext(Struct, frozen=True):
    """A mention of an entry, in its sentence."""

    link: Link
    """What links it."""
    annotation: Annotation
    """The words that are marked."""
    document: Document
    """The article."""
    sentence: Span
    """The sentence around the first of its words."""

    @property
    def words(self) -> str:
        """The words of the mention."""
        return words(self.document.text, self.annotation.fragments)


class Sources:
    """The registry as one annotator sees it, and that annotator's mentions of its entries."""

    def __init__(self, project: "Project") -> None:
        self._project = project
        self._registry: Registry | None = None
        self._mentions: dict[str, dict[str, Linked]] = {}
        self._seen = 0
        self._preparing: Thread | None = None

    # --- reading ---------------------------------------------------------------------------------------------------

    @property
    def registry(self) -> Registry:
        """All entries; read again where another program has changed some."""
        if self._preparing:
            self._preparing.join()
            self._preparing = None
        if self._registry is None or self._seen != self._project.store.last_edit():
            self._read(self._project.store)
        assert self._registry is not None
        return self._registry

    def prepare(self) -> None:
        """Read the registry in a thread of its own, so that the first key that needs it does not wait."""
        if self._registry is None and self._preparing is None:
            self._preparing = Thread(target=self._read_apart, daemon=True)
            self._preparing.start()

    def _read_apart(self) -> None:
        try:
            with Store.open(self._project.path) as store:
                self._read(store)
        except AnnotatorError:
            self._registry = None  # the key that needs it reads again, and tells what is wrong

    def _read(self, store: Store) -> None:
        project = self._project
        self._seen = store.last_edit()
        records = [record for held in store.load_project() for record in held.records.values()]
        self._mentions = {}
        for each in store.linked(project.codebook.rules.refers, project.annotator):
            self._mentions.setdefault(each.to_id, {})[each.id] = each
        self._registry = Registry(records, project.codebook, project.annotator)

    def took(self, edits: Iterable[Edit]) -> None:
        """Take in edits that were saved."""
        if self._registry is None:
            return
        is_wide = False
        for edit in edits:
            self._registry.take(edit)
            is_wide |= not edit.document_id
            self._count(edit)
        if is_wide:
            self._seen = self._project.store.last_edit()

    def forget(self) -> None:
        """Read everything again when it is next needed, because an edit did not fit."""
        self._registry = None

    def _count(self, edit: Edit) -> None:
        refers, mine = self._project.codebook.rules.refers, self._project.annotator
        for record in edit.removed:
            if isinstance(record, Link):
                self._mentions.get(record.to_id, {}).pop(record.id, None)
        for record in edit.added:
            if isinstance(record, Link) and record.relation == refers and record.annotator == mine:
                found = Linked(record.id, record.document_id, record.from_id, record.to_id)
                self._mentions.setdefault(record.to_id, {})[record.id] = found

    def find(self, name: str) -> Entry:
        """The entry with this id, name or alias; an error that lists near ones where there is none, or several."""
        registry, name = self.registry, " ".join(name.split())
        if entry := registry.entry(name):
            return entry
        near = registry.search(name, limit=200)
        called = [each for each in near if each.name == name] or [each for each in near if name in each.names]
        if len(called) == 1:
            return called[0]
        if called:
            several = ", ".join(f"{each.name} ({each.id})" for each in called)
            raise AnnotatorError(f"“{name}” fits several sources: {several}; name one by its id")
        listed = ", ".join(each.name for each in near[:5]) or "nothing near it"
        raise AnnotatorError(f"the registry has no source “{name}”; there is {listed}")

    def count(self, entry: Entry) -> int:
        """How many mentions the annotator has linked to the entry."""
        return sum(len(self._mentions.get(each.id, ())) for each in entry.members)

    def mentions(self, entry: Entry) -> list[Linked]:
        """The annotator's mentions of the entry, article by article."""
        return [link for each in entry.members for link in self._mentions.get(each.id, {}).values()]

    def in_context(self, mentions: Sequence[Linked]) -> list[InContext]:
        """Mentions in their sentences, in the order of their articles and places."""
        store = self._project.store
        links = {each.id: each for each in store.records(Link, [each.id for each in mentions])}
        marked = {each.id: each for each in store.records(Annotation, [each.from_id for each in mentions])}
        ids = list(dict.fromkeys(each.document_id for each in mentions))
        documents = {each.document.id: each.document for each in store.load_all(ids, ())}
        found = [
            _in_context(links[each.id], marked[each.from_id], documents[each.document_id])
            for each in mentions
            if each.id in links and each.from_id in marked
        ]
        return sorted(found, key=lambda each: (ids.index(each.document.id), each.annotation.envelope.start))

    # --- changing --------------------------------------------------------------------------------------------------

    @property
    def editor(self) -> RegistryEditor:
        """What makes the edits."""
        return RegistryEditor(self.registry, self._project.codebook_version)

    def merge(self, kept: Entry, gone: Entry) -> Edit:
        """The edit that makes two entries one."""
        ids = [each.id for each in gone.members]
        shared = self._project.store.others_point_to(ids, self._project.annotator)
        return self.editor.merge(kept, gone, self.links(self.mentions(gone)), shared)

    def split(self, entry: Entry, name: str, mentions: Sequence[Linked], aliases: Sequence[str] = ()) -> Edit:
        """The edit that makes a new entry of some mentions."""
        return self.editor.split(entry, name, self.links(mentions), aliases)

    def remove(self, entry: Entry) -> Edit:
        """The edit that takes an entry away; an error where a mention refers to it."""
        if number := self.count(entry):
            raise AnnotatorError(f"{number} mentions refer to {entry.name}; merge it, or link them to others first")
        if self._project.store.others_point_to([each.id for each in entry.members], self._project.annotator):
            raise AnnotatorError(f"others refer to {entry.name}; merge it into another entry instead")
        return self.editor.remove(entry)

    def links(self, mentions: Sequence[Linked]) -> list[Link]:
        """The links of these mentions, whole."""
        return self._project.store.records(Link, [each.id for each in mentions])

    def told(self, edit: Edit) -> str:
        """What a saved edit did, and whether it gave a source a name that another one has."""
        before = {each.name for each in edit.removed if isinstance(each, Source)}
        named = (each.id for each in edit.added if isinstance(each, Source) and each.name not in before)
        entries = [entry for each in named if (entry := self.registry.entry(each))]
        second = any(self.registry.namesakes(each) for each in entries)
        return edit.action + (f"; another source is called so too: {OTHERWISE}" if second else "")

    def revert(self, again: bool = False) -> Edit | None:
        """Undo the annotator's last change of the registry, or redo it; None where nothing is left."""
        edit = self._project.to_revert("", again=again)
        if edit:
            self.refuse_orphans(edit)
            self._project.apply(edit)
        return edit

    def refuse_orphans(self, edit: Edit) -> None:
        """Raise where mentions would refer to an entry that the edit takes away."""
        stay = {record.id for record in edit.added} | {each.id for each in edit.removed if isinstance(each, Link)}
        for record in edit.removed:
            left = [each for each in self._mentions.get(record.id, {}) if each not in stay]
            if record.id not in stay and left:
                raise AnnotatorError(f"not undone: {len(left)} mentions refer to it; unlink them, or merge the entry")


def _in_context(link: Link, annotation: Annotation, document: Document) -> InContext:
    sentences = document.sentences or (Span(0, max(1, len(document.text))),)
    return InContext(link, annotation, document, sentences[sentence_at(sentences, annotation.envelope.start)])
