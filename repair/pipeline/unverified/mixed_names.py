"""Mixed names: the given name of one person of the sources before the surname of another: "Donald Putin".

The sources have both words, and nobody of that name. It may be somebody else, so that the name is flagged. So is a
surname that became another word of the sources: "Akio Toyota" of Toyota, for Akio Toyoda.
"""

from __future__ import annotations

from collections.abc import Iterator

from repair.core.computed_once import computed_once
from repair.pipeline.candidate_generation import similarity
from repair.pipeline.casing import occurrences, words_before
from repair.pipeline.detection import CopyContext
from repair.text.given_names import cognate, near_spelling
from repair.text.lexicon import COMMON_NAME, COMMON_WORD
from repair.text.wordlists import NON_NAMES, PARTICLES, TITLES

_NO_NAMES = TITLES | NON_NAMES
_MOST_PLACES = 24  # of a word in the sources that are examined
_ALIKE = 0.8  # similarity of letters (0-1) from which one word may have become another
_LONGEST = 5  # words of a full name, particles included


def mixed_names(copy_context: CopyContext) -> list[int]:
    """Return the token numbers, ascending, of the surnames that stand after the given name of somebody else."""
    copy = copy_context.copy
    return [
        at + 1
        for run in copy.runs
        for at in run[:-1]
        if copy.tokens[at].capital
        and copy.tokens[at + 1].capital
        and copy.gap(at) == " "
        and is_mixed(copy_context, copy.folds[at], copy.folds[at + 1])
    ]


@computed_once
def is_mixed(copy_context: CopyContext, given: str, surname: str) -> bool:
    """Return whether the sources have a given name and a surname only as those of different people.

    Args:
        copy_context: The copy and its story.
        given: The first word, folded.
        surname: The second word, folded.
    """
    lexicon, story = copy_context.lexicon, copy_context.story
    if not lexicon.given(given) or lexicon.word(given) >= COMMON_WORD or {given, surname} & _NO_NAMES:
        return False
    if not (story.capitals.get(given) and story.capitals.get(surname)):
        return False
    if given + surname in story.joined:
        return False
    before = [word for word in words_before(story, surname, _MOST_PLACES) if lexicon.given(word) and word not in TITLES]
    if any(word == given or cognate(word, given) or near_spelling(word, given) for word in before):
        return False
    rests = [*_rests(copy_context, given)]
    if not rests or not all(rest and surname not in rest for rest in rests):
        return False
    if any(similarity(surname, rest[-1]) >= _ALIKE for rest in rests):
        return True
    return bool(before) and lexicon.given(given) >= max(COMMON_NAME, lexicon.given(surname) + 1)


def _rests(copy_context: CopyContext, given: str) -> Iterator[list[str]]:
    """Yield the folded words after each occurrence of a given name in the sources that may belong to the same name."""
    story = copy_context.story
    for number, ngram in occurrences(story, given, _MOST_PLACES):
        text, at = story.texts[number], ngram.high
        while at < min(len(text.tokens), ngram.high + _LONGEST) and text.joinable(at - 1, at):
            if not text.tokens[at].capital and text.folds[at] not in PARTICLES:
                break
            at += 1
        yield text.folds[ngram.high : at]
