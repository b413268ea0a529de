"""No character of a text can act on the terminal, and none is lost from view."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.shown import MARK, shown

CASES = [
    ("a plain line", "a plain line"),
    ("“Ça va”, dit Müller – 東京 👍🏽", "“Ça va”, dit Müller – 東京 👍🏽"),  # letters and emoji are left alone
    ("\x1b]0;PWNED\x07", "␛]0;PWNED␇"),  # a title sequence
    ("\x9b2J\x90", f"{MARK}2J{MARK}"),  # C1 controls
    ("a\tb\nc\rd\x7f", "a b c␍d␡"),  # white space that moves the cursor
    ("\u202etxt.exe\u2066", f"{MARK}txt.exe{MARK}"),  # bidirectional override and isolate
    ("a\u2028b\u2029c", f"a{MARK}b{MARK}c"),  # line separators
    ("pay\u200bpal \ufeff\xad", f"pay{MARK}pal {MARK}{MARK}"),  # zero-width characters
    ("ad\u200dmin", f"ad{MARK}min"),  # a joiner between Latin letters joins nothing
    ("می\u200cخواهم 👨\u200d👩", "می\u200cخواهم 👨\u200d👩"),  # Persian spelling, a family emoji
    ("\ud800", MARK),  # an unpaired surrogate
    ("[red]x[/b] [@click=app.quit]", "[red]x[/b] [@click=app.quit]"),  # markup is not our matter: nothing interprets it
]


@pytest.mark.parametrize(("text", "seen"), CASES)
def test_each_kind_of_character_is_shown_as_the_table_says(text: str, seen: str) -> None:
    assert shown(text) == seen


@given(st.text())
def test_the_length_stays_and_showing_twice_changes_nothing(text: str) -> None:
    assert len(shown(text)) == len(text)
    assert shown(shown(text)) == shown(text)


@given(st.text(alphabet=st.characters(categories=["Cc", "Cf", "Zl", "Zp", "Cs"])))
def test_no_control_character_gets_through(text: str) -> None:
    seen = shown(text)
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 or "\u2028" <= c <= "\u202e" for c in seen)
    seen.encode("utf-8")
