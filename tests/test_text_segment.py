"""A document is put together from its text alone, and what the user says about it stands."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.documents import document_id
from annotator.text.quotations import quotations
from annotator.text.segment import segment
from annotator.text.sentences import sentences
from annotator.text.zones import zones

TEXT = 'A Bridge Closes\n\nMay 3, 2020\n\nOXBOW — "It is shut," the mayor said on Monday. Nobody knew why it was so.\n'


def test_a_document_holds_its_text_and_what_is_where_in_it() -> None:
    document = segment("a.txt", TEXT)
    assert (document.id, document.name, document.text) == (document_id(TEXT), "a.txt", TEXT)
    assert document.zones == zones(TEXT)
    assert document.sentences == sentences(TEXT)
    assert document.quotations == quotations(TEXT)
    assert document.meta == {
        "headline": "A Bridge Closes",
        "published": "2020-05-03",
        "published_basis": "stated",
        "dateline": "OXBOW",
    }


def test_given_fields_stand_and_the_text_fills_the_others() -> None:
    meta = segment("a.txt", TEXT, {"published": "2020", "outlet": "The Post"}).meta
    assert meta == {"published": "2020", "outlet": "The Post", "headline": "A Bridge Closes", "dateline": "OXBOW"}


@given(st.text())
def test_any_text_is_segmented(text: str) -> None:
    assert segment("a.txt", text).text == text


def test_nothing_heavy_is_loaded_before_the_first_abbreviation() -> None:
    program = (
        "import sys; from annotator.text.segment import segment; segment('a', 'A plain line.\\nAnother.');"
        "print([m for m in ('nupunkt', 'charset_normalizer', 'sqlmodel', 'textual') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
