"""Lists of names in plain text, as people type them: with bullets, numbers, notes, or the surname first.

"- Rutte, Mark" and "3. Mark Rutte (NATO)" are the name Mark Rutte. A text of sentences is no list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from repair.gazetteer.extract import is_list
from repair.gazetteer.list_headings import is_heading
from repair.gazetteer.list_marks import BULLET, ROMAN
from repair.text.arrows import has_arrow
from repair.text.generations import is_number_or_mark
from repair.text.lexicon import COMMON_NAME, Lexicon
from repair.text.normalize import fold
from repair.text.wordlists import BEFORE_PEOPLE

_FEWEST_LINES = 3
_LONGEST_LINE = 120  # characters
_BULLET = re.compile(rf"(?:{BULLET}|\(?(?:\d{{1,4}}|{ROMAN})[.)])\s+")
_NOTE = re.compile(r"\t|;| [-–—|] | [(\[]|: ")  # what begins a note after a name
_BRACKETS = re.compile(r"\s{1,20}[(\[][^()\[\]]{0,200}[)\]]\s*$")
_MOST_SURNAMES = 3  # words before the comma of "van der Berg, Anna"


def names_of_list(text: str) -> str | None:
    """Return the names of a list, one per line; None for a text that is no list, or that has bare names already.

    >>> names_of_list("# guests\\n- Rutte, Mark\\n- Kallas, Kaja\\n- Tusk, Donald (PM)").split("\\n")
    ['Mark Rutte', 'Kaja Kallas', 'Donald Tusk']
    >>> names_of_list("Mark Rutte spoke.\\nKaja Kallas left.\\nNobody stayed.") is None
    True
    """
    lines = [line.strip() for line in text.split("\n")]
    entries = [line for line in lines if line and not line.startswith("#") and not is_heading(line)]
    if len(entries) < _FEWEST_LINES or any(len(line) > _LONGEST_LINE for line in entries):
        return None
    lexicon = Lexicon.load()
    names = [_name_of(line, lexicon) for line in entries]
    if names == [line for line in lines if line] or not all(name and is_list(name) for name in names):
        return None
    return "\n".join(names)


class Replacement(NamedTuple):
    """A line of a list that is no name but a replacement: its number, from 1, and its text."""

    line: int
    text: str


def without_replacements(text: str) -> tuple[str, tuple[Replacement, ...]]:
    """Return a list of names without lines that have an arrow, and those lines; any other text stays as it is.

    >>> without_replacements("Mark Rutte\\nKiev -> Kyiv")
    ('Mark Rutte', (Replacement(line=2, text='Kiev -> Kyiv'),))
    >>> without_replacements("The road Minsk → Kyiv was closed on Monday.")[1]
    ()
    """
    lines = text.split("\n")
    replacements = tuple(Replacement(number, line) for number, line in enumerate(lines, 1) if has_arrow(line))
    rest = "\n".join(line for line in lines if not has_arrow(line))
    is_plain = all(is_list(_BULLET.sub("", line.strip(), count=1)) for _, line in replacements)
    if not is_plain or (rest.strip() and not is_list(rest) and names_of_list(rest) is None):
        return text, ()
    return rest, replacements


def _name_of(line: str, lexicon: Lexicon) -> str:
    """Return the name on a line, in the order given name, surname."""
    bullet = _BULLET.match(line)
    rest = line[bullet.end() :] if bullet else line
    note = _NOTE.search(rest)
    rest = (rest[: note.start()] if note else rest).strip()
    if given_first := _given_name_first(rest, lexicon):
        return given_first
    name, _, after = (part.strip() for part in rest.partition(","))
    return rest if _is_title(name, lexicon) else f"{name}{_generation(after)}"


def names_first(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the lines of a list with the given name first, and without a note in brackets after a person's name.

    What is after a comma or in brackets may belong to another name ("Acme, Inc.", "Congo (Kinshasa)"): it stays.

    Args:
        lines: The number and the text of each line, without bullets.

    >>> [text for _, text in names_first([(1, "Rutte, Mark (NATO)"), (2, "Acme, Inc."), (3, "Congo (Kinshasa)")])]
    ['Mark Rutte', 'Acme, Inc.', 'Congo (Kinshasa)']
    """
    lexicon = Lexicon.load()
    for number, text in lines:
        note = _BRACKETS.search(text)
        name = (text[: note.start()] if note else text).strip()
        if "\t" in text or has_arrow(text):
            yield number, text
        elif given_first := _given_name_first(name, lexicon):
            yield number, given_first
        else:
            is_person = note is not None and len(name.split()) > 1 and lexicon.given(fold(name.split()[0])) > 0
            yield number, name if is_person else text


def _given_name_first(line: str, lexicon: Lexicon) -> str | None:
    """Return "Mark Rutte" for "Rutte, Mark"; None if no known given name follows, or a place in a place.

    >>> lines = ("Holt, Robert, Jr.", "Holt, Robert A. II", "Holt, Robert, mayor", "King, Robert", "Dr., Robert")
    >>> [_given_name_first(line, Lexicon.load()) for line in lines]
    ['Robert Holt Jr.', 'Robert A. Holt II', 'Robert Holt', 'Robert King', None]
    """
    first, comma, after = (part.strip() for part in line.partition(","))
    given, _, last = (part.strip() for part in after.partition(","))
    surname = [fold(word) for word in first.split()]
    if not comma or not surname or not given[:1].isupper() or len(surname) > _MOST_SURNAMES:
        return None
    if not lexicon.given(fold(given.split()[0])) or (lexicon.place(given.lower()) and lexicon.place(first.lower())):
        return None  # "Augusta, Georgia"
    # "Ann Bell, Chair" has a whole name before the comma.
    is_whole = len(surname) > 1 and first[:1].isupper() and lexicon.given(surname[0]) >= COMMON_NAME
    if is_whole or _is_title(first, lexicon):
        return None
    names, _, mark = given.rpartition(" ")  # a single letter may be an initial
    if names and len(mark.rstrip(".")) > 1 and _generation(mark):
        return f"{names} {first} {mark}"
    return f"{given} {first}{_generation(last)}"


def _is_title(text: str, lexicon: Lexicon) -> bool:
    """Return whether a text ends in a title or role: "Dr.", "Prime Minister"; "King" alone may be a surname."""
    *others, last = fold(text).split() or [""]
    word = last.rstrip(".")
    may_be_surname = not others and word == last and lexicon.surname(word) >= COMMON_NAME
    return word in BEFORE_PEOPLE and not may_be_surname


def _generation(text: str) -> str:
    """Return the mark of a father or son, or the number, that follows a name, behind a space; empty for another text.

    >>> [_generation(text) for text in ("Jr.", "III", "iii", "3", "mayor", "")]
    [' Jr.', ' III', '', '', '', '']
    """
    mark = text.partition(",")[0].strip()
    is_mark = mark[:1].isupper() and is_number_or_mark(fold(mark).rstrip("."))
    return f" {mark}" if is_mark else ""
