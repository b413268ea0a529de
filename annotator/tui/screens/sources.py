"""The sources screen: the registry of everybody who is quoted, named or not; keys change it and say what they did."""

from collections.abc import Sequence

from annotator.domain.codebook import Attribute, asked, values_of
from annotator.domain.edits import Edit
from annotator.domain.records import Link, Source
from annotator.domain.sources.changing import relations_between_entries
from annotator.domain.sources.names import folded
from annotator.domain.sources.registry import Entry
from annotator.tui.screens.sources_page import SourcesPage


class SourcesScreen(SourcesPage):
    """All entries of the registry, each to be named, answered, merged, split and related by keys."""

    def reread(self, reason: str) -> None:
        """Take over what another program has changed."""
        self.project.sources.forget()
        self.reload()
        self.say(f"last change not saved, read again: {reason}")

    def _save(self, edit: Edit) -> None:
        """Save a change, show it, and say what it was."""
        self.project.apply(edit)
        self._after(edit)

    def _after(self, edit: Edit) -> None:
        added = [each.id for each in edit.added if isinstance(each, Source)]
        kept = {each.id for each in edit.removed}
        self.reload(show=next((each for each in added if each not in kept), "") or (added[0] if added else ""))
        self.message = self.project.sources.told(edit)

    # --- one source --------------------------------------------------------------------------------------------------

    def action_new(self) -> None:
        """Ask for the name of a new entry."""
        self.ask("name of the new source", "", lambda name: self._save(self.project.sources.editor.add(name)))

    def action_rename(self) -> None:
        """Ask for another name."""
        if entry := self.entry:
            self.ask("new name", entry.name, lambda name: self._save(self.project.sources.editor.rename(entry, name)))

    def action_alias(self) -> None:
        """Ask for another name that it goes by."""
        if entry := self.entry:
            words = " ".join(self.mention.words.split()) if self.mention else ""
            known = {folded(name) for name in entry.names}
            self.ask(
                f"{entry.name} is also called",
                "" if folded(words) in known else words,
                lambda alias: self._save(self.project.sources.editor.add_alias(entry, alias)),
            )

    def action_drop_alias(self) -> None:
        """Ask which alias is to go."""
        entry = self.entry
        if entry is None or not entry.source.aliases:
            self.message = "it has no alias of its own"
            return
        names = entry.source.aliases
        self.choose(
            "which alias is to go",
            names,
            lambda place: self._save(self.project.sources.editor.drop_alias(entry, names[place])),
        )

    def action_answer(self) -> None:
        """Ask which question is to be answered, then the question."""
        entry = self.entry
        if entry is None:
            return
        values = values_of(self.codebook, entry.source)
        questions = [each for each in self.codebook.registry if asked(each, values)]
        titles = [
            f"{each.title or each.name}  {', '.join(values.get(each.name, ()))}".replace("_", " ") for each in questions
        ]
        self.choose("what about it", titles, lambda place: self._ask_about(entry, questions[place]))

    def _ask_about(self, entry: Entry, attribute: Attribute) -> None:
        given = entry.source.attributes.get(attribute.name, ())

        def save(value: str) -> None:
            values = (value,) if value and (value,) != given else ()
            self._save(self.project.sources.editor.answer(entry, attribute.name, values))

        self.ask_attribute(attribute, " ".join(given), save)

    def action_split(self) -> None:
        """Ask for the name of a source of its own for the chosen mention."""
        entry, found = self.entry, self.mention
        if entry is None or found is None:
            self.message = "no mention of yours refers to it: there is nothing to split off"
            return
        words = folded(found.words)
        everywhere = self.project.sources.in_context(self.mentions)
        same = {each.link.id for each in everywhere if folded(each.words) == words}
        aliases = [name for name in entry.source.aliases if folded(name) == words]
        chosen = [each for each in self.mentions if each.id in same]
        name = " ".join(found.words.split())
        self.ask(
            f"name of the source of its own, with {len(chosen)} mention{'' if len(chosen) == 1 else 's'}",
            name,
            lambda name: self._save(self.project.sources.split(entry, name, chosen, aliases)),
        )

    def action_remove(self) -> None:
        """Take an entry away that nothing refers to."""
        if entry := self.entry:
            self._save(self.project.sources.remove(entry))

    # --- two sources -------------------------------------------------------------------------------------------------

    def _pair(self) -> tuple[Entry, Entry] | None:
        """The source that is held and the chosen one."""
        held = self.registry.entry(self.held)
        if held is None or self.entry is None or held.id == self.entry.id:
            self.message = f"hold one source with {self.key_of('hold')}, then go to the other"
            return None
        return held, self.entry

    def action_merge(self) -> None:
        """Merge the one that is held into the chosen one."""
        if pair := self._pair():
            self.held = ""
            self._save(self.project.sources.merge(pair[1], pair[0]))

    def action_relate(self) -> None:
        """Ask what the two have to do with each other, and how sure it is."""
        if pair := self._pair():
            relations = relations_between_entries(self.codebook)
            title = f"{pair[0].name} … {pair[1].name}"
            names = [each.title or each.name for each in relations]
            self.choose(title, names, lambda place: self._ask_sure(pair, relations[place].name))

    def _ask_sure(self, pair: tuple[Entry, Entry], name: str) -> None:
        relation = self.codebook.relation(name)
        question = next((each for each in relation.attributes if each.values), None) if relation else None

        def save(value: str = "") -> None:
            answers = {question.name: (value,)} if question and value else {}
            self.held = ""
            self._save(self.project.sources.editor.relate(pair[0], name, pair[1], answers))

        self.ask_attribute(question, "", save) if question else save()

    def action_unrelate(self) -> None:
        """Ask which relation is to go."""
        found = list(self._own_relations())
        names = [f"{link.relation} {other.name}".replace("_", " ") for link, other in found]
        if found:
            editor = self.project.sources.editor
            self.choose("what is to go", names, lambda place: self._save(editor.unrelate(found[place][0])))
        else:
            self.message = "you have said nothing of this source and another"

    def _own_relations(self) -> Sequence[tuple[Link, Entry]]:
        """What the annotator said of the chosen source and others; also what makes it one of several entries."""
        if self.entry is None:
            return []
        registry, own = self.registry, {each.id for each in self.entry.members}
        mine = [each for each in registry.links.values() if each.annotator == registry.annotator]
        ends = ((link, link.to_id if link.from_id in own else link.from_id) for link in mine)
        touching = [(link, end) for link, end in ends if own & {link.from_id, link.to_id}]
        return [(link, Entry(registry.sources[end])) for link, end in touching if end in registry.sources]

    # --- undo --------------------------------------------------------------------------------------------------------

    def action_undo(self) -> None:
        """Undo the last change of the registry."""
        self._revert(again=False)

    def action_redo(self) -> None:
        """Redo what was undone."""
        self._revert(again=True)

    def _revert(self, again: bool) -> None:
        if edit := self.project.sources.revert(again):
            self._after(edit)
        else:
            self.message = f"nothing to {'redo' if again else 'undo'} in the registry"
