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

from repair.pipeline.alignment import NameList
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
    def of(cls, analyzed: AnalyzedText, low: int, high: int) -> Neighbours:
        """Look around the words ``[low, high)``."""
        sentence, folds = analyzed.sentences[analyzed.sentence_of[low]], analyzed.folds
        return cls(
            folds[low - 1] if low > sentence.start else None,
            folds[high] if high < sentence.stop else None,
            _beyond(analyzed, low - 1, -1, sentence),
            _beyond(analyzed, high, 1, sentence),
            next_name(analyzed, low, -1),
            next_name(analyzed, high - 1, 1),
        )


def next_name(analyzed: AnalyzedText, at: int, step: int) -> int | None:
    """The next capital word from ``at`` within the same run, particles skipped."""
    tokens, joints = analyzed.tokens, analyzed.joints
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


def is_maximal(analyzed: AnalyzedText, low: int, high: int) -> bool:
    """Whether no capital word stands right beside the range within its run."""
    tokens = analyzed.tokens
    before = low > 0 and tokens[low - 1].capital and analyzed.joinable(low - 1, low)
    after = high < len(tokens) and tokens[high].capital and analyzed.joinable(high - 1, high)
    return not before and not after


def context_window(analyzed: AnalyzedText, low: int, high: int) -> dict[str, int]:
    """From the folded words around a stretch, in its sentence, to how far off they are (words, from 1)."""
    sentence, folds = analyzed.sentences[analyzed.sentence_of[low]], analyzed.folds
    distances: dict[str, int] = {}
    for distance in range(1, WINDOW + 1):
        for at in (low - distance, high - 1 + distance):
            if sentence.start <= at < sentence.stop:
                distances.setdefault(folds[at], distance)
    return distances


def _beyond(analyzed: AnalyzedText, at: int, step: int, sentence: range) -> str | None:
    """The folded capital word from ``at`` on, particles passed over ("Coalition" before "of the"), two at most."""
    for _ in range(3):
        if not sentence.start <= at < sentence.stop:
            return None
        if analyzed.tokens[at].capital:
            return analyzed.folds[at]
        if analyzed.folds[at] not in INNER_WORDS:
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
        self.skeleton = consonant_skeleton(self.folded)
        self.split = self.folded.replace("-", " ").split()
        self.words = [word for word in self.split if word not in NON_NAMES] or self.folded.split()
        self._analyzed = story.texts
        self._listed = {number for number, r in enumerate(story.texts) if isinstance(r, NameList)}
        self._affinities = story.affinities
        self._near: dict[tuple[int, int], dict[str, int]] = {}

    @cached_property
    def keys(self) -> frozenset[str]:
        """Its spelling keys: it shares one with every other right spelling of the same name."""
        return spelling_keys(self.text)

    @cached_property
    def places(self) -> Sequence[tuple[int, NameNgram]]:
        """The number of the reading and the place of each occurrence."""
        return [
            (number, ngram) for number, r in enumerate(self._analyzed) for ngram in r.gram_places.get(self.text, ())
        ]

    @cached_property
    def around(self) -> list[Neighbours]:
        """What stands around the first of its places."""
        return [
            Neighbours.of(self._analyzed[number], ngram.low, ngram.high)
            for number, ngram in self.places[:MAX_OCCURRENCES]
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
            folds = self._analyzed[number].folds
            befores.append(None if around.before is None else folds[around.before])
            afters.append(None if around.after is None else folds[around.after])
        return befores, afters

    @cached_property
    def whole(self) -> float:
        """The share of them, 0-1, where it is no piece of a longer name."""
        first = self.places[:MAX_OCCURRENCES]
        return sum(is_maximal(self._analyzed[number], ngram.low, ngram.high) for number, ngram in first) / len(first)

    @cached_property
    def sources(self) -> int:
        """How many of the story's sources carry it."""
        return len({number for number, _ in self.told_places})

    @cached_property
    def told_places(self) -> Sequence[tuple[int, NameNgram]]:
        """Its places in sources, those in a list of names left out."""
        return [place for place in self.places if place[0] not in self._listed] if self._listed else self.places

    @cached_property
    def affinity(self) -> float:
        """How akin (0-1) the source most like the copy that carries it is; 0 where none does."""
        return max((self._affinities[number] for number, _ in self.told_places), default=0.0)

    @cached_property
    def opens(self) -> float:
        """The share of all its places, 0-1, that open a sentence."""
        return sum(self._analyzed[n].tokens[ngram.low].first for n, ngram in self.told_places) / len(self.places)

    def near(self, number: int, ngram: NameNgram) -> dict[str, int]:
        """The words around one place, as `context_window` has them."""
        cached = self._near.get((number, ngram.low))
        if cached is None:
            cached = self._near[number, ngram.low] = context_window(self._analyzed[number], ngram.low, ngram.high)
        return cached


def name_contexts(story: SourceStory, text: str) -> NameContext:
    """Return how a name-like n-gram stands in a story; worked out once for all its copies."""
    names = _KNOWN.get(story.told)
    if names is None:
        names = _KNOWN[story.told] = {}
    cached = names.get(text)
    if cached is None:
        cached = names[text] = NameContext(story, text)
    return cached


_KNOWN: WeakKeyDictionary[StoryContext, dict[str, NameContext]] = WeakKeyDictionary()
