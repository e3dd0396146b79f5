"""Excel workbooks for tests."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl


def write_workbook(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    """Write a workbook with one sheet of ``rows``, and return its path."""
    path.write_bytes(workbook_bytes(rows))
    return path


def workbook_bytes(rows: Iterable[Sequence[object]]) -> bytes:
    """Return a workbook with one sheet of ``rows``."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
