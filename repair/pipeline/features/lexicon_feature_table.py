"""The features of a form and a name by the lexicon: lists of words, people and places, and how both have capitals.

Each row has the wording that an editor reads where the feature supports the name, and where it opposes it.
"""

from __future__ import annotations

from repair.pipeline.features.feature import Feature, FeatureGroup, against
from repair.pipeline.wording import wording
from repair.text.lexicon import LARGE_CITY

_NO_WORDS = 9  # value of "name_lower" for a name of titles alone
_NO_PERSON = wording(
    "the copy's spelling is not a known personal name",
    lambda pair: pair["form_person"] == 0 == pair["form_person_count"],
    "-form_person",
)
_PERSON = wording(
    "the copy's spelling is also the name of people",
    lambda pair: pair["form_person"] > 0 or pair["form_person_count"] > 0,
    "+form_person",
)
_NO_KNOWN_PERSON = wording(
    "it is not a known personal name",
    lambda pair: pair["name_person"] == 0 == pair["name_person_count"],
    "-name_person",
)
_NO_PLACE = wording(
    "the copy's spelling is not a known place",
    lambda pair: pair["form_place"] == 0 == pair["form_place_count"],
    "-form_place",
)
_PLACE = wording(
    "the copy's spelling is also the name of a place",
    lambda pair: pair["form_place"] > 0 or pair["form_place_count"] > 0,
    "+form_place",
)

LEXICON_FEATURES: dict[str, Feature] = {
    "form_word": Feature(
        wording("the copy's spelling is not an English word", lambda pair: pair["form_word"] == 0, "-form_word"),
        wording("the copy's spelling is an English word", lambda pair: pair["form_word"] > 0, "+form_word"),
        group=FeatureGroup.LEXICON,
    ),
    "form_lower": against("the copy also has it in lower case", lambda pair: pair["form_lower"] > 0),
    "form_sentence_initial": Feature(
        wording(
            "it has a capital in the middle of a sentence",
            lambda pair: pair["form_sentence_initial"] < 1,
            "-form_opens",
        ),
        wording(
            "the copy has it only at the start of a sentence",
            lambda pair: pair["form_sentence_initial"] >= 1,
            "+form_opens",
        ),
    ),
    "form_person": Feature(_NO_PERSON, _PERSON, group=FeatureGroup.LEXICON),
    "form_place": Feature(_NO_PLACE, _PLACE, group=FeatureGroup.LEXICON),
    "form_demonym": Feature(
        None,
        wording("the copy's spelling is the name of a people or a language", lambda pair: pair["form_demonym"] > 0),
        group=FeatureGroup.LEXICON,
    ),
    "form_person_count": Feature(_NO_PERSON, _PERSON, group=FeatureGroup.LEXICON),
    "form_place_count": Feature(_NO_PLACE, _PLACE, group=FeatureGroup.LEXICON),
    "form_in_sources": Feature(
        wording(
            "no source has the copy's spelling",
            lambda pair: pair["form_words"] == 1 and pair["form_in_sources"] == 0,
            "-form_in_sources",
        ),
        wording(
            "sources of other stories have the copy's spelling",
            lambda pair: pair["form_words"] == 1 and pair["form_in_sources"] > 0,
            "+form_in_sources",
        ),
        group=FeatureGroup.LEXICON,
    ),
    "form_capitals": against("the copy has it in capitals", lambda pair: pair["form_capitals"] > 0),
    "name_word": Feature(
        None,
        wording("the name is also an English word", lambda pair: pair["name_words"] == 1 and pair["name_word"] > 0),
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
        wording(
            "the name is that of a people or a language",
            lambda pair: pair["name_words"] == 1 and pair["name_demonym"] > 0,
        ),
        group=FeatureGroup.LEXICON,
    ),
    "name_place": Feature(
        None,
        wording("the name is that of a well-known place", lambda pair: pair["name_place"] >= LARGE_CITY, "+name_place"),
        group=FeatureGroup.LEXICON,
    ),
    "name_person": Feature(
        wording("it is a known personal name", lambda pair: pair["name_person_count"] > 0, "+name_person"),
        _NO_KNOWN_PERSON,
        group=FeatureGroup.LEXICON,
    ),
    "name_person_count": Feature(
        wording("many people have this name", lambda pair: pair["name_person_count"] >= 5, "+name_person"),
        _NO_KNOWN_PERSON,
        group=FeatureGroup.LEXICON,
    ),
    "name_place_count": Feature(
        wording("there is a place of this name", lambda pair: pair["name_place_count"] > 0, "+name_place"),
        wording(
            "no known place has this name",
            lambda pair: pair["name_place_count"] == 0 == pair["name_place"],
            "-name_place",
        ),
        group=FeatureGroup.LEXICON,
    ),
    "frequency_gap": Feature(
        wording(
            "the name is more common than the copy's spelling", lambda pair: pair["frequency_gap"] > 0, "+commoner"
        ),
        wording(
            "the copy's spelling is more common than the name", lambda pair: pair["frequency_gap"] < 0, "-commoner"
        ),
        group=FeatureGroup.LEXICON,
        of_pair=lambda pair: (
            max(pair.values["name_person_count"], pair.values["name_place_count"])
            - max(pair.values["form_person_count"], pair.values["form_place_count"])
        ),
    ),
    "name_rarity": Feature(group=FeatureGroup.LEXICON),
    "listed": Feature(
        wording("the gazetteer has it as a full name", lambda pair: pair["listed"] >= 2, "+listed"),
        wording("the gazetteer does not have it as a full name", lambda pair: pair["listed"] < 2, "-listed"),
        group=FeatureGroup.FULL_NAME,
    ),
}
