"""Verification of model directories: the format version, the required files, and their checksums."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from repair.core.errors import ModelError

DIRECTORY_FORMAT = 1  # incremented when older versions cannot read a directory
CHECKED_FILES = ("config.json", "model.safetensors", "spiece.model")

_MISSING = "{path}: model directory without {name}; reinstall the package, or give another directory"
_DAMAGED = "{path}: does not match its checksum in card.json; reinstall the package, or copy the model again"
_VERSION = (
    "{path}: has directory format {found}, but this version reads {wanted}; upgrade repair, or train the model again"
)
UNREADABLE = "{path}: cannot be read ({error}); reinstall the package, or copy the model again"


def sha256(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_card(path: Path) -> dict[str, Any]:
    """Return the card of a model directory; raise `ModelError` if a checked file is missing or was changed."""
    card = read_json(path, "card.json")
    if card.get("directory_format") != DIRECTORY_FORMAT:
        raise ModelError.of(_VERSION, path=path, found=card.get("directory_format"), wanted=DIRECTORY_FORMAT)
    for name in CHECKED_FILES:
        if not (path / name).is_file():
            raise ModelError.of(_MISSING, path=path, name=name)
        if sha256(path / name) != card.get("sha256", {}).get(name):
            raise ModelError.of(_DAMAGED, path=path / name)
    return card


def read_json(path: Path, name: str) -> dict[str, Any]:
    """Return the JSON object in ``path/name``; raise `ModelError` if there is none."""
    if not (path / name).is_file():
        raise ModelError.of(_MISSING, path=path, name=name)
    try:
        table = json.loads((path / name).read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError.of(UNREADABLE, path=path / name, error=error) from error
    if not isinstance(table, dict):
        raise ModelError.of(UNREADABLE, path=path / name, error="not an object")
    return table
