"""Recipes of the channel model: the configuration of a training run, read from TOML.

A recipe has the sections [pairs] (the data), [model] (the size of the network) and [run] (the schedule). Unknown keys
are refused. `repair.training.train_channel` runs a recipe.
"""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from repair.channel.model_dir import read_card
from repair.core.errors import ConfigError
from repair.core.io import read_bytes
from repair.training.pairs import PairsConfig

_SECTIONS = ("pairs", "model", "run")
_UNREADABLE = "the file is not a readable training recipe ({why}); correct it"
_UNKNOWN_KEY = "there is no key {key!r}; the keys are: {allowed}"
_INCOMPLETE = "a recipe needs the keys name and pairs.cache; add them"


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """The size of the network.

    Attributes:
        width: Units of a layer.
        hidden: Units of a feed-forward layer.
        heads: Attention heads.
        encoder_layers: Layers of the encoder.
        decoder_layers: Layers of the decoder.
        dropout: Share of units that are dropped in training (0-1).
    """

    width: int = 192
    hidden: int = 768
    heads: int = 4
    encoder_layers: int = 4
    decoder_layers: int = 2
    dropout: float = 0.05


@dataclass(frozen=True, slots=True)
class RunConfig:
    """The schedule of a run. Lengths are counted in pairs, not in steps.

    Attributes:
        pairs: How many pairs are seen.
        batch: Pairs in a step.
        muon_rate: Learning rate of the matrices.
        adam_rate: Learning rate of the other parameters.
        warmup: Pairs over which the rates rise from 0.
        cooldown: The last share of the run, over which they fall to 0.
        average: Decay of the running average of the weights in a step.
        evaluate_every: Pairs between two evaluations.
        threads: Threads of PyTorch.
        seed: Seed of weights, order and dropout.
        start: A model directory whose weights are trained further; empty for fresh weights.
    """

    pairs: int = 1_500_000
    batch: int = 256
    muon_rate: float = 3e-3
    adam_rate: float = 2e-3
    warmup: int = 20_000
    cooldown: float = 0.5
    average: float = 0.998
    evaluate_every: int = 100_000
    threads: int = 2
    seed: int = 1
    start: str = ""

    def base(self) -> str:
        """Return the version of the model that the run starts from, or an empty string."""
        return str(read_card(Path(self.start).expanduser())["version"]) if self.start else ""


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """A whole recipe, as read from TOML."""

    name: str
    pairs: PairsConfig
    model: ModelConfig = field(default_factory=ModelConfig)
    run: RunConfig = field(default_factory=RunConfig)


def read_config(path: Path) -> TrainConfig:
    """Read a recipe from TOML; a relative cache is relative to the working folder.

    Raises:
        FormatError: The file cannot be read.
        ConfigError: It is not TOML, or a key is unknown or missing.
    """
    try:
        table = tomllib.loads(read_bytes(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError.of(_UNREADABLE, path=path, why=error) from error
    _refuse_unknown(path, "", table, ("name", *_SECTIONS))
    section = {name: dict(table.get(name, {})) for name in _SECTIONS}
    for name, kind in (("pairs", PairsConfig), ("model", ModelConfig), ("run", RunConfig)):
        _refuse_unknown(path, f"{name}.", section[name], tuple(key.name for key in dataclasses.fields(kind)))
    if "name" not in table or "cache" not in section["pairs"]:
        raise ConfigError.of(_INCOMPLETE, path=path)
    section["pairs"]["cache"] = Path(section["pairs"]["cache"]).expanduser()
    return TrainConfig(
        table["name"], PairsConfig(**section["pairs"]), ModelConfig(**section["model"]), RunConfig(**section["run"])
    )


def _refuse_unknown(path: Path, prefix: str, table: dict[str, Any], allowed: tuple[str, ...]) -> None:
    for key in table:
        if key not in allowed:
            raise ConfigError.of(_UNKNOWN_KEY, path=path, key=f"{prefix}{key}", allowed=", ".join(allowed))
