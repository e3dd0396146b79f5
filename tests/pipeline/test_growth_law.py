"""No line of the package runs more than about twice as often for twice as much copy and sources.

This holds for every module that builds a gazetteer or cleans copy, so that a new rule need not be listed. Each line
is counted by itself, because a quadratic loop hides in a total until the text is long. Where work is bounded by a
constant (`_MOST_…`, `MAX_…`), the bound is lowered, so that texts of a few sentences reach it.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, NamedTuple

import pytest
from core_fixtures import plain_repairer
from growth_scenes import SCENES, words

import repair
from repair.core.types import Document
from repair.gazetteer import Gazetteer

ROOT = str(Path(repair.__file__).parent)
SIZES = (20, 40, 80)
LIMIT = 3.0  # times as often for twice the length, twice in a row: 4 is quadratic, 2 linear, and 2.3 has a logarithm
FEW = 800  # executions of a line that may come from anywhere, such as a cache of 64 texts that is full
BOUNDS = re.compile(r"_?(?:MOST|MAX)_(?!CACHED|BYTES|CELL\b|LETTERS|CHARACTERS|LENGTH|DISTANCE)[A-Z_]+")
SMALL, LARGE = 4, 2_000  # what bounds up to a thousand, and greater ones, are lowered to


class Line(NamedTuple):
    """A line of the package."""

    code: CodeType
    number: int

    def __str__(self) -> str:
        return f"{self.code.co_filename.removeprefix(ROOT)}:{self.number} ({self.code.co_qualname})"


def executions(run: Callable[[], object]) -> Counter[Line]:
    """Return how often ``run`` executes each line of the package."""
    counts: Counter[Line] = Counter()

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        code = frame.f_code
        if not code.co_filename.startswith(ROOT):
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


def super_linear(counts: list[Counter[Line]]) -> dict[str, list[int]]:
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


@pytest.fixture
def lower_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("pipeline", "text", "gazetteer"):
        for module in pkgutil.walk_packages([f"{ROOT}/{package}"], f"repair.{package}."):
            values = vars(importlib.import_module(module.name))
            for name, value in list(values.items()):
                if BOUNDS.fullmatch(name) and isinstance(value, int):
                    monkeypatch.setitem(values, name, min(value, SMALL if value <= 1_000 else LARGE))


def _checked(copy: str, sources: list[str]) -> Callable[[], object]:
    """Return the function that builds a gazetteer, cleans the copy and explains it."""

    def run() -> None:
        gazetteer = Gazetteer.build([Document(f"{at}", text, f"source {at}") for at, text in enumerate(sources)])
        repairer = plain_repairer("Ana Sol spoke in Lima.").with_gazetteer(gazetteer)
        repairer.clean(Document("1", copy))
        repairer.explain(Document("1", copy))

    return run


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENES)
@pytest.mark.usefixtures("lower_bounds")
def test_no_line_runs_super_linearly_often(name: str) -> None:
    counts = []
    for size in (3, *SIZES):
        copy, source = SCENES[name].texts(words(size))
        counts.append(executions(_checked(copy, [source + "Ana Sol spoke in Lima."])))
    found = super_linear(counts[1:])
    assert not found, "\n".join(f"{line} {times}" for line, times in found.items())


def test_a_quadratic_line_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "ROOT", str(Path(__file__).parent))

    def quadratic(count: int) -> Callable[[], object]:
        return lambda: [(first, second) for first in range(count) for second in _up_to(count)]

    def linear(count: int) -> Callable[[], object]:
        return lambda: [each for _ in range(count) for each in _up_to(5)]

    assert any("_up_to" in line for line in super_linear([executions(quadratic(size)) for size in SIZES]))
    assert not super_linear([executions(linear(size)) for size in (1_000, 2_000, 4_000)])


def _up_to(count: int) -> Iterator[int]:
    at = 0
    while at < count:
        yield at
        at += 1
