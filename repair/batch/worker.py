"""Computes suggestions in this process, one chunk at a time.

``process_pool`` does the same with several processes; both give the same results in the same order.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from repair.batch.events import Chunk, TimedDocument, unexpected
from repair.batch.log_lines import Signature
from repair.batch.outcome import DocumentResult
from repair.core.errors import RepairError
from repair.core.time_budget import spending_together

if TYPE_CHECKING:
    from repair.pipeline.feedback.feedback_values import Feedback
    from repair.pipeline.options import Options
    from repair.pipeline.repairer import Repairer


# New objects after which the youngest generation is collected (Python's default is 700), and how many collections of
# one generation precede one of the next. A collection of 10,000 objects takes 2 ms; one of 100,000 was the longest
# pause of an article.
_GC_THRESHOLDS = (10_000, 500, 100)


@dataclass(frozen=True, slots=True)
class ChunkResult:
    """A chunk, with the result for each of its documents."""

    chunk: Chunk
    results: tuple[DocumentResult, ...]


class Worker(Protocol):
    """Computes suggestions for chunks of documents."""

    @property
    def signature(self) -> Signature:
        """What determines the outcome besides the copy."""

    def results(self, chunks: Iterable[Chunk]) -> Iterator[ChunkResult]:
        """Yield the result of every chunk, in order."""

    def close(self) -> None:
        """Release all resources."""


@dataclass(frozen=True, slots=True)
class RepairerSpec:
    """The arguments for opening the same repairer in any process.

    Attributes:
        gazetteer: Path of a gazetteer file.
        model: Path of a model directory; None is the shipped model.
        options: The repairer's options.
        feedback: The feedback from earlier decisions, if any.
        log_level: Lowest level of the pipeline's messages that are written.
    """

    gazetteer: Path
    model: Path | None
    options: Options
    feedback: Feedback | None = None
    log_level: int = logging.NOTSET

    def open(self) -> Repairer:
        """Load gazetteer and model, and return the repairer."""
        from repair.gazetteer import Gazetteer
        from repair.pipeline.repairer import Repairer

        logging.getLogger("repair").setLevel(self.log_level)
        repairer = Repairer(Gazetteer.load(self.gazetteer), scorer=self.model, options=self.options)
        return repairer.with_feedback(self.feedback) if self.feedback is not None else repairer


class LocalWorker:
    """Computes suggestions with a repairer of this process.

    Args:
        repairer: Makes the suggestions.
    """

    def __init__(self, repairer: Repairer) -> None:
        self._repairer = repairer
        self.signature = signature_of(repairer)

    def results(self, chunks: Iterable[Chunk]) -> Iterator[ChunkResult]:
        """Yield the result of every chunk, in order."""
        for chunk in chunks:
            yield ChunkResult(chunk, tuple(process_chunk(self._repairer, chunk.documents)))

    def close(self) -> None:
        """Do nothing, since there are no resources to release."""


def collect_garbage_rarely() -> None:
    """Let the garbage collector run rarely in this process.

    The caches contain many small, long-lived tuples without cycles, so that full collections find nothing. This is for
    processes that only clean copy; a program that merely uses a `Repairer` keeps its own setting.
    """
    gc.set_threshold(*_GC_THRESHOLDS)


def process_chunk(repairer: Repairer, documents: Sequence[TimedDocument]) -> list[DocumentResult]:
    """Return the result for each document; when one fails, each is processed alone, so that only that one is lost.

    Args:
        repairer: Makes the suggestions.
        documents: Documents that go through the model together, with the time that each has.
    """
    if not documents:
        return []
    try:
        with spending_together([budget for _, budget in documents]):
            return list(repairer.check_all([document for document, _ in documents]))
    except RepairError as error:
        failure = error
    except Exception as error:
        # Whatever error a document causes, the others must be processed; the message has the error.
        failure = unexpected(error)
    if len(documents) == 1:
        return [failure]
    return [result for document in documents for result in process_chunk(repairer, [document])]


def signature_of(repairer: Repairer) -> Signature:
    """Return the signature of a repairer for the audit log."""
    parts = dict(part.partition(":")[::2] for part in repairer.signature.split("|"))
    return Signature(repairer.signature, parts.get("model", ""), repairer.gazetteer.hash)
