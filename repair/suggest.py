"""From a copy and its story to suggestions: screen, ask the channel, weigh, settle, decide, act.

The only place with thresholds, and those come out of calibration (`table.Judge`). Each step is a function
of its own so that calibration walks the same road as a user's copy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from repair.candidates import Scene, forms, pairings
from repair.evidence import COLUMNS, SCREEN_COLUMNS, Row, measure
from repair.joint import Group, Weighed, settle
from repair.table import Judge, Table
from repair.types import Query, Scorer

KEPT = 6  # candidates of one form that are shown to the channel
SCREEN_FLOOR = 0.005  # a pairing less likely than this after screening is dropped


@dataclass(frozen=True, slots=True)
class Decided:
    """A group with its calibrated confidence (0-1)."""

    group: Group
    confidence: float


def survey(scene: Scene) -> list[Row]:
    """Measure every pairing of every strange form of the copy."""
    return [measure(scene, pairing) for form in forms(scene) for pairing in pairings(scene, form)]


def screen(rows: Sequence[Row], table: Table) -> list[Row]:
    """Keep the likeliest few candidates of each form, without asking the channel."""
    if not rows:
        return []
    likely = table.probabilities(np.asarray([row.numbers(SCREEN_COLUMNS) for row in rows], dtype=np.float64))
    return best_of_forms(rows, likely.tolist())


def best_of_forms(rows: Sequence[Row], likely: Sequence[float]) -> list[Row]:
    """Keep up to `KEPT` rows of each form, the likeliest first, none under the floor."""
    by_form: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for number, (row, p) in enumerate(zip(rows, likely, strict=True)):
        if p >= SCREEN_FLOOR:
            by_form[row.pairing.form.fold].append((-p, number))
    return [rows[number] for ranked in by_form.values() for _, number in sorted(ranked)[:KEPT]]


def ask_channel(scene: Scene, rows: Sequence[Row], scorer: Scorer | None) -> None:
    """Fill the channel columns of ``rows``; they stay 0 without a scorer."""
    if scorer is None or not rows:
        return
    by_form: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_form[row.pairing.form.fold].append(row)
    queries = [
        Query(scene.copy.surface(*group[0].pairing.form.places[0]), tuple(row.pairing.text for row in group))
        for group in by_form.values()
    ]
    for group, query, scores in zip(by_form.values(), queries, scorer.score(queries), strict=True):
        *candidates, nil = scores
        shares = np.exp(np.asarray(candidates) - max(candidates))
        shares /= shares.sum()
        for row, score, share in zip(group, candidates, shares.tolist(), strict=True):
            row.values["channel"] = (score - nil) / (len(row.pairing.text) + 1)
            row.values["channel_share"] = share
            row.values["channel_copy"] = nil / (len(query.surface) + 1)


def weigh(rows: Sequence[Row], table: Table) -> list[Weighed]:
    """Give each row the probability that its name is what the form stands for."""
    if not rows:
        return []
    likely = table.probabilities(np.asarray([row.numbers(COLUMNS) for row in rows], dtype=np.float64))
    return [Weighed(row, p) for row, p in zip(rows, likely.tolist(), strict=True)]


def decide(groups: Sequence[Group], judge: Judge) -> list[Decided]:
    """Give each group its calibrated confidence."""
    if not groups:
        return []
    values = np.asarray([group.numbers() for group in groups], dtype=np.float64)
    confident = judge.confidence(judge.decide.probabilities(values))
    return [Decided(group, float(c)) for group, c in zip(groups, confident.tolist(), strict=True)]


def propose(scene: Scene, judge: Judge, scorer: Scorer | None) -> list[Decided]:
    """Return what the copy's strange forms stand for, with confidences; nothing is thresholded here."""
    rows = screen(survey(scene), judge.screen)
    ask_channel(scene, rows, scorer)
    return decide(settle(scene, weigh(rows, judge.weigh)), judge)
