"""Reasons beside lists of names alone: they speak of the list, where those beside stories speak of the sources."""

from __future__ import annotations

import re
from dataclasses import replace

from repair.core.types import Suggestion

_VERBS = {
    "have": "has", "mention": "mentions", "write": "writes", "give": "gives", "call": "calls", "spell": "spells",
    "lack": "lacks", "do": "does",
}  # fmt: skip
_SUBJECT = re.compile(
    rf"\b(?:all|most|some|the) sources(?: of the story)?(?: that have the name)? "
    rf"((?:also |rarely )?)({'|'.join(_VERBS)})\b"
)
_ONE, _OTHERS = re.compile(r"\ba source\b"), re.compile(r"\b(?:the )?sources\b")


def of_lists(suggestion: Suggestion) -> Suggestion:
    """Return a suggestion whose reasons speak of the list of names instead of the sources."""
    if not any("source" in reason.text for reason in suggestion.reasons):
        return suggestion
    reasons = tuple(replace(reason, text=_of_list(reason.text)) for reason in suggestion.reasons)
    return replace(suggestion, reasons=reasons)


def _of_list(text: str) -> str:
    """Return a reason that speaks of the list.

    >>> _of_list("the sources also have it in lower case"), _of_list("a source has the name next to the same word")
    ('the list also has it in lower case', 'the list has the name next to the same word')
    >>> _of_list("no other name in the sources fits the copy's spelling"), _of_list("only one source has the name")
    ("no other name in the list fits the copy's spelling", 'only one list has the name')
    """
    text = _SUBJECT.sub(lambda match: f"the list {match[1]}{_VERBS[match[2]]}", text)
    text = text.replace("source sentence", "line of the list")
    text = _OTHERS.sub("the list", _ONE.sub("the list", text))
    return re.sub(r"\b(only one|no) source has", r"\1 list has", text)
