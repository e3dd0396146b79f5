"""Measures what story affinity gains: a copy beside the sources of its own story, or beside the whole archive.

Run by hand, not collected:  python benchmarks/bench_affinity.py wmt_dev.jsonl.gz [STEP]
Takes every STEP-th text of the file; the human texts of all stories are the archive. Once a text has the sources that
affinity finds, once the whole archive counts as one story. Both times the ranker is fitted on these texts alone,
cross-validated by story, and the best F1 is printed. With the whole archive a text takes seconds.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from repair.channel.scorer import ChannelModel
from repair.core.types import Document
from repair.gazetteer import Gazetteer
from repair.pipeline.correction_stages import extract_features
from repair.pipeline.detection import CopyContext
from repair.pipeline.story import SourceStory, StoryContext
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.training.case_scores import cross_validated
from repair.training.cases import ALL, TrainingCase, archive_of, labelled
from repair.training.cross_fitting import cross_fit_all
from repair.training.evaluation.benchmark import BenchmarkItem
from repair.training.evaluation.benchmark_file import load
from repair.training.fit_curves import fit_curves


def main(path: Path, step: int) -> None:
    items, background, scorer = load(path), Lexicon.load(), ChannelModel.load()
    archive = archive_of(items, background)
    texts = {clean: item.story for item in items for clean in item.clean}
    names = Gazetteer.build(Document("", text, story) for text, story in texts.items())
    whole = StoryContext(archive.texts)

    def case(item: BenchmarkItem, *, affinity: bool) -> TrainingCase:
        copy = AnalyzedText(item.text)
        story = archive.story(copy) if affinity else SourceStory((), [1.0] * len(whole.texts), whole)
        copy_context = CopyContext(copy, story, archive.weights, background, names)
        measured = [labelled(item, copy_context, features) for features in extract_features(copy_context)]
        return TrainingCase(item, ALL, copy_context, measured)

    for affinity in (True, False):
        start = time.process_time()
        cases = [case(item, affinity=affinity) for item in items[::step]]
        spent = (time.process_time() - start) / len(cases)
        cross_fit_all(cases, scorer, lambda _: None)
        fit_curves(cases)
        scores = cross_validated(cases, ALL)
        sys.stdout.write(f"affinity {affinity}: {len(cases)} texts, {spent:.2f} s a text, {scores['best_f1']}\n")
        sys.stdout.write(f"  recall at precision {scores['recall_at_precision']}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 12)
