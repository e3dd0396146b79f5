"""Suggestions in the shapes of LanguageTool's HTTP API, so that its clients show mangled names as editors type.

Offsets and lengths are UTF-16 code units, as those clients count; ours are code points. Only the shapes are made
here: requests are answered in `v2`.
"""

from __future__ import annotations

import itertools
import json
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from repair.core.types import Action, Kind, Suggestion
from repair.core.version import __version__
from repair.text.tokens import sentences

API_VERSION = 1
LANGUAGES = (
    ("English", "en", "en"),
    ("English (Australian)", "en", "en-AU"),
    ("English (Canadian)", "en", "en-CA"),
    ("English (GB)", "en", "en-GB"),
    ("English (New Zealand)", "en", "en-NZ"),
    ("English (South African)", "en", "en-ZA"),
    ("English (US)", "en", "en-US"),
)
CATEGORY = {"id": "REPAIR_NAMES", "name": "Names"}
MANGLED, TITLE, UNVERIFIED = "REPAIR_MANGLED_NAME", "REPAIR_TITLE", "REPAIR_UNVERIFIED_NAME"
_RULES = {
    MANGLED: ("A name that clean sources spell otherwise", "Mangled name", "misspelling"),
    TITLE: ("A title that clean sources give otherwise", "Other title", "inconsistency"),
    UNVERIFIED: ("A name that no clean source carries", "Unverified name", "uncategorized"),
}
_AROUND = 40  # code points of context on either side

NOT_ANNOTATED = "'data' must be JSON with an 'annotation' list of {'text': ...} and {'markup': ...} parts"


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """Which rules a client wants to hear of, by rule and category ids as it sent them."""

    disabled: frozenset[str] = frozenset()
    enabled: frozenset[str] = frozenset()
    enabled_only: bool = False

    def takes(self, rule: str) -> bool:
        """Tell whether a client wants to hear of ``rule``."""
        mine = {rule, CATEGORY["id"]}
        if self.enabled_only:
            return bool(mine & self.enabled)
        return not mine & self.disabled


class PlainCopy:
    """The text to check, and where each of its code points lies in what the client sent, in UTF-16 units.

    ``parts`` are (text, shown): shown text stands in both, markup only in what was sent, and may stand for
    ``text`` to whoever reads it.
    """

    def __init__(self, parts: Sequence[tuple[str, str]]) -> None:
        self.text = "".join(text for text, _ in parts)
        self._starts = [0, *itertools.accumulate(len(text) for text, _ in parts)]
        self._parts = list(parts)
        self._sent = [0, *itertools.accumulate(utf16(shown) for _, shown in parts)]

    def offset(self, place: int) -> int:
        """Return where the code point ``place`` begins in what was sent; an end lies before the markup after it."""
        at = min(bisect_right(self._starts, place) - 1, len(self._parts) - 1)
        if at < 0:
            return 0
        text, shown = self._parts[at]
        inside = place - self._starts[at]
        return self._sent[at] + (utf16(shown[:inside]) if text == shown else utf16(shown) * (inside >= len(text)))

    def end(self, place: int) -> int:
        """Return where what ends before the code point ``place`` ends in what was sent."""
        if place <= 0:
            return 0
        at = bisect_right(self._starts, place - 1) - 1
        text, shown = self._parts[at]
        return self._sent[at] + (utf16(shown[: place - self._starts[at]]) if text == shown else utf16(shown))


def utf16(text: str) -> int:
    """Return the length of ``text`` in UTF-16 code units.

    >>> utf16("Škoda"), utf16("a𝄞b")
    (5, 4)
    """
    return len(text) + sum(char > "\uffff" for char in text)


def plain(text: str) -> PlainCopy:
    """Return a text without markup."""
    return PlainCopy([(text, text)])


def annotated(data: str) -> PlainCopy:
    """Return the text of a client's annotated ``data``; raises `ValueError` where it is none.

    >>> text = annotated('{"annotation": [{"text": "A "}, {"markup": "<b>"}, {"text": "name"}]}')
    >>> text.text, text.offset(2)
    ('A name', 5)
    """
    try:
        record = json.loads(data)
        parts = [_part(part) for part in record["annotation"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(NOT_ANNOTATED) from error
    return PlainCopy(parts)


def _part(part: dict[str, Any]) -> tuple[str, str]:
    """Return what a part reads as, and how it was sent."""
    if "text" in part:
        read = shown = part["text"]
    else:
        read, shown = part.get("interpretAs") or "", part["markup"]
    if not isinstance(read, str) or not isinstance(shown, str):
        raise TypeError("a part is not text")
    return _whole(read), _whole(shown)


def _whole(text: str) -> str:
    """Return ``text`` without halves of characters, which JSON can hold and no text can; lengths stay."""
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)


def languages() -> list[dict[str, str]]:
    """Return the languages that are read, as LanguageTool lists them."""
    return [{"name": name, "code": code, "longCode": long} for name, code, long in LANGUAGES]


def answer(sent: PlainCopy, suggestions: Sequence[Suggestion], language: str, wanted: CheckRequest) -> dict[str, Any]:
    """Return the answer to a check of ``sent``; a language that is not read simply has no matches."""
    name, _, code = next((each for each in LANGUAGES if language.lower() in (each[2].lower(), "auto")), LANGUAGES[0])
    if language.lower() not in ("auto", code.lower()) and not reads(language):
        name, code = language, language
    matches = [_match(sent, each) for each in suggestions if wanted.takes(rule_of(each))]
    return {
        "software": {
            "name": "repair",
            "version": __version__,
            "buildDate": "",
            "apiVersion": API_VERSION,
            "premium": False,
            "premiumHint": "",
            "status": "",
        },
        "warnings": {"incompleteResults": False},
        "language": {
            "name": name,
            "code": code,
            "detectedLanguage": {"name": name, "code": code, "confidence": 0.0, "source": "not detected"},
        },
        "matches": matches,
        "sentenceRanges": [[sent.offset(low), sent.end(high)] for low, high in sentences(sent.text)],
    }


def reads(language: str) -> bool:
    """Tell whether copy in ``language`` is read: English of any country, or not said which."""
    return language.lower() == "auto" or language.lower().split("-")[0] == "en"


def rule_of(suggestion: Suggestion) -> str:
    """Return the id of the rule that a suggestion comes under."""
    if suggestion.action is Action.FLAG:
        return UNVERIFIED
    return TITLE if suggestion.kind is Kind.TITLE else MANGLED


def _match(sent: PlainCopy, suggestion: Suggestion) -> dict[str, Any]:
    """Return one suggestion as a match."""
    start, end = suggestion.span.start, suggestion.span.end
    rule = rule_of(suggestion)
    description, short, issue = _RULES[rule]
    offset = sent.offset(start)
    low, high = max(0, start - _AROUND), min(len(sent.text), end + _AROUND)
    before, after = "…" if low else "", "…" if high < len(sent.text) else ""
    sentence = next((sent.text[a:b] for a, b in sentences(sent.text) if a <= start < b), "")
    # Clients correct with the first replacement, unasked: what no source has is told, never offered.
    values = [] if suggestion.replacement is None else [suggestion.replacement]
    values += [other.text for other in suggestion.alternatives if values and other.text not in values]
    return {
        "message": _message(suggestion),
        "shortMessage": short,
        "replacements": [{"value": value} for value in values],
        "offset": offset,
        "length": sent.end(end) - offset,
        "context": {
            "text": before + sent.text[low:high].replace("\n", " ") + after,
            "offset": utf16(before + sent.text[low:start]),
            "length": utf16(sent.text[start:end]),
        },
        "sentence": sentence,
        "type": {"typeName": "UnknownWord"},
        "rule": {
            "id": rule,
            "description": description,
            "issueType": issue,
            "category": CATEGORY,
            "isPremium": False,
        },
        "ignoreForIncompleteSentence": False,
        "contextForSureMatch": 0,
    }


def _message(suggestion: Suggestion) -> str:
    """Return what a client shows: the proposal, how sure it is, and who carries it."""
    if suggestion.replacement is None:
        guesses = " or ".join(other.text for other in suggestion.alternatives[:2])
        guessed = f" A guess, from no source either: {guesses}." if guesses else ""
        return f"No source carries the name {suggestion.surface}.{guessed}"
    carried = sorted({witness.source for witness in suggestion.evidence})
    where = f", carried by {', '.join(carried[:2])}" if carried else ""
    return f"Perhaps {suggestion.replacement} ({suggestion.confidence:.0%}{where})."


def ids(value: str | None) -> Collection[str]:
    """Return the ids in a comma-separated list as a client sends it."""
    return frozenset(part.strip() for part in (value or "").split(",") if part.strip())
