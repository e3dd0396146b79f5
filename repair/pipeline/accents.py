"""The accents with which a replacement is written: those of the sources, or none if the copy drops accents."""

from __future__ import annotations

import unicodedata

from repair.core.computed_once import computed_once
from repair.core.copy_kind import CopyKind
from repair.pipeline.detection import CopyContext
from repair.text.normalize import fold

_MOST_BESIDE = 4  # words on either side of a place that may be of the same name
_MOST_PLACES = 200  # occurrences of a word in one text that are examined
_LEAST_ACCENTED = 4  # letters of a word that shows whether the copy drops accents
_ENOUGH_IN_CAPITALS = 60  # letters from which lines in capitals without accents use none


def without_accents(text: str) -> str:
    """Return the text in unaccented Latin letters, by the standard romanisation; other scripts stay as they are.

    >>> without_accents("Þorgerður Katrín"), without_accents("ŁÓDŹ"), without_accents("Åse Bjørnæs")
    ('Thorgerdur Katrin', 'LODZ', 'Ase Bjornaes')
    """
    text = unicodedata.normalize("NFC", text)
    letters: list[str] = []
    for number, char in enumerate(text):
        plain = fold(char) if char.isalpha() and not char.isascii() else ""
        if unicodedata.combining(char) and letters and letters[-1][-1:].isascii() and letters[-1][-1:].isalpha():
            continue  # a combining mark on a Latin letter
        if not (plain and plain.isascii() and plain.isalpha()):
            letters.append(char)
        elif char.isupper():
            in_capitals = text[number + 1 : number + 2].isupper() or text[max(0, number - 1) : number].isupper()
            letters.append(plain.upper() if in_capitals else plain[0].upper() + plain[1:])
        else:
            letters.append(plain)
    return "".join(letters)


def takes_accents(copy_context: CopyContext, low: int, high: int) -> bool:
    """Return whether a name gets its accents at a place of the copy.

    It gets none where the copy drops accents: it has none, and writes without them a name that the sources always write
    with them; or it does so in words of the same name that stay. A line in capitals follows the other lines in
    capitals, since a telex has no accents.

    Args:
        copy_context: The copy and its story.
        low: The first token that the name replaces.
        high: The token after the last.
    """
    if copy_context.has_misread_letters or copy_context.kind is CopyKind.SCANNED:
        return True  # character recognition loses the accents of the print
    text, start = copy_context.copy.text, copy_context.copy.tokens[low].start
    end = text.find("\n", start)
    if text[text.rfind("\n", 0, start) + 1 : end if end >= 0 else len(text)].isupper():
        accented, letters = _in_capitals(copy_context)
        if accented or letters >= _ENOUGH_IN_CAPITALS:
            return accented
    return not (_drops_accents(copy_context) or _drops_accents_beside(copy_context, low, high))


@computed_once
def _drops_accents(copy_context: CopyContext) -> bool:
    """Whether the copy has no accents, and a capitalised word without those that the sources always have."""
    copy = copy_context.copy
    return not accents(copy.text) and any(_lacks_accents(copy_context, number) for number in copy.capital_at)


def _drops_accents_beside(copy_context: CopyContext, low: int, high: int) -> bool:
    """Whether a word beside a place, as of the same name, lacks its accents, and none has some."""
    copy, first, last = copy_context.copy, low, high
    while first > low - _MOST_BESIDE and copy.has_capital_before(first):
        first -= 1
    while last < high + _MOST_BESIDE and copy.has_capital_after(last):
        last += 1
    if accents(copy.surface(first, last)):
        return False
    return any(_lacks_accents(copy_context, number) for number in (*range(first, low), *range(high, last)))


def _lacks_accents(copy_context: CopyContext, number: int) -> bool:
    """Whether a word of the copy lacks the accents that it always has in the sources."""
    token, story = copy_context.copy.tokens[number], copy_context.story
    if not token.text.isascii() or not story.words.get(token.fold) or len(token.fold) < _LEAST_ACCENTED:
        return False
    return all(
        accents(analysis.tokens[at].text)
        for analysis in story.texts
        for at in analysis.places.get(token.fold, ())[:_MOST_PLACES]
    )


@computed_once
def _in_capitals(copy_context: CopyContext) -> tuple[bool, int]:
    """Return whether the lines in capitals have a letter with an accent, and how many letters they have."""
    lines = "\n".join(line for line in copy_context.copy.text.splitlines() if line.isupper())
    return accents(lines) > 0, sum(map(str.isalpha, lines))


def accents(text: str) -> int:
    """Return how many letters of a text are Latin letters other than A to Z, with accents of their own or after them.

    >>> accents("Raúl"), accents("Rau\\u0301l"), accents("Raul")
    (1, 1, 0)
    """
    if text.isascii():
        return 0
    composed = unicodedata.normalize("NFC", text)
    return sum(not char.isascii() and char.isalpha() and fold(char).isascii() for char in composed)
