"""JSON keys that earlier versions wrote, so that their files and databases can still be read.

Nothing here is written any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Keys of reasons: earlier name of a feature of the ranker -> its name.
_FEATURE_NAMES = {
    "affinity": "source_similarity",
    "alike": "similarity",
    "characters": "same_characters",
    "commoner": "frequency_gap",
    "consonant_sounds": "consonant_sound_similarity",
    "consonants": "consonant_similarity",
    "copy_strange": "copy_suspicious",
    "end_alike": "jaro_winkler_reversed",
    "facing": "aligned",
    "first_letter": "same_first_letter",
    "form_bearers": "form_person_count",
    "form_known": "form_in_sources",
    "form_opens": "form_sentence_initial",
    "form_people": "form_demonym",
    "form_towns": "form_place_count",
    "frame": "full_name_words",
    "frame_rarity": "full_name_rarity",
    "left_like": "left_similarity",
    "letter_margin": "similarity_margin",
    "letter_rank": "similarity_rank",
    "letters_off": "edit_distance",
    "name_bearers": "name_person_count",
    "name_opens": "name_sentence_initial",
    "name_people": "name_demonym",
    "name_towns": "name_place_count",
    "rank": "unmatched_rank",
    "right_like": "right_similarity",
    "rivals": "missing_names",
    "same_start": "common_prefix",
    "sentence": "sentence_score",
    "sentence_words": "sentence_similarity",
    "shapes_off": "shape_distance",
    "shapes_off_share": "shape_distance_share",
    "shared": "shared_sentences",
    "sounds": "sound_similarity",
    "start_alike": "jaro_winkler",
    "stem": "common_stem",
    "story_affinity": "story_similarity",
    "strangers": "suspicious_in_sentence",
    "told": "coverage",
    "unmended": "suspicious_beside",
    "variant": "shared_spelling_key",
}


def with_current_reasons(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record of a suggestion with the keys of this version in its reasons.

    A record without reasons, or with anything else in their place, is returned as it is.

    >>> with_current_reasons({"reasons": [{"key": "told", "words": "no source reports this", "weight": -1.0}]})
    {'reasons': [{'key': 'coverage', 'words': 'no source reports this', 'weight': -1.0}]}
    """
    reasons = record.get("reasons")
    if not isinstance(reasons, list):
        return dict(record)
    return {**record, "reasons": [_current_reason(reason) for reason in reasons]}


def _current_reason(reason: Any) -> Any:
    """Return a reason with the name of its feature in this version; rules have other keys, and a weight of 0."""
    if not isinstance(reason, dict) or not isinstance(reason.get("key"), str) or not reason.get("weight"):
        return reason
    return {**reason, "key": _FEATURE_NAMES.get(reason["key"], reason["key"])}
