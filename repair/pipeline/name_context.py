"""How a name stands in the sources of a story: its letters, what stands around it, how often it is whole.

All of it is the same for every form of every copy of the story, so it is worked out once. Nothing of any copy is
known here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from repair.pipeline.story import SourceStory, StoryContext
from repair.text.analysis import AnalyzedText, NameNgram
from repair.text.normalize import fold
from repair.text.phonetics import consonant_skeleton, squash
from repair.text.spelling_keys import spelling_keys
from repair.text.wordlists import INNER_WORDS, NON_NAMES

MAX_OCCURRENCES = 12  # places looked at for one name, and for one form
MAX_GAP = 3  # words from one name word to the next, particles between them
WINDOW = 5  # words on either side that are context


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What stands beside a stretch of words in its sentence.

    ``left``, ``right``: the folded words next to it. ``left_name``, ``right_name``: the folded capital words next to
    it, particles passed over. ``before``, ``after``: the numbers of the next capital words that one name could hold.
    None when there is none.
    """

    left: str | None
    right: str | None
    left_name: str | None
    right_name: str | None
    before: int | None
    after: int | None

    @classmethod
    def of(cls, reading: AnalyzedText, low: int, high: int) -> Neighbours:
        """Look around the words ``[low, high)``."""
        sentence, folds = reading.sentences[reading.sentence_of[low]], reading.folds
        return cls(
            folds[low - 1] if low > sentence.start else None,
            folds[high] if high < sentence.stop else None,
            _beyond(reading, low - 1, -1, sentence),
            _beyond(reading, high, 1, sentence),
            next_name(reading, low, -1),
            next_name(reading, high - 1, 1),
        )


def next_name(reading: AnalyzedText, at: int, step: int) -> int | None:
    """The next capital word from ``at`` within the same run, particles skipped."""
    tokens, joints = reading.tokens, reading.joints
    for _ in range(MAX_GAP):
        following = at + step
        if not 0 <= following < len(tokens) or not joints[min(at, following)]:
            return None
        if tokens[following].capital:
            return following
        if tokens[following].fold not in INNER_WORDS:
            return None
        at = following
    return None


def is_maximal(reading: AnalyzedText, low: int, high: int) -> bool:
    """Whether no capital word stands right beside the range within its run."""
    tokens = reading.tokens
    before = low > 0 and tokens[low - 1].capital and reading.joinable(low - 1, low)
    after = high < len(tokens) and tokens[high].capital and reading.joinable(high - 1, high)
    return not before and not after


def context_window(reading: AnalyzedText, low: int, high: int) -> dict[str, int]:
    """From the folded words around a stretch, in its sentence, to how far off they are (words, from 1)."""
    sentence, folds = reading.sentences[reading.sentence_of[low]], reading.folds
    found: dict[str, int] = {}
    for distance in range(1, WINDOW + 1):
        for at in (low - distance, high - 1 + distance):
            if sentence.start <= at < sentence.stop:
                found.setdefault(folds[at], distance)
    return found


def _beyond(reading: AnalyzedText, at: int, step: int, sentence: range) -> str | None:
    """The folded capital word from ``at`` on, particles passed over ("Coalition" before "of the"), two at most."""
    for _ in range(3):
        if not sentence.start <= at < sentence.stop:
            return None
        if reading.tokens[at].capital:
            return reading.folds[at]
        if reading.folds[at] not in INNER_WORDS:
            return None
        at += step
    return None


class NameContext:
    """A name-like n-gram of a story: its spelling by letters and by sound, and all its places."""

    def __init__(self, story: SourceStory, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self.joined = squash(self.folded)
        self.backwards = self.joined[::-1]
        self.bones = consonant_skeleton(self.folded)
        self.split = self.folded.replace("-", " ").split()
        self.words = [word for word in self.split if word not in NON_NAMES] or self.folded.split()
        self._readings = story.readings
        self._near: dict[tuple[int, int], dict[str, int]] = {}

    @cached_property
    def keys(self) -> frozenset[str]:
        """Its spelling keys: it shares one with every other right spelling of the same name."""
        return spelling_keys(self.text)

    @cached_property
    def places(self) -> Sequence[tuple[int, NameNgram]]:
        """The number of the reading and the place of each occurrence."""
        return [(number, gram) for number, r in enumerate(self._readings) for gram in r.gram_places.get(self.text, ())]

    @cached_property
    def around(self) -> list[Neighbours]:
        """What stands around the first of its places."""
        return [
            Neighbours.of(self._readings[number], gram.low, gram.high) for number, gram in self.places[:MAX_OCCURRENCES]
        ]

    @cached_property
    def beside(self) -> tuple[Counter[str | None], Counter[str | None]]:
        """How often each word stands left and right of those places."""
        return Counter(a.left for a in self.around), Counter(a.right for a in self.around)

    @cached_property
    def names_beside(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The capital words that stand left and right of them, particles passed over."""
        lefts = dict.fromkeys(a.left_name for a in self.around if a.left_name is not None)
        rights = dict.fromkeys(a.right_name for a in self.around if a.right_name is not None)
        return tuple(lefts), tuple(rights)

    @cached_property
    def frames(self) -> tuple[list[str | None], list[str | None]]:
        """For each of them the folded capital words that one name could hold before and after it."""
        befores, afters = [], []
        for (number, _), around in zip(self.places, self.around, strict=False):
            folds = self._readings[number].folds
            befores.append(None if around.before is None else folds[around.before])
            afters.append(None if around.after is None else folds[around.after])
        return befores, afters

    @cached_property
    def whole(self) -> float:
        """The share of them, 0-1, where it is no piece of a longer name."""
        first = self.places[:MAX_OCCURRENCES]
        return sum(is_maximal(self._readings[number], gram.low, gram.high) for number, gram in first) / len(first)

    @cached_property
    def sources(self) -> int:
        """How many of the story's sources carry it."""
        return len({number for number, _ in self.places})

    @cached_property
    def opens(self) -> float:
        """The share of all its places, 0-1, that open a sentence."""
        return sum(self._readings[n].tokens[gram.low].first for n, gram in self.places) / len(self.places)

    def near(self, number: int, gram: NameNgram) -> dict[str, int]:
        """The words around one place, as `context_window` has them."""
        known = self._near.get((number, gram.low))
        if known is None:
            known = self._near[number, gram.low] = context_window(self._readings[number], gram.low, gram.high)
        return known


def name_contexts(story: SourceStory, text: str) -> NameContext:
    """Return how a name-like n-gram stands in a story; worked out once for all its copies."""
    names = _KNOWN.get(story.told)
    if names is None:
        names = _KNOWN[story.told] = {}
    known = names.get(text)
    if known is None:
        known = names[text] = NameContext(story, text)
    return known


_KNOWN: WeakKeyDictionary[StoryContext, dict[str, NameContext]] = WeakKeyDictionary()
