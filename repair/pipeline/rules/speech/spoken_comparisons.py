"""Comparisons among the candidates of a transcript: other names for the same words, other words for the same name."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from repair.pipeline.rules.speech.spoken_draft import Draft
from repair.text.analysis import AnalyzedText
from repair.text.pronunciation import pronunciation, sound_similarities, vowel_pronunciation

NEAR = 3  # tokens within which two candidates of a name are one mention
_MOST_NAMES = 20  # names compared at a word: those that sound most like it
_NO_NAME, _NO_WINDOW = 0.4, 0.3  # similarity that stands for a missing other name, and for missing other words


class DraftComparison(NamedTuple):
    """How a draft compares with the others of its copy.

    Attributes:
        whole: How alike the words and the whole name sound, whatever the vowels (0-1).
        margin: By how much that exceeds the best other name at the same words; the full name of a given name is none.
        vowel: How alike they sound with three kinds of vowels (0-1).
        name_margin: By how much that exceeds the best other name at the same words.
        window_margin: By how much it exceeds the same name at other words that overlap.
        elsewhere: How alike the name and the words of its best candidate elsewhere in the copy sound (0-1).
        better: How many names sound more like the words.
    """

    whole: float
    margin: float
    vowel: float
    name_margin: float
    window_margin: float
    elsewhere: float
    better: int


@dataclass(frozen=True, slots=True)
class CopyWords:
    """The words of a copy and the places of its candidates.

    Attributes:
        places: The first tokens of the candidates of each name.
        mentions: How often the copy has each folded word.
        joined: The folded words of the copy with a space around each.
    """

    places: Mapping[str, AbstractSet[int]]
    mentions: Mapping[str, int]
    joined: str

    @classmethod
    def of(cls, copy: AnalyzedText, drafts: Sequence[Draft]) -> CopyWords:
        """Return the words of a copy that has these candidates."""
        places: dict[str, set[int]] = defaultdict(set)
        for draft in drafts:
            places[draft.name].add(draft.low)
        return cls(places, Counter(copy.folds), f" {' '.join(copy.folds)} ")


def compared(copy: AnalyzedText, drafts: Sequence[Draft]) -> list[DraftComparison]:
    """Return how each draft compares with the others.

    Args:
        copy: A transcript.
        drafts: All candidates of it.
    """
    pairs = [("".join(copy.folds[draft.low : draft.high]), "".join(draft.folds)) for draft in drafts]
    wholes, vowels = (
        sound_similarities([sounds(heard) for heard, _ in pairs], [sounds(name) for _, name in pairs]).tolist()
        for sounds in (pronunciation, vowel_pronunciation)
    )
    whole_at, vowel_at = _best_names(drafts, wholes), _best_names(drafts, vowels)
    by_name: dict[str, list[tuple[float, int, int]]] = defaultdict(list)
    for draft, vowel in zip(drafts, vowels, strict=True):
        by_name[draft.name].append((vowel, draft.low, draft.high))
    ranked = {name: sorted(places, reverse=True) for name, places in by_name.items()}
    at = _windows(drafts, vowels)
    rows = []
    for draft, whole, vowel in zip(drafts, wholes, vowels, strict=True):
        others = _others(draft, vowel_at)
        longer = [value for name, value in _others(draft, whole_at).items() if name.split()[0] != draft.name]
        rows.append(
            DraftComparison(
                whole,
                whole - max(longer, default=_NO_NAME),
                vowel,
                vowel - max(others.values(), default=_NO_WINDOW),
                vowel - _best_window(draft, at),
                _best_elsewhere(draft, ranked[draft.name]),
                sum(value > vowel for value in others.values()),
            )
        )
    return rows


def _best_names(drafts: Sequence[Draft], similarities: Sequence[float]) -> Mapping[int, Mapping[str, float]]:
    """Return for each token the names that sound most like words there, with their best similarity."""
    at: dict[int, dict[str, float]] = defaultdict(dict)
    for draft, similarity in zip(drafts, similarities, strict=True):
        for number in range(draft.low, draft.high):
            names = at[number]
            names[draft.name] = max(names.get(draft.name, 0.0), similarity)
    return {
        number: dict(heapq.nlargest(_MOST_NAMES, names.items(), key=lambda item: (item[1], item[0])))
        for number, names in at.items()
    }


def _others(draft: Draft, at: Mapping[int, Mapping[str, float]]) -> dict[str, float]:
    """Return the other names at the words of a draft, each with its best similarity."""
    others: dict[str, float] = {}
    for number in range(draft.low, draft.high):
        for name, similarity in at[number].items():
            if name != draft.name:
                others[name] = max(others.get(name, 0.0), similarity)
    return others


_Window = tuple[int, int]


def _windows(drafts: Sequence[Draft], similarities: Sequence[float]) -> Mapping[tuple[str, int], dict[_Window, float]]:
    """Return for each name and token the words there that may be the name, with their similarity."""
    at: dict[tuple[str, int], dict[_Window, float]] = defaultdict(dict)
    for draft, similarity in zip(drafts, similarities, strict=True):
        for number in range(draft.low, draft.high):
            at[draft.name, number][draft.low, draft.high] = similarity
    return at


def _best_window(draft: Draft, at: Mapping[tuple[str, int], dict[_Window, float]]) -> float:
    """Return the greatest similarity of the name and other words that overlap those of the draft."""
    own = (draft.low, draft.high)
    return max(
        (
            similarity
            for number in range(draft.low, draft.high)
            for window, similarity in at[draft.name, number].items()
            if window != own
        ),
        default=_NO_WINDOW,
    )


def _best_elsewhere(draft: Draft, ranked: Sequence[tuple[float, int, int]]) -> float:
    """Return the greatest similarity of the name and words that are no part of the same mention."""
    for similarity, low, high in ranked:
        if low >= draft.high + NEAR or high + NEAR <= draft.low:
            return similarity
    return 0.0
