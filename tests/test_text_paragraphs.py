"""The paragraph at an offset is the line that the segmenter sees there, whatever ends its lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.documents import BREAKS, Document
from annotator.text.paragraphs import paragraphs


def at(text: str, offset: int) -> str:
    return Document(id="d", name="d.txt", text=text).paragraph_at(offset).cut(text)


@pytest.mark.parametrize("line_end", ["\r\n", *BREAKS])
def test_every_line_end_ends_a_paragraph_and_is_no_part_of_it(line_end: str) -> None:
    lines = ["One line.", "Another.", "x" * 3000, "The last."]
    text = line_end.join(lines)
    assert [at(text, text.index(line) + inside) for line in lines for inside in (0, len(line) - 1)] == [
        line for line in lines for _ in range(2)
    ]


PLACES = [
    # the text, the offset, the paragraph there
    ("a", 0, "a"),
    ("a", 1, "a"),  # the end of the text
    ("one\ntwo", 7, "two"),
    ("one\ntwo\n", 8, "two"),  # behind the last break
    ("one\r\ntwo", 3, "one"),  # on a break
    ("one\r\ntwo", 4, "one"),  # inside a break of two characters
    ("one\n\n\ntwo", 5, "one"),  # on a blank line
    ("\n\none", 0, "one"),  # on a blank line with nothing before it
    ("\n", 1, "\n"),  # nothing but a break
]


@pytest.mark.parametrize(("text", "offset", "expected"), PLACES)
def test_every_offset_has_a_paragraph_and_it_is_never_empty(text: str, offset: int, expected: str) -> None:
    assert at(text, offset) == expected


PIECES = st.sampled_from(["a", "é ", " ", "\r\n", *BREAKS, "👩\u200d🚒", "e\u0301", "word " * 80])


@given(st.lists(PIECES, min_size=1, max_size=30).map("".join), st.data())
def test_the_paragraph_at_an_offset_is_a_whole_line_without_its_breaks(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    if not text.strip(BREAKS):
        return
    span = Document(id="d", name="d.txt", text=text).paragraph_at(offset)
    assert not set(span.cut(text)) & set(BREAKS)
    assert span.start == 0 or text[span.start - 1] in BREAKS
    assert span.end == len(text) or text[span.end] in BREAKS
    assert offset in span or text[offset : offset + 1] in BREAKS


@given(st.lists(PIECES, max_size=30).map("".join))
def test_a_paragraph_is_its_line_without_the_white_space_around_it(text: str) -> None:
    assert all(at(text, span.start).strip() == span.cut(text) for span in paragraphs(text))
