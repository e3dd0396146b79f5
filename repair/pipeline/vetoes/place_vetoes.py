"""Vetoes for places and peoples: a place is not another one, nor its people; streets and saints are others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from repair.channel.han_readings import same_characters
from repair.core.types import Kind
from repair.pipeline.candidate_generation import similarity
from repair.pipeline.casing import occurrences
from repair.pipeline.decoding_values import Correction, Piece
from repair.pipeline.detection import CopyContext
from repair.pipeline.name_origin import variant_in
from repair.pipeline.vetoes.town_vetoes import (
    changed_words,
    has_another_second_part,
    is_another_town,
    is_place_in_region,
)
from repair.text.foreign_places import place_names
from repair.text.lexicon import COMMON_NAME, COUNTRY, LARGE_CITY, TOWN, UNCOMMON_WORD, Lexicon
from repair.text.phonetics import consonant_classes, sound_classes, squash
from repair.text.phrases import phrases_around
from repair.text.wordlists import (
    PEOPLES_IN_THE_NEWS,
    PLACE_ENDS,
    PLACE_WORDS,
    PLACES_IN_THE_NEWS,
    SAINTS,
    STREETS,
)

_STEM, _STEM_SHARE = 4, 0.7  # letters of a stem, and their share of the shorter word
_SIMILAR_SENTENCE = 0.2  # value of "sentence_score" from which a source has a sentence like that of the copy
_LIKE_TOWN = 0.8  # similarity of letters above which a name may be a slip for that of another place
_SLIP = 0.6  # similarity of letters from which a name is that of a country, misspelt
_SHORTEST_PEOPLE = 5  # letters of a people that is recognised by its ending; shorter words may be given names
_ROOT = 3  # letters that an adjective and its place have in common
_SEVERAL = 3  # of `Lexicon.name_counts`: words of six places or more, such as Ústí
_SLAVIC_ADJECTIVES = ("sky", "skyi", "skiy", "ski", "skij", "ska", "ske", "sko", "cky", "cki", "cka", "cke")
_PLACE_WORDS_BEFORE = 2  # words of a place before the last one: "Rio de Janeiro"
_PLACE_WORDS_LATER = 1  # words of a place after the changed ones: "Los Angeles"
_MOST_PLACES = 50  # of a name in the sources that are examined
_PLACE_WORDS_AFTER = 2  # words of a place after the first one: "Ústí nad Labem"


def _is_place(correction: Correction) -> bool:
    """Whether the form is a well-known place or a people, and nothing else shows which name is meant."""
    values = correction.values
    is_place = values["form_place"] >= LARGE_CITY or values["form_demonym"]
    return bool(is_place) and not values["full_name_words"] and len(correction.pieces) == 1


def is_other_place(correction: Correction) -> bool:
    """Whether one is a place and the other its people, or the name is a country or capital: "Maltese"; "Iceland"."""
    values = correction.values
    is_people = values["name_demonym"] or (values["form_demonym"] and values["name_place"] >= LARGE_CITY)
    return _is_place(correction) and bool(is_people or values["name_place"] >= COUNTRY)


def is_country_in_another_language(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether the form is a country as another language has it, and the name is another word: "Deutschland"."""
    if len(correction.pieces) > 1:
        return False
    form, name = correction.pieces[0].best.form.fold, correction.pieces[0].best.name
    countries = {key for key in place_names(form) if copy_context.lexicon.place(key.strip("<>")) >= COUNTRY}
    return bool(countries) and not copy_context.lexicon.place(form) and countries.isdisjoint(place_names(name))


def is_capital_or_stem_of_place(correction: Correction) -> bool:
    """Whether the form is a place that begins like the name ("Brovary", "Brovarskyi"), or a country or metropolis.

    The latter is garbled where a source has a similar sentence, unless the name is a misspelling of it ("Izraeli").
    """
    values = correction.values
    if not _is_place(correction):
        return False
    stem = max(_STEM, _STEM_SHARE * min(values["form_length"], values["name_length"]))
    is_begun = values["name_place"] < LARGE_CITY and values["common_prefix"] >= stem
    is_right = values["sentence_score"] < _SIMILAR_SENTENCE or values["similarity"] >= _SLIP
    return bool(is_begun or (values["form_place"] >= COUNTRY and is_right))


def are_two_places(correction: Correction) -> bool:
    """Whether the name is a well-known place, and the form is one, too, or a town: "Belgrade", "Belgorod"."""
    values = correction.values
    is_town = values["form_place"] >= TOWN and len(correction.pieces) == 1 and values["same_characters"] <= 0
    is_town = is_town and not values["full_name_words"]
    return (is_town or _is_place(correction)) and values["name_place"] >= LARGE_CITY


def is_another_town_or_saint(copy_context: CopyContext, correction: Correction) -> bool:
    """Whether a form is another town or village than the name, or the given name of a saint that no source has."""
    return (
        is_another_town(copy_context, correction)
        or has_another_second_part(copy_context, correction)
        or _is_saint(copy_context, correction)
    )


def is_place_beside_another(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether the copy has a town or region, and the sources another place: "Bridgwater", Bridgnorth.

    The sources may tell the same of that place. One that is not known needs a well-known one in the copy, or none that
    the copy puts into a region.
    """
    if is_place_in_region(copy_context, correction):
        return True
    lexicon = copy_context.lexicon
    if len(correction.pieces) > 1:
        return False
    form, name = changed_words(correction.pieces[0])
    rank = LARGE_CITY if form in PLACES_IN_THE_NEWS else lexicon.place(form)
    other = LARGE_CITY if name in PLACES_IN_THE_NEWS else lexicon.place(name)
    if rank < TOWN or rank <= lexicon.personal_name(form) or not (other or rank >= LARGE_CITY):
        return False
    if lexicon.word(form) >= UNCOMMON_WORD or similarity(squash(form), squash(name)) > _LIKE_TOWN:
        return False
    if min(rank, other) < LARGE_CITY and (
        correction.values["full_name_words"] or consonant_classes(squash(form)) == consonant_classes(squash(name))
    ):
        return False  # a part of a longer name, or "Plato" for Plateau
    if correction.values["same_characters"] > 0 or same_characters(squash(form), squash(name)) > 0:
        return False
    return variant_in(copy_context, form, name) is None


def is_place_by_its_kind(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether the copy says that a form is a place, and the name is a person's: "the Rotte river", Rutte."""
    copy, low, high = copy_context.copy, correction.low, correction.high
    if not low or high >= len(copy.tokens) or copy.gap(high - 1) != " " or copy.gap(low - 1) != " ":
        return False
    if copy.folds[low - 1] != "the" or copy.tokens[high].capital or copy.folds[high] not in PLACE_WORDS:
        return False
    found = copy_context.names.find(correction.replacement)
    # The kind of a name of one word is a guess.
    return bool(found) and all(name.kind is Kind.PERSON and " " in name.canonical for name in found)


def in_well_known_places(copy_context: CopyContext, corrections: Iterable[Correction]) -> set[tuple[str, str]]:
    """Return the folded forms that are a word of a well-known place somewhere in the copy, each with its correction.

    "Angeles" is in "Los Angeles", and "Janeiro" in "Rio de Janeiro".
    """
    return {
        (copy_context.copy.folds[correction.high - 1], correction.replacement)
        for correction in corrections
        if _is_in_well_known_place(copy_context, correction)
    }


def _is_in_well_known_place(copy_context: CopyContext, correction: Correction) -> bool:
    """Whether a correction changes a word of a well-known place of two words or more."""
    phrases = phrases_around(
        copy_context.copy, correction.low, correction.high, before=_PLACE_WORDS_BEFORE, after=_PLACE_WORDS_LATER
    )
    return any(" " in words and copy_context.lexicon.place(words) >= LARGE_CITY for words in phrases)


def is_people_of_place(copy_context: CopyContext, piece: Piece) -> bool:
    """Whether a form and its name end with a well-known place and its people: "In Ukraine", "Ukrainian".

    The word before the form may belong to the place: "South | Korean", Korea. Less known peoples are recognised by
    their endings: "Gagauz", Gagauzia; so are those of towns: "Dortmunder", Dortmund.
    """
    copy, lexicon, low = copy_context.copy, copy_context.lexicon, piece.low
    forms, names = copy.folds[low : piece.high], piece.folded[1].split()
    if forms[-1][:_STEM] != names[-1][:_STEM]:
        return False
    if forms[-1] in (names[-1] + "er", names[-1] + "ers") and lexicon.place(names[-1]) >= TOWN:
        return True
    before = copy.folds[low - 1 : low] if low and copy.joinable(low - 1, low) else []
    if _are_land_and_people(names[-1], forms[-1]) or _are_land_and_people(forms[-1], names[-1]):
        return not lexicon.given(names[-1])
    if lexicon.demonym(forms[-1]):
        return _ends_with_well_known_place(lexicon, [*before, *names])
    return lexicon.demonym(names[-1]) and _ends_with_well_known_place(lexicon, [*before, *forms])


def is_people_in_the_news(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether a correction changes the name of one people alone, or several of that people: "Karenni", Karen.

    Speech recognition writes such names for others that sound alike, so there they prove nothing.
    """
    if copy_context.is_transcript or correction.high - correction.low > 1:
        return False
    form = copy_context.copy.folds[correction.low]
    return form in PEOPLES_IN_THE_NEWS or form.removesuffix("s") in PEOPLES_IN_THE_NEWS


def _are_land_and_people(land: str, people: str) -> bool:
    """Whether the second word is the first without "ia", or with an "n": Abkhazia, "Abkhaz"; Ossetia, "Ossetian"."""
    if len(people) < _SHORTEST_PEOPLE or not land.endswith("ia"):
        return False
    people = people.removesuffix("s")
    return people == land + "n" or any(people + end == land for end in ("ia", "etia"))


def _ends_with_well_known_place(lexicon: Lexicon, words: Sequence[str]) -> bool:
    return any(lexicon.place(" ".join(words[start:])) >= LARGE_CITY for start in range(len(words)))


def is_slavic_adjective(copy_context: CopyContext, piece: Piece) -> bool:
    """Whether the form is a place, or begins one, and the name is its adjective: "Karlovy Vary", "Karlovarský"."""
    (form, name), lexicon, copy = piece.letters, copy_context.lexicon, copy_context.copy
    is_adjective = name.endswith(_SLAVIC_ADJECTIVES) and not form.endswith(_SLAVIC_ADJECTIVES)
    if not is_adjective or form[:_ROOT] != name[:_ROOT]:
        return False
    stops = range(piece.high, min(piece.high + _PLACE_WORDS_AFTER, len(copy.tokens)) + 1)
    places = (" ".join(copy.folds[piece.low : stop]) for stop in stops if all(copy.joints[piece.low : stop - 1]))
    word, _ = piece.folded
    is_in_places = not lexicon.personal_name(word) and lexicon.name_counts(word)[1] >= _SEVERAL
    return is_in_places or any(lexicon.place(place) >= TOWN for place in places)


def _is_saint(copy_context: CopyContext, correction: Correction) -> bool:
    """Whether a given name stands after "Saint", where no source has the name: "the church of Saint Joseph"."""
    copy, low = copy_context.copy, correction.low
    if not low or copy.folds[low - 1] not in SAINTS or not copy.joinable(low - 1, low):
        return False
    if copy_context.lexicon.given(copy.folds[low]) < COMMON_NAME:
        return False
    texts = copy_context.story.texts
    places = occurrences(copy_context.story, correction.replacement, _MOST_PLACES)
    return not any(ngram.low and texts[number].folds[ngram.low - 1] in SAINTS for number, ngram in places)


def is_street(copy_context: CopyContext, correction: Correction) -> bool:
    """Whether a form is the name of a street, and no source has the name before a kind of street: "Ruttan Square"."""
    copy, high = copy_context.copy, correction.high
    if high >= len(copy.tokens) or copy.folds[high] not in STREETS or not copy.joinable(high - 1, high):
        return False
    if not copy.tokens[high].capital:
        return False
    texts = copy_context.story.texts
    places = occurrences(copy_context.story, correction.replacement, _MOST_PLACES)
    return not any(STREETS.intersection(texts[number].folds[ngram.high : ngram.high + 1]) for number, ngram in places)


def is_without_kind_of_place(copy_context: CopyContext, piece: Piece) -> bool:
    """Whether the copy names the kind of place in English, and the name has it as its ending: "Kyongbok Palace"."""
    form, name = piece.letters
    after = copy_context.copy.folds[piece.high] if piece.high < len(copy_context.copy.folds) else ""
    stems = [name.removesuffix(end) for end in PLACE_ENDS if name.endswith(end)] if after in PLACE_WORDS else []
    return sound_classes(form) in map(sound_classes, stems)


def is_of_another_place(copy_context: CopyContext, correction: Correction) -> bool:
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
