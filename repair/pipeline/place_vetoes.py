"""Vetoes for places: a place is not another place, nor the people or the adjective of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from repair.pipeline.decoding_values import Correction, Piece
from repair.pipeline.detection import CopyContext
from repair.text.phonetics import sound_classes
from repair.text.wordlists import PLACE_ENDS, PLACE_WORDS

WELL_KNOWN = 3  # of `Lexicon.place`: a large city, a capital or a country
COUNTRY = 4  # of `Lexicon.place`: a capital or a country
_STEM, _STEM_SHARE = 4, 0.7  # letters of a stem, and their share of the shorter word
_ROOT, _TOWN = 3, 2  # letters that an adjective and its place have in common, and class of `Lexicon.place`
_SLAVIC_ADJECTIVES = ("sky", "skyi", "skiy", "ski", "skij", "ska", "ske", "sko", "cky", "cki", "cka", "cke")
_PLACE_WORDS_BEFORE = 2  # words of a place before the last one: "Rio de Janeiro"
_PLACE_WORDS_AFTER = 2  # words of a place after the first one: "Ústí nad Labem"


def _is_place(correction: Correction) -> bool:
    """Whether the form is a well-known place or a people, and nothing else shows which name is meant."""
    values = correction.values
    is_place = values["form_place"] >= WELL_KNOWN or values["form_demonym"]
    return bool(is_place) and not values["full_name_words"] and len(correction.pieces) == 1


def is_other_place(correction: Correction) -> bool:
    """Whether one is the people of the other, or the name is a country or capital: "Maltese"; "Ireland", "Iceland"."""
    values = correction.values
    is_people = values["name_demonym"] or (values["form_demonym"] and values["name_place"] >= WELL_KNOWN)
    return _is_place(correction) and bool(is_people or values["name_place"] >= COUNTRY)


def shares_a_stem_with_place(correction: Correction) -> bool:
    """Whether the form is a place and begins like the name: "Brovary", "Brovarskyi".

    Whether "Cologne" means "Kolín" is for the ranker to decide.
    """
    values = correction.values
    stem = max(_STEM, _STEM_SHARE * min(values["form_length"], values["name_length"]))
    return _is_place(correction) and values["name_place"] < WELL_KNOWN and values["common_prefix"] >= stem


def are_two_places(correction: Correction) -> bool:
    """Whether both names are well-known places: "Belgrade", "Belgorod"."""
    return _is_place(correction) and correction.values["name_place"] >= WELL_KNOWN


def in_well_known_places(copy_context: CopyContext, corrections: Iterable[Correction]) -> set[tuple[str, str]]:
    """Return the folded forms that are a word of a well-known place somewhere in the copy, each with its correction.

    "Angeles" is in "Los Angeles", and "Janeiro" in "Rio de Janeiro".
    """
    return {
        (copy_context.copy.folds[correction.high - 1], correction.replacement)
        for correction in corrections
        if any(copy_context.lexicon.place(words) >= WELL_KNOWN for words in _phrases_with(copy_context, correction))
    }


def _phrases_with(copy_context: CopyContext, correction: Correction) -> Iterator[str]:
    """Yield the folded phrases of two words or more that contain a correction."""
    copy, low, high = copy_context.copy, correction.low, correction.high
    sentence = copy.sentences[copy.sentence_of[low]]
    for start in range(max(sentence.start, low - _PLACE_WORDS_BEFORE), low + 1):
        for stop in range(high, min(high + 1, sentence.stop) + 1):
            if stop - start > 1 and all(copy.joints[start : stop - 1]):
                yield " ".join(copy.folds[start:stop])


def is_people_of_place(copy_context: CopyContext, low: int, high: int, name: str) -> bool:
    """Whether the words, with or without the word before them, are a well-known place and ``name`` is its people."""
    copy, lexicon = copy_context.copy, copy_context.lexicon
    if copy.folds[high - 1][:_STEM] != name[:_STEM] or not lexicon.demonym(name):
        return False
    starts = (low, low - 1) if low and copy.joinable(low - 1, low) else (low,)
    return any(lexicon.place(" ".join(copy.folds[start:high])) >= WELL_KNOWN for start in starts)


def is_slavic_adjective(copy_context: CopyContext, piece: Piece, name: str) -> bool:
    """Whether the form is a place, or begins one, and the name is its adjective: "Karlovy Vary", "Karlovarský"."""
    form, lexicon, copy = piece.best.form, copy_context.lexicon, copy_context.copy
    is_adjective = name.endswith(_SLAVIC_ADJECTIVES) and not form.joined.endswith(_SLAVIC_ADJECTIVES)
    if not is_adjective or form.joined[:_ROOT] != name[:_ROOT]:
        return False
    stops = range(piece.high, min(piece.high + _PLACE_WORDS_AFTER, len(copy.tokens)) + 1)
    places = (" ".join(copy.folds[piece.low : stop]) for stop in stops if all(copy.joints[piece.low : stop - 1]))
    return any(lexicon.place(place) >= _TOWN for place in places)


def is_without_kind_of_place(copy_context: CopyContext, piece: Piece, name: str) -> bool:
    """Whether the copy has the kind of place in English: "Kyongbok Palace", "Gyeongbokgung"."""
    after = copy_context.copy.folds[piece.high] if piece.high < len(copy_context.copy.folds) else ""
    stems = [name.removesuffix(end) for end in PLACE_ENDS if name.endswith(end)] if after in PLACE_WORDS else []
    return sound_classes(piece.best.form.joined) in map(sound_classes, stems)
