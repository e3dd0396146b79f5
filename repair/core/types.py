"""The frozen values that flow through the rooms of the house; imports nothing of ours.

Offsets are code points, half-open, in ``Document.text``. Collections are tuples. Identifiers are
content hashes, so that the same claim gets the same id on every run. Nothing here does any work.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Kind(enum.StrEnum):
    """What sort of thing a name names."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    OTHER = "other"
    TITLE = "title"
    SPELLING_VARIANT = "spelling_variant"


class Action(enum.StrEnum):
    """What may be done with a suggestion without asking anybody."""

    APPLY = "apply"
    REVIEW = "review"
    FLAG = "flag"
    VARIANT = "variant"


class Outcome(enum.StrEnum):
    """What a name-like span was taken for."""

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

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One story as read: ``text`` holds no byte-order mark; ``source`` is the publication or file."""

    id: str
    text: str
    source: str = ""
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where something was observed: the source, the place in its text, and a snippet around it."""

    source: str
    document_id: str
    span: Span
    snippet: str = ""
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """An attested right spelling of a name; ``count`` is how often the sources carry it."""

    surface: str
    count: int = 0
    short: bool = False
    seen: tuple[Provenance, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """One gazetteer entry: a spelling to prefer, the other right ones, and the titles seen beside it.

    ``aliases`` holds the canonical spelling too; a short form (a surname alone) has ``short`` set.
    """

    id: str
    canonical: str
    kind: Kind
    aliases: tuple[Alias, ...] = ()
    titles: tuple[str, ...] = ()
    vouched_by: str | None = None

    @property
    def count(self) -> int:
        """How often the sources carry this name in any of its spellings."""
        return sum(alias.count for alias in self.aliases)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name-like span of copy; ``sentence`` is the sentence it stands in."""

    document_id: str
    span: Span
    surface: str
    kind: Kind = Kind.OTHER
    sentence: Span = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Witness:
    """A clean source that carries a proposed name, with the words around it."""

    source: str
    snippet: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence that moved the score: its key in the evidence table, words, weight in nats."""

    key: str
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another text a mention might stand for, with its calibrated probability (0-1).

    Beside a flag it is a guess the model made up, with the model's own probability.
    """

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed repair, or (``action`` flag, ``replacement`` None) a name nobody vouches for.

    ``line`` and ``column`` count from 1, columns in code points. ``confidence`` is the calibrated
    probability (0-1) that the proposal is right; for a flag, that the name is in no source.
    """

    id: str
    document_id: str
    span: Span
    line: int
    column: int
    surface: str
    replacement: str | None
    confidence: float
    kind: Kind
    action: Action
    alternatives: tuple[Alternative, ...] = ()
    evidence: tuple[Witness, ...] = ()
    reasons: tuple[Reason, ...] = ()
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """The full story of one mention, also when nothing is suggested (``repair explain`` prints it)."""

    mention: Mention
    outcome: Outcome
    words: str
    alternatives: tuple[Alternative, ...] = ()
    reasons: tuple[Reason, ...] = ()
    suggestion: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """What was really changed: ``span`` lies in the text before the change."""

    span: Span
    before: str
    after: str
    suggestion_id: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """A document with its certain edits made, and all that is needed to undo or review them."""

    text: str
    edits: tuple[Edit, ...]
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of a scorer about one mention: the printed form and the texts it might stand for."""

    surface: str
    candidates: tuple[str, ...]
