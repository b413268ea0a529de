"""The keys of the search screen, and of the preview of a change to many."""

from annotator.domain.keymap import Action

FINDING = (
    ("query", ("/",), "query", "Write what to look for: words, “phrases”, label:source naming:unnamed, -not this."),
    ("next", ("down", "j", "n"), "next", "Go to the next thing found."),
    ("previous", ("up", "k", "N"), "previous", "Go to the one before."),
    ("page_on", ("pagedown",), "page", "Go a page on; more is looked for as you go."),
    ("page_back", ("pageup",), "page back", "Go a page back."),
    ("first", ("home",), "first", "Go to the first thing found."),
    ("open", ("enter",), "open", "Open the article at this place; Ctrl+L comes back."),
    ("library", ("escape", "ctrl+l"), "back", "Go back to the list of articles."),
)
ACTING = (
    ("answer", ("a",), "answer", "Give all that was found the same answer; a preview shows what would change."),
    ("relabel", ("l",), "relabel", "Give all annotations that were found another label, after a preview."),
    ("flag", ("!",), "flag", "Flag all that was found with a reason, after a preview; no reason takes flags back."),
    ("remove", ("delete", "backspace"), "remove", "Remove all records that were found, after a preview."),
    ("undo", ("u",), "undo", "Undo the last change to many as one, in all its articles, also after a restart."),
    ("redo", ("U", "ctrl+r"), "redo", "Redo what was undone."),
)

SEARCH_ACTIONS = tuple(
    Action(name, keys, title, help, group)
    for group, rows in (("Search", FINDING), ("All that was found", ACTING))
    for name, keys, title, help in rows
)
"""What keys do on the search screen."""

SEARCH_FOOTER = ("query", "open", "next", "answer", "relabel", "flag", "remove", "undo", "library")
"""What its row of keys shows, the most useful first."""

PREVIEW_ACTIONS = tuple(
    Action(name, keys, title, help, "Preview")
    for name, keys, title, help in (
        ("carry_out", ("enter",), "do it", "Change what is ticked, as one step that is undone as one."),
        ("tick", ("space", "x"), "tick", "Leave this one out, or take it in again."),
        ("tick_all", ("A",), "all", "Leave all out, or take all in."),
        ("next_scope", ("tab", "*"), "where", "Look in this article, or in all of them; or do it to one, or to all."),
        ("next", ("down", "j"), "next", "Go to the next line."),
        ("previous", ("up", "k"), "previous", "Go to the line before."),
        ("page_on", ("pagedown",), "page", "Go a page on."),
        ("page_back", ("pageup",), "page back", "Go a page back."),
        ("leave", ("escape", "ctrl+l"), "leave it", "Go back; nothing is changed."),
    )
)
"""What keys do in a preview."""

PREVIEW_FOOTER = ("carry_out", "tick", "tick_all", "next_scope", "next", "leave")
"""What its row of keys shows."""
