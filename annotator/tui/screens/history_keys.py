"""The keys of the history and of the replay of an article."""

from annotator.domain.keymap import Action

GROUP = "History"

ACTIONS = tuple(
    Action(name, keys, title, help, GROUP)
    for name, keys, title, help in (
        ("next", ("down", "j"), "older", "Go to the edit before it in time."),
        ("previous", ("up", "k"), "newer", "Go to the edit after it in time."),
        ("page_on", ("pagedown",), "page", "Go a page of edits back in time."),
        ("page_back", ("pageup",), "page back", "Go a page of edits on in time."),
        ("replay", ("r", "space"), "replay", "See the article as it was after this edit, and step from edit to edit."),
        ("open", ("enter",), "open article", "Open the article at the place of the edit; Ctrl+L comes back."),
        ("scope", ("tab", "d"), "this article", "Show the edits of this article alone, or those of all articles."),
        ("whose", ("w",), "whose", "Show everybody's edits, or only your own."),
        ("undo", ("u",), "undo", "Undo your last edit, in whatever article it was, also after a restart."),
        ("redo", ("U", "ctrl+r"), "redo", "Redo what was undone."),
        ("back_to", ("B",), "back to here", "Undo everything that you did in this article after this edit."),
        ("leave", ("escape",), "back", "Go back to the library."),
    )
)
"""What keys do in the history."""

SHOWN = ("replay", "open", "scope", "undo", "back_to", "whose", "redo", "leave")
"""What the row of keys shows, the most useful first."""

STEPS = tuple(
    Action(name, keys, title, help, "Replay")
    for name, keys, title, help in (
        ("step_on", ("right", "l", "space", "j", "down"), "next edit", "See the article after the next edit."),
        ("step_back", ("left", "h", "backspace", "k", "up"), "edit before", "See the article before this edit."),
        ("page_on", ("pagedown",), "ten on", "Go ten edits on."),
        ("page_back", ("pageup",), "ten back", "Go ten edits back."),
        ("first", ("home",), "start", "See the article before the first edit."),
        ("last", ("end",), "now", "See the article as it is now."),
        ("open", ("enter",), "open article", "Open the article as it is now, at this place."),
        ("leave", ("escape",), "back", "Go back to the history."),
    )
)
"""What keys do in the replay."""
