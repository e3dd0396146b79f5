"""What was found in the records of an archive is remembered until the archive is finished.

An archive is committed when it has been written whole, which can take hours; a run that was killed in between reads
it again from its beginning, but does not look for the names again. Nothing is remembered of files that are one story.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from repair.batch.audit import Signature
from repair.batch.events import Chunk, RecordRead
from repair.batch.ledger import Ledger
from repair.batch.worker import ChunkResult, Worker
from repair.core.errors import RepairError
from repair.core.types import Action, Alternative, Kind, Reason, Span, Suggestion, Witness

_SECONDS = 2.0  # between two times that answers are brought to the disk


@dataclass(frozen=True, slots=True)
class _AnswerCache:
    """Where a load stands in its archive, a hash of all that decides the answers, and the answers if remembered."""

    load: Chunk
    target: str
    first: int
    digest: str
    answers: tuple[tuple[Suggestion, ...], ...] | None


class CachingWorker:
    """Hands that look into the books before they look for names; ``settings`` as in `Admission`."""

    def __init__(self, hands: Worker, ledger: Ledger, settings: str) -> None:
        self._hands, self._ledger, self._settings = hands, ledger, settings
        self._since = time.monotonic()

    @property
    def about(self) -> Signature:
        """What decides the outcome beside the copy."""
        return self._hands.about

    def answers(self, loads: Iterable[Chunk]) -> Iterator[ChunkResult]:
        """Yield every load with its answers, in order."""
        passing: deque[_AnswerCache] = deque()

        def asked() -> Iterator[Chunk]:
            for load in loads:
                known = self._look_up(load)
                passing.append(known)
                yield load if known.answers is None else replace(load, documents=())

        for answered in self._hands.answers(asked()):
            known = passing.popleft()
            if known.answers is not None:
                yield ChunkResult(known.load, known.answers)
                continue
            self._remember(known, answered)
            yield answered

    def close(self) -> None:
        """Let go of the hands."""
        self._hands.close()

    def _look_up(self, load: Chunk) -> _AnswerCache:
        takes = [event for event in load.events if isinstance(event, RecordRead) and event.piece.reading is not None]
        # A load never holds records of an archive together with other files (see ``stream.loads``).
        if not takes or not load.archive:
            return _AnswerCache(load, "", 0, "", None)
        job, first = takes[0].job, takes[0].piece.number
        texts = [(document.id, document.text) for document in load.documents]
        digest = hashlib.sha256(repr((self._settings, texts)).encode("utf-8", "surrogatepass")).hexdigest()
        told = self._ledger.answer(job.target, first, digest)
        answers = None if told is None else tuple(tuple(map(_suggestion, one)) for one in json.loads(told))
        return _AnswerCache(load, job.target, first, digest, answers)

    def _remember(self, known: _AnswerCache, answered: ChunkResult) -> None:
        # What went wrong may go right next time, and is tried again.
        if not known.target or any(isinstance(one, RepairError) for one in answered.answers):
            return
        told = [[asdict(one) for one in each] for each in answered.answers if not isinstance(each, RepairError)]
        self._ledger.note(known.target, known.first, (known.digest, json.dumps(told)))
        if time.monotonic() - self._since > _SECONDS:
            self._ledger.keep_notes()
            self._since = time.monotonic()


def _suggestion(told: Mapping[str, Any]) -> Suggestion:
    """Return a suggestion that was kept as JSON."""
    return Suggestion(
        **{
            **told,
            "span": Span(**told["span"]),
            "kind": Kind(told["kind"]),
            "action": Action(told["action"]),
            "alternatives": tuple(Alternative(**one) for one in told["alternatives"]),
            "evidence": tuple(Witness(**one) for one in told["evidence"]),
            "reasons": tuple(Reason(**one) for one in told["reasons"]),
        }
    )
