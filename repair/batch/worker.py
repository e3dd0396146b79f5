"""Looking for names in this very process, a load at a time.

``process_pool`` does the same with several processes; both give the same answers in the same order.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from repair.batch.audit import Signature
from repair.batch.events import UNFORESEEN, Chunk
from repair.batch.outcome import Answer
from repair.batch.timeouts import time_limit
from repair.core.errors import RepairError
from repair.core.types import Document

if TYPE_CHECKING:
    from repair.pipeline.feedback import Feedback
    from repair.pipeline.repairer import Options, Repairer


_GARBAGE = 100_000  # objects made, and not let go of, before those made last are looked through


@dataclass(frozen=True, slots=True)
class ChunkResult:
    """A load, with what was found in each of its documents, or why nothing could be."""

    load: Chunk
    answers: tuple[Answer, ...]


class Worker(Protocol):
    """Whoever looks for names."""

    @property
    def about(self) -> Signature:
        """What decides the outcome beside the copy."""

    def answers(self, loads: Iterable[Chunk]) -> Iterator[ChunkResult]:
        """Yield every load with its answers, in order."""

    def close(self) -> None:
        """Let go of what is held."""


@dataclass(frozen=True, slots=True)
class RepairerSpec:
    """How to open a repairer anywhere: paths of a gazetteer file and of a model (None: the shipped one).

    ``memory`` is what people decided before, if anything.
    """

    gazetteer: Path
    model: Path | None
    options: Options
    memory: Feedback | None = None

    def open(self) -> Repairer:
        """Load gazetteer and model."""
        from repair.gazetteer import Gazetteer
        from repair.pipeline.repairer import Repairer

        repairer = Repairer(Gazetteer.load(self.gazetteer), self.model, self.options)
        return repairer.with_memory(self.memory) if self.memory is not None else repairer


class LocalWorker:
    """A repairer of this process; ``seconds`` is the time a load may take before each document goes by itself."""

    def __init__(self, repairer: Repairer, seconds: float | None = None) -> None:
        self._repairer, self._seconds = repairer, seconds
        self.about = about(repairer)

    def answers(self, loads: Iterable[Chunk]) -> Iterator[ChunkResult]:
        """Yield every load with its answers."""
        for load in loads:
            yield ChunkResult(load, tuple(process_chunk(self._repairer, load.documents, seconds=self._seconds)))

    def close(self) -> None:
        """There is nothing to let go of."""


def time_limit_of() -> None:
    """Have this process look for garbage rarely: its stories are many small lasting tuples, and hold no circles.

    It is for processes that do nothing but clean; one that only borrows a `Repairer` keeps its own ways.
    """
    gc.set_threshold(_GARBAGE, 50, 100)


def process_chunk(repairer: Repairer, documents: Sequence[Document], *, seconds: float | None = None) -> list[Answer]:
    """Return what is found in each document; when one is refused, each is tried by itself, so that only it is lost."""
    if not documents:
        return []
    try:
        with time_limit(seconds):
            return list(repairer.suggest_all(documents))
    except RepairError as error:
        refused = error
    except Exception as error:
        # Whatever a document does to the core, the others must go on; the person is told what it was.
        why = " ".join(str(error).split())
        refused = RepairError(UNFORESEEN.format(kind=type(error).__name__, why=why))
    if len(documents) == 1:
        return [refused]
    return [one for document in documents for one in process_chunk(repairer, [document], seconds=seconds)]


def about(repairer: Repairer) -> Signature:
    """Return what an audit must say of a repairer."""
    parts = dict(part.partition(":")[::2] for part in repairer.signature.split("|"))
    return Signature(repairer.signature, parts.get("model", ""), repairer.gazetteer.hash)
