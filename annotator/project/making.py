"""Making a project: empty with the default codebook, or with the sample corpus; it appears whole or not at all."""

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import msgspec

from annotator.domain.codebook import Codebook
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.errors import AnnotatorError
from annotator.project.importing import Wish, bring_in
from annotator.project.open_file import parsed_codebook
from annotator.project.ticks import quiet
from annotator.store.creating import fill
from annotator.store.drafts import draft
from annotator.store.store import Store

SUGGESTIONS = "suggestions.jsonl"
"""The file of the sample corpus with what a machine sees in its articles, so that nobody waits for the first ones."""


def corpus_folder() -> Path:
    """The sample corpus: inside the installed package, or beside it in a checkout."""
    package = Path(str(files("annotator")))
    places = (package / "corpus", package.parent / "corpus")
    found = next((place for place in places if (place / "codebook.toml").is_file()), None)
    if not found:
        raise AnnotatorError(f"{places[0]}: the sample corpus is missing; install annotator again")
    return found


def read_codebook(path: Path) -> tuple[str, Codebook]:
    """The text of a codebook file and what it says; an error that names each faulty line."""
    from annotator.domain.keymap import RESERVED
    from annotator.formats.files import bytes_of
    from annotator.text.decoding import decode

    text = decode(bytes_of(path), str(path)).text
    return text, parse_codebook(text, str(path), RESERVED)


def use_codebook(store: Store, text: str, codebook: Codebook, by: str) -> int:
    """Use this codebook from now on, and keep it parsed beside its text; its version."""
    version = store.set_codebook(text, codebook.name, by=by, at=datetime.now(UTC))
    store.set_setting(parsed_codebook(version), msgspec.json.encode(codebook).decode())
    return version


def make_project(path: Path, by: str, sample: bool = False) -> None:
    """Make a project at `path` with the default codebook, and with the sample articles and sets where asked for."""
    corpus = corpus_folder()
    text, codebook = read_codebook(corpus / "codebook.toml")
    with draft(path) as unfinished:
        fill(unfinished)
        with Store.open(unfinished) as store:
            version = use_codebook(store, text, codebook, by)
            if sample:
                people = Wish(format="brat", annotator=by, finished=True, action="import the sample")
                machines = Wish(format="jsonl", annotator=by, action="import the sample")
                for path, wish in ((corpus / "annotations", people), (corpus / SUGGESTIONS, machines)):
                    summary = bring_in(store, [path], wish, codebook, version, quiet)
                    if summary.skipped:
                        damage = summary.skipped[0]
                        raise AnnotatorError(f"the sample corpus is damaged: {damage}; install annotator again")
