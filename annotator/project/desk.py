"""The desk: what is wrong in one annotator's work over all articles, mended or accepted in an edit each."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from annotator.domain.checks import Fix
from annotator.domain.checks.aliases import shared_names
from annotator.domain.desk import Item, items_of, registry_items
from annotator.domain.edits import Edit
from annotator.domain.errors import AnnotatorError
from annotator.domain.mending import mend
from annotator.domain.records import AnyRecord, Remark
from annotator.domain.sources.registry import certainly
from annotator.project.ticks import Tick, counted, quiet

if TYPE_CHECKING:
    from annotator.project import Project


def read_desk(project: "Project", tick: Tick = quiet) -> Iterator[tuple[str, list[Item]]]:
    """What is wrong, accepted or not, article by article, the registry first under no id; reads all of one's sets."""
    yield "", wide_items(project)
    own = project.store.documents_of(project.annotator)
    numbers = {each: number for number, each in enumerate(project.store.document_ids(), 1) if each in own}
    loaded = project.store.load_all(numbers, [project.annotator])
    for held in counted(loaded, len(numbers), tick):
        number = numbers[held.document.id]
        yield held.document.id, items_of(held, project.annotator, project.codebook, number)


def wide_items(project: "Project") -> list[Item]:
    """What is wrong with entries of the registry."""
    held = project.store.load_project([project.annotator])
    registry = project.sources.registry
    return registry_items(registry, shared_names(registry), held[0].records.values() if held else ())


class Desk:
    """The items of an annotator, kept up to date with what is mended and accepted."""

    def __init__(self, project: "Project") -> None:
        self.project = project
        """Where edits are saved."""
        self.items: dict[str, list[Item]] = {}
        """By article, in the order of reading."""

    def take(self, document_id: str, items: list[Item]) -> None:
        """Take what was found in an article."""
        self.items[document_id] = items

    def renew(self, document_id: str) -> None:
        """Check one article again."""
        if not document_id:
            self.items[""] = wide_items(self.project)
            return
        known = self.items.get(document_id)
        number = known[0].number if known else 0
        held = self.project.load(document_id, [self.project.annotator])
        self.items[document_id] = items_of(held, self.project.annotator, self.project.codebook, number)

    def mend(self, item: Item, fix: Fix) -> Edit:
        """Mend it, save that, and check its article again; the edit that did so."""
        return self._save(self._mended(item, fix))

    def accept(self, item: Item, reason: str) -> Edit:
        """Accept it as it is, for a reason; it is listed again only when the record changes."""
        if not reason.strip():
            raise AnnotatorError("say why it is right as it is; nothing was accepted")
        remark = Remark(
            id=uuid4().hex,
            document_id=item.document_id,
            annotator=self.project.annotator,
            created=datetime.now(UTC),
            codebook=self.project.codebook_version,
            flag=f"accepted {item.problem.rule} {item.fingerprint}",
            note=reason.strip(),
            fragments=(item.problem.span,) if item.problem.span and item.document_id else (),
        )
        return self._save(self._edit(item, f"accept {item.problem.rule}", added=(remark,)))

    def withdraw(self, item: Item) -> Edit | None:
        """List it again."""
        if item.acceptance is None:
            return None
        return self._save(self._edit(item, f"list {item.problem.rule} again", removed=(item.acceptance,)))

    def _save(self, edit: Edit) -> Edit:
        self.project.apply(edit)
        self.renew(edit.document_id)
        return edit

    def _edit(
        self, item: Item, action: str, removed: tuple[AnyRecord, ...] = (), added: tuple[AnyRecord, ...] = ()
    ) -> Edit:
        return Edit(
            id=uuid4().hex,
            document_id=item.document_id,
            annotator=self.project.annotator,
            at=datetime.now(UTC),
            action=action,
            removed=removed,
            added=added,
        )

    def _mended(self, item: Item, fix: Fix) -> Edit:
        project = self.project
        if item.document_id:
            held = project.load(item.document_id, [project.annotator])
            return mend(held, project.annotator, project.codebook, project.codebook_version, item.problem, fix)
        editor, registry = project.sources.editor, project.sources.registry
        entry, other = registry.entry(item.problem.record_id), registry.entry(fix.record_id)
        if entry is None or other is None:
            raise AnnotatorError("one of the entries is not there any more")
        if fix.does == "drop alias":
            return editor.drop_alias(other, fix.value)
        return editor.relate(entry, fix.name, other, certainly(project.codebook, fix.name))
