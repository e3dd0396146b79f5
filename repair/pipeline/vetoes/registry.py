"""Vetoes: corrections that are not made, however likely, because the copy is probably right.

A well-known place is not a garbled name, and a relative shares a name with the person of the sources. Some vetoes do
not hold where a source has the very sentence of the copy with the other name: there the correction waits for a person.
Other people with the same surname are handled in ``other_people``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from repair.pipeline.candidate_generation import similarity
from repair.pipeline.decoding_values import Correction, Piece
from repair.pipeline.detection import CopyContext
from repair.pipeline.introductions import has_new_trade
from repair.pipeline.vetoes.acronym_vetoes import are_two_acronyms, is_known_acronym, is_with_prefix
from repair.pipeline.vetoes.language_vetoes import is_in_english
from repair.pipeline.vetoes.organisation_vetoes import is_first_word_of_another_name, is_known_organisation_in_copy
from repair.pipeline.vetoes.people_vetoes import has_surname_of_others, is_known_person_in_copy
from repair.pipeline.vetoes.place_vetoes import (
    are_two_places,
    in_well_known_places,
    is_another_town_or_saint,
    is_capital_or_stem_of_place,
    is_country_in_another_language,
    is_other_place,
    is_people_in_the_news,
    is_people_of_place,
    is_place_beside_another,
    is_slavic_adjective,
    is_street,
    is_without_kind_of_place,
)
from repair.pipeline.vetoes.relative_vetoes import is_given_name_of_relative, is_relative
from repair.text.acronyms import KNOWN_ACRONYMS
from repair.text.generations import is_another_generation
from repair.text.given_names import is_cut_short, is_pet_form, same_given_name
from repair.text.lexicon import COMMON_NAME, COUNTRY, TOWN, UNCOMMON_WORD
from repair.text.normalize import fold
from repair.text.phonetics import squash
from repair.text.pinyin import is_pinyin
from repair.text.wordlists import ENGLISH_ABBREVIATIONS, MONTHS, NUMBERED

_SHORTEST_NAME, _FURTHER_PART = 4, 4  # letters of a name, and of a further part of it ("berg", "stein", "mann")
_AFTER_COUNTRY = 3  # letters of a further part after a country: "Icelandair"
_DERIVED = frozenset("ism isms ismo ist ists ista istas ite ites ian ians ean".split())
_VOWELS = "aeio"  # that a name loses before such an ending: Bolsonaro, "Bolsonarist"
_LITHUANIAN = re.compile(r"(?P<stem>\w{3,}?)(?:(?P<man>as|is|ys|us)|iene|aite|yte|ute|iute|e)")
_TWO_PARTS = re.compile(r"(?P<first>[A-Z][a-z]{2,})(?P<second>[A-Z][a-z]{2,})")
_UNLIKE = 0.34  # similarity of letters below which two parts are different words
_DIGITS = re.compile(r"\d+")
_SHORT_FORM = 2  # letters of an abbreviation; longer ones ("Jan", "Mar") are names, too
# Value of "sentence_score" from which a source has the sentence of the copy. In labelled output, nine of ten
# corrections that a veto stopped there were right, and less than half of the others.
_SAME_SENTENCE = 0.5
_SOMEWHAT_ALIKE = 0.25  # similarity of letters
_FEWEST_BEFORE = 2  # words before the second part of a compound surname: its first part and a given name
# A name of the same kind as one of the sources, and no mangled one: similarity of letters, channel model (nats a
# letter) and "sentence_score", each below this. In single lines of labelled output ten such corrections were right and
# two wrong; in 440,000 words of right copy, eight were wrong and none right.
_OTHER_WORD, _OTHER_NOISE, _OTHER_SENTENCE = 0.7, -1.25, 0.25
_RARE = 3.0  # of "full_name_rarity": more than a usual surname, or a kind of institution
_SAME_CHARACTERS = 4.0  # nats from which two spellings are readings of the same Chinese characters


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
        or _is_date(copy_context, correction)
        or _is_numbered(copy_context, correction)
        or _is_in_broken_word(copy_context, correction)
        or _is_cut_short(correction)
        or _is_epithet(correction)
        or _is_of_the_same_kind(correction)
        or any(is_pet_form(*_letters(piece)) and piece.best.values["right_name"] for piece in correction.pieces)
    )


def _is_right_unless_in_same_sentence(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether the copy has another name than the sources, which machine output also makes of theirs.

    The same sentence in a source shows that it did.
    """
    return (
        are_two_places(correction)
        or is_place_beside_another(copy_context, correction)
        or is_capital_or_stem_of_place(correction)
        or is_given_name_of_relative(copy_context, correction)
        or is_first_word_of_another_name(copy_context, correction)
        or has_surname_of_others(copy_context, correction)
        or any(are_two_acronyms(copy_context, piece) for piece in correction.pieces)
        or is_street(copy_context, correction)
        or _is_of_another_place(copy_context, correction)
        or any(_is_another_name(copy_context, correction, piece) for piece in correction.pieces)
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
        form, name = _letters(piece)
        if _is_of_the_family(form, name) or _has_another_number(form, name):
            return True
        if is_people_of_place(copy_context, piece.low, piece.high, fold(piece.best.name)):
            return True
        if is_slavic_adjective(copy_context, piece, name) or _is_abbreviation(form, name):
            return True
        if is_known_acronym(copy_context, piece) and name not in KNOWN_ACRONYMS:
            return True
        if is_with_prefix(copy_context, piece):
            return True
        if is_without_kind_of_place(copy_context, piece, name) or _shares_one_part(form, piece.best.name):
            return True
    return False


def _is_cut_short(correction: Correction) -> bool:
    """Return whether the form is the beginning of a long name, as a nickname is: "Nepo"."""
    return len(correction.pieces) == 1 and is_cut_short(*_letters(correction.pieces[0]))


def _is_epithet(correction: Correction) -> bool:
    """Return whether the form is a word unlike the name, which the copy has elsewhere: "the Reds"."""
    values = correction.values
    is_unlike = values["form_word"] >= UNCOMMON_WORD and values["similarity"] < _UNLIKE
    return len(correction.pieces) == 1 and bool(is_unlike and values["elsewhere"])


def _is_of_the_same_kind(correction: Correction) -> bool:
    """Return whether only the rest of the name agrees, and no source has such a sentence: "Keio University", Kyoto's.

    A rare surname identifies its bearer. Names in pinyin are short, and mangled ones resemble the right ones less than
    others do: "Lin Xiaojia".
    """
    values = correction.values
    if all(map(is_pinyin, chain.from_iterable(map(_letters, correction.pieces)))):
        return False
    if values["right_name"] and values["full_name_rarity"] >= _RARE:
        return False
    is_unlike = values["similarity"] < _OTHER_WORD and values["channel"] < _OTHER_NOISE
    is_supported = values["sentence_score"] >= _OTHER_SENTENCE or values["same_characters"] >= _SAME_CHARACTERS
    return bool(values["full_name_words"]) and is_unlike and not is_supported


def _is_in_broken_word(copy_context: CopyContext, correction: Correction) -> bool:
    """Whether a single letter that is not English, part of the same word, stands beside the form: "Schl ö sser"."""
    copy, low, high = copy_context.copy, correction.low, correction.high
    after = copy.tokens[high].text if high < len(copy.tokens) and copy.gap(high - 1) == " " else ""
    before = copy.tokens[low - 1].text if low and copy.gap(low - 1) == " " else ""
    return any(len(text) == 1 and text.islower() and not text.isascii() for text in (before, after))


def _is_of_another_place(copy_context: CopyContext, correction: Correction) -> bool:
    """Whether the copy has the name right, and here says of which other place something is: "Xpel of San Antonio"."""
    copy, high = copy_context.copy, correction.high
    is_alone = high - correction.low == 1 and not copy.follows_capital(high - 1)
    if not correction.values["elsewhere"] or (is_alone and copy_context.lexicon.given(copy.folds[high - 1])):
        return False  # a given name alone: "Peter of London"
    if high + 1 >= len(copy.tokens) or copy.folds[high] != "of" or copy.gap(high - 1) != " ":
        return False
    words, place = copy.folds[high + 1 : high + 3], copy_context.lexicon.place
    is_place = place(words[0]) >= TOWN or (copy.joinable(high + 1, high + 2) and place(" ".join(words)) >= TOWN)
    return copy.tokens[high + 1].capital and is_place and words[0] not in copy_context.story.words


def _is_another_name(copy_context: CopyContext, correction: Correction, piece: Piece) -> bool:
    """Whether a form is a longer name, a place beside another, or the given name of another person of that surname."""
    lexicon, values = copy_context.lexicon, piece.best.values
    form, name = _letters(piece)
    if _is_longer(form, name, _AFTER_COUNTRY if lexicon.place(name) >= COUNTRY else _FURTHER_PART):
        return True
    if len(correction.pieces) > 1:
        return False
    if _is_part(form, name) and (any(lexicon.name_counts(form)) or lexicon.place(form)):
        return True  # the river Narva beside the town of Narvabruk
    beside = values["left_name"] or values["right_name"] or values["full_name_words"]
    if _is_part_of_compound(copy_context, piece):
        return False  # "Sanwo-Ulu"
    # "Ruth Odinga" beside "Raila Odinga"
    return bool(beside) and lexicon.given(form) >= COMMON_NAME and not same_given_name(form, name)


def _is_date(copy_context: CopyContext, correction: Correction) -> bool:
    """Whether the form is a month beside a number: "May 5"."""
    copy, low, high = copy_context.copy, correction.low, correction.high
    if high != low + 1 or copy.folds[low] not in MONTHS:
        return False
    before = low > 0 and copy.gap(low - 1) == " " and copy.folds[low - 1].isdigit()
    return before or (high < len(copy.folds) and copy.gap(low) == " " and copy.folds[high].isdigit())


def _is_numbered(copy_context: CopyContext, correction: Correction) -> bool:
    """Whether the form is a word for something that has a number, before one: "Line 5", "Gate 12"."""
    copy, high = copy_context.copy, correction.high
    if high != correction.low + 1 or copy.folds[correction.low] not in NUMBERED or high >= len(copy.folds):
        return False
    return copy.gap(correction.low) == " " and copy.folds[high].isdigit()


def _is_part_of_compound(copy_context: CopyContext, piece: Piece) -> bool:
    """Whether the form is the second part of a compound surname; that of a Korean given name is in lower case."""
    copy, low = copy_context.copy, piece.low
    if low < _FEWEST_BEFORE or not copy.is_hyphenated(low - 1, low) or not copy.joinable(low - 2, low - 1):
        return False
    return copy.tokens[low].capital and copy.tokens[low - 2].capital


def _letters(piece: Piece) -> tuple[str, str]:
    """Return the letters of the form and of the name."""
    return piece.best.form.joined, squash(fold(piece.best.name))


def _is_longer(form: str, name: str, further: int) -> bool:
    """Whether the form is the name with a part of so many letters ("Ruttenberg"), or derived from it ("Macronism")."""
    stem = name.rstrip(_VOWELS)
    if len(stem) >= _SHORTEST_NAME and len(name) - len(stem) == 1 and form.removeprefix(stem) in _DERIVED:
        return True
    rest = form.removeprefix(name)
    return len(name) >= _SHORTEST_NAME and rest != form and (len(rest) >= further or rest in _DERIVED)


def _is_abbreviation(form: str, name: str) -> bool:
    """Whether the form is an abbreviation and the name a word that it may stand for: "Mt", "Mount"."""
    return len(form) == _SHORT_FORM and form in ENGLISH_ABBREVIATIONS and form[0] == name[0] and form[1] in name[1:]


def _shares_one_part(form: str, text: str) -> bool:
    """Whether the form has one part of a name like SharkNinja, and quite another in place of the other: "Sharkbite"."""
    match = _TWO_PARTS.fullmatch(text)
    if match is None:
        return False
    first, second = fold(match["first"]), fold(match["second"])
    if form.startswith(first):
        return len(form) > len(first) and similarity(form[len(first) :], second) < _UNLIKE
    return len(form) > len(second) and form.endswith(second) and similarity(form[: -len(second)], first) < _UNLIKE


def _is_part(form: str, name: str) -> bool:
    """Whether the name is the form with a further part before or after it."""
    further = len(name) - len(form)
    return len(form) >= _SHORTEST_NAME and further >= _FURTHER_PART and (name.startswith(form) or name.endswith(form))


def _is_of_the_family(form: str, name: str) -> bool:
    """Whether both are one Lithuanian surname, of a man and of a woman: Vainoras, his wife Vainorienė."""
    form_match, name_match = _LITHUANIAN.fullmatch(form), _LITHUANIAN.fullmatch(name)
    if form_match is None or name_match is None or form_match["stem"] != name_match["stem"]:
        return False
    return (form_match["man"] is None) != (name_match["man"] is None)


def _has_another_number(form: str, name: str) -> bool:
    """Whether both are numerals, or the same letters with digits, and not the same ones: Charles II, Charles III."""
    if form == name:
        return False
    return is_another_generation(form, name) or _DIGITS.sub("", form) == _DIGITS.sub("", name)
