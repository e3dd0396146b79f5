"""A full disk is an error of the file that could not be written, and its sentence says so."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest
from batch_fixtures import BatchFolders, clean, write_copy

from repair.batch.events import unexpected
from repair.batch.ledger import Ledger
from repair.batch.manifest import Manifest
from repair.batch.staged_output import StagedOutput
from repair.core.errors import FormatError
from repair.formats.archive import Record


def test_an_output_that_does_not_fit_is_reported_and_not_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = StagedOutput.put

    def fail(output: StagedOutput, record: Record, content: bytes) -> None:
        if output._job.path.suffix == ".txt":
            raise OSError(errno.ENOSPC, "No space left on device")
        put(output, record, content)

    everything, _ = clean(BatchFolders(write_copy(tmp_path / "in"), tmp_path / "all"))
    monkeypatch.setattr(StagedOutput, "put", fail)
    counters, _ = clean(BatchFolders(write_copy(tmp_path / "in"), tmp_path / "out"))
    assert counters.files < everything.files and counters.documents < everything.documents
    assert "the file cannot be written (no space left on device)" in counters.failed
    assert not list((tmp_path / "out").glob("*.txt"))


def test_a_disk_error_is_not_reported_as_unexpected() -> None:
    message = str(unexpected(OSError(errno.EIO, "Input/output error")))
    assert message.startswith("The file cannot be read or written (input/output error). Check the disk")


def test_a_commit_that_does_not_fit_ends_the_batch_and_names_the_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(manifest: Manifest, rows: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as full:
        full.setattr(Manifest, "put_rows", fail)
        with pytest.raises(FormatError, match=r"\.repair: The folder cannot be used \(database or disk is full\)"):
            clean(BatchFolders(write_copy(tmp_path / "in"), tmp_path / "out"))
    assert not list((tmp_path / "out").glob("*.txt"))
    counters, _ = clean(BatchFolders(tmp_path / "in", tmp_path / "out"))
    everything, _ = clean(BatchFolders(tmp_path / "in", tmp_path / "all"))
    assert counters.files == everything.files > 0


@pytest.mark.parametrize("fails", ["_recover", "_take_lock"])
def test_a_ledger_that_cannot_be_opened_keeps_nobody_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    def fail(ledger: Ledger) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    errors: list[FormatError] = []
    with monkeypatch.context() as full:
        full.setattr(Ledger, fails, fail)
        for _ in range(2):
            with pytest.raises(FormatError, match="no space left on device") as caught:
                Ledger(tmp_path / ".repair")
            errors.append(caught.value)  # it refers to the ledger, which is therefore not deleted
    Ledger(tmp_path / ".repair").close()


def test_a_database_that_cannot_be_set_up_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(manifest: Manifest, **numbers: int) -> None:
        manifest._base.execute("INSERT OR REPLACE INTO facts VALUES ('a', 1)")
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as full:
        full.setattr(Manifest, "set_numbers", fail)
        with pytest.raises(sqlite3.OperationalError, match="disk is full") as caught:
            Manifest(tmp_path)
    Manifest(tmp_path).close()
    assert caught.value.__traceback__ is not None


def test_a_transaction_that_the_database_ended_gives_the_reason(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path)

    def run_out_of_space() -> None:
        with manifest.transaction():
            manifest._base.execute("ROLLBACK")  # as SQLite does on a full disk
            raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(sqlite3.OperationalError, match="disk is full"):
        run_out_of_space()
    manifest.close()


def test_a_ledger_is_closed_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    ledger = Ledger(tmp_path / ".repair")
    ledger.audit.append("{}\n")
    with monkeypatch.context() as full:
        full.setattr(Manifest, "mark_done", fail)
        ledger.close()
    again = Ledger(tmp_path / ".repair")
    assert again.audit.end == 0
    again.close()
