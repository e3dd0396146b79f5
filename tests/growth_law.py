"""The growth law: counts how often a run executes each line of the package, and finds the lines that grow too fast.

Each line is counted by itself, because a quadratic loop hides in a total until the text is long. What a library or the
interpreter does within one line is not counted; `benchmarks/bench_growth.py` measures times for that.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, NamedTuple

import repair

ROOT = str(Path(repair.__file__).parent)
LIMIT = 3.0  # times as often for twice the length, twice in a row: 4 is quadratic, 2 linear, and 2.3 has a logarithm
FEW = 800  # executions of a line that may come from anywhere, such as a cache of 64 texts that is full


class Line(NamedTuple):
    """A line of the package."""

    code: CodeType
    number: int

    def __str__(self) -> str:
        return f"{self.code.co_filename.removeprefix(ROOT)}:{self.number} ({self.code.co_qualname})"


def executions(run: Callable[[], object], *, root: str = ROOT) -> Counter[Line]:
    """Return how often ``run`` executes each line of the files under ``root``."""
    # By the id of each piece of code that ran: a code object is hashed with all that it holds.
    tracers: dict[int, Callable[..., Any] | None] = {}
    counted: list[tuple[CodeType, dict[int, int]]] = []
    other_code: list[CodeType] = []  # kept, so that no id is used again

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        code = frame.f_code
        try:
            return tracers[id(code)]
        except KeyError:
            if code.co_filename.startswith(root):
                counted.append((code, defaultdict(int)))
                tracers[id(code)] = _line_tracer(counted[-1][1])
            else:
                other_code.append(code)
                tracers[id(code)] = None
            return tracers[id(code)]

    previous = sys.gettrace()
    sys.settrace(trace)
    try:
        run()
    finally:
        sys.settrace(previous)
    counts: Counter[Line] = Counter()
    for code, lines in counted:
        for number, count in lines.items():
            counts[Line(code, number)] += count
    return counts


def _line_tracer(counts: dict[int, int]) -> Callable[..., Any]:
    """Return a trace function of one piece of code that counts the executions of each line in ``counts``."""

    def count(frame: FrameType, event: str, argument: object) -> Any:
        if event == "line":
            counts[frame.f_lineno] += 1
        return count

    return count


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
