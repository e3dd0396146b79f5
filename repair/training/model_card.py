"""Writes a model directory: weights, configuration, recipe, learning curve, and the card that describes them.

The card has the SHA-256 of every file that is loaded at run time, and the scorer refuses a directory whose files do not
match. The curve is drawn only where matplotlib is installed.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from repair.channel.model_dir import CHECKED_FILES, DIRECTORY_FORMAT, sha256
from repair.training import name_sources

if TYPE_CHECKING:
    from transformers import T5ForConditionalGeneration


def write(
    out: Path,
    *,
    recipe: Path,
    model: T5ForConditionalGeneration,
    curve: Sequence[dict[str, float]],
    scores: dict[str, float],
    drawn: str = "",
    base: str = "",
) -> None:
    """Write a model directory; the vocabulary and the log are in ``out`` already.

    Args:
        out: The model directory.
        recipe: The TOML file of the run, which is copied.
        model: The network with the weights to ship.
        curve: The evaluations of the run: pairs seen, and losses in nats.
        scores: Negative log-likelihoods on held-out pairs, in nats per name.
        drawn: The checksum of the training pairs.
        base: The version of the model that the run started from.
    """
    import torch
    from safetensors.torch import save_file

    # Half precision halves the file; the scores do not change measurably.
    weights = {
        name: p.detach().to(torch.float16).contiguous()
        for name, p in model.state_dict().items()
        if "embed_tokens" not in name
    }
    save_file(weights, out / "model.safetensors", metadata={"format": "pt"})
    config = model.config.to_dict() | {
        "directory_format": DIRECTORY_FORMAT,
        "architectures": ["T5ForConditionalGeneration"],
    }
    (out / "config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    if recipe.resolve() != (out / "train.toml").resolve():
        shutil.copyfile(recipe, out / "train.toml")
    _draw(curve, out / "curves.png")
    (out / "card.json").write_text(
        json.dumps(_card(out, curve, scores, drawn, base), indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def _card(
    out: Path, curve: Sequence[dict[str, float]], scores: dict[str, float], drawn: str, base: str
) -> dict[str, Any]:
    digest = sha256(out / "model.safetensors")
    seen = int(curve[-1]["pairs"]) if curve else 0
    return {
        "name": out.name,
        "version": f"{out.name}@{digest[:8]}",
        "directory_format": DIRECTORY_FORMAT,
        "task": "log p(clean | mangled) and, behind a mark, log p(mangled | clean), nats; spelled in channel.alphabet",
        "base": base or "none: trained from scratch",
        "data": name_sources.provenance(),
        "pairs_sha256": drawn,
        "sha256": {name: sha256(out / name) for name in CHECKED_FILES},
        "scores": scores,
        "signature": f"metric:nll-nats-per-name|data:held-out-synthetic|pairs:{seen}|model:{out.name}@{digest[:8]}",
    }


def _draw(curve: Sequence[dict[str, float]], path: Path) -> None:
    """Plot the held-out and training losses against the pairs seen."""
    if importlib.util.find_spec("matplotlib") is None or not curve:
        return
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, loss_axis = pyplot.subplots(figsize=(6, 3.5))
    seen = [point["pairs"] / 1000 for point in curve]
    loss_axis.plot(seen, [point["held"] for point in curve], marker=".", color="tab:blue")
    loss_axis.set_xlabel("thousand pairs seen")
    loss_axis.set_ylabel("held-out names, −log p, nats per name", color="tab:blue")
    rate_axis = loss_axis.twinx()
    rate_axis.plot(seen, [point["train"] for point in curve], color="tab:orange")
    rate_axis.set_ylabel("training, nats a letter", color="tab:orange")
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)
