"""Doubts: why a correction is left to a person although its confidence is high.

``actions`` asks for the doubt about each correction; one without a doubt is applied without a person, so a form is
changed only where it cannot be right. Each doubt is a short clause that reports show beside the confidence, which is
not changed here.
"""

from __future__ import annotations

import re

from repair.core.types import Kind, Reason
from repair.pipeline.actions.figures import have_other_figures
from repair.pipeline.actions.similar_names import may_be_right
from repair.pipeline.actions.spelling_variants import is_unexplained
from repair.pipeline.candidate_generation import similarity
from repair.pipeline.decoding_values import Piece
from repair.pipeline.detection import CopyContext
from repair.pipeline.introductions import is_introduced_as_another
from repair.pipeline.name_origin import is_romanised, may_be_romanised
from repair.pipeline.namesakes.garbled_words import GarbledWords
from repair.pipeline.namesakes.known_forms import is_in_lists
from repair.pipeline.namesakes.statements import SAME_STATEMENT, statement_similarity
from repair.pipeline.whole_names.half_names import is_suspicious_part
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.text.acronyms import is_short_in_capitals
from repair.text.derived_names import is_derived_form
from repair.text.normalize import fold
from repair.text.phonetics import squash
from repair.text.romanisation import Variant

DOUBT = "doubt"  # key of the reason that says why a correction of high confidence is left to a person
BELOW = "its confidence is too low"  # never shown, since reports show the confidence itself
OTHER_SPELLING = "it may be another spelling of the same name"
ONE_SOURCE = "only one source has the name"
COMPLETED = "a word of the name was changed only to match the full name in the sources"
SOURCES_HAVE_IT = "some sources spell it as the copy does"
IN_USE = "the copy's spelling is also a word, a place or a name"
ELSEWHERE = "no source has the name in a sentence like this one"
OTHER_EVENT = "the sources that have the name give other numbers or days"
HAS_BEARERS = "there are people or places with the name in the copy"
ACRONYM = "it may be an acronym in its own right"
OTHER_FORM = "it may be another form of the name, such as a woman's surname"
UNKNOWN = "only one source has the name, and nobody else is known by it"
NAMESAKE = "it may be another name"
NAMESAKES = {
    Kind.PERSON: "it may be another person",
    Kind.ORGANISATION: "it may be another organisation",
    Kind.PLACE: "it may be another place",
}
HALF = "another word of the name may be wrong, and stays as it is"

_VOWELS, _DOUBLED = re.compile(r"[aeiouwy]"), re.compile(r"(.)\1")  # "w" and "y" stand for vowels in romanised names
_CLOSE = 0.75  # similarity from which either of two spellings may be the typing error
_SAME_STORY, _SAME_SENTENCE = 0.3, 0.3  # cosine of the closest source, share of common words of the sentences


def doubt_about(
    copy_context: CopyContext,
    correction: NameCorrection,
    variant: Variant | None,
    *,
    garbled_words: GarbledWords,
    apply_at: float,
) -> str | None:
    """Return a short clause on why a person must decide on a correction; None if it may be applied without one.

    Args:
        copy_context: The copy and its story.
        correction: The correction.
        variant: The romanisation that might explain the difference, if any does.
        garbled_words: The words of the copy that are surely garbled.
        apply_at: Confidence (0-1) from which a correction may be applied; where only one source has the name, the
            threshold is halfway from there to 1.
    """
    if correction.may_be_namesake:
        return _namesake(copy_context, correction)
    if correction.is_disputed:
        return _why_it_may_be_right(copy_context, correction)
    if correction.confidence < apply_at:
        return BELOW
    if is_introduced_as_another(copy_context, correction.low, correction.high):
        return _namesake(copy_context, correction)
    if may_be_right(correction, garbled_words):
        return _namesake(copy_context, correction)
    if (variant is not None and is_unexplained(copy_context, correction, variant)) or (
        variant is None and may_be_romanised(copy_context, (correction.low, correction.high), correction.replacement)
    ):
        return OTHER_SPELLING
    if _has_other_vowels_only(copy_context, correction):
        return OTHER_SPELLING
    if correction.confidence < (1 + apply_at) / 2 and not _is_agreed(copy_context, correction):
        return ONE_SOURCE
    if not correction.is_complete:
        return HALF if _has_wrong_word_beside(copy_context, correction) else COMPLETED
    if correction.has_known_form:
        return _why_it_may_be_right(copy_context, correction)
    if not all(_is_in_the_same_report(piece) for piece in correction.pieces):
        return ELSEWHERE
    if statement_similarity(copy_context, correction) < SAME_STATEMENT:
        return ELSEWHERE
    if have_other_figures(copy_context, correction):
        return OTHER_EVENT
    return _why_it_could_be_right(copy_context, correction)


def _namesake(copy_context: CopyContext, correction: NameCorrection) -> str:
    """Return the doubt that the copy has another bearer of a similar name, by the kind of the name."""
    names = copy_context.names.find(correction.replacement) or copy_context.names.find(correction.core)
    return NAMESAKES.get(names[0].kind, NAMESAKE) if names else NAMESAKE


def _has_wrong_word_beside(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether a suspicious word that may be part of the name stands before or after it."""
    low, high = correction.low, correction.high
    return is_suspicious_part(copy_context, low - 1, beside=low) or is_suspicious_part(
        copy_context, high, beside=high - 1
    )


def _why_it_may_be_right(copy_context: CopyContext, correction: NameCorrection) -> str:
    """Return the doubt about a form that is an acronym, or a word or name that sources or others have."""
    if all(_is_acronym(copy_context, piece) for piece in correction.pieces):
        return ACRONYM
    words = [word for piece in correction.pieces for word in piece.best.form.fold.split()]
    return SOURCES_HAVE_IT if all(map(copy_context.story.words.get, words)) else IN_USE


def _has_other_vowels_only(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether a name that may be romanised differs in inner vowels alone: Hifter and Haftar, Daglo and Dagalo.

    Agencies romanise such names by ear, so that both spellings are right.
    """
    for piece in correction.pieces:
        form, name = piece.letters
        if not piece.best.name.isascii() or _skeleton(form) != _skeleton(name):
            return False
    place = correction.low, correction.high
    return is_romanised(copy_context, place, correction.replacement, core=correction.core) is not False


def _skeleton(letters: str) -> tuple[str, str, str]:
    """Return the first letter, the consonants of a word without doubled ones, and its end from the last consonant."""
    single = _DOUBLED.sub(r"\1", letters)
    consonants = _VOWELS.sub("", single)
    return single[:1], consonants, single[single.rfind(consonants[-1:]) :]


def doubt_reason(doubt: str) -> Reason | None:
    """Return the reason to show for a doubt of `doubt_about`; None where the confidence alone explains it."""
    return None if doubt == BELOW else Reason(DOUBT, doubt, 0.0)


def _is_agreed(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Whether two sources have each name; with one source alone, the confidence must be halfway to certainty."""
    return all(_source_count(copy_context, piece) > 1 for piece in correction.pieces)


def _source_count(copy_context: CopyContext, piece: Piece) -> int:
    """Return how many texts of the story have the name of a piece."""
    return sum(1 for _ in copy_context.story.ngrams.firsts(piece.best.name))


def _is_in_the_same_report(piece: Piece) -> bool:
    """Whether a source reports the same story, and has the name in a sentence with the same content.

    Copy about something else may mention another person or place with a similar name.
    """
    values = piece.best.features.values
    return values["story_similarity"] >= _SAME_STORY and values["sentence_similarity"] >= _SAME_SENTENCE


def _why_it_could_be_right(copy_context: CopyContext, correction: NameCorrection) -> str | None:
    """Return why the form may be right and the sources wrong; None if it cannot be right.

    It may be right where people or places have that name; where no list has either spelling, the two are close and only
    one source has the other; where it is an acronym; and where it is another form of the name (see `is_derived_form`).
    """
    for piece in correction.pieces:
        values = piece.best.values
        candidate = piece.best.features.candidate
        if is_in_lists(values, "form"):
            return HAS_BEARERS
        if _is_acronym(copy_context, piece):
            return ACRONYM
        if is_derived_form(candidate.form.joined, squash(fold(candidate.text))):
            return OTHER_FORM
        name_is_known = is_in_lists(values, "name") or values["name_place"] or values["name_person"]
        close = similarity(*piece.letters) >= _CLOSE
        if not name_is_known and close and _source_count(copy_context, piece) < 2:
            return UNKNOWN
    return None


def _is_acronym(copy_context: CopyContext, piece: Piece) -> bool:
    """Return whether the form of a piece is in capitals and may be an acronym."""
    return is_short_in_capitals(copy_context.copy.surface(piece.low, piece.high))
