"""Verification of model directories: the format version, the required files, and their checksums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from repair.core.errors import ModelError

DIRECTORY_FORMAT = 1  # incremented when older versions cannot read a directory
CHECKED_FILES = ("config.json", "model.safetensors", "spiece.model")

_MISSING = "the model directory has no {name}; reinstall the package, or give another directory"
_NO_CARD = "the file is not the card of a model (it has no directory_format); give the folder of a model"
_DAMAGED = "the file does not match its checksum in card.json; reinstall the package, or copy the model again"
_VERSION = "the directory format is {found}, but this version reads {wanted}; upgrade repair, or train the model again"
UNREADABLE = "the file cannot be read ({error}); reinstall the package, or copy the model again"

NOT_A_MODEL = "this is not a model that this version can use ({why}); reinstall the package, or train the model again"
_NO_NUMBER = "{key} is not a number from {lowest} to {highest}"


def sha256(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_card(path: Path) -> dict[str, Any]:
    """Return the card of a model directory; raise `ModelError` if a checked file is missing or was changed."""
    card = read_json(path, "card.json")
    if "directory_format" not in card:
        raise ModelError.of(_NO_CARD, path=path / "card.json")
    if card["directory_format"] != DIRECTORY_FORMAT:
        raise ModelError.of(_VERSION, path=path, found=card["directory_format"], wanted=DIRECTORY_FORMAT)
    checksums = card.get("sha256")
    if not isinstance(checksums, dict):
        raise ModelError.of(NOT_A_MODEL, path=path / "card.json", why="it has no checksums")
    for name in CHECKED_FILES:
        if not (path / name).is_file():
            raise ModelError.of(_MISSING, path=path, name=name)
        if sha256(path / name) != checksums.get(name):
            raise ModelError.of(_DAMAGED, path=path / name)
    return card


def read_json(path: Path, name: str) -> dict[str, Any]:
    """Return the JSON object in ``path/name``; raise `ModelError` if there is none."""
    if not (path / name).is_file():
        raise ModelError.of(_MISSING, path=path, name=name)
    try:
        table = json.loads((path / name).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError.of(UNREADABLE, path=path / name, error=error) from error
    if not isinstance(table, dict):
        raise ModelError.of(UNREADABLE, path=path / name, error="not an object")
    return table


def read_number(table: Mapping[str, Any], key: str, path: Path, *, lowest: float, highest: float) -> Any:
    """Return a number of a configuration; raise `ModelError` if it is missing or out of range.

    Args:
        table: The configuration, as read from ``path``.
        key: Its key.
        path: The file, for the message.
        lowest: Smallest allowed value; a whole number allows whole numbers alone.
        highest: Largest allowed value.
    """
    value = table.get(key)
    kinds = int if isinstance(lowest, int) else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds) or not lowest <= value <= highest:
        why = _NO_NUMBER.format(key=key, lowest=lowest, highest=highest)
        raise ModelError.of(NOT_A_MODEL, path=path, why=why)
    return value
