"""Retrieval of names: which names of the whole gazetteer a copy may mean, besides those of its story.

Every capitalised word that no source of the story has is looked up by letters and sound. The retrieved names are added
to the story as a further text with one name per line, so that later stages treat them like the names of a source.
"""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from typing import Protocol

import numpy as np

from repair.core.types import Name
from repair.gazetteer import Gazetteer
from repair.gazetteer.name_search import NameSearch, NamesLike
from repair.pipeline.alignment import NameList
from repair.pipeline.detection import CopyContext
from repair.pipeline.source_retrieval import SourceIndex
from repair.pipeline.story import SourceStory, StoryContext
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.phonetics import squash
from repair.text.wordlists import INNER_WORDS

MAX_PER_RUN = 16  # names retrieved for one run of capitalised words
MAX_NAMES = 400  # names retrieved for one copy
FEW_NAMES = 12  # names that contain a word, up to which the word alone retrieves them all
MIN_SIMILARITY = 0.24  # cosine from which a word of a name is similar to a word of the copy
MAX_TERMS = 30  # similar words of names looked up for one word of the copy


class SearchableNames(Protocol):
    """What retrieval needs of a gazetteer."""

    @property
    def names(self) -> Sequence[Name]:
        """All names, by number."""

    @property
    def name_search(self) -> NameSearch:
        """The index of the words of the names."""

    def name_at(self, row: int) -> Name:
        """Return the name with this number in the index."""

    def spellings(self, row: int) -> tuple[str, ...]:
        """Return the spellings of the name with this number in the index, without short forms."""


def copy_context_of(
    copy: AnalyzedText,
    source_index: SourceIndex,
    gazetteer: Gazetteer,
    lexicon: Lexicon,
    *,
    without: frozenset[str] = frozenset(),
) -> CopyContext:
    """Return the context of a copy: its story, with the names of the gazetteer that the copy may mean.

    Args:
        copy: The text to be corrected.
        source_index: The index of all sources.
        gazetteer: The names.
        lexicon: The words, places and names that are known without any source.
        without: Names of sources to leave out, such as the copy itself.
    """
    story = with_retrieved_names(copy, source_index.story(copy, without=without), gazetteer, without=without)
    return CopyContext(copy, story, source_index.weights, lexicon, gazetteer)


def with_retrieved_names(
    copy: AnalyzedText, story: SourceStory, names: SearchableNames, *, without: frozenset[str] = frozenset()
) -> SourceStory:
    """Return the story with the names of the gazetteer that the copy may mean and no source of the story has.

    ``without`` names sources that do not count: a name that was seen only in these is left out.
    """
    if not len(names.name_search):
        return story
    surfaces = retrieve(copy, story, names, without=without)
    if not surfaces:
        return story
    texts = (*story.texts, NameList(surfaces, len(names.names)))
    return SourceStory((), (*story.similarities, 0.0), StoryContext(texts, story.context))


def retrieve(
    copy: AnalyzedText, story: SourceStory, names: SearchableNames, *, without: frozenset[str] = frozenset()
) -> list[str]:
    """Return the spellings of the names that the copy may mean and the story lacks, in a stable order.

    Args:
        copy: The copy.
        story: The sources of its story.
        names: The gazetteer.
        without: Names of sources that do not count: a name that was seen only in these is left out.
    """
    search = names.name_search
    scores: dict[int, float] = {}
    unknown = [run for run in copy.runs if not all(map(story.words.get, copy.folds[run.start : run.stop]))]
    for queries in dict.fromkeys(_queries(copy, run) for run in unknown):  # a name often recurs in a copy
        for row, score in _names_like(queries, search):
            scores[row] = max(scores.get(row, 0.0), score)
    best = sorted(scores, key=lambda row: (-scores[row], row))[:MAX_NAMES]
    surfaces = chain.from_iterable(_spellings(names, row, without) for row in sorted(best))
    return [surface for surface in dict.fromkeys(surfaces) if surface not in story.ngrams]


def _spellings(names: SearchableNames, row: int, without: frozenset[str]) -> Sequence[str]:
    """Return the full spellings of a name, except those that only the sources ``without`` have."""
    if not without:
        return names.spellings(row)
    aliases = names.name_at(row).aliases
    return [alias.surface for alias in aliases if not alias.short and not alias.is_only_in(without)]


def _names_like(queries: Iterable[str], search: NameSearch) -> list[tuple[int, float]]:
    """Return the numbers of the names that the terms of a run may mean, each with its similarity, best first."""
    matches = [search.names_like(query, MAX_TERMS, MIN_SIMILARITY, FEW_NAMES) for query in queries]
    scores: dict[int, float] = defaultdict(float)
    for similarities, _ in matches:
        for row, similarity in similarities.items():
            scores[row] += similarity
    _add_common(matches, search, scores)
    ranked = sorted(zip(map(operator.neg, scores.values()), scores, strict=True))
    return [(row, -negated) for negated, row in ranked[:MAX_PER_RUN]]


def _add_common(matches: Sequence[NamesLike], search: NameSearch, scores: dict[int, float]) -> None:
    """Raise the similarity of names that also contain a common word; such a word alone retrieves no name."""
    if not scores:
        return
    rows = np.fromiter(scores, np.uint32, len(scores))
    for term, similarity in chain.from_iterable(common for _, common in matches):
        for row in rows[search.with_term(term, rows)].tolist():
            scores[row] += similarity


def _queries(copy: AnalyzedText, run: range) -> tuple[str, ...]:
    """Return the terms to look up for a run: its words, and each pair of neighbours joined."""
    words = [squash(copy.folds[number]) for number in run if copy.folds[number] not in INNER_WORDS]
    words = [word for word in words if len(word) > 1][:8]
    joined = [left + right for left, right in pairwise(words)]
    whole = ["".join(words)] if len(words) > 2 else []
    return tuple(dict.fromkeys([*words, *joined, *whole]))
