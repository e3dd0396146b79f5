"""Well-known acronyms, and acronyms in brackets after the name that they abbreviate: "La France Insoumise (LFI)"."""

from __future__ import annotations

from repair.text.analysis import AnalyzedText
from repair.text.wordlists import FUNCTION

KNOWN_ACRONYMS = frozenset(
    "abb aclu adb afc afdb afl afp ahl aids aiib akp amd anc ansa apc apec ard asean atp au aukus awol bafta bbc bbva "
    "bjp bka bmw bnd bnp bp brics caf caricom cbi cbp cbs cdc cdu celac ceo cern cet cfo cfpb cgt chp cia cites cnbc "
    "cnn cnrs comesa concacaf conmebol cpj cps csis csto csu ctk darpa dax dea dgse dgsi dhl dhs dna dnc doj dpa dpp "
    "dup dvd eac eaeu ebrd ecb echr ecj ecowas edf edp eea efl efsf efta eib eln epa epl esa esm eso espn etf eu eur "
    "faa fao farc fbi fca fcc fco fda fdic fdp fema fia fiba fifa fis fivb fpo fsb ftc ftse gbp gcc gchq gdp ghg gmt "
    "gop gps gru gsk gsm hbo hdp hiv hp hsbc html iaaf iaea iata ibf ibm icao icbm icc icij icj icrc idf iea ifad ifc "
    "ifrc igad iihf ilo imf imo ioc iom ipc ipcc ipl irb irc irgc irna irs isi isil isis isna itf itlos itu itv iucn "
    "jaxa kbs kcna kgb khl klm kmt lapd ldp lpga mep mercosur mhp mlb mls monusco mp msf msnbc mti nabu nafta nasa "
    "nascar nato nba nbc ncaa ndtv nfl ngo nhk nhl nhs nih nlrb noaa npr nrl nsa nsc ntsb nwsl nypd nyse oas ocha "
    "odihr oecd ohl oic opcw opec orf osce osha osint ovp pbs pcr pdf pdp pga pkk plo psni psoe ptsd rbi rcmp rfe rfi "
    "rfu rna rnc rspca rte rtl rwe saarc sadc sars sbu sco sdf sipri sms snp spd suv svp svr swapo swat tasr tass "
    "tepco tsa tsmc tuc uae ubs uci uefa ufc ufo uk ukip un unaids unctad undp unep unesco unfpa unhcr unhrc unicef "
    "unido unifil unodc unrwa upi upu url us usa usada usaid usb usd usda usgs ussr utc vat vpn vtb vw wada wba wbc "
    "wbo wfp whl who wipo wmo wnba wta wto wwf ypg zdf zte".split()
)
"""Folded acronyms that everybody knows; some are also the names of people or places."""

_LETTERS = range(2, 7)  # of an acronym
_MOST_WORDS = 7  # of a name


def abbreviates_name_before(text: AnalyzedText, low: int, high: int) -> bool:
    """Return whether a word is an acronym in brackets whose letters are the initials of the name before it.

    Words such as articles may have a letter or none; each other word of the name must have one, except that a last
    part after "and" may have none ("Centers for Disease Control and Prevention (CDC)").

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
    if at > 1 and text.folds[at][0] != left[-1] and text.folds[at - 1] == "and" and text.joinable(at - 1, at):
        at -= 2
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
