"""Known words and names of the copy, where only lists or other stories have the name: Peter Hansen is not Hanshin.

Neither tells anything of the people and bodies of this story, so that only letters speak for a correction. A form that
is a word, a place or a name of people is then rather right: it is corrected with a high confidence only, and not where
it is part of another full name.
"""

from __future__ import annotations

from repair.pipeline.detection import CopyContext
from repair.pipeline.introductions import is_private_person
from repair.pipeline.name_context import end_of_person
from repair.pipeline.namesakes.statements import places_in_texts
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.text.lexicon import COMMON_NAME, COMMON_WORD, VERY_COMMON_NAME
from repair.text.wordlists import TITLES

# Confidence (0-1) from which a known word or name is taken for one of a list. In lines of machine output beside a list
# of 800 names, 20 of 31 such corrections below it were wrong, and 3 of 70 from it on.
_SURE_BESIDE_LISTS = 0.8
# The same for names of other stories, which are more. In short pieces of right copy 16 corrections were below it and
# none above it; in labelled output eight were above it and none below it.
_SURE_BESIDE_STORIES = 0.86
_FULL_NAME = 2  # words of a full name


def is_known_in_no_story(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether no story of the sources has a name, and the form is rather a word or name of its own.

    So is any full name of a private person: "Mark Ruth, a dentist".
    """
    if places_in_texts(copy_context, correction.core):
        return False
    end = end_of_person(copy_context.copy, correction.high)
    if end - correction.low >= _FULL_NAME and is_private_person(copy_context, correction.low, end):
        return True
    if not correction.has_known_form:
        return False
    if any(piece.best.values["full_name_words"] for piece in correction.pieces):
        return False
    is_beside_stories = copy_context.story.sources and not copy_context.is_beside_lists
    sure = _SURE_BESIDE_STORIES if is_beside_stories else _SURE_BESIDE_LISTS
    return correction.confidence < sure or _is_part_of_another_name(copy_context, correction)


def _is_part_of_another_name(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether a form is a usual name of people, and another name of people is before or after it."""
    copy, lexicon, low, high = copy_context.copy, copy_context.lexicon, correction.low, correction.high
    if not any(lexicon.personal_name(form) >= COMMON_NAME for form in copy.folds[low:high]):
        return False
    if low > 0 and copy.joinable(low - 1, low) and _may_be_a_name(copy_context, low - 1):
        return True
    return high < len(copy.tokens) and copy.joinable(high - 1, high) and _may_be_a_name(copy_context, high)


def _may_be_a_name(copy_context: CopyContext, number: int) -> bool:
    """Return whether a word with a capital is a name of people, or no ordinary word."""
    copy, lexicon = copy_context.copy, copy_context.lexicon
    word = copy.folds[number]
    if not copy.tokens[number].capital or word in TITLES:
        return False
    return lexicon.personal_name(word) >= VERY_COMMON_NAME or lexicon.word(word) < COMMON_WORD
