"""The gazetteer: the right names, as clean sources spell them, and the sources themselves.

Built from texts or from plain lists of names, kept in a file a person can edit, and passed to whoever
needs it; there is no gazetteer but the one in hand. It knows spellings, not who is meant.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from repair.core.errors import GazetteerError
from repair.core.types import Alias, Document, Kind, Name, Provenance
from repair.gazetteer import jsonl_store
from repair.gazetteer.boilerplate import without_furniture
from repair.gazetteer.cluster import name_id, tail
from repair.gazetteer.clustering import merge
from repair.gazetteer.entries import ListEntry, name_from
from repair.gazetteer.extract import gather, is_list
from repair.gazetteer.index import Index, InMemoryIndex, OverlaidIndex
from repair.gazetteer.inverted_index import InvertedIndex
from repair.gazetteer.packed_index import PackedIndex, is_packed
from repair.gazetteer.packed_writer import names_of, pack
from repair.text.lexicon import Lexicon
from repair.text.mentions import CapitalEvidence
from repair.text.name_key import key
from repair.text.tokens import snippet

NO_NAMES = "the lists hold no names; give lists with a name a row, line or concept"

__all__ = ["Gazetteer"]


class Gazetteer:
    """Names and the clean sources they were seen in; immutable, safe to share between threads.

    Names and sources are sequences: those of a packed file are read one by one as they are asked for.
    """

    def __init__(self, names: Iterable[Name], sources: Iterable[Document], content_hash: str | None = None) -> None:
        """Hold names and sources; ``content_hash`` is given when they come from a file whose hash is known."""
        self._index: Index = InMemoryIndex(names, sources, content_hash)

    @classmethod
    def _over(cls, index: Index) -> Gazetteer:
        gazetteer = cls.__new__(cls)
        gazetteer._index = index
        return gazetteer

    @property
    def names(self) -> Sequence[Name]:
        """All names, sorted by spelling, or in the order in which a list gave them."""
        return self._index.names

    @property
    def sources(self) -> Sequence[Document]:
        """The clean texts, furniture removed; spans in provenance are code points of these."""
        return self._index.sources

    @property
    def shelf(self) -> InvertedIndex:
        """Which words stand in which of the sources."""
        return self._index.shelf

    @classmethod
    def build(cls, documents: Iterable[Document | str], *, progress: Callable[[int], None] | None = None) -> Gazetteer:
        """Return the gazetteer of clean texts, or of plain lists of names; ``progress`` is told the texts done.

        >>> gazetteer = Gazetteer.build(["NATO Secretary General Mark Rutte spoke in Prague. Rutte left."])
        >>> [(name.canonical, name.kind.value, name.titles) for name in gazetteer.names if name.titles]
        [('Mark Rutte', 'person', ('NATO Secretary General',))]
        """
        sources = _prepared(documents)
        background = Lexicon.load()
        sightings = gather(sources, background, progress)
        lists = {number for number, document in enumerate(sources) if is_list(document.text)}
        return cls(merge(sources, sightings, lists, background), sources)

    @classmethod
    def from_names(
        cls, rows: Iterable[tuple[str, Kind | str, Sequence[str]]], path: Path, *, vouched: bool = False
    ) -> Gazetteer:
        """Pack a list of names into ``path`` and return the gazetteer in it; memory does not grow with their length.

        A row is a canonical spelling, a kind and other right spellings; a person's surname is added as a short form.
        A name given twice is kept twice and found once. ``vouched``: whether copy that has one of the names is left
        alone for that, as with names that a person typed in. ValueError for a kind that is none.
        """
        pack(path, names_of(rows), vouched=vouched)
        return cls.load(path)

    @classmethod
    def from_entries(cls, entries: Iterable[ListEntry], path: Path, *, kind: Kind = Kind.OTHER) -> Gazetteer:
        """Pack the entries of an imported list into ``path`` and return the gazetteer in it, as `from_names` does.

        Surnames are added in every script that a person's name has; ``kind`` is for entries that have none.
        GazetteerError when there is no name in them, and ``path`` is left as it was.
        """
        names = (name for entry in entries if (name := name_from(entry, kind=kind)) is not None)
        first = next(names, None)
        if first is None:
            raise GazetteerError(NO_NAMES)
        pack(path, chain([first], names), vouched=False)
        return cls.load(path)

    @classmethod
    def load(cls, path: Path) -> Gazetteer:
        """Return the gazetteer kept at ``path``; raise `GazetteerError` when it is missing, damaged or too new.

        A packed file is mapped and takes the same short time however large it is.
        """
        return cls._over(PackedIndex(path)) if is_packed(path) else cls(*jsonl_store.load(path))

    def save(self, path: Path) -> None:
        """Write the gazetteer to ``path`` as lines of text; the file is the old one or the new one, never half."""
        jsonl_store.save(path, jsonl_store.encode(self.names, self.sources))

    def pack(self, path: Path) -> None:
        """Write the gazetteer to ``path`` as a file to be mapped; the file is the old one or the new one, never half.

        Its hash is that of the file that `save` writes.
        """
        pack(path, self.names, self.sources)

    @property
    def hash(self) -> str:
        """Return the hash of all content (12 hexadecimal digits), the same for the same sources in any order."""
        return self._index.hash

    def find(self, text: str) -> tuple[Name, ...]:
        """Return the names ``text`` is a spelling or a short form of, whatever its case, accents and hyphens.

        >>> gazetteer = Gazetteer.build(["NATO Secretary General Mark Rutte spoke in Prague. Rutte left."])
        >>> [name.canonical for name in gazetteer.find("RUTTE")]
        ['Mark Rutte']
        """
        return self._index.find(key(text))

    def listed(self, text: str) -> int:
        """Return 2 when ``text`` is a spelling or short form of a name, 1 when it is a part of one, else 0."""
        return self._index.listed(key(text))

    def vouched(self, text: str) -> bool:
        """Tell whether a person, and not a source, says that ``text`` is a right name."""
        return self._index.vouched(key(text))

    def name(self, id: str) -> Name | None:
        """Return the name with this id, or None."""
        return self._index.name(id)

    def source(self, id: str) -> Document | None:
        """Return the source with this id, or None."""
        return self._index.source(id)

    def snippet(self, provenance: Provenance) -> str:
        """Return the words around the place where a spelling was seen; empty when the source is not kept."""
        document = self._index.source(provenance.document_id)
        if document is None:
            return provenance.snippet
        return snippet(document.text, provenance.span.start, provenance.span.end)

    def vouch(self, surface: str, kind: Kind, by: str) -> Gazetteer:
        """Return a gazetteer in which a person has vouched for a spelling; this one stays as it is."""
        known = next((name for name in self.find(surface) if name.kind is kind), None)
        added = [Alias(surface)]
        if known is not None and surface in {alias.surface for alias in known.aliases}:
            added = []
        elif known is None and kind is Kind.PERSON and tail(surface) != surface:
            added.append(Alias(tail(surface), short=True))
        if known is None:
            known = Name(name_id(surface, kind), surface, kind)
        vouched = replace(known, aliases=(*known.aliases, *added), vouched_by=known.vouched_by or by)
        if isinstance(self._index, InMemoryIndex):
            return Gazetteer([*(name for name in self.names if name.id != vouched.id), vouched], self.sources)
        return self._over(OverlaidIndex(self._index, vouched, added))

    @property
    def evidence(self) -> CapitalEvidence:
        """What the names prove about capitals, for reading a text whose own prose proves less."""
        return self._index.evidence


def _prepared(documents: Iterable[Document | str]) -> list[Document]:
    """Return the sources without furniture, each once, in an order that does not depend on that given."""
    found: dict[tuple[str, str], Document] = {}
    for document in documents:
        if isinstance(document, str):
            document = Document("", document)
        text = without_furniture(document.text.encode("utf-8", "replace").decode("utf-8"))
        if text:
            digest = hashlib.sha256(f"{document.source}\n{text}".encode()).hexdigest()[:12]
            found.setdefault((document.id or digest, digest), replace(document, id=document.id or digest, text=text))
    taken: dict[str, Document] = {}
    for (id, digest), document in sorted(found.items()):
        # Two texts under one id are both kept: the later takes its content's hash for an id.
        unique = id if id not in taken else digest
        taken.setdefault(unique, replace(document, id=unique))
    return [taken[id] for id in sorted(taken)]
