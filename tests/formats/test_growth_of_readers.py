"""Reading any file takes time in proportion to its length, whatever it contains.

Every format, list and log has worst cases in `growth_readers`. For each, no line of the package may run more than about
twice as often for twice the length. `benchmarks/bench_growth.py` times the whole, libraries included.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from growth_law import executions, super_linear
from growth_readers import CASES, SPECIAL_CASES, framed_cases, prepare

from repair.formats.registry import record_formats, story_formats

SIZES = (20, 40, 80)
FRAMED = [f"copy: {name}" for name in framed_cases()]
OTHERS = [name for name in CASES if name not in FRAMED]


def _found(name: str, folder: Path) -> dict[str, list[int]]:
    prepare(name, folder, 3)()  # what is loaded once
    return super_linear([executions(prepare(name, folder, size)) for size in SIZES])


@pytest.mark.parametrize("name", OTHERS)
def test_no_line_of_a_reader_runs_super_linearly_often(name: str, tmp_path: Path) -> None:
    found = _found(name, tmp_path)
    assert not found, "\n".join(f"{line} {times}" for line, times in found.items())


@pytest.mark.slow
@pytest.mark.parametrize("name", FRAMED)
def test_no_line_of_a_reader_runs_super_linearly_often_in_any_frame(name: str, tmp_path: Path) -> None:
    found = _found(name, tmp_path)
    assert not found, "\n".join(f"{line} {times}" for line, times in found.items())


def test_every_format_has_worst_cases() -> None:
    covered = {name.split(":")[0].split()[0] for name in (*framed_cases(), *SPECIAL_CASES)}
    assert {*story_formats(), *record_formats()} <= covered
