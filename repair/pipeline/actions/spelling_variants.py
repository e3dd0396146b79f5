"""Spelling variants: whether a romanisation explains how the copy and the sources differ in a name."""

from __future__ import annotations

from repair.pipeline.detection import CopyContext
from repair.pipeline.name_origin import variant_in
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.text.acronyms import is_short_in_capitals
from repair.text.romanisation import Variant


def variant_of(copy_context: CopyContext, correction: NameCorrection) -> Variant | None:
    """Return the romanisation that explains how the copy and the sources differ in a name; None if none does.

    Args:
        copy_context: The copy and its story.
        correction: A correction to the name of the sources.
    """
    form = copy_context.copy.surface(correction.low, correction.high)
    if is_short_in_capitals(form) or any(piece.best.values["form_word"] for piece in correction.pieces):
        return None
    return variant_in(copy_context, form, correction.replacement)
