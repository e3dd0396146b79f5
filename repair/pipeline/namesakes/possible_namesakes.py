"""Possible namesakes: right names of other people that resemble a name of the sources: Thomas Bacher, not Bach.

A form that people bear is probably right where nothing but its letters speaks for the name of the sources: no source
has the name in a sentence with the same content, and nothing beside the name is the same. Where no source reports the
story at all, neither does a given name that both have: Dmitry Bragin is not Dmitry Kurakin. Where there are only lists
of names, a known word or name must resemble one of them closely, and have no other part: Peter Hansen is not Hanshin.
The confidence of such a correction is limited to one that is not suggested by default.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from repair.pipeline.candidate_generation import similarity
from repair.pipeline.decoding_values import Piece
from repair.pipeline.detection import CopyContext
from repair.pipeline.introductions import has_new_age, introduced_anew, is_introduced_as_another
from repair.pipeline.namesakes.garbled_words import GarbledWords
from repair.pipeline.namesakes.genders import (
    gender_before,
    is_a_woman_of_the_family,
    is_a_woman_with_another_given_name,
    is_of_other_gender,
)
from repair.pipeline.namesakes.known_beside_lists import is_known_beside_lists
from repair.pipeline.namesakes.other_bearers import is_another_bearer
from repair.pipeline.namesakes.statements import (
    SAME_STATEMENT,
    are_of_other_events,
    is_described_alike,
    places_in_texts,
    statement_similarity,
)
from repair.pipeline.namesakes.two_names import are_two_names, may_be_two_names
from repair.pipeline.whole_names.name_corrections import NameCorrection, pieces_of
from repair.text.given_names import are_of_both_sexes, cognate
from repair.text.lexicon import COMMON_NAME, RARE_WORD, VERY_COMMON_NAME
from repair.text.normalize import fold

MOST = 0.54  # confidence (0-1) in a correction that may be of another person's name; it is not suggested by default
# Confidence (0-1) in a correction of a form that is a name of its own kind, although a source has the sentence with the
# other one: 57 of 59 were right in parallel machine output, and none in right copy.
MOST_DISPUTED = 0.82
# Confidence (0-1) in another surname after a given name that is right, where people bear the one of the copy.
MOST_OF_BEARERS = 0.82
# Confidence (0-1) in a correction of a known name or word to another one. In labelled output 95 to 97 % were right, and
# 88 % where the sources are the other half of the story; in right copy hardly any are.
MOST_OF_TWO_NAMES = 0.92
_SAME_CONTENT = 0.28  # similarity of sentences from which a source has the name in the same statement
_OTHER_CONTENT = 0.24  # similarity of sentences below which every source says something else of the name
_FULL_NAME = 2  # words of a full name
_DIFFERENT = 0.6  # similarity of letters (0-1) up to which two given names are different ones
_UNLIKE = 0.85  # similarity of letters (0-1) from which a form may be a misspelling, wherever it is
_ALMOST_THE_SAME = 0.9  # similarity of letters (0-1) from which a form is rather a misspelling than another surname
_VERY_UNLIKE = 0.7  # similarity of letters (0-1) below which hardly any right correction in machine output was
_QUITE_UNLIKE = 0.5  # similarity of letters (0-1) below which two names of people are different
_NOTHING_IN_COMMON = 0.1  # similarity of statements


def with_possible_namesakes(
    copy_context: CopyContext, corrections: Sequence[NameCorrection], *, review_at: float
) -> list[NameCorrection]:
    """Return the corrections; those of a name that may be another person's are marked and have a low confidence.

    Args:
        copy_context: The copy and its story.
        corrections: The corrections of whole names.
        review_at: Confidence (0-1) from which a correction is suggested; others are left out.
    """
    garbled_words = GarbledWords(corrections)
    namesakes = {
        (word, correction.replacement.split()[-1])
        for correction in corrections
        if _may_be_somebody_else(copy_context, correction)
        or _is_unlike_in_another_story(copy_context, correction)
        or is_another_bearer(copy_context, correction)
        or is_known_beside_lists(copy_context, correction)
        or are_two_names(copy_context, correction, garbled_words)
        for word in _changed_words(correction)
    }
    results = []
    for correction in corrections:
        if correction.is_disputed:
            correction = replace(correction, confidence=min(correction.confidence, MOST_DISPUTED))
        elif _is_full_name_of_people(copy_context, correction):
            correction = replace(correction, confidence=min(correction.confidence, MOST_OF_BEARERS))
        elif may_be_two_names(copy_context, correction, garbled_words):
            correction = replace(correction, confidence=min(correction.confidence, MOST_OF_TWO_NAMES))
        last = correction.replacement.split()[-1]
        if all((word, last) in namesakes for word in _changed_words(correction)):
            confidence = min(correction.confidence, MOST)
            correction = replace(correction, confidence=confidence, may_be_namesake=True)
        results.append(correction)
    return [correction for correction in results if correction.confidence >= review_at]


def _is_full_name_of_people(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether only surnames change, to others that are not almost the same, and people bear those of the copy.

    Sources that report the same of somebody else, such as a predecessor, have the same sentence: Tim Sheehan, Sheehy.
    """
    lexicon, first = copy_context.lexicon, copy_context.copy.folds[correction.low]
    if lexicon.given(first) < COMMON_NAME or fold(correction.replacement).split()[0] != first:
        return False
    pieces = [*pieces_of(correction)]
    if pieces[0].low == correction.low or _least_similarity(correction) >= _ALMOST_THE_SAME:
        return False
    return all(_has_bearers(piece) and not _may_be_a_word(copy_context, piece) for piece in pieces)


def _changed_words(correction: NameCorrection) -> list[str]:
    return [piece.best.form.fold for piece in pieces_of(correction)]


def _may_be_somebody_else(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether the copy has a full name that people bear, and nothing links it to the person of the sources.

    Nothing is known of the people of a bare list. A woman is never the man of the sources whose name hers resembles.
    """
    if not places_in_texts(copy_context, correction.core):
        return False
    pieces = [*pieces_of(correction)]
    if is_of_other_gender(copy_context, correction.low, correction.replacement):
        return all(_is_of_real_people(piece) for piece in pieces)
    if gender_before(copy_context.copy, correction.low) and is_a_woman_of_the_family(copy_context, correction):
        return True
    if is_a_woman_with_another_given_name(copy_context, correction):
        return True
    if _is_introduced_anew(copy_context, correction):
        return True
    if _is_of_both_sexes(copy_context, correction):
        return not is_described_alike(copy_context, (correction.low, correction.high), correction.replacement)
    has_same_sentence = max(piece.best.values["sentence_similarity"] for piece in pieces) >= _SAME_CONTENT
    if has_same_sentence and statement_similarity(copy_context, correction) >= SAME_STATEMENT:
        return False
    is_a_slip = has_same_sentence and _least_similarity(correction) >= _UNLIKE
    may_be = (
        (not is_a_slip and _is_name_of_many(copy_context, correction))
        or _is_introduced_otherwise(copy_context, correction)
        or _is_of_the_family(copy_context, correction)
        or is_a_woman_of_the_family(copy_context, correction)
        or _has_an_unlike_surname(copy_context, correction)
        or _has_another_given_name(copy_context, correction)
    )
    return may_be and not is_described_alike(copy_context, (correction.low, correction.high), correction.replacement)


def _least_similarity(correction: NameCorrection) -> float:
    """Return the similarity of letters (0-1) of a form and its name, the least where there are several."""
    return min(similarity(piece.best.form.fold, fold(piece.best.name)) for piece in pieces_of(correction))


def _has_an_unlike_surname(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether the given name is right, and the surname is one that people bear and unlike that of the sources.

    Where the sources say nothing of what the copy says, a very unlike surname need not be known.
    """
    pieces = [*pieces_of(correction)]
    if not copy_context.lexicon.given(copy_context.copy.folds[correction.low]) or correction.low == pieces[0].low:
        return False
    if any(_may_be_a_word(copy_context, piece) for piece in pieces) or _least_similarity(correction) >= _UNLIKE:
        return False
    if all(map(_is_of_real_people, pieces)):
        return True
    return (
        _least_similarity(correction) < _VERY_UNLIKE
        and statement_similarity(copy_context, correction) < _NOTHING_IN_COMMON
    )


def _has_another_given_name(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether a given name would be replaced with the surname, and the copy has the person of the sources too.

    Tom Cooke is an analyst in a report on Tim Cook.
    """
    lexicon, copy, low = copy_context.lexicon, copy_context.copy, correction.low
    piece, given, name = next(pieces_of(correction)), copy.folds[low], fold(correction.replacement).split()[0]
    if piece.low == low or given == name or not piece.best.values["elsewhere"]:
        return False
    is_spelling = cognate(given, name) or similarity(given, name) >= _VERY_UNLIKE
    return min(lexicon.given(given), lexicon.given(name)) >= COMMON_NAME and not is_spelling


def _is_name_of_many(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether people bear the name, and the part that both names have is a common one.

    There are few people called Mahsa or Starmer. Where the copy has the name of the sources too, a less common part is
    enough.
    """
    lexicon, copy, pieces = copy_context.lexicon, copy_context.copy, [*pieces_of(correction)]
    if not lexicon.personal_name(copy.folds[correction.low]) or not all(map(_is_of_real_people, pieces)):
        return False
    if any(_may_be_a_word(copy_context, piece) for piece in pieces):
        return False
    same = set(copy.folds[correction.low : correction.high]).intersection(fold(correction.replacement).split())
    if sum(lexicon.personal_name(word) > 0 for word in same) > 1:
        return False  # "Mary Corina Machado" is no other woman than María Corina Machado
    is_right_elsewhere = any(piece.best.values["elsewhere"] for piece in pieces)
    least = COMMON_NAME if is_right_elsewhere or all(map(_has_bearers, pieces)) else VERY_COMMON_NAME
    return any(lexicon.personal_name(word) >= least or lexicon.given(word) >= COMMON_NAME for word in same)


def _may_be_a_word(copy_context: CopyContext, piece: Piece) -> bool:
    """Return whether a form is a word that a name may have been put into, and not clearly a surname."""
    values = piece.best.values
    if values["form_word"] <= RARE_WORD:
        return False
    is_surname = copy_context.lexicon.surname(piece.best.form.fold) >= VERY_COMMON_NAME
    return not is_surname or values["sentence_similarity"] >= _OTHER_CONTENT


def _is_introduced_anew(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether the copy introduces a full name with facts that no source has.

    Sources often leave out an age, which alone does not make a word that is nobody's name another person.
    """
    if correction.high - correction.low < _FULL_NAME or not introduced_anew(copy_context, correction.high):
        return False
    return not has_new_age(copy_context, correction.high) or any(map(_is_of_real_people, pieces_of(correction)))


def _is_introduced_otherwise(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether the copy gives a full name a role that no source has: "Julia Ross, a teacher in Leeds"."""
    low, high = correction.low, correction.high
    return high - low >= _FULL_NAME and is_introduced_as_another(copy_context, low, high)


def _is_of_the_family(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether only the given name differs, and is unlike or that of the other sex: Johannes, Johanna.

    A word that is rather a place or an ordinary word than a given name is nobody's: "Kiel", "Love".
    """
    lexicon, copy, pieces = copy_context.lexicon, copy_context.copy, [*pieces_of(correction)]
    if copy.folds[correction.high - 1] != fold(correction.replacement).split()[-1]:
        return False
    for piece in pieces:
        form, name = piece.best.form.fold, fold(piece.best.name)
        if not lexicon.given(name) or lexicon.given(form) < max(1, lexicon.place(form), lexicon.word(form)):
            return False
        if piece.best.values["similarity"] > _DIFFERENT and not are_of_both_sexes(form, name):
            return False
    return True


def _is_of_both_sexes(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether a man's given name would become a woman's of the same stem, or the reverse: Roberta, Robert."""
    lexicon, (piece, *others) = copy_context.lexicon, [*pieces_of(correction)]
    form, name = piece.best.form.fold, fold(piece.best.name)
    if others or piece.low != correction.low or piece.high == correction.high or not are_of_both_sexes(form, name):
        return False
    return min(lexicon.given(form), lexicon.given(name)) >= COMMON_NAME


def _is_unlike_in_another_story(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether a given name is all that a full name shares with one of sources that report other events.

    A word alone that people bear shares nothing with a name unlike it. In 85,000 words of right copy beside the sources
    of other stories, nearly half of all suggestions were of this kind.
    """
    if not are_of_other_events(copy_context):
        return False
    copy = copy_context.copy
    same = set(copy.folds[correction.low : correction.high]).intersection(fold(correction.replacement).split())
    pieces = [*pieces_of(correction)]
    if pieces[0].best.values["left_name"] == 1:
        same.add(copy.folds[correction.low - 1])
    if any(piece.best.values["sentence_similarity"] >= _SAME_CONTENT for piece in pieces):
        return False
    likeness = _least_similarity(correction)
    if correction.high - correction.low == 1 and likeness < _QUITE_UNLIKE and all(map(_is_of_real_people, pieces)):
        return True
    surname = fold(correction.replacement).split()[-1]
    # A rare given name may be a surname, which identifies its bearer.
    if not any(copy_context.lexicon.given(word) >= (COMMON_NAME if word == surname else 1) for word in same):
        return False
    if likeness >= _UNLIKE:
        return False
    if likeness < _QUITE_UNLIKE and statement_similarity(copy_context, correction) < _NOTHING_IN_COMMON:
        return True  # both are deputies
    return not is_described_alike(copy_context, (correction.low, correction.high), correction.replacement)


def _is_of_real_people(piece: Piece) -> bool:
    """Return whether real people have the form of the copy as a name."""
    return bool(piece.best.values["form_person"] or piece.best.values["form_person_count"])


def _has_bearers(piece: Piece) -> bool:
    """Return whether the form is a name that is not rare."""
    return piece.best.values["form_person"] >= COMMON_NAME
