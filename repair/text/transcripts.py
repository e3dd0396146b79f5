"""Distinguishes transcripts of speech from written copy by words that are common in speech and rare in writing."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

# Phrases of one to three words, folded.
_SPOKEN = frozenset(
    (
        "uh", "um", "umm", "yeah", "okay", "ok", "i'm", "i'll", "i've", "we'll", "we've", "we're", "you're", "that's",
        "it's", "you know", "i think", "thank you", "thanks", "good morning", "good afternoon", "good evening",
        "go ahead", "kind of", "sort of", "i mean", "a little bit", "so much", "next question", "your line",
    )
)  # fmt: skip
# Speakers use such words themselves; a written report has them inside quotation marks.
_SPEAKERS = frozenset("i me my we us our ours you your".split())
_QUOTATION_MARKS = ('"', "“", "”", "«", "»", "„")
_FEWEST_WORDS = 40
# Shares of the words of a text. Of 601 pieces of transcribed calls 518 reach one of the two; of 601 translated news
# stories 8, which quote without quotation marks.
_LEAST_SPOKEN = 0.012
_LEAST_SPEAKERS = 0.04


def is_transcript(text: str, folds: Sequence[str]) -> bool:
    """Return whether a text was transcribed from speech: it has spoken phrases or speakers, and no quotation marks.

    Args:
        text: The text.
        folds: Its folded words.
    """
    if len(folds) < _FEWEST_WORDS or any(mark in text for mark in _QUOTATION_MARKS):
        return False
    spoken = sum(word in _SPOKEN for word in folds)
    spoken += sum(" ".join(pair) in _SPOKEN for pair in itertools.pairwise(folds))
    spoken += sum(" ".join(three) in _SPOKEN for three in zip(folds, folds[1:], folds[2:], strict=False))
    speakers = sum(word in _SPEAKERS for word in folds)
    return spoken >= _LEAST_SPOKEN * len(folds) or speakers >= _LEAST_SPEAKERS * len(folds)
