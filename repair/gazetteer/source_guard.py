"""Keeps one bad source from ending a build, by a time limit for each source and a report of its errors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from repair.core.errors import GazetteerError, RepairError
from repair.core.time_budget import TimeBudget
from repair.core.types import Document

Result = TypeVar("Result")

UNEXPECTED = "something unexpected went wrong with it ({kind}: {why}); please report this source"


@dataclass(slots=True)
class SourceGuard:
    """Runs the steps of a build that concern one source.

    Attributes:
        seconds: Time allowed for all steps with one source; None is no limit.
        on_error: Called with the error of a source, which is then left out; None lets the exception end the build.
        failed: Ids of the sources that were left out.
    """

    seconds: float | None = None
    on_error: Callable[[RepairError], None] | None = None
    failed: set[str] = field(default_factory=set)
    _budgets: dict[str, TimeBudget] = field(default_factory=dict)

    def run(self, document: Document, step: Callable[[], Result]) -> Result | None:
        """Return the result of ``step``, or None if it fails or takes too long, so that the source is left out."""
        try:
            return self._budgets.setdefault(document.id, TimeBudget(self.seconds)).call(step)
        except RepairError as error:
            self._leave_out(document, GazetteerError.like(error).within(document.source), error)
        except Exception as error:
            kind, why = type(error).__name__, error
            self._leave_out(document, GazetteerError.of(UNEXPECTED, path=document.source, kind=kind, why=why), error)
        return None

    def _leave_out(self, document: Document, error: RepairError, cause: Exception) -> None:
        if self.on_error is None:
            raise cause
        self.failed.add(document.id)
        self.on_error(error)
