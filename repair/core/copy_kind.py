"""Kinds of copy, which decide how far a confidence can be trusted."""

from __future__ import annotations

from enum import StrEnum


class CopyKind(StrEnum):
    """How a copy came about and how its sources cover it, as far as its text shows."""

    COVERED = "covered"
    """Its sources tell the same, or it has no sources but a list of names."""
    LOOSE = "loose"
    """Its sources cover it loosely, as reports of other outlets do."""
    SPOKEN = "spoken"
    """It was transcribed from speech."""
    SCANNED = "scanned"
    """It was read from a scanned print: many of its ordinary words are misspelt."""
