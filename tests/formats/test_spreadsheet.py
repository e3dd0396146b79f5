"""Lists in spreadsheets and tables: their rows as texts, and hostile workbooks refused."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest
from workbooks import write_workbook

from repair.core.errors import FormatError
from repair.formats import spreadsheet
from repair.formats.spreadsheet import read_rows


def test_rows_of_a_workbook_are_texts_without_empty_cells_at_their_ends(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [["name", " role "], ["Ana Ruiz", None], [7, "mayor", None]])
    assert list(read_rows(path)) == [["name", "role"], ["Ana Ruiz"], ["7", "mayor"]]


@pytest.mark.parametrize(
    ("name", "text"), [("a.csv", 'name;role\n"Ruiz; Ana";mayor\n'), ("a.tsv", "name\trole\nRuiz; Ana\tmayor\n")]
)
def test_rows_of_tables(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-16")
    assert list(read_rows(tmp_path / name)) == [["name", "role"], ["Ruiz; Ana", "mayor"]]


def test_a_decompression_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [["name"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/more.xml", b" " * 20_000_000)
    with pytest.raises(FormatError, match="decompression bomb"):
        list(read_rows(path))


def test_nested_entities_and_endless_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [["name"], ["Ana Ruiz"], ["Bo Lind"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 100}">' for n in range(1, 9))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "x">{entities}]>'.encode()
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b"<sheetData>", b"<sheetData>&e8;")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, bomb + sheet if name.endswith("sheet1.xml") else content)
    with pytest.raises(FormatError, match="cannot be read"):
        list(read_rows(tmp_path / "b.xlsx"))
    monkeypatch.setattr(spreadsheet, "_MAX_ROWS", 2)
    with pytest.raises(FormatError, match="more than 2 rows"):
        list(read_rows(path))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"name\nAna Ruiz\n"])
def test_a_file_that_is_not_a_workbook_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(FormatError, match=r"a\.xlsx: [Tt]he spreadsheet cannot be read"):
        list(read_rows(tmp_path / "a.xlsx"))


def test_without_openpyxl_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(FormatError, match="spreadsheets"):
        list(read_rows(tmp_path / "a.xlsx"))
