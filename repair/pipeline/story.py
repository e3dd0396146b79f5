"""The story of a copy: the sources that report the same events, and the words and name-like n-grams they contain.

Which sources belong to the story is decided in ``source_retrieval``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from repair.pipeline.alignment import NameList
from repair.text.analysis import AnalyzedText
from repair.text.name_ngrams import NameNgram
from repair.text.phonetics import squash


class NgramPlace(NamedTuple):
    """An occurrence of a name-like n-gram in a story: the number of the text, and the n-gram there."""

    text: int
    ngram: NameNgram


class _NgramIndex:
    """The name-like n-grams of several texts, by their surface, in order of first appearance.

    The ``base`` is the index of the first texts.
    """

    def __init__(self, texts: Sequence[AnalyzedText], base: _NgramIndex | None, more: Sequence[AnalyzedText]) -> None:
        self._analyses, self._base, self._more = texts, base, more
        self._places: dict[str, list[NgramPlace]] = {}

    @cached_property
    def _texts(self) -> dict[str, None]:
        more = dict.fromkeys(chain.from_iterable(analysis.gram_places for analysis in self._more))
        return more if self._base is None else self._base._texts | more

    @cached_property
    def added(self) -> Mapping[str, str]:
        """The n-grams that the base lacks, each with its folded form."""
        known = {} if self._base is None else self._base._texts
        return {
            text: folded for analysis in self._more for text, folded in analysis.gram_folds.items() if text not in known
        }

    @cached_property
    def added_letters(self) -> Sequence[tuple[str, str]]:
        """The n-grams that the base lacks, each folded and without spaces, hyphens and apostrophes."""
        return [(text, squash(folded)) for text, folded in self.added.items()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __contains__(self, text: object) -> bool:
        return text in self._texts

    def __getitem__(self, text: str) -> list[NgramPlace]:
        places = self._places.get(text)
        if places is None:
            if self._base is not None and not any(text in analysis.gram_places for analysis in self._more):
                return self._base[text]  # found once for all copies of the story
            places = [] if self._base is None else list(self._base[text])
            places += [
                NgramPlace(number, ngram)
                for number, analysis in enumerate(self._more, len(self._analyses) - len(self._more))
                for ngram in analysis.gram_places.get(text, ())
            ]
            if places:  # caching the names that the story lacks would let the cache grow with every copy
                self._places[text] = places
        return places

    def get(self, text: str, default: Sequence[NgramPlace] = ()) -> Sequence[NgramPlace]:
        """Return the occurrences of an n-gram, ``default`` when there is none."""
        return self[text] or default

    def firsts(self, text: str) -> Iterator[NgramPlace]:
        """Yield the first occurrence in each text that has one."""
        for number, analysis in enumerate(self._analyses):
            places = analysis.gram_places.get(text)
            if places:
                yield NgramPlace(number, places[0])


class StoryContext:
    """The texts of one story and what they contain; shared by all copies of the story.

    ``texts`` are the sources and, where names were retrieved, the list of names; ``sources`` are the sources alone.
    ``base`` is the context of the first texts; what it has computed is shared with the other copies of the story.
    ``added_texts`` are the others.
    """

    def __init__(self, texts: Sequence[AnalyzedText], base: StoryContext | None = None) -> None:
        self.texts, self.base = tuple(texts), base
        self.results: dict[Any, Any] = {}  # see `repair.core.computed_once`
        self.sources = tuple(analysis for analysis in texts if not isinstance(analysis, NameList))
        self.added_texts = self.texts if base is None else self.texts[len(base.texts) :]

    @cached_property
    def words(self) -> Counter[str]:
        """How often each folded word occurs in the texts."""
        words = Counter() if self.base is None else self.base.words.copy()
        words.update(chain.from_iterable(analysis.folds for analysis in self.added_texts))
        return words

    @cached_property
    def capitals(self) -> Counter[str]:
        """How often each folded word occurs with a capital."""
        capitals = Counter() if self.base is None else self.base.capitals.copy()
        capitals.update(
            chain.from_iterable(map(analysis.folds.__getitem__, analysis.capital_at) for analysis in self.added_texts)
        )
        return capitals

    @cached_property
    def lowers(self) -> Counter[str]:
        """How often each folded word occurs without a capital."""
        lowers = Counter() if self.base is None else self.base.lowers.copy()
        lowers.update([token.fold for analysis in self.added_texts for token in analysis.tokens if not token.capital])
        return lowers

    @cached_property
    def markers(self) -> frozenset[str]:
        """The words that are markers of romanisation schemes."""
        base = frozenset() if self.base is None else self.base.markers
        return base.union(*(analysis.markers for analysis in self.added_texts))

    @cached_property
    def ngrams(self) -> _NgramIndex:
        """From each name-like n-gram to its occurrences."""
        return _NgramIndex(self.texts, None if self.base is None else self.base.ngrams, self.added_texts)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The spelling keys of all capitalised words, which recognise other romanisations of them."""
        base = frozenset() if self.base is None else self.base.keys
        return base.union(*(analysis.keys for analysis in self.added_texts))

    @cached_property
    def joined(self) -> frozenset[str]:
        """All n-grams folded and without spaces, which recognise a right name with other spaces."""
        base = frozenset() if self.base is None else self.base.joined
        return base.union(*(analysis.run_together for analysis in self.added_texts))

    @property
    def layers(self) -> tuple[StoryContext, ...]:
        """The base, where there is one, and this context."""
        return (self,) if self.base is None else (*self.base.layers, self)

    def adds_to(self, name: str, words: Iterable[str] = ()) -> bool:
        """Return whether it has occurrences of an n-gram, or of ``words`` in lower case, that its base lacks."""
        if self.base is None:
            return True
        return any(
            name in analysis.gram_places or any(word in analysis.lowers for word in words)
            for analysis in self.added_texts
        )


class SourceStory:
    """The sources of the story of one copy, and the cosine similarity (0-1) of each text to the copy."""

    def __init__(
        self, texts: Sequence[AnalyzedText], similarities: Sequence[float], context: StoryContext | None = None
    ) -> None:
        self.similarities = tuple(similarities)
        self.context = context or StoryContext(texts)
        self.texts, self.sources = self.context.texts, self.context.sources
        self.words, self.capitals, self.lowers = self.context.words, self.context.capitals, self.context.lowers
        self.ngrams = self.context.ngrams

    @property
    def closest_source(self) -> AnalyzedText:
        """The source that is most similar to the copy; `ValueError` where there is none."""
        return self.sources[max(range(len(self.sources)), key=self.rank_of)]

    def rank_of(self, number: int) -> tuple[float, int]:
        """Return what sorts texts by their similarity to the copy, the least similar first; ``number`` is a text's."""
        return self.similarities[number], number

    @property
    def searched(self) -> float:
        """Natural logarithm of 1 + the number of names searched for this copy; 0 where only its sources were used."""
        return math.log1p(sum(text.searched for text in self.texts if isinstance(text, NameList)))

    @property
    def markers(self) -> frozenset[str]:
        """The words that are markers of romanisation schemes."""
        return self.context.markers

    @property
    def keys(self) -> frozenset[str]:
        """The spelling keys of all capitalised words, which recognise other romanisations of them."""
        return self.context.keys

    @property
    def joined(self) -> frozenset[str]:
        """All n-grams folded and without spaces, which recognise a right name with other spaces."""
        return self.context.joined
