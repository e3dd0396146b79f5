"""Vetoes for words of the language of the copy, which sources in another language have beside the same names."""

from __future__ import annotations

from repair.pipeline.casing import occurrences
from repair.pipeline.decoding_values import Piece
from repair.pipeline.detection import CopyContext
from repair.text.normalize import fold
from repair.text.wordlists import CONJUNCTIONS, TITLES, WEEKDAYS

_ARTICLE = "the"  # a text without it is not in English
_MOST_OCCURRENCES = 20  # of a name in the sources, that are read


def is_english_word(copy_context: CopyContext, piece: Piece) -> bool:
    """Return whether a form is a weekday or title, or has a conjunction, and the name has none: "Monday", "Montag".

    Words of English sources are left to the ranker, since Sonntag is a surname there.
    """
    form, names = {*piece.best.form.fold.split()}, {*fold(piece.best.name).split()}
    if form <= TITLES:
        is_english = names.isdisjoint(TITLES) and not any(map(copy_context.lexicon.has_bearers, names))
    else:
        is_english = bool(form & (CONJUNCTIONS - names)) or (form <= WEEKDAYS and names.isdisjoint(WEEKDAYS))
    if not is_english:
        return False
    places = occurrences(copy_context.story, piece.best.name, _MOST_OCCURRENCES)
    return not any(_ARTICLE in copy_context.story.texts[number].places for number, _ in places)
