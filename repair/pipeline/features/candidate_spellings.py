"""The comparisons of forms and names by their letters, made for all pairs of a copy at once.

Each measure takes one call for all pairs, which costs a fraction of a call for every pair. The measures are features
(see ``word_feature_table``), and ``candidate_screen`` decides by them which pairs are worth measuring in full.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel, JaroWinkler, Levenshtein, Prefix

from repair.pipeline.candidate_generation import Candidate
from repair.pipeline.name_context import NameSpelling, name_spelling

# The measures, in the order of their columns, but for those of `_add_ranks`.
_MEASURES = (
    "jaro_winkler", "jaro_winkler_reversed", "similarity", "edit_distance", "consonant_similarity", "common_prefix",
)  # fmt: skip


class CandidateSpellings:
    """The spellings of the pairs of a copy, compared.

    Attributes:
        letters: The folded form of each pair, without spaces.
        names: The spelling of the name of each pair.
        columns: Each measure for all pairs: those that compare the letters, and ``similarity_rank`` and
            ``similarity_margin``, which compare the similarity of each candidate of a form with that of the others.
    """

    def __init__(self, pairs: Sequence[Candidate]) -> None:
        """Compare the form and the name of each pair; the pairs of one form must follow each other."""
        self._forms = [pair.form for pair in pairs]
        self.names: list[NameSpelling] = [name_spelling(pair.text) for pair in pairs]
        letters = self.letters = [form.joined for form in self._forms]
        names = [name.joined for name in self.names]
        skeletons = [form.skeleton for form in self._forms]
        self.columns: dict[str, list[float]] = {
            "jaro_winkler": _compared(JaroWinkler.similarity, letters, names, np.float64),
            "jaro_winkler_reversed": _compared(
                JaroWinkler.similarity, [form[::-1] for form in letters], [n.backwards for n in self.names], np.float64
            ),
            "similarity": _compared(Indel.normalized_similarity, letters, names, np.float64),
            "edit_distance": _compared(Levenshtein.distance, letters, names, np.int32),
            "consonant_similarity": [
                similarity if skeleton else 0.0
                for similarity, skeleton in zip(
                    _compared(
                        Indel.normalized_similarity, skeletons, [name.skeleton for name in self.names], np.float64
                    ),
                    skeletons,
                    strict=True,
                )
            ],
            "common_prefix": list(map(Prefix.similarity, letters, names)),  # faster one by one
        }
        self._add_ranks()

    def _add_ranks(self) -> None:
        """Add the columns that compare the candidates of one form with each other."""
        letters, starts, consonants = (
            self.columns[name] for name in ("similarity", "jaro_winkler", "consonant_similarity")
        )
        ranks: list[float] = []
        margins: list[float] = []
        for _, of_form in groupby(range(len(self.names)), key=lambda number: self._forms[number].fold):
            numbers = list(of_form)
            similarity_of: dict[str, float] = {}
            for number in numbers:
                similarity = (letters[number] + starts[number] + consonants[number]) / 3
                name = self.names[number].joined
                if similarity > similarity_of.get(name, -1.0):
                    similarity_of[name] = similarity
            ranked = sorted(similarity_of.values(), reverse=True)
            ascending = [-similarity for similarity in ranked]
            for number in numbers:
                own = similarity_of[self.names[number].joined]
                best = ranked[0] if ranked[0] > own or len(ranked) < 2 else ranked[1]
                ranks.append(bisect.bisect_left(ascending, -own))
                margins.append(own - (best if len(ranked) > 1 else 0.0))
        self.columns |= {"similarity_rank": ranks, "similarity_margin": margins}

    def features(self, number: int) -> dict[str, float]:
        """Return the features of one pair that follow from its letters."""
        columns, form, name = self.columns, self._forms[number], self.names[number]
        form_letters, name_letters, same = form.joined, name.joined, columns["common_prefix"][number]
        return {
            **{measure: columns[measure][number] for measure in _MEASURES},
            "same_first_letter": same > 0,
            "length_ratio": len(name_letters) / len(form_letters),
            "form_length": len(form_letters),
            "name_length": len(name_letters),
            "form_words": form.words,
            "name_words": len(name.split),
            "common_stem": same / min(len(form_letters), len(name_letters)) if same >= 4 else 0.0,
            "similarity_rank": columns["similarity_rank"][number],
            "similarity_margin": columns["similarity_margin"][number],
        }


def _compared(
    measure: Callable[..., Any], forms: Sequence[str], names: Sequence[str], dtype: type[np.generic]
) -> list[float]:
    """Return a measure of each form and its name."""
    values: NDArray[Any] = process.cpdist(forms, names, scorer=measure, dtype=dtype)
    compared: list[float] = values.tolist()
    return compared
