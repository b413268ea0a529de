"""What machines propose becomes records that the codebook takes, stored once; what a person decided stays away."""

import shutil
from base64 import b64decode
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.domain.checks import check
from annotator.domain.codebook import Codebook
from annotator.domain.documents import Document
from annotator.domain.errors import AnnotatorError
from annotator.domain.machines import is_machine, machine_name, newest, suggester_of
from annotator.domain.records import (
    Annotation,
    AnnotationSet,
    AnyRecord,
    Attribution,
    Progress,
    State,
    Status,
    annotation_set,
)
from annotator.domain.spans import Span, fragments
from annotator.domain.suggestions import copy_id, offered, undecided
from annotator.project import Project
from annotator.project.choosing import LEARNED, best_for
from annotator.project.finding import annotator_name
from annotator.project.suggesting import job_of
from annotator.project.suggestions import joined
from annotator.suggest import SUGGESTERS, Suggester, suggester_named
from annotator.suggest.machine import Made, Maker
from annotator.suggest.proposing import Proposal, ProposedFrame, ProposedSpan
from annotator.text.segment import segment
from annotator.tui.screens.suggesting import stored
from tests.ferry import AT, CODEBOOK, DOCUMENT, TEXT
from tests.small_sample import ARTICLES, small_sample

MACHINE = "rules@1"
MAKER = Maker(MACHINE, CODEBOOK, 1, AT)
SOUND = ("V1", "V2", "V5", "V6", "R12", "reference", "value")
"""The checks that a suggestion has to pass; what is left open is for a person to answer."""


def span(label: str, *words: str, score: float = 0.9, text: str = TEXT, **answers: str) -> ProposedSpan:
    """A proposal for these words, one fragment each."""
    spans = tuple(Span(at := text.index(each), at + len(each)) for each in words)
    return ProposedSpan(
        label=label,
        fragments=spans,
        score=score,
        reason="words",
        attributes={name: (value,) for name, value in answers.items()},
    )


def frame(source: str = "an engineer at the yard", cue: str = "said", content: str = "“We will not sail,”", **more):
    return ProposedFrame(
        source=(span("source", source),),
        cue=span("cue", cue),
        content=(span("content", content),),
        score=0.9,
        **more,
    )


def made(*proposals: Proposal, document: Document = DOCUMENT) -> Made:
    return MAKER.records(document, proposals)


def set_of(*proposals: Proposal, document: Document = DOCUMENT) -> AnnotationSet:
    return annotation_set(MACHINE, made(*proposals, document=document).records)


# --- machines and people ----------------------------------------------------------------------------------------------

NAMES = [
    ("rules@1", True),
    ("attribution-en@1.2", True),
    ("my_own@10", True),
    ("ana", False),
    ("gold", False),
    ("ana@paper.org", False),  # an e-mail address
    ("Ana@1", False),  # machines have small letters
    ("rules@", False),
    ("rules@1.", False),
]


@pytest.mark.parametrize(("name", "answer"), NAMES)
def test_machines_are_told_from_people_by_their_names(name: str, answer: bool) -> None:
    assert is_machine(name) == answer
    assert bool(suggester_of(name)) == answer


def test_the_newest_version_goes_by_numbers() -> None:
    there = ["learned@9", "learned@10", "learned@2", "learned-more@99", "ana"]
    assert newest(there, "learned") == "learned@10"
    assert newest(there, "learned@2") == "learned@2"
    assert newest(there, "ana") == "ana"
    assert newest(there, "rules") is None
    assert machine_name("learned", "10") == "learned@10"


def test_nobody_can_annotate_under_the_name_of_a_machine() -> None:
    with pytest.raises(AnnotatorError, match="is what a suggester is called"):
        annotator_name("rules@1", {})


def test_an_unknown_suggester_is_named_with_those_that_are_known() -> None:
    with pytest.raises(AnnotatorError, match=r"there is no suggester “nope”; the suggesters are .*learned, rules"):
        suggester_named("nope")


# --- records ----------------------------------------------------------------------------------------------------------


def test_a_proposed_frame_becomes_records_with_reason_score_and_origin() -> None:
    held = set_of(frame(reason="inverted"))
    attribution = next(held.of(Attribution))
    assert (attribution.status, attribution.origin, attribution.score) == (Status.SUGGESTED, MACHINE, 0.9)
    assert (attribution.note, attribution.annotator) == ("inverted", MACHINE)
    assert [held.annotation(i).fragments[0].cut(TEXT) for _, i in attribution.roles] == [
        "an engineer at the yard",
        "said",
        "“We will not sail,”",
    ]
    assert held.state == State.FINISHED


def test_an_article_without_suggestions_is_remembered_as_looked_at() -> None:
    assert [type(each) for each in made().records] == [Progress]


DROPPED = [
    (span("verb", "wrote"), "the codebook offers no label “verb”"),
    (span("addressee", "the captain"), "the codebook offers no label “addressee”"),  # known, but not offered
    (span("claim", "By Ana Moreno"), "spans in a zone where no suggestions are wanted (byline)"),
    (
        ProposedSpan(label="claim", fragments=(Span(0, len(TEXT) + 1),), score=1),
        "spans that lie outside the text or on white space",
    ),
    (
        ProposedSpan(label="claim", fragments=(Span(at := TEXT.index("\n\nBy"), at + 1),), score=1),
        "spans that lie outside the text or on white space",
    ),
    (replace(frame(), content=()), "frames without content, or with words in two parts"),
    (frame(cue="not sail"), "frames without content, or with words in two parts"),
    (frame(source="Ferry stays"), "spans in a zone where no suggestions are wanted (headline)"),
]


@pytest.mark.parametrize(("proposal", "why"), DROPPED)
def test_what_the_codebook_does_not_allow_is_left_out_whole_and_counted(proposal: Proposal, why: str) -> None:
    found = made(proposal)
    assert found.dropped == {why: 1}
    assert len(found.records) == 1  # nothing but that the article was looked at


def test_answers_stand_only_where_the_codebook_takes_them() -> None:
    answers = {"naming": "named", "anonymity_kind": "diplomat", "number": "seven", "mood": "good", "referent": "?"}
    found = made(replace(frame(), source=(span("source", "an engineer at the yard", **answers),)))
    source = next(each for each in found.records if isinstance(each, Annotation) and each.label == "source")
    assert source.attributes == {"naming": ("named",), "referent": ("?",)}  # the kind is asked of unnamed ones only
    assert sum(found.dropped.values()) == 3


def test_spans_in_roles_get_the_label_of_the_role_whatever_the_suggester_calls_it() -> None:
    labels = tuple(replace(each, name="speaker") if each.role == "source" else each for each in CODEBOOK.labels)
    maker = replace(MAKER, codebook=replace(CODEBOOK, labels=labels))
    labelled = {each.label for each in maker.records(DOCUMENT, [frame()]).records if isinstance(each, Annotation)}
    assert labelled == {"speaker", "cue", "content"}


def test_parent_and_continuation_become_ids_of_frames_that_are_there() -> None:
    outer = frame(cue="wrote", source="the captain", content="“The hull is thin,”")
    inner = ProposedFrame(content=(span("content", "hull is thin"),), score=0.5, parent=outer)
    later = ProposedFrame(content=(span("content", "“The crew is thinner.”"),), score=0.5, continues=outer)
    held = {each.content[0]: each for each in set_of(outer, inner, later).of(Attribution)}
    by_words = {set_of(outer, inner, later).annotation(i).fragments[0].cut(TEXT): each for i, each in held.items()}
    first = by_words["“The hull is thin,”"].id
    assert by_words["hull is thin"].parent == first
    assert by_words["“The crew is thinner.”"].continues == first
    alone = next(set_of(later).of(Attribution))
    assert alone.continues is None  # what it carries on was not taken


def test_no_frame_lies_in_itself_or_outside_of_its_parent() -> None:
    one = frame(cue="wrote", source="the captain", content="“The hull is thin,”")
    apart = frame(parent=one)
    round_about = replace(one, continues=replace(apart, continues=one))
    frames = list(set_of(apart, one).of(Attribution))
    assert [each.parent for each in frames] == [None, None]
    joints = [each.continues for each in set_of(replace(apart, continues=one), round_about).of(Attribution)]
    assert sum(each is not None for each in joints) == 1


def test_frames_share_a_source_mention_which_keeps_the_surer_score() -> None:
    shy = replace(frame(cue="wrote", content="“The hull is thin,”"), source=(span("source", "Reports", score=0.2),))
    sure = replace(frame(), source=(span("source", "Reports", score=0.7),))
    sources = [each for each in set_of(shy, sure).of(Annotation) if each.label == "source"]
    assert [each.score for each in sources] == [0.7]


STARTS = [*range(0, len(TEXT) + 2, 7), len(TEXT) - 1]
PLACES = st.sampled_from([Span(start, start + length) for start in STARTS for length in (1, 4, 20)])
LABELS = st.sampled_from([*(label.name for label in CODEBOOK.labels), "verb"])
ANSWERS = st.dictionaries(
    st.sampled_from(["naming", "anonymity_kind", "number", "speech_type", "claim_type", "mood"]),
    st.lists(st.sampled_from(["named", "diplomat", "unnamed_bare", "one", "direct", "?"]), max_size=2).map(tuple),
    max_size=3,
)
SPANS = st.builds(
    ProposedSpan,
    label=LABELS,
    fragments=st.lists(PLACES, min_size=1, max_size=2).map(fragments),
    score=st.floats(-1, 2),
    attributes=ANSWERS,
)
FEW = st.lists(SPANS, max_size=2).map(tuple)
FRAMES = st.builds(
    ProposedFrame, source=FEW, cue=st.none() | SPANS, content=FEW, score=st.floats(0, 1), attributes=ANSWERS
)


@st.composite
def proposals(draw) -> list[Proposal]:
    """Anything; frames may lie in earlier ones and continue them, also ones that are not among the proposals."""
    found: list[Proposal] = draw(st.lists(SPANS, max_size=2))
    frames: list[ProposedFrame | None] = [None]
    for each in draw(st.lists(FRAMES, max_size=4)):
        parent, continues = (draw(st.sampled_from(frames)) for _ in range(2))
        frames.append(replace(each, parent=parent, continues=continues))
    return [*found, *(each for each in frames[1:] if each and draw(st.integers(0, 9)))]


@settings(max_examples=30)
@given(proposals())
def test_whatever_is_proposed_the_records_keep_the_rules_and_come_out_the_same_again(drawn: Sequence[Proposal]) -> None:
    found = made(*drawn)
    held = annotation_set(MACHINE, found.records)
    assert [problem.message for problem in check(DOCUMENT, held, CODEBOOK, SOUND)] == []
    assert made(*drawn) == found
    assert len({each.id for each in found.records}) == len(found.records)


# --- what is undecided ------------------------------------------------------------------------------------------------


def copied(record: AnyRecord, status: Status, ids: bool = True) -> AnyRecord:
    """The record in eve's set, as accepting or rejecting a suggestion puts it there."""

    def its(record_id: str) -> str:
        return copy_id(record_id, "eve") if ids else f"own-{record_id}"

    copy = replace(record, id=its(record.id), annotator="eve", status=status, note="")
    if not isinstance(copy, Attribution):
        return copy
    source, content = (tuple(map(its, role)) for role in (copy.source, copy.content))
    return replace(copy, source=source, cue=copy.cue and its(copy.cue), content=content, parent=None, continues=None)


def own(suggestions: AnnotationSet, status: Status, ids: bool = True) -> AnnotationSet:
    kept = [each for each in suggestions.records.values() if isinstance(each, Annotation | Attribution)]
    return annotation_set("eve", [copied(each, status, ids) for each in kept])


@settings(max_examples=30)
@given(proposals(), st.sampled_from([Status.REJECTED, Status.ACCEPTED]), st.booleans())
def test_nothing_is_left_once_everything_is_decided_by_copy_or_by_hand(drawn, status: Status, ids: bool) -> None:
    held = set_of(*drawn)
    assert not undecided(held, own(held, status, ids)).records


@settings(max_examples=30)
@given(proposals())
def test_everything_but_the_progress_is_left_while_nothing_is_decided(drawn) -> None:
    held = set_of(*drawn)
    left = undecided(held, AnnotationSet("eve"))
    assert left.records == {i: each for i, each in held.records.items() if not isinstance(each, Progress)}


@settings(max_examples=30)
@given(proposals(), st.data())
def test_what_was_rejected_comes_back_from_no_other_machine(drawn, data) -> None:
    held = set_of(*drawn)
    frames = list(held.of(Attribution))
    if not frames:
        return
    refused = data.draw(st.sampled_from(frames))
    parts = [held.annotation(i) for i in dict.fromkeys(i for _, i in refused.roles)]
    mine = annotation_set("eve", [copied(each, Status.REJECTED) for each in (*parts, refused)])
    other = annotation_set("mine@3", replace(MAKER, annotator="mine@3").records(DOCUMENT, drawn).records)
    left = undecided(other, mine)
    marks = {(each.label, each.fragments) for each in parts}
    for each in left.of(Attribution):
        assert {(m.label, m.fragments) for m in (left.annotation(i) for _, i in each.roles)} != marks


def test_an_accepted_frame_stays_away_when_its_edges_are_mended() -> None:
    held = set_of(frame())
    mine = own(held, Status.ACCEPTED)
    moved = [
        replace(each, fragments=(Span(each.fragments[0].start, each.fragments[0].end - 1),), status=Status.EDITED)
        if isinstance(each, Annotation)
        else each
        for each in mine.records.values()
    ]
    assert not undecided(held, annotation_set("eve", moved)).records


def test_a_frame_by_hand_on_the_same_cue_settles_the_suggestion() -> None:
    held = set_of(frame())
    mine = set_of(frame(source="Two officials", content='the "repair" would cost 40,000 crowns'))
    assert not undecided(held, own(mine, Status.ACCEPTED)).records


def test_a_part_refused_by_itself_leaves_its_frame_without_it() -> None:
    held = set_of(frame(), frame(cue="wrote", content="“The hull is thin,”"))
    source = next(each for each in held.of(Annotation) if each.label == "source")
    left = undecided(held, annotation_set("eve", [copied(source, Status.REJECTED)]))
    assert [each.source for each in left.of(Attribution)] == [(), ()]
    assert source.id not in left.records


NEAR = [
    ({}, False),
    ({"content": "will not sail"}, False),  # an edge that another machine sees elsewhere
    ({"cue": "said. He"}, False),
    ({"cue": "engineer", "source": "yard"}, True),  # the same words, said by another cue
    ({"content": "“The hull is thin,”"}, True),  # another content of the same cue
]


@pytest.mark.parametrize(("other", "is_left"), NEAR)
def test_a_refused_frame_stays_away_with_other_edges_but_not_with_another_cue_or_content(
    other: dict[str, str], is_left: bool
) -> None:
    mine = own(set_of(frame()), Status.REJECTED)
    assert bool(list(undecided(set_of(frame(**other)), mine).of(Attribution))) == is_left


@pytest.mark.parametrize(("content", "is_left"), [("will not sail", False), ("The hull", True)])
def test_a_refused_frame_without_a_cue_stays_away_by_its_content(content: str, is_left: bool) -> None:
    mine = own(set_of(replace(frame(), cue=None)), Status.REJECTED)
    shifted = set_of(replace(frame(content=content), cue=None))
    assert bool(list(undecided(shifted, mine).of(Attribution))) == is_left


def changed(label: str, **changes) -> Codebook:
    """The codebook with another description of a label."""
    labels = tuple(replace(each, **changes) if each.name == label else each for each in CODEBOOK.labels)
    return replace(CODEBOOK, labels=labels)


def test_what_is_offered_is_what_the_codebook_in_use_takes() -> None:
    held = set_of(frame(), span("claim", "Reports say so"))
    assert offered(held, CODEBOOK) == held
    assert [each.label for each in held.of(Annotation)].count("claim") == 1
    for other in (changed("claim", on=False), changed("claim", name="assertion")):
        left = offered(held, other)
        assert sorted(each.label for each in left.of(Annotation)) == ["content", "cue", "source"]
        assert list(left.of(Attribution)) == list(held.of(Attribution))
        assert joined(held, [], other) == left
    renamed = offered(held, changed("cue", name="verb"))  # a frame comes whole or not at all
    assert [each.label for each in renamed.records.values() if isinstance(each, Annotation | Attribution)] == ["claim"]


def test_answers_that_the_codebook_in_use_does_not_know_are_not_offered() -> None:
    unsure = replace(frame(), source=(span("source", "an engineer at the yard", naming="named", number="one"),))
    held = set_of(unsure)
    questions = tuple(each for each in CODEBOOK.label_for("source").attributes if each.name != "naming")
    for kept, codebook in (({"naming", "number"}, CODEBOOK), ({"number"}, changed("source", attributes=questions))):
        (source,) = [each for each in offered(held, codebook).of(Annotation) if each.label == "source"]
        assert source.attributes.keys() == kept


def test_refusing_one_frame_leaves_the_source_mention_to_the_other() -> None:
    held = set_of(frame(), frame(cue="wrote", content="“The hull is thin,”"))
    refused, other = held.of(Attribution)
    parts = [held.annotation(i) for _, i in refused.roles]
    left = undecided(held, annotation_set("eve", [copied(each, Status.REJECTED) for each in (*parts, refused)]))
    assert list(left.of(Attribution)) == [other]


# --- stored -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A part of the sample project, made once."""
    path = tmp_path_factory.mktemp("sample") / "s.db"
    small_sample(path)
    return path


@pytest.fixture
def project(sample: Path, tmp_path: Path) -> Iterator[Project]:
    shutil.copy(sample, tmp_path / "s.db")
    with Project.open(tmp_path / "s.db", "eve") as opened:
        yield opened


def suggested(project: Project, machine: str = MACHINE) -> dict[str, dict[str, AnyRecord]]:
    """The machine's records by document and id, whenever they were made."""
    found = {each.document.id: each.set_of(machine) for each in project.store.load_all(None, [machine])}
    return {
        document: {i: replace(each, created=AT) for i, each in held.records.items()} for document, held in found.items()
    }


def test_suggesting_stores_one_edit_a_document_and_twice_adds_nothing(project: Project) -> None:
    first = project.suggest("rules")
    ids = project.store.document_ids()
    assert first.documents == {MACHINE: len(ids)}
    assert first.failed == []
    assert first.frames > 10
    before, edits = suggested(project), list(project.store.edits(annotator=MACHINE))
    assert [edit.document_id for edit in edits] == ids
    assert all(before.values())
    ticks: list[tuple[int, int]] = []
    for again in (False, True):
        second = project.suggest("rules", again=again, tick=lambda done, total: ticks.append((done, total)))
        assert (second.documents, second.there, second.same) == ({}, 0 if again else len(ids), len(ids) if again else 0)
        assert ticks == ([(done, len(ids)) for done in range(1, len(ids) + 1)] if again else [])
        assert list(project.store.edits(annotator=MACHINE)) == edits
    for each in project.store.load_all(None, [MACHINE]):
        assert check(each.document, each.set_of(MACHINE), project.codebook, SOUND) == []


def test_any_number_of_workers_gives_the_same_sets(project: Project, sample: Path, tmp_path: Path) -> None:
    shutil.copy(sample, tmp_path / "other.db")
    project.suggest("rules")
    with Project.open(tmp_path / "other.db", "eve") as other:
        ticks: list[tuple[int, int]] = []
        told = other.suggest("rules", workers=2, tick=lambda done, total: ticks.append((done, total)))
        assert told.documents == {MACHINE: ARTICLES}
        assert ticks == [(done, ARTICLES) for done in range(1, ARTICLES + 1)]
        assert suggested(other) == suggested(project)


def test_only_the_documents_asked_for_are_looked_at(project: Project) -> None:
    name = next(project.documents()).name
    assert project.suggest("rules", [name]).documents == {MACHINE: 1}
    assert project.store.documents_of(MACHINE) == {project.find_document(name)}


def test_again_replaces_what_is_there_in_one_edit(project: Project) -> None:
    name = next(project.documents()).name
    project.suggest("rules", [name])
    document = project.find_document(name)
    before = suggested(project)[document]
    project.undo(document, MACHINE)
    odd = set_of(span("claim", "Ferry"), document=project.load(document).document)
    assert not suggested(project)[document]
    project.suggest("rules", [name])
    assert suggested(project)[document] == before
    assert odd.annotator == MACHINE


def broken(name: str) -> Suggester:
    def suggest(document: Document) -> list[Proposal]:
        if document.name.startswith(name):
            raise RuntimeError("secret words of an article")
        return []

    return Suggester(name="broken", version="1", what="Fails.", make=lambda _: suggest)


def test_a_document_that_a_suggester_fails_on_is_named_and_passed_over(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = next(project.documents()).name
    monkeypatch.setitem(SUGGESTERS, "broken", broken(first))
    told = project.suggest("broken")
    assert told.documents == {"broken@1": ARTICLES - 1}
    assert len(told.failed) == 1
    assert told.failed[0].startswith(f"{first}: a fault of broken@1, RuntimeError at suggest:")
    assert "secret" not in told.failed[0]
    assert len(project.store.documents_of("broken@1")) == ARTICLES - 1  # empty sets are remembered
    with pytest.raises(AnnotatorError, match="no suggestions"):
        project.suggestions_for(project.find_document(first), "broken")


def test_a_newer_version_of_what_was_learned_takes_the_place_of_the_older_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SUGGESTERS, LEARNED, Suggester(name=LEARNED, what="x", make=lambda _: lambda _: []))
    with pytest.raises(AnnotatorError, match="annotator train learned"):
        project.suggest(LEARNED)
    for version in ("1", "2"):
        project.store.set_setting("learned version", version)
        assert project.suggest(LEARNED).documents == {f"learned@{version}": ARTICLES}
    assert not project.store.documents_of("learned@1")
    assert len(project.store.documents_of("learned@2")) == ARTICLES


def test_a_set_goes_by_the_version_that_made_it_also_where_another_is_learned_meanwhile(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, read = project.store, project.store.setting
    store.set_setting("learned version", "1")
    store.set_setting("learned model 1", "AAAA")

    def learn_between(name: str) -> str | None:
        value = read(name)
        if name == "learned version" and value == "1":
            for each, given in {"learned model 2": "BBBB", "learned version": "2", "learned model 1": ""}.items():
                store.set_setting(each, given)
        return value

    monkeypatch.setattr(store, "setting", learn_between)
    job = job_of(store, CODEBOOK, 1, LEARNED)
    assert (job.annotator, job.model) == ("learned@2", b64decode("BBBB"))


def test_of_a_suggester_with_a_newer_version_the_screen_has_the_newer_set_alone(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = project.store.document_ids()[0]
    old = project.suggestions_for(document, "rules")
    monkeypatch.setitem(SUGGESTERS, "rules", replace(SUGGESTERS["rules"], version="2"))
    new = project.suggestions_for(document, "rules")
    assert (old.annotator, new.annotator) == ("rules@1", "rules@2")
    assert {each.annotator for each in new.records.values()} == {"rules@2"}
    assert project.load(document, ["rules@1"]).set_of("rules@1") == old  # what was accepted from it can be looked up
    assert [each.annotator for each in stored(project, project.load(document, ()).document)] == ["rules@2"]


def test_suggestions_for_the_screen_are_made_in_any_thread_and_kept(project: Project) -> None:
    document = project.store.document_ids()[0]
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: project.suggestions_for(document, "rules"), range(2))
    assert first == second
    assert first.records
    assert project.load(document, [MACHINE]).set_of(MACHINE) == first
    assert len(list(project.store.edits(document, MACHINE))) == 1


def test_what_was_learned_is_shown_under_the_labels_that_the_main_machine_does_not_give() -> None:
    main = set_of(frame(), span("claim", "Nobody asked us"))
    learned = annotation_set(
        "learned@1",
        replace(MAKER, annotator="learned@1")
        .records(DOCUMENT, [frame(), span("claim", "Reports say so"), span("descriptor", "at the yard")])
        .records,
    )
    both = joined(main, [learned], CODEBOOK)
    assert both.annotator == MACHINE
    assert [each.label for each in both.of(Annotation) if each.annotator == "learned@1"] == ["descriptor"]


LANGUAGES = [
    ("The mayor of the city said that it was the last of the boats.", {}, True),
    ("Der Bürgermeister der Stadt sagte, das sei das letzte der Boote und nicht mehr.", {}, False),
    ("Der Bürgermeister sagte es.", {"language": "en-GB"}, True),  # what the article says counts
    ("The mayor said it.", {"language": "de"}, False),
]


@pytest.mark.parametrize(("text", "meta", "english"), LANGUAGES)
def test_the_english_suggester_is_for_english_alone(
    text: str, meta: dict[str, str], english: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SUGGESTERS, "attribution-en", broken(""))
    document = replace(segment("a.txt", text), meta=meta)
    assert best_for(document) == ("attribution-en" if english else "rules")


def test_without_its_weights_the_english_suggester_leaves_english_to_the_rules(monkeypatch) -> None:
    monkeypatch.setitem(SUGGESTERS, "attribution-en", replace(SUGGESTERS["attribution-en"], is_there=lambda: False))
    assert best_for(segment("a.txt", LANGUAGES[0][0])) == "rules"


def test_a_project_keeps_the_suggester_that_was_chosen_for_it(project: Project, monkeypatch) -> None:
    monkeypatch.setitem(SUGGESTERS, "broken", broken("-"))
    project.use_suggester("broken")
    assert project.suggestions_for(project.store.document_ids()[0]).annotator == "broken@1"
    assert set(project.suggest().documents) == {"broken@1"}
    project.use_suggester("")
    assert project.store.setting("suggester") == ""
    with pytest.raises(AnnotatorError, match="no suggester"):
        project.use_suggester("nope")
