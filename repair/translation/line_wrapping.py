"""Text that is wrapped to a width: line breaks become spaces before a translation, and are put back into it.

A line break counts as a wrap only where the lines of its paragraph are evidence for it: one begins in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from repair.core.types import Span
from repair.translation.masking import TranslatedSentence

_BLANK = re.compile(r"\n[ \t\r]*\n")
# A run of spaces is tried only from its start: from everywhere would take quadratic time.
_WRAP = re.compile(r"(?:(?<![ \t])[ \t]++)?+\r?\n[ \t]*+")
_CLOSED = frozenset(".!?:;…。！？»”\"')")


def unwrap_lines(text: str) -> str:
    r"""Return ``text`` with spaces for the line breaks that only wrap it; no offset changes.

    >>> unwrap_lines("Ayer vino Juan\nGuerra con dos\namigos.\nNadie más.")
    'Ayer vino Juan Guerra con dos amigos.\nNadie más.'
    >>> unwrap_lines("Acuerdo en La Paz\nJuan Guerra viajó ayer.")
    'Acuerdo en La Paz\nJuan Guerra viajó ayer.'
    """
    pieces, done = [], 0
    for low, high in _paragraphs(text):
        wraps = [match for match in _WRAP.finditer(text, low, high) if _wraps(text, match, low, high)]
        if not any(text[match.end()].islower() for match in wraps):
            continue
        for match in wraps:
            pieces += [text[done : match.start()], " " * (match.end() - match.start())]
            done = match.end()
    return "".join([*pieces, text[done:]])


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the ranges between blank lines."""
    breaks = [match.span() for match in _BLANK.finditer(text)]
    return list(zip([0, *(end for _, end in breaks)], [*(start for start, _ in breaks), len(text)], strict=True))


def _wraps(text: str, match: re.Match[str], low: int, high: int) -> bool:
    """Tell whether a line break may be a wrap: it has words on both sides, and no full stop before it."""
    before, after = match.start() - 1, match.end()
    return low <= before and after < high and text[before] not in _CLOSED and text[after].isalnum()


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
