"""Measures the other tools that are installed on benchmark files and writes docs/tools/baselines.json.

    python docs/tools/baselines.py [--max-lines N] [--no-spacy] wmt_dev.jsonl.gz short.jsonl ...

Of a large file about N lines are used, those of whole stories. Scores of files that are not named stay as they are.
Nothing here depends on a model of ours; `docs/tools/generate.py` makes the table.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from repair.training.calibrate import MAX_LINES, sampled
from repair.training.evaluation.baselines import name_matchers
from repair.training.evaluation.benchmark_file import read_benchmarks
from repair.training.evaluation.comparison import compare, installed_baselines
from repair.training.evaluation.report import tool_json

OUT = Path(__file__).with_name("baselines.json")


def main() -> None:
    """Measure every file and write the scores after each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--max-lines", type=int, default=MAX_LINES)
    parser.add_argument("--no-spacy", action="store_true")
    arguments = parser.parse_args()
    baselines = name_matchers() if arguments.no_spacy else installed_baselines()
    scores = json.loads(OUT.read_text(encoding="utf-8")) if OUT.exists() else {}
    for path in arguments.files:
        (benchmark,) = read_benchmarks([path])
        items = sampled(benchmark.items, arguments.max_lines)
        data = f"{benchmark.sha256[:8]}|lines:{len(items)}"
        tools = compare(items, baselines, sources="own", data=data)
        scores[benchmark.setting] = [tool_json(tool) for tool in tools]
        OUT.write_text(json.dumps(scores, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        sys.stderr.write(f"{benchmark.setting}: {len(items)} lines\n")


if __name__ == "__main__":
    main()
