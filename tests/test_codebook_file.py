"""A codebook is what its file says, and a file that is wrong is refused with the lines that are wrong."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.codebook import ROLES, Attribute
from annotator.domain.codebook_file import MOST_SHOWN, parse_codebook
from annotator.domain.errors import CodebookError

SMALL = """name = "small"
# A comment with [label.fake] in it.
[label.source]
title = "Source"
key = "s"
color = "#e69f00"
shape = "solid"
role = "source"
definition = '''
[label.inside_a_string]
key = "z"
'''
[label.source.attributes.naming]
values = [
    "named",
    "unnamed",
]
form = "short"
[label.source.attributes.kind]
values = ["diplomat", "other"]
default = "other"
when = { naming = ["unnamed"] }
[label.cue]
title = "Cue"
key = "v"
color = "#56b4e9"
shape = "double"
role = "cue"
[label.content]
title = "Quote"
key = "q"
color = "#009e73"
shape = "heavy"
role = "content"
[frame]
speech = { values = ["direct", "indirect"], default = "direct" }
place = {}
[relation.refers_to]
from = "source"
to = "registry"
[zone.body]
suggest = true
forbid = ["cue"]
[rules]
anonymous = { naming = ["unnamed"] }
quoted = { speech = ["direct"] }
quotation_exempt = ["source"]
refers = "refers_to"
number = "[0-9]"
"""


def test_what_the_file_says_is_what_the_codebook_has() -> None:
    codebook = parse_codebook(SMALL)
    source, cue, content = codebook.labels
    assert (source.name, source.title, source.letter, cue.unit, content.on) == ("source", "Source", "S", "phrase", True)
    assert source.definition == '[label.inside_a_string] key = "z"'
    assert source.attributes[1] == Attribute(
        name="kind", values=("diplomat", "other"), default="other", when={"naming": ("unnamed",)}
    )
    assert [(a.name, a.values) for a in codebook.frame] == [("speech", ("direct", "indirect")), ("place", ())]
    assert (codebook.relations[0].from_, codebook.relations[0].to) == ("source", "registry")
    assert codebook.rules.anonymous == {"naming": ("unnamed",)}


WRONG = [
    # what stands in the file, what is put there, what the error says of the line it is on
    ('name = "small"', "name = 3", "name must be text"),
    ('name = "small"', 'title = "x"', "the codebook has no name"),
    ('title = "Source"', 'titel = "Source"', "did you mean title?"),
    ('title = "Source"', 'title = "Sou\\u202erce"', "invisible"),
    ("[label.source]\n", '[label.source]\nname = "s"\n', "label.source.name is not part of a codebook"),
    ('key = "s"', 'key = "sh"', "single character"),
    ('key = "s"', 'key = " "', "label.source.key is empty"),
    ('name = "small"', 'name = ""', "name is empty"),
    ('key = "v"', 'key = "s"', "key 's' of label cue is that of source"),
    ('key = "v"', 'key = "u"', "one of the workbench's own"),
    ('key = "v"', 'key = "v"\nletter = "S"', "letter 'S' of label cue is that of source"),
    ('color = "#56b4e9"', 'color = "blue"', "write it as #rrggbb"),
    ('color = "#56b4e9"', "color = 0x56b4e9", "color must be text"),
    ('shape = "double"', 'shape = "twin"', "it is one of solid, double"),
    ('role = "cue"', 'role = "verb"', "it is one of source, cue, content"),
    ('role = "cue"', 'role = "source"', "label source is the source already"),
    ('role = "cue"', 'role = "cue"\non = false', "cannot be off"),
    ('role = "cue"', 'role = "cue"\non = "yes"', "true or false, not 'yes'"),
    ('role = "cue"', 'role = "cue"\nunit = "word"', "it is one of phrase, clause"),
    ('role = "cue"', 'role = "cue"\nattributes = ["x"]', "write each entry as [label.cue.attributes.NAME]"),
    ("[label.source.attributes.naming]", "[label.source.attributes.Naming]", "small letters"),
    ('form = "short"', 'form = "tall"', "it is one of short, long"),
    ('values = ["diplomat", "other"]', 'values = "other"', "must be a list"),
    ('values = ["diplomat", "other"]', 'values = ["other", "other"]', "has the value 'other' 2 times"),
    ('values = ["diplomat", "other"]', 'values = ["other", "?"]', "a meaning of its own"),
    ('default = "other"', 'default = "others"', "default of kind is 'others'; it is one of diplomat, other"),
    (
        'when = { naming = ["unnamed"] }',
        'when = { nameing = ["unnamed"] }',
        "names 'nameing', which is not asked there",
    ),
    ('when = { naming = ["unnamed"] }', 'when = { naming = ["anon"] }', "naming has no value 'anon'"),
    ('when = { naming = ["unnamed"] }', "when = { naming = [] }", "gives no answer to naming"),
    ('when = { naming = ["unnamed"] }', 'when = { kind = ["other"] }', "names 'kind', which is not asked there"),
    ("place = {}", "place = 1", "frame.place must be a table"),
    ("place = {}", 'place = { vals = ["x"] }', "frame.place.vals is not part of a codebook"),
    ('to = "registry"', 'to = "register"', "goes to 'register'"),
    ('to = "registry"', "exclusive = true", "has no to"),
    ('forbid = ["cue"]', 'forbid = ["cues"]', "forbids 'cues', which is no label"),
    ("suggest = true", "suggest = 1", "true or false, not 1"),
    ("anonymous = { naming", "anonymous = { name", "rules.anonymous names 'name'"),
    ('quoted = { speech = ["direct"] }', 'quoted = { speech = ["said"] }', "speech has no value 'said'"),
    ('quotation_exempt = ["source"]', 'quotation_exempt = ["other"]', "'other', which is no label"),
    ('refers = "refers_to"', 'refers = "refers"', "which is no relation; it is one of refers_to"),
    ('refers = "refers_to"', 'family = ["same"]', "rules.family names 'same', which is no relation"),
    ('refers = "refers_to"', 'core = { speech = ["said"] }', "speech has no value 'said'"),
    ('refers = "refers_to"', 'beyond_core = { mood = ["*"] }', "names 'mood', which is not asked there"),
    ('number = "[0-9]"', 'number = "[0-9"', "not a regular expression"),
    ("[rules]", "[rulez]", "did you mean rules?"),
    ('number = "[0-9]"', 'number = "[0-9]', "this is not TOML"),
    ("[zone.body]", "[label.cue]", "twice"),
]


@pytest.mark.parametrize(("there", "put", "says"), WRONG)
def test_a_mistake_is_reported_with_its_line(there: str, put: str, says: str) -> None:
    """The line of the error is the one that was changed, or the header of the table it is in."""
    assert there in SMALL
    first = SMALL[: SMALL.index(there)].count("\n") + 1
    with pytest.raises(CodebookError) as caught:
        parse_codebook(SMALL.replace(there, put, 1), "my.toml", {"u"})
    messages = [line for line in str(caught.value).split("\n") if says in line]
    assert messages, str(caught.value)
    where, line, _ = messages[0].split(":", 2)
    assert where == "my.toml"
    assert first - 2 <= int(line) <= first + put.count("\n") + 1


def test_all_mistakes_are_reported_at_once_up_to_a_limit() -> None:
    text = SMALL + "".join(f"[label.more{n}]\n" for n in range(30))
    with pytest.raises(CodebookError) as caught:
        parse_codebook(text)
    lines = str(caught.value).split("\n")
    assert len(lines) == MOST_SHOWN + 1
    assert lines[-1].startswith("... and ")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_must_be_filled(role: str) -> None:
    text = SMALL.replace(f'role = "{role}"\n', "")
    with pytest.raises(CodebookError, match=f"no label is the {role} of an attribution"):
        parse_codebook(text)


def test_a_codebook_needs_only_a_name_and_the_three_roles() -> None:
    labels = "".join(
        f'[label.{role}]\ntitle="{role}"\nkey="{key}"\ncolor="#000000"\nshape="thin"\nrole="{role}"\n'
        for role, key in zip(ROLES, "svq", strict=True)
    )
    codebook = parse_codebook('name = "tiny"\n' + labels)
    assert (codebook.frame, codebook.zones, codebook.rules.anonymous) == ((), (), {})


LINES = st.lists(st.sampled_from(SMALL.split("\n")) | st.text(max_size=20), max_size=30)


@given(LINES)
def test_any_text_is_either_a_codebook_or_refused_with_a_line(lines: list[str]) -> None:
    """Nothing else is raised, whatever the file holds."""
    try:
        found = parse_codebook("\n".join(lines), "f").labels
        refused = []
    except CodebookError as error:
        found, refused = (), str(error).split("\n")
    assert found or refused
    assert all(re.match(r"f:\d+: |\.\.\. and ", line) for line in refused)
