"""The kind of a name (person, place, organisation), guessed from its words and its neighbours.

One occurrence gives one guess; a gazetteer adds up the guesses of all occurrences. OTHER means that there is no clue.
"""

from __future__ import annotations

from itertools import pairwise

from repair.core.types import Kind
from repair.text.known_organisations import is_known_organisation
from repair.text.known_people import is_known_person
from repair.text.lexicon import COMMON_WORD, LARGE_CITY, VERY_COMMON_NAME
from repair.text.mentions.context import Context
from repair.text.mentions.title_splitting import TitledName
from repair.text.wordlists import BRIDGES, COMPASS, CONTESTS, EVENTS, LOCATIVE, ORGANISATION_WORDS, PLACE_WORDS, SPEECH


def guess(context: Context, part: TitledName) -> Kind:
    """Return the kind that the words of a name and its neighbours suggest."""
    folds = [context.fold(at) for at in range(part.start, part.end)]
    lexicon = context.lexicon
    is_known = is_known_organisation(" ".join(folds))
    if part.title and not is_known:
        return Kind.PERSON
    if all(len(fold) == 1 for fold in folds):
        return Kind.PLACE if lexicon.place("".join(folds)) >= LARGE_CITY else Kind.ORGANISATION
    fame = lexicon.place(" ".join(folds))
    forename = len(folds) == 1 and lexicon.given(folds[0]) >= VERY_COMMON_NAME
    if fame == 4 or (fame == 3 and not forename):
        return Kind.PLACE
    if is_known or _is_institution(folds):
        return Kind.ORGANISATION
    if _is_place(folds):
        return Kind.PLACE
    text = context.analysis.tokens[part.start].text
    last = context.analysis.tokens[part.end - 1].text
    if len(folds) == 1 and 2 <= len(text) <= 6 and text.isupper():
        return Kind.ORGANISATION
    if len(folds) > 1 and is_known_person(" ".join(folds)):
        return Kind.PERSON
    if _is_person(context, folds) and not (last.isupper() and len(last) > 1 and not text.isupper()):
        return Kind.PERSON
    is_of_words = len(folds) > 1 and all(context.lexicon.word(fold) >= COMMON_WORD for fold in folds)
    if len(folds) <= 3 and not is_of_words and _has_speech_verb(context, part):
        return Kind.PERSON
    if _follows_locative(context, part) or (fame > 0 and not forename and not context.is_common_word(folds[0])):
        return Kind.PLACE
    return Kind.OTHER


def _is_institution(folds: list[str]) -> bool:
    """Return whether a name begins or ends like an institution: "Bank of …", "… University"."""
    if len(folds) == 1:
        return False
    if folds[-2:] == ["consulate", "general"]:
        return True
    return folds[-1] in ORGANISATION_WORDS or any(
        fold in ORGANISATION_WORDS and following in ("of", "for", "on") for fold, following in pairwise(folds)
    )


def _is_place(folds: list[str]) -> bool:
    """Return whether a name begins or ends like a place: "Lake …", "… Street"."""
    return len(folds) > 1 and (
        folds[-1] in PLACE_WORDS or folds[0] in ("lake", "mount", "cape", "port", "gulf", "strait")
    )


def _is_person(context: Context, folds: list[str]) -> bool:
    """Return whether the words look like given name and surname."""
    lexicon = context.lexicon
    if len(folds) == 1 or len(folds) > 5 or folds[0] in COMPASS or not BRIDGES.isdisjoint(folds):
        return False
    first, last = folds[0], folds[-1]
    if last in EVENTS or last in CONTESTS:
        return False
    given_name_class, word_class = lexicon.given(first), lexicon.word(last)
    if lexicon.place(first) >= LARGE_CITY and given_name_class < 3:
        return False
    if len(first) == 1:
        return word_class < 3 and (lexicon.surname(last) >= 1 or word_class == 0)
    if lexicon.word(first) >= COMMON_WORD and given_name_class < 3:
        return False
    return (given_name_class >= 2 and word_class < 4) or (
        given_name_class >= 1 and (lexicon.surname(last) >= 1 or word_class == 0)
    )


def _has_speech_verb(context: Context, part: TitledName) -> bool:
    """Return whether a verb of speech is next to the name."""
    tokens = context.analysis.tokens
    after = tokens[part.end].fold if part.end < len(tokens) and context.gap(part.end) == " " else ""
    before = tokens[part.start - 1].fold if part.start > 0 and context.gap(part.start) == " " else ""
    return after in SPEECH or before in SPEECH


def _follows_locative(context: Context, part: TitledName) -> bool:
    """Return whether the name follows a preposition of place."""
    if part.start == 0 or context.gap(part.start) != " ":
        return False
    return context.fold(part.start - 1) in LOCATIVE and context.fold(part.start - 1) not in (
        "from",
        "to",
        "at",
        "around",
    )
