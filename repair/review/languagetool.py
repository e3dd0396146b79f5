"""Suggestions in the JSON of LanguageTool's HTTP API, so that its clients show mangled names while editors type.

Those clients count offsets in UTF-16 code units; the offsets of suggestions are code points. This module only
converts: requests are answered in `languagetool_api`.

See https://languagetool.org/http-api/ for the format.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from repair.core.display import percent
from repair.core.notices import CheckedCopy, CopyNotice
from repair.core.types import Action, Kind, Suggestion
from repair.core.version import __version__
from repair.review.languagetool_text import SubmittedText, utf16_length
from repair.text.language import UNKNOWN_LANGUAGE
from repair.text.tokens import sentences

API_VERSION = 1
AUTO = "auto"
LANGUAGES = (
    ("English", "en", "en"),
    ("English (Australian)", "en", "en-AU"),
    ("English (Canadian)", "en", "en-CA"),
    ("English (GB)", "en", "en-GB"),
    ("English (New Zealand)", "en", "en-NZ"),
    ("English (South African)", "en", "en-ZA"),
    ("English (US)", "en", "en-US"),
)
_DEFAULT_VARIANT = "en-US"  # of LanguageTool, for English text and "auto"
_OTHER_LANGUAGES = {
    "cs": "Czech", "da": "Danish", "de": "German", "es": "Spanish", "fr": "French", "it": "Italian", "nl": "Dutch",
    "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian",
}  # fmt: skip
# Codes of two letters (ISO 639-1), and those of three letters that LanguageTool has.
_CODES = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv "
    "ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne "
    "ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st "
    "su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ast crh".split()
)
CATEGORY = {"id": "REPAIR_NAMES", "name": "Names"}
MANGLED, TITLE, UNVERIFIED = "REPAIR_MANGLED_NAME", "REPAIR_TITLE", "REPAIR_UNVERIFIED_NAME"
_RULES = {
    MANGLED: ("A name that the sources spell differently", "Mangled name", "misspelling"),
    TITLE: ("A title that the sources give differently", "Different title", "inconsistency"),
    UNVERIFIED: ("A name that is not in any source", "Unverified name", "uncategorized"),
}
_CONTEXT = 40  # code points of context on either side
_MAX_SENTENCE = 2_000  # code points; a text without full stops would be repeated in every match
_MOST_NAMED = 2  # names of the sources that an unverified name may be, in its message


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """Which rules a client wants: ids of rules and categories, as it sent them.

    ``detected`` is the code of the detected language; empty where the client specified a language.
    """

    disabled: frozenset[str] = frozenset()
    enabled: frozenset[str] = frozenset()
    enabled_only: bool = False
    detected: str = ""

    def includes(self, rule: str) -> bool:
        """Return whether the client wants matches of ``rule``."""
        ids = {rule, CATEGORY["id"]}
        if self.enabled_only:
            return bool(ids & self.enabled)
        return not ids & self.disabled


def languages() -> list[dict[str, str]]:
    """Return the supported languages, as LanguageTool lists them."""
    return [{"name": name, "code": code, "longCode": long} for name, code, long in LANGUAGES]


def resolve_language(requested: str, detected: str, preferred: Sequence[str] = ()) -> str:
    """Return the code of the language that a text is checked in.

    Args:
        requested: The language that the client specified: a code such as "en-GB", or "auto".
        detected: The code of the detected language, for "auto".
        preferred: The variants that the client prefers where the language is detected, such as ("en-GB", "de-DE").
    """
    if requested.lower() != AUTO:
        return next((code for _, _, code in LANGUAGES if code.lower() == requested.lower()), requested)
    supported = [code for _, _, code in LANGUAGES if code.lower() in {variant.lower() for variant in preferred}]
    if detected == "en":
        return next(
            (code for variant in preferred for code in supported if code.lower() == variant.lower()), _DEFAULT_VARIANT
        )
    return next((variant for variant in preferred if variant.lower().split("-")[0] == detected), detected)


def _language_name(code: str) -> str:
    """Return the English name of a language; the code where it has none here."""
    if code == UNKNOWN_LANGUAGE:
        return "Unknown"
    names = {long: name for name, _, long in LANGUAGES}
    return names.get(code) or _OTHER_LANGUAGES.get(code.lower().split("-")[0], code)


def check_response(
    submitted: SubmittedText, checked: CheckedCopy, language: str, wanted: CheckRequest
) -> dict[str, Any]:
    """Return the response to a check.

    Args:
        submitted: The text that the client sent.
        checked: The suggestions for it, whose offsets are code points, and the notices about it.
        language: The code of the language, as `resolve_language` returns it.
        wanted: Which rules the client wants, and which language was detected.
    """
    detected = wanted.detected or language
    ranges = sentences(submitted.text)
    matches = [
        _match(submitted, suggestion, ranges)
        for suggestion in checked.suggestions
        if wanted.includes(rule_of(suggestion))
    ]
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
        "warnings": _warnings(checked.notices),
        "language": {
            "name": _language_name(language),
            "code": language,
            "detectedLanguage": {
                "name": _language_name(detected),
                "code": detected,
                "confidence": 0.9 if wanted.detected else 0.0,
                "source": "repair" if wanted.detected else "not detected",
            },
        },
        "matches": matches,
        "sentenceRanges": [[submitted.offset(low), submitted.end(high)] for low, high in ranges],
    }


def _warnings(notices: Sequence[CopyNotice]) -> dict[str, Any]:
    """Return the notices about a text as LanguageTool warns that its results are incomplete."""
    if not notices:
        return {"incompleteResults": False}
    return {"incompleteResults": True, "incompleteResultsReason": " ".join(notice.text for notice in notices)}


def is_language(code: str) -> bool:
    """Return whether a code that a client sends is that of a language, of any country, or "auto".

    >>> is_language("en-GB"), is_language("auto"), is_language("xx"), is_language("english")
    (True, True, False, False)
    """
    return code.lower() == AUTO or _language_of(code) in _CODES


def _language_of(code: str) -> str:
    """Return the language of a code without its country: "en" of en-GB and en_GB."""
    return code.lower().replace("_", "-").split("-")[0]


def is_supported(language: str) -> bool:
    """Return whether copy in ``language`` is checked: English of any country.

    >>> is_supported("en-GB"), is_supported("en_GB"), is_supported("de-DE")
    (True, True, False)
    """
    return _language_of(language) == "en"


def rule_of(suggestion: Suggestion) -> str:
    """Return the id of the rule that a suggestion belongs to."""
    if suggestion.action is Action.FLAG:
        return UNVERIFIED
    return TITLE if suggestion.kind is Kind.TITLE else MANGLED


def _match(submitted: SubmittedText, suggestion: Suggestion, ranges: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """Return a suggestion as a match; ``ranges`` are the sentences of the text."""
    start, end = suggestion.span.start, suggestion.span.end
    rule = rule_of(suggestion)
    description, short_message, issue_type = _RULES[rule]
    offset = submitted.offset(start)
    low, high = max(0, start - _CONTEXT), min(len(submitted.text), end + _CONTEXT)
    before, after = "…" if low else "", "…" if high < len(submitted.text) else ""
    sentence = _sentence(submitted.text, ranges, start)
    # Some clients apply the first replacement without asking, so what an unverified name may be is only in the message.
    values = [] if suggestion.replacement is None else [suggestion.replacement]
    values += [other.text for other in suggestion.alternatives if values and other.text not in values]
    return {
        "message": _message(suggestion),
        "shortMessage": short_message,
        "replacements": [{"value": value} for value in values],
        "offset": offset,
        "length": submitted.end(end) - offset,
        "context": {
            "text": before + submitted.text[low:high].replace("\n", " ") + after,
            "offset": utf16_length(before + submitted.text[low:start]),
            "length": utf16_length(submitted.text[start:end]),
        },
        "sentence": sentence,
        "type": {"typeName": "UnknownWord"},
        "rule": {
            "id": rule,
            "description": description,
            "issueType": issue_type,
            "category": CATEGORY,
            "isPremium": False,
        },
        "ignoreForIncompleteSentence": False,
        "contextForSureMatch": 0,
    }


def _sentence(text: str, ranges: Sequence[tuple[int, int]], place: int) -> str:
    """Return the sentence that holds the code point ``place``, at most `_MAX_SENTENCE` code points of it."""
    index = bisect_right(ranges, place, key=itemgetter(0)) - 1
    if index < 0 or place >= ranges[index][1]:
        return ""
    low, high = ranges[index]
    return text[max(low, place - _MAX_SENTENCE // 2) : min(high, place + _MAX_SENTENCE // 2)]


def _message(suggestion: Suggestion) -> str:
    """Return the message that a client shows: the suggested name, its confidence, and sources that have it."""
    if suggestion.replacement is None:
        names = " or ".join(other.text for other in suggestion.alternatives[:_MOST_NAMED])
        may_be = f" It may be {names}." if names else ""
        return f"The name {suggestion.surface} is not in any source.{may_be}"
    sources = sorted({source.source for source in suggestion.evidence})
    where = f", in {', '.join(sources[:2])}" if sources else ""
    return f"Perhaps {suggestion.replacement} ({percent(suggestion.confidence or 0.0)} confidence{where})."


def split_ids(value: str) -> frozenset[str]:
    """Return the ids in a comma-separated list."""
    return frozenset(part.strip() for part in value.split(",") if part.strip())
