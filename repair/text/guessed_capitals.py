"""Texts in lower case throughout, such as transcripts: the same text with capitals where names probably are.

Names are extracted from sources by their capitals. Which words of a text without capitals are names is guessed in
``truecase`` from the word lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from repair.text.lexicon import Lexicon
from repair.text.name_case import name_from_capitals
from repair.text.tokens import Token, tokenize
from repair.text.truecase import truecased

_WORD = re.compile(r"[^\W_]+")
_FEWEST_WORDS = 12  # of a text that shows that it is written without capitals
_MOST_CAPITALS = 0.02  # share of its words


def with_guessed_capitals(text: str, lexicon: Lexicon) -> str:
    """Return a text in lower case with capitals at the words that are likely to be names; any other text as it is.

    The result has the same length, so that offsets hold for both.

    Args:
        text: The text.
        lexicon: The word lists.

    >>> text = "the minister margus tsahkna said on wednesday in tallinn that the plan of the allies was overdue"
    >>> with_guessed_capitals(text, Lexicon.load())[:27]
    'The minister Margus Tsahkna'
    """
    if not _may_lack_capitals(text):
        return text
    tokens = tokenize(text)
    words = sum(token.text[0].isalpha() for token in tokens)
    if words < _FEWEST_WORDS or sum(token.capital for token in tokens) > _MOST_CAPITALS * words:
        return text
    parts, done = [], 0
    for name in _names(truecased(tokens, lexicon), text):
        start, end = name[0].start, name[-1].end
        parts += [text[done:start], _with_capitals(text[start:end], lexicon)]
        done = end
    return "".join(parts) + text[done:]


def _names(tokens: Sequence[Token], text: str) -> Iterator[list[Token]]:
    """Yield the names, each as its tokens; a word that opens a sentence is written like a name."""
    name: list[Token] = []
    for token in tokens:
        joined = bool(name) and not token.first and text[name[-1].end : token.start] in (" ", "-")
        if name and not (joined and token.capital):
            yield name
            name = []
        if token.capital or token.first:
            name.append(token)
    if name:
        yield name


def _with_capitals(name: str, lexicon: Lexicon) -> str:
    """Return a name in lower case with capitals, of the same length."""
    cased = name_from_capitals(name.upper(), lexicon)
    if cased.lower() == name and len(cased) == len(name):
        return cased
    return _WORD.sub(_with_capital, name)  # "weißmüller" is longer in capitals


def _with_capital(word: re.Match[str]) -> str:
    first = word.group()[0].upper()
    return first + word.group()[1:] if len(first) == 1 else word.group()


def _may_lack_capitals(text: str) -> bool:
    """Return whether fewer characters are capitals than a text with capitals has, which is quickly counted."""
    return sum(map(str.isupper, text)) <= _MOST_CAPITALS * (text.count(" ") + text.count("\n") + 1)
