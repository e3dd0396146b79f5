"""The house list: names as the desk spells them, and spellings that it always replaces.

Only an explicit replacement may change a right spelling without a person. A listed name is never corrected. The list is
a file that editors maintain; nothing is learned from it.
"""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from repair.core.edits import fit
from repair.core.errors import ConfigError
from repair.core.io import read_bytes
from repair.core.types import Action, Document, Kind, Reason, Span, Suggestion
from repair.text.analysis import AnalyzedText
from repair.text.normalize import fold
from repair.text.tokens import tokenize

ARROW = "=>"
HOUSE = Reason("house", "the house list always replaces this spelling", 0.0)
NOT_UTF8 = "{path}: the house list is not UTF-8; save it as UTF-8"
BAD_LINE = "{path}: line {line} of the house list is neither a name nor `spelling => name`"
HOLDS_ITSELF = "{path}: line {line} of the house list: {right!r} contains {wrong!r}, so it would be replaced again"
_MOST_CHARACTERS = 200


@dataclass(frozen=True)
class HouseList:
    """A house list: ``names`` are right as they are, ``replacements`` are (spelling, name) pairs.

    >>> house = HouseList(("Kyiv",), (("Kiev", "Kyiv"),))
    >>> house.lists("Kyiv"), house.lists("Kiev")
    (True, False)
    """

    names: tuple[str, ...] = ()
    replacements: tuple[tuple[str, str], ...] = ()

    @classmethod
    def load(cls, path: Path) -> HouseList:
        """Read a house list.

        Args:
            path: A file with one name, or ``spelling => name``, per line; in a .csv file, one or two columns. Blank
                lines and lines that begin with # are skipped.

        Raises:
            ConfigError: When a line is neither, the file is not UTF-8, or a replacement contains what it replaces.
        """
        try:
            lines = read_bytes(path).decode("utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise ConfigError(NOT_UTF8.format(path=path)) from error
        names: list[str] = []
        replacements: list[tuple[str, str]] = []
        for number, cells in _rows(lines, is_table=path.suffix.lower() == ".csv"):
            if len(cells) > 2 or any(not tokenize(cell) or len(cell) > _MOST_CHARACTERS for cell in cells):
                raise ConfigError(BAD_LINE.format(path=path, line=number))
            if len(cells) == 2:
                if _contains(_folds(cells[1]), _folds(cells[0])) and cells[0] != cells[1]:
                    raise ConfigError(HOLDS_ITSELF.format(path=path, line=number, wrong=cells[0], right=cells[1]))
                replacements.append((cells[0], cells[1]))
            names.append(cells[-1])
        return cls(tuple(names), tuple(replacements))

    @property
    def hash(self) -> str:
        """A hash of the content (8 hexadecimal digits) for signatures."""
        return hashlib.sha256(repr((self.names, self.replacements)).encode()).hexdigest()[:8]

    def lists(self, surface: str) -> bool:
        """Tell whether a spelling is one of the listed names."""
        return fold(surface) in self._listed

    def applied(
        self, copy: AnalyzedText, suggestions: Sequence[Suggestion], *, document_id: str, signature: str
    ) -> tuple[Suggestion, ...]:
        """Return the suggestions for a copy after the list has been applied, in order of place.

        Args:
            copy: The text.
            suggestions: The other suggestions; those that change a listed name are removed.
            document_id: Document id of the suggestions that are added.
            signature: Their signature.
        """
        added = [self._suggestion(copy, *place, document_id, signature) for place in self._places(copy)]
        taken = {at for suggestion in added for at in range(suggestion.span.start, suggestion.span.end)}
        remaining = [
            suggestion
            for suggestion in suggestions
            if not self.lists(suggestion.surface)
            and taken.isdisjoint(range(suggestion.span.start, suggestion.span.end))
        ]
        return tuple(sorted([*remaining, *added], key=lambda one: one.span))

    def _places(self, copy: AnalyzedText) -> Iterator[tuple[int, int, str]]:
        """Yield the token ranges of replaced spellings, with the name for each; none overlaps another."""
        done = 0
        for low, word in enumerate(copy.folds):
            if low < done or word not in self._by_opening or not copy.tokens[low].capital:
                continue
            for words, right in self._by_opening[word]:
                high = low + len(words)
                if tuple(copy.folds[low:high]) == words and all(copy.joints[low : high - 1]):
                    yield low, high, right
                    done = high
                    break

    def _suggestion(
        self, copy: AnalyzedText, low: int, high: int, right: str, document_id: str, signature: str
    ) -> Suggestion:
        span = Span(copy.tokens[low].start, copy.tokens[high - 1].end)
        return Suggestion.at(
            Document(document_id, copy.text),
            span,
            fit(right, copy.text, span),
            identity=right,
            confidence=1.0,
            kind=Kind.SPELLING_VARIANT,
            action=Action.APPLY,
            reasons=(HOUSE,),
            signature=signature,
        )

    @cached_property
    def _listed(self) -> frozenset[str]:
        return frozenset(map(fold, self.names))

    @cached_property
    def _by_opening(self) -> Mapping[str, list[tuple[tuple[str, ...], str]]]:
        """The replaced spellings by first word, the longest first."""
        by_opening: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for wrong, right in sorted(self.replacements, key=lambda pair: -len(pair[0])):
            words = _folds(wrong)
            by_opening[words[0]].append((words, right))
        return dict(by_opening)


def _rows(lines: Sequence[str], *, is_table: bool) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each line that is not blank or a comment."""
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            cells = next(csv.reader([line])) if is_table else line.split(ARROW)
            yield number, [cell.strip() for cell in cells]


def _folds(name: str) -> tuple[str, ...]:
    return tuple(token.fold for token in tokenize(name))


def _contains(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether ``words`` contain ``part`` and more."""
    return len(part) < len(words) and any(
        words[at : at + len(part)] == part for at in range(len(words) - len(part) + 1)
    )
