"""Rows of tables: cells of any size and over lines, and a quotation mark that is not closed."""

from __future__ import annotations

import pytest

from repair.core.csv_rows import csv_rows


def rows(text: str) -> list[tuple[int, list[str]]]:
    return list(csv_rows(text.splitlines(keepends=True), delimiter=","))


def test_a_row_has_the_number_of_its_first_line() -> None:
    assert rows('name,kind\n"Ann\nVexley",person\nBo Lind,person\n') == [
        (1, ["name", "kind"]),
        (2, ["Ann\nVexley", "person"]),
        (4, ["Bo Lind", "person"]),
    ]


def test_a_large_cell_is_read() -> None:
    assert rows("name,aliases\nAnn Vexley," + ";".join(["Anna Vexley"] * 20_000))[1][0] == 2


@pytest.mark.parametrize("following", [1, 30, 30_000])
def test_a_mark_that_is_not_closed_is_an_error_that_names_its_line(following: int) -> None:
    with pytest.raises(ValueError, match="line 3"):
        rows('name,kind\nAnn Vexley,person\n"Jo Hart,person\n' + "Bo Lind,person\n" * following)


def test_a_mark_within_a_cell_is_part_of_it() -> None:
    assert rows('Dwayne "The Rock" Johnson,person\n6" gun,other\nBo,person\n')[1] == (2, ['6" gun', "other"])
