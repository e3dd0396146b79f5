"""Lists of names among the sources are recognised by their columns, unlike archives of stories."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run
from workbooks import write_workbook

from repair.formats.record import ReadOptions
from repair.gazetteer.source_lists import read_name_list

NAMES = ["Ingrid Thorsrud", "Pål Skjærvik"]


def names(path: Path, text: str, **options: object) -> list[str] | None:
    path.write_text(text, encoding="utf-8")
    listed = read_name_list(path, ReadOptions(**options), source=path.name)  # type: ignore[arg-type]
    return None if listed is None else listed.document.text.split("\n")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "name,role\nIngrid Thorsrud,minister\nPål Skjærvik,\n"),
        ("a.csv", "Role;Full name\nminister;Ingrid Thorsrud\nmayor;Pål Skjærvik\n"),
        ("a.csv", "Ingrid Thorsrud,minister\nPål Skjærvik,mayor\n"),
        ("a.tsv", "last name\tfirst name\nThorsrud\tIngrid\nSkjærvik\tPål\n"),
        ("a.csv", "Nachname;Vorname\nThorsrud;Ingrid\nSkjærvik;Pål\n"),
        ("a.csv", "Name,Vorname,Rolle\nThorsrud,Ingrid,\nSkjærvik,Pål,\n"),
        ("a.csv", "Apellidos,Nombre\nThorsrud,Ingrid\nSkjærvik,Pål\n"),
        ("a.csv", 'name,aliases\n"Ingrid Thorsrud",Pål Skjærvik\n'),
        ("a.jsonl", "".join(json.dumps({"name": name, "role": "x"}) + "\n" for name in NAMES)),
        ("a.json", json.dumps([{"name": name, "role": "x"} for name in NAMES])),
        ("a.json", json.dumps({"people": [{"name": name, "id": 7} for name in NAMES], "total": 2}, indent=2)),
        ("a.json", json.dumps(NAMES, indent=1)),
        ("a.json", json.dumps([*NAMES, None, 7, ["x"]])),
        (
            "a.json",
            json.dumps({"people": [{"name": NAMES[0]}, {"first_name": "Pål", "last_name": "Skjærvik"}], "tags": [1]}),
        ),
        ("a.json", "\ufeff" + json.dumps(NAMES)),
        ("a.jsonl", "".join(json.dumps(name) + "\n" for name in NAMES)),
    ],
)
def test_lists_of_names(name: str, text: str, tmp_path: Path) -> None:
    assert names(tmp_path / name, text) == NAMES


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "name,text\nIngrid Thorsrud,Ingrid Thorsrud spoke in Bergen.\n"),
        ("a.csv", f"name,story\nIngrid Thorsrud,{'She spoke in Bergen. ' * 10}\n"),
        ("a.csv", "id,comment\n17,She spoke in Bergen.\n"),
        ("a.csv", "title,date\nMinister speaks in Bergen,2026-01-02\n"),
        ("a.jsonl", '{"name": "wire", "body": "Ingrid Thorsrud spoke in Bergen."}\n'),
        ("a.txt", "name,role\nIngrid Thorsrud,minister\n"),
        ("a.json", json.dumps([{"name": "Thorsrud meets envoys", "parts": ["x"]}, {"name": "Rain", "parts": ["y"]}])),
        ("a.json", json.dumps([{"name": name, "text": "She spoke in Bergen."} for name in NAMES])),
        ("a.json", json.dumps({"name": "Ingrid Thorsrud", "text": "She spoke."})),
        ("a.json", json.dumps({"headline": "Bergen", "body": ["Ingrid Thorsrud spoke.", "Then she left."]})),
        ("a.json", "[1, 2, {"),
        ("a.json", json.dumps([NAMES[0], 1, None])),
        ("a.json", json.dumps([[name] for name in NAMES])),
        ("a.json", json.dumps([*NAMES, {"body": "She spoke in Bergen."}])),
        ("a.jsonl", '"Ingrid Thorsrud spoke in Bergen."\n"Then she left."\n'),
    ],
)
def test_other_tables_are_not_lists_of_names(name: str, text: str, tmp_path: Path) -> None:
    assert names(tmp_path / name, text) is None


def test_json_without_field_names_is_no_source(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").write_text(json.dumps([[name] for name in NAMES]), encoding="utf-8")
    result = run("gazetteer", "build", "a.json", "--out", "names.gaz")
    assert result.code == 2 and "a.json: Its strings have no field names." in result.words


def test_a_table_with_a_named_text_field_is_not_a_list_of_names(tmp_path: Path) -> None:
    assert names(tmp_path / "a.csv", "name,role\nIngrid Thorsrud,minister\n", text_fields=("role",)) is None


def test_rows_without_a_name_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,role\nIngrid Thorsrud,minister\nto be confirmed,?\n", encoding="utf-8")
    listed = read_name_list(tmp_path / "a.csv", ReadOptions(), source="a.csv")
    assert listed is not None and listed.left_out == ("to be confirmed",) and listed.document.text == "Ingrid Thorsrud"


def test_names_of_a_table_and_of_a_spreadsheet_are_proposed(run: Run, tmp_path: Path) -> None:
    rows = [["name", "role"], ["Ingrid Thorsrud", "Fisheries Minister"], ["Pål Skjærvik", "mayor"]]
    (tmp_path / "people.csv").write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    (tmp_path / "lists").mkdir()
    write_workbook(tmp_path / "lists" / "people.xlsx", rows)
    (tmp_path / "copy.txt").write_text("Fisheries Minister Ingrid Tolsrud was in Bergen.", encoding="utf-8")
    for sources in ("people.csv", "lists"):
        result = run("suggest", "copy.txt", "--sources", sources, "--format", "jsonl")
        assert result.code == 0, result.words
        assert [json.loads(line)["replacement"] for line in result.text.splitlines()] == ["Ingrid Thorsrud"]


@pytest.mark.parametrize("row", ["Bryggen -> Byen", "Bryggen → Byen", "Bryggen =>"])
def test_a_replacement_is_no_name_of_a_list(
    row: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(f"Ingrid Thorsrud\n{row}\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(f"name,role\nOdd Vang,x\n{row},y\n", encoding="utf-8")
    result = run("gazetteer", "build", "a.txt", "b.csv", "--out", "names.gaz")
    assert f"a.txt, line 2: Left out {row!r}, which is no name." in result.words
    assert f"b.csv: Left out 1 row without a name ({row!r})." in result.words
    assert "Bryggen" not in run("gazetteer", "show", "names.gaz").text
    imported = run("gazetteer", "import", "b.csv", "--out", "list.gaz")
    assert imported.code == 2 and f"b.csv, line 3: The line is not a name ({row!r} has an arrow)" in imported.words
    assert run("gazetteer", "add", "names.gaz", row).code == 2


def test_a_list_of_replacements_alone_is_no_source(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Bryggen => Byen\nVågen => Havnen\n", encoding="utf-8")
    result = run("gazetteer", "build", "a.txt", "--out", "names.gaz")
    assert result.code == 2 and "The list has replacements and no names." in result.words


def test_an_imported_list_is_no_source(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b.csv").write_text("name,role\nOdd Vang,x\n", encoding="utf-8")
    assert run("gazetteer", "import", "b.csv", "--out", "list.gaz").code == 0
    result = run("gazetteer", "build", "list.gaz", "--out", "names.gaz")
    assert result.code == 2 and "list.gaz: This is an imported list, not a source." in result.words
