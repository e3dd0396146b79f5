"""A hot folder and the desk: what editors decide counts for the next copy, and finished copy stays as it is."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import threading
from pathlib import Path

import pytest
from conftest import Run
from test_watch import until

from repair.batch.admission import Admission
from repair.batch.events import FileJob, Skipped
from repair.batch.ledger import Ledger
from repair.batch.manifest import DONE, LedgerRow
from repair.cli.decision_changes import DecisionChanges
from repair.cli.output import ExitStatus
from repair.cli.worker_opener import WorkerOpener
from repair.core.config import Config
from repair.core.errors import RepairError
from repair.decisions import commands, queue
from repair.decisions.models import Answer, NewDecision
from repair.decisions.store import DatabaseStore
from repair.formats import InputFile
from repair.review.queue_files import read_queue_file

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.mark.parametrize("workers", ["1", pytest.param("2", marks=pytest.mark.system)])
def test_decisions_count_for_copy_that_arrives_later(tmp_path: Path, run: Run, workers: str) -> None:
    inbox, out, database = tmp_path / "in", tmp_path / "out", tmp_path / "desk.sqlite"
    inbox.mkdir()
    shutil.copy(SAMPLES / "copy" / "paris.txt", inbox / "first.txt")

    def work() -> None:
        try:
            until(lambda: (out / "first.txt").exists(), 120)
            _reject_everything(database, out / ".repair" / "queue.jsonl")
            shutil.copy(SAMPLES / "copy" / "paris.txt", inbox / "second.txt")
            until(lambda: (out / "second.txt").exists(), 120)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    DatabaseStore(database).close()
    thread = threading.Thread(target=work)
    thread.start()
    sources = ("--sources", str(SAMPLES / "sources"), "--database", str(database))
    result = run("clean", "in", "--watch", "--settle", "0.2", "--out", "out", "--workers", workers, *sources)
    thread.join()
    assert result.code == 0, result.words
    lines = result.words.splitlines()
    assert lines.count("New decisions were read. They are used for copy that arrives from now on.") == 1
    first, second = (next(line for line in lines if line.startswith(f"in/{name}.txt:")) for name in ("first", "second"))
    assert not first.endswith(" 0 left to review.")
    assert second.endswith(" 0 left to review."), "what was rejected is not proposed again"
    assert "Checked 2 documents" in lines[-2], "what was finished is not done again"


def _reject_everything(database: Path, queue_file: Path) -> None:
    until(lambda: queue_file.exists() and bool(queue_file.read_text(encoding="utf-8")), 60)
    with DatabaseStore(database) as store:
        errors: list[RepairError] = []
        text = queue_file.read_text(encoding="utf-8")
        read_queue_file(store, queue_file, text, limit=1_000_000, on_error=errors.append)
        assert errors == []
        for entry in queue.entries(store):
            for case in queue.in_story(store, entry.id):
                answer = Answer.CORRECT if case.flag else Answer.REJECT
                commands.decide(store, NewDecision(case.suggestion.id, answer, "Ada", confirmed=True))


def test_a_database_out_of_reach_is_no_change(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    changes = DecisionChanges(str(path))
    assert not changes.are_new(changes.latest())
    path.write_bytes(b"no database" * 100)
    assert changes.latest() is None
    assert not changes.are_new(changes.latest())
    assert DecisionChanges(None).latest() == 0


def test_files_finished_before_decisions_are_not_cleaned_again(tmp_path: Path) -> None:
    with contextlib.closing(Ledger(tmp_path / "log", None)) as ledger:
        admission = Admission(ledger, "before", 2, watching=True)
        path = tmp_path / "story.txt"
        path.write_text("Copy.", encoding="utf-8")
        job = admission(InputFile(path, "story.txt"))
        assert isinstance(job, FileJob)
        row = LedgerRow(job.target, str(path), job.digest, job.stamp, "before", run=1, state=DONE)
        ledger.add(row)
        ledger.commit()
        admission.use_settings("after")
        assert isinstance(admission(InputFile(path, "story.txt")), Skipped)
        assert isinstance(Admission(ledger, "after", 2, watching=True)(InputFile(path, "story.txt")), FileJob)


def test_a_hot_folder_says_once_that_there_are_no_decisions_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "source.txt").write_text("Mark Rutte spoke in Delft.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    caplog.set_level("INFO", "repair.messages")
    opener = WorkerOpener((), Config(sources=("source.txt",), database="none.sqlite"))
    for _ in range(3):
        opener.open(ExitStatus())
    opener.with_decisions()
    opener.close()
    assert caplog.text.count("There are no decisions yet") == 1
