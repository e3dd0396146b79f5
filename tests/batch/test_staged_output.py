"""The staging file of one output: what a killed process left at its name is replaced, and no other file is deleted."""

from __future__ import annotations

from pathlib import Path

from repair.batch.events import FileJob
from repair.batch.file_identity import sha256_of
from repair.batch.staged_output import StagedOutput
from repair.core.leftovers import fixed_incomplete_path
from repair.formats.archive import ReadOptions, records
from repair.formats.discovery import InputFile


def test_only_what_a_killed_process_left_at_its_name_is_replaced(tmp_path: Path) -> None:
    copy, stage = tmp_path / "a.csv", tmp_path / "0"
    copy.write_bytes(b"id,text\n1,Ana\n2,Eva\n")
    left, foreign = fixed_incomplete_path(stage), tmp_path / ".0.notes.part"
    for path in (left, foreign):
        path.write_bytes(b"incomplete")
    job = FileJob(InputFile(copy, copy.name), copy, digest=sha256_of(copy))
    output = StagedOutput(job, stage, ReadOptions(), alone=False)
    for record in records(copy, ReadOptions()):
        output.put(record, record.raw.replace(b"Ana", b"Ann"))
    output.finish()
    assert stage.read_bytes() == b"id,text\n1,Ann\n2,Eva\n"
    assert not left.exists() and foreign.read_bytes() == b"incomplete"
