"""Copy with full-width Latin letters ("Ｌａｔｔｅ"): a view of it in ordinary letters, and suggestions for the copy.

Chinese and Japanese systems leave such letters in English copy. The view has the same length, so that every offset
holds for both texts. A name is replaced as a whole, and never by letters of two widths: by ordinary letters, or by
full-width ones where most of the copy has these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from repair.core.characters import APOSTROPHES
from repair.core.types import Document, Finding, Suggestion

_OFFSET = 0xFEE0  # from an ASCII character to its full-width form
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_WIDE = {ord(letter): chr(ord(letter) + _OFFSET) for letter in _LETTERS}
_NARROW = {ord(wide): chr(narrow) for narrow, wide in _WIDE.items()}
_WIDE_LETTER, _LETTER = re.compile("[Ａ-Ｚａ-ｚ]"), re.compile("[A-Za-zＡ-Ｚａ-ｚ]")
_SPACE, _WIDE_SPACE = re.compile(r"\s+"), "\u3000"
_WIDE_POSSESSIVE = re.compile(f"[{APOSTROPHES}＇][ｓＳ]")


def in_ordinary_letters(document: Document) -> Document:
    """Return a document with ordinary letters instead of full-width ones; the same object if it has none.

    >>> in_ordinary_letters(Document("1", "Ｍａｒｋ Latte")).text
    'Mark Latte'
    """
    if document.text.isascii() or not _WIDE_LETTER.search(document.text):
        return document
    return replace(document, text=document.text.translate(_NARROW))


def for_copy(document: Document, suggestions: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Return the suggestions for the view of a document as suggestions for the document itself."""
    is_wide = _is_mostly_wide(document.text)
    return tuple(_for_copy(document, suggestion, is_wide=is_wide) for suggestion in suggestions)


def findings_for_copy(document: Document, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings for the view of a document as findings for the document itself."""
    is_wide = _is_mostly_wide(document.text)
    results = []
    for finding in found:
        span = finding.mention.span
        mention = replace(finding.mention, surface=document.text[span.start : span.end])
        suggestion = finding.suggestion and _for_copy(document, finding.suggestion, is_wide=is_wide)
        results.append(replace(finding, mention=mention, suggestion=suggestion))
    return tuple(results)


def _for_copy(document: Document, suggestion: Suggestion, *, is_wide: bool) -> Suggestion:
    surface = document.text[suggestion.span.start : suggestion.span.end]
    if surface == suggestion.surface:
        return suggestion
    replacement = suggestion.replacement
    if replacement is not None:
        replacement = replacement.translate(_NARROW)
        # A possessive stays as it is, and has the width of the name before it.
        if is_wide or _WIDE_POSSESSIVE.match(document.text, suggestion.span.end):
            replacement = _spaced_like(replacement.translate(_WIDE), surface)
    return replace(suggestion, surface=surface, replacement=replacement)


def _is_mostly_wide(text: str) -> bool:
    """Return whether more than half of the Latin letters of a text are full-width."""
    if text.isascii() or not _WIDE_LETTER.search(text):
        return False
    return 2 * len(_WIDE_LETTER.findall(text)) > len(_LETTER.findall(text))


def _spaced_like(name: str, surface: str) -> str:
    """Return a name with the spaces of the copy, or with full-width ones where the copy has another number of words."""
    words, spaces = name.split(), _SPACE.findall(surface)
    if len(words) != len(spaces) + 1:
        return name.replace(" ", _WIDE_SPACE) if _WIDE_SPACE in surface else name
    return "".join(word + space for word, space in zip(words, (*spaces, ""), strict=True))
