"""Corrections of single words in transcripts, which wait for a person below the usual threshold.

A recogniser writes any word for a name that it does not know, and any letters for an abbreviation, so that a likeness
in spelling says little of one word alone. Where the sources are a list of names, nothing else is known of it. Of 87
such corrections from the usual threshold on in transcribed calls 49 were right, of those beside another word of the
name two thirds. What sounds like a name is proposed by the rule `spoken_names`, with a confidence of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from repair.pipeline.detection import CopyContext
from repair.pipeline.whole_names.bare_lists import is_bare_list
from repair.pipeline.whole_names.name_corrections import NameCorrection

MOST = 0.5  # confidence (0-1), which is not suggested by default


def with_doubts_of_single_words(
    copy_context: CopyContext, corrections: Sequence[NameCorrection], *, review_at: float
) -> list[NameCorrection]:
    """Return the corrections; in a transcript with a list of names, those of one word have a low confidence.

    Args:
        copy_context: The copy and its story.
        corrections: The corrections of whole names.
        review_at: Confidence (0-1) from which a correction is suggested; others are left out.
    """
    if not is_heard_with_list(copy_context):
        return list(corrections)
    doubted = [
        replace(correction, confidence=min(correction.confidence, MOST)) if _is_one_word(correction) else correction
        for correction in corrections
    ]
    return [correction for correction in doubted if correction.confidence >= review_at]


def is_heard_with_list(copy_context: CopyContext) -> bool:
    """Return whether the copy is a transcript of speech whose sources have no sentences, but names alone."""
    return copy_context.is_transcript and all(map(is_bare_list, copy_context.story.texts))


def _is_one_word(correction: NameCorrection) -> bool:
    return correction.high == correction.low + 1 and len(correction.replacement.split()) == 1
