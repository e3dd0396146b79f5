"""What people's decisions teach, as a frozen value: forms they mended, proposals they refused, names they vouched for.

Loaded from a store of decisions by `decisions.learning`, or made by hand; it knows no database. How it changes
suggestions is in `remember`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from repair.core.types import Kind, Witness
from repair.gazetteer import Gazetteer
from repair.gazetteer.cluster import tail
from repair.text.name_key import key
from repair.text.tokens import tokenize


@dataclass(frozen=True, slots=True)
class LearnedCorrection:
    """A mangled form and the name that people put in its place; ``last`` is the day of the last decision."""

    surface: str
    replacement: str
    kind: Kind
    by: tuple[str, ...]
    stories: int = 1
    last: str = ""
    evidence: tuple[Witness, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejection:
    """A proposal that people refused for a form, and the grounds it stood on.

    ``keys`` are the pieces of evidence that spoke for it, ``sources`` those that carried the name.
    """

    surface: str
    replacement: str
    by: tuple[str, ...]
    keys: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ConfirmedName:
    """A name that a person said is right as it stands."""

    surface: str
    kind: Kind
    by: str


@dataclass(frozen=True, slots=True)
class FeaturePenalty:
    """A rule (the strongest evidence for a proposal) that people often refused: ``shift``, nats, is below 0."""

    key: str
    shift: float
    rejections: int


@dataclass(frozen=True)
class Feedback:
    """All that is remembered; an empty one changes nothing.

    >>> memory = Feedback(vouched=(ConfirmedName("Ann Bexley", Kind.PERSON, "Ada"),))
    >>> memory.is_vouched("Bexley"), memory.is_vouched("Bixley")
    (True, False)
    """

    mended: tuple[LearnedCorrection, ...] = ()
    refused: tuple[Rejection, ...] = ()
    vouched: tuple[ConfirmedName, ...] = ()
    says: tuple[FeaturePenalty, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.mended or self.refused or self.vouched or self.says)

    @cached_property
    def name(self) -> str:
        """A hash of all of it (8 hexadecimal digits), as it stands in a signature."""
        parts = [repr(each) for group in (self.mended, self.vouched, self.says) for each in group]
        parts += [repr((r.surface, r.replacement, r.by, sorted(r.keys), sorted(r.sources))) for r in self.refused]
        return hashlib.sha256("\n".join(sorted(parts)).encode("utf-8", "replace")).hexdigest()[:8]

    def with_confirmed(self, gazetteer: Gazetteer) -> Gazetteer:
        """Return ``gazetteer`` with the names that people vouched for; a mended form never becomes a spelling."""
        for each in self.vouched:
            gazetteer = gazetteer.vouch(each.surface, each.kind, each.by)
        return gazetteer

    def correction_for(self, surface: str) -> LearnedCorrection | None:
        """Return what people made of a form, or None."""
        return self.by_form.get(key(surface))

    def rejection_of(self, surface: str, replacement: str | None) -> Rejection | None:
        """Return the refusal of this very proposal, or None; a flag proposes nothing, so none can be refused."""
        return None if replacement is None else self._by_pair.get((key(surface), key(replacement)))

    def is_confirmed(self, surface: str) -> bool:
        """Tell whether a person said that a form, or the whole name it is the surname of, is right."""
        return key(surface) in self._right

    @cached_property
    def by_form(self) -> Mapping[str, LearnedCorrection]:
        """What people made of each form, by its key."""
        return {key(each.surface): each for each in self.mended}

    @cached_property
    def openings(self) -> Mapping[str, int]:
        """For each word (folded) that begins a mended form, how many words the longest such form has."""
        longest: dict[str, int] = {}
        for each in self.mended:
            words = tokenize(each.surface)
            if words:
                longest[words[0].fold] = max(longest.get(words[0].fold, 0), len(words))
        return longest

    @cached_property
    def _by_pair(self) -> Mapping[tuple[str, str], Rejection]:
        return {(key(each.surface), key(each.replacement)): each for each in self.refused}

    @cached_property
    def _right(self) -> frozenset[str]:
        whole = {key(each.surface) for each in self.vouched}
        return frozenset(whole | {key(tail(each.surface)) for each in self.vouched if each.kind is Kind.PERSON})
