"""Importers of other distributions: they read lists for `gazetteer import`, for `gazetteer build` and as sources."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from conftest import Run
from plugin_fixtures import install

from repair.core.errors import ConfigError, GazetteerError
from repair.core.plugins import IMPORTERS, reload_plugins
from repair.core.types import Kind
from repair.gazetteer import Gazetteer
from repair.gazetteer.entries import ListEntry
from repair.gazetteer.importers import read_list

LIST = b"ROSTER\nSolveig Aasgard = Solveig Aasgaard\n = nobody\nOddmund Tveit\n"
STORY = "The harbour master Bjarne Halvorsen opened the quay at Tromvik on Monday. Halvorsen thanked the crew.\n"
ROSTER = {"roster": "example_importer:ROSTER"}


@pytest.fixture
def entry_points() -> Mapping[str, str]:
    return ROSTER


@pytest.fixture(autouse=True)
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry_points: Mapping[str, str]) -> Iterator[None]:
    install(tmp_path / "site", monkeypatch, {IMPORTERS: entry_points})
    reload_plugins()
    yield
    monkeypatch.undo()
    reload_plugins()


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "staff.roster"
    path.write_bytes(LIST)
    return path


def test_a_plugin_importer_reads_the_lists_that_it_claims_compressed_or_not(roster: Path) -> None:
    packed = roster.with_name("staff.roster.gz")
    packed.write_bytes(gzip.compress(LIST))
    for path in (roster, packed):
        errors: list[GazetteerError] = []
        assert list(read_list(path, on_error=errors.append)) == [
            ListEntry("Solveig Aasgard", Kind.PERSON, ("Solveig Aasgaard",)),
            ListEntry("Oddmund Tveit", Kind.PERSON),
        ]
        assert [(error.path, error.place) for error in errors] == [(str(path), "line 3")]


def test_other_lists_are_read_by_the_built_in_importers(tmp_path: Path) -> None:
    path = tmp_path / "names.tsv"
    path.write_text("Mark Rutte\tperson\n", encoding="utf-8")
    assert list(read_list(path)) == [ListEntry("Mark Rutte", Kind.PERSON)]


def test_an_importer_refuses_a_list_with_an_error_of_its_own(roster: Path) -> None:
    roster.write_bytes(b"ROSTER\n")
    with pytest.raises(GazetteerError, match="Export it again"):
        list(read_list(roster))


def test_gazetteer_import_reads_the_list_of_a_plugin(roster: Path, tmp_path: Path, run: Run) -> None:
    result = run("gazetteer", "import", str(roster), "--out", "staff.gaz")
    assert result.code == 2 and "line 3: The line has no name" in result.words and "2 names from 1 list" in result.words
    (name,) = Gazetteer.load(tmp_path / "staff.gaz").find("Solveig Aasgaard")
    assert (name.canonical, name.kind) == ("Solveig Aasgard", Kind.PERSON)


def test_gazetteer_build_adds_the_list_of_a_plugin_to_the_names_in_stories(
    roster: Path, tmp_path: Path, run: Run
) -> None:
    roster.write_bytes(b"ROSTER\nSolveig Aasgard = Solveig Aasgaard\nOddmund Tveit\n")
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    assert run("gazetteer", "build", "story.txt", str(roster), "--out", "desk.gaz").code == 0
    gazetteer = Gazetteer.load(tmp_path / "desk.gaz")
    for name in ("Solveig Aasgard", "Solveig Aasgaard", "Oddmund Tveit", "Bjarne Halvorsen"):
        assert gazetteer.find(name), name
    assert not gazetteer.find("Roster")


def test_a_name_that_only_the_list_of_a_plugin_has_is_suggested(roster: Path, tmp_path: Path, run: Run) -> None:
    roster.write_bytes(b"ROSTER\nSolveig Aasgard\nOddmund Tveit\n")
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "copy.txt").write_text(STORY + "Solveig Ashgarde smiled.\n", encoding="utf-8")
    assert "Solveig Ashgarde  unverified" in run("suggest", "copy.txt", "--sources", "story.txt").text
    listed = run("suggest", "copy.txt", "--sources", "story.txt", str(roster))
    assert "Solveig Ashgarde → Solveig Aasgard" in listed.text


@pytest.mark.parametrize("entry_points", [{"stories": "example_formats:SLUGGED"}])
def test_a_plugin_that_is_not_an_importer_is_named(roster: Path) -> None:
    with pytest.raises(ConfigError, match="'stories' is not an importer: it lacks entries"):
        list(read_list(roster))
