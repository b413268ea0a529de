"""The most useful article to read next: how unsure what was learned is of each, kept from the last time it learned."""

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from annotator.domain.records import State
from annotator.project.ticks import Tick, counted, quiet

if TYPE_CHECKING:
    from annotator.project import Project
    from annotator.store.listing import Listed
    from annotator.store.store import Store
    from annotator.suggest.learned import Model

USEFULNESS = "usefulness of articles"
"""The setting that holds how useful each measured article is to read, by its id."""

MOST = 200
"""How many articles that nobody has begun are measured at most, so that learning stays a matter of seconds."""


class Useful(Struct, frozen=True):
    """An article worth reading next."""

    listed: "Listed"
    """The article."""
    doubt: float
    """How unsure what was learned is of it, from 0 to 1."""


def measure(store: "Store", model: "Model", tick: Tick = quiet) -> None:
    """Find out how unsure the model is of the first articles that nobody has begun, and keep that."""
    from annotator.suggest.learned import usefulness

    begun = {each.document_id for each in store.standings() if each.state is not State.ASSIGNED}
    ids = [each for each in store.document_ids() if each not in begun][:MOST]
    doubts = {
        each.document.id: round(usefulness(each.document, model), 4)
        for each in counted(store.load_all(ids, ()), len(ids), tick)
    }
    store.set_setting(USEFULNESS, msgspec.json.encode(doubts).decode())


def doubts_of(store: "Store") -> dict[str, float]:
    """How unsure what was learned is of each measured article, by its id; the most useful first."""
    kept = store.setting(USEFULNESS)
    doubts = msgspec.json.decode(kept, type=dict[str, float]) if kept else {}
    return dict(sorted(doubts.items(), key=lambda each: -each[1]))


def useful(project: "Project") -> list[Useful]:
    """The measured articles that the annotator has not begun, the most useful first; where some were assigned, those.

    What was not measured, because the project is large or it came later, is not among them.
    """
    doubts = doubts_of(project.store)
    numbers = project.store.numbers
    listed = numbers.listing(project.annotator, list(numbers.of(doubts).values()))
    own = set(numbers.declared_by(project.annotator))
    found = [Useful(each, doubts[each.id]) for each in listed if not each.marked and not each.annotations]
    return sorted(found, key=lambda each: each.listed.number not in own)
