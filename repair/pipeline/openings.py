"""Words that open a sentence or what somebody says, and those that stand there in place of a name.

The first word has a capital in any case, so that an ordinary word there is not suspicious by itself: "Latte" in "Latte
meets Zelensky in Kyiv" is, because a source has a name in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from repair.text.analysis import AnalyzedText
from repair.text.lexicon import UNCOMMON_WORD, Lexicon
from repair.text.wordlists import FUNCTION

_SAME_START = 2  # letters that forms of a verb share: "meets", "met"
_MOST_PLACES = 50  # of a word in a source that are examined
# What precedes the first word of speech in a sentence: the colon of a label, or a quotation mark after a comma.
_BEFORE_SPEECH = re.compile(r":\s+|[:,]\s*[\"“„«‘']\s*")
_END = re.compile(r"\s*[.?!…]")


def opens_speech(copy: AnalyzedText, number: int) -> bool:
    """Return whether a word is the first one after a colon, or of a quotation, and a sentence continues there.

    The sentence is "MARTHA: Come, sit down", and a list of names is none: "Scorers: Root, Gill". A single word is a
    sentence only after a label in capitals: "MARTHA: Come."

    Args:
        copy: The copy.
        number: Number of a token.
    """
    if number == 0 or not _BEFORE_SPEECH.fullmatch(copy.gap(number - 1)):
        return False
    if number + 1 == len(copy.tokens) or _END.match(copy.gap(number)):
        return copy.tokens[number - 1].text.isupper()
    following = copy.tokens[number + 1]
    return not following.capital and not following.first and following.text.isalpha()


def replaces_name(copy: AnalyzedText, number: int, sources: Iterable[AnalyzedText], lexicon: Lexicon) -> bool:
    """Return whether a source has a name in place of the first word of a sentence.

    The next word may have another ending, and the name after it must be the same: "Rutte met Zelensky".

    Args:
        copy: The copy.
        number: Number of the first token of a sentence.
        sources: The sources of the story.
        lexicon: The word lists.
    """
    if number + 2 >= len(copy.tokens) or copy.tokens[number].fold in FUNCTION:
        return False
    verb, name = copy.tokens[number + 1 : number + 3]
    if verb.capital or verb.first or not name.capital or name.first:
        return False
    return any(
        at >= 2
        and source.tokens[at].capital
        and source.tokens[at - 2].capital
        and not source.tokens[at - 1].first
        and source.folds[at - 1][:_SAME_START] == verb.fold[:_SAME_START]
        and lexicon.word(source.folds[at - 2]) < UNCOMMON_WORD
        for source in sources
        for at in source.places.get(name.fold, ())[:_MOST_PLACES]
    )
