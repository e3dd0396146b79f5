"""A text cut up once for all later questions: its words, sentences, capital runs and name-like n-grams.

Both copy and sources are held this way, so that the story reader can lay one beside the other.
A `Reading` is built in one pass and never changes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from repair.text import Token, tokenize

# Lower-case words that may stand inside a name.
PARTICLES = frozenset(
    "of the de la le las los van von der den da di del della al el bin ibn and for dos du des ter ten "
    "y e zu zur im am".split()
)
_JOINTS = frozenset(("", "-", "–", ".", "'", "&", "·"))
_HYPHENS = frozenset("-–·")
MAX_GRAM = 4  # capitalised words in a candidate; longer official names are covered by their parts


@dataclass(frozen=True, slots=True)
class Gram:
    """A name-like n-gram of a reading: half-open token range and the text it spans."""

    low: int
    high: int
    text: str


class Reading:
    """The words of one text with the indexes that matching needs.

    ``tokens`` in order; ``sentences`` as half-open token ranges; ``words`` the set of folded words of
    each sentence; ``places`` from a folded word to its token numbers.
    """

    def __init__(self, text: str, source: str = "") -> None:
        self.text = text
        self.source = source
        self.tokens: list[Token] = tokenize(text)
        self.folds: list[str] = [token.fold for token in self.tokens]
        self.sentences: list[range] = _sentence_ranges(self.tokens)
        self.words: list[frozenset[str]] = [frozenset(self.folds[n] for n in ns) for ns in self.sentences]
        self.sentence_of: list[int] = [number for number, ns in enumerate(self.sentences) for _ in ns]

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Token numbers of each folded word."""
        places: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self.folds):
            places[word].append(number)
        return dict(places)

    @cached_property
    def capitals(self) -> Counter[str]:
        """How often each folded word stands with a capital."""
        return Counter(token.fold for token in self.tokens if token.capital)

    @cached_property
    def lowers(self) -> Counter[str]:
        """How often each folded word stands without a capital."""
        return Counter(token.fold for token in self.tokens if not token.capital)

    @cached_property
    def grams(self) -> list[Gram]:
        """Every n-gram that could be a name: capital words, particles and hyphened parts between them."""
        return _grams(self)

    @cached_property
    def grams_by_sentence(self) -> dict[int, list[Gram]]:
        """The name-like n-grams of each sentence that has any."""
        table: dict[int, list[Gram]] = defaultdict(list)
        for gram in self.grams:
            table[self.sentence_of[gram.low]].append(gram)
        return dict(table)

    @cached_property
    def runs(self) -> list[range]:
        """Maximal runs of capital words (with the lower-case parts a hyphen ties to them), as token ranges."""
        return _runs(self)

    def joined(self, left: int, right: int) -> bool:
        """Whether tokens ``left`` and ``right`` are neighbours that one name could span."""
        a, b = self.tokens[left], self.tokens[right]
        gap = self.text[a.end : b.start]
        return a.sentence == b.sentence and len(gap) <= 2 and gap.strip() in _JOINTS

    def hyphened(self, left: int, right: int) -> bool:
        """Whether a hyphen alone stands between two tokens."""
        return self.text[self.tokens[left].end : self.tokens[right].start] in _HYPHENS

    def surface(self, low: int, high: int) -> str:
        """The text from token ``low`` up to and including token ``high - 1``."""
        return self.text[self.tokens[low].start : self.tokens[high - 1].end]

    def neighbour(self, number: int, sentence: int) -> Token | None:
        """Token ``number`` if it stands in ``sentence``."""
        if 0 <= number < len(self.tokens) and self.sentence_of[number] == sentence:
            return self.tokens[number]
        return None


def _sentence_ranges(tokens: list[Token]) -> list[range]:
    ranges: list[range] = []
    low = 0
    for number in range(1, len(tokens) + 1):
        if number == len(tokens) or tokens[number].sentence != tokens[low].sentence:
            ranges.append(range(low, number))
            low = number
    return ranges


def _grams(reading: Reading) -> list[Gram]:
    grams: list[Gram] = []
    tokens = reading.tokens
    for low, first in enumerate(tokens):
        if not first.capital or first.text.isdigit():
            continue
        capitals = 0
        for high in range(low, len(tokens)):
            token = tokens[high]
            if high > low and not reading.joined(high - 1, high):
                break
            if token.capital or (high > low and reading.hyphened(high - 1, high)):
                capitals += 1
                grams.append(Gram(low, high + 1, reading.surface(low, high + 1)))
                if capitals == MAX_GRAM:
                    break
            elif token.fold not in PARTICLES:
                break
    return grams


def _runs(reading: Reading) -> list[range]:
    runs: list[range] = []
    low = -1
    for number, token in enumerate(reading.tokens):
        follows = low >= 0 and reading.joined(number - 1, number)
        if follows and (token.capital or reading.hyphened(number - 1, number)):
            continue
        if low >= 0:
            runs.append(range(low, number))
        low = number if token.capital and not token.text.isdigit() else -1
    if low >= 0:
        runs.append(range(low, len(reading.tokens)))
    return runs
