"""What the lines of an `.ann` file mean: which records they are, in the dialect of PolNeAR and of brat at large."""

from collections.abc import Iterator, Mapping
from itertools import chain

from annotator.domain.codebook import ROLES
from annotator.domain.documents import Document
from annotator.domain.errors import FormatError
from annotator.domain.records import Annotation, AnyRecord, Attribution, Link, Remark
from annotator.domain.spans import Fragments, are_fragments
from annotator.formats.brat_lines import Bound, Event, Lines, Relation, offsets, pieces, spans_at
from annotator.formats.brat_names import (
    CONTINUES,
    FLAG,
    NESTED_IN,
    REMARK,
    UNBROKEN,
    attributes_by_name,
    folded,
    labels_by_type,
)
from annotator.formats.format import Reading
from annotator.formats.identity import DerivedIds


def records_of(lines: Lines, document: Document, annotator: str, reading: Reading) -> list[AnyRecord]:
    """The records that the lines stand for: spans in the order of the file, then frames, then links."""
    return _Records(lines, document, annotator, reading).made()


def chain_from(frame: str, earlier: Mapping[str, str]) -> Iterator[str]:
    """The frame, the one it is nested in or continues, and so on."""
    at: str | None = frame
    while at:
        yield at
        at = earlier.get(at)


class _Records:
    """The making of one file's records."""

    def __init__(self, lines: Lines, document: Document, annotator: str, reading: Reading) -> None:
        """Take the lines, and the names that the codebook knows by the way brat may spell them."""
        codebook = reading.codebook
        self._lines, self._text = lines, document.text
        self._losses = reading.losses
        self._header = (document.id, annotator, reading.at, reading.codebook_version)
        self._ids = DerivedIds(document.id, annotator)
        self._labels = labels_by_type(codebook)
        self._names = {label.name: attributes_by_name(label.attributes) for label in codebook.labels}
        self._frame_names = attributes_by_name(codebook.frame)
        self._relations = {folded(each.name): each for each in codebook.relations}
        self._record_ids: dict[str, str] = {}
        self._roles: dict[str, dict[str, list[str]]] = {}
        self._earlier: dict[str, dict[str, str]] = {folded(NESTED_IN): {}, folded(CONTINUES): {}}

    def made(self) -> list[AnyRecord]:
        """All records."""
        events = self._whole_events()
        arguments = {target: role for event in events.values() for role, target in event.arguments}
        triggers = {event.trigger for event in events.values()} - arguments.keys()
        bounds = self._lines.bounds.items()
        spans = [self._span(name, bound, arguments.get(name, "")) for name, bound in bounds if name not in triggers]
        for name, event in events.items():
            self._assign_roles(name, event)
        links = [link for name, relation in self._lines.relations.items() if (link := self._related(name, relation))]
        frames = [self._frame(name, event) for name, event in events.items()]
        for about in (*self._lines.notes, *self._lines.attributes):
            self._losses.add(f"brat notes and attributes about {about[:1]} lines that are no records were left out")
        return [*spans, *frames, *links]

    def _whole_events(self) -> dict[str, Event]:
        """The events with arguments; of one without, only the trigger stays, with its notes, as a remark."""
        whole = {name: event for name, event in self._lines.events.items() if event.arguments}
        triggers = {event.trigger for event in whole.values()}
        for name, event in self._lines.events.items():
            if event.trigger not in self._lines.bounds:
                raise FormatError(f"{event.line}: the trigger {event.trigger} of {name} is not there; add its T line")
            if name not in whole:
                fate = "left out, as another has their trigger" if event.trigger in triggers else "made remarks"
                self._losses.add(f"brat events without arguments were {fate}")
                self._move(name, event.trigger)
        return whole

    def _move(self, name: str, target: str) -> None:
        """Let what is said about one brat id be said about another."""
        for table in (self._lines.notes, self._lines.attributes):
            for label, said in table.pop(name, {}).items():
                table.setdefault(target, {}).setdefault(label, []).extend(said)

    def _remarks(self, name: str) -> tuple[str, str]:
        """The note and the flag that the brat id has."""
        if name not in self._lines.notes:
            return "", ""
        notes = self._lines.notes.pop(name)
        flag = "\n".join(notes.pop(FLAG, []))
        return "\n".join(chain.from_iterable(notes.values())), flag

    def _span(self, name: str, bound: Bound, role: str) -> AnyRecord:
        """An annotation, or a remark where the codebook has no label of this type."""
        known = self._labels.get(folded(bound.type)) or self._labels.get(folded(role))
        label = known.name if known else ""
        fragments = self._unbroken(name, bound)
        note, flag = self._remarks(name)
        kind = f"annotation {label}" if label else f"remark {bound.type}"
        record_id = self._record_ids[name] = self._ids.of(f"{kind} {offsets(fragments)}")
        document_id, annotator, at, version = self._header
        if label:
            return Annotation(
                id=record_id,
                document_id=document_id,
                annotator=annotator,
                created=at,
                codebook=version,
                flag=flag,
                note=note,
                label=label,
                fragments=fragments,
                attributes=self._attributes(name, self._names[label]),
            )
        if bound.type != REMARK:
            self._losses.add(f"brat spans of type {bound.type} became remarks: the codebook has no such label")
            flag = flag or bound.type
        return Remark(
            id=record_id,
            document_id=document_id,
            annotator=annotator,
            created=at,
            codebook=version,
            flag=flag,
            note=note,
            fragments=fragments,
        )

    def _unbroken(self, name: str, bound: Bound) -> Fragments:
        """The true fragments where a note gives them and the span's own are their pieces, else the span's own."""
        said = self._lines.notes.get(name, {}).pop(UNBROKEN, [])
        if not said:
            return bound.fragments
        true = spans_at(said[0])
        fits = are_fragments(true) and pieces(self._text, true) == bound.fragments
        return true if fits else bound.fragments

    def _assign_roles(self, name: str, event: Event) -> None:
        """Find which records fill which role, and give the frame its id."""
        roles: dict[str, list[str]] = {role: [] for role in ROLES}
        for role, target in event.arguments:
            if target not in self._lines.bounds and target not in self._lines.events:
                raise FormatError(f"{event.line}: the argument {target} of {name} is not there; add its line")
            fills = self._labels.get(folded(role))
            filled = roles.get(fills.role) if fills else None
            if filled is None or target in self._lines.events:
                self._losses.add(f"brat arguments of role {role} were left out")
            elif self._record_ids[target] not in filled:
                filled.append(self._record_ids[target])
        self._losses.add("second cues of brat events were left out of their frame", len(roles["cue"][1:]))
        self._roles[name] = roles
        filled_by = " ".join([f"{role} {record_id}" for role, ids in roles.items() for record_id in ids])
        self._record_ids[name] = self._ids.of(f"attribution {filled_by}")
        self._record_ids.setdefault(event.trigger, self._record_ids[name])

    def _related(self, name: str, relation: Relation) -> Link | None:
        """The link that a relation stands for; None where it is a field of a frame."""
        first, second = (self._record_ids.get(each, "") for each in (relation.first, relation.second))
        if not first or not second:
            raise FormatError(
                f"{relation.line}: {name} joins {relation.first} and {relation.second}, but one is missing"
            )
        frames = {self._record_ids[event] for event in self._roles}
        earlier = self._earlier.get(folded(relation.type))
        if earlier is not None and first not in earlier and first != second and {first, second} <= frames:
            if first in chain_from(second, earlier):
                raise FormatError(
                    f"{relation.line}: {name} closes a circle of {relation.type}; remove one of its lines"
                )
            earlier[first] = second
            return None
        known = self._relations.get(folded(relation.type))
        if not known:
            self._losses.add(f"brat relations of type {relation.type} were kept, but the codebook has none such")
        kind = known.name if known else relation.type
        note, flag = self._remarks(name)
        document_id, annotator, at, version = self._header
        return Link(
            id=self._ids.of(f"link {kind} {first} {second}"),
            document_id=document_id,
            annotator=annotator,
            created=at,
            codebook=version,
            flag=flag,
            note=note,
            relation=kind,
            from_id=first,
            to_id=second,
            attributes=self._attributes(name, attributes_by_name(known.attributes if known else ())),
        )

    def _frame(self, name: str, event: Event) -> Attribution:
        """The attribution that an event stands for."""
        record_id = self._record_ids[name]
        if self._record_ids[event.trigger] == record_id:
            self._move(event.trigger, name)
        roles = self._roles[name]
        note, flag = self._remarks(name)
        document_id, annotator, at, version = self._header
        return Attribution(
            id=record_id,
            document_id=document_id,
            annotator=annotator,
            created=at,
            codebook=version,
            flag=flag,
            note=note,
            source=tuple(roles["source"]),
            cue=roles["cue"][0] if roles["cue"] else None,
            content=tuple(roles["content"]),
            attributes=self._attributes(name, self._frame_names),
            parent=self._earlier[folded(NESTED_IN)].get(record_id),
            continues=self._earlier[folded(CONTINUES)].get(record_id),
        )

    def _attributes(self, name: str, names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        """The values that are said of the brat id, under the codebook's names."""
        if name not in self._lines.attributes:
            return {}
        found = self._lines.attributes.pop(name)
        for each in found:
            if folded(each) not in names:
                self._losses.add(f"brat attributes {each} were kept, but the codebook does not ask for them there")
        return {names.get(folded(each), each): tuple(dict.fromkeys(values)) for each, values in found.items()}
