"""Half names: whether a correction of one word of a name leaves another word of it wrong."""

from __future__ import annotations

import bisect

from repair.core.types import Span
from repair.pipeline.casing import words_before
from repair.pipeline.detection import CopyContext
from repair.text.wordlists import TITLES

MAX_OCCURRENCES = 24
"""Occurrences of a name in the sources that are examined."""


def is_suspicious_part(copy_context: CopyContext, at: int, *, beside: int) -> bool:
    """Return whether token ``at`` is a suspicious word that may belong to the name of its neighbour ``beside``."""
    copy = copy_context.copy
    left, right = sorted((at, beside))
    if left < 0 or right >= len(copy.tokens) or not copy.joints[left]:
        return False
    is_title = copy.folds[at] in TITLES and not copy_context.lexicon.personal_name(copy.folds[at])
    return copy.tokens[at].capital and copy_context.suspicious[at] and not is_title


def leaves_half_a_name(copy_context: CopyContext, span: Span, replacement: str) -> bool:
    """Return whether a suggestion would correct one word of a name and leave another that no source has there.

    Args:
        copy_context: The copy and its story.
        span: Place of the suggestion, in code points.
        replacement: Its replacement.

    Returns:
        True where the capitalised word next to the span, within the same run, is suspicious, or is another given name
        than the sources have before the replacement.
    """
    copy = copy_context.copy
    low = bisect.bisect_left(copy.tokens, span.start, key=lambda token: token.start)
    high = bisect.bisect_left(copy.tokens, span.end, key=lambda token: token.start)
    before = low - 1
    if any(is_suspicious_part(copy_context, at, beside=beside) for at, beside in ((before, low), (high, high - 1))):
        return True
    if not copy.has_capital_before(low):
        return False
    if not copy_context.lexicon.given(copy.folds[before]):
        return False
    given_names = {*words_before(copy_context.story, replacement, MAX_OCCURRENCES)}
    return bool(given_names) and copy.folds[before] not in given_names
