"""Plots what an article costs against the number of names and against its length; called by `bench_speed.py --plot`.

Times are processor time of one thread. The plot needs matplotlib.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from speed_copy import Copy

LENGTHS_KB = (1, 2, 5, 10, 20, 40, 80, 120)
REPEATS = 3


def costs_by_length(path: Path, copies: Sequence[Copy]) -> dict[int, float]:
    """Return the milliseconds that an article of each of `LENGTHS_KB` takes, the median of `REPEATS` calls.

    Args:
        path: The gazetteer.
        copies: Articles that are put together to make longer ones, each about another story.
    """
    from repair.gazetteer import Gazetteer
    from repair.pipeline.repairer import Repairer

    whole = "\n".join(copy.text for copy in copies)
    finder = Repairer(Gazetteer.load(path))
    finder.suggest(copies[0].text)
    costs = {}
    for length in LENGTHS_KB:
        text, taken = whole[: length * 1000], []
        for _ in range(REPEATS):
            begun = time.process_time()
            finder.suggest(text)
            taken.append((time.process_time() - begun) * 1000)
        costs[length] = statistics.median(taken)
    return costs


def draw(by_names: Mapping[int, float], by_length: Mapping[int, float], names: int, out: Path) -> None:
    """Draw two plots side by side.

    Args:
        by_names: Milliseconds of an article of 5 KB, by the number of names.
        by_length: Milliseconds of an article, by its length in KB.
        names: The number of names that the latter were measured with.
        out: The picture to write; its suffix gives the format.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
    left.semilogx(list(by_names), list(by_names.values()), "o-")
    left.set(title="An article of 5 KB", xlabel="names in the gazetteer", ylabel="ms of processor time", ylim=(0, None))
    right.plot(list(by_length), list(by_length.values()), "o-")
    right.set(
        title=f"{names:,} names", xlabel="length of the article, KB", ylabel="ms of processor time", ylim=(0, None)
    )
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="y", alpha=0.3)
    figure.savefig(out)
