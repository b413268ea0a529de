"""Checks of the same words in several places: marked with one label here and with another one there."""

from collections import Counter
from collections.abc import Iterator

from annotator.domain.checks.problems import Checked, Fix, Problem
from annotator.domain.codebook import Label
from annotator.domain.records import Annotation
from annotator.domain.spans import words


def labels(checked: Checked) -> Iterator[Problem]:
    """The same phrase has the same label; where it has several, those of the rarer ones are listed.

    Only labels of phrases are compared: a claim may have the very words of a quote.
    """
    known = {each.name: each for each in checked.codebook.labels if each.unit == "phrase"}
    phrases: dict[str, list[Annotation]] = {}
    for annotation in checked.annotations:
        if annotation.label in known:
            said = " ".join(words(checked.document.text, annotation.fragments).split()).casefold()
            phrases.setdefault(said, []).append(annotation)
    for same in phrases.values():
        counts = Counter(each.label for each in same)
        usual = counts.most_common(1)[0][0]
        for annotation in (each for each in same if counts[each.label] < counts[usual]):
            message = f"is marked {annotation.label} here, and {usual} elsewhere in the article"
            fixes = _relabel(checked, annotation, known[usual])
            yield checked.warning("label", annotation, message, *fixes, about=usual)


def _relabel(checked: Checked, annotation: Annotation, usual: Label) -> list[Fix]:
    """Giving it the usual label, where neither label has a part in frames."""
    own = checked.codebook.label(annotation.label)
    is_free = own is not None and not own.role and not usual.role
    return [Fix("label", usual.name)] if is_free else []
