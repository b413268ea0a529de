"""The claims screen: pairs to look at side by side with one key for their relation, families of repeats, all claims."""

from functools import partial
from itertools import islice

from annotator.domain.claims.claim import Claim, between_claims, claim_labels
from annotator.domain.claims.families import Family
from annotator.domain.claims.pairs import Proposal
from annotator.domain.claims.relating import answered, closed_questions, keys_of, relating, turned, unrelated
from annotator.domain.codebook import Attribute, Relation
from annotator.domain.edits import Edit
from annotator.domain.keymap import Action
from annotator.domain.records import Link
from annotator.project import Project
from annotator.tui.screens.claim_list import ClaimList
from annotator.tui.screens.keyed import key_item
from annotator.tui.widgets.claim_rows import claim_rows, family_rows, link_rows, shared_words, side_by_side
from annotator.tui.widgets.lines import Row, Run, flowed

SHOWN = (
    "next",
    "next_view",
    "open",
    "open_other",
    "certainty",
    "take_back",
    "undo",
    "hold",
    "filter",
    "turn",
    "library",
)
"""The actions of the row of keys, the most useful first."""

HINTS = (
    "no pair is left to look at: mark claims ({key}) in two articles or more",
    "no pair is related yet",
    "no claim repeats another yet",
    "no claim is marked yet: open an article and press {key}",
)
"""What is said where a view is empty; the key is that of the first label of claims."""


class ClaimsScreen(ClaimList):
    """The claims of one annotator over all articles, related by keys."""

    NAME = "claims"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        taken = {key for action in project.keymap.own(self.NAME) for key in action.keys}
        self._relations = keys_of(between_claims(self.codebook), taken)
        for each in self._relations.values():
            setattr(
                self, f"action_relate_{each.name}", partial(self._relate, each)
            )  # the codebook says which there are

    @property
    def own_actions(self) -> tuple[Action, ...]:
        """What keys do on this screen: first of all, those of the codebook's relations."""
        return (*self._relating, *super().own_actions)

    @property
    def _relating(self) -> list[Action]:
        """The actions that relate a pair."""
        return [
            Action(f"relate_{each.name}", (key,), each.title or each.name, each.definition, "Relations")
            for key, each in self._relations.items()
        ]

    @property
    def pair(self) -> tuple[Claim, Claim] | None:
        """The claims that a relation key joins: those of the line, or the one held and the chosen one."""
        item = self.item
        if isinstance(item, Claim):
            held = self.claims.claims.get(self._held) if self.claims else None
            return (held, item) if held and held.id != item.id else None
        both = self._claims_of(item) if isinstance(item, Proposal | Link) else ()
        return (both[0], both[1]) if len(both) == 2 else None

    @property
    def link(self) -> Link | None:
        """The relation that the pair has."""
        pair = self.pair
        return self.claims.link(pair[0].id, pair[1].id) if pair and self.claims else None

    @property
    def relation(self) -> Relation | None:
        """What the codebook says of that relation."""
        return self.codebook.relation(self.link.relation) if self.link else None

    # --- relating ------------------------------------------------------------------------------------------------

    def take_key(self, key: str) -> bool:
        """A digit gives, or takes back, an answer about the relation."""
        relation, link = self.relation, self.link
        if not key.isdecimal() or relation is None or link is None:
            return False
        answers = [(each, value) for each in closed_questions(relation)[:-1] for value in each.values]
        if not 1 <= int(key) <= len(answers):
            self.message = "no answer has this digit"
            return True
        question, value = answers[int(key) - 1]
        given = link.attributes.get(question.name, ())
        kept = tuple(each for each in given if each != value) if question.multiple else ()
        self._answer(question, kept if value in given else (*kept, value))
        return True

    def _relate(self, relation: Relation) -> None:
        pair = self.pair
        if pair is None or self.claims is None:
            self.message = f"choose a pair first; among all claims, {self.key_of('hold')} holds one of the two"
        elif self.link and self.link.relation == relation.name:
            self.message = f"it is {relation.title or relation.name} already"
        else:
            self._do(relating(self.claims.hand, self.codebook, relation, pair, self.link))

    def _answer(self, question: Attribute, values: tuple[str, ...]) -> None:
        link = self.link
        if link and self.claims:
            self._do(answered(self.claims.hand, link, question, values))

    def _do(self, edit: Edit) -> None:
        """Show what an edit did, and have it saved."""
        if self.claims:
            self.claims.apply(edit)
            self.saving.add([edit])

    def action_certainty(self) -> None:
        """Give the next answer to the last closed question about the relation."""
        relation, link = self.relation, self.link
        if relation is None or link is None or not closed_questions(relation):
            self.message = "relate the pair first"
            return
        question = closed_questions(relation)[-1]
        choices = ((), *((value,) for value in question.values))
        now = choices.index(link.attributes.get(question.name, ()))
        self._answer(question, choices[(now + 1) % len(choices)])

    def action_reason(self) -> None:
        """Ask for the answer to the relation's question in free words."""
        relation, link = self.relation, self.link
        question = next((each for each in relation.attributes if not each.values), None) if relation else None
        if question is None or link is None:
            self.message = "relate the pair first"
            return
        given = " ".join(link.attributes.get(question.name, ()))
        self.ask(question.help or question.name, given, lambda said: self._answer(question, (said,) if said else ()))

    def action_turn(self) -> None:
        """Let the relation run the other way."""
        link = self.link
        if link and self.claims:
            self._do(turned(self.claims.hand, link, self.claims.claims[link.to_id]))

    def action_take_back(self) -> None:
        """Take the relation away."""
        link = self.link
        if link and self.claims:
            self._do(unrelated(self.claims.hand, link))

    def action_hold(self) -> None:
        """Hold the chosen claim, or let go of it."""
        claims = self._claims_of(self.item) if self.item else ()
        if claims:
            self._held = "" if self._held == claims[0].id else claims[0].id
            self.message = "held: go to the other claim and press a relation's key" if self._held else "let go"

    def action_undo(self) -> None:
        """Undo the last change of relations."""
        self._revert(again=False)

    def action_redo(self) -> None:
        """Redo what was undone."""
        self._revert(again=True)

    def _revert(self, again: bool) -> None:
        """Undo or redo the last edit of the whole project, where it is about relations of claims."""
        if self.claims is None or not self.save():
            return
        edit = self.project.to_revert("", again=again)
        relations = {each.name for each in self._relations.values()}
        records = (*edit.removed, *edit.added) if edit else ()
        if edit is None:
            self.message = f"nothing to {'redo' if again else 'undo'}"
        elif not all(isinstance(each, Link) and each.relation in relations for each in records):
            self.message = f"the last change was not made here: {edit.action}"
        else:
            self.project.apply(edit)
            self.claims.apply(edit)
            self.message = edit.action

    # --- opening articles ----------------------------------------------------------------------------------------

    def action_open(self) -> None:
        """Open the article at the left claim."""
        self._open(0)

    def action_open_other(self) -> None:
        """Open the article at the right claim."""
        self._open(1)

    def _open(self, side: int) -> None:
        claims = self._claims_of(self.item) if self.item else ()
        if side < len(claims) and self.save():
            claim = claims[side]
            self._opened = claim.document_id
            self.app.open_beyond(claim.document_id, claim.fragments[0].start)  # type: ignore[attr-defined]

    # --- drawing -------------------------------------------------------------------------------------------------

    def below(self, width: int) -> list[Row]:
        """The pair side by side with its relation, the claim by itself, or the family along time."""
        item, pair = self.item, self.pair
        if isinstance(item, Family):
            return list(islice(family_rows(item, width), self.size.height))  # a version unseen is not compared
        if pair is None:
            return claim_rows(item, width) if isinstance(item, Claim) else [(Run(self._hint(), "muted"),)]
        keys = [key_item(action) for action in self._relating]
        link = self.link
        later = self.claims.claims.get(link.from_id) if link and self.claims else None
        told = [(Run(shared_words(item), "muted"),)] if isinstance(item, Proposal) else []
        related = link_rows(link, self.relation, later, (self.key_of("certainty"), self.key_of("reason")), width)
        return [*flowed(keys, width), *related, *told, (), *side_by_side(*pair, width)]

    def key_items(self) -> list[Row]:
        """The keys of the screen; those of relations stand above the pair."""
        return self.items_of(SHOWN)

    def _hint(self) -> str:
        """What to do where the list is empty."""
        if self.claims is None:
            return ""
        if self._words:
            return f"no claim has these words; {self.key_of('filter')} shows all"
        keys = (each.key for each in self.codebook.labels if each.name in claim_labels(self.codebook))
        return HINTS[self._view].format(key=next(keys, "the key of a claim"))
