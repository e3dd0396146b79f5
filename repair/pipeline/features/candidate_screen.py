"""The screen of candidates: leaves out those that pruning would drop, before most of their features are measured.

Pruning keeps a few candidates in a hundred, and most features take far longer to measure than a comparison of letters.
The screen decides by the features that cost little: boosted trees (``models/screen-1``) predict from them which
candidates pruning keeps. Nothing is measured here that the features do not have; the columns are some of theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

import numpy as np

from repair.core.resources import shipped_model
from repair.pipeline.candidate_generation import Candidate
from repair.pipeline.features.candidate_spellings import CandidateSpellings
from repair.pipeline.features.feature_cache import FeatureCache
from repair.pipeline.features.shared_neighbours import shared_neighbours
from repair.pipeline.name_context import MAX_OCCURRENCES
from repair.pipeline.ranking.tree_files import read_trees
from repair.pipeline.ranking.trees import Floats, TreeEnsemble

SHIPPED = "screen-1"
MODEL = "screen.json"
FORMAT = 2
_SPELLING = (
    "jaro_winkler", "jaro_winkler_reversed", "similarity", "edit_distance", "consonant_similarity", "common_prefix",
    "similarity_rank", "similarity_margin", "same_first_letter", "length_ratio", "form_length", "name_length",
    "form_words", "name_words", "common_stem",
)  # fmt: skip
_FORM = (
    "form_word", "form_lower", "form_sentence_initial", "form_person", "form_place", "form_demonym", "form_in_sources",
    "form_capitals", "form_person_count", "form_place_count",
)  # fmt: skip
_COPY = ("coverage", "story_similarity", "copy_words", "copy_capitals", "copy_misspelt", "searched")
_PAIR = ("form_count", "listed", "aligned", "missing", "sentence_score", "sentence_similarity")
_NEIGHBOURS = "neighbours"
SCREEN_COLUMNS = (*_SPELLING, *_FORM, *_COPY, *_PAIR, _NEIGHBOURS)


@dataclass(frozen=True, slots=True)
class CandidateScreen:
    """The trees, and the log-odds below which a candidate is left out."""

    trees: TreeEnsemble
    threshold: float

    @classmethod
    def load(cls, folder: Path | None = None) -> CandidateScreen:
        """Read a screen from a model directory, by default the shipped one.

        Raises:
            ModelError: When a file is missing or damaged, or was fitted for other columns.
        """
        folder = shipped_model(SHIPPED) if folder is None else folder
        trees, numbers = read_trees(folder / MODEL, SCREEN_COLUMNS, FORMAT, ("threshold",))
        return cls(trees, numbers["threshold"])

    def kept(self, rows: Floats) -> list[int]:
        """Return the numbers of the candidates to measure. *Shape:* ``(candidates, columns)``."""
        numbers: list[int] = np.flatnonzero(self.trees.logits(rows) >= self.threshold).tolist()
        return numbers


@cache
def shipped_screen() -> CandidateScreen:
    """Return the shipped screen."""
    return CandidateScreen.load()


def screen_rows(
    cache: FeatureCache, pairs: Sequence[Candidate], spellings: CandidateSpellings, of_copy: Mapping[str, float]
) -> Floats:
    """Return the values of `SCREEN_COLUMNS` for each pair. *Shape:* ``(pairs, columns)``.

    Args:
        cache: The measurements of the copy.
        pairs: The candidates of a copy; those of one form follow each other.
        spellings: Their spellings, compared.
        of_copy: The features that are the same for all of them.
    """
    columns: dict[str, Floats | Sequence[float] | float] = {
        **spellings.columns,
        **_letter_columns(spellings),
        **_form_columns(cache, pairs),
        **{name: of_copy[name] for name in _COPY},
        **_pair_columns(cache, pairs),
        _NEIGHBOURS: shared_neighbours(cache.copy_context, pairs),
    }
    rows = np.empty((len(SCREEN_COLUMNS), len(pairs)))
    for number, name in enumerate(SCREEN_COLUMNS):
        rows[number] = columns[name]
    return rows.T


def _letter_columns(spellings: CandidateSpellings) -> dict[str, Floats]:
    """Return the columns that follow from the lengths of the spellings and from their common beginning."""
    letters, names = spellings.letters, [name.joined for name in spellings.names]
    form_length = np.fromiter(map(len, letters), np.float64, len(letters))
    name_length = np.fromiter(map(len, names), np.float64, len(names))
    same = np.asarray(spellings.columns["common_prefix"], dtype=np.float64)
    return {
        "same_first_letter": (same > 0).astype(np.float64),
        "length_ratio": name_length / form_length,
        "form_length": form_length,
        "name_length": name_length,
        "name_words": np.fromiter((len(name.split) for name in spellings.names), np.float64, len(names)),
        "common_stem": np.where(same >= 4, same / np.minimum(form_length, name_length), 0.0),
    }


def _form_columns(cache: FeatureCache, pairs: Sequence[Candidate]) -> dict[str, Floats]:
    """Return the columns of the forms, which all candidates of a form share."""
    rows, counts = [], []
    for _, of_form in groupby(pairs, key=lambda pair: pair.form.fold):
        same = list(of_form)
        form = same[0].form
        features = cache.form_lexicon_features(form)
        rows.append([*map(features.__getitem__, _FORM), form.words, len(form.places)])
        counts.append(len(same))
    values = np.repeat(np.asarray(rows, dtype=np.float64), counts, axis=0)
    return dict(zip((*_FORM, "form_words", "form_count"), values.T, strict=True))


def _pair_columns(cache: FeatureCache, pairs: Sequence[Candidate]) -> dict[str, list[float]]:
    """Return the columns of the name's place in the gazetteer and in aligned sentences."""
    scores, similarities = [0.0] * len(pairs), [0.0] * len(pairs)
    for number, pair in enumerate(pairs):
        if pair.aligned:
            matches = [occurrence.match for occurrence in pair.aligned[: 2 * MAX_OCCURRENCES]]
            scores[number] = max([match.score for match in matches])
            similarities[number] = max([match.similarity for match in matches])
    listed = cache.copy_context.listed
    return {
        "listed": [listed(pair.text) for pair in pairs],
        "aligned": list(map(aligned_share, pairs)),
        "missing": list(map(is_missing, pairs)),
        "sentence_score": scores,
        "sentence_similarity": similarities,
    }


def aligned_share(pair: Candidate) -> float:
    """Return the share (0-1) of the form's places whose sentence is aligned with one that has the name."""
    if not pair.aligned:
        return 0.0
    places = pair.form.places
    faced = {occurrence.place for occurrence in pair.aligned} if len(places) > 1 else pair.aligned[:1]
    return len(faced) / len(places)


def is_missing(pair: Candidate) -> bool:
    """Return whether a sentence with the form has none of the words of the name that an aligned one has."""
    return any(occurrence.missing for occurrence in pair.aligned)
