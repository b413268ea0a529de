"""What speaks for or against a candidate: short strings about its edges and its whole, each with its own weight."""

from bisect import bisect_right
from collections.abc import Set

from msgspec import Struct

from annotator.domain.documents import tokens
from annotator.domain.selecting_shapes import MARKS, Shape
from annotator.domain.selecting_window import Situation, Window
from annotator.domain.spans import Span

SIZES = (0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 27, 36, 50, 80)
"""Where one class of lengths and distances ends and the next begins."""

FULL_STOPS = frozenset(".?!")


class Earlier(Struct, frozen=True):
    """What earlier frames have marked nearby."""

    sources: Set[Span]
    """Where their sources are."""
    names: Set[str]
    """The words of their sources in lower case."""
    contents: Set[Span]
    """Where their contents are."""


def earlier(situation: Situation) -> Earlier:
    """What the frames before the active one have marked nearby."""
    text, sources = situation.document.text, situation.taken.get("source", frozenset())
    names = {" ".join(token.cut(text).lower() for token in tokens(text, span)) for span in sources}
    return Earlier(sources, names, situation.taken.get("content", frozenset()))


def size(count: int) -> int:
    """The class of a length or distance."""
    return bisect_right(SIZES, count)


def start_features(window: Window, i: int) -> list[str]:
    """What speaks for a span that begins with token `i`."""
    state, word = window.state, window.words[i]
    here, after, before = window.classes[i], window.kind(i + 1), window.kind(i - 1)
    number = max(-1, min(3, window.sentence[i]))
    place = f"F{number}" if window.begins[i] else f"m{number}"
    before = "^" + before if window.begins[i] else before
    quote = (window.quote[i - 1] if i else "#") + window.quote[i]
    left = window.word(i - 1)
    features = [
        f"a{word}", f"b{left}", f"c{here}", f"d{before}", f"e{before} {here}", f"f{here} {after}",
        f"g{window.kind(i - 2)} {before}", f"h{before} {here} {after}", f"i{here} {after} {window.kind(i + 2)}",
        f"j{quote}{state}", f"k{place}{state}", f"l{quote}{before} {here}",
        f"m{window.taken[i]}{window.taken[i - 1] if i else '#'}", f"n{place}{quote}",
        f"o{left} {word}", f"p{word} {window.word(i + 1)}",
    ]  # fmt: skip
    if window.cue_ends:
        side = "A" if i >= window.last_cue else "B"
        features += [f"q{side}{state}", f"r{size(abs(i - window.last_cue))}{side}"]
    relations = [letter + _from(window, i, first, last) for letter, first, last in window.envelopes]
    return features + _relations("st", relations, here, quote, place + state) + _after_cue(window, i)


def _after_cue(window: Window, i: int) -> list[str]:
    """The cue's last word, where the span begins just behind it."""
    if "cue" not in window.roles:
        return []
    last = window.roles["cue"][0][1]
    return [f"y{window.words[last - 1]} {i - last}{window.classes[i]}"] if 0 <= i - last <= 2 else []


def end_features(window: Window, end: int) -> list[str]:
    """What speaks for a span that ends just before token `end`."""
    i, state = end - 1, window.state
    word, right = window.words[i], window.word(end)
    here, after, before = window.classes[i], window.kind(end), window.kind(i - 1)
    number = max(-1, min(3, window.sentence[i]))
    place = f"{_closeness(window, i)}{number}"
    after = "$" + after if window.closes[i] else after
    quote = window.quote[i] + (window.quote[end] if end < window.size else "#")
    features = [
        f"Ea{word}", f"Eb{right}", f"Ec{here}", f"Ed{after}", f"Ee{here} {after}", f"Ef{after} {window.kind(end + 1)}",
        f"Eg{before} {here}", f"Eh{before} {here} {after}", f"Ei{here} {after} {window.kind(end + 1)}",
        f"Ej{quote}{state}", f"Ek{place}{state}", f"El{quote}{here} {after}",
        f"Em{window.taken[i]}{window.taken[end] if end < window.size else '#'}", f"En{place}{quote}",
        f"Eo{word} {right}", f"Ep{right} {window.word(end + 1)}",
    ]  # fmt: skip
    if window.cue_ends:
        side = "A" if i >= window.last_cue else "B"
        features += [f"Eq{side}{state}", f"Er{size(abs(i - window.last_cue))}{side}"]
    relations = [letter + _to(window, end, first, last) for letter, first, last in window.envelopes]
    return features + _relations("Es", relations, here, quote, place + state)


def _closeness(window: Window, i: int) -> str:
    """How near the token is to the end of its sentence: the last, the one before, two before, further."""
    for letter, index in zip("Eef", (i, i + 1, i + 2), strict=True):
        if index < window.size and window.closes[index]:
            return letter
    return "m"


def _relations(name: str, relations: list[str], here: str, quote: str, place: str) -> list[str]:
    """Where an edge lies to what the frame has, alone and with the words and marks there."""
    features = [
        f"{name}{kind}{relation}{with_}"
        for relation in relations
        for kind, with_ in (("1", ""), ("2", " " + here), ("3", quote), ("4", place))
    ]
    return [*features, f"{name}5{' '.join(relations)}"] if len(relations) == 2 else features


def _from(window: Window, i: int, first: int, last: int) -> str:
    """Where a start lies to the tokens from `first` to `last`."""
    if i < first:
        return f"<{size(first - i)}"
    if i < last:
        return "H"
    gap = i - last
    return f">{gap}{' '.join(window.classes[last:i])}" if gap <= 2 else f">>{size(gap)}"


def _to(window: Window, end: int, first: int, last: int) -> str:
    """Where an end lies to the tokens from `first` to `last`."""
    if end >= last:
        return f">{size(end - last)}"
    if end > first:
        return "H"
    gap = first - end
    return f"<{gap}{' '.join(window.classes[end:first])}" if gap <= 2 else f"<<{size(gap)}"


def gap(window: Window, shape: Shape, first: int, last: int) -> str:
    """The classes of the words between a candidate and the tokens from `first` to `last`, and on which side it lies."""
    begin, end = shape[0][0], shape[-1][1]
    if begin >= last:
        return ">" + between(window, last, begin)
    return "<" + between(window, end, first) if end <= first else "H"


def between(window: Window, first: int, last: int) -> str:
    """The classes of some words where they are few, else how many they are."""
    return " ".join(window.classes[first:last]) if last - first <= 3 else f"~{size(last - first)}"


def marks(window: Window, first: int, last: int) -> str:
    """The different marks among some tokens."""
    return "".join(dict.fromkeys(word for word in window.words[first:last] if word in MARKS))[:3]


def cue_features(window: Window, shape: Shape, _earlier: Earlier) -> list[str]:
    """What speaks for a whole cue."""
    (first, last), state = shape[0], window.state
    count, words, classes = last - first, window.words, window.classes
    kinds = " ".join(classes[first:last])
    features = [f"Cl{size(count)}{state}", f"Ck{kinds}", f"Cq{window.quote[first]}{state}"]
    features += [f"Ce{count}{classes[last - 1]}", f"Cf{count}{classes[first]}"]
    features += [f"Ci{word}" for word in words[first:last]]
    if count > 1:
        features.append(f"Cw{' '.join(words[first:last])}")
    if count > 2:
        features.append(f"Cx{words[first]}..{words[last - 1]}")
    if count <= 3:
        features.append(f"Cc{window.kind(first - 1)}|{kinds}|{window.kind(last)}")
    for letter, begin, end in window.envelopes:
        apart = gap(window, shape, begin, end)
        near, word = letter + apart[:2], words[last - 1]
        features += [f"Cg{letter}{apart}", f"Ch{letter}{apart} {classes[last - 1 if apart[0] == '<' else first]}"]
        features.append(f"Cn{near}{word}")
        if letter == "q":
            features += [f"Co{near}{window.quote[begin]}{word}", f"Cp{near}{words[begin]}"]
    if len(window.roles) == 2:
        (_, source, source_end), (_, content, content_end) = window.envelopes
        side = ("S" if source <= first else "s") + ("C" if content_end <= first else "c" if content >= last else "H")
        features.append(f"Cs{side}")
        if side == "Sc":
            features.append(f"Ct{size(first - source_end)} {size(content - last)}")
        if side == "sC":
            features.append(f"Cu{size(first - content_end)} {size(source - last)}")
    return features


def source_features(window: Window, shape: Shape, earlier: Earlier) -> list[str]:
    """What speaks for a whole source."""
    (first, last), state = shape[0], window.state
    count, words, classes = last - first, window.words, window.classes
    kinds = " ".join(classes[first:last]) if count <= 4 else f"{classes[first]}..{classes[last - 1]}"
    names, commas = classes[first:last].count("A"), words[first:last].count(",")
    cut_before = window.kind(first - 1) == classes[first] == "A" and not window.begins[first]
    cut_after = window.kind(last) == classes[last - 1] == "A"
    features = [
        f"Cl{size(count)}{state}", f"Ck{kinds}", f"Cc{window.kind(first - 1)}|{kinds}|{window.kind(last)}",
        f"Cd{min(commas, 3)} {size(count)}", f"Ce{'A' if names == count else 'a' if names else '-'}{min(count, 5)}",
        f"Cf{words[first]} {words[last - 1] if count > 1 else ''}", f"Cx{cut_before}{cut_after}",
    ]  # fmt: skip
    features += [f"Cv{kind}" for kind in classes[first:last] if kind in VERBS]
    if window.span(shape[0]) in earlier.sources:
        features.append(f"Ct{state}")
    if " ".join(words[first:last]) in earlier.names:
        features.append("Cu")
    for letter, begin, end in window.envelopes:
        apart = gap(window, shape, begin, end)
        side = apart[0]
        marked = side + (marks(window, end, first) if side == ">" else marks(window, last, begin))
        features += [
            f"Cg{letter}{apart}", f"Ch{letter}{apart} {classes[last - 1 if side == '<' else first]}",
            f"Cm{letter}{marked}{state}", f"Cn{letter}{side}{size(count)}",
        ]  # fmt: skip
        if letter == "v":
            features += [f"Co{apart} {words[end - 1]}", f"Cp{side}{words[begin]}", f"Cq{side}{classes[begin]} {kinds}"]
            if side == "<":
                features.append(f"Cr{min(3, sum(kind in SUBJECTS for kind in classes[last:begin]))}")
    if len(window.roles) == 2:
        (_, cue, cue_end), (_, content, content_end) = window.envelopes
        order = ("V" if cue_end <= first else "v") + ("C" if content_end <= first else "c" if content >= last else "H")
        order += ">" if cue > content else "<"
        features += [f"Cs{order}", f"Cy{order}{kinds}"]
    return features


VERBS = frozenset((
    "is", "are", "was", "were", "be", "been", "has", "have", "had", "do", "does", "did", "will", "would", "can",
    "could", "should", "may", "might", "must",
))  # fmt: skip
"""Classes that are rare inside a source."""

SUBJECTS = frozenset(("i", "he", "she", "it", "we", "they", "you", "who", "A"))
"""Classes that often begin another clause's subject."""


def content_features(window: Window, shape: Shape, earlier: Earlier) -> list[str]:
    """What speaks for a whole content."""
    first, last, state = shape[0][0], shape[-1][1], window.state
    words, classes, length = window.words, window.classes, size(last - first)
    crossed = min(window.sentence[last - 1] - window.sentence[first], 4)
    ends_at = "E" if window.closes[last - 1] else "m"
    if ends_at == "m" and window.closes[last] and words[last] in FULL_STOPS:
        ends_at = "e"
    whole = ("F" if window.begins[first] else "m") + ends_at
    inside = _inside(window, first, last)
    left, right, final = window.kind(first - 1), window.kind(last), words[last - 1]
    final = "T" if final in FULL_STOPS else "," if final in MARKS else "w"
    taken = set(window.taken[first:last])
    part = words[first:last]
    outside = sum(window.closes[i] and window.quotation[i] < 0 for i in range(first, last - 1))
    cues = sum(first < end <= last for end in window.cue_ends)
    features = [
        f"Cl{length}{state}", f"Ca{window.quote[first]}{window.quote[last - 1]}{inside}{state}", f"Cb{whole}{final}",
        f"Cc{crossed}{whole}", f"Cd{crossed}{inside}", f"Ce{whole}{inside}{state}", f"Cf{classes[first]} {right}",
        f"Cg{left} {right}", f"Ch{words[first]} {length}", f"Ci{min(outside, 3)}",
        f"Cj{'v' * ('v' in taken)}{'q' * ('q' in taken)}", f"Ck{min(cues, 3)}", f"Cm{min(part.count(','), 4)} {whole}",
        f"Cn{max(-2, min(2, part.count('(') - part.count(')')))}",
    ]  # fmt: skip
    if window.span((first, last)) in earlier.contents:
        features.append("Co")
    gaps = []
    for letter, begin, end in window.envelopes:
        apart = gap(window, shape, begin, end)
        side, near = letter + apart[0], apart[:2]
        gaps.append(letter + (apart if len(apart) < 4 else apart[0] + "~"))
        features += [f"Cp{letter}{apart}", f"Cq{side}{whole}{inside}", f"Cr{side}{length}", f"Cs{letter}{apart}{whole}"]
        if letter == "v":
            cue = near + words[end - 1]
            features += [f"Ct{cue}{whole}", f"Cu{cue}", f"Cv{cue} {classes[first]}", f"Cw{cue} {right}"]
    if len(gaps) == 2:
        features += [f"Cx{' '.join(gaps)}", f"Cy{' '.join(gaps)}{whole}{inside}"]
    return features + _split_features(window, shape) if len(shape) > 1 else features


def _inside(window: Window, first: int, last: int) -> str:
    """Whether both ends lie in the same quotation, or each in one."""
    begin, end = window.quotation[first], window.quotation[last - 1]
    if begin >= 0 and begin == end:
        return "i"
    return ("x" if begin >= 0 else "-") + ("x" if end >= 0 else "-")


def _split_features(window: Window, shape: Shape) -> list[str]:
    """What speaks for a content on both sides of the cue or the source."""
    (first, end), (begin, last) = shape[0], shape[-1]
    held = [part for parts in window.roles.values() for part in parts if first <= part[0] < last]
    hole, hole_end = min(part[0] for part in held), max(part[1] for part in held)
    classes, quote = window.classes, window.quote
    return [
        f"D{window.state}", f"Da{marks(window, end, hole)} {marks(window, hole_end, begin)}{window.state}",
        f"Db{quote[end - 1]}{quote[begin]}{quote[first]}{quote[last - 1]}", f"Dc{between(window, end, hole)}",
        f"Dd{between(window, hole_end, begin)}", f"De{classes[begin]} {classes[end - 1]}",
        f"Df{size(end - first)} {size(last - begin)}",
        f"Dg{window.begins[begin]}{window.closes[hole_end]}{quote[begin]}",
        f"Dh{window.kind(hole_end)}|{classes[begin]}", f"Di{classes[hole]}|{window.kind(hole - 1)}",
    ]  # fmt: skip


SHAPE_FEATURES = {"cue": cue_features, "source": source_features, "content": content_features}
"""What speaks for a whole candidate, by role."""
