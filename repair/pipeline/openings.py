"""Words that open a sentence or what somebody says, words of headlines, and those that stand there in place of a name.

Such words have a capital in any case, so that an ordinary one is not suspicious by itself: "Latte" in "Latte meets
Zelensky in Kyiv" is, because a source has a name in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from repair.text.analysis import AnalyzedText
from repair.text.capital_style import CapitalStyle
from repair.text.lexicon import COMMON_NAME, COMMON_WORD, UNCOMMON_WORD, Lexicon
from repair.text.wordlists import BEFORE_PEOPLE, FUNCTION, SPEECH

_SAME_START = 2  # letters that forms of a verb share: "meets", "met"
_MOST_PLACES = 50  # of a word in a source that are examined
# What precedes the first word of speech in a sentence: the colon of a label, or a quotation mark after a comma.
_BEFORE_SPEECH = re.compile(r":\s+|[:,]\s*[\"“„«‘']\s*")
_END = re.compile(r"\s*[.?!…]")


def is_no_name(copy: AnalyzedText, number: int, sources: Iterable[AnalyzedText], lexicon: Lexicon) -> bool:
    """Return whether an ordinary word has a capital only for where it stands: before no name, and in place of none.

    Args:
        copy: The copy.
        number: Number of a token that is an ordinary word.
        sources: The sources of the story.
        lexicon: The word lists.
    """
    if not has_capital_of_style(copy, number, lexicon) or _replaces_name(copy, number, sources, lexicon):
        return False
    return not copy.has_capital_after(number + 1) or _is_word_of_headline(copy, number, lexicon)


def has_capital_of_style(copy: AnalyzedText, number: int, lexicon: Lexicon) -> bool:
    """Return whether a word has a capital as the first of a sentence or of speech, or as a word of a headline."""
    return copy.tokens[number].first or _opens_speech(copy, number) or _is_word_of_headline(copy, number, lexicon)


def _opens_speech(copy: AnalyzedText, number: int) -> bool:
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


def _is_word_of_headline(copy: AnalyzedText, number: int, lexicon: Lexicon) -> bool:
    """Return whether a word is a common one in a line where most words have capitals: "Allies Must Root Out Graft".

    It may be a name after a title or a part of a name ("Mark Root", "Chief Root"), before another part, and before a
    verb of speech ("Root Says").

    Args:
        copy: The copy.
        number: Number of a token.
        lexicon: The word lists.
    """
    if lexicon.word(copy.folds[number]) < COMMON_WORD or copy.style(number) is not CapitalStyle.HEADLINE:
        return False
    before, after = number - 1, number + 1
    if copy.has_capital_before(number):
        word = copy.folds[before]
        if word in BEFORE_PEOPLE or _may_be_of_name(lexicon, word):
            return False
    if after >= len(copy.tokens) or not copy.joinable(number, after):
        return True
    return copy.folds[after] not in SPEECH and not (
        copy.tokens[after].capital and _may_be_of_name(lexicon, copy.folds[after])
    )


def _may_be_of_name(lexicon: Lexicon, word: str) -> bool:
    """Whether a folded word is no ordinary one, or a given name."""
    return lexicon.word(word) < UNCOMMON_WORD or lexicon.given(word) >= COMMON_NAME


def _replaces_name(copy: AnalyzedText, number: int, sources: Iterable[AnalyzedText], lexicon: Lexicon) -> bool:
    """Whether a source has a name in place of the first word of a sentence.

    The next word may have another ending, and the name after it must be the same: "Rutte met Zelensky".
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
