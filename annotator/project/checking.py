"""Everything that can be wrong with a project: the file itself, its offsets, and what the codebook's rules say."""

from collections.abc import Iterator

from msgspec import Struct

from annotator.domain.checks import Severity, check
from annotator.domain.codebook import Codebook
from annotator.domain.machines import is_machine
from annotator.project.ticks import Tick, counted
from annotator.store.store import Store


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


def faults(store: Store, codebook: Codebook, tick: Tick) -> Iterator[Fault]:
    """All faults; the rules of the codebook are looked at only in a sound file, and not in what machines suggest."""
    damaged = False
    for finding in store.check():
        damaged = True
        yield Fault(rule="file", severity=Severity.ERROR, where=finding.where, message=finding.what)
    if damaged:
        return
    ids = store.document_ids()
    for each in counted(store.load_all(ids), len(ids), tick):
        for held in (one for one in each.sets if not is_machine(one.annotator)):
            for problem in check(each.document, held, codebook):
                line = each.document.text.count("\n", 0, problem.span.start) + 1 if problem.span else 0
                yield Fault(
                    rule=problem.rule,
                    severity=problem.severity,
                    where=f"{each.document.name}:{line}" if line else each.document.name,
                    message=problem.message,
                    annotator=held.annotator,
                    record_id=problem.record_id,
                    fixes=tuple(map(str, problem.fixes)),
                )
