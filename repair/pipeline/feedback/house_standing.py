"""Whether a spelling that a house list replaces stands alone as the name that the list means.

"Holland" is the country in "in Holland", a person in "Tom Holland", and a part of another name in "the Holland Tunnel".
Only the first is replaced without a person. This holds for replacements of one name by another; a spelling of the same
surname or acronym ("Zelenskyy" and "Zelensky") is replaced within longer names, too.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence

from rapidfuzz.fuzz import ratio

from repair.pipeline.feedback.house_neighbours import (
    ALL_TITLES,
    ARTICLES,
    continues_after,
    continues_before,
    has_age_after,
    has_particle_before,
    has_person_before,
    has_surname_after,
    joins,
)
from repair.text.analysis import AnalyzedText
from repair.text.capital_style import CapitalStyle
from repair.text.lexicon import Lexicon
from repair.text.wordlists import FUNCTION, KIN, LOCATIVE, PARTICLES, ROLES

_LIKE = 60.0  # per cent of the letters that two spellings of one name share
_LINKS = frozenset(("of", "the"))
_NEAR = 4  # words between a spelling and the rest of the right name: "Democratic Republic of the Congo"
_RIVALS = frozenset(
    "candidate champion friend incumbent nominee opponent partner predecessor rival successor teammate".split()
)  # roles of countries and towns, too: "its rival Jordan"
_BEARERS = ((ROLES | KIN) - _RIVALS) | {"god", "goddess", "deity"}


class Standing(enum.Enum):
    """How a spelling stands in a text; the value says why a person is asked."""

    ALONE = ""
    PERSON = "a person has this name here"
    LIKE_PERSON = "the house list replaces this spelling, but a person in the copy or in a source has this name"
    PART = "the house list replaces this spelling, but here it may be part of a longer name"
    AFTER_ARTICLE = "the house list replaces this spelling, but the sentence needs another wording"


def needs_standing(wrong: Sequence[str], right: Sequence[str], lexicon: Lexicon) -> bool:
    """Return whether a replacement is made only where the spelling stands alone.

    It is made everywhere where both forms are spellings of one name that is no place, where they differ only in
    accents, hyphens and capitals, and for titles and full names of people.

    Args:
        wrong, right: The folded words of the spelling and of the name.
        lexicon: Tells places from names of people.
    """
    old, new = " ".join(wrong), " ".join(word for word in right if word not in ARTICLES)
    if "".join(wrong) == "".join(right) or (len(wrong) == 1 and old in ALL_TITLES):
        return False
    if max(lexicon.place(old), lexicon.place(new)) > max(map(lexicon.personal_name, new.split() or right)):
        return True
    is_full_name = len(wrong) > 1 and lexicon.given(wrong[0]) > 0
    return not is_full_name and ratio(old, new) < _LIKE


class OtherNames:
    """What else the copy and the sources show to have the name of a place: people, and longer names.

    Args:
        texts: The copy and the sources.
        lexicon: Knows given names and surnames.

    >>> names = OtherNames([AnalyzedText("The actor Tom Holland left.")], Lexicon.load())
    >>> "holland" in names, "actor" in names
    (True, False)
    """

    def __init__(self, texts: Iterable[AnalyzedText], lexicon: Lexicon) -> None:
        self._texts, self._lexicon = tuple(texts), lexicon
        self._known: dict[str, bool] = {}
        self._longer: dict[tuple[str, ...], tuple[frozenset[str], frozenset[str]]] = {}

    def __contains__(self, word: str) -> bool:
        """Return whether a folded word follows a given name or a form of address, or is one before a surname."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = any(
                (has_person_before(text, at, self._lexicon) and not continues_after(text, at + 1, self._lexicon))
                or has_surname_after(text, at, at + 1, self._lexicon)
                for text in self._texts
                for at in text.places.get(word, ())
                if text.tokens[at].capital
            )
        return known

    def has_longer_name(self, copy: AnalyzedText, low: int, high: int) -> bool:
        """Return whether a line of capitals has words next to each other that are one name in prose: "Holland Tunnel".

        Args:
            copy: The text.
            low, high: The half-open token range of a part of the name.
        """
        if copy.style(low) is CapitalStyle.PROSE:
            return False
        before = copy.folds[low - 1] if joins(copy, low) else None
        after = copy.folds[high] if high < len(copy.tokens) and copy.joints[high - 1] else None
        befores, afters = self._neighbours(tuple(copy.folds[low:high]))
        return before in befores or after in afters

    def _neighbours(self, words: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
        """Return the words that precede and follow ``words`` within longer names in prose."""
        known = self._longer.get(words)
        if known is None:
            befores, afters = set[str](), set[str]()
            for text in self._texts:
                for low in text.places.get(words[0], ()):
                    high = low + len(words)
                    if tuple(text.folds[low:high]) != words or text.style(low) is not CapitalStyle.PROSE:
                        continue
                    if continues_before(text, low, self._lexicon):
                        befores.add(text.folds[low - 1])
                    if continues_after(text, high, self._lexicon):
                        afters.add(text.folds[high])
            known = self._longer[words] = frozenset(befores), frozenset(afters)
        return known


def standing(
    copy: AnalyzedText, low: int, high: int, right: Sequence[str], people: OtherNames, lexicon: Lexicon
) -> Standing:
    """Return how the spelling at the words ``[low, high)`` of a copy stands.

    Args:
        copy: The text.
        low, high: The half-open token range of the spelling.
        right: The folded words of the name that replaces it.
        people: The names of people in the copy and the sources.
        lexicon: Knows given names and surnames.
    """
    if (
        has_person_before(copy, low, lexicon)
        or has_particle_before(copy, low)
        or (low > 0 and copy.folds[low - 1] in _BEARERS and copy.gap(low - 1) == " " and copy.is_lowercase(low - 1))
        or has_surname_after(copy, low, high, lexicon)
        or has_age_after(copy, high)
    ):
        return Standing.PERSON
    if (
        continues_before(copy, low, lexicon)
        or continues_after(copy, high, lexicon)
        or _is_near_rest(copy, low, high, right)
        or people.has_longer_name(copy, low, high)
    ):
        return Standing.PART
    if high == low + 1 and copy.folds[low] in people:
        is_place = low > 0 and copy.folds[low - 1] in LOCATIVE
        return Standing.LIKE_PERSON if is_place else Standing.PERSON
    if low > 0 and right[0] in ARTICLES and copy.folds[low - 1] in ARTICLES and copy.joints[low - 1]:
        return Standing.AFTER_ARTICLE
    return Standing.ALONE


def _is_near_rest(copy: AnalyzedText, low: int, high: int, right: Sequence[str]) -> bool:
    """Whether other words of a name that contains the spelling are near: "the Democratic Republic of the Congo"."""
    words = set(copy.folds[low:high])
    if not words <= set(right):
        return False
    rest = set(right) - words - FUNCTION - PARTICLES
    first, end = low, high
    while first > max(0, low - _NEAR) and copy.joints[first - 1] and _may_be_inside(copy, first - 1):
        first -= 1
    while end < min(len(copy.tokens), high + _NEAR) and copy.joints[end - 1] and _may_be_inside(copy, end):
        end += 1
    return not rest.isdisjoint((*copy.folds[first:low], *copy.folds[high:end]))


def _may_be_inside(copy: AnalyzedText, at: int) -> bool:
    """Whether a word may be inside the name of a place."""
    return copy.tokens[at].capital or copy.folds[at] in _LINKS
