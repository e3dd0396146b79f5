"""The words that a form and a name both have right beside them, counted for all pairs of a copy at once.

``feature_extraction`` measures the same count with everything else that is beside both. Here it costs little, so that
``candidate_screen`` can use it for pairs that are then left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from repair.core.computed_once import computed_once
from repair.pipeline.candidate_generation import Candidate
from repair.pipeline.detection import CopyContext
from repair.pipeline.name_context import MAX_OCCURRENCES
from repair.pipeline.story import StoryContext
from repair.text.analysis import AnalyzedText


class _Neighbours(NamedTuple):
    """How often each folded word of the sentence is right before, and right after, the occurrences of something."""

    before: dict[str, int]
    after: dict[str, int]


def shared_neighbours(copy_context: CopyContext, pairs: Sequence[Candidate]) -> list[int]:
    """Return for each pair how often a word beside the form is on the same side of the name (see "neighbours").

    Args:
        copy_context: The copy and its story.
        pairs: The candidates of a copy.
    """
    forms: dict[str, _Neighbours] = {}
    copy, names = copy_context.copy, _NamesOfStory(copy_context.story.context)
    counts = []
    for pair in pairs:
        form = forms.get(pair.form.fold)
        if form is None:
            places = pair.form.places[:MAX_OCCURRENCES]
            form = forms[pair.form.fold] = _neighbours((copy, low, high) for low, high in places)
        name = names.neighbours(pair.text)
        count = 0
        for ours, theirs in zip(form, name, strict=True):
            for word, times in ours.items():
                if word in theirs:
                    count += times * theirs[word]
        counts.append(count)
    return counts


class _NamesOfStory:
    """The neighbours of the name-like n-grams of a story; those of its base are computed once for all its copies."""

    def __init__(self, context: StoryContext) -> None:
        self._context = context
        self._added = [analysis.gram_places for analysis in context.added_texts]
        self._names: dict[str, _Neighbours] = _neighbours_in(context)
        self._base = None if context.base is None else _NamesOfStory(context.base)

    def neighbours(self, text: str) -> _Neighbours:
        """Return the neighbours of an n-gram."""
        if text not in self._names:
            self._names[text] = self._found(text)
        return self._names[text]

    def _found(self, text: str) -> _Neighbours:
        if self._base is not None and not any(text in grams for grams in self._added):
            return self._base.neighbours(text)
        context = self._context
        occurrences = context.ngrams[text][:MAX_OCCURRENCES]
        return _neighbours((context.texts[number], *ngram[:2]) for number, ngram in occurrences)


@computed_once
def _neighbours_in(context: StoryContext) -> dict[str, _Neighbours]:
    """Return the neighbours found so far in the texts of a story, by n-gram."""
    return {}


def _neighbours(occurrences: Iterable[tuple[AnalyzedText, int, int]]) -> _Neighbours:
    """Return the words beside token ranges of texts."""
    before: dict[str, int] = {}
    after: dict[str, int] = {}
    for analysis, low, high in occurrences:
        sentence = analysis.sentences[analysis.sentence_of[low]]
        if low > sentence.start:
            word = analysis.folds[low - 1]
            before[word] = before.get(word, 0) + 1
        if high < sentence.stop:
            word = analysis.folds[high]
            after[word] = after.get(word, 0) + 1
    return _Neighbours(before, after)
