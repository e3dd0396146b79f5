"""The index of a packed gazetteer: lookups in a mapped file that read only what they need.

Names are found by 64-bit hashes of their keys. A damaged or malicious file raises `GazetteerError`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar, overload

from repair.core.errors import FormatError, GazetteerError
from repair.core.io import plain_file
from repair.core.types import Document, Name
from repair.gazetteer import jsonl_store
from repair.gazetteer.hash_index import HashIndex, hash_of
from repair.gazetteer.inverted_index import SECTIONS, InvertedIndex
from repair.gazetteer.mapped_file import DAMAGED, MAGIC, MappedFile
from repair.gazetteer.name_search import SEARCH_ARRAYS, NameSearch, full_spellings, search_arrays
from repair.gazetteer.packed_writer import ID_BITS

Row = TypeVar("Row")
_DAMAGE = (IndexError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError)
_CACHED_NAMES = 20_000
_CACHED_FORMS = 100_000  # forms whose `listed` is cached
_CACHED_FACTS = 20_000  # sources, without their texts
# Sections by the names that version 0.1 gave them.
_EARLIER_SECTIONS = {
    "vouched": "confirmed",
    "vouched_directory": "confirmed_directory",
    "shelf_keys": "index_keys",
    "shelf_directory": "index_directory",
    "shelf_spread": "index_document_frequency",
    "shelf_letters": "index_term_bytes",
    "shelf_cuts": "index_term_offsets",
    "shelf_words": "index_source_terms",
    "shelf_word_cuts": "index_source_offsets",
    "shelf_carriers": "index_posting_sources",
    "shelf_carrier_cuts": "index_posting_offsets",
}


def is_packed(path: Path) -> bool:
    """Return whether the file at ``path`` begins like a packed gazetteer; False if it cannot be read."""
    try:
        plain_file(path)  # a pipe would be waited for
        with open(path, "rb") as stream:
            return stream.read(len(MAGIC)) == MAGIC
    except (FormatError, OSError):
        return False


class PackedIndex:
    """Names and sources of a mapped file; immutable, safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Open the file at ``path``; raise `GazetteerError` if it is missing, damaged or of another version."""
        self.path = path
        self._sections = MappedFile(path, renamed=_EARLIER_SECTIONS)
        self._guarded = _Guard(path)
        with self._guarded:
            facts = self._sections.facts
            self.hash = str(facts["hash"])
            count, sources = int(facts["names"]), int(facts["sources"])
        self.names: Sequence[Name] = _Rows(count, self._name)
        self.sources: Sequence[Document] = _Rows(sources, self._source)
        self._name_at = lru_cache(maxsize=_CACHED_NAMES)(self._read_name)
        self._facts = lru_cache(maxsize=_CACHED_FACTS)(self._read_facts)
        self.spellings = lru_cache(maxsize=_CACHED_NAMES)(self._read_spellings)
        self.listed = lru_cache(maxsize=_CACHED_FORMS)(self._listed)
        self.find = lru_cache(maxsize=_CACHED_NAMES)(self._find)

    def _find(self, form: str) -> tuple[Name, ...]:
        """Return the names that have a spelling with this key; `find` is the same, with recent results cached."""
        with self._guarded:
            names = {name.id: name for name in map(self._name, self._rows("keys", hash_of(form)))}
        return tuple(names.values())

    def _listed(self, form: str) -> int:
        """Return 2 if a key is that of a spelling, 1 if it is that of consecutive words of one, else 0.

        `listed` is the same, with recent results cached.
        """
        number = hash_of(form)
        with self._guarded:
            if self._table("keys").find(number) >= 0:
                return 2
            return int(self._table("parts").find(number) >= 0)

    def is_confirmed(self, form: str) -> bool:
        """Return whether a person has confirmed a spelling with this key."""
        with self._guarded:
            return form in self._table("confirmed")

    def name(self, id: str) -> Name | None:
        """Return the name with this id, or None."""
        try:
            number = int(id, 16)
        except ValueError:
            return None
        with self._guarded:
            rows = self._rows("ids", number) if number < 2**ID_BITS else []
        return self._name(rows[0]) if rows else None

    def source(self, id: str) -> Document | None:
        """Return the source with this id, or None."""
        row = self._source_row(id)
        return None if row is None else self._source(row)

    @property
    def evidence(self) -> PackedIndex:
        """The evidence of the names about capitals."""
        return self

    def capitals(self, fold: str) -> int:
        """Return how often a folded word has an informative capital."""
        with self._guarded:
            row = self._table("words").find(hash_of(fold))
            return int(self._sections["word_counts"][row]) if row >= 0 else 0

    def lowers(self, fold: str) -> int:
        """Return 0, since a packed gazetteer has no counts of words in lower case."""
        return 0

    def bigram_seen(self, first: str, second: str) -> bool:
        """Return whether two folded words occur next to each other in a name."""
        with self._guarded:
            return f"{first}\n{second}" in self._table("pairs")

    @cached_property
    def inverted_index(self) -> InvertedIndex:
        """Which words occur in which sources."""
        with self._guarded:
            index = InvertedIndex.of({name: self._sections[f"index_{name}"] for name in SECTIONS})
            index.check(len(self.sources))
        return index

    @cached_property
    def name_search(self) -> NameSearch:
        """The index for finding words of names by letters and sound."""
        if not all(f"search_{name}" in self._sections for name in SEARCH_ARRAYS):
            # A file of an earlier version has no such index, so it is built once, in memory.
            return NameSearch(search_arrays(full_spellings(name) for name in self.names))
        with self._guarded:
            index = NameSearch({name: self._sections[f"search_{name}"] for name in SEARCH_ARRAYS})
            index.check(len(self.names))
        return index

    def _name(self, row: int) -> Name:
        return self._name_at(row)

    def _read_name(self, row: int) -> Name:
        with self._guarded:
            return jsonl_store.name_of(json.loads(self._piece("names", row)), self._facts)

    def name_at(self, row: int) -> Name:
        """Return the name with this number in `name_search`."""
        return self.names[row]

    def _read_spellings(self, row: int) -> tuple[str, ...]:
        """Return the full spellings of the name with this number; `spellings` is the same, cached.

        The rest of the name is not read.
        """
        with self._guarded:
            return jsonl_store.full_spellings_of(json.loads(self._piece("names", row)))

    def _source(self, row: int) -> Document:
        with self._guarded:
            facts = self._facts_at(row)
            return Document(facts.id, self._piece("texts", row).decode("utf-8"), facts.source, facts.date)

    def _read_facts(self, id: str) -> Document | None:
        """Return a source without its text."""
        row = self._source_row(id)
        return None if row is None else self._facts_at(row)

    def _source_row(self, id: str) -> int | None:
        with self._guarded:
            rows = self._rows("source_keys", hash_of(id), "source_row")
            return next((row for row in rows if self._facts_at(row).id == id), None)

    def _facts_at(self, row: int) -> Document:
        id, source, date = json.loads(self._piece("facts", row))
        if not (isinstance(id, str) and isinstance(source, str) and (date is None or isinstance(date, str))):
            raise ValueError("the facts about a source")
        return Document(id, "", source, date)

    def _piece(self, name: str, row: int) -> bytes:
        cuts, letters = self._sections[f"{name}_cuts"], self._sections[name]
        low, high = int(cuts[row]), int(cuts[row + 1])
        if row < 0 or not 0 <= low <= high <= len(letters):
            raise ValueError(f"the cuts of {name}")
        return letters[low:high].tobytes()

    def _rows(self, name: str, number: int, rows: str = "") -> list[int]:
        at = self._table(name).find(number)
        if at < 0:
            return []
        prefix = rows or f"{name}_row"
        cuts = self._sections[f"{prefix}_cuts"]
        numbers: list[int] = self._sections[f"{prefix}s"][int(cuts[at]) : int(cuts[at + 1])].tolist()
        return numbers

    def _table(self, name: str) -> HashIndex:
        table = self._tables.get(name)
        if table is None:
            table = self._tables[name] = HashIndex.over(self._sections[name], self._sections[f"{name}_directory"])
        return table

    @cached_property
    def _tables(self) -> dict[str, HashIndex]:
        return {}


class _Guard:
    """Turns any exception that a damaged file causes into a `GazetteerError`.

    A class, because a lookup takes a microsecond and a generator as context manager takes several.
    """

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if isinstance(error, _DAMAGE):
            raise GazetteerError.of(DAMAGED, path=self._path, what=error) from error


class _Rows(Sequence[Row]):
    """The rows of a file as a sequence; each is read on access."""

    def __init__(self, count: int, read: Callable[[int], Row]) -> None:
        self._count, self._read = count, read

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            return tuple(self._read(row) for row in range(*at.indices(self._count)))
        if not -self._count <= at < self._count:
            raise IndexError(at)
        return self._read(at % self._count)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Sequence)
            and len(self) == len(other)
            and all(first == second for first, second in zip(self, other, strict=True))
        )

    def __hash__(self) -> int:
        return id(self)
