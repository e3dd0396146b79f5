"""The scripts of `benchmarks/` still fit the package: they import, and the stages that they time exist."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
import speed_stages
from core_fixtures import BRIDGE, BRIDGE_COPY, repairer

FOLDER = Path(__file__).parents[1] / "benchmarks"
NEEDS = {"bench_script": "playwright", "bench_review": "sqlalchemy"}


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.py")))
def test_a_benchmark_imports(name: str) -> None:
    if name in NEEDS:
        pytest.importorskip(NEEDS[name])
    module = importlib.import_module(name)
    assert module.__doc__
    assert name.startswith("speed_") or f"python benchmarks/{name}.py" in module.__doc__


def test_every_timed_stage_is_called_for_a_mangled_story_beside_its_sources() -> None:
    flagged = "Petrekin reported.\n"
    measured = speed_stages.stages(repairer(*BRIDGE), [BRIDGE_COPY + flagged])
    assert {stage for _, _, stage in speed_stages.WRAPPED} <= set(measured["seconds"])
    assert all(measured["counts"][key] > 0 for key in ("mentions", "mentions shown", "forms", "candidates"))
