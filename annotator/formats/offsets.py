"""Whether offsets from outside cut out the words they are said to; where not, which unit they may be counted in."""

from collections.abc import Callable
from itertools import accumulate

from annotator.domain.errors import FormatError
from annotator.domain.shown import shown
from annotator.domain.spans import Fragments, words

SHOWN = 60
"""How many characters of the words a message shows."""


def check_words(text: str, fragments: Fragments, said: str, where: str) -> None:
    """Raise a `FormatError` that shows both, unless the fragments of `text` read `said`."""
    if fragments[-1].end > len(text):
        found = f"end after the text, which has {len(text)} characters"
    elif (cut := words(text, fragments)) != said:
        found = f"read {_shown(cut)}"
    else:
        return
    place = ";".join(f"{span.start}-{span.end}" for span in fragments)
    hint = _hint(text, fragments, said)
    raise FormatError(f"{where}: the offsets {place} {found}, but should read {_shown(said)}{hint}")


def check_inside(length: int, end: int, what: str) -> None:
    """Raise a `FormatError` where `end` lies after a text of `length` code points."""
    if end > length:
        raise FormatError(f"{what} ends at {end}, after the text, which has {length} characters; mend the offsets")


def _shown(said: str) -> str:
    """The words as a message shows them: quoted, harmless and not too long."""
    short = said if len(said) <= SHOWN else said[: SHOWN - 1] + "…"
    return f"“{shown(short)}”"


def _hint(text: str, fragments: Fragments, said: str) -> str:
    """What the offsets seem to count instead of code points, if they fit so."""
    units: dict[str, Callable[[str], int]] = {
        "UTF-16 units": lambda char: 1 + (char > "\uffff"),
        "UTF-8 bytes": lambda char: len(char.encode("utf-8", "surrogatepass")),
    }
    for unit, size in units.items():
        starts = {offset: index for index, offset in enumerate(accumulate(map(size, text), initial=0))}
        edges = [(starts.get(span.start), starts.get(span.end)) for span in fragments]
        if None not in sum(edges, ()) and " ".join(text[start:end] for start, end in edges) == said:
            return f"; they fit as {unit}, so convert them to code points first"
    return "; check that the file belongs to this text"
