"""Dissent: sources that do not support a spelling of the copy, although they contain it.

A source that repeats the copy makes its garbled names look right, and so does a single source that spells a name like
the copy against all others. Both are found by counting, in time linear in the texts; ``repairer`` decides what follows.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import filterfalse, islice

from repair.pipeline.candidate_generation import similarity
from repair.pipeline.detection import CopyContext
from repair.pipeline.name_origin import variant_among_sources
from repair.pipeline.story import SourceStory
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import COMMON_NAME, Lexicon

_SHINGLE = 3  # consecutive words that are compared
_SAME_WORDING = 0.9  # share of the copy's shingles, and of its vocabulary, that a source repeats
_FEWEST = 8  # shingles of a copy; a shorter copy may repeat others by chance
_MOST_PLACES = 12  # occurrences of a word that are examined
_AGREEING = 2  # sources that must agree on another spelling
_GARBLED = 0.5  # similarity from which one word may be a garbled form of another
_TYPO = 0.7  # similarity (indel, 0-1) from which one spelling may be a typing error for the other


def repeating_sources(copy: AnalyzedText, story: SourceStory) -> frozenset[str]:
    """Return the names of the sources that repeat at least nine tenths of the copy's wording."""
    alike = [analysis for analysis in story.sources if _has_words_of(analysis, copy.vocabulary)]
    wording = frozenset(_shingles(copy)) if alike else frozenset()
    if len(wording) < _FEWEST:
        return frozenset()
    return frozenset(
        analysis.source
        for analysis in alike
        if len(wording.intersection(_shingles(analysis))) >= _SAME_WORDING * len(wording)
    )


def _has_words_of(analysis: AnalyzedText, words: Collection[str]) -> bool:
    """Return whether a text has at least nine tenths of the words; it is searched until it lacks too many."""
    most_lacking = len(words) - math.ceil(_SAME_WORDING * len(words))
    lacking = filterfalse(analysis.vocabulary.__contains__, words)
    return next(islice(lacking, most_lacking, None), None) is None


def spelt_by_one_source(copy: AnalyzedText, story: SourceStory, lexicon: Lexicon) -> dict[str, str]:
    """Return the folded words of the copy that only one source has, where others agree on another spelling.

    Args:
        copy: The text to be corrected.
        story: Its story; with fewer than three sources nothing is disputed.
        lexicon: Known words and names, which are never disputed.

    Returns:
        From each word to the source that has it.
    """
    sources_of: dict[str, str] = {}
    if len(story.sources) <= _AGREEING:
        return sources_of
    for word in copy.capitals.keys() & story.capitals.keys():
        with_word = [analysis for analysis in story.sources if word in analysis.places]
        if len(with_word) != 1 or lexicon.word(word) or lexicon.personal_name(word) >= COMMON_NAME:
            continue  # with no source at all, the word comes from a retrieved name
        others = [analysis for analysis in story.sources if analysis is not with_word[0]]
        votes = (_votes(beside, step, others) for beside, step in _neighbours(with_word[0], word))
        rivals = {rival for of_place in votes for rival, count in of_place.items() if count >= _AGREEING}
        if any(_is_garble(word, rival, with_word[0], story) for rival in rivals):
            sources_of[word] = with_word[0].source
    return sources_of


def is_typo_of_one_source(copy_context: CopyContext, form: str, name: str) -> bool:
    """Return whether a word of a name is probably a typing error of one source, and the copy's word right.

    This holds where several sources have the word only once in total, it is nobody's name, and the copy has a very
    similar word more than once.

    Args:
        copy_context: The copy and its story.
        form: The spelling in the copy, folded.
        name: The spelling in the source, folded.
    """
    story, copy = copy_context.story, copy_context.copy
    if len(story.sources) <= 1:
        return False
    pairs = [
        (copy_word, source_word)
        for copy_word, source_word in zip(form.split(), name.split(), strict=False)
        if copy_word != source_word
    ]
    return any(
        story.words.get(source_word) == 1
        and copy.capitals.get(copy_word, 0) > 1
        and not any(copy_context.lexicon.name_counts(source_word))
        and similarity(copy_word, source_word) >= _TYPO
        for copy_word, source_word in pairs
    )


def _shingles(analysis: AnalyzedText) -> Iterator[tuple[str, ...]]:
    folds = analysis.folds
    return zip(*(islice(folds, start, None) for start in range(_SHINGLE)), strict=False)


def _neighbours(analysis: AnalyzedText, word: str) -> Iterator[tuple[str, int]]:
    """Yield the capitalised neighbours of a word within one name, and the step from each to the word (-1 or 1)."""
    for at in analysis.places[word][:_MOST_PLACES]:
        for step in (-1, 1):
            beside = at + step
            if _joined(analysis, at, beside):
                yield analysis.folds[beside], -step


def _is_garble(word: str, other: str, source: AnalyzedText, story: SourceStory) -> bool:
    """Whether a word resembles the other, which its source lacks, and is not another romanisation of it."""
    if other in source.places or similarity(word, other) < _GARBLED:
        return False
    return variant_among_sources(story, word, other) is None


def _votes(beside: str, step: int, others: Collection[AnalyzedText]) -> Counter[str]:
    """Return how many sources have each word next to ``beside`` within one name."""
    votes: Counter[str] = Counter()
    for analysis in others:
        words = {
            analysis.folds[at + step]
            for at in analysis.places.get(beside, ())[:_MOST_PLACES]
            if _joined(analysis, at, at + step)
        }
        votes.update(words)
    return votes


def _joined(analysis: AnalyzedText, at: int, beside: int) -> bool:
    """Whether two neighbouring words may belong to one name."""
    return analysis.has_capital_after(beside) if beside > at else analysis.has_capital_before(at)
