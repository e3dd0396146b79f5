"""The steps from a copy to decisions: screen, channel, weights, confidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, repairer, scene

from repair.core.types import Query
from repair.pipeline.decoding import settle
from repair.pipeline.detection import Scene
from repair.pipeline.features import CHANNEL, COLUMNS, SCREEN_COLUMNS, Row
from repair.pipeline.groups import DECISION_COLUMNS
from repair.pipeline.ranker import Curves, Judge, Mixed
from repair.pipeline.ranking import (
    KEPT,
    SCREEN_FLOOR,
    ask_channel,
    best_of_forms,
    decide,
    propose,
    screen,
    survey,
    weigh,
)
from repair.pipeline.trees import Node, Table


class LengthScorer:
    """Thinks a name likelier the nearer its length is to that of the form; remembers what it was asked."""

    name = "length"

    def __init__(self) -> None:
        self.calls: list[list[Query]] = []

    def directions(self, queries: Sequence[Query]) -> tuple[tuple[tuple[float, ...], tuple[float, ...]], ...]:
        """Give the same score both ways."""
        self.calls.append(list(queries))
        return tuple((score, score) for score in map(self._score, queries))

    def generate_all(self, surfaces: Sequence[str], *, count: int = 3) -> list[tuple[tuple[str, float], ...]]:
        """Make up nothing."""
        return [() for _ in surfaces]

    @staticmethod
    def _score(query: Query) -> tuple[float, ...]:
        return (*(-1.0 - abs(len(text) - len(query.surface)) for text in query.candidates), -3.0)


def step(columns: tuple[str, ...], feature: str, edge: float, low: float, high: float) -> Table:
    """Return a table that looks at one feature."""
    return Table(columns, 0.0, ((Node(0.0, feature, edge, 1, 2), Node(low), Node(high)),))


JUDGE = Judge(
    "by hand",
    step(SCREEN_COLUMNS, "alike", 0.5, -6.0, 2.0),
    Mixed(step(COLUMNS, "alike", 0.6, -6.0, 3.0)),
    step(DECISION_COLUMNS, "weakest", 0.5, -4.0, 3.0),
    Curves(*[(np.asarray([0.0, 1.0]), np.asarray([0.0, 0.9]))] * 2),
)


@pytest.fixture(scope="module")
def where() -> Scene:
    return scene(BRIDGE_COPY, *BRIDGE)


@pytest.fixture
def rows(where: Scene) -> list[Row]:
    return survey(where)


def test_a_survey_measures_every_pairing(rows: list[Row]) -> None:
    assert {row.pairing.form.fold for row in rows} == {"vikrander"}
    assert "Wiklander" in {row.pairing.text for row in rows}


def test_no_strange_form_no_survey() -> None:
    assert survey(scene(BRIDGE[0], *BRIDGE)) == []
    nothing: tuple[list[Any], ...] = ([], [[], []])
    for stories in nothing:
        steps: tuple[object, ...] = (screen(stories, JUDGE.screen), weigh(stories, JUDGE.weigh), decide(stories, JUDGE))
        assert steps == (stories, stories, stories)


def test_the_screen_keeps_the_likeliest_few(rows: list[Row]) -> None:
    likely = [0.05 * (number + 1) for number in range(len(rows))]
    kept = best_of_forms(rows, likely)
    assert len(kept) <= KEPT
    assert kept == rows[: -KEPT - 1 : -1]


def test_the_screen_drops_what_is_hardly_likely(rows: list[Row]) -> None:
    assert best_of_forms(rows, [SCREEN_FLOOR / 2] * len(rows)) == []


def test_the_characters_are_compared_of_what_is_kept() -> None:
    found = survey(scene("Masayo met Sotnik. Masayo slept.", "Shodai met Sotnik. Shodai slept."))
    assert all(row.values["characters"] == 0 for row in found)
    kept = best_of_forms(found, [0.9] * len(found))
    assert {row.values["characters"] > 3 for row in kept if row.pairing.text == "Shodai"} == {True}


def test_without_a_scorer_the_channel_stays_silent(where: Scene, rows: list[Row]) -> None:
    ask_channel([(where, rows)], None)
    assert all(row.values[name] == 0.0 for row in rows for name in CHANNEL)


def test_a_rival_counts_among_the_others_as_screening_found_it(where: Scene, rows: list[Row]) -> None:
    likely = [0.1 + 0.8 / (1 + number) for number in range(len(rows))]
    kept = best_of_forms(rows, likely)
    assert len(kept) > 1 and sorted(row.screened for row in kept) == pytest.approx(sorted(likely)[-len(kept) :])
    ask_channel([(where, kept)], LengthScorer())
    weighted = [row.values["channel_share"] for row in kept]
    screened = [row.screened for row in kept]
    for row in kept:
        row.screened = 1.0
    ask_channel([(where, kept)], LengthScorer())
    wanted = [row.values["channel_share"] * p for row, p in zip(kept, screened, strict=True)]
    assert weighted == pytest.approx([each / sum(wanted) for each in wanted])


def test_the_channel_is_asked_once_for_all_scenes(where: Scene, rows: list[Row]) -> None:
    other = scene("Then Brantmon slept.", "Then Brandmoen slept.")
    scorer = LengthScorer()
    ask_channel([(where, rows), (other, survey(other)), (other, [])], scorer)
    assert len(scorer.calls) == 1
    assert [query.surface for query in scorer.calls[0]] == ["Vikrander", "Brantmon"]
    assert sum(row.values["channel_share"] for row in rows) == pytest.approx(1.0)
    best = max(rows, key=lambda row: row.values["channel_share"])
    assert len(best.pairing.text) == len("Vikrander")
    assert best.values["channel"] > 0 > min(row.values["channel"] for row in rows)


def test_weighing_and_deciding_keep_the_order(where: Scene, rows: list[Row]) -> None:
    nothing, weighed = weigh([[], rows], JUDGE.weigh)
    assert nothing == []
    assert [one.row for one in weighed] == rows
    assert all(0 < one.probability < 1 for one in weighed)
    groups = settle(where, weighed)
    decided, _ = decide([groups, []], JUDGE)
    assert [one.group for one in decided] == groups
    assert all(0 <= one.confidence <= 0.9 for one in decided)


def test_the_steps_together(where: Scene) -> None:
    told = [
        (where.copy.text[d.group.start : d.group.end], d.group.replacement) for d in propose([where], JUDGE, None)[0]
    ]
    assert told == [("Vikrander", "Wiklander")] * 2
    assert propose([scene(BRIDGE_COPY)], JUDGE, None) == [[]]
    assert propose([scene("")], JUDGE, LengthScorer()) == [[]]


def test_the_shipped_judge_and_scorer_walk_the_same_road(where: Scene) -> None:
    one = repairer()
    (decided,) = propose([where], one._judge, one._scorer)
    assert {d.group.replacement for d in decided} == {"Wiklander"}
    for each in decided:
        row = each.group.weakest.best.row
        assert any(row.values[name] != 0.0 for name in CHANNEL)
