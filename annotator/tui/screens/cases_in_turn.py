"""Going through the cases of an article: which is shown, in which order they come, how far its lanes are scrolled."""

from annotator.agreement.adjudicating import Adjudication
from annotator.agreement.disputes import Dispute
from annotator.agreement.rounds import Round
from annotator.project import Project
from annotator.tui.screens.saved import SavedPage


class CasesInTurn(SavedPage):
    """A screen that shows one case of an article at a time."""

    def __init__(self, project: Project, bench: Adjudication) -> None:
        super().__init__(project)
        self.round = Round(bench)
        """The round through the cases."""
        self.has_names = True
        """Whether the annotators' names are shown."""
        self.top = 0
        """The first row of the lanes that is seen."""

    @property
    def bench(self) -> Adjudication:
        """What is to be decided, and gold as it stands."""
        return self.round.bench

    @property
    def case(self) -> Dispute | None:
        """The case that is shown."""
        return self.round.case

    @property
    def document_id(self) -> str:
        """The article."""
        return self.bench.annotated.document.id

    def step(self, step: int, only_open: bool = False) -> None:
        """Go to the next case, or to the next that is not decided."""
        self.round.step(step, only_open)
        self.top = 0

    def action_next_case(self) -> None:
        """Go to the next case."""
        self.step(1)

    def action_previous_case(self) -> None:
        """Go to the case before."""
        self.step(-1)

    def action_next_open(self) -> None:
        """Go to the next case that is not decided."""
        self.step(1, only_open=True)

    def action_previous_open(self) -> None:
        """Go to the case before that is not decided."""
        self.step(-1, only_open=True)

    def action_order(self) -> None:
        """Change the order, and begin with the first that is not decided."""
        self.round.reorder()
        self.top = 0

    def action_names(self) -> None:
        """Hide the names, or show them."""
        self.has_names = not self.has_names

    def action_lanes_down(self) -> None:
        """Scroll down; drawing stops it at the end."""
        self.top += max(1, self.query_one("#case").size.height - 3)

    def action_lanes_up(self) -> None:
        """Scroll up."""
        self.top = max(0, self.top - max(1, self.query_one("#case").size.height - 3))
