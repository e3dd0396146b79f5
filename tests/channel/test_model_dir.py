"""Model directories with right checksums and invalid content are refused with a sentence."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from repair.channel.model_dir import CHECKED_FILES, sha256
from repair.channel.scorer import ChannelModel
from repair.core.errors import ModelError
from repair.core.resources import shipped_model

CONFIG = ("num_heads", "num_layers", "num_decoder_layers", "layer_norm_epsilon", "relative_attention_num_buckets")
TENSOR = "decoder.block.0.layer.0.SelfAttention.q.weight"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped_model("channel-1"), tmp_path / "model"))


def change(path: Path, changed: Callable[[Any], Any]) -> None:
    path.write_text(json.dumps(changed(json.loads(path.read_text(encoding="utf-8")))), encoding="utf-8")


def seal(model: Path) -> None:
    """Write the checksums of the files as they are now."""
    change(model / "card.json", lambda card: card | {"sha256": {name: sha256(model / name) for name in CHECKED_FILES}})


def refusal(model: Path) -> str:
    with pytest.raises(ModelError) as caught:
        ChannelModel.load(model)
    return str(caught.value)


@pytest.mark.parametrize("checksums", [None, 1, [], "x"])
def test_a_card_without_checksums_is_refused(model: Path, checksums: object) -> None:
    change(model / "card.json", lambda card: card | {"sha256": checksums})
    assert "card.json: This is not a model that this version can use (it has no checksums)" in refusal(model)


@pytest.mark.parametrize("key", CONFIG)
@pytest.mark.parametrize("value", ["missing", None, -1, 10**9, True, "8", [], float("nan")])
def test_a_configuration_without_a_usable_number_is_refused(model: Path, key: str, value: object) -> None:
    change(model / "config.json", lambda config: {k: v for k, v in (config | {key: value}).items() if v != "missing"})
    seal(model)
    assert f"{key} is not a number from" in refusal(model)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda tensor: None, "no tensor"),
        (lambda tensor: np.zeros(3, np.float32), "no tensor"),
        (lambda tensor: tensor[:, :5].copy(), "train the model again"),
        (lambda tensor: tensor * np.float32("nan"), "not finite numbers"),
    ],
    ids=["missing", "flat", "narrow", "not a number"],
)
def test_tensors_that_do_not_fit_are_refused(model: Path, damage: Callable[[Any], Any], words: str) -> None:
    tensors = load_file(model / "model.safetensors")
    tensors[TENSOR] = damage(tensors[TENSOR])
    save_file({name: tensor for name, tensor in tensors.items() if tensor is not None}, model / "model.safetensors")
    seal(model)
    assert words in refusal(model)


@pytest.mark.parametrize("text", ["[" * 100_000, "{", "[]", "\ufeff"])
def test_a_card_that_is_not_a_json_object_is_refused(model: Path, text: str) -> None:
    (model / "card.json").write_text(text, encoding="utf-8")
    assert "card.json: The file cannot be read" in refusal(model)
