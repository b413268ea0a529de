"""The card beside a case that is to be decided: who has what, in which answers they differ, and what gold says."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from annotator.agreement.adjudicating import Adjudication
from annotator.agreement.attributes import FRAME
from annotator.agreement.cases import Rule, definition
from annotator.agreement.disputes import Dispute
from annotator.agreement.settling import gold_id
from annotator.agreement.versions import Version
from annotator.domain.codebook import Codebook, asked, attributes_of, values_of
from annotator.domain.records import Annotation, AnyRecord, Attribution, Status
from annotator.domain.spans import Fragments
from annotator.tui.widgets.lanes import Mark
from annotator.tui.widgets.lines import Row, Run, flowed, paragraph
from annotator.tui.widgets.marks import mark_of
from annotator.tui.widgets.palette import Palette
from annotator.tui.widgets.sides import Side


class Difference(Struct, frozen=True):
    """A question that versions answer otherwise."""

    title: str
    """What is asked, and of what."""
    answers: tuple[tuple[str, str], ...]
    """Annotators with their answers."""


class CaseView:
    """How one case is told; `key` gives the key of an annotator, and `name` what may be shown of who it is."""

    def __init__(
        self,
        bench: Adjudication,
        codebook: Codebook,
        case: Dispute,
        key: Callable[[str], str],
        name: Callable[[str], str],
    ) -> None:
        self._bench = bench
        self._codebook = codebook
        self._case = case
        self._key = key
        self._name = name

    # --- lanes ---------------------------------------------------------------------------------------------------

    def groups(self) -> list[tuple[str, ...]]:
        """Those who have the same, in the order of the lanes."""
        lanes = self._bench.lanes
        groups = [tuple(sorted(names, key=lanes.index)) for names in self._case.alike]
        return sorted(groups, key=lambda names: lanes.index(names[0]))

    def sides(self) -> list[Side]:
        """A side for each group, and last for gold where it has the case."""
        found = [Side(self._beside(names), self._marks(self._case.fullest(names))) for names in self.groups()]
        return [*found, *(Side((Run("✓ gold", "key"),), self._marks(each)) for each in self.gold())]

    def head(self, names: Sequence[str]) -> Row:
        """The keys and names of some annotators."""
        shown_names = ", ".join(name for each in names if (name := self._name(each)))
        return (Run("".join(map(self._key, names)), "key"), Run(f" {shown_names}", "muted"))

    def _beside(self, names: Sequence[str]) -> Row:
        """What stands beside a lane: the key with the name, or only the keys of several."""
        return self.head(names) if len(names) == 1 else self.head(names)[:1]

    def _marks(self, version: Version) -> tuple[Mark, ...]:
        frames = [version.record] if isinstance(version.record, Attribution) else []
        return tuple(mark_of(self._codebook, each, frames) for each in version.annotations)

    def gold(self) -> list[Version]:
        """The copies of this case that gold holds and does not reject."""
        records = self._bench.gold.records
        copies = [records[i] for each in self._case.versions if (i := gold_id(each.record.id)) in records]
        return [_version(each, records.get) for each in copies if each.status is not Status.REJECTED]

    # --- card ----------------------------------------------------------------------------------------------------

    def card(self, number: str, reason: str, palette: Palette, width: int) -> list[Row]:
        """The card in a column of its own."""
        rows: list[Row] = [self.title(number, palette), (), *self._who(), (), *self._differences(width)]
        rows += [self._gold_row(), *paragraph(f"reason: {reason}" if reason else "", width, "strong"), ()]
        rule = self.rule()
        return [*rows, *paragraph(f"{rule.name}: {rule.text}" if rule.text else "", width, "muted")]

    def small_card(self, number: str, reason: str, palette: Palette, width: int) -> list[Row]:
        """The card in a few rows."""
        differences = [
            (Run(f"{each.title}: ", "muted"), Run(" · ".join(f"{who} {answer}" for who, answer in each.answers)))
            for each in self.differences()
        ]
        head = (*self.title(number, palette), Run("   "), *self._gold_row())
        told = ((Run(f"reason: {reason}", "strong"),),) if reason else ()
        return [head, *flowed(self._who(), width)[:3], *told, *differences[:3]]

    def title(self, number: str, palette: Palette) -> Row:
        """Why it is a case, what it is about, and which of how many it is."""
        label = self._codebook.label(self._case.label)
        what = Run(f" {label.title.lower()} ", palette.chip(label.name)) if label else Run(self._case.label, "strong")
        return (Run(self._case.cause or "agreed", "title"), Run("  "), what, Run(f"  {number}", "muted"))

    def _who(self) -> list[Row]:
        """Who has it, who has the same, who has nothing, and who did not read it."""
        unread = set(self._case.unread)
        missing = [name for name in self._bench.lanes if name in self._case.absent and name not in unread]
        ignorant = [name for name in self._bench.lanes if name in unread]
        rows = [self.head(names) for names in self.groups()]
        rows += [(*self.head(missing), Run("  nothing", "warning"))] if missing else []
        return [*rows, *([(*self.head(ignorant), Run("  not read", "muted"))] if ignorant else [])]

    def _differences(self, width: int) -> Iterator[Row]:
        for each in self.differences():
            yield (Run(each.title, "muted"),)
            for who, answer in each.answers:
                yield from ((Run(f"  {who} ", "key"), *row[1:]) for row in paragraph(answer, width - len(who) - 3))
        if self.differences():
            yield ()

    def rule(self) -> Rule:
        """What the codebook says of the label that is most in question; of a frame, the one whose words differ."""
        if self._case.label != FRAME:
            return definition(self._codebook, self._case.label)
        marked = [_said(self._case.fullest(names).annotations) for names in self.groups()]
        apart = [label for one in marked for fragments, label, _ in one if any(not _has(o, fragments) for o in marked)]
        return definition(self._codebook, next(iter(apart), self._codebook.label_for("content").name))

    def differences(self) -> list[Difference]:
        """The questions with a closed list of answers that groups answer otherwise."""
        versions = [self._case.fullest(names) for names in self.groups()]
        keys = ["".join(map(self._key, names)) for names in self.groups()]
        parts = [_parts(each) for each in versions]
        found = []
        for part, record in parts[0].items():
            for attribute in attributes_of(self._codebook, record):
                values = [_answer(self._codebook, each.get(part), attribute.name) for each in parts]
                if attribute.values and len({value for value in values if value}) > 1:
                    title = f"{part.partition('#')[0]} {attribute.title or attribute.name}".replace("_", " ")
                    found.append(Difference(title, tuple((k, v) for k, v in zip(keys, values, strict=True) if v)))
        return found

    def _gold_row(self) -> Row:
        """What gold says of it."""
        if not self._bench.is_decided(self._case):
            return (Run("not decided", "warning"),)
        gold = self.gold()
        if not gold:
            return (Run("✓ neither", "key"), Run(self._because(), "muted"))
        names = [name for each in gold for name in each.record.origin.split(", ") if name in self._bench.lanes]
        keys = "".join(map(self._key, sorted(names, key=self._bench.lanes.index)))
        edited = ", edited" if any(_is_edited(each, self._case.versions) for each in gold) else ""
        return (Run(f"✓ {keys}{edited}", "key"), Run(self._because(), "muted"))

    def _because(self) -> str:
        records = self._bench.gold.records
        copies = (records.get(gold_id(each.record.id)) for each in self._case.versions)
        note = next((each.note for each in copies if each and each.note), "")
        return f": {note}" if note else ""


def _is_edited(copy: Version, versions: Sequence[Version]) -> bool:
    """Whether gold says something else than the version that it is a copy of."""
    original = next(each for each in versions if gold_id(each.record.id) == copy.record.id)
    return _said(copy.annotations) != _said(original.annotations) or _answers(copy) != _answers(original)


def _said(annotations: Iterable[Annotation]) -> list[tuple[Fragments, str, list[tuple[str, tuple[str, ...]]]]]:
    return sorted((each.fragments, each.label, sorted(each.attributes.items())) for each in annotations)


def _has(said: Sequence[tuple[Fragments, str, object]], fragments: Fragments) -> bool:
    return any(each == fragments for each, _, _ in said)


def _answers(version: Version) -> dict[str, tuple[str, ...]]:
    return dict(version.record.attributes)


def _version(record: AnyRecord, find: Callable[[str], AnyRecord | None]) -> Version:
    """A record of gold with its annotations."""
    if isinstance(record, Attribution):
        held: Iterable[AnyRecord | None] = (find(i) for i in dict.fromkeys(i for _, i in record.roles))
        return Version(record.annotator, record, tuple(each for each in held if isinstance(each, Annotation)))
    assert isinstance(record, Annotation)
    return Version(record.annotator, record, (record,))


def _parts(version: Version) -> dict[str, AnyRecord]:
    """The frame and each annotation by what it is, counted among those of its label."""
    found: dict[str, AnyRecord] = {"frame": version.record} if isinstance(version.record, Attribution) else {}
    for each in version.annotations:
        number = sum(part.startswith(f"{each.label}#") for part in found)
        found[f"{each.label}#{number}"] = each
    return found


def _answer(codebook: Codebook, record: AnyRecord | None, name: str) -> str:
    """The record's answer to a question, where it was asked it."""
    if record is None:
        return ""
    values = values_of(codebook, record)
    attribute = next((each for each in attributes_of(codebook, record) if each.name == name), None)
    return ", ".join(sorted(values.get(name, ()))).replace("_", " ") if attribute and asked(attribute, values) else ""
