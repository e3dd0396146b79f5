"""Vetoes for words of the language of the copy, which are right although the sources have a name in their place.

Sources in another language have such a word beside the same names. Other sources keep a name in its own language where
the copy translates it, "the Ministry of Digital Development", MinTsifry, or a name in the case of its own language.
"""

from __future__ import annotations

from collections.abc import Callable

from repair.core.computed_once import computed_once
from repair.pipeline.candidate_generation import similarity
from repair.pipeline.casing import occurrences
from repair.pipeline.decoding_values import Correction, Piece
from repair.pipeline.detection import CopyContext
from repair.text.language import has_more_foreign_words
from repair.text.lexicon import COMMON_WORD, FREQUENT_WORD
from repair.text.normalize import fold
from repair.text.phonetics import squash
from repair.text.wordlists import CONJUNCTIONS, ORGANISATION_WORDS, PLACE_WORDS, TITLES, WEEKDAYS

_ARTICLE = "the"  # a text without it has no sentence in English
_KINDS = ORGANISATION_WORDS | PLACE_WORDS
# Similarities of letters (0-1) below which a word is no slip for a name: a kind of institution or place, another word.
# In labelled output, all 25 corrections of a word alone that were less alike were wrong.
_UNLIKE_KIND, _UNLIKE_WORD = 0.75, 0.5
_FULL_NAME = 2  # words of a full name
_MOST_OCCURRENCES = 20  # of a name in the sources, that are read


def is_in_english(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether a form is right in English copy, and the sources have a name or an ending of another language."""
    return (
        _is_ordinary_word(copy_context, correction)
        or any(_is_translation(copy_context, piece) for piece in correction.pieces)
        or _is_nominative(copy_context, correction)
    )


def _is_ordinary_word(copy_context: CopyContext, correction: Correction) -> bool:
    """Whether a form is an English word alone, unlike the name: "the Journal", Deník; "the League", Ligue.

    A word beside a part of the name may be the other part of it in translation: "RIA News". Speech recognition writes
    words for names.
    """
    lexicon, word = copy_context.lexicon, copy_context.copy.folds[correction.low]
    if correction.high - correction.low > 1 or len(correction.pieces) > 1 or copy_context.is_transcript:
        return False
    if lexicon.has_bearers(word) or _is_part_of_name(copy_context, correction):
        return False
    alike = similarity(word, squash(fold(correction.replacement)))
    if word in _KINDS and lexicon.word(word) >= COMMON_WORD:
        return alike < _UNLIKE_KIND
    return lexicon.word(word) >= FREQUENT_WORD and alike < _UNLIKE_WORD


def _is_nominative(copy_context: CopyContext, correction: Correction) -> bool:
    """Whether the copy has a man's full name, and the sources its Slavic genitive: Jan Vrabec, Jana Vrabce.

    People have the names of the copy, and no list has the surname of the sources. A woman's has another ending.
    """
    lexicon = copy_context.lexicon
    forms = [word for piece in correction.pieces for word in piece.best.form.fold.split()]
    names = fold(correction.replacement).split()
    if len(forms) != len(names):
        return False
    changed = [(form, name) for form, name in zip(forms, names, strict=True) if form != name]
    if len(changed) < _FULL_NAME or lexicon.surname(changed[-1][1]):
        return False
    return all(name in _genitives(form) and lexicon.personal_name(form) for form, name in changed)


def _genitives(form: str) -> tuple[str, ...]:
    """Return what the Slavic genitive of a man's folded name may be.

    >>> _genitives("vaclav"), _genitives("vrabec"), _genitives("vanek")
    (('vaclava',), ('vrabeca', 'vrabce'), ('vaneka', 'vanka'))
    """
    endings = {"ec": "ce", "ek": "ka"}
    shortened = endings.get(form[-2:])
    return (f"{form}a",) if shortened is None else (f"{form}a", form[:-2] + shortened)


def _is_part_of_name(copy_context: CopyContext, correction: Correction) -> bool:
    """Whether a source has the name beside the same name. A people and a number are none: "the French League 1"."""
    values, copy, high = correction.values, copy_context.copy, correction.high
    before = copy.folds[correction.low - 1] if values["left_name"] else ""
    after = copy.folds[high] if values["right_name"] and high < len(copy.folds) else ""
    return any(word and not word.isdigit() and not copy_context.lexicon.demonym(word) for word in (before, after))


def _is_translation(copy_context: CopyContext, piece: Piece) -> bool:
    """Whether a form is a word of English copy, and the name is no name but its translation: "Monday", "Montag".

    The form is a weekday or a title ("German Minister"), has a conjunction, or is an everyday word ("Commerce",
    "Comercio"). Words of English sources are left to the ranker, since Sonntag is a surname there.
    """
    form, names = {*piece.best.form.fold.split()}, {*fold(piece.best.name).split()}
    lexicon = copy_context.lexicon
    are_everyday = all(lexicon.word(word) >= COMMON_WORD or lexicon.demonym(word) for word in form - TITLES)
    if form & TITLES and are_everyday:
        is_translated = names.isdisjoint(TITLES) and not any(map(lexicon.has_bearers, names))
    elif form & (CONJUNCTIONS - names):
        is_translated = True
    elif form <= WEEKDAYS:
        is_translated = names.isdisjoint(WEEKDAYS)
    else:
        is_known = any(map(lexicon.personal_name, form | names)) or any(map(lexicon.place, names))
        return are_everyday and not is_known and _is_in(copy_context, piece.best.name, _is_foreign)
    return is_translated and _is_in(copy_context, piece.best.name, _is_not_english)


def _is_in(copy_context: CopyContext, name: str, kind: Callable[[CopyContext, int], bool]) -> bool:
    """Whether all texts of the story that have a name are of a kind."""
    places = occurrences(copy_context.story, name, _MOST_OCCURRENCES)
    return all(kind(copy_context, number) for number in {number for number, _ in places})


def _is_not_english(copy_context: CopyContext, number: int) -> bool:
    """Whether a text of the story is in another language, or has no English sentence, as a list."""
    return _ARTICLE not in copy_context.story.texts[number].places or _is_foreign(copy_context, number)


@computed_once
def _is_foreign(copy_context: CopyContext, number: int) -> bool:
    """Whether a text of the story is prose in another language."""
    return has_more_foreign_words(copy_context.story.texts[number].tokens)
