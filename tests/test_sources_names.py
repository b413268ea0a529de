"""Names of one source meet however they are spelled; names of two never become one by themselves."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotator.domain.sources.matching import JOINING, Likeness, likeness
from annotator.domain.sources.mentions import Kind, mention
from annotator.domain.sources.names import is_initial, last_word, name_of, skeleton

WORDS = st.text("abcdefghijklmnopqrstuvwxyzéüßöأحمد'-", min_size=1, max_size=9)
PLAIN = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=9)
TITLED = ["", "President ", "Foreign Minister ", "Russia's ", "al-"]
NAMES = st.builds(lambda title, words: title + " ".join(words), st.sampled_from(TITLED), st.lists(WORDS, max_size=4))


@given(NAMES, NAMES)
def test_likeness_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert likeness(one, other) is likeness(other, one)


@given(NAMES)
def test_every_name_is_like_itself(name: str) -> None:
    assert likeness(name, name) is Likeness.NAME


@given(PLAIN, PLAIN, PLAIN)
def test_different_given_names_are_never_joined(one: str, other: str, surname: str) -> None:
    """Not even where they are spellings of one: then the analyst is asked."""
    names = name_of(f"{one} {surname}"), name_of(f"{other} {surname}")
    assume(all(len(each.given) == 1 for each in names) and names[0].given != names[1].given)
    assume(not is_initial(names[0].given[0], names[1].given[0]))
    assert likeness(f"{one} {surname}", f"{other} {surname}") < JOINING


@given(NAMES)
def test_the_last_word_is_the_surname(name: str) -> None:
    """The index of the registry looks at the last word only, and must find what the comparison finds."""
    assume(name_of(name).words)
    assert last_word(name) == name_of(name).surname


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Walid al-Moualem", "Moualem", Likeness.SURNAME),
        ("Moualem", "Muallem", Likeness.SOUND),
        ("al-Moualem", "Moallem", Likeness.SOUND),
        ("Walid al-Moualem", "Walid Al Muallem", Likeness.SOUND),
        ("Alkhatib", "Al Khatib", Likeness.NAME),
        ("Bashar al-Assad", "Syrian President Bashar Assad", Likeness.NAME),
        ("Mikhail Bogdanov", "Russia's Bogdanov", Likeness.SURNAME),
        ("Mikhail Bogdanov", "Vladimir Putin’s Middle East envoy Mikhail Bogdanov", Likeness.NAME),
        ("J. Smith", "Jane Smith", Likeness.SURNAME),
        # given names that differ: spellings of one are offered, others are not
        ("Walid Al Muallem", "Waled Al Muallem", Likeness.SPELLING),
        ("Moaz Alkhatib", "Muath Al Khatib", Likeness.SPELLING),
        ("John Smith", "Jane Smith", Likeness.NONE),
        ("Tim Cook", "Tom Cook", Likeness.NONE),
        ("Mario Rossi", "Maria Rossi", Likeness.NONE),
        # bodies: a part of a name is offered
        ("National Coalition", "Syrian National Coalition", Likeness.PART),
        ("Lavrov", "Bogdanov", Likeness.NONE),
    ],
)
def test_what_two_names_have_in_common(one: str, other: str, expected: Likeness) -> None:
    assert likeness(one, other) is expected


@pytest.mark.parametrize(
    ("word", "consonants"), [("moualem", "mlm"), ("muallem", "mlm"), ("moallem", "mlm"), ("khatib", "ktb")]
)
def test_spellings_of_one_name_have_one_skeleton(word: str, consonants: str) -> None:
    assert skeleton(word) == consonants


@pytest.mark.parametrize(
    ("words", "kind", "name", "head"),
    [
        ("He", Kind.PRONOUN, "", ""),
        ("the diplomat", Kind.DESCRIPTION, "", "diplomat"),
        ("A Western diplomat who tracks Syria", Kind.DESCRIPTION, "Western", "diplomat"),
        ("a Lebanese political source close to Damascus", Kind.DESCRIPTION, "Lebanese", "source"),
        ("the Interfax news agency", Kind.DESCRIPTION, "Interfax", "agency"),
        ("Anas Abdah, a senior coalition member", Kind.NAME, "Anas Abdah", ""),
        ("analyst Lukyanov", Kind.NAME, "Lukyanov", ""),
        ("Lebanese paper Al Akhbar", Kind.NAME, "Al Akhbar", ""),
        ("Walid al-Moualem", Kind.NAME, "Walid al-Moualem", ""),
        ("the so-called Islamic State", Kind.NAME, "Islamic State", ""),
        ("", Kind.DESCRIPTION, "", ""),
    ],
)
def test_what_a_mention_is(words: str, kind: Kind, name: str, head: str) -> None:
    found = mention(words)
    assert (found.kind, found.name, found.head) == (kind, name, head)


def test_the_issuer_of_a_document_is_found_in_its_description() -> None:
    found = mention("A statement by the Russian Foreign Ministry announcing the Moualem visit")
    assert (found.kind, found.head, found.issuer) == (Kind.DESCRIPTION, "statement", "Russian Foreign Ministry")
