"""Finding out what the evidence is worth: labelled machine output in, an evidence table out.

Cross-validated by story: every figure and the confidence curve come from tables that never saw the story
they are asked about. The network is not trained here and sees none of these labels.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from repair.background import Background
from repair.bench import Item, Proposal, judge, load
from repair.cases import ALL, HUMAN, LOOSE, OWN, Case, archive_of, cases_of, human_items
from repair.evidence import COLUMNS, SCREEN_COLUMNS
from repair.figures import TARGETS, calibration_error, figures, recall_at
from repair.files import write_bytes
from repair.fit import Fit, cross_fit, fit_table
from repair.gazetteer import Gazetteer
from repair.joint import DECISION_COLUMNS, Group, Weighed, settle
from repair.suggest import ask_channel, best_of_forms
from repair.table import FORMAT, Floats, Table
from repair.types import Document, Scorer

SCREEN_FIT, WEIGH_FIT, DECIDE_FIT = Fit(200, 0.12), Fit(400, 0.06), Fit(160, 0.05)
_BLOCK = 40  # decisions in the smallest block of the confidence curve
_ASKED = 500  # documents that go to the channel in one call
_THIN = 6  # of so many wrong pairings one is looked at when screening is fitted
_PRIOR_RIGHT = 0.5  # a block's share is steadied by one decision that is half right


def _stack(parts: Iterable[Sequence[Sequence[float]]], width: int) -> Floats:
    rows = [row for part in parts for row in part]
    return np.asarray(rows, dtype=np.float64).reshape(len(rows), width)


def _folds(cases: Sequence[Case], lengths: Sequence[int]) -> NDArray[np.int64]:
    return np.repeat(np.asarray([case.fold for case in cases]), lengths)


@dataclass(frozen=True, slots=True)
class Tables:
    """The three tables fitted on everything."""

    screen: Table
    weigh: Table
    decide: Table


def fit_cases(cases: Sequence[Case], scorer: Scorer | None, say: Callable[[str], None]) -> Tables:
    """Walk all cases through the steps with cross-fitted tables, and fit the tables on everything.

    Afterwards ``case.groups`` and ``case.likely`` hold what a table that never saw the story decided.
    """
    values = _stack(([row.numbers(SCREEN_COLUMNS) for row in case.rows] for case in cases), len(SCREEN_COLUMNS))
    labels, weights = _labels(cases)
    folds = _folds(cases, [len(case.rows) for case in cases])
    weights = _thinned(labels, weights)
    likely = cross_fit(SCREEN_COLUMNS, values, labels, weights, folds, SCREEN_FIT)
    screen = fit_table(SCREEN_COLUMNS, values, labels, weights, SCREEN_FIT)
    say(f"screened {len(values)} pairings")
    at = 0
    for case in cases:
        count = len(case.rows)
        known = {id(row): pair for row, pair in zip(case.rows, case.labels, strict=True)}
        case.rows = best_of_forms(case.rows, likely[at : at + count].tolist())
        case.labels = [known[id(row)] for row in case.rows]
        at += count
    for first in range(0, len(cases), _ASKED):
        ask_channel([(case.scene, case.rows) for case in cases[first : first + _ASKED]], scorer)
    values = _stack(([row.numbers(COLUMNS) for row in case.rows] for case in cases), len(COLUMNS))
    labels, weights = _labels(cases)
    folds = _folds(cases, [len(case.rows) for case in cases])
    likely = cross_fit(COLUMNS, values, labels, weights, folds, WEIGH_FIT)
    weigh = fit_table(COLUMNS, values, labels, weights, WEIGH_FIT)
    say(f"weighed {len(values)} pairings")
    at = 0
    for case in cases:
        part = likely[at : at + len(case.rows)].tolist()
        at += len(case.rows)
        case.groups = settle(case.scene, [Weighed(row, p) for row, p in zip(case.rows, part, strict=True)])
    return Tables(screen, weigh, fit_decisions(cases))


def _thinned(labels: Floats, weights: Floats) -> Floats:
    """Let one in `_THIN` of the many wrong pairings stand for all, so that screening fits in minutes."""
    kept = (labels > 0) | (np.arange(len(labels)) % _THIN == 0)
    return np.where(kept, np.where(labels > 0, weights, weights * _THIN), 0.0)


def fit_decisions(cases: Sequence[Case]) -> Table:
    """Cross-fit the decision table into ``case.likely`` and return the one fitted on everything."""
    values = _stack(([group.numbers() for group in case.groups] for case in cases), len(DECISION_COLUMNS))
    pairs = [_verdict(case.item, group) for case in cases for group in case.groups]
    labels, weights = np.asarray([p[0] for p in pairs]), np.asarray([p[1] for p in pairs])
    folds = _folds(cases, [len(case.groups) for case in cases])
    likely = cross_fit(DECISION_COLUMNS, values, labels, weights, folds, DECIDE_FIT)
    at = 0
    for case in cases:
        case.likely = likely[at : at + len(case.groups)].tolist()
        at += len(case.groups)
    return fit_table(DECISION_COLUMNS, values, labels, weights, DECIDE_FIT)


def _labels(cases: Sequence[Case]) -> tuple[Floats, Floats]:
    pairs = [pair for case in cases for pair in case.labels]
    return np.asarray([p[0] for p in pairs]), np.asarray([p[1] for p in pairs])


def _verdict(item: Item, group: Group) -> tuple[float, float]:
    result = judge(item, [Proposal(group.start, group.end, group.replacement, 1.0)])
    return (float(result.proposals[0].right), 1.0) if result.proposals else (0.0, 0.0)


def curve_of(cases: Sequence[Case]) -> tuple[Floats, Floats]:
    """Return decision probability → confidence, rising: isotonic regression on the cross-fitted decisions.

    Pool-adjacent-violators (Barlow et al. 1972) on decisions sorted by probability, in blocks of at least
    40 so that the ends of the curve rest on more than a lucky few; steps are joined by straight lines.
    """
    pairs = sorted(
        (p, *_verdict(case.item, group)) for case in cases for group, p in zip(case.groups, case.likely, strict=True)
    )
    counted = [(p, right) for p, right, weight in pairs if weight > 0]
    blocks: list[list[float]] = []  # sum of probabilities, sum of rights, count
    for at in range(0, len(counted), _BLOCK):
        part = counted[at : at + _BLOCK]
        blocks.append([sum(p for p, _ in part), sum(r for _, r in part), float(len(part))])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [one + other for one, other in zip(blocks[-1], last, strict=True)]
    x = [block[0] / block[2] for block in blocks]
    y = [(block[1] + _PRIOR_RIGHT) / (block[2] + 1.0) for block in blocks]
    return np.asarray([0.0, *x, 1.0]), np.maximum.accumulate(np.asarray([0.0, *y, y[-1] if y else 0.0]))


def write(tables: Tables, curve: tuple[Floats, Floats], path: Path) -> None:
    """Write the evidence table as JSON, one term a line so that a change can be read."""
    data = {step: getattr(tables, step).to_json() for step in ("screen", "weigh", "decide")}
    lines = [f'{{"format": {FORMAT},']
    lines.append('"curve": ' + json.dumps({"probability": _round(curve[0]), "confidence": _round(curve[1])}) + ",")
    for number, (step, table) in enumerate(data.items()):
        head = json.dumps({"columns": table["columns"], "constant": table["constant"]})[:-1]
        terms = ",\n".join(json.dumps(term, separators=(",", ":")) for term in table["terms"])
        lines.append(f'"{step}": {head}, "terms": [\n{terms}\n]}}' + ("," if number < len(data) - 1 else ""))
    write_bytes(path, ("\n".join(lines) + "\n}\n").encode())


def _round(values: Floats) -> list[float]:
    return [round(float(value), 5) for value in values]


def calibrate(
    bench: Path,
    out: Path,
    scorer: Scorer | None,
    *,
    say: Callable[[str], None],
    tick: Callable[[], None] = lambda: None,
) -> str:
    """Calibrate on a benchmark file, write ``out/evidence.json`` and its card, and return the report."""
    items = load(bench)
    background = Background.load()
    archive = archive_of(items, background)
    texts = {clean: item.story for item in items for clean in item.clean}
    names = Gazetteer.build(Document("", text, story) for text, story in texts.items())
    cases = [
        case
        for setting, copies in ((OWN, items), (ALL, items), (LOOSE, items[::2]), (HUMAN, human_items(items)))
        for case in cases_of(copies, setting, archive, names, tick)
    ]
    say(f"surveyed {len(cases)} documents")
    tables = fit_cases(cases, scorer, say)
    curve = curve_of(cases)
    write(tables, curve, out / "evidence.json")
    scores: dict[str, object] = {setting: cross_validated(cases, setting, curve) for setting in (OWN, ALL, LOOSE)}
    scores[HUMAN] = _human(cases, curve)
    card = {
        "name": out.name,
        "format": FORMAT,
        "data": {bench.name: hashlib.sha256(bench.read_bytes()).hexdigest()},
        "model": scorer.name if scorer else None,
        "figures": "cross-validated by story; a table never saw the story it is asked about",
        "scores": scores,
        "sha256": {"evidence.json": hashlib.sha256((out / "evidence.json").read_bytes()).hexdigest()},
    }
    text = json.dumps(card, indent=2) + "\n"
    write_bytes(out / "card.json", text.encode())
    return text


def cross_validated(cases: Sequence[Case], setting: str, curve: tuple[Floats, Floats]) -> dict[str, object]:
    """Return the figures of one setting from decisions by tables that never saw the story."""
    told = [(case.item, _proposals(case, curve)) for case in cases if case.setting == setting]
    confidences = sorted({round(p.confidence, 4) for _, found in told for p in found})
    steps = confidences[:: max(1, len(confidences) // 80)]
    swept = [[judge(item, [p for p in found if p.confidence >= t - 1e-9]) for item, found in told] for t in steps]
    by_threshold = [(t, figures(results)) for t, results in zip(steps, swept, strict=True)]
    best = max(by_threshold, key=lambda row: row[1].f1)
    quiet = next(((t, f) for t, f in by_threshold if f.false_alarms <= 0.10), None)
    return {
        "best_f1": {"threshold": best[0], **asdict(best[1])},
        "at_0.10_false_alarms": {"threshold": quiet[0], **asdict(quiet[1])} if quiet else None,
        "recall_at_precision": {str(target): recall_at(swept, steps, target) for target in TARGETS},
        "calibration_error": calibration_error([one for result in swept[0] for one in result.proposals]),
    }


def _human(cases: Sequence[Case], curve: tuple[Floats, Floats]) -> dict[str, float]:
    """Count what is said of human translations, at a few confidences."""
    human = [case for case in cases if case.setting == HUMAN]
    sure = [p.confidence for case in human for p in _proposals(case, curve)]
    counts = {f"at_{t:g}": float(sum(c >= t for c in sure)) for t in (0.3, 0.5, 0.7, 0.9, 0.97)}
    return {"words": float(sum(case.item.words for case in human)), **counts}


def _proposals(case: Case, curve: tuple[Floats, Floats]) -> list[Proposal]:
    sure = np.interp(np.asarray(case.likely), *curve).tolist() if case.likely else []
    return [Proposal(g.start, g.end, g.replacement, c) for g, c in zip(case.groups, sure, strict=True)]
