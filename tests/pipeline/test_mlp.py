"""The multilayer perceptron: ranks, independent rows, its file, and files that are refused."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from repair.pipeline.ranking.mlp import Floats, Layer, MlpEnsemble, rank_normalize

EDGES = np.asarray([[1.0, 2.0, 2.0, 3.0], [0.0, 0.0, 0.0, 5.0]])
VALUES = st.floats(-1e6, 1e6)


def drawn(*sizes: int, fits: int = 3, edges: int = 7, seed: int = 1) -> MlpEnsemble:
    """Return perceptrons with random weights; ``sizes`` are columns, hidden units, and 1."""
    random = np.random.default_rng(seed)
    layers: list[Layer] = [
        (_single(random.normal(size=(fits, *size))), _single(random.normal(size=(fits, size[1]))))
        for size in itertools.pairwise(sizes)
    ]
    return MlpEnsemble(np.sort(random.normal(size=(sizes[0], edges)), axis=1), tuple(layers))


def _single(values: Floats) -> Floats:
    return values.astype(np.float32).astype(np.float64)


def test_ties_get_the_middle_rank() -> None:
    ranks = rank_normalize(np.asarray([[2.0, 0.0], [0.0, 9.0], [9.0, -1.0]]), EDGES)
    assert ranks[0, 0] == pytest.approx(0.0)  # as many above as below
    assert ranks[0, 1] == pytest.approx(-0.28, abs=0.01)  # in the middle of three of four
    assert ranks[1].tolist() == pytest.approx([-1.59, 1.59], abs=0.01)
    assert ranks[2].tolist() == pytest.approx([1.59, -1.59], abs=0.01)


@settings(max_examples=100, deadline=None)
@given(VALUES, VALUES)
def test_a_greater_value_never_has_a_lower_rank(first: float, other: float) -> None:
    low, high = sorted((first, other))
    ranks = rank_normalize(np.asarray([[low, low], [high, high]]), EDGES)
    assert (ranks[1] >= ranks[0]).all()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=150), st.integers(1, 70))
def test_the_result_of_a_row_does_not_depend_on_other_rows(rows: list[tuple[float, float, float]], size: int) -> None:
    perceptrons, values = drawn(3, 20, 20, 1), np.asarray(rows)
    parts = [perceptrons.logits(values[first : first + size]) for first in range(0, len(values), size)]
    assert np.concatenate(parts).tolist() == perceptrons.logits(values).tolist()


def test_perceptrons_equal_a_computation_with_matrices() -> None:
    perceptrons = drawn(3, 5, 4, 1)
    values = np.random.default_rng(2).normal(size=(40, 3))
    total = np.zeros(len(values))
    for fit in range(3):
        activations = rank_normalize(values, perceptrons.edges)
        for number, (weights, offsets) in enumerate(perceptrons.layers):
            activations = (np.maximum(activations, 0.0) if number else activations) @ weights[fit] + offsets[fit]
        total = total + activations[:, 0]
    assert perceptrons.logits(values) == pytest.approx(total / 3)


def test_no_rows_give_no_outputs() -> None:
    assert drawn(3, 5, 1).logits(np.empty((0, 3))).tolist() == []


def test_perceptrons_are_written_and_read_back() -> None:
    perceptrons = drawn(4, 6, 5, 1)
    again = MlpEnsemble.from_tensors(perceptrons.tensors(), 4)
    values = np.random.default_rng(3).normal(size=(30, 4))
    assert again.logits(values).tolist() == perceptrons.logits(values).tolist()


def _with(name: str, tensor: Any) -> Callable[[dict[str, NDArray[Any]]], object]:
    return lambda tensors: tensors.update({name: np.asarray(tensor, dtype=np.float64)})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda tensors: tensors.pop("edges"),
        lambda tensors: tensors.pop("1.offsets"),
        lambda tensors: tensors.pop("1.weights"),
        lambda tensors: tensors.pop("0.weights"),
        _with("edges", np.zeros((4, 7))),
        _with("edges", np.zeros((3, 0))),
        _with("edges", [[2.0, 1.0]] * 3),
        _with("edges", [[0.0, np.nan]] * 3),
        _with("0.weights", np.zeros((3, 3))),
        _with("0.weights", np.full((3, 3, 5), np.inf)),
        _with("0.weights", np.zeros((0, 3, 5))),
        _with("1.weights", np.zeros((2, 5, 1))),
        _with("1.weights", np.zeros((3, 4, 1))),
        _with("1.offsets", np.zeros((3, 2))),
    ],
)
def test_tensors_of_other_shapes_are_refused(spoil: Callable[[dict[str, NDArray[Any]]], object]) -> None:
    tensors = drawn(3, 5, 1).tensors()
    spoil(tensors)
    with pytest.raises((KeyError, ValueError)):
        MlpEnsemble.from_tensors(tensors, 3)
