"""The immutable values that all packages share.

Offsets are code points of ``Document.text``; ranges are half-open. Collections are tuples. Ids are content hashes, so
that the same claim has the same id in every run. `repair.core.serialize` checks the bounds in annotations when it reads
values; constructors do not check them.
"""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, TypedDict, Unpack

from msgspec import Meta

from repair.core.arguments import TEXT, check_type
from repair.core.identity import content_id
from repair.core.positions import line_and_column

MAX_OFFSET = 2**31 - 1  # the largest integer of a database column

Offset = Annotated[int, Meta(ge=0, le=MAX_OFFSET)]
"""A number of code points, lines or columns."""
Probability = Annotated[float, Meta(ge=0, le=1)]
"""A calibrated probability (0-1)."""
Weight = Annotated[float, Meta(ge=-1e6, le=1e6)]
"""A log-likelihood ratio (nats)."""


class Kind(enum.StrEnum):
    """The kind of thing that a name denotes, or of a suggestion."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    OTHER = "other"
    TITLE = "title"
    SPELLING_VARIANT = "spelling_variant"


class Action(enum.StrEnum):
    """What happens to a suggestion: applied automatically, queued for review, or only reported."""

    APPLY = "apply"
    REVIEW = "review"
    FLAG = "flag"
    VARIANT = "variant"


class Outcome(enum.StrEnum):
    """The outcome of the analysis of a name-like span."""

    KNOWN = "known"
    NIL = "nil"
    AMBIGUOUS = "ambiguous"
    SUGGESTED = "suggested"
    UNVERIFIED = "unverified"


class Verdict(enum.StrEnum):
    """A person's answer to a suggestion."""

    ACCEPT = "accept"
    REJECT = "reject"
    AMEND = "amend"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points in ``Document.text``."""

    start: Offset
    end: Offset


@dataclass(frozen=True, slots=True)
class Document:
    """One story: ``text`` has no byte-order mark; ``source`` is the publication or file."""

    id: str
    text: str
    source: str = ""
    date: str | None = None

    def __post_init__(self) -> None:
        for name in ("id", "text", "source"):
            check_type(getattr(self, name), str, name, TEXT)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a spelling was observed: the source, the span in its text, and a snippet around it."""

    source: str
    document_id: str
    span: Span
    snippet: str = ""
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """A right spelling of a name; ``count`` is its number of occurrences in the sources; ``short``: a short form."""

    surface: str
    count: int = 0
    short: bool = False
    seen: tuple[Provenance, ...] = ()

    def is_only_in(self, sources: Collection[str]) -> bool:
        """Return whether it was seen, and in no source but ``sources``."""
        return bool(self.seen) and all(place.source in sources for place in self.seen)


@dataclass(frozen=True, slots=True)
class Name:
    """One entry of the gazetteer: the canonical spelling, all right spellings, and the titles seen next to it.

    ``aliases`` includes the canonical spelling and short forms (a surname alone). ``confirmed_by`` is the person who
    confirmed the name, if anybody did.
    """

    id: str
    canonical: str
    kind: Kind
    aliases: tuple[Alias, ...] = ()
    titles: tuple[str, ...] = ()
    confirmed_by: str | None = None

    @property
    def count(self) -> int:
        """The number of occurrences in the sources, in all spellings."""
        return sum(alias.count for alias in self.aliases)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name-like span of copy; ``sentence`` is the span of its sentence."""

    document_id: str
    span: Span
    surface: str
    kind: Kind = Kind.OTHER
    sentence: Span = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Citation:
    """A clean source in which a proposed name occurs, with the text around it."""

    source: str
    snippet: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: the key of a feature or a rule, a clause for editors, and its weight (nats)."""

    key: str
    text: str
    weight: Weight


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another candidate for a mention, with its calibrated probability (0-1).

    For a flag it is a name of the sources that is not likely enough to be suggested, or one that the channel model
    generates, with the probability of the model.
    """

    text: str
    confidence: Probability


class SuggestionDetails(TypedDict, total=False):
    """The fields of a `Suggestion` that do not follow from its place; arguments of `Suggestion.at`."""

    confidence: float | None
    kind: Kind
    action: Action
    alternatives: tuple[Alternative, ...]
    evidence: tuple[Citation, ...]
    reasons: tuple[Reason, ...]
    signature: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed replacement, or a flagged name that no source has (``action`` is flag, ``replacement`` is None).

    ``line`` and ``column`` count from 1, columns in code points. ``confidence`` is the calibrated probability (0-1)
    that the replacement is right; None for a flag, which has no replacement.
    """

    id: str
    document_id: str
    span: Span
    line: Offset
    column: Offset
    surface: str
    replacement: str | None
    confidence: Probability | None
    kind: Kind
    action: Action
    alternatives: tuple[Alternative, ...] = ()
    evidence: tuple[Citation, ...] = ()
    reasons: tuple[Reason, ...] = ()
    signature: str = ""

    @classmethod
    def at(
        cls,
        document: Document,
        span: Span,
        replacement: str | None,
        *,
        identity: str | None = None,
        **details: Unpack[SuggestionDetails],
    ) -> Suggestion:
        """Return a suggestion for a place in a document, with all fields that follow from the place.

        Args:
            document: The copy.
            span: The place, in code points of ``document.text``.
            replacement: The exact text to write there; None flags the name.
            identity: The part of its id that distinguishes the suggestion from others for the same surface at the same
                place; by default the replacement.
            details: The other fields. By default the kind is "other" and the action is review, or flag without a
                replacement.

        Raises:
            ValueError: The span is empty or outside the text, or a replacement has no confidence (0-1) or a flag has
                one.

        >>> Suggestion.at(Document("d", "Mr Latte left."), Span(3, 8), "Rutte", confidence=0.9).surface
        'Latte'
        """
        confidence = details.get("confidence")
        if not 0 <= span.start < span.end <= len(document.text):
            raise ValueError(f"The span {span.start}-{span.end} is empty or outside the text.")
        if (replacement is None) is not (confidence is None) or not 0 <= (confidence or 0.0) <= 1:
            raise ValueError("A suggestion with a replacement needs a confidence from 0 to 1, and a flag has none.")
        line, column = line_and_column(document.text, span.start)
        surface = document.text[span.start : span.end]
        distinct = replacement or "" if identity is None else identity
        return cls(
            id=content_id(document.id, str(span.start), surface, distinct),
            document_id=document.id,
            span=span,
            line=line,
            column=column,
            surface=surface,
            replacement=replacement,
            confidence=None if confidence is None else round(confidence, 4),
            kind=details.get("kind", Kind.OTHER),
            action=details.get("action", Action.FLAG if replacement is None else Action.REVIEW),
            alternatives=details.get("alternatives", ()),
            evidence=details.get("evidence", ()),
            reasons=details.get("reasons", ()),
            signature=details.get("signature", ""),
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """The analysis of one mention, with or without a suggestion, as ``repair explain`` prints it."""

    mention: Mention
    outcome: Outcome
    explanation: str
    alternatives: tuple[Alternative, ...] = ()
    reasons: tuple[Reason, ...] = ()
    suggestion: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of text: ``span`` is in the text before the change."""

    span: Span
    before: str
    after: str
    suggestion_id: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text with its certain edits applied, the edits, and all suggestions."""

    text: str
    edits: tuple[Edit, ...]
    suggestions: tuple[Suggestion, ...]
