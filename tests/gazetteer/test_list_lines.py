"""The lines of imported lists: encodings, bullets and numbers, and kinds that are not known."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

from repair.core.errors import GazetteerError
from repair.core.types import Kind
from repair.gazetteer.entries import ListEntry
from repair.gazetteer.importers import read_list

NAMES = "Zoë Brückner\nOle Fisk\nJürgen Moos\n"


def read(path: Path, raw: bytes) -> tuple[list[ListEntry], list[str]]:
    path.write_bytes(raw)
    notes: list[str] = []
    return list(read_list(path, on_note=notes.append)), notes


# --- encodings


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_lists_are_read_in_the_encodings_of_copy(tmp_path: Path, codec: str) -> None:
    found, notes = read(tmp_path / "a.txt", NAMES.encode(codec))
    assert [entry.canonical for entry in found] == NAMES.split("\n")[:3]
    guessed = f"{tmp_path / 'a.txt'}: The file is not UTF-8, so it was read as Windows-1252."
    assert notes == ([guessed] if codec == "cp1252" else [])


@pytest.mark.parametrize("codec", ["utf-16", "cp1252"])
def test_tables_and_objects_are_read_in_these_encodings_too(tmp_path: Path, codec: str) -> None:
    for name, text in (
        ("a.csv", "label;kind\nZoë Brückner;person\n"),
        ("a.jsonl", '{"name": "Zoë Brückner", "kind": "person"}\n'),
    ):
        found, _ = read(tmp_path / name, text.encode(codec))
        assert found == [ListEntry("Zoë Brückner", Kind.PERSON)]


@pytest.mark.parametrize(
    "raw",
    [
        "Zoë Brückner\n".encode() + "Jürgen Moos\n".encode("cp1252"),
        "Jürgen Moos\n".encode("cp1252") + "Zoë Brückner\n".encode(),
        "Zoë Brück".encode()[:-3] + b"\n",  # cut inside a letter
        b"Ole\0Fisk\n",
        NAMES.encode("utf-16")[:-1],
    ],
    ids=["first-utf8", "first-western", "cut", "nul", "cut-wide"],
)
def test_damaged_lists_are_refused(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(GazetteerError, match="line "):
        read(tmp_path / "a.txt", raw)


# --- bullets and numbers


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("• Zoë Brun\n- Ole Fisk\n* Una Gray\n– Ida Hahn\n", ["Zoë Brun", "Ole Fisk", "Una Gray", "Ida Hahn"]),
        ("1. Zoë Brun\n2. Ole Fisk\n\n3. Una Gray\n", ["Zoë Brun", "Ole Fisk", "Una Gray"]),
        ("Guests\n(7) Zoë Brun\n(8) Ole Fisk\n", ["Guests", "Zoë Brun", "Ole Fisk"]),
    ],
)
def test_marks_are_no_part_of_names(tmp_path: Path, text: str, names: list[str]) -> None:
    assert [entry.canonical for entry in read(tmp_path / "a.txt", text.encode())[0]] == names


@pytest.mark.parametrize(
    "names",
    [
        ["1. FC Köln", "1. FC Nürnberg", "2. Bundesliga"],  # they do not count the lines
        ["1. FC Köln", "Ole Fisk", "Una Gray"],
        ["50 Cent", "10cc", "3 Doors Down"],
        ["-30-", "+Plus Bank", "Al-Hilal"],
    ],
)
def test_numbers_and_signs_of_names_stay(tmp_path: Path, names: list[str]) -> None:
    assert [entry.canonical for entry in read(tmp_path / "a.txt", "\n".join(names).encode())[0]] == names


# --- kinds


def test_each_kind_that_is_not_known_is_noted_once(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    found, notes = read(
        path, b"name,kind\nZoe Brun,person\nOle Fisk,wizard\nUna Gray,wizard\nAcme Yards,firm\nIda Hahn,\n"
    )
    assert [entry.kind for entry in found] == [Kind.PERSON, None, None, Kind.ORGANISATION, None]
    assert notes == [
        f"{path}, line 3: The kind 'wizard' is not known, so its names count as names without a kind. "
        "Write person, place, organisation or other."
    ]


def test_a_kind_without_a_header_is_no_spelling(tmp_path: Path) -> None:
    found, notes = read(
        tmp_path / "a.tsv", "Ole Fisk\twizard\tOle Fiske\nUna Gray\tUna Graye\nZoe Brun\tзое\n".encode()
    )
    assert [entry.spellings for entry in found] == [("Ole Fiske",), ("Una Graye",), ("зое",)]
    assert [note.partition(": ")[2][:17] for note in notes] == ["The kind 'wizard'"]


def test_notes_do_not_fail_an_import(run: Run, tmp_path: Path) -> None:
    rows = "".join(f"Ole Fisk{letter},{2 * letter}kind\n" for letter in "abcdefghijkl")
    (tmp_path / "a.csv").write_text(f"name,kind\n{rows}")
    result = run("gazetteer", "import", "a.csv", "--out", "a.gaz")
    assert result.code == 0
    assert result.words.count("is not known") == 10
    assert "2 more kinds are not known." in result.words
