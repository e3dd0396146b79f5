"""What the tests of the batch share: a desk of copy, a batch with the stand-in core, and a look at what came of it."""

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

from conftest import FakeGazetteer, FakeRepairer

from repair.batch.admission import Admission
from repair.batch.answer_cache import CachingWorker
from repair.batch.counters import RunCounters
from repair.batch.events import ChunkReader, FileJob, Pause
from repair.batch.ledger import Ledger
from repair.batch.outcome import CleanedRecord
from repair.batch.run import BatchSettings, DocumentRef, run
from repair.batch.worker import LocalWorker, Worker
from repair.batch.writers import LedgerWriter
from repair.core.errors import FormatError
from repair.core.types import Document, Suggestion
from repair.formats import InputFile, SourceDocument
from repair.formats.archive import ReadOptions
from repair.formats.discovery import FileSearch, discover

STORY = "NATO chief Mark Latte and Kiel Starmer met in town {number}.\nLatte left. Petrekin reported.\n"
CLEANED = STORY.replace("Latte", "Rutte")


def wanted(name: str) -> bool:
    """Tell whether a file is copy: a desk of texts and archives."""
    return name.endswith((".txt", ".jsonl", ".gz"))


def lay_out(folder: Path, count: int = 12) -> Path:
    """Make a folder of copy: stories, some of them quiet, an archive, a file that is no text, one that is empty."""
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
class Heard:
    """Remembers what it was told."""

    troubles: list[str] = field(default_factory=list)
    names: list[DocumentRef] = field(default_factory=list)

    def trouble(self, words: str) -> None:
        """Remember a trouble."""
        self.troubles.append(words)

    def notice(self, words: str) -> None:
        """Pay no heed."""

    def cleaned(self, name: DocumentRef, reading: SourceDocument, outcome: CleanedRecord) -> None:
        """Remember a document."""
        self.names.append(name)

    def passed(self, job: FileJob, size: int) -> None:
        """Pay no heed."""

    def ended(self, job: FileJob | None, totals: RunCounters) -> None:
        """Pay no heed."""


class Moody(FakeRepairer):
    """The stand-in core, which some texts upset: HANG, DIE and CRASH do as they say."""

    def suggest(self, document: Document | str) -> tuple[Suggestion, ...]:
        """Return suggestions, if the text allows."""
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
class Kitchen:
    """Opens the stand-in core, in any process."""

    def open(self) -> Any:
        """Return it."""
        return Moody(FakeGazetteer(()))


@dataclass(frozen=True)
class Setting:
    """One folder of copy and one for the output; None: the copy is written over."""

    copy: Path
    out: Path | None
    log: Path | None = None
    settings: str = "s"
    fields: tuple[str, ...] = ("body",)

    @property
    def books(self) -> Path:
        """The folder of the books."""
        return self.log if self.log is not None else (self.out or self.copy) / ".repair"


def clean(
    setting: Setting,
    hands: Worker | None = None,
    *,
    places: Iterable[InputFile | FormatError | Pause] | None = None,
    seconds: float | None = None,
    heard: Heard | None = None,
) -> tuple[RunCounters, Heard]:
    """Run a batch and return what was counted and told."""
    ledger = Ledger(setting.books, setting.out)
    run_number = ledger.fact("run") + 1
    ledger.keep(run=run_number)
    admission = Admission(ledger, setting.settings, run_number, watching=places is not None)
    hands = CachingWorker(hands or LocalWorker(Kitchen().open(), seconds), ledger, setting.settings)
    options = ReadOptions(text_fields=setting.fields)
    writer = LedgerWriter(admission, options, hands.about)
    heard = heard or Heard()
    batch = BatchSettings(ChunkReader(options, admission, seconds, watching=places is not None), hands, writer, heard)
    if places is None:
        places = discover([str(setting.copy)], FileSearch(wanted, setting.out))
    return run(batch, places), heard


def picture(folder: Path) -> dict[str, str]:
    """Return all files under ``folder`` with hashes of their bytes; of the books only the two logs."""
    hidden = ("manifest.sqlite", "manifest.sqlite-wal", "manifest.sqlite-journal", "lock")
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in hidden
    }


def log(setting: Setting, name: str) -> list[dict[str, Any]]:
    """Return the lines of one of the logs."""
    return [json.loads(line) for line in (setting.books / name).read_text(encoding="utf-8").splitlines()]


@contextlib.contextmanager
def clock_stopped(monkeypatch: Any) -> Iterator[None]:
    """Let every audit line have the same time."""
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
