"""Peoples, days and months: "the Bassian army" on "Satuiday", where the sources have Russian and Saturday.

Such words are not in a gazetteer, but they have capitals and are garbled like names. A suggestion is made where an
unknown word differs in one or two letters from exactly one such word of the sources. It is always for review.
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein, Prefix

from repair.core.computed_once import computed_once
from repair.core.types import Kind, Suggestion
from repair.pipeline.detection import CopyContext
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.text.analysis import AnalyzedText
from repair.text.letter_shapes import possible_originals, shape_distance
from repair.text.lexicon import COMMON_NAME, COUNTRY, Lexicon
from repair.text.tokens import Token
from repair.text.wordlists import DEMONYMS, MONTHS, WEEKDAYS

# Of 13 such suggestions in 390 scanned stories 10 are labelled right, and two more read right.
_MISSPELT = RuleReason(0.8, "spelling", "the sources have {name}, which differs in a letter or two")
_LEAST_LETTERS = 4
_LONG = 6  # letters of a word in which two may differ
# Misread letters (`repair.text.letter_shapes`) of a short word, or of one whose first letter or two letters differ: all
# are of similar shapes. "Supt", "Terman" and "Aegean" are no misspelt Sept, German and Afghan.
_ALIKE = 0.9
# Letters at the end of the longer and of the shorter word; words that differ in these alone are Korea and Korean, or
# Octobre and October.
_ENDING, _SHORT_ENDING = 2, 1
_SUFFIX = "s"  # of a people in the plural


def propose_peoples_and_dates(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each misspelt people, day or month that the sources of the story have."""
    copy_context = context.copy_context
    copy = copy_context.copy
    suspects = [
        number
        for number in copy_context.suspicious_words
        if _is_unknown(copy.tokens[number], copy_context.lexicon)
        and not _is_alone_in_capitals(copy, number)
        and not _is_surname(copy_context, number)
    ]
    words = _words_of_sources(copy_context) if suspects else {}
    nearest = {fold: _nearest(fold, words) for fold in dict.fromkeys(copy.folds[number] for number in suspects)}
    for number in suspects:
        token = copy.tokens[number]
        word = nearest[token.fold]
        if word is not None and not _has_nearer_name(copy_context, token.fold, word):
            name = words[word].upper() if token.text.isupper() else words[word]
            proposed = _MISSPELT.propose(number, number + 1, name, kind=Kind.OTHER)
            yield suggest_name(context, proposed)


def _is_unknown(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word is long enough, and neither a word nor a name."""
    word = token.fold
    if len(word) < _LEAST_LETTERS or not word.isalpha() or not token.text[0].isupper():
        return False
    return not lexicon.knows(word)


def _is_alone_in_capitals(copy: AnalyzedText, number: int) -> bool:
    """Whether a word is in capitals, and the words around it are not: "ASEAN" is no misspelt "ASIAN"."""
    around = copy.tokens[max(0, number - 1) : number] + copy.tokens[number + 1 : number + 2]
    return copy.tokens[number].text.isupper() and not any(token.text.isupper() for token in around)


def _is_surname(copy_context: CopyContext, number: int) -> bool:
    """Whether a word follows a given name: "Levon Aronian" is no misspelt "Armenian"."""
    copy = copy_context.copy
    return copy.follows_capital(number) and copy_context.lexicon.given(copy.folds[number - 1]) >= COMMON_NAME


def _words_of_sources(copy_context: CopyContext) -> dict[str, str]:
    """Return the peoples, days and months that the sources have with a capital, by their folded form."""
    words: dict[str, str] = {}
    for analysis in copy_context.story.sources:
        for word, text in _words_of_source(analysis).items():
            words.setdefault(word, text)
    return words


@computed_once
def _words_of_source(analysis: AnalyzedText) -> dict[str, str]:
    """Return the same for one source."""
    words: dict[str, str] = {}
    for number in analysis.capital_at:
        token = analysis.tokens[number]
        if _is_people_or_date(token.fold) and not token.text.isupper():
            words.setdefault(token.fold, token.text)
    return words


def _is_people_or_date(word: str) -> bool:
    return word in WEEKDAYS or word in MONTHS or word in DEMONYMS or word.removesuffix(_SUFFIX) in DEMONYMS


def _has_nearer_name(copy_context: CopyContext, form: str, word: str) -> bool:
    """Whether a country or a capitalised word of the sources differs in fewer letters: "Gecmany" is no German."""
    distance = Levenshtein.distance(form, word)
    if distance > 1 and any(copy_context.lexicon.place(each) >= COUNTRY for each in possible_originals(form)):
        return True
    names = copy_context.story.capitals
    return process.extractOne(form, names.keys(), scorer=Levenshtein.distance, score_cutoff=distance - 1) is not None


def _nearest(word: str, words: dict[str, str]) -> str | None:
    """Return the only word that differs in the fewest letters: one, or two in a long word; None without such a word."""
    most = 2 if len(word) >= _LONG else 1
    nearest = process.extract(word, list(words), scorer=Levenshtein.distance, limit=2, score_cutoff=most)
    if not nearest or (len(nearest) > 1 and nearest[0][1] == nearest[1][1]):
        return None
    other, distance, _ = nearest[0]
    if distance > 1 and word[0] != other[0] and len(word) != len(other):
        return None  # "Hlavas" are no Slavs, but two letters may be misread: "Bassian"
    is_slip = len(word) >= _LONG and word[0] == other[0] and OSA.distance(word, other) == 1
    if not is_slip and shape_distance(other.capitalize(), word.capitalize()) > _ALIKE:
        return None
    shorter, longer = sorted((len(word), len(other)))
    start = Prefix.similarity(word, other)
    return None if start >= longer - _ENDING or start >= shorter - _SHORT_ENDING else other
