"""Names of several words in a scanned print, of which a word is misread or between which there are specks.

A word that alone could be many names is recognised beside the other words of its name: "Olympic Gates", "Defense
htaelligente", "PREMIUM _ TIMES". The name must be in the sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from repair.pipeline.detection import CopyContext
from repair.pipeline.rules.scans.scanned_words import SourceWords, is_other_word
from repair.text.letter_shapes import shape_distance
from repair.text.tokens import Token

_MOST_NAMES = 3_000  # names of several words that are examined
_MOST_OF_WORD = 30  # names that begin with the same word
_FARTHEST_WORD = 0.5  # misread letters per letter of a word beside a word that is almost right
_FARTHEST_SHORT, _SHORT = 0.25, 4  # the same for a word of so few letters: "Jox" is not misread for Max
_SURE_WORD = 0.2  # the same for the word that is almost right
_FARTHEST_NAME = 0.3  # the same for the whole name
_KNOWN_WORD = 0.8  # misread letters of a word that exists: "Southern" is not misread for Northern
_ONE_LETTER = 1.0  # misread letters from which a word is not compared that may be another one
_MOST_SPECKS = 2  # stray letters and figures within a name
_LONGEST_GAP = 4  # code points between two words of a name
_SPECKS = frozenset("_~|*«»©®¢¥°•■=<>^\\‘'’:·-– \t\u00a0")
_STROKES = frozenset("I")  # capitals that a rule or a stain is read as
_ARTICLE = "the"  # its letters say nothing about the name


@dataclass(frozen=True, slots=True)
class WholeName:
    """A half-open token range of the copy, the name of several words that it is, and the misread letters per letter."""

    low: int
    high: int
    name: str
    share: float


@dataclass(frozen=True, slots=True)
class _Name:
    """A name of the sources: its text and its words, which hyphens separate too."""

    text: str
    words: tuple[Token, ...]


def whole_names(copy_context: CopyContext, words: SourceWords) -> Iterator[WholeName]:
    """Yield the misread names of several words, the longest at each place; none overlaps another.

    Args:
        copy_context: The copy, which is a scanned print.
        words: The words of the sources.
    """
    names = _names_by_first_word(copy_context)
    matcher = _Matcher(copy_context)
    end = 0
    for low, token in enumerate(copy_context.copy.tokens):
        if low < end or not (token.capital or token.text.islower()):
            continue
        first = token.fold if token.fold in names else _first_word(copy_context, words, token)
        matches = [match for name in names.get(first, ()) if (match := matcher.match(low, name)) is not None]
        if matches:
            best = max(matches, key=lambda match: (match.high, -match.share))
            end = best.high
            yield best


def _first_word(copy_context: CopyContext, words: SourceWords, token: Token) -> str:
    """Return the folded word of the sources that a word may be a misreading of; the empty string if there is none."""
    if copy_context.story.words.get(token.fold) or (not token.capital and copy_context.lexicon.knows(token.fold)):
        return ""
    nearest = words.nearest(token.text)
    return nearest[0].lower() if nearest is not None else ""


def _names_by_first_word(copy_context: CopyContext) -> Mapping[str, list[_Name]]:
    names: dict[str, list[_Name]] = defaultdict(list)
    count = 0
    for analysis in copy_context.story.sources:
        for text, places in analysis.gram_places.items():
            ngram = places[0]
            if ngram.high - ngram.low < 2 or not copy_context.listed(text):
                continue
            parts = tuple(analysis.tokens[ngram.low : ngram.high])
            of_word = names[parts[0].text.lower()]
            if len(of_word) < _MOST_OF_WORD and count < _MOST_NAMES:
                count += 1
                of_word.append(_Name(text, parts))
    return names


class _Matcher:
    """Compares names with the words of a copy from a place on."""

    def __init__(self, copy_context: CopyContext) -> None:
        self._copy, self._lexicon = copy_context.copy, copy_context.lexicon
        self._in_story = copy_context.story.words

    def match(self, low: int, name: _Name) -> WholeName | None:
        """Return the place of a name that is misread from token ``low`` on; None if another text is there."""
        shares: list[float] = []
        letters = total = 0.0
        at, specks = low, 0
        for word in name.words:
            while True:
                if at >= len(self._copy.tokens) or (at > low and not self._is_joined(at)):
                    return None
                distance = self._distance(word, self._copy.tokens[at])
                if distance is not None:
                    break
                if at == low or specks == _MOST_SPECKS or not self._is_speck(self._copy.tokens[at]):
                    return None
                specks += 1
                at += 1
            if word.fold != _ARTICLE:
                shares.append(distance / len(word.text))
                letters += len(word.text)
            total += distance
            at += 1
        specks += sum(self._has_specks(number) for number in range(low, at - 1))
        if not (total or specks) or not shares or min(shares) > _SURE_WORD or total > _FARTHEST_NAME * letters:
            return None
        return WholeName(low, at, name.text, total / letters)

    def _distance(self, word: Token, read: Token) -> float | None:
        """Return the misread letters of a word; None if the copy has another word there."""
        if read.fold == word.fold:
            return 0.0 if read.capital or not word.capital else None  # a city is not "City"
        distance = shape_distance(word.text, read.text)
        if self._lexicon.knows(read.fold) or self._in_story.get(read.fold):
            most = 0.0 if self._in_story.get(read.fold) else min(_KNOWN_WORD, _SURE_WORD * len(word.text))
        else:
            if distance > _ONE_LETTER and is_other_word(read.text, word.text, self._lexicon):
                return None
            most = (_FARTHEST_SHORT if len(read.text) <= _SHORT else _FARTHEST_WORD) * len(word.text)
        return distance if distance <= most else None

    def _is_speck(self, token: Token) -> bool:
        """Whether a word may be a stray mark: one letter, but no middle initial, as in "Mary J Doe"."""
        return len(token.text) == 1 and (token.text in _STROKES or not token.text.isupper())

    def _is_joined(self, at: int) -> bool:
        """Whether nothing but space and specks is between a word and the one before it."""
        gap = self._copy.gap(at - 1)
        return len(gap) <= _LONGEST_GAP and _SPECKS.issuperset(gap)

    def _has_specks(self, number: int) -> bool:
        """Whether there are specks, which are not a hyphen, between a word and the next."""
        return bool(self._copy.gap(number).strip(" \t\u00a0-–"))
