"""Quotations in another language: names in them have its spelling and case endings, which English copy keeps.

A quotation is the text between quotation marks on one line. It is foreign where it has words in lower case and none of
them is English: “Sraz s Markem Ruttem v Bruselu”.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from operator import attrgetter

from repair.text.lexicon import Lexicon
from repair.text.tokens import Token

_QUOTED = re.compile(r"[“„«\"][^“”„«»\"\n]{8,300}[”“»\"]")
_START, _END = attrgetter("start"), attrgetter("end")
_LEAST_WORDS = 3
_SHARED = frozenset("ai")  # words of one letter that English has too


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
        quoted = [token for token in tokens[low:number] if text[token.start - 1] != "-"]  # not the end of "Akasaka-tei"
        words = [token.fold for token in quoted if token.text.isalpha() and token.text.islower()]
        words = [word for word in words if word not in _SHARED]
        if number - low >= _LEAST_WORDS and words and not any(_is_english(word, lexicon) for word in words):
            ranges.append(range(low, number))
    return ranges


def _is_english(word: str, lexicon: Lexicon) -> bool:
    return len(word) > 1 and lexicon.word(word) > 0
