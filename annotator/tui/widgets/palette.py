"""From the codebook's label colours to styles that can be read on the theme's background, or without any colour."""

from collections.abc import Iterable, Sequence

from rich.style import Style
from textual.color import Color
from textual.theme import Theme

from annotator.domain.codebook import Label
from annotator.tui.widgets.lanes import Mark

FAINT = 0.45
"""How far the lane of a weak suggestion fades into the background."""

READABLE = 4.5
"""The contrast between text and background below which reading tires (WCAG AA)."""

WORDS_WITHOUT_COLOUR = {
    "solid": Style(underline=True),
    "double": Style(italic=True),
    "heavy": Style(bold=True, underline=True),
    "thin": Style(italic=True, underline=True),
    "dashed": Style(italic=True, underline=True),
    "dotted": Style(italic=True, underline=True),
    "wavy": Style(bold=True),
}
"""How words of a span look by the shape of its label, where colours may not be used."""


class Palette:
    """How marks look in one theme: in lanes, and as words of sentences that are not opened."""

    def __init__(self, labels: Iterable[Label], background: Color, foreground: Color, kind: str = "ink") -> None:
        """Take the kind of theme: `ink` colours the words, `ground` their background, `plain` uses no colour."""
        self._kind = kind
        self._ground, self._ink = background, foreground
        self._colors = {label.name: Color.parse(label.color) for label in labels}
        self._shapes = {label.name: label.shape for label in labels}
        self._words: dict[str, Style] = {}
        self._lanes: dict[tuple[str, bool, bool, bool], Style] = {}

    def words(self, labels: Sequence[str]) -> Style:
        """The style of words that all these spans cover, the innermost last; underlined where there are several."""
        style = self._words.get(labels[-1])
        if style is None:
            style = self._words[labels[-1]] = self._make_words(labels[-1])
        return style + Style(underline=True) if len(labels) > 1 else style

    def lane(self, mark: Mark, is_name: bool = False) -> Style:
        """The style of a mark's lane: bold in the active frame, and the active span's name on its colour.

        A weak suggestion is faint until it is active.
        """
        is_near = mark.is_active or mark.is_near
        is_faint = mark.is_ghost and not mark.is_strong and not is_near
        key = (mark.label, is_near, mark.is_active and is_name, is_faint)
        if key not in self._lanes:
            self._lanes[key] = self._make_lane(*key)
        return self._lanes[key]

    def chip(self, label: str) -> Style:
        """The style of a label's name on a card or in the footer."""
        if self._kind == "plain" or label not in self._colors:
            return Style(bold=True, reverse=True)
        return _on(self._colors[label])

    def _make_words(self, label: str) -> Style:
        if self._kind == "plain":
            return WORDS_WITHOUT_COLOUR.get(self._shapes.get(label, ""), Style(underline=True))
        color = self._colors.get(label, self._ink)
        if self._kind == "ground":
            return _on(color) + Style(bold=False)
        return Style(color=self._readable(color).rich_color)

    def _make_lane(self, label: str, is_near: bool, is_chip: bool, is_faint: bool) -> Style:
        if is_chip:
            return self.chip(label) + Style(bold=True)
        if self._kind == "plain":
            return Style(bold=is_near)
        color = self._readable(self._colors.get(label, self._ink))
        return Style(color=(color.blend(self._ground, FAINT) if is_faint else color).rich_color, bold=is_near)

    def _readable(self, color: Color) -> Color:
        """The colour moved towards the text colour until it can be read on the background."""
        steps = (color.blend(self._ink, step / 10) for step in range(11))
        return next((each for each in steps if contrast(each, self._ground) >= READABLE), self._ink)


def theme_palette(labels: Iterable[Label], theme: Theme) -> Palette:
    """The palette for a theme, which says in its variable `marks` what kind it is."""
    background, foreground = (Color.parse(each or "black") for each in (theme.background, theme.foreground))
    return Palette(labels, background, foreground, theme.variables.get("marks", "ink"))


def contrast(a: Color, b: Color) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    parts = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def _on(color: Color) -> Style:
    """Black or white on the colour, whichever is read more easily."""
    black, white = Color(0, 0, 0), Color(255, 255, 255)
    text = black if contrast(black, color) >= contrast(white, color) else white
    return Style(color=text.rich_color, bgcolor=color.rich_color)
