"""Other institutions: those whose names differ in the place alone, as the Bank of Guyana and the Bank of Ghana.

A well-known place is seldom a garbled one, so that the institution in the copy is that of the place which it names. An
acronym that the copy explains is right, too.
"""

from __future__ import annotations

from repair.channel.han_readings import same_characters
from repair.pipeline.detection import CopyContext
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.text.acronyms import abbreviates_name_after, abbreviates_name_before, is_acronym
from repair.text.lexicon import COUNTRY, LARGE_CITY
from repair.text.romanisation import is_spelling_variant
from repair.text.wordlists import ORGANISATION_WORDS

_MOST_PLACES = 50  # of an acronym in a copy that are examined
_MOST_BETWEEN = 3  # words between the head of an institution and its place: "Bank of the Republic of"


def is_institution_of_another_place(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether only a well-known place in the name of an institution differs from that of the sources."""
    piece, *others = correction.pieces
    form, name = piece.folded
    size = min(copy_context.lexicon.place(form), copy_context.lexicon.place(name))
    if others or size < LARGE_CITY or is_spelling_variant(form, name) is not None:
        return False
    if size < COUNTRY and same_characters(form, name) > 0:
        return False
    return _is_in_institution(copy_context, piece.low, piece.high)


def _is_in_institution(copy_context: CopyContext, low: int, high: int) -> bool:
    """Return whether a place follows "Bank of", or the head of an institution follows it."""
    copy = copy_context.copy
    if high < len(copy.tokens) and copy.joinable(high - 1, high) and _is_head(copy_context, high):
        return True
    at = low - 1
    while at > max(0, low - 1 - _MOST_BETWEEN) and copy.joinable(at - 1, at) and not _is_head(copy_context, at):
        at -= 1
    return 0 <= at < low - 1 and _is_head(copy_context, at) and copy.folds[at + 1] == "of"


def _is_head(copy_context: CopyContext, at: int) -> bool:
    """Return whether a word is the head of the name of an institution: "Bank", "University"."""
    return copy_context.copy.tokens[at].capital and copy_context.copy.folds[at] in ORGANISATION_WORDS


def is_explained_acronym(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether the copy has an acronym beside the words that it abbreviates, here or elsewhere."""
    copy, low = copy_context.copy, correction.low
    if correction.high - low > 1 or not is_acronym(copy.tokens[low].text):
        return False
    places = {low, *copy.places.get(copy.folds[low], ())[:_MOST_PLACES]}
    return any(abbreviates_name_before(copy, at, at + 1) or abbreviates_name_after(copy, at) for at in places)
