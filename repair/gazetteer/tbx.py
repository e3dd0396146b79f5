"""Reads TBX, the exchange format of terminologies (ISO 30042): a concept is a name, its terms are the spellings.

Both dialects are read: termEntry, langSet and tig; conceptEntry, langSec and termSec. Input is untrusted: a file that
declares entities is refused, nothing outside the file is read, and memory holds one concept at a time.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from repair.core.errors import GazetteerError
from repair.core.types import Kind
from repair.formats.xml_limits import DeclarationError, limit_declarations
from repair.gazetteer.entries import ListEntry, kind_of

NOT_XML = "the text is not well-formed XML ({why}); export the TBX file again"
DECLARED = "the file declares {what} ({name}), which no terminology needs; remove the declaration"
NO_TERMS = "the file has no concept of TBX (termEntry or conceptEntry); give a TBX file"
TOO_DEEP = "the elements are nested more than {limit} levels deep; give a TBX file"
TOO_LONG = "a concept has more than {limit:,} letters; give a TBX file"

_CONCEPTS, _LANGUAGES = frozenset({"termEntry", "conceptEntry"}), frozenset({"langSet", "langSec"})
_KIND_ELEMENTS = frozenset({"descrip", "admin", "termNote"})
_CHUNK = 1 << 16
_MAX_DEPTH = 60
_MAX_LETTERS = 200_000  # of one concept


def terms(path: Path, stream: io.BufferedReader, *, lang: str) -> Iterator[ListEntry]:
    """Yield an entry for each concept.

    Args:
        path: The file, for messages.
        stream: The bytes of the file.
        lang: Code of a language; the first term in that language is the canonical spelling.

    Raises:
        GazetteerError: The file is malformed, declares entities, or exceeds a limit.
    """
    reader = _Reader(path, lang)
    seen, size = False, _CHUNK
    while chunk := stream.read(size):
        at = reader.place
        for entry in reader.feed(chunk, final=False):
            seen = True
            yield entry
        # The parser reads an unfinished tag or comment again with each chunk, so chunks grow until it ends.
        size = 2 * size if reader.place == at else _CHUNK
    for entry in reader.feed(b"", final=True):
        seen = True
        yield entry
    if not seen:
        raise GazetteerError.of(NO_TERMS, path=path)


class _Reader:
    """An XML parser that collects the terms of one concept at a time."""

    def __init__(self, path: Path, lang: str) -> None:
        self._path, self._lang = path, lang
        self._parser = expat.ParserCreate()
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self._parser.buffer_text = True
        limit_declarations(self._parser)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._depth = self._letters = 0
        self._language = ""
        self._text: list[str] | None = None
        self._terms: list[tuple[str, str]] = []
        self._kind: Kind | None = None
        self._done: list[ListEntry] = []

    @property
    def place(self) -> int:
        """The byte up to which the file has been parsed."""
        return self._parser.CurrentByteIndex

    def feed(self, chunk: bytes, *, final: bool) -> list[ListEntry]:
        """Return the concepts that end in ``chunk``."""
        try:
            self._parser.Parse(chunk, final)
        except expat.ExpatError as error:
            why = expat.ErrorString(error.code)
            raise GazetteerError.of(NOT_XML, path=self._path, why=why, place=f"line {error.lineno:,}") from error
        except DeclarationError as error:
            raise GazetteerError.of(DECLARED, path=self._path, what=error.what, name=error.name) from error
        done, self._done = self._done, []
        return done

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise GazetteerError.of(TOO_DEEP, path=self._path, limit=_MAX_DEPTH)
        tag = tag.rpartition(":")[2]
        if tag in _CONCEPTS:
            self._terms, self._kind, self._letters = [], None, 0
        elif tag in _LANGUAGES:
            self._language = attributes.get("xml:lang", "").split("-")[0].lower()
        elif tag == "term" or tag in _KIND_ELEMENTS:
            self._text = []

    def _characters(self, text: str) -> None:
        if self._text is None:
            return
        self._letters += len(text)
        if self._letters > _MAX_LETTERS:
            line = self._parser.CurrentLineNumber
            raise GazetteerError.of(TOO_LONG, path=self._path, place=f"line {line:,}", limit=_MAX_LETTERS)
        self._text.append(text)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        tag = tag.rpartition(":")[2]
        if tag == "term" and self._text is not None:
            self._terms.append((self._language, "".join(self._text).strip()))
            self._text = None
        elif tag in _KIND_ELEMENTS and self._text is not None:
            self._kind = self._kind or kind_of("".join(self._text))
            self._text = None
        elif tag in _CONCEPTS and self._terms:
            chosen = next((term for code, term in self._terms if code == self._lang), "")
            self._done.append(ListEntry(chosen, self._kind, tuple(term for _, term in self._terms)))
