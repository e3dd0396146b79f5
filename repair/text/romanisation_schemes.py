"""Romanisation habits: different letters that desks write for the same sound.

There is one scheme for each language or family of languages. The tables and their notation are in
``repair/data/romanisation.txt``. Weak habits (a short vowel) may also be typing errors, so they count only where the
language is certain. `repair.text.romanisation` compares two spellings by them; neither judges which one is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from repair.core.tables import read_table

_TABLE = "romanisation.txt"
_DOUBLED = " ".join(f"{letter}{letter}={letter}" for letter in "bcdfgklmnprstvz")


@dataclass(frozen=True, slots=True)
class Habit:
    """Letters ``one`` that correspond to ``other``, anywhere or at the start (``opens``) or end of a word."""

    one: str
    other: str
    opens: bool = False
    closes: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Scheme:
    """The habits of one language.

    ``markers`` are folded words which show that a text is about speakers of the language: countries, peoples, capitals.
    ``names`` are folded words that occur only in names of people who speak it.
    """

    name: str
    habits: tuple[Habit, ...]
    markers: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


def _habits(table: str, *, weak: bool = False) -> tuple[Habit, ...]:
    """Return the habits of a table of pairs, in both directions."""
    habits: list[Habit] = []
    for pair in table.split():
        first, other = pair.split("=")
        opens, closes = "^" in pair, "$" in pair
        first, other = (side.strip("^$").replace("~", "") for side in (first, other))
        habits += [Habit(first, other, opens, closes, weak), Habit(other, first, opens, closes, weak)]
    return tuple(habits)


def _scheme(name: str, section: str) -> Scheme:
    """Return the scheme of a section of the table, with its weak habits, markers and names if it has any."""
    sections = read_table(_TABLE)

    def words(title: str) -> str:
        return " ".join(sections.get(title, ()))

    habits = (
        *_habits(words("any")),
        *_habits(_DOUBLED, weak=True),
        *_habits(words(section) if section != "any" else ""),
        *_habits(words(f"{section} weak"), weak=True),
    )
    markers, names = (frozenset(words(f"{section} {title}").split()) for title in ("markers", "names"))
    return Scheme(name, habits, markers, names)


CYRILLIC, SEMITIC = "Cyrillic", "Arabic or Hebrew"
ANY = _scheme("romanisation", "any")
"""The habits that every scheme shares."""
SCHEMES = tuple(
    _scheme(name, section)
    for name, section in (
        (CYRILLIC, "cyrillic"),
        (SEMITIC, "semitic"),
        ("Chinese", "chinese"),
        ("Korean", "korean"),
        ("Japanese", "japanese"),
        ("Greek", "greek"),
        ("Turkic", "turkic"),
        ("Indic", "indic"),
        ("West African", "west african"),
    )
)


def schemes_of(marker: str) -> tuple[str, ...]:
    """Return the names of the schemes of which a folded word is a marker or a name.

    >>> schemes_of("pakistan"), schemes_of("france")
    (('Arabic or Hebrew', 'Indic'), ())
    """
    return _SCHEMES_OF.get(marker, ())


def marker_counts(markers: Iterable[str]) -> Counter[str]:
    """Return how many of some folded words are markers or names of each scheme, by its name."""
    return Counter(chain.from_iterable(map(schemes_of, markers)))


def _by_marker() -> dict[str, tuple[str, ...]]:
    schemes: dict[str, tuple[str, ...]] = {}
    for scheme in SCHEMES:
        for marker in scheme.markers | scheme.names:
            schemes[marker] = (*schemes.get(marker, ()), scheme.name)
    return schemes


_SCHEMES_OF = _by_marker()
EVERY_MARKER = frozenset(_SCHEMES_OF)
"""The markers and names of all schemes."""
