"""Files of trees: what is written is read back, and a damaged file is refused."""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.numpy

from repair.core.errors import ModelError
from repair.pipeline.ranking.tree_files import TREES, read_trees, write_trees
from repair.pipeline.ranking.trees import TreeEnsemble, TreeNode

COLUMNS = ("similarity", "length")
TREE = (TreeNode(0.0, "similarity", 0.5, 1, 2), TreeNode(-1.5), TreeNode(0.25))


def written(folder: Path) -> Path:
    path = folder / "model.json"
    write_trees(path, TreeEnsemble.of(COLUMNS, 0.125, (TREE,)), 3, {"threshold": -0.5})
    return path


def test_trees_and_numbers_are_read_back(tmp_path: Path) -> None:
    trees, numbers = read_trees(written(tmp_path), COLUMNS, 3, ("threshold",))
    assert numbers == {"threshold": -0.5}
    assert trees.logits(np.asarray([[0.0, 9.0], [1.0, 9.0]])).tolist() == [-1.375, 0.375]


@pytest.mark.parametrize(
    "damage",
    [
        {"format": 4},
        {"columns": ["similarity"]},
        {"constant": "much"},
        {"threshold": math.inf},
        {"threshold": None},
        {"sha256": "0" * 64},
        {"sha256": None},
    ],
)
def test_a_changed_head_is_refused(damage: dict[str, Any], tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | damage), encoding="utf-8")
    with pytest.raises(ModelError, match="not a model of format 3"):
        read_trees(path, COLUMNS, 3, ("threshold",))


def test_tensors_that_name_no_column_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path)
    tensors = safetensors.numpy.load((tmp_path / TREES).read_bytes())
    raw = safetensors.numpy.save(tensors | {"column": np.full_like(tensors["column"], 99)})
    (tmp_path / TREES).write_bytes(raw)
    head = json.loads(path.read_text(encoding="utf-8")) | {"sha256": hashlib.sha256(raw).hexdigest()}
    path.write_text(json.dumps(head), encoding="utf-8")
    with pytest.raises(ModelError, match="not a model"):
        read_trees(path, COLUMNS, 3)


@pytest.mark.parametrize("raw", [b"", b"[]", b"\xff", b"{"])
def test_another_file_is_refused(raw: bytes, tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_bytes(raw)
    with pytest.raises(ModelError, match="not a model"):
        read_trees(path, COLUMNS, 3)


@pytest.mark.parametrize("name", ["model.json", TREES])
def test_a_missing_file_is_refused(name: str, tmp_path: Path) -> None:
    path = written(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(ModelError, match="not a model"):
        read_trees(path, COLUMNS, 3)
