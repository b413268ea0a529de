"""What speaks for a label at a token: strings about the token, its neighbours and its place, in any language."""

from bisect import bisect_right

from annotator.suggest.learned.lexicon import Shares
from annotator.suggest.learned.passages import Passage

SIZES = (1, 2, 3, 4, 6, 9, 14, 22, 40)
"""Where one class of distances ends and the next begins."""

MARKS = frozenset(",;:.!?()–—-“”\"‘’'«»„‹›")
"""Marks that say something about what lies between two words."""


def features(passage: Passage, shares: Shares) -> list[list[str]]:
    """The features of each token of a passage."""
    size = passage.size
    pad = ("#",) * 3
    words = (*pad, *passage.words, *pad)
    shapes = (*pad, *passage.shapes, *pad)
    quotes = (*pad, *passage.quotes, *pad)
    classes = ["".join(shares.classes(word)) for word in words]
    near = [_near(passage, shares, label) for label in shares.anchors]
    places = _places(passage)
    found: list[list[str]] = []
    for i in range(size):
        j = i + 3
        word, shape, left, right = words[j], shapes[j], words[j - 1], words[j + 1]
        row = [
            f"w{word}", f"a{left}", f"b{words[j - 2]}", f"c{right}", f"d{words[j + 2]}",
            f"e{left} {word}", f"f{word} {right}",
            f"g{shape}", f"h{shapes[j - 1]} {shape}", f"i{shape} {shapes[j + 1]}",
            f"j{shapes[j - 1]} {shape} {shapes[j + 1]}", f"k{shapes[j - 2]}{shapes[j - 1]}",
            f"l{shapes[j + 1]}{shapes[j + 2]}",
            f"m{word[-3:]}", f"n{word[-2:]}", f"o{word[:4]}", f"p{left[-2:]}", f"q{right[-2:]}",
            f"r{quotes[j]}", f"s{quotes[j - 1]}{quotes[j]}{quotes[j + 1]}", f"t{places[i]}",
            f"u{quotes[j]}{places[i]}",
            f"v{classes[j]}", f"x{classes[j - 1]} {classes[j]}", f"y{classes[j]} {classes[j + 1]}",
            f"z{classes[j - 1]}", f"A{classes[j + 1]}", f"B{classes[j - 2]}", f"C{classes[j + 2]}",
            f"D{words[j - 3]}", f"E{words[j + 3]}",
        ]  # fmt: skip
        for number, sides in enumerate(near):
            before, after = sides[i]
            row += [
                f"F{number}{before}",
                f"G{number}{after}",
                f"H{number}{before}|{after}",
                f"I{number}{before[:1]}{after[:1]}{quotes[j]}{places[i]}",
            ]
        found.append(row)
    return found


def size_class(count: int) -> int:
    """The class of a length or distance."""
    return bisect_right(SIZES, count)


def _places(passage: Passage) -> list[str]:
    """Where each token stands in its sentence and paragraph."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for i, sentence in enumerate(passage.sentences):
        first.setdefault(sentence, i)
        last[sentence] = i
    return [
        f"{min(i - first[s], 2)}{min(last[s] - i, 2)}{min(s - passage.sentences[0], 2)}"
        for i, s in enumerate(passage.sentences)
    ]


def _near(passage: Passage, shares: Shares, label: str) -> list[tuple[str, str]]:
    """For each token the nearest words before and after, in its sentence, that hint at a span of the label."""
    at = shares.labels.index(label)
    hints = [shares.classes(word)[at] >= "2" for word in passage.words]
    return list(zip(_last(passage, hints, 1), _last(passage, hints, -1), strict=True))


def _last(passage: Passage, hints: list[bool], step: int) -> list[str]:
    """The nearest hint on one side: how far away it is, and which marks lie between."""
    found = ["-"] * passage.size
    at, marks, sentence = -1, "", -1
    order = range(passage.size) if step > 0 else range(passage.size - 1, -1, -1)
    for i in order:
        if passage.sentences[i] != sentence:
            at, marks, sentence = -1, "", passage.sentences[i]
        if at >= 0:
            found[i] = f"{size_class(abs(i - at))}{marks[:3]}"
        if hints[i]:
            at, marks = i, ""
            found[i] = "0"
        elif passage.words[i] in MARKS and passage.words[i] not in marks:
            marks += passage.words[i]
    return found
