"""Finds the shipped models: next to the package in a checkout, inside it in an installed wheel.

Only finds folders; `repair.channel.model_dir` verifies what a model directory contains.
"""

from __future__ import annotations

from pathlib import Path

from repair.core.errors import ModelError

_PACKAGE = Path(__file__).resolve().parents[1]
# A wheel contains the models; a checkout has them at its top.
_PLACES = (_PACKAGE / "_models", _PACKAGE.parent / "models")

NO_MODEL = "there is no shipped model {name!r}, only: {known}; give a model directory with --model"


def shipped_models() -> tuple[str, ...]:
    """Return the names of the shipped models, sorted."""
    names = {path.parent.name for place in _PLACES for path in place.glob("*/card.json")}
    return tuple(sorted(names))


def shipped_model(name: str) -> Path:
    """Return the directory of the shipped model ``name``; raise `ModelError` if there is none."""
    for place in _PLACES:
        if (place / name / "card.json").is_file():
            return place / name
    available = ", ".join(shipped_models()) or "none"
    raise ModelError.of(NO_MODEL, name=name, known=available)
