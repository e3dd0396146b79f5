"""The word tables in ``repair/data/``: text files with sections, which a person can read and edit.

A table is read once and cached. The one module that owns the table defines the meaning of its lines.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from repair.core.errors import RepairError

_FOLDER = Path(__file__).resolve().parents[1] / "data"

MISSING = "the word table cannot be read ({why}); reinstall the package"
NO_SECTION = "the word table has no section [{section}]; reinstall the package"


@lru_cache(maxsize=32)
def read_table(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the sections of a word table.

    A section begins with its title in square brackets. Blank lines and lines that begin with "#" are skipped.

    Args:
        name: File name in ``repair/data/``.

    Returns:
        From the title of a section to its lines, in the order of the file.

    Raises:
        RepairError: The file is missing or is not UTF-8.
    """
    path = _FOLDER / name
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RepairError.of(MISSING, path=path, why=error) from error
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in map(str.strip, text.split("\n")):
        if line.startswith("[") and line.endswith("]"):
            lines = sections.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return MappingProxyType({title: tuple(rows) for title, rows in sections.items()})


def table_lines(name: str, section: str) -> tuple[str, ...]:
    """Return the lines of one section of a word table.

    Args:
        name: File name in ``repair/data/``.
        section: Title of the section, without brackets.

    Raises:
        RepairError: The file cannot be read, or has no such section.

    >>> table_lines("calendar.txt", "weekdays")
    ('monday tuesday wednesday thursday friday saturday sunday',)
    """
    sections = read_table(name)
    if section not in sections:
        raise RepairError.of(NO_SECTION, path=_FOLDER / name, section=section)
    return sections[section]


class SortedNames:
    """The sorted names of sections of a word table, in lines of names that bars separate; spaces stand for hyphens.

    A name is found by bisection of the lines, so that thousands of names need not be split on first use.
    """

    def __init__(self, name: str, sections: Iterable[str]) -> None:
        """Read the sections; their names must be sorted as they are with spaces for hyphens.

        Args:
            name: File name in ``repair/data/``.
            sections: Titles of the sections.
        """
        rows = [table_lines(name, section) for section in sections]
        self._sections = tuple((lines, tuple(map(_first_name, lines))) for lines in rows)

    def __contains__(self, name: str) -> bool:
        """Return whether a folded name is among them."""
        name = name.replace("-", " ")
        for lines, first_names in self._sections:
            index = bisect.bisect_right(first_names, name)
            if index:
                line = lines[index - 1].replace("-", " ")
                if name in line and name in line.split("|"):  # most names are not even part of the line
                    return True
        return False


def _first_name(line: str) -> str:
    return line.partition("|")[0].replace("-", " ")


def word_set(name: str, section: str) -> frozenset[str]:
    """Return the words of one section of a word table, separated by white space; arguments as for `table_lines`."""
    return frozenset(word for line in table_lines(name, section) for word in line.split())


def table_rows(name: str, section: str) -> tuple[tuple[str, ...], ...]:
    """Return each line of a section as its items, separated by bars; arguments as for `table_lines`."""
    return tuple(tuple(line.split("|")) for line in table_lines(name, section))
