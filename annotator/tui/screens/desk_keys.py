"""The keys of the desk."""

from annotator.domain.keymap import Action

GROUPS = {
    "Looking": (
        ("next", ("down", "j", "space"), "next", "Go to the next line."),
        ("previous", ("up", "k"), "previous", "Go to the line before."),
        ("page_on", ("pagedown",), "page", "Go a page on."),
        ("page_back", ("pageup",), "page back", "Go a page back."),
        ("next_view", ("tab",), "view", "Show problems, what is accepted as it is, open flags, or notes."),
        ("previous_view", ("shift+tab",), "view before", "The same, the other way round."),
        ("open", ("enter",), "open article", "Open the article at the place; Ctrl+L comes back."),
        ("by_rule", ("c",), "this check", "Show only what the same check found; again for all."),
        ("by_article", ("d",), "this article", "Show only what is in the same article; again for all."),
        ("find", ("/",), "find", "Show only what has these words in it or in the article's name; nothing shows all."),
        ("leave", ("escape",), "back", "Show all again, or go back to the library."),
    ),
    "Deciding": (
        ("accept", ("a",), "right as it is", "Accept the problem as it is, and say why; it is not listed again."),
        ("take_back", ("backspace", "delete"), "take back", "List an accepted problem again, or resolve a flag."),
        ("answer", ("m",), "answer", "Write one more note on the same words."),
        ("undo", ("u",), "undo", "Undo your last change, in whatever article it was."),
        ("redo", ("U", "ctrl+r"), "redo", "Redo what was undone."),
    ),
}
"""Names, keys, titles and what they do, by the heading that they stand under in the help."""

ACTIONS = tuple(
    Action(name, keys, title, help, group) for group, rows in GROUPS.items() for name, keys, title, help in rows
)
"""What keys do on this screen, beside the digits of the fixes."""

LOOKING = ("next_view", "by_rule", "by_article", "find", "undo", "leave")
"""What the row of keys shows after those of the view."""

FOOTERS = (
    ("open", "accept", *LOOKING),
    ("open", "take_back", *LOOKING),
    ("open", "take_back", *LOOKING),
    ("open", "answer", *LOOKING),
)
"""What the row of keys shows on each view, the most useful first."""
