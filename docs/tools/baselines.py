"""Measures the other tools that are installed on benchmark files and writes docs/tools/baselines.json.

    python docs/tools/baselines.py wmt_dev.jsonl.gz short.jsonl ...

Of a large file the same sample of lines is used as in `repair calibrate`, so that the scores stand beside those of the
model card. Nothing here depends on a model of ours; `docs/tools/generate.py` makes the table.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from repair.training.calibrate import MAX_LINES, sampled
from repair.training.evaluation.benchmark_file import read_benchmarks
from repair.training.evaluation.comparison import compare, installed_baselines
from repair.training.evaluation.report import tool_json

OUT = Path(__file__).with_name("baselines.json")
PARALLEL = "wmt"  # the benchmark that is used whole


def main(paths: Sequence[str]) -> None:
    """Measure every file and write the scores."""
    baselines = installed_baselines()
    scores = {}
    for path in paths:
        (benchmark,) = read_benchmarks([Path(path)])
        items = benchmark.items if benchmark.setting == PARALLEL else sampled(benchmark.items, MAX_LINES)
        tools = compare(items, baselines, sources="own", data=benchmark.sha256[:8])
        scores[benchmark.setting] = [tool_json(tool) for tool in tools]
        sys.stderr.write(f"{benchmark.setting}: {len(items)} lines\n")
    OUT.write_text(json.dumps(scores, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
