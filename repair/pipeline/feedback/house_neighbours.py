"""The words beside a spelling that a house list replaces: those of a person's name, or of a longer name of a place."""

from __future__ import annotations

from repair.text.analysis import AnalyzedText
from repair.text.capital_style import CapitalStyle
from repair.text.lexicon import COMMON_NAME, FREQUENT_WORD, Lexicon
from repair.text.wordlists import (
    CALENDAR,
    COMPASS,
    FUNCTION,
    HONORIFICS,
    KIN,
    LOCATIVE,
    MONTHS,
    NAMESAKES,
    ORGANISATION_WORDS,
    PARTICLES,
    PLACE_WORDS,
    ROLES,
    STREETS,
    TITLE_ENDS,
    TITLE_MODIFIERS,
    TITLES,
)

_AGE = range(1, 4)  # digits
ARTICLES = frozenset(("a", "an", "the"))
_NEW = COMPASS | {"new", "great", "greater", "little", "lower", "upper", "old"}
_NAMED = (NAMESAKES | MONTHS) - LOCATIVE - ARTICLES  # function words that are given names: "Will Holland"
_UNITS = frozenset("governorate krai municipality oblast prefecture province raion region".split())
_INNER = PARTICLES - FUNCTION
_SITES = frozenset("hall highway hotel house pass point tunnel zoo".split())
_HEADS = PLACE_WORDS | STREETS | ORGANISATION_WORDS | _SITES
_NOBLES = frozenset("baron baroness count countess duchess duke earl marquess viscount".split())
ALL_TITLES = TITLES | TITLE_ENDS | HONORIFICS


def has_person_before(copy: AnalyzedText, low: int, lexicon: Lexicon) -> bool:
    """Return whether an initial, a given name, a title or a form of address precedes a word: "Tom Holland"."""
    if not joins(copy, low) or not copy.tokens[low - 1].capital:
        return False
    word = copy.folds[low - 1]
    if copy.is_hyphenated(low - 1, low):
        return lexicon.personal_name(word) > lexicon.place(word) and word not in FUNCTION
    if word in HONORIFICS or word in KIN or (len(word) == 1 and word not in FUNCTION):
        return True
    is_prose = copy.style(low) is CapitalStyle.PROSE
    if word in TITLES:
        return is_prose
    if word in FUNCTION:
        is_given_name = word in _NAMED and lexicon.given(word) >= COMMON_NAME
        return is_prose and is_given_name and lexicon.surname(copy.folds[low]) > 0
    if word in CALENDAR or word in _NEW or not lexicon.given(word):
        return False
    if lexicon.surname(copy.folds[low]):
        return is_prose or lexicon.word(word) < FREQUENT_WORD
    return max(lexicon.place(word), lexicon.word(word) - 1) <= lexicon.given(word)  # "Jordan Turkey" is no person


def has_particle_before(copy: AnalyzedText, low: int) -> bool:
    """Return whether a name with a particle ends with a word: "Dirk van Holland"."""
    return low > 1 and joins(copy, low) and copy.folds[low - 1] in _INNER and copy.tokens[low - 2].capital


def has_surname_after(copy: AnalyzedText, low: int, high: int, lexicon: Lexicon) -> bool:
    """Return whether a given name precedes a surname: "Jordan Henderson"."""
    if high - low > 1 or not copy.has_capital_after(high):
        return False
    word = copy.folds[high]
    if copy.is_hyphenated(high - 1, high):
        return lexicon.personal_name(word) > lexicon.place(word) and word not in FUNCTION
    if not lexicon.given(copy.folds[low]) or word in _HEADS or word in CALENDAR or word in FUNCTION:
        return False
    is_title_of_another = word in ALL_TITLES and copy.has_capital_after(high + 1)
    is_surname = lexicon.surname(word) > 0
    if lexicon.word(word) >= FREQUENT_WORD:  # in a title or headline it is no surname
        is_surname = lexicon.surname(word) >= COMMON_NAME and copy.style(high) is CapitalStyle.PROSE
    return is_surname and not is_title_of_another


def has_age_after(copy: AnalyzedText, high: int) -> bool:
    """Return whether an age in commas follows: "Holland, 29, …"."""
    if high + 1 >= len(copy.tokens) or copy.gap(high - 1) != ", ":
        return False
    age = copy.folds[high]
    return age.isdigit() and len(age) in _AGE and copy.gap(high) == ", " and not copy.tokens[high + 1].text.isdigit()


def continues_before(copy: AnalyzedText, low: int, lexicon: Lexicon) -> bool:
    """Return whether the word before belongs to the name: "New Holland", "Wild Turkey"."""
    if low > 0 and copy.gap(low - 1) == " & " and copy.tokens[low - 1].capital:
        return True
    if low > 1 and copy.folds[low - 1] == "of" and copy.folds[low - 2] in _NOBLES:
        return True
    if not joins(copy, low) or not copy.tokens[low - 1].capital:
        return False
    word = copy.folds[low - 1]
    if word in _NEW:
        return True
    if (
        copy.style(low) is not CapitalStyle.PROSE
        or word in FUNCTION
        or word in CALENDAR
        or copy.is_hyphenated(low - 1, low)
    ):
        return False
    # A word with an ending of verbs and adverbs may open a sentence: "Leaving Kiev".
    return not (copy.opens(low - 1) and (word.endswith(("ing", "ed", "ly")) or lexicon.place(word) > 0))


def continues_after(copy: AnalyzedText, high: int, lexicon: Lexicon) -> bool:
    """Return whether the word after belongs to the name: "Holland Tunnel"; a title does not: "Kiev Mayor Ole Brun"."""
    if high < len(copy.tokens) and copy.gap(high - 1) == " & " and copy.tokens[high].capital:
        return True
    if not copy.has_capital_after(high) or copy.is_hyphenated(high - 1, high):
        return False
    at = high
    while copy.folds[at] in TITLE_MODIFIERS and copy.folds[at] not in ALL_TITLES and copy.has_capital_after(at + 1):
        at += 1
    word = copy.folds[at]
    if word in ALL_TITLES or word in ROLES:
        return copy.has_capital_after(at + 1) and copy.folds[at + 1] in _HEADS  # "Holland General Hospital"
    if copy.style(high) is not CapitalStyle.PROSE:
        return copy.folds[high] in _HEADS - _UNITS
    if word in CALENDAR or word in FUNCTION or word in _UNITS:
        return False
    # "President of Ukraine Ole Brun", "Ambassador to Ukraine Ole Brun"
    is_of_title = copy.folds[max(0, high - 2)] in ("of", "to") and lexicon.given(word) > 0
    return not (is_of_title and copy.has_capital_after(high + 1))


def joins(copy: AnalyzedText, low: int) -> bool:
    """Return whether one name may contain a word and the one before it."""
    return low > 0 and copy.joints[low - 1] > 0
