"""Passages of captions: cues in quick succession are read as one text, so that a name across two cues is found.

Only times and numbers decide, which no edit changes.
"""

from __future__ import annotations

_PAUSE = 2.0  # seconds between two passages
_MAX_CUES = 30  # of one passage


class CuePassages:
    """Decides for each cue of a file in turn whether it continues the passage of the cue before."""

    def __init__(self) -> None:
        self._count, self._end = 0, float("-inf")

    def continues(self, start: float, end: float) -> bool:
        """Return whether the next cue, shown from ``start`` to ``end`` (seconds), continues the passage."""
        continues = self._count < _MAX_CUES and 0 <= start - self._end < _PAUSE
        self._count = self._count + 1 if continues else 1
        self._end = end
        return continues
