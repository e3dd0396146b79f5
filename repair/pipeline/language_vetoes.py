"""Vetoes for words of the language of the copy, which sources in another language have beside the same names."""

from __future__ import annotations

from collections.abc import Callable

from repair.pipeline.casing import occurrences
from repair.pipeline.copy_cache import once_per_copy
from repair.pipeline.decoding_values import Piece
from repair.pipeline.detection import CopyContext
from repair.text.language import has_more_foreign_words
from repair.text.normalize import fold
from repair.text.wordlists import CONJUNCTIONS, TITLES, WEEKDAYS

_ARTICLE = "the"  # a text without it has no sentence in English
_EVERYDAY = 3  # of `Lexicon.word`
_MOST_OCCURRENCES = 20  # of a name in the sources, that are read


def is_english_word(copy_context: CopyContext, piece: Piece) -> bool:
    """Return whether a form is a word of English copy, and the name is no name but its translation: "Monday", "Montag".

    The form is a weekday or a title ("German Minister"), has a conjunction, or is an everyday word ("Commerce",
    "Comercio"). Words of English sources are left to the ranker, since Sonntag is a surname there.
    """
    form, names = {*piece.best.form.fold.split()}, {*fold(piece.best.name).split()}
    lexicon = copy_context.lexicon
    are_everyday = all(lexicon.word(word) >= _EVERYDAY or lexicon.demonym(word) for word in form - TITLES)
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


@once_per_copy
def _is_foreign(copy_context: CopyContext, number: int) -> bool:
    """Whether a text of the story is prose in another language."""
    return has_more_foreign_words(copy_context.story.texts[number].tokens)
