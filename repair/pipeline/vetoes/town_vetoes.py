"""Vetoes for towns: a town is not another one, nor is a place that the copy puts into another region.

No garbling makes such a name of the other: "Kherson", Kharkiv; "Ashton", Ashford; "Thibodaux, Louisiana", Thibodeaux.
"""

from __future__ import annotations

import re

from rapidfuzz.distance import Prefix

from repair.pipeline.candidate_generation import similarity
from repair.pipeline.casing import occurrences
from repair.pipeline.decoding_values import Correction, Piece
from repair.pipeline.detection import CopyContext
from repair.pipeline.name_origin import variant_in
from repair.text.lexicon import LARGE_CITY, TOWN
from repair.text.phonetics import consonant_classes, squash
from repair.text.wordlists import LOCATIVE, SECOND_PARTS

# Similarities of letters below which a town is no slip for a large city, and for another town. In labelled output, two
# of 2,900 right corrections were of such a pair.
_UNLIKE_CITY, _UNLIKE_TOWN = 0.7, 0.5
_REGION_WORDS = 2  # words of a country or region: "New York"
_AFTER_REGION = re.compile(r"[,.;)]|\Z")
_FIRST_PART, _UNLIKE_PART = 3, 0.5  # letters of a first part; similarity from which two second parts may be one
_MOST_PLACES = 50  # of a name in the sources that are examined


def is_another_town(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether the copy has a town and the sources one of another name: "Kherson", "Kharkiv".

    No garbling makes one of the other, even in the same sentence. A place has several names where languages differ, or
    readings of its Chinese characters.
    """
    if len(correction.pieces) > 1 or correction.values["same_characters"] > 0:
        return False
    place = copy_context.lexicon.place
    form, name = changed_words(correction.pieces[0])
    if place(form) < TOWN or place(name) < TOWN:
        return False
    is_unlike = similarity(squash(form), squash(name)) < (_UNLIKE_CITY if place(name) >= LARGE_CITY else _UNLIKE_TOWN)
    if not is_unlike or consonant_classes(squash(form)) == consonant_classes(squash(name)):
        return False  # "Plato" for Plateau
    return variant_in(copy_context, form, name) is None


def has_another_second_part(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether a form and the name of a place share the first part only: "Ashton", Ashford.

    No garbling of labelled output makes one such name of another. The sources have the name after "in" or "at".
    """
    if not any(_are_two_compounds(*changed_words(piece)) for piece in correction.pieces):
        return False
    texts = copy_context.story.texts
    places = occurrences(copy_context.story, correction.replacement, _MOST_PLACES)
    return any(ngram.low and texts[number].folds[ngram.low - 1] in LOCATIVE for number, ngram in places)


def _are_two_compounds(form: str, name: str) -> bool:
    """Whether two folded words have the same first part, and second parts that are unlike."""
    first = Prefix.similarity(form, name)
    return any(
        {form[at:], name[at:]} <= SECOND_PARTS and similarity(form[at:], name[at:]) < _UNLIKE_PART
        for at in range(_FIRST_PART, first + 1)
    )


def is_place_in_region(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether the copy says in which country or region a place is, and the name is none: "Thibodaux, Louisiana".

    A comma or a full stop follows the region, unlike in "According to Latte, Russia may".
    """
    copy, high, place = copy_context.copy, correction.high, copy_context.lexicon.place
    if high >= len(copy.tokens) or copy.gap(high - 1) != ", " or len(correction.pieces) > 1:
        return False
    form, name = changed_words(correction.pieces[0])
    if not place(form) or place(name):
        return False
    return any(
        place(" ".join(copy.folds[high:end])) >= LARGE_CITY and _AFTER_REGION.match(copy.text, copy.tokens[end - 1].end)
        for end in range(high + 1, min(high + _REGION_WORDS, len(copy.tokens)) + 1)
        if copy.tokens[end - 1].capital and all(map(copy.joinable, range(high, end - 1), range(high + 1, end)))
    )


def changed_words(piece: Piece) -> tuple[str, str]:
    """Return a folded form and its name, or the word of each that differs: "News Agency Kherson", "Kharkiv"."""
    form, name = piece.folded
    pairs = zip(form.split(), name.split(), strict=False)
    changed = [pair for pair in pairs if pair[0] != pair[1]]
    return changed[0] if len(changed) == 1 and form.count(" ") == name.count(" ") else (form, name)
