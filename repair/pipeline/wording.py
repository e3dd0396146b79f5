"""The wording of reasons: the text of one reason, the condition under which it is true, and what it claims.

A reason is shown only where its condition holds for the pair of form and name, whatever weight the ranker gives it. The
reasons themselves are the rows of ``feature_table`` and ``decoding_values``; ``explanation`` chooses among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from repair.channel.han_readings import may_be_same_characters
from repair.text.phonetics import consonant_skeleton

NEAR = 0.5  # similarity (0-1) from which two sentences, or a copy and a source, are nearly the same
_NUMBERS = ("no", "one", "two", "three")


@dataclass(frozen=True)
class Comparison:
    """A form and a name with the values of their features.

    Args:
        form: The form in the copy, folded, without spaces.
        name: The name, folded, without spaces.
        values: The value of each feature, by key.
    """

    form: str
    name: str
    values: Mapping[str, float]

    def __getitem__(self, key: str) -> float:
        return self.values[key]

    @cached_property
    def distance(self) -> int:
        """The Levenshtein distance of the two, in letters."""
        return Levenshtein.distance(self.form, self.name)

    @cached_property
    def longest(self) -> int:
        """The letters of the longer of the two."""
        return max(len(self.form), len(self.name))

    @cached_property
    def are_similar(self) -> bool:
        """Whether at most half of the letters differ."""
        return 2 * self.distance <= self.longest

    @cached_property
    def shared_start(self) -> int:
        """How many letters the two have in common at their start."""
        return _shared_start(self.form, self.name)

    @cached_property
    def shared_end(self) -> int:
        """How many letters the two have in common at their end."""
        return _shared_start(self.form[::-1], self.name[::-1])

    @cached_property
    def differ_in_ending(self) -> bool:
        """Whether the two share at least four letters at their start and have endings of at most three letters."""
        return self.shared_start >= 4 and self.shared_end == 0 and self.longest - self.shared_start <= 3

    @cached_property
    def consonants(self) -> tuple[str, str]:
        """The consonants of the two, by coarse sound."""
        return consonant_skeleton(self.form), consonant_skeleton(self.name)

    @cached_property
    def have_same_characters(self) -> bool:
        """Whether two spellings unlike each other may be readings of the same Chinese characters.

        Similar ones may be of any language ("Sinai", "Sine"): their letters are the reason to show. A name that people
        in other languages bear ("Anna Meyer") is unlikely to be written in Chinese characters.
        """
        is_other = self["name_person"] > 0 and self["form_person"] > 0
        possible = not self.are_similar and self["same_characters"] >= 4 and not is_other
        return possible and may_be_same_characters(self.form, self.name)

    @property
    def difference(self) -> str:
        """What differs, in words: "only one letter differs"."""
        if self.distance == 0:
            return "only spaces, hyphens or accents differ"
        return f"only {_NUMBERS[self.distance]} letter{'s differ' if self.distance > 1 else ' differs'}"


def _shared_start(one: str, other: str) -> int:
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return shared


class Wording(NamedTuple):
    """The wording of a reason.

    Attributes:
        text: A clause, or a function from the comparison to a clause.
        is_true: Function that returns whether the text is true of a comparison.
        claims: The topics that the text affirms (``+``) or denies (``-``). No two reasons of one suggestion have
            opposite claims on one topic.
    """

    text: str | Callable[[Comparison], str]
    is_true: Callable[[Comparison], bool]
    claims: frozenset[str] = frozenset()

    def of(self, comparison: Comparison) -> str | None:
        """Return the text; None where it is not true."""
        if not self.is_true(comparison):
            return None
        return self.text if isinstance(self.text, str) else self.text(comparison)


def wording(
    text: str | Callable[[Comparison], str], is_true: Callable[[Comparison], bool], claims: str = ""
) -> Wording:
    """Return a wording; ``claims`` are separated by spaces."""
    return Wording(text, is_true, frozenset(claims.split()))


def contradict(claims: Iterable[str], others: Iterable[str]) -> bool:
    """Return whether one of ``claims`` is the opposite of one of ``others``.

    >>> contradict({"+similar"}, {"-similar", "+aligned"}), contradict({"+similar"}, {"+similar"})
    (True, False)
    """
    opposites = {("-" if claim[0] == "+" else "+") + claim[1:] for claim in claims}
    return not opposites.isdisjoint(others)
