"""Everything that can be wrong with a project: the file itself, its offsets, and what the codebook's rules say."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from annotator.domain.checks import Severity
from annotator.domain.codebook import Codebook
from annotator.domain.desk import REGISTRY, Item, items_of, shared_names_of
from annotator.domain.machines import is_machine
from annotator.project.sight import Sight
from annotator.project.ticks import Tick, counted
from annotator.store.store import Store

UNSEEN = "told once you have finished the article yourself"
"""What stands in place of a fault in others' work that is not to be seen yet."""


class Fault(Struct, frozen=True, kw_only=True):
    """One thing that is wrong, or worth a look."""

    rule: str
    """The rule it breaks: `file`, or the name of a codebook check such as `V3`."""
    severity: Severity
    """How it counts."""
    where: str
    """The file, table, document or record."""
    message: str
    """What is wrong."""
    annotator: str = ""
    """Whose set it is in; empty for the file itself."""
    record_id: str = ""
    """The record; empty where there is none."""
    fixes: tuple[str, ...] = ()
    """What would mend it, in words; none where only the analyst can tell."""
    reason: str = ""
    """Why the annotator accepted it as it is; empty where nobody did."""


def faults(store: Store, codebook: Codebook, sight: Sight, tick: Tick, accepted: bool = False) -> Iterator[Fault]:
    """All faults but those that somebody accepted, or only these.

    The rules of the codebook are looked at only in a sound file, and not in what machines suggest. In work that is not
    to be seen yet they are counted, and not told.
    """
    damaged = False
    for finding in store.check():
        damaged = True
        if not accepted:
            yield Fault(rule="file", severity=Severity.ERROR, where=finding.where, message=finding.what)
    if damaged:
        return
    wide = store.load_project()
    for held in wide:
        for item in shared_names_of(wide, held.annotator, codebook):
            if (item.acceptance is not None) == accepted:
                yield _fault(item, held.annotator, REGISTRY)
    ids = store.document_ids()
    for each in counted(store.load_all(ids), len(ids), tick):
        for held in (one for one in each.sets if not is_machine(one.annotator)):
            for item in items_of(each, held.annotator, codebook):
                if (item.acceptance is not None) == accepted:
                    span = item.problem.span
                    line = each.document.text.count("\n", 0, span.start) + 1 if span else 0
                    fault = _fault(item, held.annotator, f"{item.document}:{line}" if line else item.document)
                    yield fault if sight.sees(item.document_id, held.annotator) else _masked(fault, item.document)


def _masked(fault: Fault, document: str) -> Fault:
    """The fault without what it says of others' work."""
    return replace(fault, where=document, message=UNSEEN, record_id="", fixes=(), reason="")


def _fault(item: Item, annotator: str, where: str) -> Fault:
    problem = item.problem
    return Fault(
        rule=problem.rule,
        severity=problem.severity,
        where=where,
        message=problem.message,
        annotator=annotator,
        record_id=problem.record_id,
        fixes=tuple(map(str, problem.fixes)),
        reason=item.reason,
    )
