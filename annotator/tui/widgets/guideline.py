"""The guideline card: what the codebook says of the label at hand, or of the question that is asked."""

from annotator.domain.codebook import Label
from annotator.domain.editing import Choose, Editor
from annotator.tui.widgets.lines import Row, Run, paragraph, spread
from annotator.tui.widgets.palette import Palette


def guideline(editor: Editor, palette: Palette, width: int) -> list[Row]:
    """The guideline for what the analyst is doing."""
    if isinstance(editor.pending, Choose):
        asked = editor.pending.title
        helps = [row.attribute.help for row in editor.card if asked in (row.attribute.title, row.attribute.name)]
        return paragraph(helps[0], width) if helps else []
    annotation = editor.active_annotation or editor.suggested_span
    label = editor.codebook.label(annotation.label) if annotation else None
    return _label(label, palette, width) if label else _welcome(width)


def _label(label: Label, palette: Palette, width: int) -> list[Row]:
    """The rule, with the key that shows what was decided by it."""
    chip, *rest = rule(label, palette, width)
    return [spread(chip, (Run("=", "key"), Run(" precedents", "muted")), width), *rest]


def rule(label: Label, palette: Palette, width: int) -> list[Row]:
    """What the codebook says of a label: what it is, an example of it, and words that look like it and are not."""
    rows: list[Row] = [(Run(f" {label.title} ", palette.chip(label.name)),)]
    rows += paragraph(label.definition, width)
    for sign, style, example in (("+ ", "key", label.positive), ("− ", "warning", label.negative)):
        example_rows = paragraph(example, width, indent="  ")
        if example_rows:
            rows += [(), (Run(sign, style), *example_rows[0][1:]), *example_rows[1:]]
    return rows


def _welcome(width: int) -> list[Row]:
    text = (
        "A label key marks the likeliest words at the cursor; pressed again it takes the next candidate, "
        "any other key keeps it. Space records the sentence as read and goes on."
    )
    return paragraph(text, width, "muted")
