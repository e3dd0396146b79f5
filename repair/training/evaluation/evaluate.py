"""Running a benchmark file through the repairer, the way a desk would, and reporting what came out.

*own*: each line's gazetteer is built from its own clean texts; *all*: one gazetteer from all clean texts of
the file, its story's among everybody else's. Everything suggested at or above the review threshold is
judged; every figure is printed under its signature.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from repair.core.edits import narrow_edits
from repair.core.io import write_bytes
from repair.core.types import Document, Kind, Suggestion
from repair.gazetteer import Gazetteer
from repair.pipeline.feedback import Feedback
from repair.pipeline.options import Options
from repair.pipeline.repairer import Repairer
from repair.text.lexicon import Lexicon
from repair.text.tokens import tokenize
from repair.training.evaluation.baselines import (
    JARO_WINKLER,
    METAPHONE,
    Peer,
    double_metaphone,
    jaro_winkler,
    name_parts,
    proposals,
)
from repair.training.evaluation.benchmark import BenchmarkItem, BenchmarkResult, Proposal, gazetteer_of, judge
from repair.training.evaluation.benchmark_file import load
from repair.training.evaluation.metrics import TARGETS, Metrics, calibration_error, metrics, recall_at, reliability

_STEPS = 60  # thresholds tried for recall at a precision
_LOWEST = 0.05  # suggestions below this confidence are not written


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a run over a benchmark found; ``str()`` is the report."""

    signature: str
    review_at: float
    overall: Metrics
    recalls: tuple[tuple[float, tuple[float, float] | None], ...]
    by_pair: tuple[tuple[str, Metrics], ...]
    by_garble: tuple[tuple[str, int, float], ...]
    error: float
    curve: tuple[tuple[float, float, int], ...]
    peers: tuple[tuple[str, float, Metrics], ...] = ()

    def __str__(self) -> str:
        """The report, with its signature last."""
        total = self.overall
        lines = [
            f"documents {total.documents}   gold spans {total.gold}   suggestions {total.suggestions}"
            f"   at confidence >= {self.review_at:g}",
            f"detection    P {total.detection_precision:.3f}  R {total.detection_recall:.3f}",
            f"end-to-end   P {total.precision:.3f}  R {total.recall:.3f}  F1 {total.f1:.3f}",
            f"mangle-free  {total.false_alarms:.2f} false alarms per 1,000 words ({total.free_words} words)",
        ]
        for target, found in self.recalls:
            told = "none" if found is None else f"{found[0]:.3f} (confidence >= {found[1]:.4f})"
            lines.append(f"recall at precision >= {target:.2f}: {told}")
        lines.append(f"expected calibration error {self.error:.3f}")
        lines += [f"  confidence {mean:.2f}: {right:.2f} right of {count}" for mean, right, count in self.curve]
        lines += [
            f"peer {name} (best threshold {threshold:.3f})  P {f.precision:.3f}  R {f.recall:.3f}  F1 {f.f1:.3f}"
            f"  false alarms {f.false_alarms:.2f}"
            for name, threshold, f in self.peers
        ]
        lines.append("by pair")
        lines += [
            f"  {name:8} gold {f.gold:5}  P {f.precision:.3f}  R {f.recall:.3f}  F1 {f.f1:.3f}"
            f"  false alarms {f.false_alarms:.2f}"
            for name, f in self.by_pair
        ]
        lines.append("by garble (recall)")
        lines += [f"  {share:.3f} of {count:4}  {name}" for name, count, share in self.by_garble]
        return "\n".join([*lines, self.signature])


def evaluate(
    bench: Path,
    *,
    sources: str = "own",
    predictions: Path | None = None,
    model: Path | None = None,
    options: Options | None = None,
    peers: bool = False,
    memory: Feedback | None = None,
    progress: Callable[[Sequence[BenchmarkItem]], Iterable[BenchmarkItem]] | None = None,
) -> Evaluation:
    """Run a benchmark file; ``sources`` is "own" or "all"; ``predictions`` names a JSONL file to write.

    With a ``memory`` the repairer heeds what people decided before.
    With ``peers`` what Jaro-Winkler and double metaphone reach over the same names stands beside the figures.
    """
    items = load(bench)
    options = options or Options()
    results: list[tuple[BenchmarkItem, list[Proposal]]] = []
    signature = ""
    low = replace(options, review_at=_LOWEST, flag=False)
    for item, repairer in _repairers(progress(items) if progress else items, items, sources, model, low):
        repairer = repairer.with_feedback(memory) if memory is not None else repairer
        signature = repairer.signature
        found = repairer.suggest(Document(item.id, item.text))
        results.append((item, [edit for one in found if one.kind is not Kind.TITLE for edit in _proposals(one)]))
    if predictions is not None:
        write_bytes(predictions, "".join(_line(item, found) for item, found in results).encode())
    data = hashlib.sha256(bench.read_bytes()).hexdigest()[:8]
    parts = signature.split("|")
    named = "|".join(part for part in parts if not part.startswith(("gaz:", "review:")))
    outcome = report(results, options.review_at, f"{named}|review:{options.review_at:g}|sources:{sources}|data:{data}")
    return replace(outcome, peers=compare(items, sources)) if peers else outcome


def report(results: Sequence[tuple[BenchmarkItem, list[Proposal]]], review_at: float, signature: str) -> Evaluation:
    """Judge proposals and count them."""
    judged = _judged(results, review_at)
    everything = [one for result in _judged(results, 0.0) for one in result.proposals]
    confidences = sorted({round(p.confidence, 6) for _, found in results for p in found})
    if len(confidences) > _STEPS:
        confidences = [confidences[int(n * (len(confidences) - 1) / (_STEPS - 1))] for n in range(_STEPS)]
    swept = [_judged(results, threshold - 1e-9) for threshold in confidences]
    pairs: dict[str, list[BenchmarkResult]] = defaultdict(list)
    garbles: dict[str, list[bool]] = defaultdict(list)
    for result in judged:
        pairs[result.item.pair].append(result)
        for gold, mended in zip(result.item.gold, result.corrected, strict=True):
            garbles[gold.garble].append(mended)
    return Evaluation(
        signature,
        review_at,
        metrics(judged),
        tuple((target, recall_at(swept, confidences, target)) for target in TARGETS),
        tuple((pair, metrics(pairs[pair])) for pair in sorted(pairs)),
        tuple((name, len(g), sum(g) / len(g)) for name, g in sorted(garbles.items(), key=lambda x: -len(x[1]))),
        calibration_error(everything),
        tuple(reliability(everything)),
    )


def compare(items: Sequence[BenchmarkItem], sources: str) -> tuple[tuple[str, float, Metrics], ...]:
    """Return what the simple peers reach over the same names, each at the threshold best for it on this file."""
    background = Lexicon.load()
    everything = sorted({clean for item in items for clean in item.clean})
    told: dict[str, list[tuple[BenchmarkItem, list[Proposal]]]] = {JARO_WINKLER: [], METAPHONE: []}
    last: tuple[Sequence[str], list[Peer], frozenset[str]] | None = None
    for item in items:
        texts: Sequence[str] = everything if sources == "all" else item.clean
        if last is None or last[0] != texts:
            names = name_parts(texts)
            words = frozenset(token.fold for text in texts for token in tokenize(text))
            last = (texts, [jaro_winkler(names), double_metaphone(names)], words)
        for peer in last[1]:
            told[peer.name].append((item, list(proposals(item.text, peer, last[2], background))))
    rows = []
    for name, results in told.items():
        swept = ((at / 50, metrics(_judged(results, at / 50))) for at in range(30, 51))
        threshold, best = max(swept, key=lambda row: row[1].f1)
        rows.append((name, threshold, best))
    return tuple(rows)


def _judged(results: Sequence[tuple[BenchmarkItem, list[Proposal]]], threshold: float) -> list[BenchmarkResult]:
    return [judge(item, [p for p in found if p.confidence >= threshold]) for item, found in results]


def _repairers(
    items: Iterable[BenchmarkItem],
    everything: Sequence[BenchmarkItem],
    sources: str,
    model: Path | None,
    options: Options,
) -> Iterator[tuple[BenchmarkItem, Repairer]]:
    """Yield each item with the repairer of its setting."""
    if sources == "all":
        texts = {clean: item.story for item in everything for clean in item.clean}
        documents = [Document("", text, f"{story}#{number}") for number, (text, story) in enumerate(texts.items())]
        one = Repairer(Gazetteer.build(documents), scorer=model, options=options)
        for item in items:
            yield item, one
        return
    last: tuple[tuple[str, ...], Repairer] | None = None
    for item in items:
        if last is None or last[0] != item.clean:
            base = last[1] if last else Repairer(Gazetteer([], []), scorer=model, options=options)
            last = (item.clean, base.with_gazetteer(gazetteer_of(item.clean, listed=item.listed, story=item.story)))
        yield item, last[1]


def _proposals(suggestion: Suggestion) -> list[Proposal]:
    """Return what a suggestion would change, word by word: a label may cover a part of the name."""
    if suggestion.replacement is None or suggestion.confidence is None:
        return []
    edits = narrow_edits(suggestion.span, suggestion.surface, suggestion.replacement, suggestion.id)
    return [
        Proposal(edit.span.start, edit.span.end, edit.after, suggestion.confidence, suggestion.action.value)
        for edit in edits
    ]


def _line(item: BenchmarkItem, proposals: Sequence[Proposal]) -> str:
    told = [
        {
            "start": p.start,
            "end": p.end,
            "replacement": p.replacement,
            "confidence": round(p.confidence, 6),
            "action": p.action,
        }
        for p in proposals
    ]
    return json.dumps({"id": item.id, "unit": "code points", "suggestions": told}, ensure_ascii=False) + "\n"
