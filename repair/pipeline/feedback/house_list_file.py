"""Reads a house list and a list of ignored forms from files, and refuses lines that are neither, or contradict others.

What the lists do is in `repair.pipeline.feedback.house_list`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from repair.core.display import visible
from repair.core.errors import ConfigError, FormatError
from repair.core.io import read_bytes
from repair.formats.spreadsheet import is_table, read_rows
from repair.gazetteer.list_marks import without_marks
from repair.gazetteer.plain_lists import names_first
from repair.pipeline.feedback.house_replacements import HouseReplacements
from repair.text.analysis import AnalyzedText
from repair.text.arrows import has_arrow
from repair.text.tokens import tokenize

ARROW = "=>"
NOT_UTF8 = "the list is not UTF-8; save it as UTF-8"
BAD_LINE = "the line is neither a name nor `spelling => name`; correct the house list"
BAD_FORM = "the line is not a form alone; write replacements into the house list"
SAME = "both sides of the arrow are {name!r}; write the name alone where it is right"
EMPTY = "%s has no line with a name, so the house list changes nothing"
NUMBERED = (
    "{wrong!r} begins with a number; remove the numbers of lines from the house list, or save it as a table (.csv), "
    "where a number is part of the name"
)
CONTRADICTED = (
    "{name!r} is right in this line, and line {line:,} replaces it by {right!r}; correct one of the two lines"
)
TWO_NAMES = (
    "{wrong!r} is replaced by {right!r} in this line, and by {other!r} in line {line:,}; correct one of the two lines"
)
_MOST_CHARACTERS = 200
_NUMBER = re.compile(r"\(?\d{1,7}[.)]\s")
_LOG = logging.getLogger("repair")
_HEADER_WORDS = frozenset("spelling form name canonical wrong right from to replace with house instead of note".split())


class _Entry(NamedTuple):
    """A line of a house list: its number, from 1, the name that it says is right, and the spelling that it replaces."""

    line: int
    right: str
    wrong: str | None


def read_house_list(path: Path) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return the names of a house list that are right, and the pairs of a spelling and the name that replaces it.

    Args:
        path: A file with one name, or ``spelling => name``, per line; in a table or spreadsheet (.csv, .tsv, .xlsx),
            one or two columns. Blank lines and lines that begin with # are skipped.

    Raises:
        ConfigError: A line has neither form, the file is not UTF-8, a replacement is what it replaces, or two lines
            contradict each other.
    """
    entries = [_entry(path, line, cells) for line, cells in _lines(path)]
    if not entries:
        _LOG.warning(EMPTY, visible(str(path)))
    _refuse_contradictions(path, entries)
    replacements = tuple((entry.wrong, entry.right) for entry in entries if entry.wrong is not None)
    return tuple(entry.right for entry in entries), replacements


def read_ignored(path: Path) -> tuple[str, ...]:
    """Return the forms of a list of ignored forms: one per line, or in the first column of a table or spreadsheet.

    Raises:
        ConfigError: A line has an arrow, or the file is not UTF-8.
    """
    forms: list[str] = []
    for line, cells in _lines(path):
        if has_arrow(cells[0]) or (len(cells) > 1 and not is_table(path)):
            raise ConfigError.of(BAD_FORM, path=path, place=f"line {line:,}")
        forms += [cells[0]] if tokenize(cells[0]) else []
    return tuple(forms)


def _entry(path: Path, line: int, cells: Sequence[str]) -> _Entry:
    """Return what a line says."""
    if len(cells) > 2 or not all(map(_may_be_name, cells)):
        raise ConfigError.of(BAD_LINE, path=path, place=f"line {line:,}")
    if len(cells) == 1:
        return _Entry(line, cells[0], None)
    wrong, right = cells
    if wrong == right:
        raise ConfigError.of(SAME, path=path, place=f"line {line:,}", name=wrong)
    if not is_table(path) and _NUMBER.match(wrong) and not _NUMBER.match(right):
        raise ConfigError.of(NUMBERED, path=path, place=f"line {line:,}", wrong=wrong)
    return _Entry(line, right, wrong)


def _may_be_name(cell: str) -> bool:
    return bool(tokenize(cell)) and len(cell) <= _MOST_CHARACTERS and not has_arrow(cell)


def _refuse_contradictions(path: Path, entries: Sequence[_Entry]) -> None:
    """Raise `ConfigError` for two lines that replace a spelling differently, or of which one replaces a right name.

    Whether a line replaces a name is found by replacing, so that this agrees with what the list does to copy.
    """
    line_of: dict[tuple[str, str], int] = {}
    for entry in entries:
        if entry.wrong is not None:
            line_of.setdefault((entry.wrong, entry.right), entry.line)
    replacements = HouseReplacements(line_of)
    for first, second in replacements.conflicts:
        earlier, later = sorted((first, second), key=line_of.__getitem__)
        raise ConfigError.of(
            TWO_NAMES,
            path=path,
            place=f"line {line_of[later]:,}",
            wrong=later[0],
            right=later[1],
            other=earlier[1],
            line=line_of[earlier],
        )
    for entry in entries:
        if not replacements.has_spelling(_folds(entry.right)):
            continue
        for place in replacements.places(AnalyzedText(entry.right, truecase=False)):
            is_whole = (place.span.start, place.span.end) == (0, len(entry.right))
            if is_whole and place.right != entry.right:
                line = line_of[place.wrong, place.right]
                raise ConfigError.of(
                    CONTRADICTED,
                    path=path,
                    place=f"line {entry.line:,}",
                    name=entry.right,
                    right=place.right,
                    line=line,
                )


class _Line(NamedTuple):
    """A line of a list: its number, from 1, and its cells without spaces around them."""

    number: int
    cells: list[str]


def _lines(path: Path) -> Iterator[_Line]:
    """Yield each line that is not blank or a comment; raise `ConfigError` if it is not UTF-8."""
    try:
        if is_table(path):
            rows: Iterable[tuple[int, list[str]]] = list(enumerate(read_rows(path), start=1))
        else:
            lines = enumerate(read_bytes(path).decode("utf-8-sig").splitlines(), start=1)
            named = ((number, line) for number, line in lines if not line.lstrip().startswith("#"))
            rows = [(number, line.split(ARROW)) for number, line in names_first(without_marks(named))]
    except UnicodeDecodeError as error:
        raise ConfigError.of(NOT_UTF8, path=path) from error
    except FormatError as error:
        raise ConfigError.like(error) from error
    for number, cells in rows:
        plain = [cell.strip() for cell in cells]
        is_header = number == 1 and is_table(path) and _HEADER_WORDS.issuperset(cell.lower() for cell in plain)
        if any(plain) and not plain[0].startswith("#") and not is_header:
            yield _Line(number, plain)


def _folds(name: str) -> tuple[str, ...]:
    return tuple(token.fold for token in tokenize(name))
