"""The stories of the sources that tell what a copy tells, and their n-grams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain

from repair.text.analysis import AnalyzedText, NameNgram


class _Grams:
    """The name-like n-grams of several readings by their text, in order of first appearance."""

    def __init__(self, readings: Sequence[AnalyzedText]) -> None:
        self._readings = readings

    @cached_property
    def _texts(self) -> dict[str, None]:
        return dict.fromkeys(chain.from_iterable(reading.gram_places for reading in self._readings))

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __contains__(self, text: object) -> bool:
        return text in self._texts

    def __getitem__(self, text: str) -> list[tuple[int, NameNgram]]:
        return [(number, gram) for number, r in enumerate(self._readings) for gram in r.gram_places.get(text, ())]

    def get(self, text: str, default: Sequence[tuple[int, NameNgram]] = ()) -> Sequence[tuple[int, NameNgram]]:
        """Return (number of the reading, place) of each occurrence, ``default`` when there is none."""
        return self[text] or default


class StoryContext:
    """What the sources of one story carry together; the same for all copies of the story."""

    def __init__(self, readings: Sequence[AnalyzedText]) -> None:
        self.readings = tuple(readings)

    @cached_property
    def words(self) -> Counter[str]:
        """How often each folded word stands in the story's sources."""
        return Counter(chain.from_iterable(reading.folds for reading in self.readings))

    @cached_property
    def capitals(self) -> Counter[str]:
        """How often each folded word stands there with a capital."""
        return Counter(chain.from_iterable(map(r.folds.__getitem__, r.capital_at) for r in self.readings))

    @cached_property
    def lowers(self) -> Counter[str]:
        """How often each folded word stands there without a capital."""
        return Counter([token.fold for r in self.readings for token in r.tokens if not token.capital])

    @cached_property
    def grams(self) -> _Grams:
        """From the text of a name-like n-gram to (number of the reading, place) of each occurrence."""
        return _Grams(self.readings)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The spelling keys of every capital word, to know another school's spelling of one."""
        return frozenset().union(*(reading.keys for reading in self.readings))

    @cached_property
    def joined(self) -> frozenset[str]:
        """Every n-gram of the story folded and run together, to tell a respaced right spelling."""
        return frozenset().union(*(reading.run_together for reading in self.readings))


class SourceStory:
    """The sources that tell the story of a copy, most akin first, and how akin they are (cosine, 0-1)."""

    def __init__(
        self, readings: Sequence[AnalyzedText], affinities: Sequence[float], told: StoryContext | None = None
    ) -> None:
        self.affinities = tuple(affinities)
        self.told = told or StoryContext(readings)
        self.readings = self.told.readings
        self.words, self.capitals, self.lowers = self.told.words, self.told.capitals, self.told.lowers
        self.grams = self.told.grams

    @property
    def keys(self) -> frozenset[str]:
        """The spelling keys of every capital word, to know another school's spelling of one."""
        return self.told.keys

    @property
    def joined(self) -> frozenset[str]:
        """Every n-gram of the story folded and run together, to tell a respaced right spelling."""
        return self.told.joined
