"""What makes a model directory trustworthy: its format number, the files that are loaded, their checksums."""

from __future__ import annotations

import hashlib
from pathlib import Path

DIRECTORY_FORMAT = 1  # raised when a directory can no longer be read by an older scorer
SEALED = ("config.json", "model.safetensors", "spiece.model")


def sha256(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
