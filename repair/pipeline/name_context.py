"""The context of a name in its story: its spelling, the words around it, how often it occurs by itself.

This does not depend on any copy, so it is computed once for all copies of a story.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from repair.pipeline.alignment import NameList
from repair.pipeline.story import NgramPlace, SourceStory, StoryContext
from repair.text.analysis import AnalyzedText, NameNgram
from repair.text.normalize import fold
from repair.text.phonetics import consonant_skeleton, squash
from repair.text.spelling_keys import spelling_keys
from repair.text.wordlists import INNER_WORDS, NON_NAMES

MAX_OCCURRENCES = 12  # occurrences examined of one name, and of one form
MAX_GAP = 3  # steps from one word of a name to the next, over particles
WINDOW = 5  # words of context on either side


class Neighbours(NamedTuple):
    """The words next to a range of tokens in its sentence; None where there is none.

    ``left``, ``right``: the folded words next to it. ``left_name``, ``right_name``: the next folded capitalised words,
    over particles. ``before``, ``after``: the numbers of the next capitalised words that may belong to the same name.
    A named tuple, since an article needs hundreds and creating a frozen dataclass takes several times as long.
    """

    left: str | None
    right: str | None
    left_name: str | None
    right_name: str | None
    before: int | None
    after: int | None

    @classmethod
    def of(cls, analysis: AnalyzedText, low: int, high: int) -> Neighbours:
        """Return the neighbours of the tokens ``[low, high)``."""
        sentence, folds = analysis.sentences[analysis.sentence_of[low]], analysis.folds
        return cls(
            folds[low - 1] if low > sentence.start else None,
            folds[high] if high < sentence.stop else None,
            _beyond(analysis, low - 1, -1, sentence),
            _beyond(analysis, high, 1, sentence),
            next_name(analysis, low, -1),
            next_name(analysis, high - 1, 1),
        )


def next_name(analysis: AnalyzedText, at: int, step: int) -> int | None:
    """Return the next capitalised word from ``at`` within the same run, over particles; ``step`` is -1 or 1."""
    tokens, joints = analysis.tokens, analysis.joints
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


def is_maximal(analysis: AnalyzedText, low: int, high: int) -> bool:
    """Return whether no capitalised word is right next to the range within its run."""
    tokens = analysis.tokens
    before = low > 0 and tokens[low - 1].capital and analysis.joinable(low - 1, low)
    after = high < len(tokens) and tokens[high].capital and analysis.joinable(high - 1, high)
    return not before and not after


def context_window(analysis: AnalyzedText, low: int, high: int) -> dict[str, int]:
    """Return the folded words around a range, within its sentence, with their distance (words, from 1)."""
    sentence, folds = analysis.sentences[analysis.sentence_of[low]], analysis.folds
    distances: dict[str, int] = {}
    for distance in range(1, WINDOW + 1):
        for at in (low - distance, high - 1 + distance):
            if sentence.start <= at < sentence.stop:
                distances.setdefault(folds[at], distance)
    return distances


def _beyond(analysis: AnalyzedText, at: int, step: int, sentence: range) -> str | None:
    """Return the next folded capitalised word from ``at``, over two particles at most ("Coalition of the …")."""
    for _ in range(3):
        if not sentence.start <= at < sentence.stop:
            return None
        if analysis.tokens[at].capital:
            return analysis.folds[at]
        if analysis.folds[at] not in INNER_WORDS:
            return None
        at += step
    return None


T = TypeVar("T")


class Sides(NamedTuple, Generic[T]):
    """What is left and what is right of a name."""

    left: T
    right: T


class NameContext:
    """A name-like n-gram of a story: its spelling in letters and sounds, and all its occurrences."""

    def __init__(self, story: SourceStory, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self.joined = squash(self.folded)
        self.backwards = self.joined[::-1]
        self.skeleton = consonant_skeleton(self.folded)
        self.split = self.folded.replace("-", " ").split()
        self.words = [word for word in self.split if word not in NON_NAMES] or self.folded.split()
        self._analyses = story.texts
        self._listed = {number for number, text in enumerate(story.texts) if isinstance(text, NameList)}
        self._near: dict[tuple[int, int], dict[str, int]] = {}

    @cached_property
    def keys(self) -> frozenset[str]:
        """Its spelling keys; any two accepted spellings of a name share one."""
        return spelling_keys(self.text)

    @cached_property
    def places(self) -> Sequence[NgramPlace]:
        """Its occurrences, in order of the texts."""
        return [
            NgramPlace(number, ngram)
            for number, analysis in enumerate(self._analyses)
            for ngram in analysis.gram_places.get(self.text, ())
        ]

    @cached_property
    def around(self) -> list[Neighbours]:
        """The neighbours of its first occurrences."""
        return [
            Neighbours.of(self._analyses[number], ngram.low, ngram.high)
            for number, ngram in self.places[:MAX_OCCURRENCES]
        ]

    @cached_property
    def beside(self) -> Sides[dict[str | None, int]]:
        """How often each word is left and right of these occurrences."""
        lefts: dict[str | None, int] = {}
        rights: dict[str | None, int] = {}
        for around in self.around:
            lefts[around.left] = lefts.get(around.left, 0) + 1
            rights[around.right] = rights.get(around.right, 0) + 1
        return Sides(lefts, rights)

    @cached_property
    def names_beside(self) -> Sides[tuple[str, ...]]:
        """The capitalised words left and right of these occurrences, over particles."""
        lefts = dict.fromkeys(around.left_name for around in self.around if around.left_name is not None)
        rights = dict.fromkeys(around.right_name for around in self.around if around.right_name is not None)
        return Sides(tuple(lefts), tuple(rights))

    @cached_property
    def frames(self) -> Sides[list[str | None]]:
        """For each of these occurrences, the folded capitalised words before and after that may be of the same name."""
        befores: list[str | None] = []
        afters: list[str | None] = []
        for (number, _), around in zip(self.places, self.around, strict=False):
            folds = self._analyses[number].folds
            befores.append(None if around.before is None else folds[around.before])
            afters.append(None if around.after is None else folds[around.after])
        return Sides(befores, afters)

    @cached_property
    def whole(self) -> float:
        """The share of these occurrences (0-1) that are not part of a longer name."""
        first = self.places[:MAX_OCCURRENCES]
        return sum(is_maximal(self._analyses[number], ngram.low, ngram.high) for number, ngram in first) / len(first)

    @cached_property
    def sources(self) -> frozenset[int]:
        """The numbers of the sources of the story that have it."""
        return frozenset(number for number, _ in self.source_places)

    @cached_property
    def source_places(self) -> Sequence[NgramPlace]:
        """Its occurrences in sources, except those in a list of names."""
        return [place for place in self.places if place.text not in self._listed] if self._listed else self.places

    @cached_property
    def opens(self) -> float:
        """The share of its occurrences (0-1) at the start of a sentence."""
        return sum(self._analyses[n].tokens[ngram.low].first for n, ngram in self.source_places) / len(self.places)

    def near(self, number: int, ngram: NameNgram) -> dict[str, int]:
        """Return the `context_window` of one occurrence."""
        cached = self._near.get((number, ngram.low))
        if cached is None:
            cached = self._near[number, ngram.low] = context_window(self._analyses[number], ngram.low, ngram.high)
        return cached


def name_contexts(story: SourceStory, text: str) -> NameContext:
    """Return the context of a name-like n-gram in a story; computed once for all copies of the story."""
    context = story.context
    if context.base is not None and not context.adds_to(text):
        context = context.base
    names = _CONTEXTS.get(context)
    if names is None:
        names = _CONTEXTS[context] = {}
    cached = names.get(text)
    if cached is None:
        cached = names[text] = NameContext(story, text)
    return cached


_CONTEXTS: WeakKeyDictionary[StoryContext, dict[str, NameContext]] = WeakKeyDictionary()
