"""Text that was wrapped to a width: its line breaks taken for spaces, and put back into the translation.

A break is only a wrap where the lines of its paragraph show it: one of them begins small.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from repair.core.types import Span
from repair.translation.masking import TranslatedSentence

_BLANK = re.compile(r"\n[ \t\r]*\n")
_WRAP = re.compile(r"[ \t]*\r?\n[ \t]*")
_CLOSED = frozenset(".!?:;…。！？»”\"')")


def unwrap_lines(text: str) -> str:
    r"""Return ``text`` with spaces for the line breaks that only wrap it; every offset stays what it was.

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
    """Tell whether a break may be but a wrap: words on both sides, and no stop before it."""
    before, after = match.start() - 1, match.end()
    return low <= before and after < high and text[before] not in _CLOSED and text[after].isalnum()


def wrapped(kept: TranslatedSentence, original: str, softened: str) -> TranslatedSentence:
    r"""Return a translation with the wraps of its original, at like places and outside names where that can be.

    >>> wrapped(TranslatedSentence("Yesterday came nobody"), "Ayer\nno vino nadie", "Ayer no vino nadie").text
    'Yesterday\ncame nobody'
    """
    wraps = [match for match in _WRAP.finditer(original) if softened[match.start() : match.end()].isspace()]
    wraps = [match for match in wraps if "\n" not in softened[match.start() : match.end()]]
    for number, match in enumerate(wraps):
        share = match.start() / len(original)
        spaces = [at for at, char in enumerate(kept.text) if char == " "]
        spaces = [at for at in spaces if at > kept.text.rfind("\n")] if number else spaces
        outside = [at for at in spaces if not any(span.start < at < span.end for span in _spans(kept))]
        if not spaces:
            break
        at = min(outside or spaces, key=lambda at: abs(at - share * len(kept.text)))
        kept = _with(kept, at, match.group())
    return kept


def _spans(kept: TranslatedSentence) -> Sequence[Span]:
    return [placed.span for placed in kept.placed if placed.span is not None]


def _with(kept: TranslatedSentence, at: int, wrap: str) -> TranslatedSentence:
    """Return the translation with ``wrap`` for the space at ``at``."""
    more = len(wrap) - 1
    placed = tuple(
        one
        if one.span is None
        else replace(
            one, span=Span(one.span.start + more * (one.span.start > at), one.span.end + more * (one.span.end > at))
        )
        for one in kept.placed
    )
    return TranslatedSentence(kept.text[:at] + wrap + kept.text[at + 1 :], placed)
