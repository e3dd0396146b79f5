"""Puts the line breaks of wrapped text back into its translation; which breaks only wrap is decided in `hard_wraps`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from repair.core.types import Span
from repair.translation.masking import TranslatedSentence

# A run of spaces is tried only from its start: from everywhere would take quadratic time.
_WRAP = re.compile(r"(?:(?<![ \t])[ \t]++)?+\r?\n[ \t]*+")


def rewrap(translation: TranslatedSentence, original: str, unwrapped: str) -> TranslatedSentence:
    r"""Return a translation with the line breaks of its original, at similar places, outside names if possible.

    Args:
        translation: A translation on one line.
        original: The original with its line breaks.
        unwrapped: The original as it was translated, of the same length.

    >>> rewrap(TranslatedSentence("Yesterday came nobody"), "Ayer\nno vino nadie", "Ayer no vino nadie").text
    'Yesterday\ncame nobody'
    """
    wraps = [match for match in _WRAP.finditer(original) if unwrapped[match.start() : match.end()].isspace()]
    wraps = [match for match in wraps if "\n" not in unwrapped[match.start() : match.end()]]
    for number, match in enumerate(wraps):
        share = match.start() / len(original)
        spaces = [at for at, char in enumerate(translation.text) if char == " "]
        spaces = [at for at in spaces if at > translation.text.rfind("\n")] if number else spaces
        outside = [at for at in spaces if not any(span.start < at < span.end for span in _name_spans(translation))]
        if not spaces:
            break
        at = min(outside or spaces, key=lambda at: abs(at - share * len(translation.text)))
        translation = _with_break(translation, at, match.group())
    return translation


def _name_spans(translation: TranslatedSentence) -> Sequence[Span]:
    return [placed.span for placed in translation.placements if placed.span is not None]


def _with_break(translation: TranslatedSentence, at: int, wrap: str) -> TranslatedSentence:
    """Return the translation with ``wrap`` instead of the space at ``at``."""
    more = len(wrap) - 1
    placed = tuple(
        one
        if one.span is None
        else replace(
            one, span=Span(one.span.start + more * (one.span.start > at), one.span.end + more * (one.span.end > at))
        )
        for one in translation.placements
    )
    return TranslatedSentence(translation.text[:at] + wrap + translation.text[at + 1 :], placed)
