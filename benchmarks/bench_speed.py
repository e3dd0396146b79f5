"""Times `repair clean` on made-up wire copy with gazetteers of 1,000 to 1,000,000 names, beside other tools.

Run by hand, not collected:  python benchmarks/bench_speed.py [--names N…] [--stories N] [--copies N] [--absent SHARE]
An article has some 5 KB, one name in fifty mangled, and each story has three clean sources. Names come from these
sources (18 a story), and the rest from a list packed into the same file. Times are processor time of one thread unless
stated otherwise, which can be compared on a busy machine; other work on the same core still slows it, so compare the
ratios. The other tools need the `bench` extra.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from speed_copy import ABSENT, Copy, copy_of, listed_names, stories

HERE = Path(__file__).resolve()
SIZES = (1_000, 10_000, 100_000, 1_000_000)
NAMES_A_STORY = 18
MOST_STORIES = 556  # whose sources are read for names: some 10,000 names
PEERS_AT = 10_000
WARMING = 16  # articles before the clock starts


def clock() -> float:
    """Return the processor time (seconds) of this process."""
    return time.process_time()


def copies(options: argparse.Namespace, names: int) -> list[Copy]:
    """Return the articles: so many copies of so many of the stories that the gazetteer of this size has."""
    count = min(options.stories, stories_of(names))
    return [
        copy_of(story, number, absent=options.absent) for story in stories(count) for number in range(options.copies)
    ]


def stories_of(names: int) -> int:
    """Return the number of stories in the sources of a gazetteer of ``names`` names."""
    return min(MOST_STORIES, max(1, names // NAMES_A_STORY))


def build(names: int, path: Path) -> dict[str, float]:
    """Write the gazetteer file and return the speed."""
    from repair.gazetteer import Gazetteer
    from repair.gazetteer.packed_writer import names_of, pack

    texts = [text for story in stories(stories_of(names)) for text in story.sources]
    start = clock()
    gazetteer = Gazetteer.build(texts)
    built = clock()
    rest = max(0, names - len(gazetteer.names))
    rows = list(listed_names(rest))
    packing = clock()
    pack(path, chain(gazetteer.names, names_of(rows)), gazetteer.sources, confirmed=False)
    done = clock()
    size = sum(len(text.encode()) for text in texts)
    return {
        "sources": len(texts),
        "names": len(gazetteer.names) + rest,
        "read MB/s": size / (built - start) / 1e6,
        "packed names/s": (len(gazetteer.names) + rest) / (done - packing),
        "build s": built - start + done - packing,
        "file MB": path.stat().st_size / 1e6,
        "build memory MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
    }


def measure(names: int, path: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Load the gazetteer, find names in the copy, and return what it took."""
    from repair.gazetteer import Gazetteer

    start = time.perf_counter()
    gazetteer = Gazetteer.load(path)
    gazetteer.listed("Nobody Whom One Knows")
    loaded = time.perf_counter() - start
    from speed_stages import stages

    from repair.batch.worker import collect_garbage_rarely
    from repair.pipeline.repairer import Repairer
    from repair.text.tokens import tokenize

    collect_garbage_rarely()
    finder = Repairer(gazetteer)
    articles = [copy.text for copy in copies(options, names)]
    for text in articles[:: options.copies]:  # the sources are analysed and cached
        finder.suggest(text)
    times = []
    for number, text in enumerate(articles):
        if number % options.copies == 0 and options.copies > 1:
            continue  # already searched
        before = clock()
        finder.suggest(text)
        times.append((clock() - before) * 1000)
    before = clock()
    for text in articles:
        tokenize(text)
    alone = clock() - before
    del finder  # so that the memory is that of one repairer, as a worker has
    fresh = Repairer(gazetteer)
    for text in articles[: WARMING * options.copies : options.copies]:
        fresh.suggest(text)
    size, spent = sum(len(text.encode()) for text in articles), stages(fresh, articles)
    return {
        "load ms": loaded * 1000,
        "articles/s, warm": len(articles) / sum(spent["seconds"].values()),
        "MB/s, warm": size / sum(spent["seconds"].values()) / 1e6,
        "MB/s, words alone": size / alone / 1e6,
        "median ms": statistics.median(times),
        "p99 ms": statistics.quantiles(times, n=100)[-1],
        "memory MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
        **spent,
    }


def batch(path: Path, folder: Path, workers: int) -> dict[str, float]:
    """Run `repair clean` over the copy in ``folder`` and return its speed, with its start and with that left out.

    The start is what a batch of one article for each worker takes.
    """
    files = sorted(folder.iterdir())
    size, count = sum(each.stat().st_size for each in files), len(files)
    first = folder.parent / "first"
    shutil.rmtree(first, ignore_errors=True)
    first.mkdir()
    for each in files[:workers]:
        shutil.copy(each, first)
    start, _ = _cleaned(path, first, workers)
    wall, spent = _cleaned(path, folder, workers)
    return {
        "articles/s": count / wall,
        "MB/s": size / wall / 1e6,
        "MB/s of a core": size / spent / 1e6,
        "articles/s, start left out": (count - workers) / (wall - start),
    }


def _cleaned(path: Path, folder: Path, workers: int) -> tuple[float, float]:
    """Run `repair clean` and return its seconds by the clock and of the processors."""
    out = folder.parent / "out"
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "repair", "clean", str(folder), "--gazetteer", str(path), "--out", str(out)]
    before, start = os.times(), time.perf_counter()
    subprocess.run([*command, "--quiet", "--workers", str(workers)], check=False, capture_output=True, env=_alone())
    wall, after = time.perf_counter() - start, os.times()
    if len(list(out.glob("*.txt"))) != len(list(folder.iterdir())):
        raise SystemExit("not all copy was cleaned")
    return wall, after.children_user + after.children_system - before.children_user - before.children_system


def _alone() -> dict[str, str]:
    """Return environment variables that limit a process to one thread."""
    path = os.pathsep.join([str(HERE.parents[1]), str(HERE.parent)])
    return os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": path}


def apart(part: str, names: int, options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Run one part in a process of its own, so that its memory is measured alone, and return its figures."""
    command = [sys.executable, str(HERE), "--part", part, "--names", str(names), "--folder", str(folder)]
    command += ["--stories", str(options.stories), "--copies", str(options.copies), "--absent", str(options.absent)]
    done = subprocess.run(command, capture_output=True, text=True, env=_alone())
    if done.returncode:
        raise SystemExit(f"{part} of {names:,} names: {done.stderr[-2000:]}")
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def part(options: argparse.Namespace) -> dict[str, Any]:
    """Do one part, in the process that was started for it."""
    names, folder = options.names[0], options.folder
    path = folder / f"{names}.gaz"
    if options.part == "build":
        return build(names, path)
    if options.part == "measure":
        return measure(names, path, options)
    if options.part == "lengths":
        from speed_plots import costs_by_length

        return {
            str(length): cost
            for length, cost in costs_by_length(path, copies(options, names)[:: options.copies]).items()
        }
    from speed_peers import PEERS

    from repair.gazetteer import Gazetteer

    gazetteer = Gazetteer.load(path)
    listed = [name.canonical for name in gazetteer.names]
    articles, speeds = copies(options, names), {}
    for name, (work, few) in PEERS.items():
        chosen = articles[: few or None]
        with tempfile.TemporaryDirectory() as place:
            size = sum(len(copy.text.encode()) for copy in chosen)
            try:
                speeds[name] = size / work(chosen, listed, Path(place)) / 1e6
            except ModuleNotFoundError as missing:
                print(f"{name} is left out: {missing}", file=sys.stderr)  # noqa: T201
    return speeds


def row(name: str, values: Sequence[object]) -> None:
    """Print a row of a table."""
    cells = [f"{value:,.3g}" if isinstance(value, float) and value < 100 else f"{value:,.0f}"
             if isinstance(value, float | int) else str(value) for value in values]  # fmt: skip
    print("|", " | ".join((name, *cells)), "|", flush=True)  # noqa: T201


def tell_stages(names: int, measured: dict[str, Any], count: int) -> None:
    """Print the time of each stage and the number of rows that the models score."""
    total = sum(measured["seconds"].values())
    row(f"{names:,} names: stage", ("ms an article", "share"))
    for stage, seconds in measured["seconds"].items():
        row(stage, (seconds / count * 1000, f"{seconds / total:.1%}"))
    counts = measured["counts"]
    row("runs of capital words an article", (counts["mentions"] / count,))
    row("of these shown to the seq2seq", (f"{counts['mentions shown'] / counts['mentions']:.1%}",))
    for what in ("forms", "candidates", "pairs scored"):
        row(f"{what} an article", (counts[what] / count,))


def main() -> None:
    """Build, measure, compare, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--names", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--stories", type=int, default=100, help="stories that are told in the copy")
    parser.add_argument("--copies", type=int, default=4, help="articles that tell each")
    parser.add_argument("--absent", type=float, default=ABSENT, help="share of an article that no source tells")
    parser.add_argument("--folder", type=Path, help="where gazetteers are kept, to be used again")
    parser.add_argument("--plot", type=Path, help="picture of the cost against names and article length")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        print(json.dumps(part(options)))  # noqa: T201
        return
    with tempfile.TemporaryDirectory() as folder_name:
        run(options, options.folder or Path(folder_name), Path(folder_name))


def run(options: argparse.Namespace, folder: Path, scratch: Path) -> None:
    """Print a column of figures for each gazetteer, then the peers and the stages."""
    folder.mkdir(exist_ok=True)
    columns: dict[int, dict[str, Any]] = {}
    for names in options.names:
        figures = columns[names] = {} if (folder / f"{names}.gaz").exists() else apart("build", names, options, folder)
        articles = copies(options, names)
        copy = scratch / f"copy-{names}"
        copy.mkdir()
        for number, article in enumerate(articles):
            (copy / f"{number:05}.txt").write_text(article.text, encoding="utf-8")
        figures |= apart("measure", names, options, folder)
        figures["articles"] = len(articles)
        for workers in (1, 2):
            speed = batch(folder / f"{names}.gaz", copy, workers)
            figures |= {f"{key}, {workers} at work": value for key, value in speed.items()}
    row("", [f"{names:,}" for names in columns])
    for key in dict.fromkeys(chain.from_iterable(columns.values())):
        if key not in ("seconds", "counts"):
            row(key, [figures.get(key, "") for figures in columns.values()])
    for names in dict.fromkeys((PEERS_AT if PEERS_AT in columns else min(columns), max(columns))):
        tell_stages(names, columns[names], columns[names]["articles"])
    if PEERS_AT in columns:
        speeds = apart("peers", PEERS_AT, options, folder)
        own = sum(len(c.text.encode()) for c in copies(options, PEERS_AT)) / 1e6
        own /= sum(columns[PEERS_AT]["seconds"].values())
        row("MB/s of a core", ("", "times repair"))
        for name, speed in {"repair, warm": own, **speeds}.items():
            row(name, (speed, speed / own))
    if options.plot:
        draw_plot(columns, options, folder)


def draw_plot(columns: dict[int, dict[str, Any]], options: argparse.Namespace, folder: Path) -> None:
    """Draw the cost of an article against the number of names and against its length, and print the latter."""
    from speed_plots import draw

    names = PEERS_AT if PEERS_AT in columns else min(columns)
    by_length = {int(length): cost for length, cost in apart("lengths", names, options, folder).items()}
    row("length, KB", list(by_length))
    row("ms an article", list(by_length.values()))
    draw({each: 1000 / column["articles/s, warm"] for each, column in columns.items()}, by_length, names, options.plot)


if __name__ == "__main__":
    main()
