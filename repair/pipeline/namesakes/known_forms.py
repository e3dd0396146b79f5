"""What is known of the form of a correction as a name of people, and how alike form and name are."""

from __future__ import annotations

from repair.pipeline.candidate_generation import similarity
from repair.pipeline.decoding_values import Piece
from repair.pipeline.detection import CopyContext
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.text.lexicon import COMMON_NAME, RARE_WORD, VERY_COMMON_NAME

# Similarities of letters (0-1) from which a form and a name are alike, from most to least: rather one misspelt than two
# surnames; a misspelling, wherever it is; below the third hardly any correction in machine output was right; below the
# last two names of people are different.
ALMOST_THE_SAME, SLIP, SIMILAR, HARDLY_SIMILAR = 0.9, 0.85, 0.7, 0.5
# Similarities (0-1) of sentences: from the first a source has the name in the same statement, and below the second
# every source says something else of it. Below the third, statements have nothing in common.
SAME_CONTENT, OTHER_CONTENT, NOTHING_IN_COMMON = 0.28, 0.24, 0.1


def least_similarity(correction: NameCorrection) -> float:
    """Return the similarity of letters (0-1) of a form and its name, the least where there are several."""
    return min(similarity(*piece.folded) for piece in correction.pieces)


def is_of_real_people(piece: Piece) -> bool:
    """Return whether real people have the form of the copy as a name."""
    return bool(piece.best.values["form_person"] or piece.best.values["form_person_count"])


def has_bearers(piece: Piece) -> bool:
    """Return whether the form is a name that is not rare."""
    return piece.best.values["form_person"] >= COMMON_NAME


def may_be_a_word(copy_context: CopyContext, piece: Piece) -> bool:
    """Return whether a form is a word that a name may have been put into, and not clearly a surname."""
    values = piece.best.values
    if values["form_word"] <= RARE_WORD:
        return False
    is_surname = copy_context.lexicon.surname(piece.best.form.fold) >= VERY_COMMON_NAME
    return not is_surname or values["sentence_similarity"] >= OTHER_CONTENT


def is_in_lists(values: dict[str, float], side: str) -> bool:
    """Return whether the lists have people or places with the form or the name, as ``side`` ("form", "name") says."""
    return bool(values[f"{side}_person_count"] or values[f"{side}_place_count"])
