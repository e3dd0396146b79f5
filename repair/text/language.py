"""Distinguishes English copy from copy in another language by its function words and the share of English words.

The rest of the package reads English only. Which other language it is serves messages only. A line has too few words
for shares; there `py3langid <https://github.com/adbar/py3langid>`_, which compares sequences of letters, decides.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import islice
from operator import attrgetter

from repair.core.tables import word_set
from repair.text.lexicon import COMMON_NAME, COMMON_WORD, UNCOMMON_WORD, Lexicon
from repair.text.tokens import Token
from repair.text.wordlists import PARTICLES

_FOLD = attrgetter("fold")
MIN_WORDS = 8  # fewest lower-case words from which the language can be determined
MAX_WORDS = 400  # lower-case words that are examined
# On 1,600 lines of machine translation, speech recognition and OCR in English the share was .56 and more, except for
# two illegible lines; sentences in Spanish, French, Italian, Czech and Dutch had .11 to .26.
MIN_SHARE = 0.45
UNKNOWN_LANGUAGE = "zz"
_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "sv", "da", "pl", "cs", "ru", "uk", "tr")
# Function words of another language: how many different ones, how many of these are no English words, their share of
# all words, and how many there are for each English one. No sentence of 70,000 in English reaches all four.
_MIN_DISTINCT, _MIN_TELLING, _MIN_FOREIGN_SHARE, _TIMES_ENGLISH = 3, 2, 0.2, 3
_MIN_FUNCTION_WORDS = 2
_OTHER_LETTER = re.compile("[^\0-\u036f\u1d00-\u1eff]")  # Latin letters are in these two ranges
# Difference of log-likelihood (nats) from which a line is in another language rather than English. Of 8,900 pieces of
# three to nine words from English machine output, transcripts and prints, 10 are taken for another language.
_MIN_DIFFERENCE = 10.0
_ARTICLE_AND_TITLE = 2  # words before a name: "Der Präsident"
_SHORTEST_WORD = 3  # letters of a word that says something of the language


def is_english(tokens: Sequence[Token], lexicon: Lexicon) -> bool | None:
    """Return whether a text is English; None where it is too short to decide.

    Args:
        tokens: The words of the text; those with a capital do not count, since names are not evidence of a language.
        lexicon: The word list of English.

    >>> from repair.text.tokens import tokenize
    >>> lexicon = Lexicon.load()
    >>> is_english(tokenize("Der Präsident sagte am Montag, dass die Gespräche mit dem Land gut verlaufen."), lexicon)
    False
    >>> is_english(tokenize("The president said on Monday that the talks with the country had gone well."), lexicon)
    True
    >>> is_english(tokenize("Mark Rutte in Prague"), lexicon) is None
    True
    >>> is_english(tokenize("北约秘书长吕特周四会见了乌克兰总统。"), lexicon)
    False
    """
    if _is_in_another_script(tokens) or _has_foreign_prose(tokens, lexicon):
        return False
    # The capital of a token in lower case is a guess (see ``truecase``).
    lower = (token.fold for token in tokens if not token.capital or token.text[0].islower())
    words = Counter(islice(filter(str.isalpha, lower), MAX_WORDS))
    if words.total() < MIN_WORDS:
        return None
    frequent = sum(count for word, count in words.items() if lexicon.word(word) >= COMMON_WORD)
    return frequent >= MIN_SHARE * words.total()


def _is_in_another_script(tokens: Sequence[Token]) -> bool:
    """Return whether most letters of a text are not Latin ones. Chinese has few words, but many letters."""
    text = "".join([token.text for token in islice(tokens, 2 * MAX_WORDS)])
    if text.isascii():
        return False
    others = sum(map(str.isalpha, _OTHER_LETTER.findall(text)))
    return others > 0 and 2 * others > sum(map(str.isalpha, text))


def _has_foreign_prose(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Return whether the function words of another language clearly outnumber those of English.

    English has many Romance words ("son", "pendant"), so the share of English words alone decides too little.
    """
    words = list(islice(filter(str.isalpha, map(_FOLD, tokens)), 2 * MAX_WORDS))
    if _TIMES_ENGLISH * sum(map(_english_function_words().__contains__, words)) >= len(words):
        return False  # the other words are too few; the rest of the function decides the same in more time
    counts = Counter(words)
    own: dict[str, list[str]] = defaultdict(list)
    languages = languages_of_words()
    for word in counts:
        for code in languages.get(word, ()):
            own[code].append(word)
    english = sum(map(counts.__getitem__, own.pop("en", ())))
    return any(_outnumbers(found, counts, english, lexicon) for found in own.values())


def _outnumbers(found: Sequence[str], counts: Counter[str], english: int, lexicon: Lexicon) -> bool:
    """Return whether the function words of another language clearly outnumber ``english``, those of English.

    Args:
        found: The different function words of the other language.
        counts: How often the text has each word.
        english: How many function words of English the text has.
        lexicon: The word list of English.
    """
    total = sum(map(counts.__getitem__, found))
    if len(found) < _MIN_DISTINCT or total < _MIN_FOREIGN_SHARE * counts.total() or total <= _TIMES_ENGLISH * english:
        return False
    return sum(lexicon.word(word) < COMMON_WORD for word in found) >= _MIN_TELLING


def has_more_foreign_words(tokens: Sequence[Token], lexicon: Lexicon | None = None) -> bool:
    """Return whether a text has more function words of another language than of English, and at least two.

    Short texts of languages that are close to English count, too; lists of names, which have no function words, do not.

    Args:
        tokens: The words of the text.
        lexicon: The word list of English; with it, everyday words of English are no words of another language.

    >>> from repair.text.tokens import tokenize
    >>> texts = ("Er sprach mit dem Rat und ist nicht da.", "The minister spoke.", "Jan van der Veen, Marc de la Tour")
    >>> [has_more_foreign_words(tokenize(text)) for text in texts]
    [True, False, False]
    >>> texts = ("In Austin, a man died during a protest.", "Die Frau kommt aus Ulm und ist nicht da.")
    >>> [has_more_foreign_words(tokenize(text), Lexicon.load()) for text in texts]
    [False, True]
    """
    lower = (token.fold for token in islice(tokens, 2 * MAX_WORDS) if not token.capital)
    counts = Counter(
        code
        for word in lower
        if word not in PARTICLES
        for code in languages_of_words().get(word, ())
        if code == "en" or lexicon is None or lexicon.word(word) < COMMON_WORD
    )
    english = counts.pop("en", 0)
    return max(counts.values(), default=0) >= max(_MIN_FUNCTION_WORDS, english + 1)


def is_foreign_line(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Return whether a line is in another language: it has words of one, and none that only English has.

    Names have the letters of their own languages, so that letters alone decide nothing.

    Args:
        tokens: The words of the line.
        lexicon: The word list of English.

    >>> from repair.text.tokens import tokenize
    >>> lines = ("Le ministre Jan Vos a dit non.", "Der Bürgermeister Jan Vos", "Jan Vos in Den Haag", "Jan spokr")
    >>> [is_foreign_line(tokenize(line), Lexicon.load()) for line in lines]
    [True, True, False, False]
    """
    lower = [token for token in tokens if token.text[0].islower()]
    if any(_is_english_word(token, lexicon) for token in lower):
        return False
    has_foreign_words = any(_is_foreign_word(token, lexicon) for token in lower)
    if not has_foreign_words and (lower or not _has_foreign_title(tokens, lexicon)):
        return False
    likelihoods = _likelihoods(tokens)
    return max(likelihoods.values()) - likelihoods["en"] > _MIN_DIFFERENCE


def _may_be_foreign(word: str) -> bool:
    """Return whether a word may be one of another language: "in", "a", "die"."""
    return any(code != "en" for code in languages_of_words().get(word, ()))


def _is_english_word(token: Token, lexicon: Lexicon) -> bool:
    """Return whether a token is an everyday word that only English has: "said"; not "am" or "die"."""
    word = token.text
    if len(word) < _SHORTEST_WORD or not word.isascii() or _may_be_foreign(token.fold):
        return False
    return lexicon.word(token.fold) >= COMMON_WORD


def _is_foreign_word(token: Token, lexicon: Lexicon) -> bool:
    """Return whether a token is not an everyday word of English, and no name."""
    word = token.fold
    if len(word) == 1 or not word.isalpha() or lexicon.personal_name(word) or lexicon.place(word):
        return False
    is_rare = lexicon.word(word) < (COMMON_WORD if _may_be_foreign(word) else UNCOMMON_WORD)
    return is_rare or not token.text.isascii()


def _has_foreign_title(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Return whether a line begins with an article of another language and a word of no list, before a given name.

    "Der Präsident Mark" does; "Las Vegas Grand Prix" and "Les Bleus" do not.
    """
    article, title, *names = [token.fold for token in tokens] if len(tokens) > _ARTICLE_AND_TITLE else ("", "")
    if not _may_be_foreign(article) or "en" in languages_of_words()[article] or len(title) < _SHORTEST_WORD:
        return False
    return not lexicon.knows(title) and any(lexicon.given(name) >= COMMON_NAME for name in names)


def _likelihoods(tokens: Sequence[Token]) -> dict[str, float]:
    """Return the log-likelihood (nats) of a text in each language (ISO 639-1)."""
    import py3langid  # its model takes half a second to load, and English copy does not need it

    return dict(py3langid.rank(" ".join(token.text for token in islice(tokens, 2 * MAX_WORDS))))


def may_be_damaged_english(tokens: Sequence[Token]) -> bool:
    """Return whether a text has several function words of English, and fewer of any other language.

    A badly damaged print in English has too few English words for `is_english`.

    >>> from repair.text.tokens import tokenize
    >>> texts = ("Tbe steaincr lay iu tbc sand and no onc was hurl.", "Parece que el ministro no viene a la guerra.")
    >>> [may_be_damaged_english(tokenize(text)) for text in texts]
    [True, False]
    """
    words = {token.fold for token in islice(tokens, 2 * MAX_WORDS) if not token.capital}
    counts = Counter(code for word in words for code in languages_of_words().get(word, ()))
    english = counts.pop("en", 0)
    return english >= _MIN_FUNCTION_WORDS and english > max(counts.values(), default=0)


@cache
def _english_function_words() -> frozenset[str]:
    return word_set("languages.txt", "en")


@cache
def languages_of_words() -> dict[str, list[str]]:
    """Return the languages (ISO 639-1) of each folded function word."""
    languages: dict[str, list[str]] = defaultdict(list)
    for code in _LANGUAGES:
        for word in word_set("languages.txt", code):
            languages[word].append(code)
    return dict(languages)


def detect_language(tokens: Sequence[Token], lexicon: Lexicon) -> str:
    """Return the code of the language of a text: ISO 639-1, or "zz" for an unknown language.

    A text that is too short to decide counts as English.

    Args:
        tokens: The words of the text.
        lexicon: The word list of English.

    >>> from repair.text.tokens import tokenize
    >>> lexicon = Lexicon.load()
    >>> [detect_language(tokenize(text), lexicon) for text in ("Das ist nicht der Weg.", "It is raining.", "Oslo")]
    ['de', 'en', 'en']
    """
    english = is_english(tokens, lexicon)
    if english is None:
        english = not (has_more_foreign_words(tokens, lexicon) or is_foreign_line(tokens, lexicon))
    if english:
        return "en"
    likelihoods = _likelihoods(tokens)
    best = max(likelihoods, key=likelihoods.__getitem__)
    return UNKNOWN_LANGUAGE if best == "en" else best
