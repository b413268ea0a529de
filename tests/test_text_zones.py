"""The parts of an article around its body are found by rule, and what is in doubt is body."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.dates import read_date
from annotator.text.fields import fields
from annotator.text.patterns import plain
from annotator.text.zones import zones

SHARED = Path(__file__).resolve().parents[2] / "shared"
SEED_A, SEED_B = "000_e4873f99601d61b1.txt", "003_34254b6a68d5b597.txt"
CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "articles"

SEED_ZONES = {
    SEED_A: {
        "headline": [(2, 72)],
        "byline": [(74, 98)],
        "date": [(100, 117)],
        "caption": [(121, 257)],
        "dateline": [(259, 274)],
        "subhead": [(3460, 3482)],
        "url": [(5848, 5861), (5863, 5982)],
    },
    SEED_B: {
        "caption": [(219, 369)],
        "credit": [(370, 384)],
        "subhead": [(1553, 1611), (4894, 4915), (6686, 6743)],
        "disclaimer": [(8865, 8962)],
    },
}
"""Where the codebook says the zones of the two seeds are, all but the body."""


def read(path: Path) -> str:
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    return path.read_bytes().decode()


def kinds(text: str) -> list[tuple[str, str]]:
    return [(zone.kind, zone.span.cut(text)) for zone in zones(text)]


@pytest.mark.parametrize("name", SEED_ZONES)
def test_the_zones_of_the_seeds_are_those_of_the_codebook(name: str) -> None:
    found: dict[str, list[tuple[int, int]]] = {}
    for zone in zones(read(SHARED / "seeds" / name)):
        if zone.kind != "body":
            found.setdefault(zone.kind, []).append((zone.start, zone.end))
    assert found == SEED_ZONES[name]


BODY = "The council met on Monday and agreed, after a long debate, to close the bridge until the spring."

HEADS = [
    # Markdown headline, linked byline, written date, dated caption, double dateline
    (
        f"# A **Bridge** Closes\n\nBy [The Post](#)\n\nMay 3, 2020\n\nA man looks at a bridge, May 2, 2020.\n\n"
        f"OXBOW/LEEDS — {BODY}\n",
        ["headline", "byline", "date", "caption", "dateline", "body"],
    ),
    # plain headline, byline of a desk, dateline with region, day and agency
    (
        f"A Bridge Closes\n\nBy our transport staff\n\nOXBOW, Pa., May 3 (UPI) - {BODY}",
        ["headline", "byline", "dateline", "body"],
    ),
    # headline with a full stop above a longer paragraph
    (f"Council looks to close the bridge.\n\n{BODY}", ["headline", "body"]),
    # outlet beside the date
    (f"A Bridge Closes\n\nThe Oxbow Post, April 2021\n\n{BODY}", ["headline", "date", "body"]),
    # place in small letters needs an agency
    (f"A Bridge Closes\n\nOxbow (AFP) – {BODY}", ["headline", "dateline", "body"]),
    (f"A Bridge Closes\n\nOxbow – {BODY}", ["headline", "body"]),
    # a deck above the byline
    (
        f"A Bridge Closes\n\nAnd it may not open again\n\nBy Ann Lee\n\n{BODY}",
        ["headline", "subhead", "byline", "body"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), HEADS)
def test_what_stands_before_the_body_is_named(text: str, expected: list[str]) -> None:
    assert [kind for kind, _ in kinds(text)] == expected


BODIES = [
    "By Thursday the water had gone and people came back to look at what was left of their homes.",
    "NATO — which has no army of its own — said it would study the request and answer in the autumn.",
    "The last ferry sailed on May 3, 2020.",
    "He said the photo: a picture of his mother: had been lost.",
    "Here is what she said:",
    "“Will you stay?”",
    "- the first item of a list",
    "Source of the river",
    "Reporting by bicycle is slow, but the city can be crossed in an hour, and nobody asks for a pass at the gates.",
    "Who knows? Not the council.",
]
"""Paragraphs that look a little like something else."""


@pytest.mark.parametrize("paragraph", BODIES)
def test_what_is_in_doubt_is_body(paragraph: str) -> None:
    text = f"{BODY}\n\n{paragraph}\n\n{paragraph}\n\n{BODY}\n\n" + f"{BODY}\n\n" * 5
    assert {kind for kind, _ in kinds(text)} == {"body"}


def test_a_lead_without_a_headline_is_body() -> None:
    assert [kind for kind, _ in kinds(f"{BODY}\n\n{BODY}")] == ["body", "body"]
    assert [kind for kind, _ in kinds(f"No one was hurt.\n\n{BODY}")] == ["body", "body"]


def test_a_known_title_is_the_headline_wherever_it_stands_before_the_body() -> None:
    text = f"# No one was hurt.\n\n{BODY}"
    assert zones(text, headline="No one was hurt.")[0].kind == "headline"
    assert zones("No one was hurt.\n\n" + BODY, headline="No one was hurt.")[0].kind == "headline"


def test_a_lead_that_names_its_day_is_no_caption() -> None:
    text = f"# A Bridge Closes\n\nThis is the morning post for Wednesday, February 3, 2016.\n\n{BODY}"
    assert [kind for kind, _ in kinds(text)] == ["headline", "body", "body"]


def test_a_subhead_is_a_heading_a_short_line_or_a_lone_question() -> None:
    for line in ("## What now", "**What now**", "“Bridge I” Conference", "Who would come?"):
        assert kinds(f"{BODY}\n\n{line}\n\n{BODY}")[1] == ("subhead", line)


def test_the_items_of_a_list_are_body() -> None:
    text = f"{BODY}\n\nAnn Lee, baker\n\nBo Finch, clerk\n\nCy Marsh, smith\n\n{BODY}"
    assert {kind for kind, _ in kinds(text)} == {"body"}


def test_a_credit_makes_the_paragraph_before_it_a_caption() -> None:
    text = (
        f"{BODY}\n\nTwo boats cross the river, Nov. 2, 2019. Photo: Agence Nord\n\n{BODY}\n\nHandout/Reuters.\n\n{BODY}"
    )
    found = kinds(text)
    assert ("caption", "Two boats cross the river, Nov. 2, 2019.") in found
    assert ("credit", "Photo: Agence Nord") in found
    assert ("credit", "Handout/Reuters.") in found


@pytest.mark.parametrize(
    "line",
    [
        "The opinion of the author may not reflect that of the paper.",
        "(Reporting by Ann Lee; Editing by Bo Finch.)",
        "This story has been updated with a comment from the council.",
        "Follow Ann Lee on Twitter @annlee.",
        "Bo Finch contributed to this report.",
        "© 2020 The Oxbow Post",
    ],
)
def test_words_of_the_outlet_at_the_end_are_a_disclaimer(line: str) -> None:
    assert kinds(f"{BODY}\n\n{BODY}\n\n{line}\n")[-1] == ("disclaimer", line)


DATES = [
    ("November 26, 2014", "2014-11-26"),
    ("Nov. 26, 2014", "2014-11-26"),
    ("Thursday, June 18, 2020", "2020-06-18"),
    ("3 March 2020", "2020-03-03"),
    ("2020-02-16", "2020-02-16"),
    ("2020-02-16T10:30", "2020-02-16"),
    ("Published: May 3, 2020 10:32 a.m. EST", "2020-05-03"),
    ("Updated on 3 May 2020", "2020-05-03"),
    ("April 2021", "2021-04"),
    ("26/11/2014", "2014-11-26"),
    # the third of April or the fourth of March
    ("03/04/2014", ""),
    # no such day
    ("February 30, 2020", None),
    ("He was born on May 3, 2020", None),
    ("May 3", None),
]


@pytest.mark.parametrize(("line", "edtf"), DATES)
def test_a_date_line_is_read_as_exactly_as_it_is_written(line: str, edtf: str | None) -> None:
    found = read_date(line)
    assert (found and found.edtf) == edtf


def test_fields_are_only_what_the_text_states() -> None:
    text = (
        f"# A **Bridge** Closes\n\nBy [The Post](#)\n\nThe Oxbow Post, May 3, 2020\n\nOXBOW/LEEDS — {BODY}\n\n"
        "Original url:\n\n<https://post.example/bridge>\n"
    )
    assert fields(text, zones(text)) == {
        "headline": "A Bridge Closes",
        "byline": "The Post",
        "published": "2020-05-03",
        "published_basis": "stated",
        "outlet": "The Oxbow Post",
        "dateline": "OXBOW/LEEDS",
        "url": "https://post.example/bridge",
    }
    assert fields(BODY, zones(BODY)) == {}


def test_every_sample_article_has_a_body_and_nothing_of_it_is_a_credit() -> None:
    paths = sorted(CORPUS.glob("*.*")) if CORPUS.exists() else []
    for path in paths:
        text = read(path)
        found = zones(text)
        hidden = sum(zone.end - zone.start for zone in found if zone.kind not in ("body", "caption"))
        assert hidden < len(text) / 4, path.name
        assert all(len(zone.span) < 60 for zone in found if zone.kind == "credit"), path.name


MARKUP = ["# ", "**", "[x](#)", "\n", "\r\n", "\r", " ", "\xa0", "\t", "\u2028", ".", "?", ":", "“", "”", '"', "— "]
WORDS = ["By ", "Ann Lee", "Photo: ", "(AP) — ", "OXBOW", "May 3, 2020", "https://a.example", "Original url:", "said"]
PIECES = st.sampled_from([*MARKUP, *WORDS, "👩\u200d🚒", "e\u0301", "שלום"])
NASTY = st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join))


@given(NASTY)
def test_zones_are_sorted_disjoint_and_hold_all_but_white_space(text: str) -> None:
    found = zones(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(zone.start < zone.end for zone in found)
    covered = {offset for zone in found for offset in range(zone.start, zone.end)}
    assert all(char.isspace() for offset, char in enumerate(text) if offset not in covered)
    assert all(isinstance(value, str) for value in fields(text, found).values())


@given(NASTY)
def test_plain_words_have_no_markdown_link_left(text: str) -> None:
    assert "](#)" not in plain(text.replace("[", "").replace("]", "") + "[x](#)")


def test_most_first_lines_of_polnear_are_headlines() -> None:
    folder = SHARED / "data" / "polnear" / "train" / "text"
    if not folder.exists():
        pytest.skip("PolNeAR is not here")
    paths = sorted(folder.iterdir())[::20]
    headlines = sum(zones(read(path))[0].kind == "headline" for path in paths)
    assert headlines > 0.9 * len(paths)
