"""A full disk is an error of the file that could not be written, and its sentence says so."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest
from batch_fixtures import BatchFolders, clean, write_copy

from repair.batch.events import unexpected
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
