"""Quotations are paired paragraph by paragraph, with their marks, and apostrophes have no part in it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.paragraphs import paragraphs
from annotator.text.quotations import quotations

SHARED = Path(__file__).resolve().parents[2] / "shared"
SEED_A, SEED_B = "000_e4873f99601d61b1.txt", "003_34254b6a68d5b597.txt"
MARKS = frozenset("\"“”„‟«»‹›‘’‚'`")


def cut(text: str) -> list[str]:
    return [span.cut(text) for span in quotations(text)]


PAIRS = [
    # straight, with possessives and contractions inside
    ("\"It's Finch's, and the Lees' too,\" he said.", ["\"It's Finch's, and the Lees' too,\""]),
    # taken up again in the same paragraph
    ('"We won," she said. "We did."', ['"We won,"', '"We did."']),
    # curly, with a curly apostrophe
    ("“It’s the Lees’ bridge,” he said.", ["“It’s the Lees’ bridge,”"]),
    # nested
    ("“He said ‘no’ to us,” she said.", ["“He said ‘no’ to us,”", "‘no’"]),
    ("‘He said “no” to us,’ she said.", ["‘He said “no” to us,’", "“no”"]),
    ('"He said "no" to us," she said.', ['"He said "no" to us,"', '"no"']),
    # guillemets, either way round
    ("Il a dit « non », puis «oui».", ["« non »", "«oui»"]),
    ("Er sagte »nein« und ging.", ["»nein«"]),
    # low and high
    ("Er sagte „nein“ und ging. „Warum?“", ["„nein“", "„Warum?“"]),
    ("Er sagte „sie rief ‚nein‘ hinauf“.", ["„sie rief ‚nein‘ hinauf“", "‚nein‘"]),
    # two apostrophes for one mark
    ("He called it ''a mess'' and left.", ["''a mess''"]),
    ("He called it ``a mess'' and left.", ["``a mess''"]),
    # mixed by a careless hand
    ('“It is over," he said.', ['“It is over,"']),
    ("He said ”no” twice.", ["”no”"]),
    # after a dash and in brackets
    ('the rest—"no"—and ("yes") too', ['"no"', '"yes"']),
    # an open quotation runs to the end of its paragraph, and the next opens again
    ('"We came.\n\n"We saw," he said.\n', ['"We came.', '"We saw,"']),
    ("“We came. \r\n“We saw,” he said.", ["“We came.", "“We saw,”"]),
    # apostrophes only
    ("It's the '90s, rock 'n' roll and the Lees' ‘em", []),
    ("The workers' union and the Lees' too, Guns 'N' Roses' album, 'twas the bosses' plan", []),
    ("l'eau, aujourd'hui et 6' 2", []),
    # straight and single, with apostrophes, plural possessives and shortened words inside
    ("'We won't go,' he said. 'Not now!'", ["'We won't go,'", "'Not now!'"]),
    ("'We saw the workers' union,' he said.", ["'We saw the workers' union,'"]),
    ("'It's the '90s,' she said, 'and rock 'n' roll.'", ["'It's the '90s,'", "'and rock 'n' roll.'"]),
    ("He called it 'a mess', left the 'big game' and hates 'workers'.", ["'a mess'", "'big game'", "'workers'"]),
    ("the mayor—'a crook'—left ('yes')", ["'a crook'", "'yes'"]),
    # straight and single in double, and the other way round
    ("\"He said 'no' to us,\" she said.", ["\"He said 'no' to us,\"", "'no'"]),
    ("'He said \"no\" to us,' she said.", ["'He said \"no\" to us,'", '"no"']),
    # straight and single without a partner in its paragraph
    ("'We came.\n\nThe Lees' house.", []),
    # inches
    ("He is 6'2\" tall.", []),
    # a scare quotation inside an indirect one, and a name in a heading
    ('Osmere says it fights "pirates" on the lake.', ['"pirates"']),
    ("“Bridge I” Conference", ["“Bridge I”"]),
    # an insertion and a partial quotation with its full stop
    ('He wants "an end [to] the matter."', ['"an end [to] the matter."']),
]


@pytest.mark.parametrize(("text", "expected"), PAIRS)
def test_quotations_are_paired_with_their_marks(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


SEED_LINES = [
    (SEED_A, 23, 1),
    (SEED_A, 25, 1),
    (SEED_A, 29, 1),
    (SEED_A, 33, 1),
    (SEED_A, 35, 1),
    (SEED_A, 41, 1),
    (SEED_A, 47, 1),
    (SEED_A, 53, 2),
    (SEED_A, 67, 2),
    (SEED_B, 3, 0),
    (SEED_B, 7, 0),
    (SEED_B, 13, 1),
    (SEED_B, 17, 1),
    (SEED_B, 27, 1),
    (SEED_B, 39, 0),
]


@pytest.mark.parametrize(("name", "line", "count"), SEED_LINES)
def test_the_hard_lines_of_the_seeds_have_as_many_quotations_as_they_have(name: str, line: int, count: int) -> None:
    path = SHARED / "seeds" / name
    if not path.exists():
        pytest.skip("the seeds are not here")
    assert len(cut(path.read_bytes().decode().split("\n")[line - 1])) == count


PIECES = st.sampled_from(
    [*sorted(MARKS), "''", "``", "a", "Lee", " ", "\xa0", ".", ",", "—", "(", "\n", "\r\n", "👩‍🚒", "e\u0301", "ש"]
)
NASTY = st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join))


@given(NASTY)
def test_quotations_begin_with_a_mark_and_end_with_one_or_with_their_paragraph(text: str) -> None:
    ends = {span.end for span in paragraphs(text)}
    found = quotations(text)
    assert list(found) == sorted(set(found))
    for span in found:
        assert text[span.start] in MARKS
        assert text[span.end - 1] in MARKS or span.end in ends


@given(NASTY)
def test_quotations_lie_in_one_paragraph_and_one_in_another_or_apart(text: str) -> None:
    found = quotations(text)
    assert all(any(p.start <= q.start and q.end <= p.end for p in paragraphs(text)) for q in found)
    assert not any(a.start < b.start < a.end < b.end for a in found for b in found)
