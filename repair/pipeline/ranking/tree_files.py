"""Files of one fitted ensemble of trees: a JSON file with its columns and constant, and its nodes as safetensors.

The two small models of the pipeline, the screen of candidates and the model of spoken names, have this form. The ranker
has several models in one file of tensors (``ranking_model``).
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import safetensors.numpy
from numpy.typing import NDArray
from safetensors import SafetensorError

from repair.core.errors import ModelError
from repair.core.io import write_bytes
from repair.pipeline.ranking.trees import TreeEnsemble

TREES = "trees.safetensors"  # beside the JSON file, which holds its checksum

_DAMAGED = "the file is not a model of format {format} for this version; reinstall the package"


def read_trees(
    path: Path, columns: Sequence[str], format_version: int, numbers: Sequence[str] = ()
) -> tuple[TreeEnsemble, dict[str, float]]:
    """Return the trees of a JSON file and the tensors beside it, and further numbers of the file.

    Args:
        path: The JSON file.
        columns: The columns that the trees must have been fitted on, in this order.
        format_version: The format that the file must have.
        numbers: The keys of further numbers, which must be finite.

    Raises:
        ModelError: When a file is missing or damaged, or has another format or other columns.
    """
    try:
        data = json.loads(path.read_bytes())
        if data["format"] != format_version or tuple(data["columns"]) != tuple(columns):
            raise ValueError("another format")
        tensors = read_tensors(path.with_name(TREES), data["sha256"])
        trees = TreeEnsemble.from_tensors(tuple(columns), float(data["constant"]), tensors)
        further = {name: float(data[name]) for name in numbers}
        if not all(map(math.isfinite, further.values())):
            raise ValueError("a number is not finite")
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError, SafetensorError) as error:
        raise ModelError.of(_DAMAGED, path=path, format=format_version) from error
    return trees, further


def write_trees(
    path: Path, trees: TreeEnsemble, format_version: int, numbers: Mapping[str, float] | None = None
) -> None:
    """Write the JSON file of an ensemble and its tensors beside it; `read_trees` reads them."""
    raw = safetensors.numpy.save(trees.tensors())
    data: dict[str, object] = {
        "format": format_version,
        "columns": list(trees.columns),
        "constant": trees.constant,
        "sha256": hashlib.sha256(raw).hexdigest(),
        **(numbers or {}),
    }
    write_bytes(path.with_name(TREES), raw)
    write_bytes(path, (json.dumps(data) + "\n").encode())


def read_tensors(path: Path, sha256: str) -> dict[str, NDArray[Any]]:
    """Return the tensors of a file by name; raise ValueError if its SHA-256 checksum is another.

    Also raises OSError and safetensors.SafetensorError.
    """
    raw = path.read_bytes()
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise ValueError("the tensors are not those of this model")
    tensors: dict[str, NDArray[Any]] = safetensors.numpy.load(raw)
    return tensors
