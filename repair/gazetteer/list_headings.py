"""Headings in lists of names: "People", "Places:", "LIST OF NAMES, November". They are no names themselves."""

from __future__ import annotations

import re

from repair.text.normalize import fold

# Words for the kinds of names and for lists, in English, German, French and Spanish, folded.
KINDS = frozenset(
    "people persons places names organisations organizations companies institutions parties teams countries cities "
    "personen orte namen organisationen firmen unternehmen parteien lander stadte personnes lieux noms entreprises "
    "partis villes personas lugares nombres organizaciones empresas partidos ciudades paises".split()
)
LISTS = frozenset("list lists liste lista namensliste".split())
_OTHERS = frozenset("a of the and our desk der die das von und de des du les la le et los las y full short".split())
_WORD = re.compile(r"[^\W\d_]+")
_DATE_OR_NOTE = re.compile(r"(?:[,;:(\[]|\s[-–—]\s).*", re.DOTALL)
_LONGEST = 100  # code points


def is_heading(line: str) -> bool:
    """Return whether a line of a list is a heading: only words for kinds of names and for lists, then perhaps a note.

    >>> [is_heading(line) for line in ("People", "Orte:", "DESK LIST OF NAMES (May)", "Lista de nombres")]
    [True, True, True, True]
    >>> [is_heading(line) for line in ("People's Party", "Franz Liszt", "The List", "La Liste", "Ada Names")]
    [False, False, False, False, False]
    """
    if len(line) > _LONGEST or "\t" in line:
        return False  # the tab separates the columns of a table
    words = [fold(word) for word in _WORD.findall(_DATE_OR_NOTE.sub("", line))]
    return any(word in KINDS for word in words) and all(
        word in KINDS or word in LISTS or word in _OTHERS for word in words
    )
