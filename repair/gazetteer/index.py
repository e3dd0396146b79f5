"""What a gazetteer looks names up in: the questions every index answers, and the index of names held in memory.

A name is found by its key, under which spellings that differ in case, accents, hyphens and apostrophes are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Protocol

from repair.core.types import Alias, Document, Kind, Name
from repair.gazetteer import jsonl_store
from repair.gazetteer.cluster import tail
from repair.gazetteer.inverted_index import IndexBuilder, InvertedIndex
from repair.text.mentions import CapitalEvidence, CorpusCapitals
from repair.text.name_key import key
from repair.text.tokens import tokenize


class Index(Protocol):
    """Names and sources, and how they are found; ``form`` is always a `key`."""

    @property
    def names(self) -> Sequence[Name]:
        """All names, sorted by spelling where they are many from one hand."""

    @property
    def sources(self) -> Sequence[Document]:
        """All sources, sorted by id."""

    @property
    def hash(self) -> str:
        """A hash of all content (12 hexadecimal digits)."""

    @property
    def evidence(self) -> CapitalEvidence:
        """What the names prove about capitals."""

    @property
    def shelf(self) -> InvertedIndex:
        """Which words stand in which sources."""

    def find(self, form: str) -> tuple[Name, ...]:
        """Return the names with a spelling of this key."""

    def listed(self, form: str) -> int:
        """Return 2 for the key of a spelling, 1 for that of a stretch of its words, else 0."""

    def vouched(self, form: str) -> bool:
        """Tell whether a person says that a spelling of this key is right."""

    def name(self, id: str) -> Name | None:
        """Return the name with this id, or None."""

    def source(self, id: str) -> Document | None:
        """Return the source with this id, or None."""


def stretches(form: str) -> Iterator[str]:
    """Yield every stretch of the words of a key, itself included."""
    words = form.split()
    for low in range(len(words)):
        for high in range(low + 1, len(words) + 1):
            yield " ".join(words[low:high])


def vouched_forms(name: Name) -> Iterator[str]:
    """Yield the keys of the spellings that no source was seen to carry: typed in, or vouched for by name.

    A surname counts with the whole name that was.
    """
    for alias in name.aliases:
        if not alias.seen and not alias.short:
            yield key(alias.surface)
            if name.kind is Kind.PERSON:
                yield key(tail(alias.surface))


def observe(evidence: CorpusCapitals, aliases: Iterable[Alias]) -> None:
    """Count what spellings prove about capitals."""
    for alias in aliases:
        words = key(alias.surface).split()
        if alias.surface.islower():
            continue
        evidence.capital.update(dict.fromkeys(words, max(alias.count, 1)))
        evidence.pairs.update(pairwise(words))


class InMemoryIndex:
    """The index of names and sources held in memory; each table is made when it is first asked for."""

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
        """What the names prove about capitals."""
        evidence = CorpusCapitals()
        for name in self.names:
            observe(evidence, name.aliases)
        return evidence

    @cached_property
    def shelf(self) -> InvertedIndex:
        """Which words stand in which sources."""
        maker = IndexBuilder()
        for source in self.sources:
            maker.add(token.fold for token in tokenize(source.text))
        return InvertedIndex.of(maker.arrays())

    def find(self, form: str) -> tuple[Name, ...]:
        """Return the names with a spelling of this key."""
        return self._by_key.get(form, ())

    def listed(self, form: str) -> int:
        """Return 2 for the key of a spelling, 1 for that of a stretch of its words, else 0."""
        return 2 if form in self._by_key else int(form in self._parts)

    def vouched(self, form: str) -> bool:
        """Tell whether a person says that a spelling of this key is right."""
        return form in self._vouched

    def name(self, id: str) -> Name | None:
        """Return the name with this id, or None."""
        return self._by_id.get(id)

    def source(self, id: str) -> Document | None:
        """Return the source with this id, or None."""
        return self._source_by_id.get(id)

    @cached_property
    def _by_key(self) -> Mapping[str, tuple[Name, ...]]:
        found: dict[str, dict[str, Name]] = {}
        for name in self.names:
            for alias in name.aliases:
                found.setdefault(key(alias.surface), {})[name.id] = name
        return MappingProxyType({form: tuple(names.values()) for form, names in found.items()})

    @cached_property
    def _vouched(self) -> frozenset[str]:
        return frozenset(form for name in self.names for form in vouched_forms(name))

    @cached_property
    def _parts(self) -> frozenset[str]:
        return frozenset(part for form in self._by_key for part in stretches(form))

    @cached_property
    def _by_id(self) -> Mapping[str, Name]:
        return MappingProxyType({name.id: name for name in self.names})

    @cached_property
    def _source_by_id(self) -> Mapping[str, Document]:
        return MappingProxyType({document.id: document for document in self.sources})


class OverlaidIndex:
    """An index with one name more, or another in the place of one, as when a person has vouched for a spelling.

    What lies below is not touched and not read, however large it is.
    """

    def __init__(self, below: Index, name: Name, added: Iterable[Alias]) -> None:
        self._below, self._name, self._added = below, name, tuple(added)

    @cached_property
    def names(self) -> Sequence[Name]:
        """All names, this one in its place."""
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
        """What the names prove about capitals."""
        own = CorpusCapitals()
        observe(own, self._added)
        return _Both(own, self._below.evidence)

    @property
    def shelf(self) -> InvertedIndex:
        """Which words stand in which sources."""
        return self._below.shelf

    @cached_property
    def _own(self) -> InMemoryIndex:
        return InMemoryIndex((self._name,), ())

    def find(self, form: str) -> tuple[Name, ...]:
        """Return the names with a spelling of this key."""
        below = (name for name in self._below.find(form) if name.id != self._name.id)
        return tuple(sorted((*below, *self._own.find(form)), key=jsonl_store.order))

    def listed(self, form: str) -> int:
        """Return 2 for the key of a spelling, 1 for that of a stretch of its words, else 0."""
        return max(self._below.listed(form), self._own.listed(form))

    def vouched(self, form: str) -> bool:
        """Tell whether a person says that a spelling of this key is right."""
        return self._own.vouched(form) or self._below.vouched(form)

    def name(self, id: str) -> Name | None:
        """Return the name with this id, or None."""
        return self._name if id == self._name.id else self._below.name(id)

    def source(self, id: str) -> Document | None:
        """Return the source with this id, or None."""
        return self._below.source(id)


class _Both:
    """The evidence of two together."""

    def __init__(self, one: CapitalEvidence, other: CapitalEvidence) -> None:
        self._one, self._other = one, other

    def capitals(self, fold: str) -> int:
        """Return how often a folded word has a informative capital."""
        return self._one.capitals(fold) + self._other.capitals(fold)

    def lowers(self, fold: str) -> int:
        """Return how often it stands in lower case in prose."""
        return self._one.lowers(fold) + self._other.lowers(fold)

    def bigram_seen(self, first: str, second: str) -> bool:
        """Tell whether two folded words were seen side by side with informative capitals."""
        return self._one.bigram_seen(first, second) or self._other.bigram_seen(first, second)
