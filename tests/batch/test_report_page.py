"""The report page: its figures are right, its text is escaped, and it loads nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from batch_fixtures import BatchFolders, clean, write_copy

from repair.batch import statistics as accounting
from repair.batch.report_page import page, write_report
from repair.batch.statistics import BINS, NameCount, NoticeCount, batch_statistics
from repair.core.errors import FormatError


def test_figures_are_the_same_however_often_a_folder_is_cleaned(tmp_path: Path) -> None:
    folders = BatchFolders(write_copy(tmp_path / "in"), tmp_path / "out")
    totals, _ = clean(folders)
    clean(folders)
    figures = batch_statistics(folders.ledger)
    assert (figures.documents, figures.edits) == (totals.documents, totals.edits)
    assert figures.edits == sum(figures.applied_by_confidence) == 9 * 2 + 26 * 2
    assert figures.queued == sum(figures.queued_by_confidence) == 35
    assert figures.flagged == 35
    assert dict(figures.failed) == {
        "the file is empty": 1,
        "the file has NUL characters, so it is binary, or UTF-16 without its mark": 1,
    }
    assert figures.names == (
        NameCount("Mark Rutte", 35, (("Mark Latte", 35),)),
        NameCount("Rutte", 35, (("Latte", 35),)),
    )
    assert figures.repeats == (0, 0, 0, 0, 2)
    assert figures.signature == "repair:test"


def test_names_are_counted_the_same_with_little_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = BatchFolders(write_copy(tmp_path / "in"), tmp_path / "out")
    clean(folders)
    before = batch_statistics(folders.ledger)
    monkeypatch.setattr(accounting, "_MAX_PAIRS_IN_MEMORY", 1)
    assert batch_statistics(folders.ledger) == before


class Seen(HTMLParser):
    """Collects the elements and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "data")]


def test_the_page_is_escaped_and_loads_nothing(tmp_path: Path) -> None:
    folders = BatchFolders(write_copy(tmp_path / "in"), tmp_path / "out")
    clean(folders)
    write_report(folders.ledger, tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    hostile = "</svg><script>alert(1)</script>\u202e"
    figures = batch_statistics(folders.ledger)
    name = NameCount(hostile, 3, ((hostile, 3),))
    notice = NoticeCount(hostile, 2, (hostile,))
    bad = accounting.BatchStatistics(
        1, 2, 3, 4, 5, 6, ((hostile, 1),), (notice,), (1,) * BINS, (2,) * BINS, (name,), (1, 0, 0, 0, 0), hostile
    )
    for content in (text, page(bad), page(figures)):
        parser = Seen()
        parser.feed(content)
        assert "script" not in parser.tags and parser.addresses == []
        assert not re.search(r"url\(|@import", content)
        assert "default-src 'none'" in content
    assert "\u202e" not in page(bad)
    assert "Mark Latte" in text


def test_a_folder_without_a_ledger_has_no_page(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="There is no ledger"):
        batch_statistics(tmp_path)
