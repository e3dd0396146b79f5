"""Caches the results for records of an archive until the archive is finished.

An archive is committed only when it is completely written, which can take hours. If a run is killed in between, the
next run reads the archive again, but need not check it again. Single stories are not cached.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from repair.batch.events import Chunk, RecordRead
from repair.batch.ledger import Ledger
from repair.batch.log_lines import Signature
from repair.batch.manifest import CachedAnswers
from repair.batch.worker import ChunkResult, Worker
from repair.core.errors import RepairError
from repair.core.notices import CheckedCopy, CopyNotice
from repair.core.serialize import decode, decode_suggestion

_FORMAT = 2  # of the cached results; those of an earlier format are computed again
_FLUSH_SECONDS = 2.0  # between two writes of the cache to disk


@dataclass(frozen=True, slots=True)
class _Lookup:
    """A chunk, its key in the cache (not cached if ``target`` is empty), and the cached results, if any."""

    chunk: Chunk
    target: str = ""
    first: int = 0
    digest: str = ""
    checked: tuple[CheckedCopy, ...] | None = None


class CachingWorker:
    """Looks results up in the ledger before another worker computes them.

    Args:
        worker: Computes the results that are not cached.
        ledger: Stores the cache.
        settings: Hash of everything besides the copy that determines the outcome, as in `Admission`.
    """

    def __init__(self, worker: Worker, ledger: Ledger, settings: str) -> None:
        self._worker, self._ledger, self._settings = worker, ledger, settings
        self._last_flush = time.monotonic()

    @property
    def signature(self) -> Signature:
        """Everything besides the copy that determines the outcome."""
        return self._worker.signature

    def results(self, chunks: Iterable[Chunk]) -> Iterator[ChunkResult]:
        """Yield the result of every chunk, in order."""
        lookups: deque[_Lookup] = deque()

        def uncached() -> Iterator[Chunk]:
            """Yield the chunks, without documents where the cache has their results."""
            for chunk in chunks:
                lookup = self._look_up(chunk)
                lookups.append(lookup)
                yield chunk if lookup.checked is None else replace(chunk, documents=())

        for result in self._worker.results(uncached()):
            lookup = lookups.popleft()
            if lookup.checked is not None:
                yield ChunkResult(lookup.chunk, lookup.checked)
                continue
            self._store(lookup, result)
            yield result

    def close(self) -> None:
        """Close the worker behind the cache."""
        self._worker.close()

    def _look_up(self, chunk: Chunk) -> _Lookup:
        reads = [
            event
            for event in chunk.events
            if isinstance(event, RecordRead) and event.record.source_document is not None
        ]
        # A chunk never contains records of an archive together with other files (see ``events.chunks``).
        if not reads or not chunk.archive:
            return _Lookup(chunk)
        target, first = reads[0].job.target, reads[0].record.number
        texts = [(document.id, document.text) for document, _ in chunk.documents]
        digest = hashlib.sha256(repr((_FORMAT, self._settings, texts)).encode("utf-8", "surrogatepass")).hexdigest()
        cached = self._ledger.cached_answers(target, first, digest)
        if cached is None:
            return _Lookup(chunk, target, first, digest)
        return _Lookup(chunk, target, first, digest, tuple(map(_decode, json.loads(cached))))

    def _store(self, lookup: _Lookup, result: ChunkResult) -> None:
        # Failures are not cached, since the next attempt may succeed.
        computed = [answer for answer in result.results if not isinstance(answer, RepairError)]
        if not lookup.target or len(computed) < len(result.results):
            return
        rows = list(map(asdict, computed))
        self._ledger.cache_answers(CachedAnswers(lookup.target, lookup.first, lookup.digest, json.dumps(rows)))
        if time.monotonic() - self._last_flush > _FLUSH_SECONDS:
            self._ledger.flush_answers()
            self._last_flush = time.monotonic()


def _decode(row: Mapping[str, Any]) -> CheckedCopy:
    """Return the result for one record from its row in the cache."""
    notices = tuple(decode(CopyNotice, notice) for notice in row["notices"])
    return CheckedCopy(tuple(map(decode_suggestion, row["suggestions"])), notices)
