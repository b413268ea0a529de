"""The keys of the sources screen."""

from annotator.domain.keymap import Action

GROUPS = {
    "Looking": (
        ("next", ("down", "j"), "next", "Go to the next source."),
        ("previous", ("up", "k"), "previous", "Go to the source before."),
        ("page_on", ("pagedown",), "page", "Go a page of sources on."),
        ("page_back", ("pageup",), "page back", "Go a page of sources back."),
        ("find", ("/",), "find", "Show the sources that are called so, or nearly so; nothing shows all."),
        ("next_mention", ("tab", "right", "l"), "next mention", "Go to the next mention of the source."),
        ("previous_mention", ("shift+tab", "left", "h"), "mention before", "Go to the mention before."),
        ("open", ("enter",), "open article", "Open the article at the mention; Ctrl+L comes back."),
        ("leave", ("escape",), "back", "Let go of what is held, show all sources again, or go back to the library."),
    ),
    "One source": (
        ("new", ("n",), "new", "Make a new entry."),
        ("rename", ("r",), "rename", "Call the source otherwise; its old name stays an alias."),
        ("alias", ("a",), "alias", "Let it go by another name too, such as the words of the chosen mention."),
        ("drop_alias", ("A",), "drop alias", "Take an alias away."),
        ("answer", ("o",), "answers", "Answer the codebook's questions about the source: kind, affiliation, role."),
        ("split", ("S",), "split", "Make a source of its own of the chosen mention and those with the same words."),
        ("remove", ("backspace", "delete"), "remove", "Take away a source to which no mention refers."),
    ),
    "Two sources": (
        ("hold", ("space",), "hold", "Hold the source, to merge it with another or to relate it to one."),
        ("merge", ("M",), "merge", "Merge the source that is held into this one; its mentions come along."),
        ("relate", ("=",), "relate", "Say what the source that is held has to do with this one, and how sure it is."),
        ("unrelate", ("-",), "unrelate", "Take back what you said of this source and another."),
    ),
    "Workbench": (
        ("undo", ("u",), "undo", "Undo your last change of the registry, also after a restart."),
        ("redo", ("U", "ctrl+r"), "redo", "Redo what was undone."),
    ),
}
"""Names, keys, titles and what they do, by the heading that they stand under in the help."""

ACTIONS = tuple(
    Action(name, keys, title, help, group) for group, rows in GROUPS.items() for name, keys, title, help in rows
)
"""What keys do on this screen."""

FOOTER = (
    "find", "open", "next_mention", "rename", "alias", "answer", "hold", "split", "new", "undo", "drop_alias", "leave",
)  # fmt: skip
"""What the row of keys shows, the most useful first."""

HELD = ("merge", "relate", "leave", "find", "open", "undo")
"""What it shows while a source is held."""
