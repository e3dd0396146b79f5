"""Excel workbooks for tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl


def write_workbook(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    """Write a workbook with one sheet of ``rows``, and return its path."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path
