"""Cleans shards on any machine: fetches them, cleans them like a local batch, and stores the results.

The names of output, logs and marker of a shard depend on the shard alone, and the marker is stored last. A shard that
is cleaned twice, because a machine died in between, leaves the same files as a shard that is cleaned once.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

from repair.batch.counters import RunCounters
from repair.batch.events import ChunkReader, FileJob, FileStarted
from repair.batch.file_cleaning import FileCleaning
from repair.batch.file_identity import sha256_of
from repair.batch.log_lines import cleaning_id
from repair.batch.outcome import CleanedRecord
from repair.batch.run import BatchSettings, DocumentRef, run
from repair.batch.shards import Shard, fetch, load, store
from repair.batch.staged_output import StagedOutput
from repair.batch.worker import Worker
from repair.core.errors import RepairError, restored
from repair.formats import InputFile, SourceDocument
from repair.formats.archive import ReadOptions, Record


@dataclass(frozen=True, slots=True)
class ShardResult:
    """The result of a shard: counts and errors; ``before`` means that it was finished in an earlier run."""

    name: str
    documents: int = 0
    edits: int = 0
    queued: int = 0
    flagged: int = 0
    errors: tuple[RepairError, ...] = ()
    before: bool = False


@dataclass(frozen=True, slots=True)
class ShardTarget:
    """Where shards are written and how they are read.

    Attributes:
        out: Folder or address of the output.
        options: How shards are read.
        settings: Hash of everything besides the copy that determines the outcome.
        seconds: Time allowed for one document; None is no limit.
    """

    out: str
    options: ReadOptions
    settings: str = ""
    seconds: float | None = None

    def part(self, shard: str, what: str) -> str:
        """Return the address of one file about the shard named ``shard``; ``what`` is audit, queue or done."""
        return f"{self.out}/.repair/{what}/{quote(shard, safe='')}.json" + ("l" if what != "done" else "")


@dataclass(slots=True)
class _ErrorCollector:
    """Collects errors by shard; everything else is counted by the writer."""

    errors: dict[str, list[RepairError]] = field(default_factory=dict)
    shard: str = ""

    def error(self, error: RepairError) -> None:
        """Collect an error of the current shard."""
        self.errors.setdefault(self.shard, []).append(error)

    def notice(self, message: str) -> None:
        """Do nothing."""

    def document_cleaned(self, document: DocumentRef, source_document: SourceDocument, cleaned: CleanedRecord) -> None:
        """Do nothing."""

    def record_processed(self, job: FileJob, size: int) -> None:
        """Do nothing."""

    def file_ended(self, job: FileJob | None, counters: RunCounters) -> None:
        """Do nothing."""


@dataclass(slots=True)
class _OpenShard:
    """The current shard: its cleaning, and the lines of its logs."""

    cleaning: FileCleaning
    audit: list[str] = field(default_factory=list)
    queue: list[str] = field(default_factory=list)


class _ShardWriter:
    """Writes each shard and its logs into a local folder, then stores them at their addresses."""

    def __init__(self, target: ShardTarget, worker: Worker, collector: _ErrorCollector, folder: Path) -> None:
        self.results: dict[str, ShardResult] = {}
        self._target, self._worker, self._collector, self._folder = target, worker, collector, folder
        self._open: _OpenShard | None = None

    def output_name(self, job: FileJob) -> str:
        """Return where the output of the shard is stored."""
        return f"{self._target.out}/{job.target}"

    def begin(self, event: FileStarted) -> None:
        """Open an output."""
        job = event.job
        self._collector.shard = job.target
        id, options = cleaning_id(job.target, job.digest, self._target.settings), self._target.options
        output = StagedOutput(job, self._folder / "output", options, alone=event.alone)
        self._open = _OpenShard(FileCleaning.of(job, output, options, id=id, output_name=self.output_name(job)))

    def write(self, record: Record, cleaned: CleanedRecord) -> None:
        """Write a record to the output and keep its log lines."""
        if (shard := self._open) is None:
            return
        shard.cleaning.put(record, cleaned)
        shard.audit += shard.cleaning.edit_lines(record, cleaned, self._worker.signature)
        shard.queue += shard.cleaning.queue_lines(record, cleaned)

    def end(self, error: RepairError | None) -> None:
        """Store logs, output and marker, in this order, so that the marker proves that all are stored."""
        shard, self._open = self._open, None
        if shard is None:
            return
        if error is not None:
            shard.cleaning.output.discard()
            return
        cleaning, job = shard.cleaning, shard.cleaning.job
        name = job.target
        digest = cleaning.output.finish()
        if cleaning.edits:
            shard.audit.append(cleaning.file_line(digest))
        self._store_text("".join(shard.audit), self._target.part(name, "audit"))
        self._store_text("".join(shard.queue), self._target.part(name, "queue"))
        store(self._folder / "output", self.output_name(job))
        errors = tuple(self._collector.errors.get(name, ()))
        result = ShardResult(name, cleaning.documents, cleaning.edits, cleaning.queued, cleaning.flagged, errors)
        self._store_text(self._marker(result, job.stamp), self._target.part(name, "done"))
        self.results[name] = result

    def flush(self, *, pause: bool) -> None:
        """Do nothing: every shard is stored at its end."""

    def close(self) -> None:
        """Delete an incomplete output."""
        if self._open is not None:
            self._open.cleaning.output.discard()

    def _marker(self, result: ShardResult, stamp: str) -> str:
        """Return the JSON that marks a shard as finished."""
        marker = {name: value for name, value in asdict(replace(result, errors=())).items() if name != "errors"}
        marker["troubles"] = [error.data() for error in result.errors]  # the stored name
        return json.dumps({**marker, "settings": self._target.settings, "stamp": stamp})

    def _store_text(self, text: str, address: str) -> None:
        path = self._folder / "text"
        path.write_bytes(text.encode("utf-8", "backslashreplace"))
        store(path, address)


def finished(shard: Shard, target: ShardTarget) -> ShardResult | None:
    """Return the result of a shard if it is finished with these settings and from this source, else None."""
    raw = load(target.part(shard.name, "done"))
    marker = json.loads(raw) if raw else {}
    if marker.pop("settings", None) != target.settings or marker.pop("stamp", None) != shard.stamp:
        return None
    errors = tuple(restored(error) for error in marker.pop("troubles"))
    return ShardResult(**{**marker, "errors": errors, "before": True})


def work(shards: Sequence[Shard], target: ShardTarget, worker: Worker) -> list[ShardResult]:
    """Clean those of ``shards`` that are not finished and return the result of each, in order.

    Args:
        shards: The parts of the copy.
        target: Where output and logs are stored, and how copy is read.
        worker: Computes the suggestions.
    """
    results = {shard.name: result for shard in shards if (result := finished(shard, target)) is not None}
    collector = _ErrorCollector()
    with tempfile.TemporaryDirectory(prefix="repair-") as name:
        folder = Path(name)
        jobs = _fetch_jobs([shard for shard in shards if shard.name not in results], folder, collector)
        writer = _ShardWriter(target, worker, collector, folder)
        reader = ChunkReader(target.options, lambda file: jobs[file.name], target.seconds)
        run(BatchSettings(reader, worker, writer, collector), [job.file for job in jobs.values()])
        results.update(writer.results)
    for shard in shards:
        if shard.name not in results:
            results[shard.name] = ShardResult(shard.name, errors=tuple(collector.errors.get(shard.name, ())))
    return [results[shard.name] for shard in shards]


def _fetch_jobs(shards: Sequence[Shard], folder: Path, collector: _ErrorCollector) -> dict[str, FileJob]:
    """Fetch ``shards`` into ``folder`` and return a job for each that could be fetched, by name."""
    jobs: dict[str, FileJob] = {}
    for number, shard in enumerate(shards):
        # The suffix decides the format where the content does not.
        path = folder / f"{number}{Path(shard.name).suffix}"
        collector.shard = shard.name
        try:
            fetch(shard, path)
            file = InputFile(path, shard.name)
            digest = sha256_of(path)
            jobs[shard.name] = FileJob(file, path, shard.name, digest, shard.stamp, display_name=shard.source)
        except RepairError as error:
            collector.error(error)
    return jobs
