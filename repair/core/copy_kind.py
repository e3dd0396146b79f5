"""Kinds of copy, each of which has its own calibration curves."""

from __future__ import annotations

from enum import StrEnum


class CopyKind(StrEnum):
    """The origin of a copy and how closely its sources cover it, judged by its text."""

    COVERED = "covered"
    """Its sources cover it closely, or it has no sources but a list of names."""
    LOOSE = "loose"
    """Its sources cover it loosely, like reports of other outlets."""
    SPOKEN = "spoken"
    """It was transcribed from speech."""
    SCANNED = "scanned"
    """It was read from a scanned print: many of its ordinary words are misspelt."""
