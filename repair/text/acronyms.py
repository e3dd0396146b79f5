"""Well-known acronyms, and acronyms in brackets after the name that they abbreviate: "La France Insoumise (LFI)"."""

from __future__ import annotations

from repair.text.analysis import AnalyzedText
from repair.text.wordlists import FUNCTION

KNOWN_ACRONYMS = frozenset(
    "abb abs acas aclu adb adhd afc afdb afl afn afp ahl ai aids aiib akp amd anc ansa apc apec ard ary asean asem "
    "aslef atm atp au aud aukus awol bafta bbc bbva bjp bka bma bmw bnd bnf bnp bp bpl brics brl caf caricom cbi cbo "
    "cbp cbs cctv cd cdc cdu celac ceo cern cet cfo cfpb cftc cgt cgtn chf chp cia cio cisa cites cm cms cnbc cnn "
    "cnrs cny comesa concacaf conmebol coo copd covid cpj cpl cps cpsc cpu csa csis csto csu cta ctk cto czk darpa dax "
    "dcm dea dfb dg dgse dgsi dhl dhs diy dkk dna dnc doj dpa dpp dpr drc dti dup dvd dwp eac eaeu ebrd ecb echr ecj "
    "ecowas edf edp eea efcc efl efsf efta eib eln epa epl esa esm eso espn etf eu eur ev evp faa fao faq farc fbi "
    "fca fcc fco fda fdic fdp fei fema fha fia fiba fifa fih fina fincen fis fivb fm fmcsa fpo frg frsc fsb fsis fsu "
    "ftc ftse gao gbp gcc gchq gcse gdp gdpr gdr ghg gma gmb gmt gop gps gpu gru gsk gsm hbo hdp hiv hkd hmrc hp hpv "
    "hr hsbc html huf iaaf iaea iata ibf ibm ibu icao icbm icc icij icj icrc ict idf iea ifad ifc ifrc igad iihf ijf "
    "ilo imf imo inec inr ioc iom ipc ipcc ipl ipo irb irc ird irgc irna irs isi isil isis isna isu itf itlos itn itu "
    "itv iucn ivf iwf jaxa jpy jtbc kbc kbs kcna kgb khl klm kmt krw lapd lcd ldp lgbt lgbtq llc lpga lpl mba mbc mdr "
    "mep mercosur mers mhp mla mlb mlc mls moh moj monusco mp mra mri msf msnbc mta mti mxn nabu nafdac nafta nasa "
    "nascar nasuwt nato nba nbc ncaa ncdc nddc ndlea ndr ndtv nfl nft nga ngo nhk nhl nhs nhtsa niaid nih nimh nlc "
    "nld nlrb nnpc noaa nok npr nrk nrl nro nsa nsc nsf nspcc nsw ntsb ntv nwa nwsl nyc nypa nypd nyse nzd oas ocha "
    "odihr odni oecd ofac ofcom ofgem ohl oic oled omb ons opcw opec orf osce osha osint ovp pbs pc pcr pdf pdp pdsa "
    "pga phd phev pkk pln plo pm pr prc psl psni psoe ptsd ptv raaf raf rai ramc rbb rbi rcmp rcn rfe rfi rfu rmb rmt "
    "rna rnc rnli rok rspca rsv rtbf rte rtl rtp rts rwe saarc sadc sars sbs sbu sco sdf sec sek sgd sipri sms sna "
    "snp spd srf ssa ssr suv svp svr svt swapo swat swr tasr tass tbs tepco thb tsa tsmc tuc tv tvn tvp twd uae uah "
    "ubs uci uefa ufc ufo uk ukip un unaids unctad undp unep unesco unfpa unhcr unhrc unicef unido unifil unodc unrwa "
    "upi upu url us usa usada usaf usaid usb usd usda usgs usmc usps ussf ussr utc uww vat vip vp vpn vrt vtb vw wada "
    "wba wbc wbf wbo wdr wfp whl who wipo wmo wnba wpl wta wtf wto wwe wwf yle ypg ypj zar zdf zte".split()
)
"""Folded acronyms that everybody knows; some are also the names of people or places."""

_LETTERS = range(2, 7)  # of an acronym
_FEWEST_CAPITALS = 2  # of an acronym: "IoT"
_MOST_WORDS = 7  # of a name


def is_acronym(word: str) -> bool:
    """Return whether a word may be an acronym: two to six letters, of which two or more are capitals.

    >>> [is_acronym(word) for word in ("WHO", "IoT", "Who", "USA1")]
    [True, True, False, False]
    """
    return len(word) in _LETTERS and word.isalpha() and sum(map(str.isupper, word)) >= _FEWEST_CAPITALS


def is_short_in_capitals(text: str) -> bool:
    """Return whether a text is in capitals and no longer than an acronym, digits and signs included.

    >>> [is_short_in_capitals(text) for text in ("WHO", "G7", "IoT", "UKRAINE")]
    [True, True, False, False]
    """
    return len(text) < _LETTERS.stop and text.isupper()


def abbreviates_name_after(text: AnalyzedText, at: int) -> bool:
    """Return whether a word is an acronym of the words that follow it in brackets or after "or".

    Each letter is the initial of a word, in order; words such as articles may have none.

    Args:
        text: The text.
        at: The number of the token.

    >>> text = AnalyzedText("The VD (Visual Display) division; PGD, or preimplantation genetic diagnosis; UN, or so.")
    >>> [abbreviates_name_after(text, at) for at in (1, 5, 10)]
    [True, True, False]
    """
    acronym = text.tokens[at].text
    if not is_acronym(acronym) or at + 1 >= len(text.tokens):
        return False
    gap, first = text.gap(at).strip(), at + 1
    if gap in ("", ",") and text.folds[first] == "or":
        first += 1
    elif gap != "(":
        return False
    left = acronym.lower()
    for number in range(first, min(first + _MOST_WORDS, len(text.tokens))):
        if number > first and not text.joinable(number - 1, number):
            return False
        word = text.folds[number]
        if word[0] == left[0]:
            left = left[1:]
            if not left:
                return True
        elif word not in FUNCTION:
            return False
    return False


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
    if high - low != 1 or low == 0 or not is_acronym(acronym):
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
