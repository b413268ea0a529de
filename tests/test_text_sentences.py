"""Sentences are where a reader sees them, trimmed and in order, and nothing but white space is outside."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.sentences import sentences

SHARED = Path(__file__).resolve().parents[2] / "shared"
SEED_A, SEED_B = "000_e4873f99601d61b1.txt", "003_34254b6a68d5b597.txt"
CORPUS = Path(__file__).resolve().parents[1] / "corpus"


def cut(text: str) -> list[str]:
    return [sentence.cut(text) for sentence in sentences(text)]


SPLITS = [
    # dates, countries, titles and initials
    "On Dec. 1, the king flew to Lozhen. | On Nov. 21, he met Gov. Ann Lee and Sen. J. D. Finch (R-Pa.) at noon.",
    "The U.S. refused to pay. | The U.S. Army left. | He lives in the U.S. | The army left.",
    "It begins at 11 a.m. | The next is at 4 p.m. on Monday.",
    "Lt. Gov. Ann Lee spoke. | Reps. Bo Finch and Cy Marsh did not.",
    "She asked Dr. Mirela Santos. | Mrs. Fenn, 81, said no. | Then she left.",
    "It rose 3.1 percent to No. 5. | He is No. 1.",
    # words that nupunkt's model takes for abbreviations
    "He left New York. | Finch stayed. | It was so last week. | Marsh agreed. | They met years ago. | Lee won Iowa.",
    # an omission inside a quotation is no end, and outside it is
    '"They want the lead ... They fear the rest," the envoy said. | He paused.',
    "He waited … | Nobody came.",
    "“It was all we had….” | She wept.",
    # a quotation that ends inside a sentence
    '"Is it over?" she said. | "Yes!" he said. | "Stop!" | He ran.',
    '"Is it over?" Ann Lee asked. | “Why now?” Mr. Finch wrote. | "Go!" | The crowd went.',
    'She called it "a mess." | Then she left.',
    "He had (as he said.) | Then he went. | (Nobody saw him.) | She did.",
    '"We won," Finch said. | "We lost. | We do not know."',
    # a mark apart from its sentence
    'What does it mean? " Lee asked. | "We ask."',
    # names that hold a mark
    "The Yahoo! board met. | Jeb! was ahead. | What a year!",
    # the number of an item, and a dateline
    "1. Ann Lee leads.",
    "OXBOW, Pa. — The bridge is shut. | KARLSUND, Nov. 21, 2019 (Meridian) — Rates will stay.",
    "OXBOW, N.H. (AP) — The bridge is shut.",
    # a caption and its credit
    "A man looks at a bridge, Nov. 25, 2014. | Photo: Reuters",
    # wide marks stand without spaces
    "他来了。| 她走了。",
]


@pytest.mark.parametrize("row", SPLITS)
def test_sentences_end_where_a_reader_ends_them(row: str) -> None:
    expected = [part.strip() for part in row.split("|")]
    text = row.replace(" | ", " ").replace("| ", "")
    assert cut(text) == expected


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\n\n", "\u2028", "\n \t\n"])
def test_a_line_end_ends_a_sentence(line_end: str) -> None:
    lines = ["# A heading", "By Ann Lee", "May 3, 2020", "A bridge", "The bridge is shut."]
    assert cut(line_end.join(lines)) == lines


SEED_LINES = [
    # an omission inside a quotation
    (SEED_A, 35, 1),
    # a quotation that is a paragraph
    (SEED_A, 41, 1),
    # three full sentences with U.S. and a trailing attribution
    (SEED_A, 27, 3),
    (SEED_A, 25, 2),
    (SEED_A, 23, 1),
    (SEED_A, 29, 1),
    (SEED_A, 33, 1),
    (SEED_A, 39, 1),
    # a quotation that is taken up again
    (SEED_A, 53, 2),
    (SEED_A, 67, 2),
    # the caption with its date, and the dateline with the lead
    (SEED_A, 11, 1),
    (SEED_A, 13, 1),
    (SEED_B, 3, 2),
    # Dec. 1 and Nov. 21
    (SEED_B, 13, 3),
    (SEED_B, 17, 2),
    (SEED_B, 27, 1),
    (SEED_B, 47, 1),
]


@pytest.mark.parametrize(("name", "line", "count"), SEED_LINES)
def test_the_hard_lines_of_the_seeds_have_as_many_sentences_as_they_have(name: str, line: int, count: int) -> None:
    path = SHARED / "seeds" / name
    if not path.exists():
        pytest.skip("the seeds are not here")
    assert len(cut(path.read_bytes().decode().split("\n")[line - 1])) == count


def true_sentences(path: Path) -> set[tuple[int, int]]:
    rows = (row.split("\t") for row in path.read_bytes().decode().split("\n") if row.strip())
    return {(int(row[0]), int(row[1])) for row in rows}


def test_the_sample_corpus_is_split_at_its_true_boundaries(capsys: pytest.CaptureFixture[str]) -> None:
    """F1 of exact sentences over all sample articles."""
    found, true, both = 0, 0, 0
    for path in sorted((CORPUS / "sentences").glob("*.txt")):
        article = next((CORPUS / "articles").glob(f"{path.stem}.*"))
        ours = {(sentence.start, sentence.end) for sentence in sentences(article.read_bytes().decode())}
        theirs = true_sentences(path)
        found, true, both = found + len(ours), true + len(theirs), both + len(ours & theirs)
    assert true, "the true sentences are not here"
    f1 = 2 * both / (found + true)
    with capsys.disabled():
        print(f"sentences of the sample corpus: F1 {f1:.3f} on {true}")
    assert f1 >= 0.97


MARKUP = [
    '"',
    "“",
    "”",
    "’",
    "(",
    ")",
    " ",
    "\xa0",
    "\t",
    "\n",
    "\r\n",
    "\r",
    ".",
    "—",
    "- ",
    "。",
    "\u2028",
    "\u200b",
    "\x1f",
]
WORDS = ["Dec. ", "U.S. ", "... ", "…", ". . . ", "? ", "! ", "said", "Ann Lee", "A", "1"]
PIECES = st.sampled_from([*MARKUP, *WORDS, "👩\u200d🚒", "e\u0301", "שלום"])
NASTY = st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join))


@given(NASTY)
def test_sentences_are_sorted_disjoint_trimmed_and_hold_all_but_white_space(text: str) -> None:
    found = sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(sentence.cut(text) == sentence.cut(text).strip() for sentence in found)
    covered = {offset for sentence in found for offset in range(sentence.start, sentence.end)}
    assert all(char.isspace() for offset, char in enumerate(text) if offset not in covered)


@given(NASTY, NASTY)
def test_a_paragraph_is_split_the_same_whatever_stands_before_it(first: str, second: str) -> None:
    before = first + "\n"
    assert [s.cut(second) for s in sentences(second)] == [
        s.cut(before + second) for s in sentences(before + second) if s.start >= len(before)
    ]
