"""The keys of the adjudicate screen, and how its orders are told."""

from annotator.agreement.adjudicating import Order
from annotator.domain.keymap import Action

GROUP = "Adjudicating"

ACTIONS = tuple(
    Action(name, keys, title, help, GROUP)
    for name, keys, title, help in (
        ("all", ("+",), "all", "Take every version: gold gets them side by side."),
        ("neither", ("0", "-"), "neither", "Take none; that stays decided, and never counts."),
        ("edit", ("enter",), "edit", "Edit what gold has with all keys of the annotate screen; Ctrl+L comes back."),
        ("accept_agreed", ("=",), "accept agreed", "Take what so many marked alike, all cases as one edit."),
        ("threshold", ("%",), "threshold", "Change how many must have marked it alike."),
        ("reason", ("r",), "reason", "Say why, or by which rule of the codebook, for the next decision."),
        ("undo", ("u",), "undo", "Undo the last decision, also after a restart."),
        ("redo", ("U", "ctrl+r"), "redo", "Redo what was undone."),
        ("next_open", ("tab", "space"), "next open", "Go to the next case that is not decided."),
        ("previous_open", ("shift+tab",), "open before", "Go to the case before that is not decided."),
        ("next_case", ("down",), "next", "Go to the next case, decided or not."),
        ("previous_case", ("up",), "previous", "Go to the case before, decided or not."),
        ("order", ("o",), "order", "Change the order: misses first, as the article goes, by cause, by label."),
        ("names", ("n",), "names", "Hide the names of the annotators, or show them."),
        ("lanes_down", ("pagedown",), "scroll", "Scroll down where the lanes do not fit."),
        ("lanes_up", ("pageup",), "scroll back", "Scroll up."),
        ("finish", ("F",), "finish", "Declare gold finished in this article, or take that back."),
        ("next_document", ("ctrl+down",), "next article", "Open the next article that two or more have finished."),
        ("previous_document", ("ctrl+up",), "article before", "Open the one before."),
        ("retry_save", ("ctrl+s",), "save again", "Try again to save what could not be saved."),
        ("library", ("escape", "ctrl+l"), "library", "Go back to the list of articles."),
    )
)
"""What keys do on this screen, besides the letters of the annotators."""

LETTERS = "abcdefghijklmpqstvwxyzABCDEGHIJKLMNOPQRSTVWXYZ"
"""The keys of the annotators, in the order of their lanes."""

ORDER_NAMES = {
    Order.MISSES: "misses first",
    Order.TEXT: "as the article goes",
    Order.CAUSE: "by cause",
    Order.LABEL: "by label",
}
"""How the orders are told."""
