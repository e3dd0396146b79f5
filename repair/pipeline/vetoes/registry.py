"""Vetoes: corrections that are not made, however likely, because the copy is probably right.

A well-known place is not a garbled name, and a relative shares a name with the person of the sources. Some vetoes do
not hold where a source has the very sentence of the copy with the other name: there the correction waits for a person.
Other people with the same surname are handled in ``other_people``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from repair.pipeline.decoding_values import Correction
from repair.pipeline.detection import CopyContext
from repair.pipeline.introductions import has_new_trade
from repair.pipeline.vetoes.acronym_vetoes import are_two_acronyms, is_known_acronym, is_with_prefix
from repair.pipeline.vetoes.language_vetoes import is_in_english
from repair.pipeline.vetoes.name_part_vetoes import has_another_number, is_another_name, shares_one_part
from repair.pipeline.vetoes.organisation_vetoes import (
    is_first_word_of_another_name,
    is_known_organisation_in_copy,
    is_of_another_firm,
    is_owner_in_name_of_business,
)
from repair.pipeline.vetoes.people_vetoes import has_surname_of_others, is_known_person_in_copy
from repair.pipeline.vetoes.place_vetoes import (
    are_two_places,
    in_well_known_places,
    is_another_town_or_saint,
    is_capital_or_stem_of_place,
    is_country_in_another_language,
    is_of_another_place,
    is_other_place,
    is_people_in_the_news,
    is_people_of_place,
    is_place_beside_another,
    is_place_by_its_kind,
    is_slavic_adjective,
    is_street,
    is_without_kind_of_place,
)
from repair.pipeline.vetoes.relative_vetoes import are_man_and_woman_of_a_family, is_given_name_of_relative, is_relative
from repair.pipeline.vetoes.word_vetoes import (
    is_abbreviation,
    is_date,
    is_epithet,
    is_in_broken_word,
    is_numbered,
    is_of_the_same_kind,
    is_short_form,
    is_word_of_a_sentence,
)
from repair.text.acronyms import KNOWN_ACRONYMS

# Value of "sentence_score" from which a source has the sentence of the copy. In labelled output, nine of ten
# corrections that a veto stopped there were right, and less than half of the others.
_SAME_SENTENCE = 0.5
_SOMEWHAT_ALIKE = 0.25  # similarity of letters


def without_vetoed(copy_context: CopyContext, corrections: Iterable[Correction]) -> Iterator[Correction]:
    """Yield the corrections, except those that a veto stops.

    A correction that only a source with the same sentence saves from its veto is disputed: it waits for a person.
    """
    corrections = list(corrections)
    of_places = in_well_known_places(copy_context, corrections)
    for correction in corrections:
        if _is_right_anyway(copy_context, correction):
            continue
        is_in_place = (copy_context.copy.folds[correction.high - 1], correction.replacement) in of_places
        if not (is_in_place or _is_right_unless_in_same_sentence(copy_context, correction)):
            yield correction
        elif _has_same_sentence(correction) and not has_new_trade(copy_context, correction.low):
            yield replace(correction, is_disputed=True)


def _is_right_anyway(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether the copy is right even where a source has the same sentence with the other name.

    Hardly any such form is a garbled name, or the two are forms of one name that may both stand in that sentence.
    """
    return (
        is_other_place(correction)
        or is_country_in_another_language(copy_context, correction)
        or is_another_town_or_saint(copy_context, correction)
        or _is_never_garbled(copy_context, correction)
        or is_relative(copy_context, correction)
        or is_known_organisation_in_copy(copy_context, correction)
        or is_people_in_the_news(copy_context, correction)
        or is_known_person_in_copy(copy_context, (correction.low, correction.high), correction.replacement)
        or is_in_english(copy_context, correction)
        or is_date(copy_context, correction)
        or is_numbered(copy_context, correction)
        or is_in_broken_word(copy_context, correction)
        or is_short_form(correction)
        or is_epithet(correction)
        or is_of_the_same_kind(correction)
        or is_word_of_a_sentence(copy_context, correction)
    )


def _is_right_unless_in_same_sentence(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether the copy has another name than the sources, which machine output also makes of theirs.

    The same sentence in a source shows that it did.
    """
    return (
        are_two_places(correction)
        or is_place_beside_another(copy_context, correction)
        or is_capital_or_stem_of_place(correction)
        or is_place_by_its_kind(copy_context, correction)
        or is_given_name_of_relative(copy_context, correction)
        or is_first_word_of_another_name(copy_context, correction)
        or is_of_another_firm(copy_context, correction)
        or is_owner_in_name_of_business(copy_context, correction)
        or has_surname_of_others(copy_context, correction)
        or any(are_two_acronyms(copy_context, piece) for piece in correction.pieces)
        or is_street(copy_context, correction)
        or is_of_another_place(copy_context, correction)
        or any(is_another_name(copy_context, correction, piece) for piece in correction.pieces)
    )


def _has_same_sentence(correction: Correction) -> bool:
    """Whether a source has the sentence of the copy with the name, which resembles the form and is not in the copy."""
    values = correction.values
    is_same = values["sentence_score"] >= _SAME_SENTENCE and values["missing"] and not values["elsewhere"]
    return bool(is_same and values["similarity"] >= _SOMEWHAT_ALIKE)


def _is_never_garbled(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether a form stands beside its name in right copy, too.

    It does where they are the surnames of a man and of a woman, two numerals, a place and its people, or an
    abbreviation and its word.
    """
    for piece in correction.pieces:
        form, name = piece.letters
        if are_man_and_woman_of_a_family(form, name) or has_another_number(form, name):
            return True
        if is_people_of_place(copy_context, piece):
            return True
        if is_slavic_adjective(copy_context, piece) or is_abbreviation(form, name):
            return True
        if is_known_acronym(copy_context, piece) and name not in KNOWN_ACRONYMS:
            return True
        if is_with_prefix(copy_context, piece):
            return True
        if is_without_kind_of_place(copy_context, piece) or shares_one_part(form, piece.best.name):
            return True
    return False
