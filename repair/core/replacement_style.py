"""How a replacement is written: with the capitals, possessive, spaces and apostrophes of the text that it replaces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from repair.core.characters import APOSTROPHES, INVISIBLE
from repair.core.types import Span

# Apostrophes, invisible characters, and a hyphen at a line end do not end a word.
_INSIDE = rf"(?:[{APOSTROPHES}]|[{INVISIBLE}]+|-[ \t]{{0,4}}\r?\n[ \t]{{0,8}}(?=[a-zß-öø-ÿ]))"
_WORD = re.compile(rf"[^\W\d_]+(?:{_INSIDE}[^\W\d_]+)*")
_POSSESSIVE = re.compile(rf"[{APOSTROPHES}][sS]$")
_APOSTROPHE = re.compile(rf"(?<=\w)[{APOSTROPHES}](?=\w)")
_SPACES = re.compile(r"\s+")
WIDE_SPACE = "\u3000"
"""The space between full-width letters."""


def fit(replacement: str, text: str, span: Span) -> str:
    """Return ``replacement`` with the capitals and the possessive of the text it replaces.

    Args:
        replacement: The new name.
        text: The whole text.
        span: The range to be replaced (code points).

    >>> fit("Mark Rutte", "NATO'S MARK LATTE SPEAKS", Span(7, 17))
    'MARK RUTTE'
    >>> fit("Rutte", "Latte’s plan", Span(0, 7)), fit("Kaja Kallas", "Kaya KALAS said", Span(0, 10))
    ('Rutte’s', 'Kaja KALLAS')
    >>> fit("Susie Wiles", "SUSIE WlLES stayed", Span(0, 11)), fit("Lilly", "Lily", Span(0, 4))
    ('SUSIE WILES', 'Lilly')
    """
    surface = text[span.start : span.end]
    tail = _POSSESSIVE.search(surface)
    body = surface[: tail.start()] if tail else surface
    # The possessive of the copy, inside the span or after it, is kept, so that of the replacement is dropped.
    if tail or _POSSESSIVE.match(text[span.end : span.end + 2]):
        replacement = _POSSESSIVE.sub("", replacement)
    return typed_like(_in_case(replacement, body, text, span), body) + (tail.group() if tail else "")


def typed_like(replacement: str, surface: str) -> str:
    """Return ``replacement`` with the spaces (see `spaced_like`) and apostrophes of the text it replaces.

    Apostrophes are copied where both texts have as many, or where the text has one kind alone. A replacement that
    would then be the text itself is not changed.

    >>> typed_like("Sean O'Brannigan", "Shaun O’Branigan"), typed_like("O'Neill", "ONeil")
    ('Sean O’Brannigan', "O'Neill")
    """
    own = _APOSTROPHE.findall(surface)
    if own:
        count = len(_APOSTROPHE.findall(replacement))
        kinds = iter(own if len(own) == count else own[:1] * count if len(set(own)) == 1 else "")
        typed = _APOSTROPHE.sub(lambda match: next(kinds, match.group()), replacement)
        replacement = typed if typed != surface else replacement
    return spaced_like(replacement, surface)


def spaced_like(replacement: str, surface: str) -> str:
    """Return ``replacement`` with the spaces of the text it replaces, where both have as many words.

    A line end, a no-break space or two spaces between the words of a name are thus preserved.

    >>> spaced_like("Mark Rutte", "Mark\\nLatte"), spaced_like("Keir Starmer", "Kiel  Star mer")
    ('Mark\\nRutte', 'Keir Starmer')
    """
    if surface.count(" ") + 1 == len(surface.split()) or WIDE_SPACE in surface:
        return replacement
    words, spaces = replacement.split(), _SPACES.findall(surface.strip())
    if len(words) != len(spaces) + 1:
        return replacement
    return "".join(word + space for word, space in zip(words, (*spaces, ""), strict=True))


def _in_case(replacement: str, surface: str, text: str, span: Span) -> str:
    """Return ``replacement`` in capitals where ``surface`` is in capitals and is not an acronym."""
    old, new = list(_WORD.finditer(surface)), list(_WORD.finditer(replacement))
    is_recapitalized = len(old) == 1 and surface.lower() == replacement.lower()  # NATO, Nato
    if old and len(old) == len(new) and not is_recapitalized:
        words = [_capitals(new_word, old_word) for old_word, new_word in zip(old, new, strict=True)]
        return _rejoin(replacement, new, words)
    if not surface.isupper():
        return replacement
    # One word in capitals may be an acronym, unless its whole line is in capitals.
    return replacement.upper() if len(old) > 1 or _line(text, span).isupper() else replacement


def _capitals(new_word: re.Match[str], old_word: re.Match[str]) -> str:
    """Return the new word, in capitals if the old word is in capitals and is not an initial."""
    word = old_word.group()
    # A small l may be a misread capital I: "WlLES".
    has_misread = "l" in word and word.replace("l", "I").isupper() and sum(map(str.isupper, word)) > 1
    is_capitals = has_misread or (word.isupper() and len(word) > 1)
    return new_word.group().upper() if is_capitals else new_word.group()


def _rejoin(text: str, matches: Sequence[re.Match[str]], words: Sequence[str]) -> str:
    """Return ``text`` with each match replaced by the word at its place."""
    pieces, position = [], 0
    for match, word in zip(matches, words, strict=True):
        pieces += [text[position : match.start()], word]
        position = match.end()
    return "".join([*pieces, text[position:]])


def _line(text: str, span: Span) -> str:
    """Return the line that ``span`` begins in, at most 200 code points on either side."""
    low = max(text.rfind("\n", 0, span.start) + 1, span.start - 200)
    high = text.find("\n", span.end)
    return text[low : min(high if high >= 0 else len(text), span.end + 200)]
