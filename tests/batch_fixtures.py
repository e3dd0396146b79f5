"""What the tests of the batch share: a folder of copy, a batch with a fake repairer, and snapshots of the result."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from conftest import FakeGazetteer, FakeRepairer

from repair.batch.admission import Admission
from repair.batch.answer_cache import CachingWorker
from repair.batch.counters import RunCounters
from repair.batch.events import ChunkReader, FileJob, Pause
from repair.batch.ledger import Ledger
from repair.batch.ledger_writer import LedgerWriter
from repair.batch.outcome import CleanedRecord
from repair.batch.run import BatchSettings, DocumentRef, run
from repair.batch.worker import LocalWorker, Worker
from repair.core.errors import FormatError, RepairError
from repair.core.types import Document, Suggestion
from repair.formats import InputFile, SourceDocument
from repair.formats.archive import ReadOptions
from repair.formats.discovery import FileSearch, discover

STORY = "NATO chief Mark Latte and Kiel Starmer met in town {number}.\nLatte left. Petrekin reported.\n"
CLEANED = STORY.replace("Latte", "Rutte")


def wanted(name: str) -> bool:
    """Tell whether a file is copy: texts and archives."""
    return name.endswith((".txt", ".jsonl", ".gz"))


def write_copy(folder: Path, count: int = 12) -> Path:
    """Make a folder of copy: stories, some without names, an archive, a binary file and an empty one."""
    for number in range(count):
        path = folder / f"desk {number % 3}" / f"story {number:02}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = STORY.format(number=number) if number % 4 else f"Nothing happened in town {number}.\n"
        path.write_text(text, encoding="utf-8")
    records = [{"id": n, "body": STORY.format(number=n) if n % 3 else "Calm."} for n in range(40)]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (folder / "archive.jsonl").write_text(lines, encoding="utf-8")
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02")
    (folder / "empty.txt").write_bytes(b"")
    return folder


@dataclass
class RecordingListener:
    """Records errors and documents."""

    errors: list[str] = field(default_factory=list)
    documents: list[DocumentRef] = field(default_factory=list)

    def error(self, error: RepairError) -> None:
        """Record an error."""
        self.errors.append(str(error))

    def notice(self, message: str) -> None:
        """Do nothing."""

    def document_cleaned(self, document: DocumentRef, source_document: SourceDocument, cleaned: CleanedRecord) -> None:
        """Record a document."""
        self.documents.append(document)

    def record_processed(self, job: FileJob, size: int) -> None:
        """Do nothing."""

    def file_ended(self, job: FileJob | None, counters: RunCounters) -> None:
        """Do nothing."""


class FailingRepairer(FakeRepairer):
    """A fake repairer that fails on texts with HANG, DIE or CRASH."""

    def suggest(self, document: Document | str) -> tuple[Suggestion, ...]:
        """Return suggestions, or fail as the text demands."""
        text = document if isinstance(document, str) else document.text
        if "HANG" in text:
            while True:
                time.sleep(0.01)
        if "DIE" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "CRASH" in text:
            raise ZeroDivisionError("no reason")
        return super().suggest(document)


@dataclass(frozen=True)
class FakeOpener:
    """Opens the fake repairer, in any process."""

    def open(self) -> Any:
        """Return it."""
        return FailingRepairer(FakeGazetteer(()))


@dataclass(frozen=True)
class BatchFolders:
    """The folders of a batch: copy, output (None: clean in place) and ledger, and the settings."""

    copy: Path
    out: Path | None
    log: Path | None = None
    settings: str = "s"
    fields: tuple[str, ...] = ("body",)

    @property
    def ledger(self) -> Path:
        """The folder of the ledger."""
        return self.log if self.log is not None else (self.out or self.copy) / ".repair"


def clean(
    folders: BatchFolders,
    worker: Worker | None = None,
    *,
    files: Iterable[InputFile | FormatError | Pause] | None = None,
    seconds: float | None = None,
    listener: RecordingListener | None = None,
) -> tuple[RunCounters, RecordingListener]:
    """Run a batch; return its counters and its listener."""
    ledger = Ledger(folders.ledger, folders.out)
    run_number = ledger.number("run") + 1
    ledger.set_numbers(run=run_number)
    watching = files is not None
    admission = Admission(ledger, folders.settings, run_number, watching=watching)
    worker = CachingWorker(worker or LocalWorker(FakeOpener().open()), ledger, folders.settings)
    options = ReadOptions(text_fields=folders.fields)
    writer = LedgerWriter(admission, options, worker.signature)
    listener = listener or RecordingListener()
    batch = BatchSettings(ChunkReader(options, admission, seconds, watching=watching), worker, writer, listener)
    if files is None:
        files = discover([str(folders.copy)], FileSearch(wanted, folders.out))
    return run(batch, files), listener


def snapshot(folder: Path) -> dict[str, str]:
    """Return all files under ``folder`` with hashes of their bytes; of the ledger only the two logs."""
    hidden = ("manifest.sqlite", "manifest.sqlite-wal", "manifest.sqlite-journal", "lock")
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in hidden
    }


def log(folders: BatchFolders, name: str) -> list[dict[str, Any]]:
    """Return the lines of one of the logs."""
    return [json.loads(line) for line in (folders.ledger / name).read_text(encoding="utf-8").splitlines()]


@contextlib.contextmanager
def clock_stopped(monkeypatch: Any) -> Iterator[None]:
    """Give every audit line the same time."""
    with monkeypatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "0")
        yield


def in_child(work: Callable[[], object]) -> int:
    """Do ``work`` in a child process; return its exit code, negative for a signal."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_before_replacing(work: Callable[[], object]) -> None:
    """Do ``work`` in a child that ends after a commit of the ledger, before its outputs are in their places."""

    def killed() -> None:
        with mock.patch.object(Ledger, "_put_in_place", lambda _, rows: os._exit(9) if rows else None):
            work()

    assert in_child(killed) == 9
