"""Gazetteers changed by a person: exported and built again, added to, renamed, merged, and searched."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from workbooks import write_workbook

from repair.core.errors import GazetteerError
from repair.core.types import Alias, Document, Kind, Name, Provenance, Span
from repair.gazetteer import Gazetteer
from repair.gazetteer.editing import add_names, merge_gazetteers, remove_name, rename
from repair.gazetteer.export_table import csv_lines, export_rows, is_export, read_export
from repair.gazetteer.near_names import names_containing, names_near
from repair.pipeline.repairer import Repairer

STORIES = [
    Document("1", "Fisheries Minister Ingrid Thorsrud opened a port in Bergen. Thorsrud left.", "a.txt", "2026-01-02"),
    Document("2", 'The "port; new" is near\r\nBergen, said Matt LeBlanc.', "b; c.txt"),
]
COPY = "Fisheries Minister Ingrid Tolsrud was in Bergen."


def built() -> Gazetteer:
    return Gazetteer.build(STORIES)


def replacements(gazetteer: Gazetteer, copy: str = COPY) -> list[str | None]:
    return [suggestion.replacement for suggestion in Repairer(gazetteer).suggest(copy)]


# --- the exported table


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_an_exported_table_builds_the_same_gazetteer(format: str, run: Run, tmp_path: Path) -> None:
    for document in STORIES:
        (tmp_path / f"{document.id}.txt").write_text(document.text, encoding="utf-8")
    assert run("gazetteer", "build", "1.txt", "2.txt", "--out", "names.gaz").code == 0
    (tmp_path / f"table.{format}").write_bytes(run("gazetteer", "export", "names.gaz", "--format", format).data)
    for command in ("build", "import"):
        result = run("gazetteer", command, f"table.{format}", "--out", "again.gaz")
        assert result.code == 0, result.words
        assert (tmp_path / "again.gaz").read_bytes() == (tmp_path / "names.gaz").read_bytes()


def test_names_added_by_hand_do_not_count_as_a_source(run: Run, tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text(STORIES[0].text, encoding="utf-8")
    run("gazetteer", "build", "1.txt", "--out", "names.gaz")
    run("gazetteer", "add", "names.gaz", "Ann Vexley")
    (tmp_path / "table.csv").write_bytes(run("gazetteer", "export", "names.gaz").data)
    assert run("gazetteer", "build", "table.csv", "--out", "again.gaz").words.endswith(" from 1 source.\n")


@given(
    text=st.text(max_size=60), titles=st.lists(st.sampled_from(["Dr", 'Head of "X"', "a,b"]), max_size=2, unique=True)
)
def test_any_text_survives_the_table(text: str, titles: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    text = text.encode("utf-8", "replace").decode().replace("\0", "")
    source = Document("a;b @1", "Ann Vex " + text, "x; y")
    provenance = Provenance(source.source, source.id, Span(0, 7))
    name = Gazetteer.build(["Ann Vex spoke."]).names[0]
    aliases = (Alias("Ann Vex", 1, seen=(provenance,)), Alias("Vex", short=True))
    before = Gazetteer([Name(name.id, "Ann Vex", name.kind, aliases, tuple(titles))], [source])
    path = tmp_path_factory.mktemp("t") / "t.csv"
    path.write_text("".join(csv_lines(export_rows(before))), encoding="utf-8", newline="")
    assert is_export(path)
    after = read_export(path)
    assert after.names == before.names and after.sources == before.sources


def test_a_table_edited_in_a_spreadsheet_is_built(tmp_path: Path) -> None:
    rows = list(export_rows(built()))
    header = list(dict.fromkeys(key for row in rows for key in row))
    cells = [[row.get(key) for key in header] for row in rows]
    lines = [["; ".join(cell) if isinstance(cell, list) else cell for cell in line] for line in cells]
    write_workbook(tmp_path / "t.xlsx", [header, *lines, ["Pål Skjærvik", "person"]])
    assert is_export(tmp_path / "t.xlsx")
    after = read_export(tmp_path / "t.xlsx")
    assert {name.canonical for name in after.names} == {*(name.canonical for name in built().names), "Pål Skjærvik"}
    assert replacements(after) == replacements(built())


@pytest.mark.parametrize(
    ("name", "separator", "encoding"),
    [
        ("table.csv", ";", "utf-8-sig"),
        ("table.csv", ",", "utf-16"),
        ("table.tsv", "\t", "utf-8"),
        ("table.txt", "\t", "utf-16"),
    ],
)
def test_a_table_that_a_spreadsheet_saved_is_built(name: str, separator: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / name
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=separator).writerows(csv.reader(csv_lines(export_rows(built()))))
    assert is_export(path)
    assert read_export(path).hash == built().hash


def test_a_damaged_row_is_named(tmp_path: Path) -> None:
    lines = [json.dumps(row) for row in export_rows(built())]
    path = tmp_path / "t.jsonl"
    path.write_text("\n".join([lines[0], lines[1].replace('"kind": "', '"kind": "x')]), encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"t\.jsonl, line 2: .*\. Correct or delete"):
        read_export(path)


# --- changes


def test_an_added_name_can_be_proposed(run: Run, tmp_path: Path) -> None:
    Gazetteer.build(["A port was opened in Bergen by the mayor, Dag Lie."]).save(tmp_path / "names.gaz")
    assert replacements(Gazetteer.load(tmp_path / "names.gaz")) == [None]
    result = run("gazetteer", "add", "names.gaz", "Ingrid Thorsrud", "Pål Skjærvik", "--kind", "person")
    assert (result.code, result.words) == (0, "names.gaz: Wrote 4 names; there were 2 before.\n")
    assert replacements(Gazetteer.load(tmp_path / "names.gaz")) == ["Ingrid Thorsrud"]
    again = add_names(Gazetteer.load(tmp_path / "names.gaz"), ["Ingrid Thorsrud", "Ann Vex"])
    assert len(again.names) == 5 and again.source("added-by-hand").text.count("\n") == 2  # type: ignore[union-attr]
    with pytest.raises(GazetteerError, match="letters"):
        add_names(again, ["17"])


def test_a_removed_name_is_not_proposed() -> None:
    assert replacements(built()) == ["Ingrid Thorsrud"]
    removed = remove_name(built(), "Ingrid Thorsrud")
    assert removed.find("Thorsrud") == () and "Ingrid Thorsrud" not in replacements(removed)
    assert "Thorsrud" not in "".join(source.text for source in removed.sources)
    assert {name.canonical for name in removed.names} == {name.canonical for name in built().names} - {
        "Ingrid Thorsrud"
    }
    with pytest.raises(GazetteerError, match="o name is spelled"):
        remove_name(built(), "Nobody")


def test_a_renamed_name_is_proposed_in_its_new_spelling() -> None:
    renamed = rename(built(), "Ingrid Thorsrud", "Ingrid Thorsrød")
    (name,) = renamed.find("Thorsrød")
    assert name.canonical == "Ingrid Thorsrød" and not renamed.find("Thorsrud")
    assert replacements(renamed) == ["Ingrid Thorsrød"]
    for each in renamed.names:
        for alias in each.aliases:
            for provenance in alias.seen:
                text = renamed.source(provenance.document_id).text  # type: ignore[union-attr]
                assert text[provenance.span.start : provenance.span.end] == alias.surface
    with_old_spelling = rename(built(), "Ingrid Thorsrud", "Ingrid Thorsrød", keep=True)
    assert with_old_spelling.find("Ingrid Thorsrud") == with_old_spelling.find("Ingrid Thorsrød")
    with pytest.raises(GazetteerError, match="already"):
        rename(built(), "Ingrid Thorsrud", "Bergen")


def test_gazetteers_are_merged_without_counting_a_source_twice(run: Run, tmp_path: Path) -> None:
    first, second = (
        Gazetteer.build(STORIES[:1]),
        Gazetteer.build([*STORIES[:1], Document("2", "In Oslo, Dag Lie spoke.", "d")]),
    )
    both = merge_gazetteers([first, second, Gazetteer.build(STORIES[1:])])
    assert len(both.sources) == 3
    (bergen,) = both.find("Bergen")
    assert bergen.count == sum(gazetteer.find("Bergen")[0].count for gazetteer in (first, Gazetteer.build(STORIES[1:])))
    first.save(tmp_path / "1.gaz")
    second.save(tmp_path / "2.gaz")
    assert run("gazetteer", "merge", "1.gaz", "2.gaz", "-o", "both.gaz").code == 0
    assert Gazetteer.load(tmp_path / "both.gaz").hash == merge_gazetteers([first, second]).hash


def test_a_packed_list_stays_packed(run: Run, tmp_path: Path) -> None:
    Gazetteer.from_names([("Ann Vex", Kind.PERSON, ())], tmp_path / "p.gaz")
    assert run("gazetteer", "add", "p.gaz", "Dag Lie").code == 0
    assert run("gazetteer", "rename", "p.gaz", "Ann Vex", "Anne Vex").code == 0
    names = [name.canonical for name in Gazetteer.load(tmp_path / "p.gaz").names]
    assert sorted(names) == ["Anne Vex", "Dag Lie"]


# --- search


@pytest.mark.parametrize("query", ["leblanc", "blanc", "Matt Leblanc", "matt"])
def test_names_inside_names_are_found(query: str) -> None:
    assert "Matt LeBlanc" in {name.canonical for name in names_containing(built(), query)}


@pytest.mark.parametrize(("query", "name"), [("mbape", "Kylian Mbappé"), ("torsrud", "Ingrid Thorsrud")])
def test_misspelled_names_are_found(query: str, name: str, run: Run, tmp_path: Path) -> None:
    gazetteer = add_names(built(), ["Kylian Mbappé"])
    assert [each.canonical for each in names_near(gazetteer, query)][:1] == [name]
    gazetteer.save(tmp_path / "names.gaz")
    result = run("gazetteer", "show", "names.gaz", query)
    assert name in result.text and "The closest spellings are" in result.words
    assert run("gazetteer", "show", "names.gaz", "xqzv").text == ""
