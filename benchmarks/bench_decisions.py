"""Measures what the feedback of decisions gains: an editor who knows the labels decides story after story.

Run by hand, not collected:  python benchmarks/bench_decisions.py wmt_dev.jsonl.gz [STORIES]
Each translated text is read beside the human texts of its story, with the feedback of the decisions before it, which is
learned again every 30 texts. The editor accepts what the labels call right, amends what touches a mangled name, and
rejects the rest. Prints precision and recall of the suggestions in the first and second half, without and with
feedback.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from repair.core.types import Document, Suggestion, Verdict
from repair.decisions.feedback_from_decisions import feedback_of
from repair.decisions.models import Decision, QueuedSuggestion, State
from repair.gazetteer import Gazetteer
from repair.pipeline.assembly import in_sources
from repair.pipeline.feedback.feedback_effects import FeedbackThresholds, apply_feedback
from repair.pipeline.feedback.feedback_values import Feedback
from repair.pipeline.repairer import Repairer
from repair.training.evaluation.benchmark import BenchmarkItem, BenchmarkResult, Proposal, judge
from repair.training.evaluation.benchmark_file import load

_LEARNED_EVERY = 30  # texts
_EDITORS = 4


@dataclass(frozen=True)
class Text:
    """A translated text with the gazetteer of its story and the suggestions made without feedback."""

    item: BenchmarkItem
    gazetteer: Gazetteer
    suggestions: tuple[Suggestion, ...]


def suggested(repairer: Repairer, items: Sequence[BenchmarkItem]) -> Iterator[Text]:
    """Return the suggestions for each text, with its own clean texts as sources."""
    for item in items:
        sources = [Document(f"source {n}", clean, f"source {n}") for n, clean in enumerate(item.clean)]
        gazetteer = Gazetteer.build(sources)
        yield Text(item, gazetteer, repairer.with_gazetteer(gazetteer).suggest(Document(item.id, item.text)))


def proposals(suggestions: Sequence[Suggestion]) -> list[Proposal]:
    return [
        Proposal(s.span.start, s.span.end, s.replacement, s.confidence)
        for s in suggestions
        if s.replacement is not None and s.confidence is not None
    ]


def decided(
    item: BenchmarkItem, suggestions: Sequence[Suggestion], result: BenchmarkResult, number: int
) -> Iterator[QueuedSuggestion]:
    """Yield the editor's decision on each proposal that the labels judge."""
    right = {(judged.proposal.start, judged.proposal.end): judged.correct for judged in result.proposals}
    for suggestion in suggestions:
        place = (suggestion.span.start, suggestion.span.end)
        if suggestion.replacement is None or place not in right:
            continue
        clean = next((gold.clean for gold in item.gold if (gold.start, gold.end) == place), None)
        typed = suggestion.replacement if right[place] else clean
        verdict = Verdict.ACCEPT if right[place] else Verdict.REJECT if clean is None else Verdict.AMEND
        day = f"2026-01-01T{number // 60:02d}:{number % 60:02d}:00"
        head = Decision(number, str(number), suggestion.id, verdict, typed, f"Editor {number % _EDITORS}", day)
        yield QueuedSuggestion(suggestion, item.id, item.id, State(verdict.value), head)


def gone_through(texts: Sequence[Text], bounds: FeedbackThresholds, *, learning: bool) -> list[BenchmarkResult]:
    """Go through the texts in order and return how what was proposed for each stands to its labels."""
    memory, cases, results = Feedback(), list[QueuedSuggestion](), list[BenchmarkResult]()
    for number, text in enumerate(texts):
        document, is_known = Document(text.item.id, text.item.text), partial(in_sources, text.gazetteer)
        suggestions = apply_feedback(memory, text.suggestions, document, thresholds=bounds, is_known=is_known)
        results.append(judge(text.item, proposals(suggestions)))
        if learning:
            cases += decided(text.item, suggestions, results[-1], number)
            if number % _LEARNED_EVERY == _LEARNED_EVERY - 1:
                memory = feedback_of(cases)
    return results


def line(name: str, results: Sequence[BenchmarkResult]) -> str:
    verdicts = [judged.correct for result in results for judged in result.proposals]
    corrected = [good for result in results for good in result.corrected]
    precision, recall = sum(verdicts) / len(verdicts), sum(corrected) / len(corrected)
    return f"{name:<28} precision {precision:.3f}  recall {recall:.3f}  of {len(verdicts)}"


def main(path: Path, count: int) -> None:
    items = load(path)
    random.Random(5).shuffle(items)
    repairer = Repairer(Gazetteer.build([""]))
    texts = list(suggested(repairer, items[:count]))
    bounds = FeedbackThresholds(repairer.options.apply_at, repairer.options.review_at)
    for learning in (False, True):
        results = gone_through(texts, bounds, learning=learning)
        half = len(results) // 2
        for name, part in (("first half", results[:half]), ("second half", results[half:])):
            sys.stdout.write(line(f"{'with' if learning else 'without'} memory, {name}", part) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 900)
