"""Training: recipes are validated, runs resume from their checkpoint, and the model can be loaded."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from repair.channel.scorer import ChannelModel, Query
from repair.core.errors import ConfigError
from repair.training import model_card, pairs
from repair.training.pairs import Pair
from repair.training.recipe import read_config

pytestmark = pytest.mark.torch

RECIPE = """
name = "tiny"
[pairs]
cache = "{cache}"
count = 64
held = 8
shards = 1
[model]
width = 16
hidden = 16
heads = 2
encoder_layers = 1
decoder_layers = 1
[run]
pairs = {pairs}
batch = 8
warmup = 8
evaluate_every = 32
threads = 1
"""


@pytest.fixture
def recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a recipe for a tiny network, on pairs that are already drawn."""
    cache = tmp_path / "cache"
    cache.mkdir()
    rng = random.Random(1)
    drawn = [Pair(name[:-1], name, "tail") for name in ("".join(rng.choices("abcde", k=5)) for _ in range(72))]
    pairs._save(drawn[:64], cache / "train-00.tsv.gz")
    pairs._save(drawn[64:], cache / "held.tsv.gz")
    monkeypatch.setattr(pairs, "write", lambda config: None)
    path = tmp_path / "train.toml"
    path.write_text(RECIPE.format(cache=cache, pairs=64), encoding="utf-8")
    return path


@pytest.fixture
def without_plot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the plot of the losses, which is most of a run of this size."""
    monkeypatch.setattr(model_card, "_draw", lambda curve, path: None)


def train(recipe: Path, out: Path, decided: Sequence[Pair] = ()) -> None:
    """Train a model with a module that imports PyTorch."""
    from repair.training import train_channel

    train_channel.train(recipe, out, decided)


def test_a_run_writes_a_directory_that_can_be_loaded(recipe: Path, tmp_path: Path) -> None:
    out = tmp_path / "tiny"
    train(recipe, out)
    expected = {"config.json", "model.safetensors", "spiece.model", "train.toml", "train.log", "card.json"}
    assert expected <= {path.name for path in out.iterdir()}
    scorer = ChannelModel.load(out)
    assert scorer.name.startswith("tiny@")
    assert len(scorer.score([Query("abcd", ("abcde",))])[0]) == 2


@pytest.mark.usefixtures("without_plot")
def test_an_interrupted_run_resumes_from_its_checkpoint(recipe: Path, tmp_path: Path) -> None:
    out = tmp_path / "tiny"
    train(recipe, out)
    before = (out / "train.log").read_text(encoding="utf-8")
    longer = recipe.read_text(encoding="utf-8").replace("pairs = 64", "pairs = 128")
    recipe.write_text(longer, encoding="utf-8")
    train(recipe, out)
    after = (out / "train.log").read_text(encoding="utf-8").removeprefix(before)
    assert "resuming from step 8" in after
    assert "pairs 128" in after


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [("heads = 2", "hads = 2", "model.hads"), ('name = "tiny"', "", "name"), ("[run]", "[run", "not a readable")],
)
def test_an_invalid_recipe_is_refused_with_the_name_of_the_key(recipe: Path, old: str, new: str, message: str) -> None:
    recipe.write_text(recipe.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        read_config(recipe)


@pytest.mark.usefixtures("without_plot")
def test_the_same_seed_gives_the_same_weights(recipe: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        train(recipe, tmp_path / name)
    first, second = (ChannelModel.load(tmp_path / name) for name in ("one", "two"))
    query = [Query("abcd", ("abcde", "edcba"))]
    assert first.score(query)[0] == pytest.approx(second.score(query)[0], abs=1e-4)


@pytest.mark.usefixtures("without_plot")
def test_a_run_starts_from_the_weights_of_another_model(recipe: Path, tmp_path: Path) -> None:
    train(recipe, tmp_path / "first")
    text = recipe.read_text(encoding="utf-8")
    recipe.write_text(f'{text}start = "{tmp_path / "first"}"\nmuon_rate = 0.0\nadam_rate = 0.0\n', encoding="utf-8")
    train(recipe, tmp_path / "second")
    cards = [json.loads((tmp_path / name / "card.json").read_text(encoding="utf-8")) for name in ("first", "second")]
    assert cards[1]["base"] == cards[0]["version"]
    assert cards[1]["sha256"] == cards[0]["sha256"]  # at rate 0 they are still the weights of the first model


@pytest.mark.usefixtures("without_plot")
def test_a_start_of_another_size_is_refused(recipe: Path, tmp_path: Path) -> None:
    train(recipe, tmp_path / "first")
    text = recipe.read_text(encoding="utf-8").replace("encoder_layers = 1", "encoder_layers = 2")
    recipe.write_text(f'{text}start = "{tmp_path / "first"}"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="another size than this recipe"):
        train(recipe, tmp_path / "second")


@pytest.mark.parametrize("shape", [(3, 8, 8), (2, 6, 10), (2, 10, 6)])
def test_muon_makes_updates_orthogonal(shape: tuple[int, int, int]) -> None:
    import torch

    from repair.training.muon import orthogonal

    update = orthogonal(torch.randn(shape, generator=torch.Generator().manual_seed(1)))
    values = torch.linalg.svdvals(update)
    assert update.shape == shape
    assert 0.3 < values.min() <= values.max() < 1.3


@pytest.mark.usefixtures("without_plot")
def test_pairs_from_decisions_are_trained_on_and_change_the_data_checksum_of_the_card(
    recipe: Path, tmp_path: Path
) -> None:
    train(recipe, tmp_path / "without")
    train(recipe, tmp_path / "with", [Pair("mark latte", "mark rutte", "decision")])
    assert "1 pairs from decisions" in (tmp_path / "with" / "train.log").read_text(encoding="utf-8")
    cards = [(tmp_path / name / "card.json").read_text(encoding="utf-8") for name in ("without", "with")]
    weights = [(tmp_path / name / "model.safetensors").read_bytes() for name in ("without", "with")]
    assert cards[0] != cards[1]
    assert weights[0] != weights[1]
