"""The keys of the screens that have some of their own; there they come before those of the workbench."""

from annotator.domain.keymap.action import Action

Keys = tuple[str, tuple[str, ...], str, str]
"""An action: its name, its keys, its title, and what it does in a sentence."""

LISTED: dict[str, dict[str, tuple[Keys, ...]]] = {
    "library": {
        "Library": (
            ("next", ("down",), "next", "Choose the next article."),
            ("previous", ("up",), "previous", "Choose the article before."),
            ("page_on", ("pagedown",), "page", "Go a page on."),
            ("page_back", ("pageup",), "page back", "Go a page back."),
            ("clear", ("escape",), "show all", "Take the filter away."),
            ("next_order", ("ctrl+o",), "order", "Put the articles most useful to read first, or your own."),
            ("assign", ("ctrl+g",), "assign", "Give the article to annotators; a minus before a name takes back."),
        ),
    },
    "desk": {
        "Looking": (
            ("next", ("down", "j", "space"), "next", "Go to the next line."),
            ("previous", ("up", "k"), "previous", "Go to the line before."),
            ("page_on", ("pagedown",), "page", "Go a page on."),
            ("page_back", ("pageup",), "page back", "Go a page back."),
            ("next_view", ("tab",), "view", "Show problems, what is accepted as it is, open flags, or notes."),
            ("previous_view", ("shift+tab",), "view before", "The same, the other way round."),
            ("open", ("enter",), "open article", "Open the article at the place; the key of the library comes back."),
            ("by_rule", ("c",), "this check", "Show only what the same check found; again for all."),
            ("by_article", ("d",), "this article", "Show only what is in the same article; again for all."),
            (
                "find",
                ("/",),
                "find",
                "Show only what has these words in it or in the article's name; nothing shows all.",
            ),
            ("leave", ("escape",), "back", "Show all again, or go back to the library."),
        ),
        "Deciding": (
            ("accept", ("a",), "right as it is", "Accept the problem as it is, and say why; it is not listed again."),
            ("take_back", ("backspace", "delete"), "take back", "List an accepted problem again, or resolve a flag."),
            ("answer", ("m",), "answer", "Write one more note on the same words."),
            ("undo", ("u",), "undo", "Undo your last change, in whatever article it was."),
            ("redo", ("U", "ctrl+r"), "redo", "Redo what was undone."),
        ),
    },
    "sources": {
        "Looking": (
            ("next", ("down", "j"), "next", "Go to the next source."),
            ("previous", ("up", "k"), "previous", "Go to the source before."),
            ("page_on", ("pagedown",), "page", "Go a page of sources on."),
            ("page_back", ("pageup",), "page back", "Go a page of sources back."),
            ("find", ("/",), "find", "Show the sources that are called so, or nearly so; nothing shows all."),
            ("next_mention", ("tab", "right", "l"), "next mention", "Go to the next mention of the source."),
            ("previous_mention", ("shift+tab", "left", "h"), "mention before", "Go to the mention before."),
            ("open", ("enter",), "open article", "Open the article at the mention; the key of the library comes back."),
            (
                "leave",
                ("escape",),
                "back",
                "Let go of what is held, show all sources again, or go back to the library.",
            ),
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
            (
                "relate",
                ("=",),
                "relate",
                "Say what the source that is held has to do with this one, and how sure it is.",
            ),
            ("unrelate", ("-",), "unrelate", "Take back what you said of this source and another."),
        ),
        "Workbench": (
            ("undo", ("u",), "undo", "Undo your last change of the registry, also after a restart."),
            ("redo", ("U", "ctrl+r"), "redo", "Redo what was undone."),
        ),
    },
    "claims": {
        "Claims": (
            ("next", ("down", "j", "space"), "next", "Go to the next line."),
            ("previous", ("up", "k"), "previous", "Go to the line before."),
            ("page_on", ("pagedown",), "page", "Go a page on."),
            ("page_back", ("pageup",), "page back", "Go a page back."),
            ("next_view", ("tab",), "view", "Show what is proposed, what is related, the families, or all claims."),
            ("previous_view", ("shift+tab",), "view before", "The same, the other way round."),
            ("open", ("enter",), "open", "Open the article at the left claim; the key of the library comes back."),
            ("open_other", ("o",), "open other", "Open the article at the right claim."),
            ("hold", ("h",), "hold", "Hold a claim, to relate it with the one you go to next."),
            (
                "certainty",
                ("y",),
                "certainty",
                "Say how certain the relation is: the next answer of its last question.",
            ),
            ("reason", ("m",), "reason", "Write why."),
            ("turn", ("t",), "turn", "Let the relation run the other way."),
            ("take_back", ("backspace", "delete"), "take back", "Take the relation of the pair away."),
            ("filter", ("/",), "filter", "Show only what has these words in a claim or in an article's name."),
            ("undo", ("u",), "undo", "Undo the last change of relations, also after a restart."),
            ("redo", ("U", "ctrl+r"), "redo", "Redo what was undone."),
            ("library", ("escape", "ctrl+l"), "library", "Go back to the list of articles."),
        ),
    },
    "search": {
        "Search": (
            (
                "query",
                ("/",),
                "query",
                "Write what to look for: words, “phrases”, label:source naming:unnamed, -not this.",
            ),
            ("next", ("down", "j", "n"), "next", "Go to the next thing found."),
            ("previous", ("up", "k", "N"), "previous", "Go to the one before."),
            ("page_on", ("pagedown",), "page", "Go a page on; more is looked for as you go."),
            ("page_back", ("pageup",), "page back", "Go a page back."),
            ("first", ("home",), "first", "Go to the first thing found."),
            ("open", ("enter",), "open", "Open the article at this place; the key of the library comes back."),
            ("library", ("escape", "ctrl+l"), "back", "Go back to the list of articles."),
        ),
        "All that was found": (
            ("answer", ("a",), "answer", "Give all that was found the same answer; a preview shows what would change."),
            ("relabel", ("l",), "relabel", "Give all annotations that were found another label, after a preview."),
            (
                "flag",
                ("!",),
                "flag",
                "Flag all that was found with a reason, after a preview; no reason takes flags back.",
            ),
            ("remove", ("delete", "backspace"), "remove", "Remove all records that were found, after a preview."),
            ("undo", ("u",), "undo", "Undo the last change to many as one, in all its articles, also after a restart."),
            ("redo", ("U", "ctrl+r"), "redo", "Redo what was undone."),
        ),
    },
    "preview": {
        "Preview": (
            ("carry_out", ("enter",), "do it", "Change what is ticked, as one step that is undone as one."),
            ("tick", ("space", "x"), "tick", "Leave this one out, or take it in again."),
            ("tick_all", ("A",), "all", "Leave all out, or take all in."),
            (
                "next_scope",
                ("tab", "*"),
                "where",
                "Look in this article, or in all of them; or do it to one, or to all.",
            ),
            ("next", ("down", "j"), "next", "Go to the next line."),
            ("previous", ("up", "k"), "previous", "Go to the line before."),
            ("page_on", ("pagedown",), "page", "Go a page on."),
            ("page_back", ("pageup",), "page back", "Go a page back."),
            ("leave", ("escape", "ctrl+l"), "leave it", "Go back; nothing is changed."),
        ),
    },
    "history": {
        "History": (
            ("next", ("down", "j"), "older", "Go to the edit before it in time."),
            ("previous", ("up", "k"), "newer", "Go to the edit after it in time."),
            ("page_on", ("pagedown",), "page", "Go a page of edits back in time."),
            ("page_back", ("pageup",), "page back", "Go a page of edits on in time."),
            (
                "replay",
                ("r", "space"),
                "replay",
                "See the article as it was after this edit, and step from edit to edit.",
            ),
            (
                "open",
                ("enter",),
                "open article",
                "Open the article at the place of the edit; the key of the library comes back.",
            ),
            ("scope", ("tab", "d"), "this article", "Show the edits of this article alone, or those of all articles."),
            ("whose", ("w",), "whose", "Show everybody's edits, or only your own."),
            ("undo", ("u",), "undo", "Undo your last edit, in whatever article it was, also after a restart."),
            ("redo", ("U", "ctrl+r"), "redo", "Redo what was undone."),
            ("back_to", ("B",), "back to here", "Undo everything that you did in this article after this edit."),
            ("leave", ("escape",), "back", "Go back to the library."),
        ),
    },
    "replay": {
        "Replay": (
            ("step_on", ("right", "l", "space", "j", "down"), "next edit", "See the article after the next edit."),
            ("step_back", ("left", "h", "backspace", "k", "up"), "edit before", "See the article before this edit."),
            ("page_on", ("pagedown",), "ten on", "Go ten edits on."),
            ("page_back", ("pageup",), "ten back", "Go ten edits back."),
            ("first", ("home",), "start", "See the article before the first edit."),
            ("last", ("end",), "now", "See the article as it is now."),
            ("open", ("enter",), "open article", "Open the article as it is now, at this place."),
            ("leave", ("escape",), "back", "Go back to the history."),
        ),
    },
    "agreement": {
        "Agreement": (
            ("cases", ("enter", "space"), "cases", "Open the cases behind the number, each in its sentence."),
            ("figures", ("1",), "figures", "Show all figures: by label, frame, question, pair, cause and article."),
            ("plan", ("2",), "weeks, plan", "Show the weeks: what may stop, what needs training, how much more to do."),
            ("feedback", ("3",), "annotator", "Show one annotator's work against gold; again for the next annotator."),
            (
                "metrics",
                ("4",),
                "metrics",
                "Show all metrics by name, those of other packages too, as means of articles.",
            ),
            ("next_table", ("tab", "pagedown"), "next table", "Go to the next table."),
            ("previous_table", ("shift+tab", "pageup"), "table before", "Go to the table before."),
            ("whole_text", ("w",), "body or whole text", "Count the body of the articles only, or all their text."),
            (
                "core",
                ("c",),
                "core or all frames",
                "Count the core profile only, as the codebook has it; or all frames.",
            ),
            ("down", ("down", "j"), "down", "Go to the next row."),
            ("up", ("up", "k"), "up", "Go to the row before."),
            ("right", ("right", "l"), "right", "Go to the next number of the row."),
            ("left", ("left", "h"), "left", "Go to the number before."),
            ("library", ("escape", "ctrl+l"), "library", "Go back to the list of articles."),
        ),
    },
    "cases": {
        "Cases": (
            (
                "open",
                ("enter",),
                "open article",
                "Open the article there in your own set; the key of the library comes back.",
            ),
            ("next", ("down", "j", "n", "space"), "next", "Go to the next case."),
            ("previous", ("up", "k", "N"), "previous", "Go to the case before."),
            ("page_on", ("pagedown",), "page", "Go a page of cases on."),
            ("page_back", ("pageup",), "page back", "Go a page of cases back."),
            ("adjudicate", ("f6",), "adjudicate", "Decide between the annotators of this article."),
            ("library", ("escape", "ctrl+l"), "back", "Go back to the figures."),
        ),
    },
    "adjudicate": {
        "Adjudicating": (
            ("all", ("+",), "all", "Take every version: gold gets them side by side."),
            ("neither", ("0", "-"), "neither", "Take none; that stays decided, and never counts."),
            (
                "edit",
                ("enter",),
                "edit",
                "Edit what gold has with all keys of the annotate screen; the key of the library comes back.",
            ),
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
        ),
    },
    "precedents": {
        "Precedents": (
            ("open", ("enter",), "open article", "Open the article there; the key of the library comes back."),
            ("next", ("down", "j"), "next", "Go to the next decision."),
            ("previous", ("up", "k"), "previous", "Go to the decision before."),
            ("leave", ("escape", "="), "back", "Go back to the article."),
        ),
    },
}
"""The actions of each screen, by the headings that they stand under in the help."""

SCREENS: dict[str, tuple[Action, ...]] = {
    screen: tuple(
        Action(name, keys, title, help, group) for group, listed in groups.items() for name, keys, title, help in listed
    )
    for screen, groups in LISTED.items()
}
"""What keys do on each screen alone."""
