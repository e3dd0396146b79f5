"""The cleaning of some shards on whatever machine they have come to: fetched, cleaned as a local batch is, stored.

Output, logs and a marker of each shard have names that follow from the shard alone, and the marker comes last: a
shard that is cleaned twice, because a machine died in between, leaves what it leaves when cleaned once.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import quote

from repair.batch.admission import digest_of
from repair.batch.audit import CleaningRecord, edit_line, file_line, queue_line
from repair.batch.counters import RunCounters
from repair.batch.events import ChunkReader, FileJob, FileStarted
from repair.batch.outcome import CleanedRecord
from repair.batch.run import BatchSettings, DocumentRef, run
from repair.batch.shards import Shard, fetch, load, store
from repair.batch.staged_output import Output
from repair.batch.worker import Worker
from repair.core.errors import RepairError
from repair.formats import InputFile, SourceDocument
from repair.formats.archive import ReadOptions, Record


@dataclass(frozen=True, slots=True)
class ShardResult:
    """What came of a shard: counts, and what was wrong with it or in it; ``before``: it was finished before."""

    name: str
    documents: int = 0
    edits: int = 0
    queued: int = 0
    flagged: int = 0
    troubles: tuple[str, ...] = ()
    before: bool = False


@dataclass(frozen=True, slots=True)
class ShardTarget:
    """Where shards go, how they are read, and a hash of all that decides the outcome beside the copy."""

    out: str
    form: ReadOptions
    settings: str = ""
    seconds: float | None = None

    def part(self, shard: str, what: str) -> str:
        """Return where ``what`` of a shard lies: audit, queue or done."""
        return f"{self.out}/.repair/{what}/{quote(shard, safe='')}.json" + ("l" if what != "done" else "")


@dataclass(slots=True)
class _TroubleCollector:
    """Notes troubles; the rest is counted by the writer."""

    troubles: dict[str, list[str]] = field(default_factory=dict)
    shard: str = ""

    def trouble(self, words: str) -> None:
        """Note a trouble of the shard at hand."""
        self.troubles.setdefault(self.shard, []).append(words)

    def notice(self, words: str) -> None:
        """Nobody is there to be told."""

    def cleaned(self, name: DocumentRef, reading: SourceDocument, outcome: CleanedRecord) -> None:
        """Nobody is there to be told."""

    def passed(self, job: FileJob, size: int) -> None:
        """Nobody is there to be told."""

    def ended(self, job: FileJob | None, totals: RunCounters) -> None:
        """Nobody is there to be told."""


class _ShardWriter:
    """Writes each shard and its logs into a folder of this machine, then stores them where they belong."""

    def __init__(self, yard: ShardTarget, hands: Worker, heard: _TroubleCollector, folder: Path) -> None:
        self.results: dict[str, ShardResult] = {}
        self._yard, self._hands, self._heard, self._folder = yard, hands, heard, folder
        self._output: Output | None = None
        self._lines: dict[str, list[str]] = {}
        self._counts = [0, 0, 0, 0]

    def name(self, job: FileJob) -> str:
        """Return where the shard's output goes."""
        return f"{self._yard.out}/{job.target}"

    def begin(self, event: FileStarted) -> None:
        """Open an output."""
        self._job = event.job
        self._heard.shard = event.job.target
        seed = (event.job.target, event.job.digest, self._yard.settings)
        self._cleaning = CleaningRecord(
            hashlib.sha256(repr(seed).encode()).hexdigest()[:16], event.job.name, self.name(event.job)
        )
        self._output = Output(event.job, self._folder / "output", self._yard.form, alone=event.alone)
        self._lines, self._counts = {"audit": [], "queue": []}, [0, 0, 0, 0]

    def take(self, piece: Record, outcome: CleanedRecord) -> None:
        """Pass a piece on and note its lines."""
        if self._output is None:
            return
        self._output.put(piece, outcome.content)
        about = self._hands.about
        self._lines["audit"] += [edit_line(self._cleaning, piece.number, made, about) for made in outcome.made]
        self._lines["queue"] += [queue_line(self._cleaning, piece.number, one) for one in outcome.rest]
        done = piece.reading is not None and outcome.trouble is None
        more = (int(done), outcome.repairs, len(outcome.rest) - outcome.flagged, outcome.flagged)
        self._counts = [old + new for old, new in zip(self._counts, more, strict=True)]

    def end(self, error: RepairError | None) -> None:
        """Store the shard's output, logs and marker, in this order of need: who finds the marker finds all."""
        output, self._output = self._output, None
        if output is None:
            return
        if error is not None:
            output.discard()
            return
        job, target = self._job, self._job.target
        result = output.finish()
        if self._counts[1]:
            what = {
                "target": target,
                "sha256_before": job.digest,
                "sha256_after": result,
                "unpacked_sha256_before": output.before.hexdigest(),
                "unpacked_sha256_after": output.after.hexdigest(),
                "records": self._counts[0],
                "edits": self._counts[1],
                "form": self._yard.form.format,
                "text_fields": list(self._yard.form.text_fields),
                "max_bytes": self._yard.form.max_bytes,
            }
            self._lines["audit"].append(file_line(self._cleaning, what))
        for log, lines in self._lines.items():
            self._store_text("".join(lines), self._yard.part(target, log))
        store(self._folder / "output", self.name(job))
        documents, edits, queued, flagged = self._counts
        done = ShardResult(target, documents, edits, queued, flagged, tuple(self._heard.troubles.get(target, ())))
        marker = {**asdict(done), "settings": self._yard.settings, "stamp": job.stamp}
        self._store_text(json.dumps(marker), self._yard.part(target, "done"))
        self.results[target] = done

    def rest(self, *, pause: bool) -> None:
        """Nothing is ever left for later."""

    def close(self) -> None:
        """Drop what is half written."""
        if self._output is not None:
            self._output.discard()

    def _store_text(self, text: str, target: str) -> None:
        path = self._folder / "text"
        path.write_bytes(text.encode("utf-8", "backslashreplace"))
        store(path, target)


def finished(shard: Shard, yard: ShardTarget) -> ShardResult | None:
    """Return what came of a shard that is finished, with these settings and from this source, None if it is not."""
    raw = load(yard.part(shard.name, "done"))
    marker = json.loads(raw) if raw else {}
    if marker.pop("settings", None) != yard.settings or marker.pop("stamp", None) != shard.stamp:
        return None
    return ShardResult(**{**marker, "troubles": tuple(marker["troubles"]), "before": True})


def work(shards: Sequence[Shard], yard: ShardTarget, hands: Worker) -> list[ShardResult]:
    """Clean those of ``shards`` that are not finished and return what came of each, in order."""
    results = {shard.name: done for shard in shards if (done := finished(shard, yard)) is not None}
    heard = _TroubleCollector()
    with tempfile.TemporaryDirectory(prefix="repair-") as name:
        folder = Path(name)
        jobs: dict[str, FileJob] = {}
        for number, shard in enumerate(shards):
            if shard.name in results:
                continue
            # Its own suffix tells the form where the content does not.
            path = folder / f"{number}{Path(shard.name).suffix}"
            heard.shard = shard.name
            try:
                fetch(shard, path)
                place = InputFile(path, shard.name)
                jobs[shard.name] = FileJob(place, path, shard.name, digest_of(path), shard.stamp, called=shard.source)
            except RepairError as error:
                heard.trouble(str(error))
        writer = _ShardWriter(yard, hands, heard, folder)
        reader = ChunkReader(yard.form, lambda place: jobs[place.name], yard.seconds)
        run(BatchSettings(reader, hands, writer, heard), [job.place for job in jobs.values()])
        results.update(writer.results)
    for shard in shards:
        if shard.name not in results:
            results[shard.name] = ShardResult(shard.name, troubles=tuple(heard.troubles.get(shard.name, ())))
    return [results[shard.name] for shard in shards]
