"""Finding out what the evidence is worth: labelled machine output in, an evidence table out.

Every figure on the card is cross-validated by story (see ``weighing``). The card also tells, on demand, what
each group of evidence is worth: the figures of tables fitted without it.
"""

from __future__ import annotations

import importlib.util
import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from repair.channel.model_dir import sha256
from repair.core.io import write_bytes
from repair.core.protocols import Scorer
from repair.core.types import Document
from repair.gazetteer import Gazetteer
from repair.pipeline.decoding_values import DECISION_FEATURES
from repair.pipeline.feature_table import CHANNEL
from repair.pipeline.ranking_model import FORMAT, PERCEPTRONS
from repair.text.lexicon import Lexicon
from repair.training.augmentation import with_others
from repair.training.cases import ALL, HUMAN, LOOSE, OTHER, OWN, TrainingCase, archive_of, cases_of, human_items
from repair.training.cross_fitting import by_language, cross_fit_all, fit_curves, write
from repair.training.evaluation.benchmark import BenchmarkItem, BenchmarkResult, Judged, Proposal, judge, load
from repair.training.evaluation.metrics import TARGETS, calibration_error, metrics, recall_at, reliability

MAX_LINES = 3_700  # of each setting beside the parallel one: what a machine of 24 GB holds
THRESHOLDS = (0.97, 0.9, 0.8, 0.55)  # confidences whose figures stand on the card, for users who choose one
_TOLERANCE = 1e-9  # thresholds are drawn from rounded confidences

# What the ablation leaves out, one group at a time. Story affinity picks the sources before any evidence is measured.
GROUPS: dict[str, tuple[str, ...]] = {
    "the channel model": CHANNEL,
    "readings of the same characters": ("characters",),
    "the sentence that tells this one": (
        "facing", "sentence", "sentence_words", "missing", "rivals", "strangers", "shared", "rank", "told",
    ),
    "the words around": (
        "left_name", "right_name", "left_word", "right_word", "left_like", "right_like", "neighbours", "context",
        "position",
    ),
    "the rest of the name": ("frame", "frame_rarity", "whole_name", "whole_form", "cohesion", "listed"),
    "what the world knows": (
        "form_word", "form_person", "form_place", "form_people", "form_known", "name_word", "name_people",
        "name_place", "name_person", "name_rarity", "form_bearers", "form_towns", "name_bearers", "name_towns",
        "commoner",
    ),
    "the joint decision": tuple(name for name in DECISION_FEATURES if name not in ("weakest", "strongest")),
}  # fmt: skip


def calibrate(
    benches: Sequence[Path],
    out: Path,
    scorer: Scorer | None,
    *,
    say: Callable[[str], None],
    tick: Callable[[], None] = lambda: None,
    ablate: bool = False,
    max_lines: int = MAX_LINES,
) -> str:
    """Calibrate on benchmark files, write ``out/evidence.json``, its card and plot, and return the card.

    Args:
        benches: The parallel benchmark first, out of which the settings of `cases` are made; each other file is a
            setting of its own, called after its stem.
        out: The folder to write to.
        scorer: The channel model, None for none.
        say: Takes lines about the progress.
        tick: Called once a document.
        ablate: Whether to refit without each group of evidence, one after the other.
        max_lines: About how many lines of each other file are used at most; whole stories are left out.
    """
    items = load(benches[0])
    background = Lexicon.load()
    archive = archive_of(items, background)
    texts = {clean: item.story for item in items for clean in item.clean}
    names = Gazetteer.build(Document("", text, story) for text, story in texts.items())
    copies_of = {
        OWN: items,
        ALL: items,
        LOOSE: items[::2],
        OTHER: with_others(items, background),
        HUMAN: human_items(items),
        **{setting_of(path): sampled(load(path), max_lines) for path in benches[1:]},
    }
    cases = [case for setting, copies in copies_of.items() for case in cases_of(copies, setting, archive, names, tick)]
    say(f"surveyed {len(cases)} documents")
    return calibrate_cases(cases, benches, out, scorer, say=say, ablate=ablate)


def setting_of(path: Path) -> str:
    """Return the name of a benchmark file's setting: its stem without what says that it is for development.

    >>> setting_of(Path("ocr_dev.jsonl.gz"))
    'ocr'
    """
    return path.name.split(".")[0].removesuffix("_dev")


def sampled(items: Sequence[BenchmarkItem], max_lines: int) -> list[BenchmarkItem]:
    """Return about ``max_lines`` lines, those of whole stories picked by the hash of their names."""
    sample = -(-len(items) // max_lines) or 1
    return [item for item in items if zlib.crc32(f"sample/{item.story}".encode()) % sample == 0]


def calibrate_cases(
    cases: Sequence[TrainingCase],
    benches: Sequence[Path],
    out: Path,
    scorer: Scorer | None,
    *,
    say: Callable[[str], None],
    ablate: bool = False,
) -> str:
    """Fit, write and report on documents already surveyed; arguments as for `calibrate`."""
    tables = cross_fit_all(cases, scorer, say)
    write(tables, fit_curves(cases), out / "evidence.json")
    labelled = [setting for setting in dict.fromkeys(case.setting for case in cases) if setting != HUMAN]
    scores: dict[str, object] = {setting: cross_validated(cases, setting) for setting in labelled}
    scores[HUMAN] = _human(cases)
    told = [case for case in cases if case.setting in (OWN, ALL)]
    _plot([one for case in told for one in judge(case.item, proposals(case)).proposals], out / "reliability.png")
    card = {
        "name": out.name,
        "format": FORMAT,
        "data": {bench.name: sha256(bench) for bench in benches},
        "model": scorer.name if scorer else None,
        "figures": "cross-validated by story; a table never saw the story it is asked about",
        "scores": scores,
        "ablation": _ablation(cases, scorer, say) if ablate else None,
        "sha256": {name: sha256(out / name) for name in ("evidence.json", PERCEPTRONS)},
    }
    text = json.dumps(card, indent=2) + "\n"
    write_bytes(out / "card.json", text.encode())
    return text


def _ablation(
    cases: Sequence[TrainingCase], scorer: Scorer | None, say: Callable[[str], None]
) -> dict[str, dict[str, float | None]]:
    """Return the figures of OWN and ALL in brief with everything, and refitted without each group of evidence.

    Also those for languages that no table saw, each left out in turn, where there are several.
    """
    table = {"everything": _brief(cases), "uncalibrated": _brief(cases, calibrated=False)}
    say("without the perceptrons")
    cross_fit_all(cases, scorer, say, mixed=False)
    fit_curves(cases)
    table["without the perceptrons"] = _brief(cases)
    for name, columns in GROUPS.items():
        say(f"without {name}")
        cross_fit_all(cases, scorer, say, without=frozenset(columns))
        fit_curves(cases)
        table[f"without {name}"] = _brief(cases)
    if len({case.item.pair for case in cases}) > 1:
        say("without the language")
        cross_fit_all(cases, scorer, say, fold_of=by_language)
        fit_curves(cases, by_language)
        table["on languages never seen"] = _brief(cases)
    return table


def _brief(cases: Sequence[TrainingCase], *, calibrated: bool = True) -> dict[str, float | None]:
    row: dict[str, float | None] = {}
    for setting in (OWN, ALL):
        results, steps = _swept(cases, setting, calibrated=calibrated)
        found = [metrics(at) for at in results]
        best = recall_at(results, steps, 0.95)
        row[f"{setting} F1"] = round(max(f.f1 for f in found), 3)
        row[f"{setting} recall at .95"] = round(best[0], 3) if best else None
        row[f"{setting} calibration error"] = round(
            calibration_error([one for result in results[0] for one in result.proposals]), 3
        )
    return row


def _swept(
    cases: Sequence[TrainingCase], setting: str, *, calibrated: bool = True
) -> tuple[list[list[BenchmarkResult]], list[float]]:
    """Judge the documents of a setting at some 200 thresholds."""
    chosen = [case for case in cases if case.setting == setting]
    confidences = sorted({round(p.confidence, 4) for case in chosen for p in proposals(case, calibrated=calibrated)})
    steps = confidences[:: max(1, len(confidences) // 200)]
    return [_judged(chosen, threshold, calibrated=calibrated) for threshold in steps], steps


def _judged(cases: Sequence[TrainingCase], threshold: float, *, calibrated: bool = True) -> list[BenchmarkResult]:
    """Judge the proposals of each case that reach ``threshold`` (confidence, 0-1)."""
    return [
        judge(case.item, [p for p in proposals(case, calibrated=calibrated) if p.confidence >= threshold - _TOLERANCE])
        for case in cases
    ]


def cross_validated(cases: Sequence[TrainingCase], setting: str) -> dict[str, object]:
    """Return the figures of one setting from decisions by tables that never saw the story."""
    chosen = [case for case in cases if case.setting == setting]
    swept, steps = _swept(cases, setting)
    by_threshold = [(t, metrics(results)) for t, results in zip(steps, swept, strict=True)]
    best = max(by_threshold, key=lambda row: row[1].f1)
    quiet = next(((t, f) for t, f in by_threshold if f.false_alarms <= 0.10), None)
    return {
        "best_f1": {"threshold": best[0], **asdict(best[1])},
        "at_0.10_false_alarms": {"threshold": quiet[0], **asdict(quiet[1])} if quiet else None,
        "at_thresholds": {f"{threshold:g}": asdict(metrics(_judged(chosen, threshold))) for threshold in THRESHOLDS},
        "recall_at_precision": {str(target): recall_at(swept, steps, target) for target in TARGETS},
        "calibration_error": calibration_error([one for result in swept[0] for one in result.proposals]),
    }


def _human(cases: Sequence[TrainingCase]) -> dict[str, float]:
    """Count what is said of human translations, at a few confidences."""
    human = [case for case in cases if case.setting == HUMAN]
    sure = [p.confidence for case in human for p in proposals(case)]
    counts = {f"at_{t:g}": float(sum(c >= t for c in sure)) for t in (0.3, 0.5, 0.7, 0.9, 0.97)}
    return {"words": float(sum(case.item.words for case in human)), **counts}


def proposals(case: TrainingCase, *, calibrated: bool = True) -> list[Proposal]:
    """Return what was decided of a case as the benchmark judges it."""
    sure = case.sure if calibrated else case.likely
    return [Proposal(g.start, g.end, g.replacement, c) for g, c in zip(case.groups, sure, strict=True)]


def _plot(judged: Sequence[Judged], path: Path) -> None:
    """Draw how often proposals of each confidence are right, where matplotlib is installed."""
    if importlib.util.find_spec("matplotlib") is None:
        return
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    rows = reliability(judged)
    figure, axes = pyplot.subplots(figsize=(4.5, 4.5))
    axes.plot([0, 1], [0, 1], color="lightgrey")
    axes.plot([row[0] for row in rows], [row[1] for row in rows], marker="o")
    for mean, right, count in rows:
        axes.annotate(str(count), (mean, right), textcoords="offset points", xytext=(6, -10), fontsize=8)
    axes.set_xlabel("confidence")
    axes.set_ylabel("share right")
    axes.set_title(f"expected calibration error {calibration_error(judged):.3f}", fontsize=10)
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)
