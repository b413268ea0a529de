"""Linking a source mention to the registry: the best guess first, a search, or a new entry."""

from collections.abc import Sequence

from msgspec.structs import replace

from annotator.domain.codebook import attributes_of, values_of
from annotator.domain.editing.state import Choose, EditorState, Write
from annotator.domain.edits import Edit
from annotator.domain.records import Annotation, Link
from annotator.domain.sources.changing import RegistryEditor
from annotator.domain.sources.guessing import Guess, Linked, best, certainty_of, guesses
from annotator.domain.sources.matching import likeness
from annotator.domain.sources.mentions import Kind, mention
from annotator.domain.sources.registry import OTHERWISE, Entry
from annotator.domain.spans import words

LETTERS = "abcdefghijklm"
"""Letters for entries; `n` makes a new one."""


def link_source(state: EditorState) -> None:
    """Choose which entry of the registry the active source mention refers to."""
    annotation = source_mention(state)
    if not state.codebook.rules.refers:
        state.message = "the codebook has no relation by which a source refers to the registry (rules.refers)"
    elif annotation is None:
        state.message = "no source mention is active; mark one, or go to it"
    else:
        said = words(state.text, annotation.fragments)
        found = guesses(
            state.registry_of(), said, _naming(state, annotation), annotation.envelope.start, _linked(state)
        )
        _offer(state, annotation, found)


def source_mention(state: EditorState) -> Annotation | None:
    """The active source annotation, or the first one of the active frame."""
    role = state.codebook.label_for("source").name
    active, frame = state.active_annotation, state.active_frame
    if active and active.label == role:
        return active
    return state.annotations.annotation(frame.source[0]) if frame and frame.source else None


def links_of(state: EditorState, annotation: Annotation) -> list[Link]:
    """The links by which a mention refers to the registry."""
    refers = state.codebook.rules.refers
    return [link for link in state.nearby.links_from(annotation.id) if link.relation == refers]


def references(state: EditorState, members: Sequence[object]) -> list[Link]:
    """The links of these source mentions to the registry, about which the codebook asks too."""
    return [link for each in members if isinstance(each, Annotation) for link in links_of(state, each)]


def _naming(state: EditorState, annotation: Annotation) -> str:
    return next(iter(values_of(state.codebook, annotation).get("naming", ())), "")


def _linked(state: EditorState) -> list[Linked]:
    """The mentions of this article that are linked already."""
    refers, records = state.codebook.rules.refers, state.annotations.records
    return [
        Linked(annotation.envelope.start, words(state.text, annotation.fragments), link.to_id)
        for link in state.annotations.of(Link)
        if link.relation == refers and isinstance(annotation := records.get(link.from_id), Annotation)
    ]


def _offer(state: EditorState, annotation: Annotation, found: Sequence[Guess], is_search: bool = False) -> None:
    """Show the entries with their letters; the key itself takes the best one, or makes a new entry."""
    likely = found[0] if is_search and found else best(found)
    lettered = dict(zip(LETTERS, found, strict=False))
    rows = [(letter, _described(guess)) for letter, guess in lettered.items()]
    new = ("n", "new entry …")
    further = [("/", "search"), *([("0", "refers to nobody")] if links_of(state, annotation) else [])]
    proposed = _proposed_name(state, annotation)
    again = ("@", f"= {likely.entry.name}" if likely else f"= new entry “{proposed}”")
    choices = (again, *rows, new, *further) if likely else (again, new, *rows, *further)

    def go(key: str) -> Sequence[Edit]:
        if key == "0":
            return (state.change("unlink source", links_of(state, annotation)),)
        if key == "/":
            _ask_search(state, annotation)
        elif guess := (likely if key == "@" else lettered.get(key)):
            return (link_to(state, annotation, guess),)
        elif key == "@":
            return _make_entry(state, annotation, proposed)
        else:
            state.pending = Write(
                "new entry of the registry", proposed, lambda text: _make_entry(state, annotation, text)
            )
        return ()

    title = f"“{words(state.text, annotation.fragments)}” refers to"
    state.pending = Choose(title, choices, go)


def _described(guess: Guess) -> str:
    kind = " ".join(value for name in ("role", "affiliation_name", "referent") for value in _answers(guess.entry, name))
    return f"{guess.entry.name}  {guess.basis}, {guess.certainty}" + (f"  ({kind})" if kind else "")


def _answers(entry: Entry, name: str) -> tuple[str, ...]:
    return tuple(entry.source.attributes.get(name, ()))


def link_to(state: EditorState, annotation: Annotation, guess: Guess) -> Edit:
    """Let the mention refer to the entry; words that stand for several sources may refer to several entries."""
    before = links_of(state, annotation)
    link = Link(
        **state.header(),
        relation=state.codebook.rules.refers,
        from_id=annotation.id,
        to_id=guess.entry.id,
        attributes={},
    )
    asked = {each.name: each.values for each in attributes_of(state.codebook, link)}
    answers = {"basis": guess.basis, "certainty": guess.certainty}
    given = {name: (value,) for name, value in answers.items() if value in asked.get(name, ())}
    stay = [each for each in before if _is_plural(state, annotation) and each.to_id != guess.entry.id]
    gone = [each for each in before if each not in stay]
    state.message = f"refers to {guess.entry.name}" + (f" and {len(stay)} more; @0 takes all back" if stay else "")
    return state.change(f"link to {guess.entry.name}", gone, [state.renewed(link, attributes=given)])


def _is_plural(state: EditorState, annotation: Annotation) -> bool:
    """Whether the words stand for several sources, as “Jamil and Bogdanov” do."""
    said = words(state.text, annotation.fragments)
    return " and " in said or "two_or_more" in values_of(state.codebook, annotation).get("number", ())


def _ask_search(state: EditorState, annotation: Annotation) -> None:
    said = words(state.text, annotation.fragments)

    def look(text: str) -> tuple[()]:
        found = state.registry_of().search(text, len(LETTERS)) if text.strip() else []
        _offer(state, annotation, [_guess(said, entry) for entry in found], is_search=True)
        state.message = "" if found else f"no entry is called anything like “{text.strip()}”"
        return ()

    state.pending = Write("search the registry", "", look)


def _guess(said: str, entry: Entry) -> Guess:
    """An entry that the analyst looked for: what makes the words refer to it, as far as they tell."""
    found = mention(said)
    if found.kind is not Kind.NAME:
        return Guess(entry, "pronoun" if found.kind is Kind.PRONOUN else "definite_np", "probable")
    same = max(likeness(found.name, name) for name in entry.names)
    basis = "name" if likeness(found.name, entry.name) == same else "alias"
    return Guess(entry, basis, certainty_of(same)) if same else Guess(entry, "metonym", "probable")


def _proposed_name(state: EditorState, annotation: Annotation) -> str:
    return _hand(state).name_for(words(state.text, annotation.fragments), _naming(state, annotation))


def _make_entry(state: EditorState, annotation: Annotation, name: str) -> Sequence[Edit]:
    """Make an entry of this name, and let the mention refer to it."""
    if not name.strip():
        state.message = "an entry needs a name; nothing was linked"
        return ()
    said, registry = words(state.text, annotation.fragments), state.registry_of()
    new = _hand(state).for_mention(annotation, said, name)
    registry.take(new)
    entry = Entry(next(iter(registry.sources[record.id] for record in new.added)))
    linked = link_to(state, annotation, replace(_guess(said, entry), certainty="certain"))
    if registry.namesakes(entry):
        state.message += f", a second entry of this name: {OTHERWISE}"
    return (new, linked)


def _hand(state: EditorState) -> RegistryEditor:
    """The annotator at work on the registry."""
    return RegistryEditor(state.registry_of(), state.codebook_version, now=state.now, new_id=state.new_id)
