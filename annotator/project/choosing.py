"""Which suggesters look at a document: the one asked for, else the project's, else the best; what was learned, too."""

from collections.abc import Sequence

from annotator.domain.documents import Document
from annotator.project.learning import VERSION
from annotator.store.store import Store
from annotator.suggest import SUGGESTERS, suggester_named

ENGLISH = "attribution-en"
"""The best suggester for articles in English."""

RULES = "rules"
"""The suggester for all other articles."""

LEARNED = "learned"
"""The suggester that learns from the project itself."""

CHOSEN = "suggester"
"""The setting that names the suggester of the project."""


def use(store: Store, name: str) -> None:
    """Use this suggester in the project from now on; the best one for each document where it is empty."""
    store.set_setting(CHOSEN, suggester_named(name).name if name else "")


def chosen(store: Store, document: Document, name: str = "") -> list[str]:
    """The names of the suggesters for the document, the main one first."""
    main = name or store.setting(CHOSEN) or best_for(document)
    return [main, *besides(store, name, main)]


def shared_out(store: Store, ids: Sequence[str], name: str = "") -> dict[str, list[str]]:
    """The documents that each suggester is to look at."""
    main = name or store.setting(CHOSEN)
    work: dict[str, list[str]] = {main: list(ids)} if main else {}
    for each in () if main else store.load_all(ids, ()):
        work.setdefault(best_for(each.document), []).append(each.document.id)
    return work | {each: list(ids) for each in besides(store, name, main or "")}


def besides(store: Store, name: str, main: str) -> list[str]:
    """What is looked at besides the main suggester: what was learned, unless a suggester was asked for."""
    return [LEARNED] if not name and main != LEARNED and store.setting(VERSION) else []


def best_for(document: Document) -> str:
    """The best suggester for the document: by its language, as it says or else as its words tell."""
    from annotator.suggest.rules.lexicon import language_of

    if not SUGGESTERS[ENGLISH].is_there():
        return RULES
    return ENGLISH if language_of(document.text, document.meta.get("language", "")).code == "en" else RULES
