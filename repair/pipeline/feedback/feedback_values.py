"""`Feedback`: what the program learns from earlier decisions of editors, as an immutable value.

`decisions.feedback_from_decisions` makes it from the store of decisions. ``feedback_effects`` applies it to
suggestions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from repair.core.types import Citation, Kind
from repair.gazetteer import Gazetteer
from repair.gazetteer.spelling_cluster import surname_of
from repair.text.name_key import key
from repair.text.tokens import tokenize


@dataclass(frozen=True, slots=True)
class LearnedCorrection:
    """A garbled form and the name that editors replaced it with.

    ``by`` are the editors, ``stories`` the number of stories with such a decision, ``last`` the day of the last one.
    """

    surface: str
    replacement: str
    kind: Kind
    by: tuple[str, ...]
    stories: int = 1
    last: str = ""
    evidence: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejection:
    """A suggestion that editors rejected for a form.

    ``keys`` are the features that supported it, ``sources`` the sources that had the name.
    """

    surface: str
    replacement: str
    by: tuple[str, ...]
    keys: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ConfirmedName:
    """A name that an editor confirmed to be right."""

    surface: str
    kind: Kind
    by: str


@dataclass(frozen=True, slots=True)
class FeaturePenalty:
    """A feature whose suggestions editors often rejected when it was the main reason.

    ``shift`` (nats, below 0) is added to the log-odds of later suggestions with the same main reason.
    """

    key: str
    shift: float
    rejections: int


@dataclass(frozen=True)
class Feedback:
    """The corrections, rejections, confirmed names and penalties of earlier decisions; if empty, it changes nothing.

    >>> feedback = Feedback(confirmed=(ConfirmedName("Ann Bexley", Kind.PERSON, "Ada"),))
    >>> feedback.is_confirmed("Bexley"), feedback.is_confirmed("Bixley")
    (True, False)
    """

    corrections: tuple[LearnedCorrection, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    confirmed: tuple[ConfirmedName, ...] = ()
    penalties: tuple[FeaturePenalty, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.corrections or self.rejections or self.confirmed or self.penalties)

    @cached_property
    def name(self) -> str:
        """A hash of the content (8 hexadecimal digits) for signatures."""
        parts = [repr(value) for group in (self.corrections, self.confirmed, self.penalties) for value in group]
        parts += [repr((r.surface, r.replacement, r.by, sorted(r.keys), sorted(r.sources))) for r in self.rejections]
        return hashlib.sha256("\n".join(sorted(parts)).encode("utf-8", "replace")).hexdigest()[:8]

    def with_confirmed(self, gazetteer: Gazetteer) -> Gazetteer:
        """Return the gazetteer with the confirmed names added; a corrected form never becomes a spelling."""
        for name in self.confirmed:
            gazetteer = gazetteer.confirm(name.surface, name.kind, name.by)
        return gazetteer

    def correction_for(self, surface: str) -> LearnedCorrection | None:
        """Return the correction that editors made to a form, or None."""
        return self.by_form.get(key(surface))

    def rejection_of(self, surface: str, replacement: str | None) -> Rejection | None:
        """Return the rejection of this replacement for the form, or None; always None for a flag."""
        return None if replacement is None else self._by_pair.get((key(surface), key(replacement)))

    def is_confirmed(self, surface: str) -> bool:
        """Return whether an editor confirmed a form, or the full name that it is the surname of."""
        return key(surface) in self._confirmed_keys

    @cached_property
    def by_form(self) -> Mapping[str, LearnedCorrection]:
        """The corrections by the key of their form."""
        return {key(correction.surface): correction for correction in self.corrections}

    @cached_property
    def openings(self) -> Mapping[str, int]:
        """For each folded word that begins a corrected form, the number of words of the longest such form."""
        longest: dict[str, int] = {}
        for correction in self.corrections:
            words = tokenize(correction.surface)
            if words:
                longest[words[0].fold] = max(longest.get(words[0].fold, 0), len(words))
        return longest

    @cached_property
    def _by_pair(self) -> Mapping[tuple[str, str], Rejection]:
        return {(key(rejection.surface), key(rejection.replacement)): rejection for rejection in self.rejections}

    @cached_property
    def _confirmed_keys(self) -> frozenset[str]:
        whole = {key(name.surface) for name in self.confirmed}
        return frozenset(whole | {key(surname_of(name.surface)) for name in self.confirmed if name.kind is Kind.PERSON})
