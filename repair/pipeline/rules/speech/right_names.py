"""Full names in transcripts of speech that are right as they are: those of the list, and people in the news."""

from __future__ import annotations

from itertools import chain, starmap
from typing import NamedTuple

from repair.pipeline.rules.speech.spoken_list import SpokenNames, joined
from repair.text.analysis import AnalyzedText
from repair.text.known_people import is_known_person

_LONGEST = 6  # words of a name


class RightNames(NamedTuple):
    """The full names in a copy that may be right, by token numbers.

    ``listed`` are the tokens of names of the list, ``known`` those of names known from the news, and ``ranges`` the
    half-open ranges of the latter.
    """

    listed: frozenset[int]
    known: frozenset[int]
    ranges: frozenset[tuple[int, int]]

    @classmethod
    def of(cls, copy: AnalyzedText, names: SpokenNames) -> RightNames:
        """Return the full names of a transcript: those of the list, and those of people in the news."""
        listed: set[int] = set()
        known: set[tuple[int, int]] = set()
        for low in range(len(copy.folds)):
            for high in range(low + 2, min(low + _LONGEST, len(copy.folds)) + 1):
                if copy.gap(high - 2).replace(".", " ").strip(" -"):
                    break
                words = copy.folds[low:high]
                if "and" not in (words[0], words[-1]) and joined(words) in names.joined:
                    listed.update(range(low, high))
                elif is_known_person(" ".join(words)):
                    known.add((low, high))
        return cls(frozenset(listed), frozenset(chain.from_iterable(starmap(range, known))), frozenset(known))

    def allow(self, low: int, high: int) -> bool:
        """Return whether the words may be another name.

        A listed name is right. A name from the news may be misheard as a whole, but no part of it is another name, and
        no word beside it belongs to it: "volodymyr zelensky" is the name in "volodymyr zelensky hopes".
        """
        numbers = range(low, high)
        return self.listed.isdisjoint(numbers) and (self.known.isdisjoint(numbers) or (low, high) in self.ranges)
