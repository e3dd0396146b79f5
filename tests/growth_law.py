"""The growth law: counts how often a run executes each line of the package, and finds the lines that grow too fast.

Each line is counted by itself, because a quadratic loop hides in a total until the text is long. What a library or the
interpreter does within one line is not counted; `super_linear_times` compares times for that.
"""

from __future__ import annotations

import gc
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, NamedTuple

import repair

ROOT = str(Path(repair.__file__).parent)
LIMIT = 3.0  # times as often for twice the length, twice in a row: 4 is quadratic, 2 linear, and 2.3 has a logarithm
FEW = 800  # executions of a line that may come from anywhere, such as a cache of 64 texts that is full
SHORT = 0.3  # seconds that need no explanation
TIMES = 7.0  # times as long for four times the length: 16 is quadratic, 4 linear


class Line(NamedTuple):
    """A line of the package."""

    code: CodeType
    number: int

    def __str__(self) -> str:
        return f"{self.code.co_filename.removeprefix(ROOT)}:{self.number} ({self.code.co_qualname})"


def executions(run: Callable[[], object], *, root: str = ROOT) -> Counter[Line]:
    """Return how often ``run`` executes each line of the files under ``root``."""
    counts: Counter[Line] = Counter()

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        code = frame.f_code
        if not code.co_filename.startswith(root):
            return None

        def count(inner: FrameType, event: str, argument: object) -> Any:
            if event == "line":
                counts[Line(code, inner.f_lineno)] += 1
            return count

        return count

    previous = sys.gettrace()
    sys.settrace(trace)
    try:
        run()
    finally:
        sys.settrace(previous)
    return counts


def super_linear(counts: Sequence[Counter[Line]]) -> dict[str, list[int]]:
    """Return the lines that run more than about twice as often for twice the length, twice in a row."""
    quarter, half, whole = counts
    return {
        str(line): [each[line] for each in counts]
        for line in whole
        if whole[line] > FEW
        and whole[line] > LIMIT * half[line] > LIMIT**2 * quarter[line] > 0
        # More than cubic is no growth, but something that begins at a certain length.
        and half[line] < 8 * quarter[line]
    }


def super_linear_times(prepare: Callable[[int], Callable[[], object]], counts: Sequence[int]) -> list[float]:
    """Return the seconds of processor time for three lengths, each four times the one before, if they grow too fast.

    Args:
        prepare: Returns the function that is timed, for a length.
        counts: The lengths.
    """
    gc.collect()
    gc.disable()  # its pauses come at any time
    try:
        times = [_seconds(prepare(count)) for count in counts]
    finally:
        gc.enable()
    return times if times[-1] > SHORT and times[-1] > TIMES * times[-2] else []


def _seconds(run: Callable[[], object]) -> float:
    started = time.thread_time()
    run()
    return time.thread_time() - started
