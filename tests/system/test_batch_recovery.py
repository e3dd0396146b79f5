"""After a kill at any moment, the next run gives the result of an undisturbed run, logged once."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Any, cast

import pytest
from batch_fixtures import (
    CLEANED,
    STORY,
    BatchFolders,
    FailingRepairer,
    RecordingListener,
    clean,
    in_child,
    log,
    snapshot,
    wanted,
    write_copy,
)
from conftest import FakeGazetteer

from repair.batch import ledger_writer
from repair.batch.ledger import Ledger
from repair.batch.manifest import DONE, LedgerRow
from repair.batch.worker import LocalWorker
from repair.core.errors import FormatError
from repair.core.types import Document, Suggestion
from repair.formats import InputFile
from repair.formats.discovery import FileSearch, discover
from repair.pipeline.repairer import Repairer

_SECONDS = 10.0  # for all kills; longer on a machine that is too slow for enough of them


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")


class Killer:
    """Kills the process at its n-th step through the code of the batch, calls into C (flushes, renames) included."""

    def __init__(self, number: int) -> None:
        self.remaining = number

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        """Count one step."""
        self.remaining -= 1
        if self.remaining == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def steps(folders: BatchFolders) -> int:
    """Return how many steps a run takes."""
    killer = Killer(0)
    sys.setprofile(killer)
    try:
        clean(folders)
    finally:
        sys.setprofile(None)
    return -killer.remaining


def killed(folders: BatchFolders, number: int) -> bool:
    """Run in a child that is killed at step ``number``; tell whether it was."""

    def work() -> None:
        sys.setprofile(Killer(number))
        clean(folders)
        sys.setprofile(None)

    return in_child(work) == -signal.SIGKILL


def test_a_run_killed_anywhere_and_started_again_ends_as_an_undisturbed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_writer, "_GROUP_FILES", 3)  # so that a kill mostly falls between two groups
    copy = write_copy(tmp_path / "in")
    monkeypatch.chdir(tmp_path)
    undisturbed = BatchFolders(Path("in"), Path("out"))
    total = steps(undisturbed)
    wanted = snapshot(tmp_path / "out")
    assert len(wanted) > 12
    (tmp_path / "out").rename(tmp_path / "wanted")
    # Groups are committed in the last thousandth of a run, so half of the kills are there.
    chance = random.Random(7)
    until, kills = time.monotonic() + _SECONDS, 0
    for _ in range(500):
        if kills >= 200 or (kills > 10 and time.monotonic() > until):
            break
        for _ in range(chance.randrange(1, 4)):
            low = 1 if chance.random() < 0.5 else int(total * 0.9)
            kills += killed(undisturbed, chance.randrange(low, total))
        clean(undisturbed)
        assert snapshot(tmp_path / "out") == wanted
        assert not list((tmp_path / "out" / ".repair" / "stage").iterdir())
        (tmp_path / "out").rename(tmp_path / f"done {kills} {time.monotonic_ns()}")
    assert kills > 10
    assert copy.exists()


def test_a_run_killed_while_cleaning_in_place_loses_no_edit_from_the_audit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    chance = random.Random(11)
    wanted = None
    until, kills = time.monotonic() + _SECONDS / 2, 0
    number = 0
    while kills < 60 and number < 200 and (time.monotonic() < until or kills <= 5):
        number += 1
        # The same relative paths each time, because the ledger names the copy by its path.
        work = tmp_path / f"turn {number}"
        write_copy(work / "in", 5)
        monkeypatch.chdir(work)
        folders = BatchFolders(Path("in"), None, Path("books"))
        if wanted is None:
            total = steps(folders)
            wanted = without_paths(work)
            continue
        for _ in range(2):
            kills += killed(folders, chance.randrange(1 if chance.random() < 0.5 else int(total * 0.8), total))
        clean(folders)
        assert without_paths(work) == wanted
    assert kills > 5


def without_paths(work: Path) -> tuple[dict[str, str], list[tuple[Any, ...]]]:
    """Return the bytes of the copy, and the audit without its ids, which hash absolute paths."""
    audit = log(BatchFolders(Path("in"), None, work / "books"), "audit.jsonl")
    keys = ("what", "file", "record", "start", "before", "after", "sha256_before", "sha256_after")
    return snapshot(work / "in"), [tuple(line.get(key) for key in keys) for line in audit]


def test_finished_work_is_skipped_until_copy_or_settings_change(tmp_path: Path) -> None:
    copy = write_copy(tmp_path / "in", 4)
    folders = BatchFolders(copy, tmp_path / "out")
    first, _ = clean(folders)
    before = snapshot(tmp_path / "out")
    again, listener = clean(folders)
    assert (first.files, again.files, again.skipped) == (5, 0, {"finished in an earlier run": 5})
    assert len(listener.errors) == 2  # bad and empty, each time
    assert snapshot(tmp_path / "out") == before
    (copy / "desk 1" / "story 01.txt").write_text(STORY.format(number=99), encoding="utf-8")
    changed, _ = clean(folders)
    assert changed.files == 1
    assert (tmp_path / "out" / "desk 1" / "story 01.txt").read_text(encoding="utf-8") == CLEANED.format(number=99)
    other, _ = clean(BatchFolders(copy, tmp_path / "out", settings="other"))
    assert other.files == 5


def test_a_lost_output_is_made_again_and_logged_once(tmp_path: Path) -> None:
    copy = write_copy(tmp_path / "in", 4)
    folders = BatchFolders(copy, tmp_path / "out")
    clean(folders)
    before = snapshot(tmp_path / "out")
    (tmp_path / "out" / "desk 1" / "story 01.txt").unlink()
    (tmp_path / "out" / "archive.jsonl").unlink()
    again, _ = clean(folders)
    assert again.files == 2
    assert snapshot(tmp_path / "out") == before


def test_an_output_that_a_person_changed_is_left_alone(tmp_path: Path) -> None:
    folders = BatchFolders(write_copy(tmp_path / "in", 4), tmp_path / "out")
    clean(folders)
    path = tmp_path / "out" / "desk 1" / "story 01.txt"
    path.write_text("edited by hand", encoding="utf-8")
    clean(folders)
    assert path.read_text(encoding="utf-8") == "edited by hand"


def test_two_runs_at_once_are_refused(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / ".repair", tmp_path)
    with pytest.raises(FormatError, match="Another run is using"):
        Ledger(tmp_path / ".repair", tmp_path)
    ledger.close()
    Ledger(tmp_path / ".repair", tmp_path).close()


def test_a_torn_line_is_cut_off_and_a_shortened_log_is_refused(tmp_path: Path) -> None:
    folders = BatchFolders(write_copy(tmp_path / "in", 4), tmp_path / "out")
    clean(folders)
    audit = tmp_path / "out" / ".repair" / "audit.jsonl"
    whole = audit.read_bytes()
    audit.write_bytes(whole + b'{"what": "edi')
    clean(folders)
    assert audit.read_bytes() == whole
    audit.write_bytes(whole[:-10])
    with pytest.raises(FormatError, match="Restore the missing lines"):
        clean(folders)


def test_a_leftover_of_an_unfinished_group_is_not_taken_for_the_output_of_a_finished_one(tmp_path: Path) -> None:
    for name, text in (("a.txt", "one"), ("b.txt", "two")):

        def unfinished(name: str = name, text: str = text) -> None:
            ledger = Ledger(tmp_path / "books", tmp_path / "out")
            (ledger.stage / "1").write_text(text)
            ledger.add(LedgerRow(name, f"in/{name}", stage="1", result=hashlib.sha256(text.encode()).hexdigest()))
            if name == "a.txt":
                ledger.commit()
            os._exit(0)

        assert in_child(unfinished) == 0
    ledger = Ledger(tmp_path / "books", tmp_path / "out")
    assert (tmp_path / "out" / "a.txt").read_text() == "one"
    assert ledger.row("b.txt") is None
    ledger.close()


def test_an_output_that_cannot_be_moved_to_its_place_waits_for_the_next_run(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / ".repair", tmp_path)
    (ledger.stage / "1").write_text("x", encoding="utf-8")
    (tmp_path / "a.txt").mkdir()
    ledger.add(LedgerRow("a.txt", "in/a.txt", stage="1", result=hashlib.sha256(b"x").hexdigest()))
    ledger.commit()
    assert "so the output is kept in .repair" in str(ledger.errors[0])
    ledger.close()
    (tmp_path / "a.txt").rmdir()
    again = Ledger(tmp_path / ".repair", tmp_path)
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "x"
    again.close()
    last = Ledger(tmp_path / ".repair", tmp_path)
    row = last.row("a.txt")
    assert row is not None and row.state == DONE
    last.close()


def test_files_are_read_only_as_they_are_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "in"
    copy.mkdir()
    for number in range(200):
        (copy / f"{number}.txt").write_text("Nothing at all.", encoding="utf-8")
    pulled, ended, ahead = 0, 0, 0

    def places() -> Iterator[InputFile | FormatError]:
        nonlocal pulled, ahead
        for place in discover([str(copy)], FileSearch(wanted)):
            pulled += 1
            ahead = max(ahead, pulled - ended)
            yield place

    def end(*_: object) -> None:
        nonlocal ended
        ended += 1

    monkeypatch.setattr(RecordingListener, "file_ended", end)
    clean(BatchFolders(copy, tmp_path / "out"), files=places())
    assert (pulled, ended) == (200, 200)
    assert ahead < 40


def test_suggestions_for_an_archive_are_not_computed_again_after_a_kill(tmp_path: Path) -> None:
    copy = tmp_path / "in"
    copy.mkdir()
    records = [{"body": STORY.format(number=number)} for number in range(200)]
    (copy / "archive.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    clean(BatchFolders(copy, tmp_path / "undisturbed"))
    seen_documents = tmp_path / "seen"

    class Counting(FailingRepairer):
        """Counts the documents it has seen, across processes; hangs at the hundredth."""

        def suggest(self, document: Document | str) -> tuple[Suggestion, ...]:
            with open(seen_documents, "ab") as stream:
                stream.write(b".")
            if stop and seen_documents.stat().st_size == 101:
                os.kill(os.getpid(), signal.SIGKILL)
            return super().suggest(document)

    def work() -> None:
        clean(BatchFolders(copy, tmp_path / "out"), LocalWorker(cast(Repairer, Counting(FakeGazetteer(())))))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("repair.batch.answer_cache._FLUSH_SECONDS", 0.0)
        stop = True
        assert in_child(work) == -signal.SIGKILL
        stop = False
        work()
    assert seen_documents.stat().st_size <= 200 + 16 + 1
    assert (tmp_path / "out" / "archive.jsonl").read_bytes() == (
        tmp_path / "undisturbed" / "archive.jsonl"
    ).read_bytes()
    record, undisturbed = (log(BatchFolders(copy, tmp_path / name), "audit.jsonl") for name in ("out", "undisturbed"))
    assert [{**line, "output": ""} for line in record] == [{**line, "output": ""} for line in undisturbed]
    with closing(sqlite3.connect(tmp_path / "out" / ".repair" / "manifest.sqlite")) as manifest:
        assert manifest.execute("SELECT COUNT(*) FROM answers").fetchone() == (0,)
