"""The features of a form and a name by themselves: spelling, lists of words and people, and the channel model.

Each row has the wording that an editor reads where the feature supports the name, and where it opposes it. Values that
depend on the story are in ``story_feature_table``.
"""

from __future__ import annotations

from collections.abc import Callable

from repair.pipeline.features.feature import Feature, FeatureGroup, against
from repair.pipeline.wording import NEAR, Comparison, says

_LOOK_ALIKE = 0.1  # misread letters for each letter of a name, up to which it looks like the form
_SHORT = 4  # letters up to which a spelling is easily confused with another
# Scores of the channel model, in nats per letter.
_OFTEN_GARBLED, _SELDOM_GARBLED = -0.8, -1.5
_PLAUSIBLE = -1.0  # score of a name relative to the form itself, below which the form may be right
_ALONE = 0.99  # share of a candidate from which no other fits
_NO_OTHER_FITS = "no other name in the sources fits the copy's spelling"
_FITS_BEST = "it fits the copy's spelling better than any other name in the sources"
_NO_WORDS = 9  # value of "name_lower" for a name of titles alone
_WELL_KNOWN = 3  # class from which a place is so well known that its spelling is seldom wrong


def _is_short(pair: Comparison) -> bool:
    return min(len(pair.form), len(pair.name)) <= _SHORT


_SIMILAR = says(
    lambda pair: pair.difference if pair.distance <= 3 else "the two spellings are similar",
    lambda pair: pair.are_similar,
    "+similar",
)
_DISSIMILAR = says(
    lambda pair: f"{pair.distance} of {pair.longest} letters differ", lambda pair: not pair.are_similar, "-similar"
)
_SAME_START = says("both spellings begin alike", lambda pair: pair.shared_start >= 2, "+start")
_OTHER_START = says("the two spellings begin differently", lambda pair: pair.shared_start == 0, "-start")
_EASILY_CONFUSED = says("names this short are easily confused", _is_short)
_NO_PERSON = says(
    "the copy's spelling is no known personal name",
    lambda pair: pair["form_person"] == 0 == pair["form_person_count"],
    "-form_person",
)
_PERSON = says(
    "the copy's spelling is also the name of people",
    lambda pair: pair["form_person"] > 0 or pair["form_person_count"] > 0,
    "+form_person",
)
_NO_KNOWN_PERSON = says(
    "it is not a known personal name",
    lambda pair: pair["name_person"] == 0 == pair["name_person_count"],
    "-name_person",
)
_NO_PLACE = says(
    "the copy's spelling is no known place",
    lambda pair: pair["form_place"] == 0 == pair["form_place_count"],
    "-form_place",
)
_PLACE = says(
    "the copy's spelling is also the name of a place",
    lambda pair: pair["form_place"] > 0 or pair["form_place_count"] > 0,
    "+form_place",
)


def _if_scored(is_true: Callable[[Comparison], bool]) -> Callable[[Comparison], bool]:
    """Return a condition that holds only where the channel model has scored the candidate."""
    return lambda pair: pair["channel_copy"] < 0 and is_true(pair)


# The word: how similar the two spellings are.
SPELLING_FEATURES: dict[str, Feature] = {
    "jaro_winkler": Feature(_SAME_START, _OTHER_START),
    "jaro_winkler_reversed": Feature(
        says("both spellings end alike", lambda pair: pair.shared_end >= 2, "+end"),
        says("the two spellings end differently", lambda pair: pair.shared_end == 0, "-end"),
    ),
    "similarity": Feature(_SIMILAR, _DISSIMILAR),
    "edit_distance": Feature(_SIMILAR, _DISSIMILAR),
    "consonant_similarity": Feature(
        says(
            "the consonants sound the same",
            lambda pair: pair.consonants[0] == pair.consonants[1] != "",
            "+consonants",
        ),
        says(
            "most of the consonants differ",
            lambda pair: pair.consonants[0] != "" and pair["consonant_similarity"] < 0.5,
            "-consonants -similar",
        ),
    ),
    "same_first_letter": Feature(_SAME_START, _OTHER_START),
    "common_prefix": Feature(_SAME_START, _OTHER_START),
    "length_ratio": Feature(
        None,
        says(
            lambda pair: f"the name is {'longer' if pair['length_ratio'] > 1 else 'shorter'} by half or more",
            lambda pair: not 2 / 3 < pair["length_ratio"] < 3 / 2,
            "-similar",
        ),
    ),
    "form_length": Feature(None, _EASILY_CONFUSED),
    "name_length": Feature(None, _EASILY_CONFUSED),
    "form_words": Feature(),
    "name_words": Feature(),
    "shared_spelling_key": Feature(
        says("both can be romanisations of the same name", lambda pair: pair["shared_spelling_key"] > 0, "+variant"),
        says(
            "the copy may only have another romanisation of the name",
            lambda pair: pair["shared_spelling_key"] > 0,
            "+variant",
        ),
    ),
    "common_stem": Feature(
        says("only the endings differ", lambda pair: pair.differ_in_ending, "-end"),
        says(
            "one may be the adjective of the other, like Italian and Italy",
            lambda pair: pair.differ_in_ending and (pair["form_demonym"] > 0) != (pair["name_demonym"] > 0),
        ),
    ),
}

# The world: the entries for form and name in lists of words, people and places.
LEXICON_FEATURES: dict[str, Feature] = {
    "form_word": Feature(
        says("the copy's spelling is not an English word", lambda pair: pair["form_word"] == 0, "-form_word"),
        says("the copy's spelling is an English word", lambda pair: pair["form_word"] > 0, "+form_word"),
        group=FeatureGroup.LEXICON,
    ),
    "form_lower": against("the copy also has it in lower case", lambda pair: pair["form_lower"] > 0),
    "form_sentence_initial": Feature(
        says(
            "it has a capital in the middle of a sentence",
            lambda pair: pair["form_sentence_initial"] < 1,
            "-form_opens",
        ),
        says(
            "the copy has it only at the start of a sentence",
            lambda pair: pair["form_sentence_initial"] >= 1,
            "+form_opens",
        ),
    ),
    "form_person": Feature(_NO_PERSON, _PERSON, group=FeatureGroup.LEXICON),
    "form_place": Feature(_NO_PLACE, _PLACE, group=FeatureGroup.LEXICON),
    "form_demonym": Feature(
        None,
        says("the copy's spelling is the name of a people or a language", lambda pair: pair["form_demonym"] > 0),
        group=FeatureGroup.LEXICON,
    ),
    "form_person_count": Feature(_NO_PERSON, _PERSON, group=FeatureGroup.LEXICON),
    "form_place_count": Feature(_NO_PLACE, _PLACE, group=FeatureGroup.LEXICON),
    "form_in_sources": Feature(
        says(
            "no source has the copy's spelling",
            lambda pair: pair["form_words"] == 1 and pair["form_in_sources"] == 0,
            "-form_in_sources",
        ),
        says(
            "sources of other stories have the copy's spelling",
            lambda pair: pair["form_words"] == 1 and pair["form_in_sources"] > 0,
            "+form_in_sources",
        ),
        group=FeatureGroup.LEXICON,
    ),
    "form_capitals": against("the copy has it in capitals", lambda pair: pair["form_capitals"] > 0),
    "name_word": Feature(
        None,
        says("the name is also an English word", lambda pair: pair["name_words"] == 1 and pair["name_word"] > 0),
        group=FeatureGroup.LEXICON,
    ),
    "name_lower": against(
        "the sources also have it in lower case",
        lambda pair: pair["name_words"] == 1 and 0 < pair["name_lower"] != _NO_WORDS,
    ),
    "name_sentence_initial": against(
        "the sources have it only at the start of a sentence", lambda pair: pair["name_sentence_initial"] >= 1
    ),
    "name_demonym": Feature(
        None,
        says(
            "the name is that of a people or a language",
            lambda pair: pair["name_words"] == 1 and pair["name_demonym"] > 0,
        ),
        group=FeatureGroup.LEXICON,
    ),
    "name_place": Feature(
        None,
        says("the name is that of a well-known place", lambda pair: pair["name_place"] >= _WELL_KNOWN, "+name_place"),
        group=FeatureGroup.LEXICON,
    ),
    "name_person": Feature(
        says("it is a known personal name", lambda pair: pair["name_person_count"] > 0, "+name_person"),
        _NO_KNOWN_PERSON,
        group=FeatureGroup.LEXICON,
    ),
    "name_person_count": Feature(
        says("many people have this name", lambda pair: pair["name_person_count"] >= 5, "+name_person"),
        _NO_KNOWN_PERSON,
        group=FeatureGroup.LEXICON,
    ),
    "name_place_count": Feature(
        says("there is a place of this name", lambda pair: pair["name_place_count"] > 0, "+name_place"),
        says(
            "no known place has this name",
            lambda pair: pair["name_place_count"] == 0 == pair["name_place"],
            "-name_place",
        ),
        group=FeatureGroup.LEXICON,
    ),
    "frequency_gap": Feature(
        says("the name is more common than the copy's spelling", lambda pair: pair["frequency_gap"] > 0, "+commoner"),
        says("the copy's spelling is more common than the name", lambda pair: pair["frequency_gap"] < 0, "-commoner"),
        group=FeatureGroup.LEXICON,
        of_pair=lambda pair: (
            max(pair.values["name_person_count"], pair.values["name_place_count"])
            - max(pair.values["form_person_count"], pair.values["form_place_count"])
        ),
    ),
    "name_rarity": Feature(group=FeatureGroup.LEXICON),
    "listed": Feature(
        says("the gazetteer has it as a full name", lambda pair: pair["listed"] >= 2, "+listed"),
        says("the gazetteer does not have it as a full name", lambda pair: pair["listed"] < 2, "-listed"),
        group=FeatureGroup.FULL_NAME,
    ),
}

# Chinese characters and the channel model: measured last, since these take longest.
MODEL_FEATURES: dict[str, Feature] = {
    "same_characters": Feature(
        says("both can be readings of the same Chinese characters", lambda pair: pair.have_same_characters),
        None,
        group=FeatureGroup.CHARACTERS,
    ),
    "channel": Feature(
        says(
            "the spelling model reads the copy's spelling as this name",
            _if_scored(lambda pair: pair["channel"] > 0),
            "-copy_right",
        ),
        says(
            "the spelling model finds the copy's spelling plausible as it is",
            _if_scored(lambda pair: pair["channel"] <= _PLAUSIBLE),
            "+copy_right",
        ),
        group=FeatureGroup.CHANNEL,
    ),
    "channel_back": Feature(
        says(
            "names are often garbled like this",
            _if_scored(lambda pair: pair["channel_back"] >= _OFTEN_GARBLED),
            "+garbled +fits",
        ),
        says(
            "names are seldom garbled like this",
            _if_scored(lambda pair: pair["channel_back"] <= _SELDOM_GARBLED),
            "-garbled -fits",
        ),
        group=FeatureGroup.CHANNEL,
    ),
    "channel_share": Feature(
        says(
            lambda pair: _NO_OTHER_FITS if pair["channel_share"] > _ALONE else _FITS_BEST,
            _if_scored(lambda pair: pair["channel_share"] > NEAR and pair["channel_back"] > _SELDOM_GARBLED),
            "-rival +fits",
        ),
        says(
            "another name fits the copy's spelling better",
            _if_scored(lambda pair: pair["channel_share"] < NEAR),
            "+rival",
        ),
        group=FeatureGroup.CHANNEL,
    ),
    "channel_copy": Feature(group=FeatureGroup.CHANNEL),
}

# Comparisons of two spellings that take longer.
DEFERRED_COMPARISONS: dict[str, Feature] = {
    "shape_distance": Feature(),
    "shape_distance_share": Feature(
        says("the letters of both look alike", lambda pair: pair["shape_distance_share"] <= _LOOK_ALIKE, "+similar"),
    ),
    "sound_similarity": Feature(
        says(
            "both have the same kinds of sounds in the same order",
            lambda pair: pair["sound_similarity"] >= 1,
            "+sounds",
        ),
    ),
    "consonant_sound_similarity": Feature(
        says("both have the same kinds of consonants", lambda pair: pair["consonant_sound_similarity"] >= 1, "+sounds"),
        says(
            "most of the consonants are of other kinds",
            lambda pair: pair["consonant_sound_similarity"] < 0.5,
            "-consonants",
        ),
    ),
}
