"""Truecasing: which words of a text without informative capitals are likely to be names.

Speech recognition writes everything in lower case, telex and captions write everything in capitals, and some engines
lose the capitals of names that they do not know. Detection of names depends on capitals, so for such texts they are
guessed here from the word lists. The text itself never changes; only `Token.capital` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from itertools import islice
from operator import attrgetter

from repair.core.caches import WordTable
from repair.text.lexicon import COMMON_NAME, COMMON_WORD, RARE_NAME, RARE_WORD, UNCOMMON_WORD, VERY_COMMON_NAME, Lexicon
from repair.text.tokens import Token
from repair.text.wordlists import (
    CALENDAR,
    CONNECTIVES,
    FORMS_OF_ADDRESS,
    FUNCTION,
    HONORIFICS,
    NON_NAMES,
    NUMBERS,
    NUMERAL_PARTICLES,
    SPEECH,
    TITLE_ENDS,
    TITLES,
)

_LEAST_WORDS = 6  # words from which a text, or a sentence, shows that it has no informative capitals
_FEW_CAPITALS = 0.02  # share of capitalised words up to which a text is in lower case
_LOST_NAMES = 0.2  # share of the given names of a text in lower case from which its capitals are unreliable
_ARTICLES = frozenset("a an the this that these those my your his her its our their some any no each every".split())
_BEFORE_WORD = _ARTICLES | frozenset(
    "to will would can could may might must should shall do does did not is are was were be been".split()
)
_NO_SURNAME_ENDINGS = ("ly", "ed", "ing", "tion", "ness")
_MAX_CACHED_WORDS = 100_000  # words of which it is known whether they are given names
_CAPITAL = attrgetter("capital")
_NOT_NAMES = FUNCTION | NUMBERS | SPEECH
_MOST_PARTICLES = 3  # between a given name and a surname
# Those that are seldom words of another kind: "van der", not "a" and "do".
_PARTICLES = frozenset(word for word in NON_NAMES - CONNECTIVES - NUMERAL_PARTICLES if len(word) > 2)
_BEFORE_NAME = (TITLES | TITLE_ENDS | FORMS_OF_ADDRESS | HONORIFICS) - FUNCTION


def truecased(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """Return the tokens, with guessed capitals where the text has no informative capitals.

    Args:
        tokens: The words of a text, in order.
        lexicon: The word lists.

    Returns:
        The same number of tokens. In a text, or a sentence, that is entirely in lower case or in capitals,
        `Token.capital` is true of the words that are likely to belong to a name. In a text that writes given names in
        lower case, these and the rest of their names count as capitalised too.
    """
    if not _has_words(tokens):
        return list(tokens)
    capitalised = sum(map(_CAPITAL, tokens))
    if capitalised <= _FEW_CAPITALS * len(tokens):  # otherwise the words need not be counted
        words = sum(token.text[0].isalpha() for token in tokens)
        if capitalised <= _FEW_CAPITALS * words:
            return _recased(tokens, _likely_names(tokens, lexicon))
    elif _in_capitals(tokens, 0, len(tokens)):
        return _recased(tokens, _likely_names(tokens, lexicon))
    result = _with_sentences_in_capitals(tokens, lexicon)
    lower, upper = _given_names(result, lexicon)
    if lower and lower >= _LOST_NAMES * (lower + upper):
        names = _with_followers(result, {n for n, token in enumerate(result) if _is_unusual(token, lexicon)}, lexicon)
        return _recased(result, names | {number for number, token in enumerate(result) if token.capital})
    return result


def _recased(tokens: Sequence[Token], names: set[int]) -> list[Token]:
    return [
        token if token.capital == (number in names) else token._replace(capital=number in names)
        for number, token in enumerate(tokens)
    ]


def _has_words(tokens: Iterable[Token], least: int = _LEAST_WORDS) -> bool:
    """Whether at least ``least`` words begin with a letter."""
    return sum(1 for _ in islice((True for token in tokens if token.text[0].isalpha()), least)) == least


def _with_sentences_in_capitals(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """Return the tokens with guessed capitals in the sentences that are entirely in capitals."""
    result: list[Token] = []
    done = 0
    for low, high in _sentences(tokens):
        if _in_capitals(tokens, low, high):
            sentence = tokens[low:high]
            result += [*tokens[done:low], *_recased(sentence, _likely_names(sentence, lexicon))]
            done = high
    return [*result, *tokens[done:]]


def _in_capitals(tokens: Sequence[Token], low: int, high: int) -> bool:
    """Whether a sentence has enough words and all of them are in capitals."""
    if high - low < _LEAST_WORDS:
        return False
    for number in range(low, high):  # the first two words decide for most sentences
        text = tokens[number].text
        if not text.isupper() and text[0].isalpha():
            return False
    return _has_words(tokens[low:high])


def _sentences(tokens: Sequence[Token]) -> Iterable[tuple[int, int]]:
    starts = [number for number, token in enumerate(tokens) if token.first]
    return zip(starts, (*starts[1:], len(tokens)), strict=True)


def _likely_names(tokens: Sequence[Token], lexicon: Lexicon) -> set[int]:
    """Return the numbers of the tokens that are likely to belong to a name, whatever their case."""
    names = {number for number, token in enumerate(tokens) if _is_unusual(token, lexicon)}
    for number in range(1, len(tokens)):
        if tokens[number - 1].fold in _BEFORE_NAME and _may_follow(tokens[number], lexicon, is_given_name=True):
            names.add(number)
    names |= _given_names_that_are_words(tokens, lexicon)
    for number in [number - 1 for number in names if number > 0 and not tokens[number].first]:
        if _is_unusual(tokens[number], lexicon, below=UNCOMMON_WORD):
            names.add(number)  # a rare word before a name: "kier starmer"
    names = _with_followers(tokens, names, lexicon)
    return names | _later_mentions(tokens, names, lexicon)


def _given_names_that_are_words(tokens: Sequence[Token], lexicon: Lexicon) -> set[int]:
    """Return the numbers of given names that are also words, before a word that is not common: "mark rooter".

    After an article, an auxiliary or "to" they are words ("to mark territory"), and so they are before an adverb.
    """
    return {
        number
        for number in range(len(tokens) - 1)
        if lexicon.given(tokens[number].fold) >= VERY_COMMON_NAME
        and tokens[number].fold not in _NOT_NAMES  # "said" is a given name, too
        and (number == 0 or tokens[number].first or tokens[number - 1].fold not in _BEFORE_WORD)
        and not tokens[number + 1].first
        and _may_follow(tokens[number + 1], lexicon, is_given_name=False)
        and lexicon.word(tokens[number + 1].fold) <= COMMON_WORD
        and not tokens[number + 1].fold.endswith(_NO_SURNAME_ENDINGS)
    }


def _later_mentions(tokens: Sequence[Token], names: set[int], lexicon: Lexicon) -> set[int]:
    """Return the numbers of words that are the surname of a full name before them: "mark latte ... latte said".

    A very common word counts only beside a verb of speech, and none after an article ("a latte").
    """
    surnames: set[str] = set()
    mentions: set[int] = set()
    for number, token in enumerate(tokens):
        before = tokens[number - 1].fold if number else ""
        if number in names:
            if number - 1 in names and not token.first and lexicon.given(before) >= COMMON_NAME:
                surnames.add(token.fold)
        elif token.fold in surnames and before not in _ARTICLES:
            after = tokens[number + 1].fold if number + 1 < len(tokens) else ""
            if lexicon.word(token.fold) <= COMMON_WORD or after in SPEECH or before in SPEECH:
                mentions.add(number)
    return mentions


def _is_unusual(token: Token, lexicon: Lexicon, *, below: int = RARE_WORD) -> bool:
    """Whether a word's frequency class in English is ``below`` a bound, so that it is likely to be a name."""
    return (
        len(token.fold) > 1
        and token.text[0].isalpha()
        and token.fold not in _NOT_NAMES
        and token.fold not in CALENDAR
        and lexicon.word(token.fold) < below
    )


def _with_followers(tokens: Sequence[Token], names: set[int], lexicon: Lexicon) -> set[int]:
    """Return the numbers, and those of words after a given name, which may be a surname that is an ordinary word."""
    result = set(names)
    for number in sorted(names):
        following = number + 1
        while following < min(len(tokens), number + _MOST_PARTICLES + 1) and tokens[following].fold in _PARTICLES:
            following += 1
        has_title = number > 0 and tokens[number - 1].fold in _BEFORE_NAME
        if (
            following < len(tokens)
            and lexicon.given(tokens[number].fold) >= (RARE_NAME if has_title else COMMON_NAME)
            and not any(token.first for token in tokens[number + 1 : following + 1])
            # "stephen cornelius laid": the name is complete.
            and not (number - 1 in names and lexicon.word(tokens[following].fold) >= COMMON_WORD)
            and _may_follow(tokens[following], lexicon, is_given_name=False)
        ):
            result.add(following)
    return result


def _may_follow(token: Token, lexicon: Lexicon, *, is_given_name: bool) -> bool:
    """Whether a word after a title or a given name may continue the name: a given name, or not a common word."""
    if len(token.fold) < 3 or not token.text[0].isalpha() or token.fold in _NOT_NAMES or token.fold in _BEFORE_NAME:
        return False
    if not is_given_name:
        return True
    is_rare_word = lexicon.word(token.fold) <= RARE_WORD
    return lexicon.given(token.fold) >= (RARE_NAME if is_rare_word else COMMON_NAME)


def _given_names(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[int, int]:
    """Return how many common given names are in lower case, and how many have a capital.

    Capitalised names are counted only where there are names in lower case; most texts have none.
    """
    is_given = _given_names_of(lexicon)
    lower = [token.fold for token in tokens if not token.capital]
    if not any(map(is_given.__getitem__, set(lower))):
        return 0, 0
    upper = sum(is_given[token.fold] for token in tokens if token.capital)
    return sum(map(is_given.__getitem__, lower)), upper


def _is_given_name(word: str, lexicon: Lexicon) -> bool:
    """Whether a folded word is a common given name and not an English word."""
    return len(word) > 3 and lexicon.given(word) > COMMON_NAME and lexicon.word(word) < RARE_WORD


@lru_cache(maxsize=8)
def _given_names_of(lexicon: Lexicon) -> WordTable[bool]:
    return WordTable(partial(_is_given_name, lexicon=lexicon), maxsize=_MAX_CACHED_WORDS)
