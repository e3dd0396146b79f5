"""A worker for hot folders, which is opened again when the sources have changed.

Sources are looked at between two searches of the folders, when no document is being worked on. Copy that was finished
before keeps its outcome; copy that arrives later is compared with the new sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from repair.batch.events import Chunk
from repair.batch.log_lines import Signature
from repair.batch.worker import ChunkResult, Worker


class ReloadingWorker:
    """Computes suggestions with a worker that is replaced when the sources have changed.

    Args:
        worker: The worker to begin with.
        reopened: Is called between two searches; returns a new worker if the sources have changed, else None.
    """

    def __init__(self, worker: Worker, reopened: Callable[[], Worker | None]) -> None:
        self._worker, self._reopened = worker, reopened

    @property
    def signature(self) -> Signature:
        """What decides the outcome beside the copy, with the sources that are in use now."""
        return self._worker.signature

    def results(self, chunks: Iterable[Chunk]) -> Iterator[ChunkResult]:
        """Yield the result of every chunk, in order."""
        stream = iter(chunks)
        while (first := next(stream, None)) is not None:
            yield from self._worker.results(_until_pause(first, stream))
            worker = self._reopened()
            if worker is not None:
                self._worker.close()
                self._worker = worker

    def close(self) -> None:
        """Close the worker that is in use."""
        self._worker.close()


def _until_pause(first: Chunk, rest: Iterator[Chunk]) -> Iterator[Chunk]:
    """Yield chunks up to the next pause."""
    chunk: Chunk | None = first
    while chunk is not None:
        yield chunk
        chunk = None if chunk.pause else next(rest, None)
