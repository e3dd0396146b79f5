"""Vetoes for organisations: a well-known company, newspaper or club is not a garbled name of another."""

from __future__ import annotations

from repair.pipeline.decoding_values import Correction
from repair.pipeline.detection import CopyContext
from repair.text.known_organisations import is_known_organisation
from repair.text.normalize import fold
from repair.text.phrases import phrases_around

_MOST = 3  # further words of a name: "Corriere dello Sport", "Los Angeles Times"


def is_known_organisation_in_copy(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether a correction changes a word of the name of a well-known organisation: "Corriere dello Sport".

    Speech recognition writes such names for others that sound alike, so there they prove nothing.
    """
    if copy_context.is_transcript:
        return False
    words = copy_context.copy.folds[correction.low : correction.high]
    if words == fold(correction.replacement).split():
        return False  # only accents are added
    phrases = phrases_around(copy_context.copy, correction.low, correction.high, before=_MOST, after=_MOST)
    return any(map(is_known_organisation, phrases))
