"""Changing the project's codebook: names change in codebook and records at once, and can be taken back at once."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import uuid4

import msgspec
from msgspec import Struct

from annotator.domain.codebook import UNKNOWN, Codebook
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.codebook_rewriting import rewritten
from annotator.domain.edits import RECODING, Edit
from annotator.domain.errors import CodebookError, EditError
from annotator.domain.keymap import RESERVED
from annotator.domain.machines import is_machine
from annotator.domain.parts import Part
from annotator.domain.recoding import (
    ACTION,
    Change,
    attributes_at,
    recoded,
    refuse_impossible,
)
from annotator.domain.records import Annotation, AnyRecord, Attribution, Link, Source
from annotator.project.open_file import parsed_codebook
from annotator.store.recoding import Recoder, Use
from annotator.store.store import Store

if TYPE_CHECKING:
    from annotator.project import Project

MOST_SHOWN = 10
"""How many uses of what is not there one error lists."""


class Made(Struct, frozen=True):
    """A change of the codebook as the project remembers it, under the version that it made."""

    batch: str
    """How the ids of its edits begin; empty for what took a change back."""
    change: str
    """What was done, in words."""
    before: int = 0
    """The version that it changed; 0 for the one numbered before it."""


class Recoded(Struct, frozen=True):
    """What a change of the codebook did, or would do."""

    version: int
    """The version of the changed codebook."""
    change: str
    """What was done, in words."""
    text: str
    """The changed codebook."""
    edits: tuple[Edit, ...]
    """What was done to the records, an edit for each document and annotator."""

    @property
    def records(self) -> int:
        """How many records changed."""
        return sum(len(edit.added) for edit in self.edits)


def recode(project: "Project", change: Change, keep: bool = True) -> Recoded:
    """Change the codebook and all records that it concerns; without `keep`, only say what would change."""
    made = project.store.recoding.run(lambda recoder: _recode(recoder, project, change), keep)
    project.forget_codebook()
    return made


def _recode(recoder: Recoder, project: "Project", change: Change) -> Recoded:
    text = recoder.text(recoder.version)
    codebook = parse_codebook(text, f"codebook {recoder.version}")
    refuse_impossible(change, codebook)
    changed_text = rewritten(text, codebook, change)
    changed = parse_codebook(changed_text, f"the codebook after “{change}”", RESERVED)
    before = _named(unknown_uses(recoder.usage(), codebook))
    before |= {(new, *rest) for owner, *rest in before if owner == change.old for new in change.new}
    version = use(recoder, changed_text, changed, project.annotator)
    batch = f"{RECODING}{uuid4().hex}"
    edits = tuple(_edits(recoder, codebook, change, version, batch))
    recoder.apply(edits)
    _remember(recoder, version, Made(batch, str(change)))
    _refuse_orphans(recoder, changed, before)
    return Recoded(version, str(change), changed_text, edits)


def use(recoder: Recoder, text: str, codebook: Codebook, by: str) -> int:
    """Use this codebook from now on, and keep it parsed beside its text; its version."""
    version = recoder.use(text, codebook.name, by, datetime.now(UTC))
    recoder.set_setting(parsed_codebook(version), msgspec.json.encode(codebook).decode())
    return version


def _edits(recoder: Recoder, codebook: Codebook, change: Change, version: int, batch: str) -> Iterator[Edit]:
    """The edits that make the records follow, one for each document and annotator."""
    concerned = [
        (each, after)
        for each in _concerned(recoder, codebook, change)
        if (after := recoded(each, change, version)) is not each
    ]
    for number, (owner, pairs) in enumerate(groupby(concerned, lambda pair: (pair[0].document_id, pair[0].annotator))):
        both = list(pairs)
        yield Edit(
            id=f"{batch}/{number}",
            document_id=owner[0],
            annotator=owner[1],
            at=datetime.now(UTC),
            action=f"{ACTION}{change}",
            removed=tuple(before for before, _ in both),
            added=tuple(after for _, after in both),
        )


def _concerned(recoder: Recoder, codebook: Codebook, change: Change) -> Iterable[AnyRecord]:
    """The records that name what is changed, set by set."""
    if change.part in (Part.LABEL, Part.RELATION):
        return recoder.records(Annotation if change.part is Part.LABEL else Link, change.old)
    owner, attribute = change.owner, change.attribute or change.old
    kinds: dict[str, type[AnyRecord]] = {"frame": Attribution, "registry": Source}
    return recoder.records(kinds.get(owner, Annotation if codebook.label(owner) else Link), owner, attribute)


# --- taking back ----------------------------------------------------------------------------------------------------


def undo_recoding(project: "Project") -> Recoded:
    """Take back the last change of names that still stands, in all its records; an error where there is none."""
    made = project.store.recoding.run(lambda recoder: _undo(recoder, project.annotator))
    project.forget_codebook()
    return made


def _undo(recoder: Recoder, by: str) -> Recoded:
    changed, made = next(_standing(recoder.version, recoder.setting), (0, None))
    if made is None:
        loaded = next(n for n in range(recoder.version, -1, -1) if not made_at(recoder.setting, n))
        raise CodebookError(
            f"nothing to undo: no change of names stands since version {loaded} of the codebook was loaded; "
            "`annotator codebook export --version N` writes an older one"
        )
    text = recoder.text(made.before or changed - 1)
    codebook = parse_codebook(text, f"codebook before “{made.change}”")
    before = _named(unknown_uses(recoder.usage(), codebook_of(recoder)))
    batch, now = f"{RECODING}{uuid4().hex}", datetime.now(UTC)
    reverted = enumerate(reversed(recoder.batch(made.batch)))
    edits = tuple(each.inverse(f"{batch}/{number}", now) for number, each in reverted)
    try:
        recoder.apply(edits)
    except EditError as error:
        raise CodebookError(
            f"some of its records have changed since ({error}); change the codebook back instead"
        ) from error
    version = use(recoder, text, codebook, by)
    _remember(recoder, version, Made("", f"undo {made.change}"))
    _refuse_orphans(recoder, codebook, before)
    return Recoded(version, f"undo {made.change}", text, edits)


def _standing(
    version: int, setting: Callable[[str], str | None], through_loads: bool = False
) -> Iterator[tuple[int, Made]]:
    """The changes of names that stand, newest first, each with its version: since a codebook was loaded, or all."""
    taken_back = 0
    while version > 0:
        made = made_at(setting, version)
        if made and made.batch and not taken_back:
            yield version, made
        elif made:
            taken_back += -1 if made.batch else 1
        elif not through_loads:
            return
        version = (made.before if made else 0) or version - 1


def carry_over(store: Store, used: int, version: int) -> None:
    """Remember of a version that is used again under another number which change made it, so that it can be undone."""
    if made := made_at(store.setting, used):
        again = Made(made.batch, made.change, made.before or used - 1)
        store.set_setting(f"recoding {version}", msgspec.json.encode(again).decode())


def standing_changes(store: Store) -> list[str]:
    """All changes of names that were not taken back, in words, newest first."""
    used = store.codebook()
    return [made.change for _, made in _standing(used.version if used else 0, store.setting, through_loads=True)]


def codebook_of(recoder: Recoder) -> Codebook:
    """The codebook in use."""
    return parse_codebook(recoder.text(recoder.version), f"codebook {recoder.version}")


def _remember(recoder: Recoder, version: int, made: Made) -> None:
    recoder.set_setting(f"recoding {version}", msgspec.json.encode(made).decode())


def made_at(setting: Callable[[str], str | None], version: int) -> Made | None:
    """The change that made a version of the codebook; None where it was loaded."""
    found = setting(f"recoding {version}")
    return msgspec.json.decode(found, type=Made) if found else None


# --- loading --------------------------------------------------------------------------------------------------------


def load_codebook(project: "Project", text: str, codebook: Codebook, anyway: bool = False) -> int:
    """Use a codebook from now on; its version. An error where records name what it has not, unless taken `anyway`."""

    def load(recoder: Recoder) -> int:
        before = _named(unknown_uses(recoder.usage(), codebook_of(recoder))) if recoder.version else set()
        version = use(recoder, text, codebook, project.annotator)
        if not anyway:
            _refuse_orphans(recoder, codebook, before, "rename or merge these first, or take it with --anyway")
        return version

    version = project.store.recoding.run(load)
    project.forget_codebook()
    return version


def _named(uses: Iterable[Use]) -> set[tuple[str, ...]]:
    return {(each.owner, each.attribute, each.value, each.annotator) for each in uses}


def _refuse_orphans(
    recoder: Recoder, codebook: Codebook, before: set[tuple[str, ...]], advice: str = "change these first"
) -> None:
    """Raise where people's records name what the codebook has not, other than what they so named before."""
    unknown = (each for each in unknown_uses(recoder.usage(), codebook) if not is_machine(each.annotator))
    orphans = [each for each in unknown if not _named([each]) <= before]
    if orphans:
        lines = [_told(each) for each in orphans[:MOST_SHOWN]]
        lines += [f"... and {len(orphans) - MOST_SHOWN} more"] if len(orphans) > MOST_SHOWN else []
        what = "records name what the codebook would not have any more; " + advice
        raise CodebookError("\n".join((f"{what}:", *lines)))


def _told(use: Use) -> str:
    named = f"{use.owner}.{use.attribute} = {use.value}" if use.attribute else use.value or use.owner
    return f"  {named}: {use.records} of {use.annotator}, in {use.documents} articles"


def unknown_uses(usage: Iterable[Use], codebook: Codebook) -> Iterator[Use]:
    """What records name that the codebook has not."""
    zones = {each.name for each in codebook.zones}
    owners = {each.name for each in codebook.labels} | {each.name for each in codebook.relations}
    owners |= {"frame", "registry"}
    asked = {owner: {each.name: each.values for each in attributes_at(owner, codebook)} for owner in owners}
    for each in usage:
        if each.owner == "zone":
            is_known = not zones or each.value in zones
        elif not each.attribute:
            is_known = each.owner in owners
        else:
            values = asked.get(each.owner, {}).get(each.attribute)
            is_known = values is not None and (not values or each.value in (*values, UNKNOWN))
        if not is_known:
            yield each
