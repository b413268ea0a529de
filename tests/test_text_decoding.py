"""Bytes become exactly the text they say, or are refused with the line that is wrong."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import AnnotatorError, FormatError
from annotator.text.decoding import checked, decode

TEXT = "Zoë said “no”.\r\nשלום 👩‍🚒 e\u0301\rend\n\n\xa0"


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\ufeff")))
def test_utf8_is_read_as_it_stands(text: str) -> None:
    decoded = decode(text.encode(), "a.txt")
    assert (decoded.text, decoded.encoding, decoded.guessed, decoded.note) == (text, "utf-8", False, "")


BOMS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
]


@pytest.mark.parametrize(("bom", "encoding"), BOMS)
def test_a_byte_order_mark_names_the_encoding_and_is_dropped_and_said(bom: bytes, encoding: str) -> None:
    decoded = decode(bom + TEXT.encode(encoding), "a.txt")
    assert (decoded.text, decoded.encoding, decoded.guessed) == (TEXT, encoding, False)
    assert "a.txt" in decoded.note
    assert "byte order mark" in decoded.note


def test_another_encoding_is_guessed_and_said_to_be_a_guess() -> None:
    text = "Le président a déclaré que l’été serait chaud.\n« Très chaud », a-t-il précisé à la télévision.\n" * 5
    decoded = decode(text.encode("cp1252"), "a.txt")
    assert decoded.text == text
    assert decoded.guessed
    assert "a.txt:1:" in decoded.note


REFUSED = [
    (b"one\ntwo\0\n", ":2:"),
    (b"one\n\ntw\xed\xa0\x80o\n", ":3:"),
    (codecs.BOM_UTF16_LE + "one\n".encode("utf-16-le") + b"\x00\xd8a\x00", ":2:"),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", ":2:"),
    (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\xff\xfe", "binary"),
    (bytes(range(1, 256)), "not UTF-8"),
]


@pytest.mark.parametrize(("data", "message"), REFUSED)
def test_what_is_not_text_is_refused_with_its_place(data: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=r"a\.txt") as refusal:
        decode(data, "a.txt")
    assert message in str(refusal.value)


def test_text_that_no_database_keeps_is_refused_with_its_line() -> None:
    assert checked(TEXT, "a.jsonl") == TEXT
    for bad in ("one\ntwo\0", "one\ntw\ud800o"):
        with pytest.raises(FormatError, match=r"a\.jsonl:2:"):
            checked(bad, "a.jsonl")


@given(st.binary())
def test_any_bytes_become_text_that_can_be_stored_or_a_clear_refusal(data: bytes) -> None:
    try:
        text = decode(data, "a.txt").text
    except AnnotatorError:
        return
    assert "\0" not in text
    assert text.encode().decode() == text
