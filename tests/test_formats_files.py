"""Which files are read: those that were meant, only plain ones, each once; an unknown format names the known ones."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotator.domain.codebook import Codebook
from annotator.domain.errors import FormatError
from annotator.formats import FORMATS, Reading, expand, format_named, format_of
from annotator.formats.files import bytes_of, slug, unused


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("Some words.", encoding="utf-8")


def names(folder: Path, *suffixes: str) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in expand([folder], suffixes)]


def test_a_folder_gives_its_readable_files_in_order_without_hidden_ones(tmp_path: Path) -> None:
    touch(tmp_path, "b.txt", "a.MD", "sub/c.jsonl", ".hidden.txt", ".git/d.txt", "e.pdf", "z.csv")
    assert names(tmp_path) == ["a.MD", "b.txt", "z.csv", "sub/c.jsonl"]
    assert names(tmp_path, ".csv") == ["z.csv"]


def test_links_that_lead_out_of_the_folder_are_passed_over(tmp_path: Path) -> None:
    touch(tmp_path, "in/a.txt", "out/secret.txt")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "out" / "secret.txt")
    (tmp_path / "in" / "same.txt").symlink_to(tmp_path / "in" / "a.txt")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "out")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    assert names(tmp_path / "in") == ["a.txt", "same.txt"]


def test_an_article_that_an_annotation_file_brings_along_is_not_listed_again(tmp_path: Path) -> None:
    touch(tmp_path, "text/a.txt", "text/b.txt", "attributions/a_x.ann", "attributions/a_y.ann", "c.txt", "c.ann")
    assert names(tmp_path) == ["c.ann", "attributions/a_x.ann", "attributions/a_y.ann", "text/b.txt"]


def test_a_file_is_read_once_however_often_it_is_named(tmp_path: Path) -> None:
    touch(tmp_path, "a.txt")
    assert expand([tmp_path / "a.txt", tmp_path, tmp_path / "a.txt"]) == [tmp_path / "a.txt"]


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"gone\.txt: there is no such file or folder"):
        expand([tmp_path / "gone.txt"])


def test_only_plain_files_within_the_limit_are_read(tmp_path: Path) -> None:
    touch(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(FormatError, match="is not a plain file"):
        bytes_of(tmp_path / "pipe.txt")
    with pytest.raises(FormatError, match="is not a plain file"):
        bytes_of(Path(os.devnull))
    with pytest.raises(FormatError, match=r"a\.txt: the file is larger than"):
        bytes_of(tmp_path / "a.txt", 3)
    assert bytes_of(tmp_path / "a.txt", 11) == b"Some words."


@pytest.mark.parametrize("form", [each for each in FORMATS.values() if each.read], ids=lambda form: form.name)
def test_every_reader_refuses_a_pipe_without_waiting_for_it(tmp_path: Path, form) -> None:
    touch(tmp_path, "x.txt")
    path = tmp_path / f"x{form.suffixes[-1]}"
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    codebook = Codebook(name="none")
    with pytest.raises(FormatError, match="is not a plain file"):
        list(form.read(path, Reading(codebook=codebook, annotator="me", at=datetime.now(UTC))))


def test_markdown_is_taken_as_it_stands(tmp_path: Path) -> None:
    source = "# A *title*\r\n\r\nBy [Ann](http://x)\r\n\r\n“Yes,” she said. 😀\r\n"
    (tmp_path / "a.md").write_bytes(source.encode())
    reading = Reading(codebook=Codebook(name="none"), annotator="me", at=datetime.now(UTC))
    (found,) = format_of(tmp_path / "a.md").read(tmp_path / "a.md", reading)
    assert (found.document.text, found.document.name, found.sets) == (source, "a.md", ())


def test_an_article_in_another_encoding_is_read_and_the_guess_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("“C’est déjà l’été”, a dit la préfète à Orléans, très fâchée.".encode("cp1252"))
    reading = Reading(codebook=Codebook(name="none"), annotator="me", at=datetime.now(UTC))
    list(FORMATS["text"].read(tmp_path / "a.txt", reading))
    assert [line for line in reading.losses if "is a guess" in line]


def test_an_empty_article_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(" \n")
    reading = Reading(codebook=Codebook(name="none"), annotator="me", at=datetime.now(UTC))
    with pytest.raises(FormatError, match=r"a\.txt: there is no text in it"):
        list(FORMATS["text"].read(tmp_path / "a.txt", reading))


def test_an_unknown_format_or_suffix_names_the_known_ones() -> None:
    with pytest.raises(FormatError, match="there is no format “xml”; the formats are brat, csv, jsonl, text"):
        format_named("xml")
    with pytest.raises(FormatError, match=r"“\.pdf” cannot be read; those that can end in \.ann, \.csv"):
        format_of(Path("a.pdf"))
    assert format_named("brat") is FORMATS["brat"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("Čapek’s “Robots”: 100%", "capeks-robots-100"),
        ("CON", "con-1"),
        ("…", ""),
        ("שלום", ""),
        ("a" * 200, "a" * 80),
    ],
)
def test_a_slug_is_safe_on_every_file_system(name: str, safe: str) -> None:
    assert slug(name) == safe


def test_names_that_would_meet_are_told_apart() -> None:
    used: set[str] = set()
    assert [unused("a", "1f", used) for _ in range(4)] == ["a", "a-1f", "a-1f-2", "a-1f-3"]
    assert unused("", "1f", used) == "1f"


def test_every_format_says_what_it_holds() -> None:
    for name, form in FORMATS.items():
        assert name == form.name
        assert form.holds.endswith(".")
        assert form.read or form.write
        assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in form.suffixes)
