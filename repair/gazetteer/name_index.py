"""Indexes of a gazetteer: the protocol that all of them implement, and the index of names in memory.

Names are found by their key (`repair.text.name_key`), which is the same for spellings that differ in case, accents,
hyphens and apostrophes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Protocol

from repair.core.types import Alias, Document, Kind, Name
from repair.gazetteer import jsonl_store
from repair.gazetteer.inverted_index import IndexBuilder, InvertedIndex
from repair.gazetteer.name_search import NameSearch, full_spellings, search_arrays
from repair.gazetteer.spelling_cluster import surname_of
from repair.text.mentions import CapitalEvidence, CorpusCapitals
from repair.text.name_key import key
from repair.text.tokens import tokenize

_LONGEST_PART = 12  # words of a part of a name that is recognised; longer parts of a run of capitals are too many


class Index(Protocol):
    """Names and sources with their lookups; the argument ``form`` is always a `key`."""

    @property
    def names(self) -> Sequence[Name]:
        """All names."""

    @property
    def sources(self) -> Sequence[Document]:
        """All sources, sorted by id."""

    @property
    def hash(self) -> str:
        """A hash of all content (12 hexadecimal digits)."""

    @property
    def evidence(self) -> CapitalEvidence:
        """The evidence of the names about capitals."""

    @property
    def inverted_index(self) -> InvertedIndex:
        """Which words occur in which sources."""

    @property
    def name_search(self) -> NameSearch:
        """The index for finding words of names by letters and sound; rows are numbers for `name_at`."""

    def name_at(self, row: int) -> Name:
        """Return the name with this number in `name_search`."""

    def spellings(self, row: int) -> tuple[str, ...]:
        """Return the spellings of the name with this number in `name_search`, without short forms."""

    def find(self, form: str) -> tuple[Name, ...]:
        """Return the names that have a spelling with this key."""

    def listed(self, form: str) -> int:
        """Return 2 if a key is that of a spelling, 1 if it is that of consecutive words of one, else 0."""

    def is_confirmed(self, form: str) -> bool:
        """Return whether a person has confirmed a spelling with this key."""

    def name(self, id: str) -> Name | None:
        """Return the name with this id, or None."""

    def source(self, id: str) -> Document | None:
        """Return the source with this id, or None."""


def word_ranges(form: str) -> Iterator[str]:
    """Yield the consecutive words of a key, up to `_LONGEST_PART` words at a time, and the whole key."""
    words = form.split()
    for low in range(len(words)):
        for high in range(low + 1, min(low + _LONGEST_PART, len(words)) + 1):
            yield " ".join(words[low:high])
    if len(words) > _LONGEST_PART:
        yield form


def confirmed_forms(name: Name) -> Iterator[str]:
    """Yield the keys of the spellings that occur in no source, because a person typed them in or confirmed them.

    The surname of such a person's name is included.
    """
    for alias in name.aliases:
        if not alias.seen and not alias.short:
            yield key(alias.surface)
            if name.kind is Kind.PERSON:
                yield key(surname_of(alias.surface))


def observe(evidence: CorpusCapitals, aliases: Iterable[Alias]) -> None:
    """Add the capitals of spellings to the evidence."""
    for alias in aliases:
        words = key(alias.surface).split()
        if alias.surface.islower():
            continue
        evidence.capital.update(dict.fromkeys(words, max(alias.count, 1)))
        evidence.pairs.update(pairwise(words))


class InMemoryIndex:
    """The index of names and sources in memory; each table is built on first use."""

    def __init__(self, names: Iterable[Name], sources: Iterable[Document], content_hash: str | None = None) -> None:
        self.names: tuple[Name, ...] = tuple(sorted(names, key=jsonl_store.order))
        self.sources: tuple[Document, ...] = tuple(sorted(sources, key=lambda document: document.id))
        self._hash = content_hash

    @property
    def hash(self) -> str:
        """A hash of all content (12 hexadecimal digits)."""
        if self._hash is None:
            self._hash = jsonl_store.content_hash(jsonl_store.encode(self.names, self.sources))
        return self._hash

    @cached_property
    def evidence(self) -> CapitalEvidence:
        """What the names show about capitals."""
        evidence = CorpusCapitals()
        for name in self.names:
            observe(evidence, name.aliases)
        return evidence

    @cached_property
    def inverted_index(self) -> InvertedIndex:
        """Which words occur in which sources."""
        builder = IndexBuilder()
        for source in self.sources:
            builder.add(token.fold for token in tokenize(source.text))
        return InvertedIndex.of(builder.arrays())

    @cached_property
    def name_search(self) -> NameSearch:
        """The index for finding words of names by letters and sound."""
        return NameSearch(search_arrays(full_spellings(name) for name in self.names))

    def name_at(self, row: int) -> Name:
        """Return the name with this number in `name_search`."""
        return self.names[row]

    def spellings(self, row: int) -> tuple[str, ...]:
        """Return the spellings of the name with this number in `name_search`, without short forms."""
        return tuple(full_spellings(self.names[row]))

    def find(self, form: str) -> tuple[Name, ...]:
        """Return the names that have a spelling with this key."""
        return self._by_key.get(form, ())

    def listed(self, form: str) -> int:
        """Return 2 if a key is that of a spelling, 1 if it is that of consecutive words of one, else 0."""
        return 2 if form in self._by_key else int(form in self._parts)

    def is_confirmed(self, form: str) -> bool:
        """Return whether a person has confirmed a spelling with this key."""
        return form in self._confirmed

    def name(self, id: str) -> Name | None:
        """Return the name with this id, or None."""
        return self._by_id.get(id)

    def source(self, id: str) -> Document | None:
        """Return the source with this id, or None."""
        return self._source_by_id.get(id)

    @cached_property
    def _by_key(self) -> Mapping[str, tuple[Name, ...]]:
        by_key: dict[str, dict[str, Name]] = {}
        for name in self.names:
            for alias in name.aliases:
                by_key.setdefault(key(alias.surface), {})[name.id] = name
        return MappingProxyType({form: tuple(names.values()) for form, names in by_key.items()})

    @cached_property
    def _confirmed(self) -> frozenset[str]:
        return frozenset(form for name in self.names for form in confirmed_forms(name))

    @cached_property
    def _parts(self) -> frozenset[str]:
        return frozenset(part for form in self._by_key for part in word_ranges(form))

    @cached_property
    def _by_id(self) -> Mapping[str, Name]:
        return MappingProxyType({name.id: name for name in self.names})

    @cached_property
    def _source_by_id(self) -> Mapping[str, Document]:
        return MappingProxyType({document.id: document for document in self.sources})


class OverlaidIndex:
    """An index with one name added or replaced, for example after a person has confirmed a spelling.

    The underlying index is neither changed nor read completely, so its size does not matter.
    """

    def __init__(self, below: Index, name: Name, added: Iterable[Alias]) -> None:
        self._below, self._name, self._added = below, name, tuple(added)

    @cached_property
    def names(self) -> Sequence[Name]:
        """All names, including the added one."""
        return tuple(
            sorted((*(n for n in self._below.names if n.id != self._name.id), self._name), key=jsonl_store.order)
        )

    @property
    def sources(self) -> Sequence[Document]:
        """All sources, sorted by id."""
        return self._below.sources

    @cached_property
    def hash(self) -> str:
        """A hash of all content (12 hexadecimal digits)."""
        return jsonl_store.content_hash(self._below.hash.encode() + jsonl_store.encode((self._name,), ()))

    @cached_property
    def evidence(self) -> CapitalEvidence:
        """What the names show about capitals."""
        own = CorpusCapitals()
        observe(own, self._added)
        return _CombinedEvidence(own, self._below.evidence)

    @property
    def inverted_index(self) -> InvertedIndex:
        """Which words occur in which sources."""
        return self._below.inverted_index

    @property
    def name_search(self) -> NameSearch:
        """The index of the underlying names; a confirmed spelling needs no approximate search."""
        return self._below.name_search

    def name_at(self, row: int) -> Name:
        """Return the name with this number in `name_search`."""
        name = self._below.name_at(row)
        return self._name if name.id == self._name.id else name

    def spellings(self, row: int) -> tuple[str, ...]:
        """Return the spellings of the underlying name with this number in `name_search`, without short forms."""
        return self._below.spellings(row)

    @cached_property
    def _own(self) -> InMemoryIndex:
        return InMemoryIndex((self._name,), ())

    def find(self, form: str) -> tuple[Name, ...]:
        """Return the names that have a spelling with this key."""
        below = (name for name in self._below.find(form) if name.id != self._name.id)
        return tuple(sorted((*below, *self._own.find(form)), key=jsonl_store.order))

    def listed(self, form: str) -> int:
        """Return 2 if a key is that of a spelling, 1 if it is that of consecutive words of one, else 0."""
        return max(self._below.listed(form), self._own.listed(form))

    def is_confirmed(self, form: str) -> bool:
        """Return whether a person has confirmed a spelling with this key."""
        return self._own.is_confirmed(form) or self._below.is_confirmed(form)

    def name(self, id: str) -> Name | None:
        """Return the name with this id, or None."""
        return self._name if id == self._name.id else self._below.name(id)

    def source(self, id: str) -> Document | None:
        """Return the source with this id, or None."""
        return self._below.source(id)


class _CombinedEvidence:
    """The sum of the evidence of two objects."""

    def __init__(self, first: CapitalEvidence, second: CapitalEvidence) -> None:
        self._first, self._second = first, second

    def capitals(self, fold: str) -> int:
        """Return how often a folded word has an informative capital."""
        return self._first.capitals(fold) + self._second.capitals(fold)

    def lowers(self, fold: str) -> int:
        """Return how often a folded word is in lower case in prose."""
        return self._first.lowers(fold) + self._second.lowers(fold)

    def bigram_seen(self, first: str, second: str) -> bool:
        """Return whether two folded words occur next to each other with informative capitals."""
        return self._first.bigram_seen(first, second) or self._second.bigram_seen(first, second)
