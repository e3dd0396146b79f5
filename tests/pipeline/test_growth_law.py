"""No line of the package runs more than about twice as often for twice as much copy and sources.

This holds for every module that builds a gazetteer or cleans copy, so that a new rule need not be listed. Where work is
bounded by a constant (`_MOST_…`, `MAX_…`), the bound is lowered, so that texts of a few sentences reach it.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from core_fixtures import plain_repairer
from growth_law import ROOT, executions, super_linear
from growth_scenes import SCENES, words

from repair.core.types import Document
from repair.gazetteer import Gazetteer
from repair.pipeline.features.candidate_screen import CandidateScreen

SIZES = (20, 40, 80)
BOUNDS = re.compile(r"_?(?:MOST|MAX)_(?!CACHED|BYTES|CELL\b|LETTERS|CHARACTERS|LENGTH|DISTANCE)[A-Z_]+")
SMALL, LARGE = 4, 2_000  # what bounds up to a thousand, and greater ones, are lowered to


@pytest.fixture
def lower_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    # The share that the screen rules out differs from copy to copy, so every candidate is measured here.
    monkeypatch.setattr(CandidateScreen, "kept", lambda _, rows: list(range(len(rows))))
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


def test_a_quadratic_line_is_found() -> None:
    here = str(Path(__file__).parent)

    def quadratic(count: int) -> Callable[[], object]:
        return lambda: [(first, second) for first in range(count) for second in _up_to(count)]

    def linear(count: int) -> Callable[[], object]:
        return lambda: [each for _ in range(count) for each in _up_to(5)]

    assert any("_up_to" in line for line in super_linear([executions(quadratic(size), root=here) for size in SIZES]))
    assert not super_linear([executions(linear(size), root=here) for size in (1_000, 2_000, 4_000)])


def _up_to(count: int) -> Iterator[int]:
    at = 0
    while at < count:
        yield at
        at += 1
