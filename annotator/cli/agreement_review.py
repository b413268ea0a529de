"""What one annotator's page of feedback looks like for people."""

from annotator.agreement.cases import Cause
from annotator.agreement.counting import AGAIN
from annotator.agreement.feedback import Feedback
from annotator.cli.agreement import plain_measure, print_headline, two
from annotator.cli.tables import print_row, print_table
from annotator.domain.shown import shown
from annotator.project.reviewing import Review

RULES = 5
"""How many parts of the codebook are named as those to read again."""


def print_review(review: Review, cause: str = "") -> None:
    """Print one annotator's page."""
    found = review.feedback
    right = next(name for name in (*found.agreement.annotators, "") if name != found.annotator)
    print_headline(found.agreement)
    print_scores(found, right)
    for each in Cause:
        if not cause or each == cause:
            _print_cause(review, each, right)
    for rule, times in found.rules[:RULES] if not cause else ():
        first_sentence = rule.text.partition(". ")[0].rstrip(".")
        print(shown(f"read again {rule.name} ({times} cases): {first_sentence}".rstrip(": ")))
    _print_retests(review)


def print_scores(found: Feedback, right: str) -> None:
    """Print precision, recall and F1 of every label, and its causes."""
    headings = ("label", f"{right} : {found.annotator}", "same", "precision", "recall", "F1")
    rows = [
        (s.label, f"{s.counts.first} : {s.counts.second}", s.counts.exact, *map(two, (s.precision, s.recall, s.f1)))
        for s in found.scores
    ]
    print_table(headings, rows, numbers=headings[1:])
    causes = [(c.value, *(found.causes[label][c] or "" for label in found.causes)) for c in Cause]
    print_table(("cause", *found.causes), [row for row in causes if any(row[1:])], numbers=tuple(found.causes))


def _print_cause(review: Review, cause: Cause, right: str) -> None:
    """Print the sentences of one cause."""
    cases = [each for each in review.quoted if each.case.cause == cause]
    if cases:
        print(f"{cause} ({len(cases)})")
    for each in cases:
        print_row(f"  {each.where}", each.case.label, each.case.detail or "-")
        for name, said in ((right, each.right), (review.feedback.annotator, each.own)):
            print(shown(f"    {name}: {said or 'nothing'}"))
        print(shown(f"    in: {each.sentence}"))


def _print_retests(review: Review) -> None:
    """Print how far the annotator agrees with oneself, and which old articles to annotate once more."""
    name = review.feedback.annotator
    if again := review.again:
        told = f"F1 exact {plain_measure(again.exact)}, alpha {plain_measure(again.alpha)}"
        print(shown(f"{name} with oneself, {again.documents} articles once more: {told}"))
    if review.due:
        print(shown(f"to annotate once more, unseen, with --as {name}{AGAIN}: {', '.join(review.due)}"))
