"""Names with the acronym that follows them in brackets: "the National Rally (RN)", "National Rally, or RN".

`names_by_initials` has the names that an acronym may stand for where no text has the two together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from repair.core.computed_once import computed_once
from repair.text.analysis import AnalyzedText
from repair.text.normalize import fold
from repair.text.wordlists import FUNCTION, NON_NAMES

ACRONYM_LETTERS = range(2, 7)
ARTICLES = frozenset(["the", "a", "an", "for"])
_MOST_WORDS = 10  # of a name
_FEWEST_INITIALS = 3  # shorter acronyms are the initials of too many names


class NameWithAcronym(NamedTuple):
    """The token range of a name and the acronym that follows it."""

    low: int
    high: int
    acronym: str


@computed_once
def names_with_acronym(analysis: AnalyzedText) -> Sequence[NameWithAcronym]:
    """Return each capitalised name that an acronym follows, in brackets or after "or"."""
    return list(_with_acronym(analysis))


def _with_acronym(analysis: AnalyzedText) -> Iterator[NameWithAcronym]:
    for at in analysis.capital_at:
        text = analysis.tokens[at].text
        if len(text) not in ACRONYM_LETTERS or not _has_capitals_at_both_ends(text) or at == 0:
            continue
        after = analysis.text[analysis.tokens[at].end : analysis.tokens[at].end + 1]
        if analysis.gap(at - 1).strip() == "(" and after == ")":
            high = at
        elif at > 1 and analysis.folds[at - 1] == "or" and analysis.gap(at - 2).strip() in ("", ","):
            high = at - 1  # "National Rally, or RN"
        else:
            continue
        low = high - 1
        while (
            low > 0 and high - low < _MOST_WORDS and analysis.joinable(low - 1, low) and _may_belong(analysis, low - 1)
        ):
            low -= 1
        while low < high - 1 and (not analysis.tokens[low].capital or analysis.folds[low] in ARTICLES | FUNCTION):
            low += 1
        if analysis.tokens[low].capital and (high - low > 1 or not analysis.tokens[low].text.isupper()):
            yield NameWithAcronym(low, high, text)


def _has_capitals_at_both_ends(text: str) -> bool:
    """Whether a word has capitals at both ends: "RN", "AfD"."""
    return text[-1].isupper() and text[0].isupper()  # few words end in a capital


def _may_belong(analysis: AnalyzedText, number: int) -> bool:
    return analysis.tokens[number].capital or analysis.folds[number] in NON_NAMES | ARTICLES


def common_name(names: Sequence[str]) -> str | None:
    """Return the one name that all texts end in, without words of the sentence before it; None if they differ.

    >>> common_name(["Marine Le Pen and France Unbowed", "Jean-Luc Melenchon of France Unbowed"])
    'France Unbowed'
    >>> common_name(["National Rally", "Royal Navy"]) is None
    True
    """
    if not names:
        return None
    *others, shortest = sorted(names, key=lambda name: -len(name.split()))
    words, folds = shortest.split(), fold(shortest).split()
    count = len(words)
    for other in others:
        tail = fold(other).split()[-count:] if count else []
        while count and tail != folds[len(folds) - count :]:
            count, tail = count - 1, tail[1:]
    while count and (folds[-count] in NON_NAMES | ARTICLES or not words[-count][:1].isupper()):
        count -= 1
    is_cut = 0 < count < len(words)
    return None if not count or (is_cut and count == 1) else " ".join(words[-count:])


def abbreviates(acronym: str, words: Sequence[str]) -> bool:
    """Return whether an acronym has the first letters of the words of a name, in order.

    A word may give several letters. Articles and the like may give none, nor need the words after "and".

    Args:
        acronym: The acronym.
        words: The folded words of the name.

    >>> abbreviates("ECOWAS", "economic community of west african states".split())
    True
    >>> abbreviates("CDC", "centers for disease control and prevention".split())
    True
    >>> abbreviates("ECOWAS", "economic society of west african countries".split())
    False
    """
    letters = fold(acronym)
    starts = {0}  # numbers of letters that the words so far may give
    for at, word in enumerate(words):
        if word == "and" and len(letters) in starts:
            return True
        given = {
            start + count
            for start in starts
            for count in range(1, len(word) + 1)
            if start + count <= len(letters) and letters.startswith(word[:count], start)
        }
        starts = given | starts if word in NON_NAMES | ARTICLES and at else given
    return len(letters) in starts


def names_by_initials(texts: Iterable[AnalyzedText]) -> Mapping[str, frozenset[str]]:
    """Return the capitalised names of texts by their initials, in capitals, without those of articles and the like."""
    names: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        for low in text.capital_at:
            high, initials = low + 1, text.folds[low][:1]
            while high < len(text.tokens) and high - low < _MOST_WORDS and text.joinable(high - 1, high):
                if text.tokens[high].capital:
                    initials += text.folds[high][:1]
                    if _FEWEST_INITIALS <= len(initials) < ACRONYM_LETTERS.stop:
                        names[initials.upper()].add(text.surface(low, high + 1))
                elif text.folds[high] not in NON_NAMES | ARTICLES:
                    break
                high += 1
    return {initials: frozenset(of_initials) for initials, of_initials in names.items()}
