"""What makes a model directory trustworthy: its format number, the files that are loaded, their checksums."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from repair.core.errors import ModelError

DIRECTORY_FORMAT = 1  # raised when a directory can no longer be read by an older scorer
SEALED = ("config.json", "model.safetensors", "spiece.model")

_MISSING = "model directory {path} has no {name}; reinstall the package or name another directory"
_DAMAGED = "{path} does not match the checksum in card.json; reinstall the package or copy the model anew"
_VERSION = "{path} is of directory format {found}, this version reads {wanted}; upgrade repair or train the model anew"
UNREADABLE = "{path} cannot be read ({error}); reinstall the package or copy the model anew"


def sha256(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_card(path: Path) -> dict[str, Any]:
    """Return the card of the model directory ``path``; ``ModelError`` where a sealed file is missing or was changed."""
    card = read_json(path, "card.json")
    if card.get("directory_format") != DIRECTORY_FORMAT:
        raise ModelError(_VERSION.format(path=path, found=card.get("directory_format"), wanted=DIRECTORY_FORMAT))
    for name in SEALED:
        if not (path / name).is_file():
            raise ModelError(_MISSING.format(path=path, name=name))
        if sha256(path / name) != card.get("sha256", {}).get(name):
            raise ModelError(_DAMAGED.format(path=path / name))
    return card


def read_json(path: Path, name: str) -> dict[str, Any]:
    """Return the object in ``path/name``; ``ModelError`` where there is none."""
    if not (path / name).is_file():
        raise ModelError(_MISSING.format(path=path, name=name))
    try:
        table = json.loads((path / name).read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError(UNREADABLE.format(path=path / name, error=error)) from error
    if not isinstance(table, dict):
        raise ModelError(UNREADABLE.format(path=path / name, error="not an object"))
    return table
