"""Times stages and readers on worst cases of n, 2n and 4n characters or parts, and prints what grows faster.

Run by hand, not collected:  python benchmarks/bench_growth.py [--size N] [--cases N] [--seed N] [--stage WORD]
The growth tests count lines of Python; this also sees what a library or a regular expression does within one line.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import logging
import math
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))  # the worst cases and the stages are those of the tests

from growth_fixtures import worst_cases
from growth_readers import CASES, prepare
from growth_stages import STAGES

EXPONENT = 1.4  # of the length; 1 is linear, 2 is quadratic
NOISE = 0.05  # seconds below which no growth is computed
FILES = "files"  # the name of the stage that reads the worst cases of every format
FILE_PARTS = (1_600, 3_200, 6_400)  # repetitions in the files that are read

Prepare = Callable[[int], Callable[[], object]]


def seconds(run: Callable[[], object]) -> float:
    """Return the processor time that a run takes; one that refuses its input counts until it is refused."""
    started = time.thread_time()
    with contextlib.suppress(Exception):  # a refusal of any kind counts as done
        run()
    return time.thread_time() - started


def growth(prepare_run: Prepare, sizes: Sequence[int]) -> tuple[float, list[float]]:
    """Return the exponent with which the time grows from the first to the last size, and the times."""
    times = [seconds(prepare_run(size)) for size in sizes]
    if times[-1] < NOISE:
        return 0.0, times
    return math.log(times[-1] / max(times[0], 1e-4)) / math.log(sizes[-1] / sizes[0]), times


def report(name: str, cases: Iterable[tuple[str, Prepare]], sizes: Sequence[int]) -> None:
    """Time a stage on its cases; print how long the slowest takes, and each case that grows too fast."""
    slowest, fast_growing = 0.0, []
    gc.collect()
    for case, prepare_run in cases:
        exponent, times = growth(prepare_run, sizes)
        slowest = max(slowest, times[-1])
        if exponent > EXPONENT:
            fast_growing.append((exponent, case, times))
    print(f"{name:24} slowest {slowest:6.2f} s, {len(fast_growing)} cases grow too fast", flush=True)  # noqa: T201
    for exponent, case, times in fast_growing:
        print(f"    n^{exponent:.1f}  {case}  {' '.join(f'{each:.3f}' for each in times)} s", flush=True)  # noqa: T201


def main() -> None:
    """Print a line for each stage, and one for each case that grows too fast."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--size", type=int, default=10_000, help="characters of the shortest text")
    arguments.add_argument("--cases", type=int, default=40, help="mixtures of atoms, beside each atom alone")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--stage", default="", metavar="WORD", help="only stages with this word in their names")
    options = arguments.parse_args()
    sizes = [options.size * times for times in (1, 2, 4)]
    logging.disable(logging.WARNING)  # of copy that is not English, and the like
    gc.disable()  # its pauses come at any time
    for stage in (each for each in STAGES if options.stage in each.name):
        cases = worst_cases(options.cases, options.seed)
        prepared = ((str(case), lambda size, stage=stage, case=case: stage.run(case.text(size))) for case in cases)
        report(stage.name, prepared, sizes)
    if options.stage in FILES:
        with tempfile.TemporaryDirectory() as folder:
            files = ((name, lambda count, name=name: prepare(name, Path(folder), count)) for name in CASES)
            report(FILES, files, FILE_PARTS)


if __name__ == "__main__":
    main()
