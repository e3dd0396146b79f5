"""Notices about whole documents: in the queue, in the report, and from the cache of an interrupted archive."""

from __future__ import annotations

import json
from pathlib import Path

from batch_fixtures import BatchFolders, clean

from repair.batch.report_page import page
from repair.batch.statistics import FIRST_FILES, NoticeCount, batch_statistics

NOTICED = "NOTICED: Kiel Starmer spoke."  # the fake repairer has a notice about it, and leaves one suggestion
NOTICE = ["The copy was noticed."]


def lines_of(folders: BatchFolders) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folders.ledger / "queue.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_notice_is_in_the_queue_and_in_the_report(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(FIRST_FILES + 2):
        (tmp_path / "in" / f"{number:02}.txt").write_text(NOTICED, encoding="utf-8")
    (tmp_path / "in" / "other.txt").write_text("Kiel Starmer spoke.", encoding="utf-8")
    folders = BatchFolders(tmp_path / "in", tmp_path / "out")
    clean(folders)
    notices = {Path(str(line["document"])).name: line.get("notices") for line in lines_of(folders)}
    assert notices["00.txt"] == NOTICE and notices["other.txt"] is None
    statistics = batch_statistics(folders.ledger)
    (count,) = statistics.notices
    assert (count.key, count.documents, len(count.files)) == ("noticed", FIRST_FILES + 2, FIRST_FILES + 1)
    assert f"noticed: {FIRST_FILES + 2} (00.txt, " in page(statistics) and ", …)" in page(statistics)


def test_the_notices_of_records_are_counted(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    records = [{"body": text} for text in (NOTICED, "Kiel Starmer spoke.", NOTICED)]
    (tmp_path / "in" / "wire.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    folders = BatchFolders(tmp_path / "in", tmp_path / "out")
    clean(folders)
    assert [line.get("notices") for line in lines_of(folders)] == [NOTICE, None, NOTICE]
    assert batch_statistics(folders.ledger).notices == (NoticeCount("noticed", 2, ("wire.jsonl",)),)


def test_a_batch_without_notices_has_no_card_for_them(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Kiel Starmer spoke.", encoding="utf-8")
    folders = BatchFolders(tmp_path / "in", tmp_path / "out")
    clean(folders)
    assert "only in part" not in page(batch_statistics(folders.ledger))
