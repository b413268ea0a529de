"""The values that agreement is told in: each measure beside the counts it rests on."""

from msgspec import Struct, field

from annotator.agreement.coefficients import Measure


class Counts(Struct):
    """What two annotators marked with one label, summed over pairs of annotators where there are more."""

    exact: int = 0
    """Pairs with the same fragments."""
    share: int = 0
    """Pairs that share enough of what they cover together, the equal ones included."""
    overlap: int = 0
    """One-to-one pairs that share a character, all of the above included."""
    first: int = 0
    """Spans of the first annotator."""
    second: int = 0
    """Spans of the second."""


class Nominal(Struct, frozen=True):
    """How far annotators agree on units, such as tokens, by every coefficient."""

    units: int
    """Units that at least two annotators read."""
    observed: Measure
    """The share of pairs of annotators who gave the same value."""
    alpha: Measure
    """Krippendorff's alpha."""
    cohen: Measure
    """Cohen's kappa, the mean of the pairs."""
    fleiss: Measure
    """Fleiss' kappa; only where every unit was seen by the same number of annotators."""
    ac1: Measure
    """Gwet's AC1, a second opinion where one value is nearly everywhere."""
    masi: Measure
    """Alpha with the MASI distance, for sets of labels or answers that agree in part."""


class Pair(Struct, frozen=True):
    """Two annotators, over the articles that both finished."""

    first: str
    """The one whose name sorts first."""
    second: str
    """The other."""
    documents: int
    """How many articles both finished."""
    labels: dict[str, Counts]
    """Counts by label."""
    exact: Measure
    """F1 of spans with the same fragments, all labels together."""
    share: Measure
    """F1 of those that share enough."""
    overlap: Measure
    """F1 of those that share a character."""
    precision: Measure
    """The share of the second one's spans that the first one has too, with the same fragments."""
    recall: Measure
    """The share of the first one's spans that the second one has too."""
    alpha: Measure
    """Krippendorff's alpha over units, of these two alone."""
    cohen: Measure
    """Cohen's kappa over units."""
    unread: int = 0
    """Spans left out because the other annotator did not read their sentence."""


class LabelAgreement(Struct, frozen=True):
    """One label: mean over the pairs of annotators, with the pooled counts it rests on."""

    label: str
    """A label of the codebook."""
    counts: Counts
    """Summed over the pairs."""
    exact: Measure
    """F1 of spans with the same fragments."""
    share: Measure
    """F1 of spans that share enough."""
    overlap: Measure
    """F1 of one-to-one pairs that share a character."""
    alpha: Measure
    """Krippendorff's alpha over units: this label stands on it, or not."""
    observed: Measure
    """The share of pairs of annotators who say the same of a unit."""
    ac1: Measure
    """Gwet's AC1 over units."""
    unitizing: Measure | None = None
    """Krippendorff's |uα of 2016 for this label alone, where it was asked for."""


class Joined(Struct, frozen=True):
    """How many things each annotator has, how many both, and their F1 as the mean of pairs."""

    name: str
    """What they are."""
    first: int
    """How many the first annotators have, summed over pairs."""
    second: int
    """How many the second have."""
    both: int
    """How many are the same in both."""
    f1: Measure
    """Twice `both` by `first` and `second`."""


class AttributeAgreement(Struct, frozen=True):
    """One question, over the records that two annotators both marked and both answered it for."""

    owner: str
    """The label, or `frame`."""
    attribute: str
    """The question."""
    n: int
    """How many pairs of answers there are."""
    agreed: int
    """How many of them are the same."""
    observed: Measure
    """`agreed` by `n`."""
    alpha: Measure
    """Krippendorff's alpha over the pairs; with the MASI distance where several answers may be given."""


class Clustering(Struct, frozen=True):
    """Two annotators' clusterings of what both marked and either linked, as the mean of pairs."""

    n: int
    """How many mentions or claims, summed over pairs."""
    precision: Measure
    """B-cubed precision of the second annotator against the first."""
    recall: Measure
    """B-cubed recall."""
    f1: Measure
    """B-cubed F1."""


class Agreement(Struct, frozen=True):
    """How far annotators agree, and on how much that rests."""

    annotators: tuple[str, ...]
    """Who was compared."""
    documents: int
    """Articles that at least two of them finished."""
    total: int
    """All articles looked at."""
    left_out: dict[str, int]
    """For each annotator, how many articles count for nothing because they did not finish them."""
    unit: str
    """What alpha is counted in."""
    least: float
    """From what share of their words on two spans share enough."""
    tokens: int
    """Units that at least two of them labelled or left empty."""
    alpha: Measure
    """Krippendorff's alpha over units; the value of a unit is the set of labels on it."""
    nominal: Nominal
    """The same, by every coefficient."""
    exact: Measure
    """F1 of spans with the same fragments, all labels together, as the mean of pairs."""
    overlap: Measure
    """F1 of spans that share a character, likewise."""
    labels: tuple[LabelAgreement, ...]
    """Every label that was used, in the order asked for."""
    pairs: tuple[Pair, ...]
    """Every two annotators with an article in common."""
    frames: tuple[Joined, ...] = ()
    """Frames: identified, with all roles overlapping, exact."""
    roles: tuple[Joined, ...] = ()
    """Each role within the frames that both identified: exact, then overlapping."""
    links: tuple[Joined, ...] = ()
    """Joints of frames between spans that both marked, and nesting of frames that both identified."""
    relations: tuple[Joined, ...] = ()
    """Each relation between annotations: end to end, then between those that both marked."""
    attributes: tuple[AttributeAgreement, ...] = ()
    """Every question that was answered."""
    identity: Clustering | None = None
    """Which source mentions are one source; None where nobody linked any."""
    families: Clustering | None = None
    """Which claims are one family; None where nobody linked any."""
    confusion: dict[str, dict[str, float]] = field(default_factory=dict)
    """How often units with one set of labels by one annotator have another by another, both ways."""
