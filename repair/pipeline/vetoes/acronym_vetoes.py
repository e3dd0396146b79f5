"""Vetoes for acronyms: a known acronym is not another one, and "fMRI" is no mangled MRI."""

from __future__ import annotations

import re

from repair.pipeline.decoding_values import Piece
from repair.pipeline.detection import CopyContext
from repair.text.acronyms import KNOWN_ACRONYMS
from repair.text.capital_style import CapitalStyle
from repair.text.normalize import fold

# An acronym with small letters before it that say which kind is meant: "mRNA", "fMRI", "eGFR".
_WITH_PREFIX = re.compile(r"(?P<prefix>[a-z]{1,2})(?P<acronym>[A-Z]{2,}[0-9]*)")


def is_known_acronym(copy_context: CopyContext, piece: Piece) -> bool:
    """Whether the form is an acronym that everybody knows, in capitals, or several of them: "MP", "MPs"."""
    text = copy_context.copy.tokens[piece.low].text
    if text[-1] == "s" and text[:-1].isupper():
        text = text[:-1]
    return piece.high == piece.low + 1 and text.isupper() and fold(text) in KNOWN_ACRONYMS


def are_two_acronyms(copy_context: CopyContext, piece: Piece) -> bool:
    """Whether both are acronyms that everybody knows, or that the copy has: "NBA", "NHL"; "UNRRA" beside "UNRWA"."""
    if piece.best.values["elsewhere"] and _are_acronyms_of_one_length(copy_context, piece):
        return True
    return is_known_acronym(copy_context, piece) and piece.letters[1] in KNOWN_ACRONYMS


def _are_acronyms_of_one_length(copy_context: CopyContext, piece: Piece) -> bool:
    """Whether both are one word in capitals of as many letters, and the line of the copy is not in capitals."""
    copy, low, name = copy_context.copy, piece.low, piece.best.name
    text = copy.tokens[low].text
    if piece.high - low > 1 or len(text) != len(name) or not text.isupper() or not name.isupper():
        return False
    return copy.style(low) is CapitalStyle.PROSE


def is_with_prefix(copy_context: CopyContext, piece: Piece) -> bool:
    """Whether one is the other with a prefix, as an MRI scan of brain functions is an fMRI scan."""
    form, name = copy_context.copy.surface(piece.low, piece.high), piece.best.name
    if form == name:
        return False
    longer, shorter = sorted((form, name), key=len, reverse=True)
    match = _WITH_PREFIX.fullmatch(longer)
    return match is not None and match["acronym"] == shorter
