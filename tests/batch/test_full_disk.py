"""A full disk is an error of the file that could not be written, and its sentence says so."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from batch_fixtures import BatchFolders, clean, write_copy

from repair.batch.events import unexpected
from repair.batch.staged_output import StagedOutput
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
