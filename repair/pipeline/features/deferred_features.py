"""Deferred features: comparisons that take too long to make for every candidate.

They are measured for the few candidates of each form that pruning leaves. The scores of the channel model, which are
deferred as well, are filled in by ``correction_stages``.
"""

from __future__ import annotations

from rapidfuzz.distance import Indel

from repair.channel.han_readings import same_characters
from repair.pipeline.features.feature_table import FeatureVector
from repair.text.letter_shapes import shape_distance
from repair.text.normalize import fold
from repair.text.phonetics import consonant_classes, sound_classes, squash

_LONGEST = 60  # letters of a form or name whose shapes are compared; the time grows with the product of the lengths


def fill_in(row: FeatureVector) -> None:
    """Fill in the deferred features of a candidate, but for those of the channel model."""
    form, name = row.candidate.form.joined, squash(fold(row.candidate.text))
    shapes = shape_distance(name[:_LONGEST], form[:_LONGEST])
    row.values |= {
        "same_characters": same_characters(form, name),
        "shape_distance": shapes,
        "shape_distance_share": shapes / max(1, len(name)),
        "sound_similarity": Indel.normalized_similarity(sound_classes(form), sound_classes(name)),
        "consonant_sound_similarity": Indel.normalized_similarity(consonant_classes(form), consonant_classes(name)),
    }
