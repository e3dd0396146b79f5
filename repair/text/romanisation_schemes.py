"""Tables of romanisation habits: which letters one desk writes where another writes others, for the same sound.

One scheme a language or family of languages. A habit is a pair ``a=b`` and holds in both directions; ``^`` ties it to
the beginning of a word and ``$`` to its end, and ``~`` stands for nothing. Strong habits are plain from the letters
(kh and h, iy and y). Weak ones (a short vowel) are as often a slip, so they count only where the language is plain.
Which spelling is right is not decided here; ``romanisation`` lays two spellings beside each other.
"""

from __future__ import annotations

from dataclasses import dataclass

from repair.core.tables import read_table

_TABLE = "romanisation.txt"
_DOUBLED = " ".join(f"{letter}{letter}={letter}" for letter in "bcdfgklmnprstvz")


@dataclass(frozen=True, slots=True)
class Habit:
    """Letters that stand for each other: ``one`` and ``other``, tied to a border of the word or free."""

    one: str
    other: str
    opens: bool = False
    closes: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Scheme:
    """The habits of one language; ``markers`` are folded words by which a text shows that it tells of its speakers.

    Markers are countries, peoples, capitals, and words that only names of that language have.
    """

    name: str
    habits: tuple[Habit, ...]
    markers: frozenset[str] = frozenset()


def _habits(table: str, *, weak: bool = False) -> tuple[Habit, ...]:
    """Return both directions of each pair of a table."""
    found = []
    for pair in table.split():
        one, other = pair.split("=")
        opens, closes = "^" in pair, "$" in pair
        one, other = (side.strip("^$").replace("~", "") for side in (one, other))
        found += [Habit(one, other, opens, closes, weak), Habit(other, one, opens, closes, weak)]
    return tuple(found)


def _scheme(name: str, section: str) -> Scheme:
    """Return the scheme of a section of the table, with its weak habits and its markers if it has any."""
    sections = read_table(_TABLE)

    def words(title: str) -> str:
        return " ".join(sections.get(title, ()))

    habits = (
        *_habits(words("any")),
        *_habits(_DOUBLED, weak=True),
        *_habits(words(section) if section != "any" else ""),
        *_habits(words(f"{section} weak"), weak=True),
    )
    return Scheme(name, habits, frozenset(words(f"{section} markers").split()))


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
