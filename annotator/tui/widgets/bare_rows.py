"""Widgets whose rows are all there is to them, so that a row kept drawn goes to the terminal as it is."""

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class BareRows(Widget):
    """A widget without border or padding that draws row by row; `render_line` gives rows of the full width."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of a part of the widget."""
        background = self.background_colors[1]
        strips = [self.render_line(y) for y in crop.line_range]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        return [strip.crop(crop.x, crop.right) for strip in strips] if crop.width < self.size.width else strips
