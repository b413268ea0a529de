"""What the lines around the body of an article look like; each function judges one line, and says no when in doubt."""

import re

from annotator.text.dates import read_date

LINK = re.compile(r"\[([^\[\]]{0,200})\]\([^()\s]{0,300}\)")
"""A Markdown link, whose words are its first group."""

EMPHASIS = re.compile(r"^#{1,6}\s+|[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}")
"""Markdown marks of headings and emphasis."""

SMALL_WORDS = (
    "a an and at by de del der di for from in la le of on our special staff the to und van von with correspondent "
    "correspondents editor reporter reporters writer writers"
)
SMALL = frozenset(SMALL_WORDS.split())
"""Words that are written small inside a name, a title or a byline."""

HEADING = re.compile(r"#{1,6}\s+\S|\*\*[^*]{1,100}\*\*$")
ADDRESS = r"<?(?:https?://|www\.)[^\s<>]+>?"
URL = re.compile(
    rf"(?:(?:[A-Za-z]{{3,10}} )?(?i:url|link)\s*:?\s*)?{ADDRESS}$|(?:[A-Za-z]{{3,10}} )?(?i:url|link)\s*:$"
)
IMAGE = re.compile(r"!\[[^\]]*\]\(|(?i:(?:photo )?caption|pictured):\s")
BYLINE = re.compile(r"(?:by|By|BY):?\s+(?P<names>\S.*)")
REPORT = re.compile(r"\b(?:said|told|was|were|had|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b")
"""Words of the past, which a headline does without."""

QUESTION = re.compile(r"(?!Q\b|Q[A-Z])(?!(?:So|But|And|Or|Now|Then|Yet)\b)[^\"“:?!.]{5,79}\?")

PICTURE_WORD = re.compile("Photo|Image|Picture|Illustration")
PICTURE = r"(?:Photo(?:graph|graphy|s)?|Image|Picture|Illustration)(?:\s[Cc](?:redit|ourtesy))?"
CREDIT = re.compile(
    rf"(?:^|(?<=[.!?)\]”\"’*])\s+)(?P<credit>(?:{PICTURE}(?:\s*:|\sby|\sof)\s+)(?P<name>[^.:;!?\"“]{{2,60}})\.?)$"
    r"|\s(?P<bracketed>\((?:[\w/ ]{0,30} )?(?:Photo|Image|Picture)s?\b[^()]{0,60}\))$"
)
"""The credit of a picture at the end of its caption."""

CREDIT_LINE = re.compile(
    rf"(?:{PICTURE}|Source|Credit)(?:\s*:|\sby)\s+(?P<name>[^:;!?\"“]{{2,80}})"
    r"|(?:©\s*)?(?:[\w.’' -]{1,40}/\s*)?(?:AP|AFP|Getty Images|Getty|Reuters|EPA|TASS)(?:\s/\s\w+)?\.?"
)
"""A line that is only the credit of a picture or the source of a graphic."""

PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?: [A-ZÀ-Þ][A-ZÀ-Þ.'’-]+){0,2}"
REGION = r"(?:, (?:[A-ZÀ-Þ][a-zß-ÿ]+\.?|(?:[A-Z]\.)+)(?: [A-Z][a-z]+)?)?"
DAY = r"(?:,? (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?)?"
AGENCY = r" ?\([A-Z][\w.&/ -]{1,40}\)"
DATELINE = re.compile(
    rf"(?:{PLACE}(?:\s?/\s?{PLACE}){{0,3}}{REGION},?{DAY}(?:{AGENCY})?(?:\s*—|\s+(?:–|--|-)(?=\s))"
    rf"|(?:[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){{0,3}}{REGION},?)?{DAY}{AGENCY}\s*(?:—|–|--|-)(?=\s))(?=\s*[^\sa-z])"
)
"""The place, and perhaps the day and the agency, that the first paragraph begins with."""

DISCLAIMER = re.compile(
    r"[(\[*_\-—–\s]*(?i:"
    r"(?:additional |with )?(?:reporting|editing|writing)(?: and (?:reporting|editing|writing))? by\b"
    r"|(?:the )?(?:opinions?|views?|positions?)(?: (?:and|or) (?:opinions?|views?))?"
    r" (?:of the authors?|expressed|in this)\b"
    r"|this (?:article|story|post|column|report) (?:has been|was) (?:originally |first )?"
    r"(?:updated|corrected|published|amended)\b"
    r"|this (?:article|story|post|column|report) (?:originally|first) appeared\b"
    r"|(?:correction|clarification|editor['’]s note)s?\s*:"
    r"|follow .{1,80} on (?:twitter|facebook|x)\b|follow @"
    r"|(?:copyright|©)[^\w]{0,5}(?:\(c\) ?)?(?:19|20)\d\d"
    r")"
    r"|.{0,160}\bcontributed (?:to this (?:report|story|article)|reporting|from [A-Z])"
    r"|.{0,160}\b[Aa]ll rights reserved\.?$"
)
"""Words of the outlet about the article, as they stand at its end."""


def plain(line: str) -> str:
    """The line without Markdown marks."""
    return EMPHASIS.sub("", LINK.sub(r"\1", line)).strip()


def is_byline(line: str) -> bool:
    """Whether the line is `By` and names, without a sentence."""
    found = BYLINE.fullmatch(plain(line)) if len(line) <= 200 else None
    if not found or found["names"][-1] in "!?:;":
        return False
    words = found["names"].split()
    if words[0].lower() in ("our", "staff"):
        return len(words) <= 6
    return len(words) <= 16 and is_name(found["names"].removesuffix("."))


def is_name(words: str) -> bool:
    """Whether every word is written as in a name, and the first as its beginning."""
    parts = words.replace("/", " ").split()
    return bool(parts) and parts[0][0].isupper() and all(_is_named(word.strip("()[],.")) for word in parts)


def _is_named(word: str) -> bool:
    """Whether the word may stand in a name."""
    return not word[:1].islower() or word in SMALL


def is_headline(line: str, following: str) -> bool:
    """Whether the first line is a headline: short, and above a byline, a date or a longer paragraph."""
    if len(line) > 160 or line[0] in "-*•<(" or line[-1] in ":,":
        return False
    if not (len(following) > len(line) or is_byline(following) or read_date(following)):
        return False
    if line[-1] not in ".!?":
        return True
    words = [word for word in re.findall(r"[^\W\d_][\w'’]*", line) if len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    return capitals >= 0.7 * len(words) or (len(line) <= 85 and not REPORT.search(line))


def is_subhead(line: str) -> bool:
    """Whether the line is a short one without a full stop, or a lone question."""
    if len(line) > 80 or not (line[0].isupper() or line[0] in "“\"‘'"):
        return False
    if line[-1] == "?":
        return " " in line and QUESTION.fullmatch(line) is not None
    words = line.split()
    is_label = line[-1].isalpha() and ":" not in line and "@" not in line and " — " not in line
    return is_label and 2 <= len(words) <= 12


def credit_at(paragraph: str) -> int | None:
    """Where in a caption its credit begins; None when it has none."""
    tail = max(0, len(paragraph) - 140)
    found = CREDIT.search(paragraph[tail:]) if PICTURE_WORD.search(paragraph, tail) else None
    if not found or (found["name"] and not is_name(found["name"])):
        return None
    return tail + (found.start("credit") if found["credit"] else found.start("bracketed"))


def is_credit(line: str) -> bool:
    """Whether the line is only a credit."""
    found = CREDIT_LINE.fullmatch(line) if len(line) <= 120 else None
    return found is not None and (not found["name"] or is_name(found["name"]))


def is_address(line: str) -> bool:
    """Whether the line is only an address on the web, or the words that announce one."""
    return ("://" in line or "www." in line or line[-1] == ":") and URL.match(line) is not None
