"""The features of a form and a name by their spelling: letters, sounds, Chinese characters and the channel model.

Each row has the wording that an editor reads where the feature supports the name, and where it opposes it.
"""

from __future__ import annotations

from collections.abc import Callable

from repair.pipeline.features.feature import Feature, FeatureGroup
from repair.pipeline.wording import NEAR, Comparison, wording

_LOOK_ALIKE = 0.1  # misread letters for each letter of a name, up to which it looks like the form
_SHORT = 4  # letters up to which a spelling is easily confused with another
# Scores of the channel model, in nats per letter.
_OFTEN_GARBLED, _SELDOM_GARBLED = -0.8, -1.5
_PLAUSIBLE = -1.0  # score of a name relative to the form itself, below which the form may be right
_ALONE = 0.99  # share of a candidate from which no other fits
_NO_OTHER_FITS = "no other name in the sources fits the copy's spelling"
_FITS_BEST = "it fits the copy's spelling better than any other name in the sources"


def _is_short(pair: Comparison) -> bool:
    return min(len(pair.form), len(pair.name)) <= _SHORT


_SIMILAR = wording(
    lambda pair: pair.difference if pair.distance <= 3 else "the two spellings are similar",
    lambda pair: pair.are_similar,
    "+similar",
)
_DISSIMILAR = wording(
    lambda pair: f"{pair.distance} of {pair.longest} letters differ", lambda pair: not pair.are_similar, "-similar"
)
_SAME_START = wording("both spellings begin alike", lambda pair: pair.shared_start >= 2, "+start")
_OTHER_START = wording("the two spellings begin differently", lambda pair: pair.shared_start == 0, "-start")
_EASILY_CONFUSED = wording("names this short are easily confused", _is_short)


def _if_scored(is_true: Callable[[Comparison], bool]) -> Callable[[Comparison], bool]:
    """Return a condition that holds only where the channel model has scored the candidate."""
    return lambda pair: pair["channel_copy"] < 0 and is_true(pair)


# How similar the two spellings are.
SPELLING_FEATURES: dict[str, Feature] = {
    "jaro_winkler": Feature(_SAME_START, _OTHER_START),
    "jaro_winkler_reversed": Feature(
        wording("both spellings end alike", lambda pair: pair.shared_end >= 2, "+end"),
        wording("the two spellings end differently", lambda pair: pair.shared_end == 0, "-end"),
    ),
    "similarity": Feature(_SIMILAR, _DISSIMILAR),
    "edit_distance": Feature(_SIMILAR, _DISSIMILAR),
    "consonant_similarity": Feature(
        wording(
            "the consonants sound the same",
            lambda pair: pair.consonants[0] == pair.consonants[1] != "",
            "+consonants",
        ),
        wording(
            "most of the consonants differ",
            lambda pair: pair.consonants[0] != "" and pair["consonant_similarity"] < 0.5,
            "-consonants -similar",
        ),
    ),
    "same_first_letter": Feature(_SAME_START, _OTHER_START),
    "common_prefix": Feature(_SAME_START, _OTHER_START),
    "length_ratio": Feature(
        None,
        wording(
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
        wording("both can be romanisations of the same name", lambda pair: pair["shared_spelling_key"] > 0, "+variant"),
        wording(
            "the copy may only have another romanisation of the name",
            lambda pair: pair["shared_spelling_key"] > 0,
            "+variant",
        ),
    ),
    "common_stem": Feature(
        wording("only the endings differ", lambda pair: pair.differ_in_ending, "-end"),
        wording(
            "one may be the adjective of the other, like Italian and Italy",
            lambda pair: pair.differ_in_ending and (pair["form_demonym"] > 0) != (pair["name_demonym"] > 0),
        ),
    ),
}

# Chinese characters and the channel model: measured last, since these take longest.
MODEL_FEATURES: dict[str, Feature] = {
    "same_characters": Feature(
        wording("both can be readings of the same Chinese characters", lambda pair: pair.have_same_characters),
        None,
        group=FeatureGroup.CHARACTERS,
    ),
    "channel": Feature(
        wording(
            "the spelling model reads the copy's spelling as this name",
            _if_scored(lambda pair: pair["channel"] > 0),
            "-copy_right",
        ),
        wording(
            "the spelling model finds the copy's spelling plausible as it is",
            _if_scored(lambda pair: pair["channel"] <= _PLAUSIBLE),
            "+copy_right",
        ),
        group=FeatureGroup.CHANNEL,
    ),
    "channel_back": Feature(
        wording(
            "names are often garbled like this",
            _if_scored(lambda pair: pair["channel_back"] >= _OFTEN_GARBLED),
            "+garbled +fits",
        ),
        wording(
            "names are seldom garbled like this",
            _if_scored(lambda pair: pair["channel_back"] <= _SELDOM_GARBLED),
            "-garbled -fits",
        ),
        group=FeatureGroup.CHANNEL,
    ),
    "channel_share": Feature(
        wording(
            lambda pair: _NO_OTHER_FITS if pair["channel_share"] > _ALONE else _FITS_BEST,
            _if_scored(lambda pair: pair["channel_share"] > NEAR and pair["channel_back"] > _SELDOM_GARBLED),
            "-rival +fits",
        ),
        wording(
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
        wording("the letters of both look alike", lambda pair: pair["shape_distance_share"] <= _LOOK_ALIKE, "+similar"),
    ),
    "sound_similarity": Feature(
        wording(
            "both sound similar",
            lambda pair: pair["sound_similarity"] >= 1,
            "+sounds",
        ),
    ),
    "consonant_sound_similarity": Feature(
        wording(
            "the consonants of both sound similar", lambda pair: pair["consonant_sound_similarity"] >= 1, "+sounds"
        ),
        wording(
            "most of the consonants sound different",
            lambda pair: pair["consonant_sound_similarity"] < 0.5,
            "-consonants",
        ),
    ),
}
