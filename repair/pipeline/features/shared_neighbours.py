"""The words that a form and a name both have right beside them, counted for all pairs of a copy at once.

``feature_extraction`` measures the same count with everything else that is beside both. Here it costs little, so that
``candidate_screen`` can use it for pairs that are then left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

from repair.pipeline.candidate_generation import Candidate
from repair.pipeline.detection import CopyContext
from repair.pipeline.name_context import MAX_OCCURRENCES
from repair.pipeline.story import StoryContext
from repair.text.analysis import AnalyzedText


class _Neighbours(NamedTuple):
    """How often each folded word of the sentence is right before, and right after, the occurrences of something."""

    before: Counter[str]
    after: Counter[str]


def shared_neighbours(copy_context: CopyContext, pairs: Sequence[Candidate]) -> list[int]:
    """Return for each pair how often a word beside the form is on the same side of the name (see "neighbours").

    Args:
        copy_context: The copy and its story.
        pairs: The candidates of a copy.
    """
    forms: dict[str, _Neighbours] = {}
    copy, context = copy_context.copy, copy_context.story.context
    counts = []
    for pair in pairs:
        form = forms.get(pair.form.fold)
        if form is None:
            places = pair.form.places[:MAX_OCCURRENCES]
            form = forms[pair.form.fold] = _neighbours((copy, low, high) for low, high in places)
        name = _neighbours_of_name(context, pair.text)
        counts.append(
            sum([times * name.before[word] for word, times in form.before.items() if word in name.before])
            + sum([times * name.after[word] for word, times in form.after.items() if word in name.after])
        )
    return counts


def _neighbours_of_name(context: StoryContext, text: str) -> _Neighbours:
    """Return the neighbours of a name-like n-gram in a story; computed once for all copies of the story."""
    if context.base is not None and not any(text in analysis.gram_places for analysis in context.added_texts):
        context = context.base
    names = _CACHED.get(context)
    if names is None:
        names = _CACHED[context] = {}
    cached = names.get(text)
    if cached is None:
        occurrences = context.ngrams[text][:MAX_OCCURRENCES]
        cached = names[text] = _neighbours((context.texts[number], *ngram[:2]) for number, ngram in occurrences)
    return cached


_CACHED: WeakKeyDictionary[StoryContext, dict[str, _Neighbours]] = WeakKeyDictionary()


def _neighbours(occurrences: Iterable[tuple[AnalyzedText, int, int]]) -> _Neighbours:
    """Return the words beside token ranges of texts."""
    before: list[str] = []
    after: list[str] = []
    for analysis, low, high in occurrences:
        sentence = analysis.sentences[analysis.sentence_of[low]]
        if low > sentence.start:
            before.append(analysis.folds[low - 1])
        if high < sentence.stop:
            after.append(analysis.folds[high])
    return _Neighbours(Counter(before), Counter(after))
