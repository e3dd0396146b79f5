"""The word tables: every file and section has one owner, and a missing one is reported."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from repair.core import tables
from repair.core.errors import RepairError

PACKAGE = Path(tables.__file__).parents[1]
FILES = sorted((PACKAGE / "data").glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_one_module_owns_a_table(path: Path) -> None:
    modules = [each for each in PACKAGE.rglob("*.py") if f'"{path.name}"' in each.read_text(encoding="utf-8")]
    owners = [each.relative_to(PACKAGE).as_posix() for each in modules if each.name != "tables.py"]
    assert len(owners) == 1, owners


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_table_has_no_empty_and_no_repeated_section(path: Path) -> None:
    titles = re.findall(r"^\[(.+)\]$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert titles
    assert set(Counter(titles).values()) == {1}
    assert all(tables.table_lines(path.name, title) for title in titles)


def test_comments_and_blank_lines_are_not_part_of_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.txt").write_text("# head\n\n[one]\n# a comment\na b\n\nc\n[two]\nd|e f\n", encoding="utf-8")
    monkeypatch.setattr(tables, "_FOLDER", tmp_path)
    assert tables.word_set("mine.txt", "one") == {"a", "b", "c"}
    assert tables.table_rows("mine.txt", "two") == (("d", "e f"),)


def test_a_sorted_name_is_found_with_or_without_its_hyphens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "names.txt").write_text("[one]\nab|ab cd\nab-ce|b\n[two]\naa|c-d\n[three]\ne\n", encoding="utf-8")
    monkeypatch.setattr(tables, "_FOLDER", tmp_path)
    names = tables.SortedNames("names.txt", ("one", "two"))
    assert all(name in names for name in ("ab", "ab cd", "ab-cd", "ab ce", "ab-ce", "b", "aa", "c d"))
    assert not any(name in names for name in ("", "a", "ab c", "ab cd|", "ac", "c", "d", "e", "z"))


def test_a_missing_table_or_section_is_reported() -> None:
    with pytest.raises(RepairError, match=r"no-such\.txt: The word table cannot be read"):
        tables.read_table("no-such.txt")
    with pytest.raises(RepairError, match=r"has no section \[no such\]"):
        tables.table_lines("calendar.txt", "no such")
