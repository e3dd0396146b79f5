"""The house list: names as the desk spells them, spellings that it always replaces, and forms that it ignores.

Only an explicit replacement, or a listed name where the house style is enforced, may change a right spelling without a
person. A listed name is never corrected, and an ignored form is never reported. The lists are files that editors
maintain; nothing is learned from them.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from repair.core.errors import ConfigError, FormatError
from repair.core.io import read_bytes
from repair.core.types import Action, Document, Kind, Reason, Span, Suggestion
from repair.formats.spreadsheet import is_table, read_rows
from repair.pipeline.house_replacements import HousePlace, HouseReplacements
from repair.text.analysis import AnalyzedText
from repair.text.fixed_expressions import in_fixed_expression
from repair.text.tokens import tokenize
from repair.text.word_sequences import WordSequences

ARROW = "=>"
HOUSE = Reason("house", "the house list always replaces this spelling", 0.0)
NOT_UTF8 = "the list is not UTF-8; save it as UTF-8"
BAD_LINE = "the line is neither a name nor `spelling => name`; correct the house list"
HOLDS_ITSELF = "{right!r} contains {wrong!r}, so it would be replaced again; correct the house list"
_MOST_CHARACTERS = 200
_HEADER_WORDS = frozenset("spelling form name canonical wrong right from to replace with house instead of note".split())


@dataclass(frozen=True)
class HouseList:
    """A house list.

    Attributes:
        names: Names that are right as they are.
        replacements: Pairs of a spelling and the name that always replaces it.
        ignored: Forms that are neither corrected nor flagged.
        enforced: Whether each of ``names`` replaces spellings of it with other accents, hyphens or capitals.

    >>> HouseList(("Kyiv",), (("Kiev", "Kyiv"),)).hash
    'b986b919'
    """

    names: tuple[str, ...] = ()
    replacements: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    enforced: bool = False

    @classmethod
    def load(cls, path: Path | None, *, ignore: Path | None = None, enforced: bool = False) -> HouseList:
        """Read a house list and a list of ignored forms.

        Args:
            path: A file with one name, or ``spelling => name``, per line; in a table or spreadsheet (.csv, .tsv,
                .xlsx), one or two columns. Blank lines and lines that begin with # are skipped. None is no list.
            ignore: A file with one ignored form per line, or in the first column of a table or spreadsheet.
            enforced: Whether listed names replace spellings with other accents, hyphens or capitals.

        Raises:
            ConfigError: When a line has neither form, a file is not UTF-8, or a replacement contains what it replaces.
        """
        names: list[str] = []
        replacements: list[tuple[str, str]] = []
        for number, cells in _lines(path) if path is not None else ():
            if len(cells) > 2 or any(not tokenize(cell) or len(cell) > _MOST_CHARACTERS for cell in cells):
                raise ConfigError.of(BAD_LINE, path=path, place=f"line {number:,}")
            if len(cells) == 2:
                if _contains(_folds(cells[1]), _folds(cells[0])) and cells[0] != cells[1]:
                    raise ConfigError.of(
                        HOLDS_ITSELF, path=path, place=f"line {number:,}", wrong=cells[0], right=cells[1]
                    )
                replacements.append((cells[0], cells[1]))
            names.append(cells[-1])
        ignored = tuple(cells[0] for _, cells in _lines(ignore) if tokenize(cells[0])) if ignore is not None else ()
        return cls(tuple(names), tuple(replacements), ignored, enforced)

    @property
    def hash(self) -> str:
        """A hash of the content (8 hexadecimal digits) for signatures."""
        content = (
            self.names,
            self.replacements,
            *((self.ignored, self.enforced) if self.ignored or self.enforced else ()),
        )
        return hashlib.sha256(repr(content).encode()).hexdigest()[:8]

    def ignores(self, suggestion: Suggestion) -> bool:
        """Return whether a suggestion changes or flags an ignored form, alone or within a longer name."""
        words = _folds(suggestion.surface)
        kept = _folds(suggestion.replacement) if suggestion.replacement is not None else ()
        forms = {words[start:end] for start, end in self._ignored.within(words)}
        return not forms <= {kept[start:end] for start, end in self._ignored.within(kept)}

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
        added = [self._suggestion(copy, place, document_id, signature) for place in self._places(copy)]
        occupied = {at for suggestion in added for at in range(suggestion.span.start, suggestion.span.end)}
        remaining = [
            self._in_style(suggestion)
            for suggestion in suggestions
            if not self._is_within_form(copy, suggestion.span)
            and not self.ignores(suggestion)
            and occupied.isdisjoint(range(suggestion.span.start, suggestion.span.end))
        ]
        return tuple(sorted([*remaining, *added], key=lambda suggestion: suggestion.span))

    def _is_within_form(self, copy: AnalyzedText, span: Span) -> bool:
        """Whether a span is a listed name or an ignored form, or a part of one."""
        low = bisect_right(copy.tokens, span.start, key=lambda token: token.end)
        high = bisect_left(copy.tokens, span.end, key=lambda token: token.start)
        return any(
            end >= high and all(copy.joints[start : end - 1])
            for start in range(max(0, high - self._forms.longest), low + 1)
            for end in self._forms.ends(copy.folds, start)
        )

    def _places(self, copy: AnalyzedText) -> Iterator[HousePlace]:
        """Yield the places where a spelling is replaced; none overlaps another."""
        done = 0
        for place in self._replaced.places(copy):
            if place.low >= done and not self._is_protected(copy, place.low, place.high):
                # The copy may already have the name, where the spellings differ only in accents or hyphens.
                if place.written != copy.text[place.span.start : place.span.end]:
                    yield place
                done = place.high

    def _is_protected(self, copy: AnalyzedText, low: int, high: int) -> bool:
        """Whether words are part of a fixed expression, or of a longer name that the list has in this spelling."""
        if in_fixed_expression(copy, low, high):
            return True
        return any(
            end >= high and end - start > high - low
            for start in range(max(0, high - self._containing.longest), low + 1)
            for end in self._containing.ends(copy.folds, start)
        )

    @cached_property
    def _containing(self) -> WordSequences:
        """The listed names that contain a replaced spelling."""
        wrong = WordSequences(_folds(wrong) for wrong, _ in self.replacements)
        listed = (_folds(name) for name in self.names)
        return WordSequences(
            words for words in listed if any(end - start < len(words) for start, end in wrong.within(words))
        )

    def _in_style(self, suggestion: Suggestion) -> Suggestion:
        """Return the suggestion with its replacement in the house spelling, so that no second correction is needed."""
        if suggestion.replacement is None or not self._replaced:
            return suggestion
        written = suggestion.replacement
        analysis = AnalyzedText(written, truecase=False)
        for place in reversed(list(self._places(analysis))):
            written = written[: place.span.start] + place.written + written[place.span.end :]
        return suggestion if written == suggestion.replacement else replace(suggestion, replacement=written)

    @staticmethod
    def _suggestion(copy: AnalyzedText, place: HousePlace, document_id: str, signature: str) -> Suggestion:
        return Suggestion.at(
            Document(document_id, copy.text),
            place.span,
            place.written,
            identity=place.right,
            confidence=1.0,
            kind=Kind.SPELLING_VARIANT,
            action=Action.APPLY,
            reasons=(HOUSE,),
            signature=signature,
        )

    @cached_property
    def _forms(self) -> WordSequences:
        """The words of the listed names and of the ignored forms."""
        return WordSequences(map(_folds, (*self.names, *self.ignored)))

    @cached_property
    def _ignored(self) -> WordSequences:
        return WordSequences(map(_folds, self.ignored))

    @cached_property
    def _replaced(self) -> HouseReplacements:
        return HouseReplacements(self.replacements, self.names if self.enforced else ())


class _Line(NamedTuple):
    """A line of a list: its number, from 1, and its cells without spaces around them."""

    number: int
    cells: list[str]


def _lines(path: Path) -> Iterator[_Line]:
    """Yield each line that is not blank or a comment; raise `ConfigError` if it is not UTF-8."""
    try:
        if is_table(path):
            rows: Iterable[list[str]] = list(read_rows(path))
        else:
            rows = [line.split(ARROW) for line in read_bytes(path).decode("utf-8-sig").splitlines()]
    except UnicodeDecodeError as error:
        raise ConfigError.of(NOT_UTF8, path=path) from error
    except FormatError as error:
        raise ConfigError.like(error) from error
    for number, cells in enumerate(rows, start=1):
        plain = [cell.strip() for cell in cells]
        is_header = number == 1 and is_table(path) and _HEADER_WORDS.issuperset(cell.lower() for cell in plain)
        if any(plain) and not plain[0].startswith("#") and not is_header:
            yield _Line(number, plain)


def _folds(name: str) -> tuple[str, ...]:
    return tuple(token.fold for token in tokenize(name))


def _contains(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether ``words`` contain ``part`` and more."""
    return len(part) < len(words) and any(
        words[at : at + len(part)] == part for at in range(len(words) - len(part) + 1)
    )
