"""Writes a packed gazetteer: a file that is mapped into memory and not read.

Names and sources are processed one by one. Memory holds a few numbers for each name instead of the name, so that lists
of millions of names can be packed.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from repair.core.types import Alias, Document, Kind, Name
from repair.gazetteer import jsonl_store
from repair.gazetteer.hash_index import Hashes, directory_of, hash_of
from repair.gazetteer.inverted_index import IndexBuilder
from repair.gazetteer.mapped_file import SectionWriter
from repair.gazetteer.name_index import confirmed_forms, word_ranges
from repair.gazetteer.name_search import TermRows, full_spellings
from repair.gazetteer.spelling_cluster import name_id, surname_of
from repair.text.name_key import key
from repair.text.tokens import tokenize

ID_BITS = 48  # of the id of a name
_hash = lru_cache(maxsize=100_000)(hash_of)


def pack(path: Path, names: Iterable[Name], sources: Iterable[Document] = (), *, confirmed: bool = True) -> None:
    """Write names and sources to a packed gazetteer, in one step.

    Args:
        path: The file to write.
        names: The names.
        sources: The sources.
        confirmed: Whether a spelling that occurs in no source counts as confirmed, as if a person had typed it in.
            Copy with a confirmed spelling is not changed.

    Raises:
        GazetteerError: The file cannot be written; an existing file is unchanged.
    """
    with SectionWriter(path) as writer:
        content = hashlib.sha256(jsonl_store.line(jsonl_store.HEADER))
        packing = _Packing(writer, confirmed)
        for name in names:
            content.update(packing.add(name))
        packing.close()
        count = _pack_sources(writer, sources, content)
        writer.facts = {"names": packing.count, "sources": count, "hash": content.hexdigest()[:12]}


NameRow = tuple[str, Kind | str, Sequence[str]]
"""A name of a list: its canonical spelling, its kind, and its other spellings."""


def names_of(rows: Iterable[NameRow]) -> Iterator[Name]:
    """Yield the name of each row of a list."""
    for canonical, kind, others in rows:
        kind = Kind(kind)
        surfaces = dict.fromkeys((canonical, *others))
        aliases = [Alias(surface) for surface in surfaces]
        surname = surname_of(canonical) if kind is Kind.PERSON else canonical
        if surname not in surfaces:
            aliases.append(Alias(surname, short=True))
        yield Name(name_id(canonical, kind), canonical, kind, tuple(aliases))


class _Packing:
    """The names of a file that is being written, with their lookup tables."""

    def __init__(self, writer: SectionWriter, confirmed: bool) -> None:
        self._writer, self._confirm_all = writer, confirmed
        self._lines = writer.stream("names")
        self._ids = array("Q")
        self._keys, self._rows = array("Q"), array("I")
        self._parts, self._confirmed, self._pairs = array("Q"), array("Q"), array("Q")
        self._words, self._counts = array("Q"), array("I")
        self._terms = TermRows()

    @property
    def count(self) -> int:
        """The number of names so far."""
        return len(self._ids)

    def add(self, name: Name) -> bytes:
        """Write the next name and return its line in bytes."""
        line = jsonl_store.name_bytes(name)
        row = self._lines.add(line)
        self._ids.append(int(name.id, 16))
        self._terms.add(row, full_spellings(name))
        forms: dict[str, None] = {}
        for alias in name.aliases:
            form = key(alias.surface)
            if form not in forms:
                forms[form] = None
                self._keys.append(_hash(form))
                self._rows.append(row)
                self._parts.extend(map(_hash, word_ranges(form)))
            words = form.split()
            if not alias.surface.islower():
                self._words.extend(map(_hash, dict.fromkeys(words)))
                self._counts.extend([max(alias.count, 1)] * len(set(words)))
                self._pairs.extend(_hash(f"{first}\n{second}") for first, second in pairwise(words))
        if self._confirm_all or name.confirmed_by is not None:
            self._confirmed.extend(map(_hash, confirmed_forms(name)))
        return line

    def close(self) -> None:
        """Write the tables."""
        self._lines.close()
        self._table("ids", *_grouped(_numbers(self._ids), np.arange(self.count, dtype=np.uint32)))
        self._table("keys", *_grouped(_numbers(self._keys), np.frombuffer(self._rows, dtype=np.uint32)))
        for name, numbers in (("parts", self._parts), ("confirmed", self._confirmed), ("pairs", self._pairs)):
            self._table(name, np.unique(_numbers(numbers)))
        for name, values in self._terms.arrays().items():
            self._writer.add(f"search_{name}", values)
        words, place = np.unique(_numbers(self._words), return_inverse=True)
        counts = np.bincount(place, weights=np.frombuffer(self._counts, dtype=np.uint32), minlength=len(words))
        self._table("words", words)
        self._writer.add("word_counts", np.minimum(counts, 2**31 - 1).astype(np.int32))

    def _table(
        self, name: str, keys: Hashes, rows: NDArray[np.uint32] | None = None, cuts: NDArray[np.uint32] | None = None
    ) -> None:
        self._writer.add(name, keys)
        self._writer.add(f"{name}_directory", directory_of(keys))
        if rows is not None and cuts is not None:
            self._writer.add(f"{name}_rows", rows)
            self._writer.add(f"{name}_row_cuts", cuts)


def _numbers(numbers: array[int]) -> Hashes:
    return np.frombuffer(numbers, dtype=np.uint64)


def _grouped(keys: Hashes, rows: NDArray[np.uint32]) -> tuple[Hashes, NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the distinct keys, ascending; the rows of all keys in that order; and the offsets of each key's rows."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    firsts = np.flatnonzero(np.concatenate([np.ones(min(1, len(keys)), dtype=bool), ordered[1:] != ordered[:-1]]))
    return ordered[firsts], rows[order], np.append(firsts, len(keys)).astype(np.uint32)


def _pack_sources(writer: SectionWriter, sources: Iterable[Document], content: hashlib._Hash) -> int:
    """Write the texts, their metadata and the index of their words; return the number of sources."""
    builder, facts, ids = IndexBuilder(), [], array("Q")
    texts = writer.stream("texts")
    for source in sources:
        texts.add(source.text.encode("utf-8", "replace"))
        facts.append(json.dumps([source.id, source.source, source.date], ensure_ascii=False))
        ids.append(hash_of(source.id))
        content.update(jsonl_store.source_bytes(source))
        builder.add(token.fold for token in tokenize(source.text))
    texts.close()
    lines = writer.stream("facts")
    for fact in facts:
        lines.add(fact.encode("utf-8", "replace"))
    lines.close()
    keys, rows, cuts = _grouped(_numbers(ids), np.arange(len(ids), dtype=np.uint32))
    for name, values in (("keys", keys), ("keys_directory", directory_of(keys)), ("rows", rows), ("row_cuts", cuts)):
        writer.add(f"source_{name}", values)
    for name, array_ in builder.arrays().items():
        writer.add(f"index_{name}", array_)
    return len(ids)
