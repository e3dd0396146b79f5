"""Quotations in another language: names in them have its spelling and case endings, which English copy keeps.

A quotation is the text between quotation marks on one line. It is foreign where it has words in lower case and none of
them is English: “Sraz s Markem Ruttem v Bruselu”. Short words such as "in" are words of many languages; beside them at
least as many words must be unknown to English. The same shows a sentence to be foreign.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from operator import attrgetter

from repair.text.language import languages_of_words
from repair.text.lexicon import UNCOMMON_WORD, Lexicon
from repair.text.tokens import Token

_MARKS = '“”„«»‹›"'  # any of them opens a quotation in some language, and closes one in another
_QUOTED = re.compile(rf"[{_MARKS}][^{_MARKS}\n]{{8,300}}[{_MARKS}]")
_START, _END = attrgetter("start"), attrgetter("end")
_LEAST_WORDS = 3
_SHARED = frozenset("a i am an in me no on so to was".split())  # words of several languages that English has too


def foreign_quotations(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> list[range]:
    """Return the token ranges of the quotations that are not in English.

    Args:
        text: The text.
        tokens: Its words, in order.
        lexicon: The English words.
    """
    ranges: list[range] = []
    number = 0
    for match in _QUOTED.finditer(text):
        low = bisect.bisect_left(tokens, match.start(), number, key=_START)
        number = bisect.bisect_right(tokens, match.end(), low, key=_END)
        if number - low >= _LEAST_WORDS and are_foreign(text, tokens[low:number], lexicon):
            ranges.append(range(low, number))
    return ranges


def are_foreign(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Return whether words in lower case are not in English; False where there is none.

    Args:
        text: The text.
        tokens: Some of its words, as those of a sentence.
        lexicon: The English words.

    >>> from repair.text.tokens import tokenize
    >>> texts = ("Keir Starmers Zusage freut viele.", "Keir Starmer spoke to us.", "Keir Starmer")
    >>> [are_foreign(text, tokenize(text), Lexicon.load()) for text in texts]
    [True, False, False]
    """
    whole = [token for token in tokens if text[token.start - 1 : token.start] != "-"]  # not the end of "Akasaka-tei"
    words = [token.fold for token in whole if token.text.isalpha() and token.text.islower()]
    return bool(words) and _are_foreign(words, lexicon)


def _are_foreign(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether no folded word is English alone, and at least half of them are not English at all."""
    known = [word for word in words if word in _SHARED or (len(word) > 1 and lexicon.word(word) >= UNCOMMON_WORD)]
    return 2 * len(known) <= len(words) and all(map(_is_of_another_language, known))


def _is_of_another_language(word: str) -> bool:
    """Whether a word is a function word of a language other than English."""
    return word in _SHARED or any(language != "en" for language in languages_of_words().get(word, ()))
