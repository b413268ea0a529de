"""The chain of nested frames on the frame card: who reports whom, how deep, who vouches, and the keys in and out."""

from annotator.domain.chains import chain_of, parent_of, source_words, told, vouchers
from annotator.domain.editing import Editor
from annotator.domain.records import Attribution
from annotator.tui.widgets.lines import Row, Run, paragraph


def chain_rows(editor: Editor, width: int) -> list[Row]:
    """The chain around the active frame and what is inside it; nothing where it is not nested and holds none."""
    frame = editor.active_frame
    if frame is None or editor.suggestion:
        return []
    text, held = editor.text, editor.annotations
    level, inside = len(chain_of(held, frame)), _inside(editor, frame)
    if level == 1 and not inside:
        return []
    keys = [("I", "out")] * (parent_of(held, frame) is not None) + [("i", "in")] * bool(inside)
    head = [Run("chain  ", "title"), Run(f"level {level}", "muted")]
    for key, title in keys:
        head += [Run("  "), Run(key, "key"), Run(f" {title}")]
    rows = [tuple(head), *paragraph(told(text, held, frame), width, indent=" ")]
    last = vouchers(text, held, frame)[-1]
    if last.who:
        rows += paragraph(f"only {last.who} says that {last.whom} said so", width, "muted", indent=" ")
    names = (source_words(text, held, each) or "nobody named" for each in inside)
    return [*rows, *(row for name in names for row in paragraph(f"inside: {name}", width, "muted", indent=" "))]


def _inside(editor: Editor, frame: Attribution) -> list[Attribution]:
    """The frames directly inside its content, found without looking at all frames of the article."""
    places = [editor.annotations.annotation(each).envelope for each in frame.content]
    near = {each.id: each for place in places for each in editor.nearby.frames(place)}
    return [each for each in near.values() if each.parent == frame.id]
