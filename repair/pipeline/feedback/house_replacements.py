"""The replacements of a house list, and where in a copy each applies.

A spelling is matched as whole words in any accents, hyphens and capitals, with two exceptions. An acronym must be in
capitals ("US" is not "Us", "UN" is not the end of "Kim Jong Un"), and no ordinary word among others ("CALL US NOW").
And the marks that the list writes around a spelling belong to it: "U.S." needs its last full stop, and "US" is no part
of "US$" or "R&US". Whether a spelling is a part of another name is found in ``house_standing``.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from repair.core.replacement_style import fit
from repair.core.types import Span
from repair.pipeline.feedback.house_standing import needs_standing
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.tokens import tokenize
from repair.text.word_sequences import Words, WordSequences
from repair.text.wordlists import CONJUNCTIONS, FUNCTION

_CURRENCY = "Sc"  # the Unicode category
# Like a currency sign, each of these makes another word of what it is attached to: "R&D", "C++", "@Kiev", "Kiev™".
_ATTACHED = frozenset("&+@#%=^\\_™®©°＆＋＠＃％＝")
_SPACES = (" ", "\n", "  ")
_OBJECTS = frozenset(("her", "him", "me", "them", "us"))  # pronouns that open no sentence
_AFTER_PRONOUNS = CONJUNCTIONS | {"all", "both", "either", "neither", "too", "versus", "vs"}
_CLOSING = "\"”’')]»"  # may stand between the full stop of a sentence and the next one


@dataclass(frozen=True, slots=True)
class _Replacement:
    """A spelling and the name that replaces it.

    Attributes:
        wrong: The spelling as the list writes it.
        right: The name.
        before, after: The marks that the list writes directly before and after the spelling.
        only_in_capitals: Whether the spelling is an acronym, so that another word may have its letters.
        is_lower: Whether both the spelling and the name are in lower case throughout.
        stands_alone: Whether the spelling is replaced only where it is no part of another name.
        right_folds: The folded words of the name.
    """

    wrong: str
    right: str
    before: str
    after: str
    only_in_capitals: bool
    is_lower: bool
    stands_alone: bool
    right_folds: Words

    def span_at(self, copy: AnalyzedText, low: int, high: int) -> Span | None:
        """Return what is replaced at the words ``[low, high)`` of a copy, or None where the spelling is not meant.

        The marks before and after the words are those of the spelling.
        """
        text, end = copy.text, copy.tokens[high - 1].end
        start = copy.tokens[low].start - len(self.before)
        if self.only_in_capitals and not _is_acronym_at(copy, low, high):
            return None
        if not self.before and start and _is_attached(text[start - 1]):
            return None
        if self.after:
            keeps_stop = self.after.endswith(".") and not self.right.endswith(".") and _ends_sentence(copy, high)
            end += len(self.after) - keeps_stop
        elif end < len(text) and _is_attached(text[end]):
            return None
        elif self.right[-1] in ".!?" and text.startswith(self.right[-1], end):
            end += 1  # the full stop of a sentence is that of "U.S." too
        return Span(start, end)

    def written_at(self, copy: AnalyzedText, low: int, span: Span) -> str:
        """Return the name as it is written in place of ``span``, whose first word is the token ``low``."""
        written = fit(self.right, copy.printed, span)
        is_capital = copy.printed[span.start].isupper() and (self.is_lower or copy.tokens[low].first)
        return written[:1].upper() + written[1:] if is_capital else written


class HousePlace(NamedTuple):
    """A place of a copy where a house list replaces a spelling.

    Attributes:
        low, high: The half-open token range of the spelling.
        span: What is replaced (code points).
        wrong, right: The spelling and the name as the list writes them.
        written: The name as it is written at this place.
        stands_alone: Whether the spelling is replaced only where it is no part of another name.
        right_folds: The folded words of the name.
    """

    low: int
    high: int
    span: Span
    wrong: str
    right: str
    written: str
    stands_alone: bool
    right_folds: Words


class HouseReplacements:
    """The replacements of a house list.

    Args:
        replacements: Pairs of a spelling and the name that replaces it.
        enforced: Names that replace spellings of them with other accents, hyphens or capitals.

    Attributes:
        conflicts: Two replacements, each as a pair, of a spelling that is replaced by two names; the first is in force.

    >>> replacements = HouseReplacements([("US", "U.S.")])
    >>> [place.span.start for place in replacements.places(AnalyzedText("US-led talks cost US$5 million."))]
    [0]
    """

    def __init__(self, replacements: Iterable[tuple[str, str]], enforced: Iterable[str] = ()) -> None:
        # By words, and by the marks before and after them and whether they must be in capitals; the same spelling in
        # two lines counts once. And how many marks the spellings with the same words have before and after them.
        self._replacements: dict[Words, dict[tuple[str, str, bool], _Replacement]] = defaultdict(dict)
        self._mark_counts: dict[Words, set[tuple[int, int]]] = defaultdict(set)
        self.conflicts: list[tuple[tuple[str, str], tuple[str, str]]] = []
        # Of two spellings that differ in hyphens or accents alone, the longer one is in force.
        pairs = [(wrong, right, False) for wrong, right in replacements]
        pairs += [(name, name, True) for name in enforced]
        for wrong, right, is_enforced in sorted(pairs, key=lambda pair: -len(pair[0])):
            tokens = tokenize(wrong)
            words = tuple(token.fold for token in tokens)
            right_folds = tuple(token.fold for token in tokenize(right))
            is_ambiguous = not is_enforced or not FUNCTION.isdisjoint(words)
            replacement = _Replacement(
                wrong,
                right,
                wrong[: tokens[0].start],
                wrong[tokens[-1].end :],
                only_in_capitals=len(words) == 1 and len(wrong) > 1 and wrong.isupper() and is_ambiguous,
                is_lower=wrong.islower() and right.islower(),
                stands_alone=_stands_alone(wrong, right, words, right_folds),
                right_folds=right_folds,
            )
            needed = (replacement.before, replacement.after, replacement.only_in_capitals)
            self._mark_counts[words].add((len(replacement.before), len(replacement.after)))
            first = self._replacements[words].setdefault(needed, replacement)
            if first.right != right:
                self.conflicts.append(((first.wrong, first.right), (wrong, right)))
        self._sequences = WordSequences(self._replacements)

    def __bool__(self) -> bool:
        """Whether there is any replacement."""
        return bool(self._replacements)

    def has_spelling(self, words: Words) -> bool:
        """Return whether a spelling has exactly these folded words."""
        return words in self._replacements

    def places(self, copy: AnalyzedText) -> Iterator[HousePlace]:
        """Yield the places of the replaced spellings; a place may overlap the one before it."""
        for low in range(len(copy.folds)):
            if copy.text[copy.tokens[low].start].isupper():
                for high in self._sequences.ends(copy.folds, low):
                    if all(copy.joints[low : high - 1]):
                        yield from self._places_of(copy, low, high)

    def _places_of(self, copy: AnalyzedText, low: int, high: int) -> Iterator[HousePlace]:
        """Yield the place of the spelling with the most marks that is meant at the words ``[low, high)``."""
        words, start, end = tuple(copy.folds[low:high]), copy.tokens[low].start, copy.tokens[high - 1].end
        for before, after in sorted(self._mark_counts[words], key=sum, reverse=True):
            marks = copy.text[max(0, start - before) : start], copy.text[end : end + after]
            for only_in_capitals in (True, False):
                replacement = self._replacements[words].get((*marks, only_in_capitals))
                if not only_in_capitals and not copy.tokens[low].capital:
                    continue  # an ordinary word of a text in capitals
                if replacement is None or (span := replacement.span_at(copy, low, high)) is None:
                    continue
                yield HousePlace(
                    low,
                    high,
                    span,
                    replacement.wrong,
                    replacement.right,
                    replacement.written_at(copy, low, span),
                    replacement.stands_alone,
                    replacement.right_folds,
                )
                return


def _stands_alone(wrong: str, right: str, words: Words, right_folds: Words) -> bool:
    """Return whether a spelling is replaced only where it is no part of another name, as the name of a place is."""
    is_name = not wrong.isupper() and wrong[-1].isalpha() and not right.islower()
    return is_name and needs_standing(words, right_folds, Lexicon.load())


def _is_acronym_at(copy: AnalyzedText, low: int, high: int) -> bool:
    """Return whether words are an acronym: in capitals, and no ordinary word among others in capitals ("LET US PRAY").

    What tells is the words beside it: "THE US" is the country, and a pronoun as object opens no sentence ("US SAYS").
    """
    start, end = copy.tokens[low].start, copy.tokens[high - 1].end
    if not copy.text[start:end].isupper():
        return False
    if FUNCTION.isdisjoint(copy.folds[low:high]) or copy.text[end : end + 1] == "-":
        return True
    if low > 0 and not copy.tokens[low].first and copy.text[copy.tokens[low - 1].end : start] in _SPACES:
        before = low - 1
        if copy.folds[before] == "the":
            return True
        if _is_capital_word(copy, before):
            return False
        return not (_is_followed(copy, high) and copy.folds[high] in FUNCTION)
    is_first, is_object = copy.tokens[low].first, copy.folds[low] in _OBJECTS
    if _is_followed(copy, high):
        return is_object and copy.folds[high] not in (_AFTER_PRONOUNS if is_first else FUNCTION)
    if high == len(copy.tokens) or copy.tokens[high].first:
        return not is_first  # alone, "WHO?" is an ordinary word
    return is_object or not is_first or copy.text[end : copy.tokens[high].start] in _SPACES


def _is_followed(copy: AnalyzedText, high: int) -> bool:
    """Return whether an ordinary word in capitals follows the words up to token ``high`` (exclusive)."""
    if high == len(copy.tokens) or copy.tokens[high].first or not _is_capital_word(copy, high):
        return False
    return copy.text[copy.tokens[high - 1].end : copy.tokens[high].start] in _SPACES


def _is_capital_word(copy: AnalyzedText, at: int) -> bool:
    """Return whether a word is in capitals and no acronym."""
    token = copy.tokens[at]
    printed = copy.text[token.start : token.end]
    return len(printed) > 1 and printed.isupper() and Lexicon.load().word(token.fold) > 0


def _is_attached(char: str) -> bool:
    """Return whether a character next to a word makes another word of it."""
    return char in _ATTACHED or unicodedata.category(char) == _CURRENCY


def _ends_sentence(copy: AnalyzedText, high: int) -> bool:
    """Return whether the full stop after the words up to token ``high`` (exclusive) ends a sentence.

    It does not in "the U.S. Army", and it does in "the U.S. She left", which the splitter of sentences cannot tell.
    """
    rest = copy.text[copy.tokens[high - 1].end + 1 : copy.tokens[high].start if high < len(copy.tokens) else None]
    if rest.lstrip(_CLOSING).strip():
        return False  # another mark follows: "the U.S., too"
    if high == len(copy.tokens) or "\n\n" in rest:
        return True
    following = copy.tokens[high]
    return following.first or (following.capital and following.fold in FUNCTION)
