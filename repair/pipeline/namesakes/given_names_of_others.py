"""Whether a corrected surname stands after the given name, or in the place of a given name, of somebody else.

The surname alone of somebody whose full name is right is right, too.
"""

from __future__ import annotations

from collections.abc import Sequence

from repair.pipeline.casing import occurrences
from repair.pipeline.detection import CopyContext
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.text.given_names import same_given_name
from repair.text.lexicon import COMMON_NAME
from repair.text.wordlists import TITLES

_MOST_PLACES = 50  # of a surname in the sources that are examined


def has_given_name_of_another(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether a surname is corrected alone after a given name that the sources have before other surnames only.

    "Vladimir Tramp" is half of a name, whichever of Vladimir Putin and Donald Trump is meant.
    """
    copy, low = copy_context.copy, correction.low
    if correction.high - low > 1 or not copy.has_capital_before(low):
        return False
    given, story = copy.folds[low - 1], copy_context.story
    if copy_context.lexicon.given(given) < COMMON_NAME or given in TITLES or not story.capitals.get(given):
        return False
    before = [
        story.texts[number].folds[ngram.low - 1]
        for number, ngram in occurrences(story, correction.replacement, _MOST_PLACES)
        if ngram.low and story.texts[number].joinable(ngram.low - 1, ngram.low)
    ]
    names = {word for word in before if copy_context.lexicon.given(word) and word not in TITLES}
    return bool(names) and not any(same_given_name(given, name) for name in names)


def is_surname_in_place_of_given_name(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether a name that only opens names of the sources is put after a surname that opens one of them, too.

    "Wang Li" is no Lee, which the sources have in Lee Jae-myung: Wang is a surname there, in Wang Yi.
    """
    copy, low = copy_context.copy, correction.low
    if correction.high - low > 1 or not copy.has_capital_before(low):
        return False
    before, lexicon = copy.folds[low - 1], copy_context.lexicon
    if before in TITLES or lexicon.demonym(before) or lexicon.given(before) >= COMMON_NAME:
        return False
    return _only_opens_names(copy_context, correction.replacement) and _only_opens_names(
        copy_context, copy.tokens[low - 1].text
    )


def _only_opens_names(copy_context: CopyContext, word: str) -> bool:
    """Return whether the sources have a word before another word of a name, and never after one."""
    story, opens = copy_context.story, False
    for number, ngram in occurrences(story, word, _MOST_PLACES):
        text, low, high = story.texts[number], ngram.low, ngram.high
        if text.has_capital_before(low) and text.folds[low - 1] not in TITLES:
            return False
        follows = text.has_capital_after(high)
        opens = opens or follows
    return opens


def without_surnames_of_others(
    copy_context: CopyContext, corrections: Sequence[NameCorrection], remaining: Sequence[NameCorrection]
) -> list[NameCorrection]:
    """Return the remaining corrections, except those of the surname alone of somebody whose full name is right.

    Where "Robert Kowalski" beside Robert Kowalczyk is right, so is "Kowalski said".

    Args:
        copy_context: The copy and its story.
        corrections: All corrections of the copy.
        remaining: Those that were not left out because the name is somebody else's.
    """
    kept = {id(correction) for correction in remaining}
    in_full = [correction for correction in corrections if _has_given_name(copy_context, correction)]
    others = {_changed(correction) for correction in in_full if id(correction) not in kept}
    others -= {_changed(correction) for correction in in_full if id(correction) in kept}
    return [each for each in remaining if each.high > each.low + 1 or _changed(each) not in others]


def _has_given_name(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether a correction is one of a full name, and changes its surname."""
    given = copy_context.lexicon.given(copy_context.copy.folds[correction.low])
    return (
        correction.high > correction.low + 1 and given >= COMMON_NAME and correction.pieces[-1].high == correction.high
    )


def _changed(correction: NameCorrection) -> tuple[str, str]:
    """Return the last folded form that a correction changes, and its folded name."""
    piece = correction.pieces[-1]
    return piece.folded
