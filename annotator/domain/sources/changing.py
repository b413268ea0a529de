"""Changes between entries, each as one edit: relations, merging and splitting; nobody's mentions are left behind."""

from collections.abc import Collection

from annotator.domain.codebook import Codebook, Relation
from annotator.domain.edits import Edit
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import Attributes, Link
from annotator.domain.sources.entries import EntryEditor, without
from annotator.domain.sources.registry import Entry, certainly

END = "registry"
"""What a codebook calls the end of a relation that is an entry."""


class RegistryEditor(EntryEditor):
    """One annotator at work on the registry, on entries and on what they have to do with each other."""

    def relate(self, entry: Entry, relation: str, other: Entry, attributes: Attributes | None = None) -> Edit:
        """Say what an entry has to do with another, in place of what this annotator said of it before."""
        kind = self._relation(relation)
        if entry.id == other.id:
            raise AnnotatorError(f"{entry.name} is one entry; a relation is between two")
        before = self._said_before(kind.name, entry, other)
        link = self.link(kind.name, entry.id, other.id, attributes or {})
        return self.edit(f"{entry.name} {kind.title or kind.name} {other.name}", before, [link])

    def _said_before(self, relation: str, entry: Entry, other: Entry) -> list[Link]:
        """What it takes the place of: whether two are one is said once, whichever way round."""
        ends = [{each.id for each in one.members} for one in (entry, other)]
        identity = {self.codebook.rules.same, self.codebook.rules.distinct}
        if relation not in identity:
            return [x for x in self.said(relation) if x.from_id in ends[0] and x.to_id in ends[1]]
        said = [link for each in sorted(identity - {""}) for link in self.said(each)]
        return [x for x in said if all(end & {x.from_id, x.to_id} for end in ends)]

    def unrelate(self, link: Link) -> Edit:
        """Take back what this annotator said of two entries."""
        if link.annotator != self.registry.annotator:
            raise AnnotatorError(f"only {link.annotator} can take that back")
        return self.edit(f"remove {link.relation}", [link])

    def merge(self, kept: Entry, gone: Entry, mentions: Collection[Link], is_shared: bool) -> Edit:
        """Make two entries one. The annotator's `mentions` of the other move over.

        An entry of the annotator's own that nobody else points to is taken away; where it `is_shared`, or somebody
        else's, it stays, and is said to be certainly the same.
        """
        if kept.id == gone.id:
            raise AnnotatorError(f"{kept.name} is one entry already")
        moved = [self.renewed(link, to_id=kept.id) for link in mentions]
        own, other = self.own(kept), self.own(gone)
        action = f"merge {gone.name} into {kept.name}"
        if is_shared or own is None or other is None or gone.others:
            same = self.codebook.rules.same
            if not same:
                raise AnnotatorError("the codebook has no rule `same`, so entries of several annotators stay apart")
            link = self.link(same, gone.id, kept.id, certainly(self.codebook, same))
            against = [x for x in self.said(self.codebook.rules.distinct) if {x.from_id, x.to_id} == {kept.id, gone.id}]
            return self.edit(action, [*mentions, *against], [link, *moved])
        relations = self.relations_of(other)
        absorbed = self.renewed(
            own,
            aliases=without(dict.fromkeys((*own.aliases, *gone.names)), own.name),
            attributes={**other.attributes, **own.attributes},
        )
        kept_relations = [
            each for each in (self._moved(x, other.id, own.id) for x in relations) if each.from_id != each.to_id
        ]
        return self.edit(action, [own, other, *relations, *mentions], [absorbed, *kept_relations, *moved])

    def split(self, entry: Entry, name: str, mentions: Collection[Link], aliases: Collection[str] = ()) -> Edit:
        """Make a new entry of some of the annotator's mentions, and of aliases that only they use."""
        new = self.source(name, aliases, {})
        moved = [self.renewed(link, to_id=new.id) for link in mentions]
        own = self.own(entry)
        taken = {*aliases, name}
        if own is None or taken.isdisjoint(own.aliases):
            return self.edit(f"split {name} from {entry.name}", mentions, [new, *moved])
        left = self.renewed(own, aliases=tuple(each for each in own.aliases if each not in taken))
        return self.edit(f"split {name} from {entry.name}", [own, *mentions], [left, new, *moved])

    def _moved(self, link: Link, gone: str, kept: str) -> Link:
        """The relation with another entry at one of its ends."""
        ends = [kept if each == gone else each for each in (link.from_id, link.to_id)]
        moved: Link = self.renewed(link, from_id=ends[0], to_id=ends[1])
        return moved

    def _relation(self, name: str) -> Relation:
        known = relations_between_entries(self.codebook)
        found = next((each for each in known if each.name == name), None)
        if found is None:
            names = ", ".join(each.name for each in known)
            raise AnnotatorError(
                f"{name!r} is no relation between entries of the registry; there are {names or 'none'}"
            )
        return found


def relations_between_entries(codebook: Codebook) -> list[Relation]:
    """What the codebook lets an entry have to do with another."""
    return [each for each in codebook.relations if each.from_ == each.to == END]
