"""Counts what is suggested in right copy: human translations, beside the sources of other stories or of their own.

Run by hand, not collected:  python benchmarks/bench_harm.py wmt_dev.jsonl.gz [--folds DIR] [--own] [--step N]
The copy is each human translation of the file. Its gazetteer holds the clean texts of all stories in the other folds of
cross-validation or, with ``--own``, the other human translations of its story: then the two differ in slips and house
spellings only. ``--folds`` names the rankers of `repair calibrate --folds`; without it the shipped one decides, which
may be fitted on the file. Every suggestion is printed, then the counts.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from repair.core.types import Action, Document
from repair.gazetteer import Gazetteer
from repair.pipeline.repairer import Repairer
from repair.training.cases import human_items
from repair.training.evaluation.benchmark import BenchmarkItem
from repair.training.evaluation.benchmark_file import load
from repair.training.evaluation.folds import FOLDS, fold_of, load_rankers

_BEFORE, _AFTER = 50, 30  # characters that are printed around a suggestion


def with_repairers(items: list[BenchmarkItem], folds: Path | None, *, own: bool) -> Iterator[tuple[str, str, Repairer]]:
    """Yield each human translation, its story and the repairer over its sources."""
    copies = human_items(items)
    rankers = load_rankers(folds) if folds is not None else (None,) * FOLDS
    for fold, ranker in enumerate(rankers):
        inside = {item.text: item.story for item in copies if fold_of(item.doc) == fold}
        outside = [(item.text, item.story) for item in copies if item.text not in inside]
        repairer = Repairer(Gazetteer([], []), ranker=ranker)
        if not own:
            repairer = repairer.with_gazetteer(Gazetteer.build(Document("", text, story) for text, story in outside))
        for text, story in inside.items():
            if own:
                others = [other for other, of_story in inside.items() if of_story == story and other != text]
                if not others:
                    continue
                repairer = repairer.with_gazetteer(Gazetteer.build(Document("", other, story) for other in others))
            yield text, story, repairer


def main() -> None:
    """Print every suggestion in a line, and how many there are of each kind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("bench", type=Path)
    parser.add_argument("--folds", type=Path, metavar="DIR")
    parser.add_argument("--own", action="store_true")
    parser.add_argument("--step", type=int, default=1)
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    words = 0
    every = with_repairers(load(arguments.bench), arguments.folds, own=arguments.own)
    for number, (text, story, repairer) in enumerate(every):
        if number % arguments.step:
            continue
        words += len(text.split())
        for suggestion in repairer.suggest(Document(story, text)):
            counts[suggestion.action.value] += 1
            if suggestion.action is not Action.FLAG:
                low, high = max(0, suggestion.span.start - _BEFORE), suggestion.span.end + _AFTER
                change = f"{suggestion.surface} -> {suggestion.replacement}"
                sys.stdout.write(f"{suggestion.action.value}\t{suggestion.confidence}\t{change}\t{text[low:high]!r}\n")
                sys.stdout.flush()
    rates = ", ".join(f"{count} {action} ({count / words * 1e5:.1f})" for action, count in counts.most_common())
    sys.stdout.write(f"{words:,} words; of each action, and in 100,000 words: {rates}\n")


if __name__ == "__main__":
    main()
