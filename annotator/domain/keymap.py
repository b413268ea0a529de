"""Every action and the keys that press it; the bindings, the help and the key benchmark come from here."""

from collections.abc import Sequence

from msgspec import Struct


class Action(Struct, frozen=True):
    """Something a key does."""

    name: str
    """Its name in key maps and in the command palette."""
    keys: tuple[str, ...]
    """Characters, or names such as `left` and `shift+tab` for keys that have none."""
    title: str
    """Two or three words for the footer."""
    help: str
    """One sentence for the help screen."""
    group: str
    """The heading it stands under in the help."""
    on_screen: bool = False
    """Whether the screen does it rather than the editor."""


ACTIONS: tuple[Action, ...] = (
    Action("read_on", ("space",), "read on", "Record the sentence as read and go to the next one.", "Reading"),
    Action("next_sentence", ("j", "down"), "next", "Go to the next sentence; this one stays as it is.", "Reading"),
    Action("previous_sentence", ("k", "up"), "previous", "Go to the sentence before.", "Reading"),
    Action("next_unread", ("r",), "next unread", "Go to the next sentence that is not read yet.", "Reading"),
    Action("doubtful", ("~",), "doubtful", "Mark the sentence as doubtful, or as read again.", "Reading"),
    Action("finish", ("F",), "finish", "Declare the article finished, or take that back.", "Reading"),
    Action("first_sentence", ("home",), "first", "Go to the first sentence of the article.", "Reading"),
    Action("last_sentence", ("end",), "last", "Go to the last sentence of the article.", "Reading"),
    Action("next_token", ("l", "right"), "right", "Move the cursor a word to the right.", "Moving and selecting"),
    Action("previous_token", ("h", "left"), "left", "Move the cursor a word to the left.", "Moving and selecting"),
    Action("select_right", ("L", "shift+right"), "select", "Grow the selection by a word.", "Moving and selecting"),
    Action("select_left", ("H", "shift+left"), "select back", "Take a word off the selection.", "Moving and selecting"),
    Action(
        "select_sentence",
        ("J", "shift+down"),
        "to the end",
        "Select to the end of the sentence.",
        "Moving and selecting",
    ),
    Action("jump", ("g",), "jump", "Put letters on the words; the letter moves the cursor.", "Moving and selecting"),
    Action(
        "jump_select",
        ("G",),
        "select to",
        "Put letters on the words; the letter selects from the cursor to there.",
        "Moving and selecting",
    ),
    Action(
        "next_span",
        (",", "ctrl+right"),
        "next span",
        "Make the next span the active one; in a suggestion, its next span.",
        "Moving and selecting",
    ),
    Action(
        "previous_span",
        (";", "ctrl+left"),
        "previous span",
        "Make the span before the active one; in a suggestion, its span before.",
        "Moving and selecting",
    ),
    Action(
        "next_suggestion",
        ("tab",),
        "next suggestion",
        "Go to the next suggestion; where none is shown or left, to the next span.",
        "Suggestions",
    ),
    Action(
        "previous_suggestion",
        ("shift+tab",),
        "suggestion before",
        "Go to the suggestion before; where none is shown or left, to the span before.",
        "Suggestions",
    ),
    Action(
        "accept",
        ("enter",),
        "accept",
        "Take what is proposed: the suggestion, or the answers about the frame; else go to the next suggestion.",
        "Suggestions",
    ),
    Action(
        "accept_strong",
        ("ctrl+t",),
        "accept strong",
        "Take all strong suggestions that begin in the sentence.",
        "Suggestions",
    ),
    Action("reason", ("y",), "why", "Say who suggests this, how sure, and why.", "Suggestions"),
    Action(
        "next_level",
        ("f4",),
        "suggestions",
        "Show all suggestions, the likely ones, the strong ones, or none; kept for next time.",
        "Suggestions",
        True,
    ),
    Action("close", ("escape",), "close frame", "Drop the selection, or close the active frame.", "Frames"),
    Action(
        "add_fragment",
        ("+",),
        "fragment",
        "Add the next best fragment, or the selection, to the active span.",
        "Frames",
    ),
    Action("drop_fragment", ("-",), "drop fragment", "Take the last fragment off the active span.", "Frames"),
    Action("no_source", ("0",), "no source", "Declare that the frame names no source.", "Frames"),
    Action(
        "continues",
        ("&",),
        "continues",
        "Say that the frame continues an earlier one; again for the one before.",
        "Frames",
    ),
    Action(
        "remove_span",
        ("backspace", "delete"),
        "remove span",
        "Remove the active span, or reject the active suggestion for good.",
        "Frames",
    ),
    Action("remove_frame", ("X",), "remove frame", "Remove the active frame with its spans.", "Frames"),
    Action(
        "link_source",
        ("@",),
        "who it is",
        "Say which entry of the source registry the source refers to; again to take the best guess.",
        "Frames",
    ),
    Action("inner_frame", ("i",), "frame inside", "Open the frame inside the active one's content.", "Frames"),
    Action("outer_frame", ("I",), "frame around", "Open the frame around the active one.", "Frames"),
    Action("repeat", (".",), "repeat", "Do the last marking or answer again, here.", "Frames"),
    Action(
        "propagate",
        ("*",),
        "everywhere",
        "Mark the words of the active span wherever they stand, in the article or in all of them, after a preview.",
        "Frames",
        True,
    ),
    Action("start_out", ("[",), "start out", "Push the start of the active span out by a word.", "Edges"),
    Action("end_out", ("]",), "end out", "Push the end of the active span out by a word.", "Edges"),
    Action("start_in", ("{",), "start in", "Pull the start of the active span in by a word.", "Edges"),
    Action("end_in", ("}",), "end in", "Pull the end of the active span in by a word.", "Edges"),
    Action("start_to_mark", ("<",), "start to mark", "Push the start out to the punctuation mark before.", "Edges"),
    Action("end_to_mark", (">",), "end to mark", "Push the end out to the next punctuation mark.", "Edges"),
    Action(
        "jump_start", ("(",), "start to …", "Put letters on the words; the active span starts at that word.", "Edges"
    ),
    Action("jump_end", (")",), "end to …", "Put letters on the words; the active span ends with that word.", "Edges"),
    Action("snap", ('"',), "snap to quotes", "Set the active span to the quotation marks around it.", "Edges"),
    Action(
        "answers",
        ("o",),
        "all answers",
        "Choose among all questions about the active frame or span.",
        "Answers and notes",
    ),
    Action("zone", ("t",), "zone", "Say what kind of zone the paragraph is.", "Answers and notes"),
    Action(
        "sentence_break",
        ("|",),
        "split or merge",
        "Split the sentence at the cursor, or merge it with the one before.",
        "Answers and notes",
    ),
    Action("flag", ("!",), "flag", "Flag the active span or the sentence, with a reason.", "Answers and notes"),
    Action("note", ("m",), "note", "Write a note on the active span or the sentence.", "Answers and notes"),
    Action(
        "note_on",
        ("M",),
        "note on …",
        "Write a note or flag on the frame, the sentence or the article.",
        "Answers and notes",
    ),
    Action(
        "precedents",
        ("=",),
        "precedents",
        "Show the rule for the label at hand, and the decisions most like it that were made before.",
        "Answers and notes",
        True,
    ),
    Action("find", ("/",), "find", "Find words in the article.", "Answers and notes"),
    Action("next_match", ("n",), "next match", "Go to the next place found.", "Answers and notes"),
    Action("previous_match", ("N",), "previous match", "Go to the place found before.", "Answers and notes"),
    Action(
        "next_problem",
        ("P",),
        "next problem",
        "Go to the next failed check of the article; the desk mends it.",
        "Answers and notes",
    ),
    Action("undo", ("u",), "undo", "Undo the last change, also after a restart.", "Workbench", True),
    Action("redo", ("U", "ctrl+r"), "redo", "Redo what was undone.", "Workbench", True),
    Action("retry_save", ("ctrl+s",), "save again", "Try again to save what could not be saved.", "Workbench", True),
    Action("next_document", ("ctrl+down",), "next article", "Open the next article of the list.", "Workbench", True),
    Action("previous_document", ("ctrl+up",), "previous article", "Open the article before.", "Workbench", True),
    Action("toggle_card", ("f2",), "card", "Show or hide the frame card.", "Workbench", True),
    Action("next_theme", ("f3",), "theme", "Change to the next theme.", "Workbench", True),
    Action("library", ("ctrl+l",), "library", "Go back to the list of articles.", "Workbench", True),
    Action("agreement", ("f5",), "agreement", "Show how far annotators agree, and why not.", "Workbench", True),
    Action(
        "adjudicate", ("f6",), "adjudicate", "Decide between annotators' versions of the article.", "Workbench", True
    ),
    Action("sources", ("f7",), "sources", "Show the source registry, with every mention.", "Workbench", True),
    Action("claims", ("f8",), "claims", "Relate claims of all articles, and see their families.", "Workbench", True),
    Action(
        "search", ("f9",), "search", "Find words, annotations and notes, and change many at once.", "Workbench", True
    ),
    Action("desk", ("f10",), "desk", "List what is wrong, flags and notes over all articles.", "Workbench", True),
    Action("history", ("f12",), "history", "Show what changed, when and by whom; replay it.", "Workbench", True),
    Action("help", ("?", "f1"), "keys", "Show all keys, labels and answers.", "Workbench", True),
    Action("quit", ("ctrl+q",), "quit", "Leave; everything is saved already.", "Workbench", True),
)
"""All actions; digits answer the questions on the card, and the codebook's keys mark its labels."""

RESERVED: frozenset[str] = frozenset(k for action in ACTIONS for k in action.keys if len(k) == 1) | set("123456789")
"""Characters that a codebook may not use as the key of a label."""


class Keymap:
    """Which keys press which action: as they come, or as somebody has changed them in a file."""

    def __init__(self, actions: Sequence[Action] = ACTIONS) -> None:
        self.actions = tuple(actions)
        """All actions with their keys."""
        self._pressed = {key: action for action in reversed(self.actions) for key in action.keys}
        self._named = {action.name: action for action in self.actions}

    def action_for(self, key: str) -> Action | None:
        """The action that the key presses, if any."""
        return self._pressed.get(key)

    def named(self, name: str) -> Action:
        """The action of this name."""
        return self._named[name]


USUAL = Keymap()
"""The keys as they come."""


def action_for(key: str) -> Action | None:
    """The action that `key` usually presses, if any."""
    return USUAL.action_for(key)
