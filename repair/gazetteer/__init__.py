"""The gazetteer: the right names, as clean sources spell them, and the sources themselves.

Built from texts or from plain lists of names, kept in a file a person can edit, and passed to whoever
needs it; there is no gazetteer but the one in hand. It knows spellings, not who is meant.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from repair.background import Background
from repair.gazetteer import store
from repair.gazetteer.clusters import name_id, tail
from repair.gazetteer.furniture import without_furniture
from repair.gazetteer.gather import gather, is_list
from repair.gazetteer.merge import merge
from repair.mentions import Evidence
from repair.text import fold, snippet
from repair.types import Alias, Document, Kind, Name, Provenance

__all__ = ["Gazetteer"]

_APART = re.compile(r"[^\w]+")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


class Gazetteer:
    """Names and the clean sources they were seen in; immutable, safe to share between threads.

    Attributes:
        names: All names, sorted by spelling.
        sources: The clean texts, furniture removed; spans in provenance are code points of these.
        hash: A hash of all content, the same for the same sources in any order.
    """

    def __init__(self, names: Iterable[Name], sources: Iterable[Document], content_hash: str | None = None) -> None:
        """Hold names and sources; ``content_hash`` is given when they come from a file whose hash is known."""
        self.names: tuple[Name, ...] = tuple(sorted(names, key=store.order))
        self.sources: tuple[Document, ...] = tuple(sorted(sources, key=lambda document: document.id))
        self._hash = content_hash

    @classmethod
    def build(cls, documents: Iterable[Document | str], *, progress: Callable[[int], None] | None = None) -> Gazetteer:
        """Return the gazetteer of clean texts, or of plain lists of names; ``progress`` is told the texts done.

        >>> gazetteer = Gazetteer.build(["NATO Secretary General Mark Rutte spoke in Prague. Rutte left."])
        >>> [(name.canonical, name.kind.value, name.titles) for name in gazetteer.names if name.titles]
        [('Mark Rutte', 'person', ('NATO Secretary General',))]
        """
        sources = _prepared(documents)
        background = Background.load()
        sightings = gather(sources, background, progress)
        lists = {number for number, document in enumerate(sources) if is_list(document.text)}
        return cls(merge(sources, sightings, lists, background), sources)

    @classmethod
    def load(cls, path: Path) -> Gazetteer:
        """Return the gazetteer kept at ``path``; raise `GazetteerError` when it is missing, damaged or too new."""
        return cls(*store.load(path))

    def save(self, path: Path) -> None:
        """Write the gazetteer to ``path``; the file is the old one or the new one, never half of either."""
        store.save(path, self._data)

    @property
    def hash(self) -> str:
        """Return the hash of all content (12 hexadecimal digits)."""
        if self._hash is None:
            self._hash = store.content_hash(self._data)
        return self._hash

    @property
    def _data(self) -> bytes:
        return store.encode(self.names, self.sources)

    def find(self, text: str) -> tuple[Name, ...]:
        """Return the names ``text`` is a spelling or a short form of, whatever its case, accents and hyphens.

        >>> gazetteer = Gazetteer.build(["NATO Secretary General Mark Rutte spoke in Prague. Rutte left."])
        >>> [name.canonical for name in gazetteer.find("RUTTE")]
        ['Mark Rutte']
        """
        return self._by_key.get(key(text), ())

    def listed(self, text: str) -> int:
        """Return 2 when ``text`` is a spelling or short form of a name, 1 when it is a part of one, else 0."""
        form = key(text)
        return 2 if form in self._by_key else int(form in self._parts)

    def vouched(self, text: str) -> bool:
        """Tell whether a person, and not a source, says that ``text`` is a right name."""
        return key(text) in self._vouched

    def name(self, id: str) -> Name | None:
        """Return the name with this id, or None."""
        return self._by_id.get(id)

    def source(self, id: str) -> Document | None:
        """Return the source with this id, or None."""
        return self._source_by_id.get(id)

    def snippet(self, provenance: Provenance) -> str:
        """Return the words around the place where a spelling was seen; empty when the source is not kept."""
        document = self._source_by_id.get(provenance.document_id)
        if document is None:
            return provenance.snippet
        return snippet(document.text, provenance.span.start, provenance.span.end)

    def vouch(self, surface: str, kind: Kind, by: str) -> Gazetteer:
        """Return a gazetteer in which a person has vouched for a spelling; this one stays as it is."""
        known = next((name for name in self.find(surface) if name.kind is kind), None)
        if known is not None and surface in {alias.surface for alias in known.aliases}:
            vouched = replace(known, vouched_by=known.vouched_by or by)
        elif known is not None:
            vouched = replace(known, aliases=(*known.aliases, Alias(surface)), vouched_by=known.vouched_by or by)
        else:
            aliases = [Alias(surface)]
            if kind is Kind.PERSON and tail(surface) != surface:
                aliases.append(Alias(tail(surface), short=True))
            vouched = Name(name_id(surface, kind), surface, kind, tuple(aliases), (), by)
        return Gazetteer([*(name for name in self.names if name.id != vouched.id), vouched], self.sources)

    @cached_property
    def evidence(self) -> Evidence:
        """What the names prove about capitals, for reading a text whose own prose proves less."""
        evidence = Evidence()
        for name in self.names:
            for alias in name.aliases:
                words = key(alias.surface).split()
                if alias.surface.islower():
                    continue
                evidence.capital.update(dict.fromkeys(words, max(alias.count, 1)))
                evidence.pairs.update(pairwise(words))
        return evidence

    @cached_property
    def _by_key(self) -> Mapping[str, tuple[Name, ...]]:
        found: dict[str, dict[str, Name]] = {}
        for name in self.names:
            for alias in name.aliases:
                found.setdefault(key(alias.surface), {})[name.id] = name
        return MappingProxyType({form: tuple(names.values()) for form, names in found.items()})

    @cached_property
    def _vouched(self) -> frozenset[str]:
        """The keys of the spellings that no source was seen to carry: typed in, or vouched for by name.

        A surname counts with the whole name that was.
        """
        forms: set[str] = set()
        for name in self.names:
            typed = [alias.surface for alias in name.aliases if not alias.seen and not alias.short]
            forms.update(key(surface) for surface in typed)
            if name.kind is Kind.PERSON:
                forms.update(key(tail(surface)) for surface in typed)
        return frozenset(forms)

    @cached_property
    def _parts(self) -> frozenset[str]:
        """Every stretch of words of every spelling of several words, as keys."""
        parts: set[str] = set()
        for form in self._by_key:
            words = form.split()
            parts.update(
                " ".join(words[low:high]) for low in range(len(words)) for high in range(low + 1, len(words) + 1)
            )
        return frozenset(parts)

    @cached_property
    def _by_id(self) -> Mapping[str, Name]:
        return MappingProxyType({name.id: name for name in self.names})

    @cached_property
    def _source_by_id(self) -> Mapping[str, Document]:
        return MappingProxyType({document.id: document for document in self.sources})


def key(text: str) -> str:
    """Return the form under which spellings that differ in case, accents, hyphens and apostrophes are found.

    >>> key("Côte d’Ivoire"), key("U.S."), key("Si-Sapanna")
    ('cote divoire', 'us', 'si sapanna')
    """
    folded = _APOSTROPHE.sub("", fold(text).removesuffix("'s"))
    words = _APART.sub(" ", folded).split()
    if len(words) > 1 and all(len(word) == 1 for word in words):
        return "".join(words)
    return " ".join(words)


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
