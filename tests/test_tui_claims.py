"""On the claims screen keys relate pairs, and what they did is in the store; families and articles are a key away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile
from typing import NamedTuple

import pytest
from textual.pilot import Pilot

from annotator.domain.records import AnnotatedDocument, Annotation, Link, annotation_set
from annotator.domain.spans import Span
from annotator.project import Project
from annotator.project.claims import propose, read_claims
from annotator.project.making import make_project
from annotator.text.segment import segment
from annotator.tui.app import Workbench
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.claims import ClaimsScreen
from annotator.tui.screens.library import LibraryScreen
from tests.claim_pairs import PAIRS, claim_id, documents, with_claims
from tests.test_corpus import rows
from tests.test_tui_adjudicate import press
from tests.test_tui_screens import HOSTILE, assert_is_only_text, screen_text


@asynccontextmanager
async def claiming(path: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[tuple[Pilot[None], ClaimsScreen]]:
    """The workbench with the claims on the screen, opened from the library by a key."""
    with Project.open(path, "ana") as project:
        async with Workbench(project, None, path.with_name("theme")).run_test(size=size) as pilot:
            await pilot.pause()
            await pilot.press("f8")
            await compared(pilot)
            assert isinstance(pilot.app.screen, ClaimsScreen)
            yield pilot, pilot.app.screen


async def compared(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the sample articles of ana and ben, whose claims have been compared."""
    path = tmp_path_factory.mktemp("claims") / "p.db"
    make_project(path, "ana", sample=True)
    with Project.open(path, "ana") as project:
        propose(project, read_claims(project))
    return path


@pytest.fixture
def sample(template: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(copyfile(template, tmp_path / "p.db"))


def stored(path: Path, annotator: str = "ana") -> list[Link]:
    """The annotator's relations of claims, read by nobody who was there before."""
    with Project.open(path, annotator) as project:
        return read_claims(project).related()


async def test_a_relation_is_one_key_and_each_answer_one_more(sample: Path) -> None:
    async with claiming(sample) as (pilot, screen):
        first = screen.pair
        assert first is not None
        await press(pilot, "c")
        (link,) = stored(sample)
        assert (link.relation, {link.from_id, link.to_id}) == ("contradicts", {each.id for each in first})
        await press(pilot, "2", "5", "y", "y")
        (link,) = stored(sample)
        assert link.attributes == {"kind": ("date", "place"), "certainty": ("probable",)}
        await press(pilot, "2", "m", *"loose", "enter")
        (link,) = stored(sample)
        assert link.attributes == {"kind": ("place",), "certainty": ("probable",), "reason": ("loose",)}
        assert link.document_id
        assert "saved" in screen_text(pilot.app)


async def test_a_pair_keeps_one_relation_which_can_be_turned_taken_back_and_undone(sample: Path) -> None:
    async with claiming(sample) as (pilot, screen):
        await press(pilot, "s")
        (before,) = stored(sample)
        await press(pilot, "q")
        (link,) = stored(sample)
        assert link.relation == "qualifies"
        await press(pilot, "t")
        (back,) = stored(sample)
        assert (back.from_id, back.to_id) == (link.to_id, link.from_id)
        await press(pilot, "backspace")
        assert stored(sample) == []
        await press(pilot, "u", "u", "u")
        assert stored(sample) == [before]
        assert screen.link == before
        await press(pilot, "u")
        assert stored(sample) == []
        await press(pilot, "U")
        assert stored(sample) == [before]


async def test_undo_goes_on_after_a_restart_but_not_into_what_was_done_elsewhere(sample: Path) -> None:
    async with claiming(sample) as (pilot, _):
        await press(pilot, "p")
    async with claiming(sample) as (pilot, _):
        await press(pilot, "u")
        assert stored(sample) == []
        await press(pilot, "u")
        assert "nothing to undo" in screen_text(pilot.app)


async def test_what_is_decided_leaves_the_proposals_and_stands_among_the_related(sample: Path) -> None:
    async with claiming(sample) as (pilot, screen):
        pair = screen.pair
        total = len(screen._items)
        await press(pilot, "n", "tab")
        assert len(screen._items) == 1
        assert {each.id for each in screen.pair or ()} == {each.id for each in pair or ()}
        await press(pilot, "shift+tab")
        assert len(screen._items) == total - 1
    async with claiming(sample) as (_, screen):
        assert len(screen._items) == total - 1


async def test_repeats_are_a_family_with_its_first_appearance_and_what_changed(sample: Path) -> None:
    async with claiming(sample) as (pilot, _):
        await press(pilot, "j", "r", "tab", "tab")
        text = screen_text(pilot.app)
        assert "2 claims" in text
        assert "first in osmere-talks.md" in text
        assert "carried by osmere-talks.md, lakeside-conference.txt" in text
        assert "[-she-] +Orlo" in text
    (link,) = stored(sample)
    assert link.attributes["kind"] == ("near_verbatim",)


async def test_any_two_claims_can_be_related_by_holding_one(sample: Path) -> None:
    async with claiming(sample) as (pilot, screen):
        await press(pilot, "shift+tab", "h", "j", "j", "j")
        assert stored(sample) == []
        await press(pilot, "s")
        ordered = screen.claims.ordered() if screen.claims else []
        (link,) = stored(sample)
        assert {link.from_id, link.to_id} == {ordered[0].id, ordered[3].id}


async def test_the_filter_narrows_every_view_and_a_key_opens_the_article_there(sample: Path) -> None:
    async with claiming(sample) as (pilot, screen):
        await press(pilot, "tab", "tab", "tab", "/", *"spillway", "enter")
        assert 0 < len(screen._items) < 10
        claim = screen._claims_of(screen._items[0])[0]
        assert "spillway" in claim.words
        await press(pilot, "enter")
        article = pilot.app.screen
        assert isinstance(article, AnnotateScreen)
        assert article.document_id == claim.document_id
        assert article.editor.current.start <= claim.fragments[0].start < article.editor.current.end
        await press(pilot, "ctrl+l")
        assert pilot.app.screen is screen
        await press(pilot, "/", *["backspace"] * 8, "enter")
        assert len(screen._items) == 185


async def test_a_claim_that_was_removed_in_its_article_is_gone_here(sample: Path) -> None:
    async with claiming(sample) as (pilot, screen):
        await press(pilot, "shift+tab")
        gone = screen._claims_of(screen._items[0])[0]
        await press(pilot, "enter")
        article = pilot.app.screen
        assert isinstance(article, AnnotateScreen)
        article.editor.look(active=gone.id)
        await press(pilot, "backspace", "ctrl+l")
        await compared(pilot)
        assert pilot.app.screen is screen
        assert len(screen._items) == 184
        assert gone.id not in {each.id for item in screen._items for each in screen._claims_of(item)}


async def test_each_annotator_relates_the_claims_of_ones_own_set(sample: Path) -> None:
    async with claiming(sample) as (pilot, _):
        await press(pilot, "r")
    assert len(stored(sample)) == 1
    assert stored(sample, "ben") == []


async def test_the_back_key_leads_to_the_library(sample: Path) -> None:
    async with claiming(sample) as (pilot, _):
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_a_project_without_claims_says_what_to_do(tmp_path: Path) -> None:
    make_project(tmp_path / "p.db", "eve")
    async with claiming(tmp_path / "p.db") as (pilot, _):
        assert "mark claims" in screen_text(pilot.app)
        await press(pilot, "r", "tab", "tab", "tab", "r", "u", "enter", "h", "y", "m", "t", "backspace", "1")
        assert "no claim is marked yet" in screen_text(pilot.app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_hostile_words_are_only_text(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "p.db"
    make_project(path, "ana")
    at = datetime(2026, 1, 2, tzinfo=UTC)
    made = []
    for number in (1, 2):
        document = segment(f"{number} [red]{HOSTILE[:20]}.txt", f"The dam {HOSTILE} holds for {number} years.")
        place = (Span(0, len(document.text)),)
        own = Annotation(
            id=f"c{number}", document_id=document.id, annotator="ana", created=at, label="claim", fragments=place
        )
        made.append(AnnotatedDocument(document, (annotation_set("ana", [own]),)))
    with Project.open(path, "ana") as project:
        project.store.add(made, by="ana", at=at, action="test")
    async with claiming(path, size) as (pilot, _):
        assert_is_only_text(pilot.app)
        await press(pilot, "r", "tab", "tab")
        assert_is_only_text(pilot.app)


class Wanted(NamedTuple):
    """A relation that is to be recorded."""

    one: str
    other: str
    relation: str
    kind: tuple[str, ...] = ()
    certainty: str = "certain"


async def relate(pilot: Pilot[None], screen: ClaimsScreen, pair: Wanted) -> None:
    """Relate two claims by keys alone, from the list of all claims."""
    one, other = pair.one, pair.other
    await go_to(pilot, screen, one)
    await pilot.press(*["h"] * (screen._held != one))
    await go_to(pilot, screen, other)
    keys = {relation.name: key for key, relation in screen._relations.items()}
    await pilot.press(keys[pair.relation])
    relation = screen.relation
    assert relation is not None
    kinds = [value for each in relation.attributes[:1] for value in each.values]
    given = screen.link.attributes.get("kind", ()) if screen.link else ()
    digits = [str(kinds.index(kind) + 1) for kind in pair.kind if kind not in given]
    times = ("certain", "probable", "possible").index(pair.certainty) + 1
    await press(pilot, *digits, *["y"] * times)


async def go_to(pilot: Pilot[None], screen: ClaimsScreen, claim: str) -> None:
    wanted = [each.id for item in screen._items for each in screen._claims_of(item)].index(claim)
    step = wanted - screen.chosen
    page = screen.query_one("#list").size.height
    on, back = ("pagedown", "j") if step > 0 else ("pageup", "k")
    await pilot.press(*[on] * (abs(step) // page), *[back] * (abs(step) % page))


async def record(path: Path, wanted: list[Wanted]) -> None:
    """Relate all of them, and see in the store that they are there, each as it was meant, and nothing else."""
    async with claiming(path) as (pilot, screen):
        await press(pilot, "shift+tab")
        for pair in wanted:
            await relate(pilot, screen, pair)
    links = {frozenset((link.from_id, link.to_id)): link for link in stored(path)}
    assert len(links) == len(wanted)
    for pair in wanted:
        link = links[frozenset((pair.one, pair.other))]
        assert link.relation == pair.relation
        assert sorted(link.attributes.get("kind", ())) == sorted(pair.kind)
        assert link.attributes["certainty"] == (pair.certainty,)


async def test_all_eleven_pairs_of_the_seed_articles_are_recorded_by_keys(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.db"
    make_project(path, "ana")
    with Project.open(path, "ana") as project:
        made = [with_claims(letter, document) for letter, document in documents(shared / "seeds").items()]
        project.store.add(made, by="ana", at=datetime(2026, 1, 2, tzinfo=UTC), action="test")
    ends = [(claim_id(pair.first[0]), claim_id(pair.second[0])) for pair in PAIRS]
    assert len(ends) == 11
    await record(
        path, [Wanted(*end, pair.relation, pair.kind, pair.certainty) for end, pair in zip(ends, PAIRS, strict=True)]
    )


async def test_all_pairs_of_the_sample_corpus_are_recorded_by_keys(sample: Path) -> None:
    with Project.open(sample, "ana") as project:
        known = {(Path(e.document).stem, e.words): e.id for e in read_claims(project).claims.values()}
    listed = rows("claim_pairs.tsv")
    assert len(listed) == 20
    ends = [tuple(known[row[f"slug_{side}"], row[f"words_{side}"]] for side in "ab") for row in listed]
    kinds = [tuple(each for each in row["kind"].split("+") if each != "-") for row in listed]
    await record(
        sample, [Wanted(*end, row["relation"], kind) for end, kind, row in zip(ends, kinds, listed, strict=True)]
    )


def test_proposals_are_kept_until_the_claims_change(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Project.open(sample, "ana") as project:
        first = read_claims(project)
        monkeypatch.setattr("annotator.domain.claims.pairs.Pairing", None)  # nothing is compared again
        again = read_claims(project)
        propose(project, again)
        assert again.proposals == first.proposals != []
        del again.claims[next(iter(again.claims))]
        with pytest.raises(TypeError):
            propose(project, again)
