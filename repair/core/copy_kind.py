"""Kinds of copy, each of which has its own calibration curves."""

from __future__ import annotations

from enum import StrEnum


class CopyKind(StrEnum):
    """The origin of a copy and how closely its sources cover it, judged by its text."""

    COVERED = "covered"
    """Its sources cover it closely."""
    LOOSE = "loose"
    """Its sources cover it loosely, like reports of other outlets."""
    BRIEF = "brief"
    """It is a few lines, which its sources cover closely."""
    BRIEF_LOOSE = "brief_loose"
    """It is a few lines, of which its sources have the like at most in other words."""
    LISTED = "listed"
    """No source reports its story; there are only names."""
    SPOKEN = "spoken"
    """It was transcribed from speech."""
    SCANNED = "scanned"
    """It was read from a scanned print: many of its ordinary words are misspelt."""
