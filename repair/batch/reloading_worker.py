"""A worker for hot folders, which is replaced when the sources have changed or decisions were made.

Sources are checked between two searches of the folders, when no document is being processed; decisions are checked when
copy has arrived. Copy that is finished keeps its outcome; copy that arrives later is compared with the new sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from repair.batch.events import Chunk
from repair.batch.log_lines import Signature
from repair.batch.worker import ChunkResult, Worker


class ReloadingWorker:
    """Computes suggestions with a worker that is replaced.

    Args:
        worker: The worker to begin with.
        reopened: Called between two searches; returns a new worker if the sources have changed, else None.
        renewed: Called when copy has arrived; returns a new worker if decisions were made, else None.
    """

    def __init__(
        self, worker: Worker, reopened: Callable[[], Worker | None], renewed: Callable[[], Worker | None]
    ) -> None:
        self._worker, self._reopened, self._renewed = worker, reopened, renewed

    @property
    def signature(self) -> Signature:
        """What determines the outcome besides the copy, with the current sources."""
        return self._worker.signature

    def results(self, chunks: Iterable[Chunk]) -> Iterator[ChunkResult]:
        """Yield the result of every chunk, in order."""
        stream = iter(chunks)
        while (first := next(stream, None)) is not None:
            if first.documents:
                self._use(self._renewed())
            yield from self._worker.results(_until_pause(first, stream))
            self._use(self._reopened())

    def close(self) -> None:
        """Close the worker that is in use."""
        self._worker.close()

    def _use(self, worker: Worker | None) -> None:
        if worker is not None:
            self._worker.close()
            self._worker = worker


def _until_pause(first: Chunk, rest: Iterator[Chunk]) -> Iterator[Chunk]:
    """Yield chunks up to the next pause."""
    chunk: Chunk | None = first
    while chunk is not None:
        yield chunk
        chunk = None if chunk.pause else next(rest, None)
