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


def with_current_keys(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record of a suggestion with the keys of this version.

    Values are not checked; a field of another type than expected is returned as it is.

    >>> with_current_keys({"reasons": [{"key": "told", "words": "no source reports this", "weight": -1.0}]})
    {'reasons': [{'key': 'coverage', 'weight': -1.0, 'text': 'no source reports this'}]}
    """
    record = _renamed(record, "standing", "applied_text")
    if isinstance(record.get("reasons"), list):
        record["reasons"] = [_current_reason(reason) for reason in record["reasons"]]
    return record


def _current_reason(reason: Any) -> Any:
    """Return a reason with the keys of this version, and the name of its feature; rules give a weight of 0."""
    if not isinstance(reason, dict):
        return reason
    reason = _renamed(reason, "words", "text")
    if isinstance(reason.get("key"), str) and reason.get("weight"):
        reason["key"] = _FEATURE_NAMES.get(reason["key"], reason["key"])
    return reason


def _renamed(record: Mapping[str, Any], earlier: str, current: str) -> dict[str, Any]:
    """Return a copy of a record in which the field ``earlier`` is called ``current``, unless it has both."""
    fields = dict(record)
    if earlier in fields and current not in fields:
        fields[current] = fields.pop(earlier)
    return fields
