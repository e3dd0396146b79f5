"""Text in, suggestions out, for the API: a `Repairer` when there are sources, and what people decided either way.

What was decided since the last check counts in the next; the memory is read again when the store has changed.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field

from repair.core.types import Document, Suggestion
from repair.decisions import history, learning
from repair.decisions.store import DecisionStore
from repair.gazetteer import Gazetteer
from repair.pipeline.feedback import Feedback
from repair.pipeline.feedback_rules import FeedbackThresholds, apply_feedback
from repair.pipeline.repairer import Options, Repairer

_AT_ONCE = 2  # checks that run side by side; more would only wait for each other


@dataclass(slots=True)
class TextChecker:
    """Checks text; ``repairer`` None means that only what people decided is known. Safe to share between threads."""

    store: DecisionStore
    repairer: Repairer | None = None
    _heeding: tuple[int, Feedback, Repairer | None] = (-1, Feedback(), None)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _room: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(_AT_ONCE))

    def check(self, text: str) -> tuple[Suggestion, ...]:
        """Return the suggestions for ``text``, in order of place."""
        with self._room:
            memory, repairer = self._current()
            document = Document(hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16], text)
            if repairer is not None:
                return repairer.suggest(document)
            options = Options()
            bounds = FeedbackThresholds(options.apply_at, options.review_at)
            return apply_feedback(memory, (), document, bounds=bounds)

    @property
    def gazetteer(self) -> Gazetteer | None:
        """The names that text is checked against, None without sources."""
        repairer = self._current()[1]
        return repairer.gazetteer if repairer is not None else None

    @property
    def signature(self) -> str:
        """What decides the outcome beside the text."""
        memory, repairer = self._current()
        return repairer.signature if repairer is not None else f"memory:{memory.name}"

    def _current(self) -> tuple[Feedback, Repairer | None]:
        """Return memory and repairer as the last decision leaves them."""
        with self._lock:
            decided = history.last(self.store)
            if decided != self._heeding[0]:
                memory = learning.feedback(self.store)
                taught = self.repairer.with_memory(memory) if self.repairer is not None else None
                self._heeding = (decided, memory, taught)
            return self._heeding[1], self._heeding[2]
