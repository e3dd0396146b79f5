"""Tree ensembles: scores, contributions, the file, and files that are refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.core.copy_kind import CopyKind
from repair.core.errors import ModelError
from repair.core.resources import shipped_model
from repair.pipeline.decoding_values import DECISION_COLUMNS
from repair.pipeline.features.feature_table import COLUMNS, PRUNE_COLUMNS
from repair.pipeline.ranking.ranking_model import CURVE_KEYS, FORMAT, BlendedModel, CalibrationCurves, RankingModel
from repair.pipeline.ranking.trees import Tree, TreeEnsemble, TreeNode
from repair.training.cross_fitting import RankerModels
from repair.training.ranker_files import write_ranker

SHIPPED = shipped_model("evidence-1") / "evidence.json"
NUMBERS = st.floats(-5, 5, width=16)

STEPS: Tree = (
    TreeNode(0.0, "a", 1.0, 1, 2),
    TreeNode(-1.0),
    TreeNode(1.2, "a", 2.0, 3, 4),
    TreeNode(0.5),
    TreeNode(3.0),
)
GRID: Tree = (
    TreeNode(0.0, "a", 1.0, 1, 4), TreeNode(0.15, "b", 0.0, 2, 3), TreeNode(0.1), TreeNode(0.2),
    TreeNode(0.35, "b", 0.0, 5, 6), TreeNode(0.3), TreeNode(0.4),
)  # fmt: skip
TABLE = TreeEnsemble.of(("b", "a"), -2.0, (STEPS, GRID))


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Draw a tree whose root has the value 0, like fitted ones."""
    nodes: list[TreeNode] = []

    def grow(depth: int) -> int:
        number = len(nodes)
        worth = draw(st.integers(-200, 200)) / 100 if number else 0.0
        nodes.append(TreeNode(worth))
        if number == 0 or (depth < 4 and draw(st.booleans())):
            column, edge = draw(st.sampled_from("abc")), draw(st.integers(-40, 40)) / 8
            low, high = grow(depth + 1), grow(depth + 1)
            nodes[number] = TreeNode(worth, column, edge, low, high)
        return number

    grow(0)
    return tuple(nodes)


@st.composite
def tables(draw: st.DrawFn) -> TreeEnsemble:
    """Draw an ensemble over three columns."""
    return TreeEnsemble.of(("a", "b", "c"), draw(st.integers(-300, 300)) / 100, draw(st.lists(trees(), max_size=4)))


ROWS = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=6).map(lambda rows: np.asarray(rows, float))


def test_a_value_equal_to_a_threshold_goes_left() -> None:
    points = TreeEnsemble.of(("a",), 0.0, (STEPS,)).logits(np.asarray([[0.0], [1.0], [1.5], [2.0], [2.5]]))
    assert points.tolist() == [-1.0, -1.0, 0.5, 0.5, 3.0]


def test_a_pair_feature_takes_both_columns() -> None:
    points = TreeEnsemble.of(("a", "b"), 0.0, (GRID,)).logits(
        np.asarray([[0.0, 0.0], [0.0, 1.0], [2.0, 0.0], [2.0, 1.0]])
    )
    assert points.tolist() == [0.1, 0.2, 0.3, 0.4]


def test_contributions_are_the_steps_down_a_tree() -> None:
    assert TreeEnsemble.of(("a", "b"), 0.0, (GRID,)).contributions([[2.0, 1.0]])[0] == pytest.approx(
        {"a": 0.35, "b": 0.05}
    )


def by_hand(table: TreeEnsemble, row: list[float]) -> float:
    """Return the log-odds of one row, one tree after the other."""
    total = table.constant
    for tree in table.trees:
        node = tree[0]
        while node.column is not None:
            node = tree[node.high if row[table.columns.index(node.column)] > node.edge else node.low]
        total += node.value
    return total


@settings(max_examples=100, deadline=None)
@given(tables(), ROWS)
def test_all_rows_together_score_as_each_alone(table: TreeEnsemble, rows: np.ndarray[Any, Any]) -> None:
    assert table.logits(rows).tolist() == [by_hand(table, row) for row in rows.tolist()]


def test_log_odds_are_the_constant_and_all_trees() -> None:
    assert TABLE.logits(np.asarray([[1.0, 2.0]])).tolist() == pytest.approx([-2.0 + 0.5 + 0.4])
    assert TABLE.logits(np.zeros((0, 2))).shape == (0,)


@settings(max_examples=50, deadline=None)
@given(tables(), ROWS)
def test_probabilities_rise_with_the_log_odds(table: TreeEnsemble, rows: np.ndarray[Any, Any]) -> None:
    odds, likely = table.logits(rows), table.probabilities(rows)
    assert ((likely > 0) & (likely < 1)).all()
    assert (np.diff(likely[np.argsort(odds)]) >= 0).all()


@settings(max_examples=50, deadline=None)
@given(tables(), ROWS)
def test_contributions_add_up_to_the_log_odds(table: TreeEnsemble, rows: np.ndarray[Any, Any]) -> None:
    for worth, odds in zip(table.contributions(rows.tolist()), table.logits(rows), strict=True):
        assert sum(worth.values()) + table.constant == pytest.approx(float(odds))


@settings(max_examples=50, deadline=None)
@given(tables(), ROWS)
def test_an_ensemble_read_back_gives_the_same_scores(table: TreeEnsemble, rows: np.ndarray[Any, Any]) -> None:
    again = TreeEnsemble.from_tensors(table.columns, table.constant, table.tensors())
    assert again.columns == table.columns
    assert again.logits(rows) == pytest.approx(table.logits(rows), abs=1e-5)
    assert [len(tree) for tree in again.trees] == [len(tree) for tree in table.trees]
    assert all((again.tensors()[name] == tensor).all() for name, tensor in table.tensors().items())


def test_trees_of_tuples_are_returned_as_they_were_given() -> None:
    assert TABLE.trees == (STEPS, GRID)


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("column", lambda column: column[:-1]),
        ("column", lambda column: np.where(column >= 0, 2, column)),
        ("column", lambda column: np.where(column >= 0, -2, column)),
        ("below", lambda below: np.where(below == 4, 0, below)),  # a cycle
        ("below", lambda below: below + 5),  # into the next tree
        ("below", lambda below: below.reshape(-1)),
        ("below", lambda below: np.where(below == 1, 2, below)),  # a leaf that is none
        ("below", lambda below: np.where(np.arange(len(below))[:, None] == 2, 4, below)),  # a node below another twice
        ("value", lambda value: value * np.float32("nan")),
        ("edge", lambda edge: edge + np.inf),
        ("roots", lambda roots: roots + 1),
        ("roots", lambda roots: roots[::-1]),
        ("roots", lambda roots: roots[:0]),
        ("roots", lambda roots: np.repeat(roots, 2)),
    ],
)
def test_damaged_tensors_are_refused(name: str, spoil: Callable[[np.ndarray[Any, Any]], np.ndarray[Any, Any]]) -> None:
    tensors = TABLE.tensors()
    tensors[name] = spoil(tensors[name])
    with pytest.raises(ValueError, match=r"tree|node|leaf|tensors"):
        TreeEnsemble.from_tensors(TABLE.columns, TABLE.constant, tensors)


@pytest.mark.parametrize("name", sorted(TABLE.tensors()))
def test_a_missing_tensor_is_refused(name: str) -> None:
    tensors = TABLE.tensors()
    del tensors[name]
    with pytest.raises(KeyError):
        TreeEnsemble.from_tensors(TABLE.columns, TABLE.constant, tensors)


def test_a_tree_that_is_too_deep_is_refused() -> None:
    for levels, refused in ((12, False), (13, True), (5_000, True)):
        nodes = [TreeNode(0.0, "a", 0.0, 2 * n + 1, 2 * n + 2) for n in range(levels)]
        tree = [TreeNode(1.0)] * (2 * levels + 1)
        for number, node in enumerate(nodes):
            tree[2 * number] = node
        table = TreeEnsemble.of(("a",), 0.0, [tuple(tree)])
        if refused:
            with pytest.raises(ValueError, match="deep"):
                TreeEnsemble.from_tensors(table.columns, 0.0, table.tensors())
        else:
            TreeEnsemble.from_tensors(table.columns, 0.0, table.tensors())


def test_a_constant_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="constant"):
        TreeEnsemble.from_tensors(TABLE.columns, float("nan"), TABLE.tensors())


# The last confidence of each curve.
KINDS = {
    "unknown_covered": 0.9, "known_covered": 0.6, "unknown_loose": 0.8, "known_loose": 0.5, "unknown_spoken": 0.7,
    "known_spoken": 0.4, "unknown_scanned": 0.6, "known_scanned": 0.5, "unknown_brief": 0.9, "known_brief": 0.6,
    "unknown_brief_loose": 0.8, "known_brief_loose": 0.5, "unknown_listed": 0.8, "known_listed": 0.5,
}  # fmt: skip


def file_of(path: Path, spoil: Callable[[dict[str, Any]], object] = lambda data: None) -> Path:
    """Write a small ranker, whose JSON is damaged by ``spoil``."""
    curve = {kind: (np.asarray([0.0, 0.5, 1.0]), np.asarray([0.0, 0.4, most])) for kind, most in KINDS.items()}
    curves = CalibrationCurves({which: curve[key] for which, key in CURVE_KEYS.items()})
    write_ranker(RankerModels(TABLE, BlendedModel(TABLE), TABLE), curves, path)
    data = json.loads(path.read_text(encoding="utf-8"))
    spoil(data)
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_a_curve_is_linear_between_its_points(tmp_path: Path) -> None:
    curves = RankingModel.load(file_of(tmp_path / "evidence.json")).curves
    steps = [0.0, 0.25, 0.5, 0.75, 1.0]
    assert curves.confidence(steps, [False] * 5).tolist() == pytest.approx([0, 0.2, 0.4, 0.65, 0.9])
    assert curves.confidence(steps, [True] * 5).tolist() == pytest.approx([0, 0.2, 0.4, 0.5, 0.6])
    assert curves.confidence([], []).tolist() == []
    assert curves.confidence([1.0, 1.0], [False, True], kind=CopyKind.LOOSE).tolist() == pytest.approx([0.8, 0.5])
    assert curves.confidence([1.0, 1.0], [False, True], kind=CopyKind.SPOKEN).tolist() == pytest.approx([0.7, 0.4])


def test_the_name_of_a_ranking_model_has_the_hash_of_its_file(tmp_path: Path) -> None:
    model = RankingModel.load(file_of(tmp_path / "one.json"))
    other = RankingModel.load(file_of(tmp_path / "other.json"))
    assert model.name == other.name
    spoiled = (tmp_path / "one.json").read_text(encoding="utf-8").replace("0.9", "0.8")
    (tmp_path / "other.json").write_text(spoiled, encoding="utf-8")
    assert RankingModel.load(tmp_path / "other.json").name != model.name


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b"null", b"7", b'"table"', b"\xff\xfe", b"\x00" * 50, b'{"format": 1}', b'{"format": 99}'],
)
def test_a_file_that_is_not_a_ranking_model_is_refused_by_name(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "evidence.json"
    path.write_bytes(raw)
    with pytest.raises(ModelError, match=r"evidence\.json"):
        RankingModel.load(path)


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    path = file_of(tmp_path / "evidence.json")
    raw = path.read_bytes()
    for share in (0.1, 0.5, 0.9, 0.99):
        path.write_bytes(raw[: int(share * len(raw))])
        with pytest.raises(ModelError):
            RankingModel.load(path)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data["models"].pop("decide"),
        lambda data: data.pop("curves"),
        lambda data: data["curves"].pop("known_loose"),
        lambda data: data["curves"]["unknown_covered"].pop("confidence"),
        lambda data: data["models"]["prune"].update(columns=["a"]),
        lambda data: data["models"].pop("rank"),
        lambda data: data.update(models=None),
        lambda data: data.update(sha256="0" * 64),
        lambda data: data.update(mlp_weight=0.5),  # there is no network
        lambda data: data.update(format=FORMAT + 1),
    ],
)
def test_a_file_that_lacks_a_part_is_refused(spoil: Callable[[dict[str, Any]], object], tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        RankingModel.load(file_of(tmp_path / "evidence.json", spoil))


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.json"):
        RankingModel.load(tmp_path / "none.json")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        RankingModel.load(tmp_path)


def test_endless_brackets_are_an_error_not_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "evidence.json"
    path.write_text("[" * 200_000, encoding="utf-8")
    with pytest.raises(ModelError):
        RankingModel.load(path)


@pytest.mark.parametrize(
    "curve",
    [
        {"probability": [0, 1], "confidence": [0, 0.5, 1]},
        {"probability": [], "confidence": []},
        {"probability": [1, 0], "confidence": [0, 1]},
        {"probability": [0, 1], "confidence": [0, 7]},
        {"probability": [0, 1], "confidence": [0.9, 0.1]},
        {"probability": [0, float("nan")], "confidence": [0, 1]},
    ],
)
def test_a_malformed_curve_is_refused(curve: dict[str, list[float]], tmp_path: Path) -> None:
    path = file_of(tmp_path / "evidence.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    for kind in KINDS:
        path.write_text(json.dumps(data | {"curves": data["curves"] | {kind: curve}}), encoding="utf-8")
        with pytest.raises(ModelError):
            RankingModel.load(path)


@pytest.mark.skipif(not SHIPPED.exists(), reason="no evidence table is shipped")
def test_the_shipped_model_was_fitted_on_the_features_of_the_code() -> None:
    ranker = RankingModel.load(SHIPPED)
    assert ranker.prune_model.columns == PRUNE_COLUMNS
    assert ranker.rank_model.columns == COLUMNS
    assert ranker.decision_model.columns == DECISION_COLUMNS


@pytest.mark.skipif(not SHIPPED.exists(), reason="no evidence table is shipped")
def test_the_shipped_curve_rises_within_0_and_1() -> None:
    for probability, confidence in RankingModel.load(SHIPPED).curves.curves.values():
        for side in (probability, confidence):
            assert (np.diff(side) >= 0).all()
            assert side[0] >= 0 and side[-1] <= 1
        assert len(probability) == len(confidence)
