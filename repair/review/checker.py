"""Checks text for the API: with a `Repairer` where there are sources, and always with earlier decisions.

A decision counts from the next check on: the feedback is read again when the store has changed.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from repair.core.errors import TimeLimitError
from repair.core.notices import CheckedCopy
from repair.core.protocols import DecisionStore
from repair.core.timeouts import call_within
from repair.core.types import Document
from repair.decisions import feedback_from_decisions, history
from repair.gazetteer import Gazetteer
from repair.pipeline.feedback.feedback_effects import FeedbackThresholds, apply_feedback
from repair.pipeline.feedback.feedback_values import Feedback
from repair.pipeline.options import Options
from repair.pipeline.repairer import Repairer
from repair.review.sent_sources import SentSources
from repair.text.language import detect_language
from repair.text.lexicon import Lexicon
from repair.text.tokens import tokenize

_LANGUAGE_SAMPLE = 20_000  # code points from which the language is detected
BUSY = "other texts are being checked; try again later"
TOO_SLOW = "the check took longer than the {seconds:g} seconds allowed; send less text at a time"
_SHORTEST = 0.01  # seconds
_CONCURRENT_CHECKS = 2  # more would only wait for each other's processor time
_WAITING_CHECKS = 16  # more would take the threads that answer everything else


@dataclass(slots=True)
class TextChecker:
    """Checks text; safe to share between threads.

    Attributes:
        store: The decisions, which count as feedback.
        repairer: The names of the sources; None when there are no sources, so that only decisions are known.
        seconds: Time allowed for one check, waiting for others included.
        sent: The sources that were sent while the desk runs.
    """

    store: DecisionStore
    repairer: Repairer | None = None
    seconds: float = 60.0
    sent: SentSources = field(default_factory=SentSources)
    # The last decision and the version of the sources, and what follows from them.
    _cached: tuple[tuple[int, int], Feedback, Repairer | None] = ((-1, 0), Feedback(), None)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _slots: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(_CONCURRENT_CHECKS))
    _places: threading.Semaphore = field(
        default_factory=lambda: threading.Semaphore(_CONCURRENT_CHECKS + _WAITING_CHECKS)
    )

    def check(self, text: str) -> CheckedCopy:
        """Return the suggestions for ``text``, in text order, and the notices about it; offsets are code points.

        Raises:
            TimeLimitError: The check, or the checks before it, take too long, and the computation is stopped; or too
                many checks are waiting already.
        """
        if not self._places.acquire(blocking=False):
            raise TimeLimitError.of(BUSY, seconds=self.seconds)
        try:
            return self._check(text)
        finally:
            self._places.release()

    def _check(self, text: str) -> CheckedCopy:
        """Do the work of `check`, when other checks leave time for it."""
        deadline = time.monotonic() + self.seconds
        if not self._slots.acquire(timeout=self.seconds):
            raise TimeLimitError.of(BUSY, seconds=self.seconds)
        try:
            feedback, repairer = self._current(deadline)
            document = Document(hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16], text)
            if repairer is not None:
                return self._checked(repairer, document, deadline)
            options = Options()
            thresholds = FeedbackThresholds(options.apply_at, options.review_at)
            return CheckedCopy(tuple(apply_feedback(feedback, (), document, thresholds=thresholds)))
        finally:
            self._slots.release()

    def add_sources(self, documents: Iterable[Document]) -> int:
        """Add sources to those of the desk until it stops, and return how many are new; raises `ConfigError`."""
        return self.sent.add(documents, self.repairer)

    def language(self, text: str) -> str:
        """Return the code of the language of ``text``, as `detect_language` tells it."""
        return detect_language(tokenize(text[:_LANGUAGE_SAMPLE]), Lexicon.load())

    @property
    def gazetteer(self) -> Gazetteer | None:
        """The names that text is checked against; None without sources."""
        repairer = self._current()[1]
        return repairer.gazetteer if repairer is not None else None

    @property
    def signature(self) -> str:
        """Everything but the text that determines the suggestions, as a short string."""
        feedback, repairer = self._current()
        return repairer.signature if repairer is not None else f"decisions:{feedback.name}"

    def _checked(self, repairer: Repairer, document: Document, deadline: float) -> CheckedCopy:
        try:
            return call_within(_left(deadline), lambda: next(repairer.check_all([document])))
        except TimeLimitError:
            raise TimeLimitError.of(TOO_SLOW, seconds=self.seconds) from None

    def _current(self, deadline: float | None = None) -> tuple[Feedback, Repairer | None]:
        """Return feedback and repairer as of the last decision; raise `TimeLimitError` after the ``deadline``."""
        if deadline is None:
            deadline = time.monotonic() + self.seconds
        if not self._lock.acquire(timeout=_left(deadline)):
            raise TimeLimitError.of(BUSY, seconds=self.seconds)
        try:
            last = (history.last(self.store), self.sent.version)
            if last != self._cached[0]:
                feedback = feedback_from_decisions.feedback(self.store)
                base = self.sent.repairer(self.repairer, seconds=_left(deadline))
                repairer = base.with_feedback(feedback) if base is not None else None
                self._cached = (last, feedback, repairer)
            return self._cached[1], self._cached[2]
        finally:
            self._lock.release()


def _left(deadline: float) -> float:
    """Return the seconds that are left, never none."""
    return max(deadline - time.monotonic(), _SHORTEST)
