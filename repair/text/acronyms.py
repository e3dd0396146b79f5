"""Well-known acronyms, and acronyms in brackets after the name that they abbreviate: "La France Insoumise (LFI)"."""

from __future__ import annotations

from repair.text.analysis import AnalyzedText
from repair.text.wordlists import FUNCTION

KNOWN_ACRONYMS = frozenset(
    "abb afp aids amd ansa apec asean au awol bafta bbc bjp bmw brics cbs cdc cdu cern cet cia cnbc cnn csu ctk dhl "
    "dna dpa dvd ecowas efta epa espn eu eur fbi fda fema fifa fsb gbp gchq gdp gmt gop gps gru gsk gsm hiv html "
    "iaea ibm icao icc icj iea ilo imf ioc ipcc irna isil isis isna itv kcna kgb klm mlb mls msnbc mti nafta nasa "
    "nascar nato nba nbc nfl nhk nhl npr nsa oecd opec osce pbs pcr pdf plo rna rwe sms spd suv swat tasr tass uae "
    "ubs uefa ufc ufo uk un unesco unhcr unicef url us usa usaid usb usd ussr utc vat vpn vtb wada wfp who wmo wto "
    "zdf zte".split()
)
"""Folded acronyms that everybody knows; some are also the names of people or places."""

_LETTERS = range(2, 7)  # of an acronym
_MOST_WORDS = 7  # of a name


def abbreviates_name_before(text: AnalyzedText, low: int, high: int) -> bool:
    """Return whether a word is an acronym in brackets whose letters are the initials of the name before it.

    Words such as articles may have a letter or none; each other word of the name must have one.

    Args:
        text: The text.
        low: The number of the first token of the word or words.
        high: The number of the token after them.

    >>> text = AnalyzedText("They left La France Insumisa (LFI) for the Socialist Party (SPD).")
    >>> [abbreviates_name_before(text, at, at + 1) for at in (5, 10)]
    [True, False]
    """
    acronym = text.tokens[low].text
    if high - low != 1 or low == 0 or len(acronym) not in _LETTERS or not (acronym.isupper() and acronym.isalpha()):
        return False
    if text.gap(low - 1).strip() != "(" or not text.text.startswith(")", text.tokens[low].end):
        return False
    left, at, words = acronym.lower(), low - 1, 0
    while at >= 0 and words < _MOST_WORDS and left:
        if words and not text.joinable(at, at + 1):
            return False
        word = text.folds[at]
        if word[0] == left[-1]:
            left = left[:-1]
        elif word not in FUNCTION:
            return False
        at, words = at - 1, words + 1
    return not left
