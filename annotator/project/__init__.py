"""A project at work: the use cases of command line and workbench, and the one place that joins the store to the rest.

What only some use cases need is imported by them, so that an article is on the screen soon after the command.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.domain.edits import Edit
from annotator.domain.errors import AnnotatorError, NewCodebookError
from annotator.domain.records import AnnotationSet
from annotator.project.open_file import OpenFile
from annotator.project.ticks import Tick, counted, quiet

if TYPE_CHECKING:
    from annotator.agreement.adjudicating import Adjudication
    from annotator.agreement.comparing import Agreement
    from annotator.project.agreeing import Comparison
    from annotator.project.checking import Fault
    from annotator.project.exporting import Exported
    from annotator.project.importing import Summary
    from annotator.project.merging import Merged
    from annotator.project.reconciling import Take
    from annotator.project.sight import Sight
    from annotator.project.sources import Sources
    from annotator.project.suggesting import Suggested
    from annotator.project.suggestions import Suggestions
    from annotator.suggest.learned.quality import Quality


class Project(OpenFile):
    """All that can be done with a project."""

    @cached_property
    def sources(self) -> "Sources":
        """The source registry, with this annotator's mentions of its entries."""
        from annotator.project.sources import Sources

        return Sources(self)

    def apply(self, *edits: Edit) -> None:
        """Save the edits, all or none; they are on the disk when this returns."""
        sources: Sources | None = self.__dict__.get("sources")
        try:
            self.store.apply(*edits, codebook=self.codebook_version)
        except AnnotatorError as error:
            if sources:
                sources.forget()
            if isinstance(error, NewCodebookError):
                self.forget_codebook()
            raise
        if sources:
            sources.took(edits)

    def undo(self, document_id: str, annotator: str = "") -> Edit | None:
        """Undo the annotator's last edit in the document; the edit that did so, or None where nothing is left."""
        return self._revert(self.to_revert(document_id, annotator))

    def redo(self, document_id: str, annotator: str = "") -> Edit | None:
        """Redo what was undone last; the edit that did so, or None where nothing is left."""
        return self._revert(self.to_revert(document_id, annotator, again=True))

    def to_revert(self, document_id: str, annotator: str = "", again: bool = False) -> Edit | None:
        """The edit that would undo the annotator's last one, or redo with `again`; nothing is saved."""
        history = self.store.history(document_id, annotator or self.annotator)
        edit_id = history.to_redo if again else history.to_undo
        if not edit_id:
            return None
        from annotator.project.batches import id_to_revert

        edit = self.store.edit(edit_id)
        return edit.inverse(id_to_revert(edit), datetime.now(UTC))

    def apply_with_batch(self, edit: Edit) -> None:
        """Save an edit that undoes or redoes; where that was done to several documents at once, in all of them."""
        from annotator.project.batches import with_rest

        self.apply(*with_rest(self, edit))

    def _revert(self, edit: Edit | None) -> Edit | None:
        """Save the edit, where there is one."""
        if edit:
            self.apply_with_batch(edit)
        return edit

    @property
    def sight(self) -> "Sight":
        """What of others' work the annotator may see, as things stand now."""
        from annotator.project.sight import Sight

        return Sight(self.store, self.annotator)

    def history(self, document_id: str | None = None) -> Iterator[Edit]:
        """Every edit of the project or of one document that the annotator may see, oldest first."""
        from annotator.project.replaying import may_see

        return filter(may_see(self), self.store.edits(document_id))

    def add(self, paths: Iterable[Path], tick: Tick = quiet) -> "Summary":
        """Add the articles in files and folders."""
        from annotator.project.importing import ARTICLES, Wish, bring_in

        wish = Wish(suffixes=ARTICLES, annotator=self.annotator, action="add")
        return bring_in(self.store, paths, wish, self.codebook, self.codebook_version, tick)

    def import_sets(
        self, paths: Iterable[Path], format: str = "", finished: bool = False, tick: Tick = quiet
    ) -> "Summary":
        """Import annotation sets, with their articles, from files and folders."""
        from annotator.project.importing import Wish, bring_in

        wish = Wish(format=format, annotator=self.annotator, finished=finished)
        return bring_in(self.store, paths, wish, self.codebook, self.codebook_version, tick)

    def export(
        self,
        format: str,
        folder: Path,
        documents: Sequence[str] = (),
        tick: Tick = quiet,
        at: datetime | None = None,
    ) -> "Exported":
        """Write all documents, or those with these names or ids, into `folder`, as they are or were at a time."""
        from annotator.project.exporting import export
        from annotator.project.replaying import as_it_was

        ids = [self.find_document(each) for each in documents] or self.store.document_ids()
        held, wide = as_it_was(self, ids, at) if at else (self.store.load_all(ids), self.store.load_project())
        return export(format, counted(held, len(ids), tick), folder, self.codebook, self.stored_codebook, wide)

    def agreement(self, annotators: Sequence[str] = (), whole_text: bool = False, tick: Tick = quiet) -> "Agreement":
        """Compare these annotators, or all, on the body of the articles that they finished, or on the whole text."""
        return self.comparison(annotators, None if whole_text else (), tick=tick).agreement

    def comparison(
        self,
        annotators: Sequence[str] = (),
        zones: Sequence[str] | None = (),
        core: bool = False,
        unit: str = "token",
        unitizing: bool = False,
        share: float = 0.5,
        tick: Tick = quiet,
    ) -> "Comparison":
        """These annotators, or all but gold, compared in these zones, by default the body; None is the whole text."""
        from annotator.project.agreeing import Comparison, scope_of

        scope = scope_of(self.store, self.codebook, annotators, zones, core, unit, unitizing, share)
        return Comparison(self.store, scope, tick, self.sight.unfinished)

    def adjudication(self, document_id: str, annotators: Collection[str] = ()) -> "Adjudication | None":
        """The cases between those of these annotators, or of all but gold, who finished the article; None below two.

        None also for whoever has begun the article, or was given it, and has not finished it.
        """
        from annotator.agreement.adjudicating import Adjudication
        from annotator.agreement.counting import finished

        loaded = self.store.load(document_id)
        names = [each.annotator for each in finished(loaded, annotators)]
        if len(names) < 2 or self.sight.is_at_work(document_id):
            return None
        return Adjudication(loaded, names, self.codebook, self.codebook_version, self.annotator)

    def merge(
        self, other: Path, take: "Take | None" = None, allow_removals: bool = False, tick: Tick = quiet
    ) -> "Merged":
        """Bring in what was done in another project; what was done on both sides is listed, or decided by `take`."""
        from annotator.project.merging import merge

        return merge(self.store, other, self.annotator, take, allow_removals, tick)

    def suggest(
        self,
        suggester: str = "",
        documents: Sequence[str] = (),
        workers: int = 1,
        again: bool = False,
        tick: Tick = quiet,
    ) -> "Suggested":
        """Store what the suggester, or the best for each document, sees in those of these documents without its set."""
        from annotator.project.suggesting import Wish, suggest

        ids = [self.find_document(each) for each in documents]
        wish = Wish(suggester=suggester, documents=ids, workers=workers, again=again)
        return suggest(self.store, self.codebook, self.codebook_version, wish, tick)

    def suggestions_for(self, document_id: str, suggester: str = "") -> AnnotationSet:
        """What machines suggest in one document, stored where it was not; slow at first, for a thread of its own."""
        return self._suggestions.of(document_id, suggester)

    def use_suggester(self, name: str) -> None:
        """Use this suggester in the project from now on; the best one for each document where the name is empty."""
        from annotator.project.choosing import use

        use(self.store, name)

    def learn(self, tick: Tick = quiet) -> "Quality":
        """Learn from what people decided in this project, for the suggester `learned`; how good it is."""
        from annotator.project.learning import learn
        from annotator.project.queue import measure

        model = learn(self.store, self.codebook, tick)
        measure(self.store, model, tick)
        return model.quality

    @cached_property
    def _suggestions(self) -> "Suggestions":
        from annotator.project.suggestions import Suggestions

        return Suggestions(self.path, self.annotator)

    def check(self, tick: Tick = quiet, accepted: bool = False) -> Iterator["Fault"]:
        """All that is wrong with the file, its offsets and its records by the rules; or what was accepted as right."""
        from annotator.project.checking import faults

        return faults(self.store, self.codebook, self.sight, tick, accepted)

    def load_codebook(self, path: Path, anyway: bool = False) -> int:
        """Use the codebook in the file from now on; its version. An error where records name what it has not."""
        from annotator.project.making import read_codebook
        from annotator.project.recoding import load_codebook

        return load_codebook(self, *read_codebook(path), anyway)
