"""Somebody else: full names that people bear, and that nothing links to the person of the sources.

A relative has another given name, a predecessor another surname, and a person who is introduced with an age or a role
that no source has is not the one of the sources. ``possible_namesakes`` asks.
"""

from __future__ import annotations

from repair.pipeline.candidate_generation import similarity
from repair.pipeline.detection import CopyContext
from repair.pipeline.introductions import has_new_age, is_described_anew, is_introduced_as_another
from repair.pipeline.name_context import end_of_person
from repair.pipeline.namesakes.genders import (
    gender_before,
    is_a_woman_of_the_family,
    is_a_woman_with_another_given_name,
    is_of_other_gender,
)
from repair.pipeline.namesakes.known_forms import (
    NOTHING_IN_COMMON,
    SAME_CONTENT,
    SIMILAR,
    SLIP,
    has_bearers,
    is_of_real_people,
    least_similarity,
    may_be_a_word,
)
from repair.pipeline.namesakes.statements import (
    SAME_STATEMENT,
    is_described_alike,
    places_in_texts,
    statement_similarity,
)
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.text.given_names import are_of_both_sexes, cognate
from repair.text.lexicon import COMMON_NAME, VERY_COMMON_NAME
from repair.text.normalize import fold

_FULL_NAME = 2  # words of a full name


def may_be_somebody_else(copy_context: CopyContext, correction: NameCorrection, *, is_explained: bool) -> bool:
    """Return whether the copy has a full name that people bear, and nothing links it to the person of the sources.

    Nothing is known of the people of a bare list. A woman is never the man of the sources whose name hers resembles.
    """
    if not places_in_texts(copy_context, correction.core):
        return False
    pieces = correction.pieces
    if is_of_other_gender(copy_context, correction.low, correction.replacement):
        return all(is_of_real_people(piece) for piece in pieces)
    if gender_before(copy_context.copy, correction.low) and is_a_woman_of_the_family(copy_context, correction):
        return True
    if is_a_woman_with_another_given_name(copy_context, correction):
        return True
    if _is_introduced_anew(copy_context, correction):
        return True
    if _is_of_both_sexes(copy_context, correction):
        return not is_described_alike(copy_context, (correction.low, correction.high), correction.replacement)
    has_same_sentence = max(piece.best.values["sentence_similarity"] for piece in pieces) >= SAME_CONTENT
    if has_same_sentence and statement_similarity(copy_context, correction) >= SAME_STATEMENT:
        return False
    is_a_slip = has_same_sentence and least_similarity(correction) >= SLIP
    may_be = (
        (not is_a_slip and not is_explained and _is_name_of_many(copy_context, correction))
        or _is_introduced_otherwise(copy_context, correction)
        or is_a_woman_of_the_family(copy_context, correction)
        or (not is_explained and _has_an_unlike_surname(copy_context, correction))
        or _has_another_given_name(copy_context, correction)
    )
    return may_be and not is_described_alike(copy_context, (correction.low, correction.high), correction.replacement)


def _has_an_unlike_surname(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether the given name is right, and the surname is one that people bear and unlike that of the sources.

    Where the sources say nothing of what the copy says, a very unlike surname need not be known.
    """
    pieces = correction.pieces
    if not copy_context.lexicon.given(copy_context.copy.folds[correction.low]) or correction.low == pieces[0].low:
        return False
    if any(may_be_a_word(copy_context, piece) for piece in pieces) or least_similarity(correction) >= SLIP:
        return False
    if all(map(is_of_real_people, pieces)):
        return True
    return least_similarity(correction) < SIMILAR and statement_similarity(copy_context, correction) < NOTHING_IN_COMMON


def _has_another_given_name(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether a given name would be replaced with the surname, and the copy has the person of the sources too.

    Tom Cooke is an analyst in a report on Tim Cook.
    """
    lexicon, copy, low = copy_context.lexicon, copy_context.copy, correction.low
    piece, given, name = correction.pieces[0], copy.folds[low], fold(correction.replacement).split()[0]
    if piece.low == low or given == name or not piece.best.values["elsewhere"]:
        return False
    is_spelling = cognate(given, name) or similarity(given, name) >= SIMILAR
    return min(lexicon.given(given), lexicon.given(name)) >= COMMON_NAME and not is_spelling


def _is_name_of_many(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether people bear the name, and the part that both names have is a common one.

    There are few people called Mahsa or Starmer. Where the copy has the name of the sources too, a less common part is
    enough.
    """
    lexicon, copy, pieces = copy_context.lexicon, copy_context.copy, correction.pieces
    if not lexicon.personal_name(copy.folds[correction.low]) or not all(map(is_of_real_people, pieces)):
        return False
    if any(may_be_a_word(copy_context, piece) for piece in pieces):
        return False
    same = set(copy.folds[correction.low : correction.high]).intersection(fold(correction.replacement).split())
    if sum(lexicon.personal_name(word) > 0 for word in same) > 1:
        return False  # "Mary Corina Machado" is no other woman than María Corina Machado
    is_right_elsewhere = any(piece.best.values["elsewhere"] for piece in pieces)
    least = COMMON_NAME if is_right_elsewhere or all(map(has_bearers, pieces)) else VERY_COMMON_NAME
    return any(lexicon.personal_name(word) >= least or lexicon.given(word) >= COMMON_NAME for word in same)


def _is_introduced_anew(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether the copy introduces a full name with facts that no source has.

    Sources often leave out an age, which alone does not make a word that is nobody's name another person.
    """
    end = end_of_person(copy_context.copy, correction.high)
    if end - correction.low < _FULL_NAME:
        return False
    if is_described_anew(copy_context, end):
        return True
    return has_new_age(copy_context, end) and any(map(is_of_real_people, correction.pieces))


def _is_introduced_otherwise(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether the copy gives a full name a role that no source has: "Julia Ross, a teacher in Leeds"."""
    low, high = correction.low, end_of_person(copy_context.copy, correction.high)
    return high - low >= _FULL_NAME and is_introduced_as_another(copy_context, low, high)


def _is_of_both_sexes(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether a man's given name would become a woman's of the same stem, or the reverse: Roberta, Robert."""
    lexicon, (piece, *others) = copy_context.lexicon, correction.pieces
    form, name = piece.folded
    if others or piece.low != correction.low or piece.high == correction.high or not are_of_both_sexes(form, name):
        return False
    return min(lexicon.given(form), lexicon.given(name)) >= COMMON_NAME
