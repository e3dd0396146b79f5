"""The gazetteer: the names of clean sources, as these spell them, and the sources themselves.

It is built from texts or from lists of names, stored in a file that a person can edit, and passed as an argument; there
is no global gazetteer. An entry is a name with its spellings, not a person or a place.
"""

from __future__ import annotations

import hashlib
import logging
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, compress
from os import PathLike

from repair.core.arguments import TEXT, TEXT_OR_DOCUMENT, check_several, check_type, path_argument
from repair.core.characters import storable
from repair.core.display import visible
from repair.core.errors import GazetteerError
from repair.core.plain_layout import in_plain_layout
from repair.core.types import Alias, Document, Kind, Name, Provenance
from repair.gazetteer import jsonl_store
from repair.gazetteer.boilerplate import without_boilerplate
from repair.gazetteer.coreference import merge
from repair.gazetteer.entries import ListEntry, name_from
from repair.gazetteer.extract import is_list, occurrences_in_sources
from repair.gazetteer.inverted_index import InvertedIndex
from repair.gazetteer.name_index import Index, InMemoryIndex, OverlaidIndex
from repair.gazetteer.name_search import NameSearch
from repair.gazetteer.packed_index import PackedIndex, is_packed
from repair.gazetteer.packed_writer import NameRow, names_of, pack
from repair.gazetteer.source_guard import SourceGuard
from repair.gazetteer.spelling_cluster import name_id, surname_of
from repair.text.errata import without_quoted_errors
from repair.text.guessed_capitals import with_guessed_capitals
from repair.text.lexicon import Lexicon
from repair.text.mentions import CapitalEvidence
from repair.text.name_key import key
from repair.text.tokens import snippet

NO_NAMES = "the lists contain no names; give lists with one name in each row, line or concept"
NO_CAPITALS = "%s has no capitals, so its names are guessed from lists of names; some are missed"
_LOG = logging.getLogger("repair")

__all__ = ["Gazetteer"]


class Gazetteer:
    """Names and the clean sources in which they occur; immutable, safe to share between threads.

    Names and sources are sequences; those of a packed file are read on access.
    """

    def __init__(self, names: Iterable[Name], sources: Iterable[Document], content_hash: str | None = None) -> None:
        """Create a gazetteer of names and sources; ``content_hash`` is that of the file they come from, if known."""
        self._index: Index = InMemoryIndex(names, sources, content_hash)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle names and sources, or the path of a mapped file, but no index built from them."""
        if isinstance(self._index, PackedIndex):
            return Gazetteer.load, (self._index.path,)
        return Gazetteer, (tuple(self.names), tuple(self.sources), self.hash)

    @classmethod
    def _over(cls, index: Index) -> Gazetteer:
        gazetteer = cls.__new__(cls)
        gazetteer._index = index
        return gazetteer

    @property
    def names(self) -> Sequence[Name]:
        """All names, sorted by spelling, or in the order of an imported list."""
        return self._index.names

    @property
    def sources(self) -> Sequence[Document]:
        """The clean texts without boilerplate; spans of `Provenance` are code points of these."""
        return self._index.sources

    @property
    def inverted_index(self) -> InvertedIndex:
        """Which words occur in which sources."""
        return self._index.inverted_index

    @property
    def name_search(self) -> NameSearch:
        """The index for finding words of names by letters and sound."""
        return self._index.name_search

    def name_at(self, row: int) -> Name:
        """Return the name with this number in `name_search`."""
        return self._index.name_at(row)

    def spellings(self, row: int) -> tuple[str, ...]:
        """Return the spellings of the name with this number in `name_search`, without short forms."""
        return self._index.spellings(row)

    @classmethod
    def build(
        cls,
        documents: Iterable[Document | str],
        *,
        progress: Callable[[int], None] | None = None,
        guard: SourceGuard | None = None,
    ) -> Gazetteer:
        """Build a gazetteer from clean texts, or from plain lists of names.

        Args:
            documents: The sources, as documents or as plain text.
            progress: Called with the number of processed sources.
            guard: Limits the time of each source and leaves bad ones out; by default an exception ends the build.

        >>> gazetteer = Gazetteer.build(["NATO Secretary General Mark Rutte spoke in Prague. Rutte left."])
        >>> [(name.canonical, name.kind.value, name.titles) for name in gazetteer.names if name.titles]
        [('Mark Rutte', 'person', ('NATO Secretary General',))]
        """
        check_several(documents, (str, bytes, Document), "documents")
        guard = guard or SourceGuard()
        prepared = _prepared(documents, guard)
        lexicon = Lexicon.load()
        in_sources = occurrences_in_sources(prepared, lexicon, progress, guard)
        usable = [document.id not in guard.failed for document in prepared]
        sources, occurrences = list(compress(prepared, usable)), list(compress(in_sources, usable))
        lists = {number for number, document in enumerate(sources) if is_list(document.text)}
        return cls(merge(sources, occurrences, lists, lexicon), sources)

    @classmethod
    def from_names(cls, rows: Iterable[NameRow], path: str | PathLike[str], *, confirmed: bool = False) -> Gazetteer:
        """Write a list of names to a packed file and return its gazetteer; memory does not grow with the list.

        Args:
            rows: Canonical spelling, kind, and other right spellings of each name. The surname of a person is added
                as a short form. A name that occurs twice is stored twice and found once.
            path: The packed file.
            confirmed: Whether copy with one of the names is not changed, as with names that a person typed in.

        Raises:
            ValueError: A kind is unknown.
            GazetteerError: The file cannot be written.
        """
        path = path_argument(path)
        pack(path, names_of(rows), confirmed=confirmed)
        return cls.load(path)

    @classmethod
    def from_entries(
        cls, entries: Iterable[ListEntry], path: str | PathLike[str], *, kind: Kind = Kind.OTHER
    ) -> Gazetteer:
        """Write the entries of an imported list to a packed file and return its gazetteer.

        Args:
            entries: The entries. The surname of a person is added in every script of the name.
            path: The packed file.
            kind: Kind of entries that have none.

        Raises:
            GazetteerError: The entries contain no name, or the file cannot be written; an existing file is unchanged.
        """
        names = (name for entry in entries if (name := name_from(entry, kind=kind)) is not None)
        first = next(names, None)
        if first is None:
            raise GazetteerError.of(NO_NAMES)
        path = path_argument(path)
        pack(path, chain([first], names), confirmed=False)
        return cls.load(path)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Gazetteer:
        """Return the gazetteer in the file ``path``; a packed file opens in the same short time whatever its size.

        Raises:
            GazetteerError: The file is missing, damaged, or of another version.
        """
        path = path_argument(path)
        return cls._over(PackedIndex(path)) if is_packed(path) else cls(*jsonl_store.load(path))

    def save(self, path: str | PathLike[str]) -> None:
        """Write the gazetteer to ``path`` as JSON Lines, in one step; raise `GazetteerError` if that fails."""
        jsonl_store.save(path_argument(path), jsonl_store.encode(self.names, self.sources))

    def pack(self, path: str | PathLike[str]) -> None:
        """Write the gazetteer to ``path`` as a packed file, in one step; raise `GazetteerError` if that fails.

        Its hash is that of the file that `save` writes.
        """
        pack(path_argument(path), self.names, self.sources)

    @property
    def hash(self) -> str:
        """The hash of the content (12 hexadecimal digits); the order of the sources does not matter."""
        return self._index.hash

    def find(self, text: str, *, without: Collection[str] = ()) -> tuple[Name, ...]:
        """Return the names of which ``text`` is a spelling or a short form; case, accents and hyphens are ignored.

        Args:
            text: The spelling.
            without: Names of sources that do not count: spellings that were seen only in these are left out.

        >>> gazetteer = Gazetteer.build(["NATO Secretary General Mark Rutte spoke in Prague. Rutte left."])
        >>> [name.canonical for name in gazetteer.find("RUTTE")]
        ['Mark Rutte']
        """
        spelling = key(check_type(text, str, "text", TEXT))
        names = self._index.find(spelling)
        if not without:
            return names
        fewer = [
            replace(name, aliases=tuple(alias for alias in name.aliases if not alias.is_only_in(without)))
            for name in names
        ]
        return tuple(name for name in fewer if any(key(alias.surface) == spelling for alias in name.aliases))

    def kind_of(self, *spellings: str) -> Kind:
        """Return the kind of the name with the first of ``spellings`` that is listed; "other" if none is."""
        listed = next((names for spelling in spellings if (names := self.find(spelling))), ())
        return listed[0].kind if listed else Kind.OTHER

    def listed(self, text: str) -> int:
        """Return 2 if ``text`` is a spelling or a short form of a name, 1 if it is part of one, else 0."""
        return self._index.listed(key(text))

    def is_confirmed(self, text: str) -> bool:
        """Return whether a person has confirmed the spelling ``text``."""
        return self._index.is_confirmed(key(text))

    def name(self, id: str) -> Name | None:
        """Return the name with this id, or None."""
        return self._index.name(id)

    def source(self, id: str) -> Document | None:
        """Return the source with this id, or None."""
        return self._index.source(id)

    def snippet(self, provenance: Provenance) -> str:
        """Return the text around an occurrence, or the stored snippet if the source is not in the gazetteer."""
        document = self._index.source(provenance.document_id)
        if document is None:
            return provenance.snippet
        return snippet(document.text, provenance.span.start, provenance.span.end)

    def confirm(self, surface: str, kind: Kind, by: str) -> Gazetteer:
        """Return a copy of the gazetteer in which the person ``by`` has confirmed the spelling ``surface``."""
        name = next((candidate for candidate in self.find(surface) if candidate.kind is kind), None)
        added = [Alias(surface)]
        if name is not None and surface in {alias.surface for alias in name.aliases}:
            added = []
        elif name is None and kind is Kind.PERSON and surname_of(surface) != surface:
            added.append(Alias(surname_of(surface), short=True))
        if name is None:
            name = Name(name_id(surface, kind), surface, kind)
        confirmed = replace(name, aliases=(*name.aliases, *added), confirmed_by=name.confirmed_by or by)
        if isinstance(self._index, InMemoryIndex):
            return Gazetteer([*(other for other in self.names if other.id != confirmed.id), confirmed], self.sources)
        return self._over(OverlaidIndex(self._index, confirmed, added))

    @property
    def evidence(self) -> CapitalEvidence:
        """The evidence of the names about capitals."""
        return self._index.evidence


def _clean_text(document: Document, printed: str) -> str:
    """Return the text of a source without boilerplate and the errors that it corrects.

    A source without capitals gets them where names probably are.
    """
    text = without_quoted_errors(without_boilerplate(printed))
    in_mixed_case = with_guessed_capitals(text, Lexicon.load())
    if in_mixed_case != text:
        _LOG.warning(NO_CAPITALS, visible(document.source or document.id or "a source"))
    return in_mixed_case


def _prepared(documents: Iterable[Document | str], guard: SourceGuard) -> list[Document]:
    """Return the distinct sources without boilerplate, in an order that does not depend on the input."""
    by_digest: dict[tuple[str, str], Document] = {}
    for document in documents:
        if not isinstance(document, Document):
            document = Document("", check_type(document, str, "document", TEXT_OR_DOCUMENT))
        document = replace(document, id=storable(document.id), source=storable(document.source))
        encodable = document.text.encode("utf-8", "replace").decode("utf-8")
        printed = in_plain_layout(unicodedata.normalize("NFC", encodable))
        text = guard.run(document, partial(_clean_text, document, printed))
        if text:
            digest = hashlib.sha256(f"{document.source}\n{text}".encode()).hexdigest()[:12]
            by_digest.setdefault(
                (document.id or digest, digest), replace(document, id=document.id or digest, text=text)
            )
    by_id: dict[str, Document] = {}
    for (id, digest), document in sorted(by_digest.items()):
        # Two texts with the same id are both kept: the id of the second becomes the hash of its content.
        unique = id if id not in by_id else digest
        by_id.setdefault(unique, replace(document, id=unique))
    return [by_id[id] for id in sorted(by_id)]
