"""Where the shipped models lie: beside the package in a checkout, inside it in an installed wheel.

Only looks; what a model directory holds is the scorer's business.
"""

from __future__ import annotations

from pathlib import Path

from repair.core.errors import ModelError

_PACKAGE = Path(__file__).resolve().parents[1]
# An installed wheel carries the models within; a checkout keeps them at its top.
_PLACES = (_PACKAGE / "_models", _PACKAGE.parent / "models")

NO_MODEL = "no shipped model called {name!r} (there is: {known}); give a model directory with --model"


def shipped_models() -> tuple[str, ...]:
    """Return the names of the models that came with the package, sorted."""
    found = {path.parent.name for place in _PLACES for path in place.glob("*/card.json")}
    return tuple(sorted(found))


def shipped_model(name: str) -> Path:
    """Return the directory of the shipped model ``name``, or raise `ModelError` naming those there are."""
    for place in _PLACES:
        if (place / name / "card.json").is_file():
            return place / name
    known = ", ".join(shipped_models()) or "none"
    raise ModelError(NO_MODEL.format(name=name, known=known))
