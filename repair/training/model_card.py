"""Writes a model directory: weights, configuration, recipe, curve, and the card that explains and seals them.

The card carries the SHA-256 of every file that is loaded at run time; ``scorer`` refuses a directory whose files do not
match it. Curves are drawn only where matplotlib is installed.
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
    """Write everything but the vocabulary and the log, which lie in ``out`` already.

    ``drawn`` is the checksum of the training pairs, ``scores`` are nats a name, ``base`` is the model that the run
    started from.
    """
    import torch
    from safetensors.torch import save_file

    # Half precision: the difference is far below what the scores can tell apart, and the file half the size.
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
    """Draw held-out minus log-probability against pairs seen."""
    if importlib.util.find_spec("matplotlib") is None or not curve:
        return
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, left = pyplot.subplots(figsize=(6, 3.5))
    seen = [point["pairs"] / 1000 for point in curve]
    left.plot(seen, [point["held"] for point in curve], marker=".", color="tab:blue")
    left.set_xlabel("thousand pairs seen")
    left.set_ylabel("held-out names, −log p, nats a name", color="tab:blue")
    right = left.twinx()
    right.plot(seen, [point["train"] for point in curve], color="tab:orange")
    right.set_ylabel("training, nats a letter", color="tab:orange")
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)
