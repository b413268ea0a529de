"""Classes of words that stand in for a tagger: function words by themselves, frequent words by their neighbours."""

from collections.abc import Mapping

from msgspec import Struct

# fmt: off
FUNCTION_WORDS = frozenset((
    "the", "a", "an", "this", "that", "these", "those", "his", "her", "their", "its", "our", "my", "your", "all",
    "some", "many", "most", "several", "other", "another", "no", "one", "two", "who", "which", "what", "whom",
    "whose", "when", "where", "why", "how", "if", "whether", "because", "although", "while", "as", "than", "like",
    "to", "of", "in", "on", "for", "with", "at", "by", "from", "about", "against", "over", "into", "after",
    "before", "during", "under", "between", "through", "and", "or", "but", "nor", "not", "also", "never", "even",
    "just", "only", "still", "is", "are", "was", "were", "be", "been", "being", "am", "has", "have", "had", "do",
    "does", "did", "will", "would", "can", "could", "should", "may", "might", "must", "i", "you", "he", "she", "it",
    "we", "they", "him", "them", "me", "us", "there", "then", "now", "so", "up", "out", ",", ".", ";", ":", "?",
    "!", "(", ")", "[", "]", "-", "–", "—", "“", "”", "\"", "‘", "’", "'", "'s", "'d", "'m", "'re", "'ve", "'ll",
))
# fmt: on
"""Words and marks that are a class of their own."""

ENDINGS = ("ing", "ed", "ly", "s")
"""Endings that sort rare words."""


class Words(Struct, frozen=True):
    """The class of every frequent word."""

    classes: Mapping[str, str]
    """By word in lower case."""

    def class_of(self, word: str, is_first: bool) -> str:
        """The class of a word; a capital counts only where the word does not begin a sentence."""
        lower = word.lower().replace("’", "'")
        is_upper = word[0].isupper()
        if lower in FUNCTION_WORDS and (not is_upper or is_first or word == "I"):
            return lower
        if word[0].isdigit():
            return "0"
        known = self.classes.get(word.lower()) or self.classes.get(lower)
        if is_upper:
            return known if is_first and known else "A"
        if known:
            return known
        ending = next((ending for ending in ENDINGS if lower.endswith(ending)), "x")
        return ending if word[0].isalpha() else "p"
