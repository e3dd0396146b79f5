"""Formats values for people: text with visible control characters, and probabilities.

Copy, file names and error messages may contain terminal control sequences and direction marks.
"""

from __future__ import annotations

import math
import unicodedata

STANDARD_INPUT = "standard input"
"""What messages and reports call the file that is given as "-"."""

_LONGEST_PART = 300  # code points
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def visible(text: str) -> str:
    """Return ``text`` on one line, with control and invisible characters as ``<hexadecimal code point>``.

    >>> visible("a\\x1b[31mb\\u202ec\\nd")
    'a<1B>[31mb<202E>c d'
    """
    return "".join(
        char if unicodedata.category(char) not in _HIDDEN else (" " if char in "\t\r\n" else f"<{ord(char):02X}>")
        for char in text.replace("\r\n", "\n")
    )


def visible_part(text: str) -> str:
    """Return ``text`` as `visible` does, with `…` instead of the middle of a long one.

    It is for names, reasons and snippets of copy, which may have words of any length.

    >>> visible_part("Rut\\nte"), len(visible_part("Ru" + "t" * 200_000 + "te"))
    ('Rut te', 300)
    """
    if len(text) > _LONGEST_PART:
        half = (_LONGEST_PART - 1) // 2
        text = f"{text[: _LONGEST_PART - 1 - half]}…{text[-half:]}"
    return visible(text)


def shown_path(path: str) -> str:
    """Return a path as messages and reports show it.

    >>> shown_path("-"), shown_path("copy.txt")
    ('standard input', 'copy.txt')
    """
    return STANDARD_INPUT if path == "-" else path


def quantity(count: int, noun: str, plural: str | None = None) -> str:
    """Return a count with its noun, which gets "s", or "ies" instead of "y", unless ``plural`` is given.

    >>> quantity(1, "story"), quantity(0, "name"), quantity(2_000, "story"), quantity(2, "person", "people")
    ('1 story', '0 names', '2,000 stories', '2 people')
    """
    if plural is None:
        plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count:,} {noun if count == 1 else plural}"


def percent(probability: float) -> str:
    """Return a probability (0-1) as a whole percentage, rounded down.

    A confidence below a threshold is thus never shown as having reached the threshold.

    >>> percent(0.9665), percent(0.97), percent(0.29), percent(0.9999)
    ('96%', '97%', '29%', '99%')
    """
    # The product may be just below a whole number: 0.29 * 100 is 28.999999999999996.
    return f"{math.floor(round(probability * 100, 6))}%"
