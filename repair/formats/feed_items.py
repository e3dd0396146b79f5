"""The items of a feed as records, each a story of its own with its headline, date and the publication of the feed.

The head of the feed is record 0, and its items follow. A feed that cannot be split with certainty, or has one item, is
one record. What is read in a feed is decided in `feeds`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from repair.core.errors import FormatError
from repair.formats import feeds
from repair.formats.charset import Decoded, decode_xml
from repair.formats.document import SourceDocument
from repair.formats.metadata import publication_name
from repair.formats.offsets import ComposedOffsets, ShiftedOffsets
from repair.formats.record import TOO_LONG, ReadOptions, Record, with_record_number
from repair.formats.text_runs import NoTextError, Run, RunReader
from repair.formats.xml import xml_runs
from repair.formats.xml_limits import DeclarationError, limit_declarations

_CHUNK = 1 << 16  # bytes
_MAX_AROUND = 4_000  # code points of the tags around the items, which are read again with each item
_DEPTH = 3  # elements in which an item can be: rss and channel, RDF, or feed
_ITEMS = frozenset(("item", "entry"))
_AROUND = frozenset(("rss", "channel", "RDF", "feed"))
_TAG = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*+>""")


class _Item(NamedTuple):
    """Where an item begins and ends in the decoded feed (code points)."""

    start: int
    end: int


class _UnsplittableError(Exception):
    """The feed cannot be split with certainty."""


@dataclass(slots=True)
class _Splitter:
    """Finds the items of a feed, and the start tags around them."""

    text: str
    items: list[_Item] = field(default_factory=list)
    around: tuple[int, ...] = ()
    _open: list[tuple[str, int]] = field(default_factory=list)
    _counted: tuple[int, int] = (0, 0)

    def split(self) -> bool:
        """Find the items; return whether there are several, and all of them in the same elements."""
        lead = len(self.text) - len(self.text.lstrip(" \t\r\n\ufeff"))
        try:
            raw = self.text[lead:].encode("utf-8")
            self._counted = (0, lead)
            parser = expat.ParserCreate("UTF-8")
            parser.UseForeignDTD(True)
            parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
            limit_declarations(parser)
            parser.StartElementHandler = lambda name, _: self._start(name, self._here(raw, parser.CurrentByteIndex))
            parser.EndElementHandler = lambda _: self._end(raw, parser)
            parser.Parse(raw, True)
        except (expat.ExpatError, UnicodeEncodeError, DeclarationError, _UnsplittableError):
            return False
        return len(self.items) > 1

    def _here(self, raw: bytes, at: int) -> int:
        """Return a byte of the input of the parser as an offset in the text; it only moves forward."""
        done, counted = self._counted
        if at > done:
            counted += len(raw[done:at].decode("utf-8"))
            self._counted = at, counted
        return counted

    def _start(self, name: str, at: int) -> None:
        local = name.rpartition(":")[2]
        if local in _ITEMS and 0 < len(self._open) < _DEPTH and all(each in _AROUND for each, _ in self._open):
            around = tuple(start for _, start in self._open)
            if self.items and around != self.around:
                raise _UnsplittableError
            self.around = around
            self.items.append(_Item(at, -1))
        self._open.append((local, at))

    def _end(self, raw: bytes, parser: expat.XMLParserType) -> None:
        local, start = self._open.pop()
        if local in _ITEMS and self.items and self.items[-1].start == start:
            # The parser is at the beginning of the end tag, or of a tag that is both.
            at = self._here(raw, parser.CurrentByteIndex)
            tag = _TAG.match(self.text, at)
            if tag is None:
                raise _UnsplittableError
            self.items[-1] = _Item(start, tag.end())


@dataclass(frozen=True, slots=True)
class _Feed:
    """A feed that can be split.

    Attributes:
        decoded: The whole file.
        items: Where its items are.
        before: The start tags around each item.
        after: Their end tags.
        publication: The title of the feed.
    """

    decoded: Decoded
    items: Sequence[_Item]
    before: str
    after: str
    publication: str | None

    def records(self, source: str) -> Iterator[Record]:
        """Yield the head of the feed, its items, and what stands between and after them."""
        text = self.decoded.text
        first = self.items[0].start
        yield self._record(0, 0, first, self._reader("", self.after), source)
        number, inside = 1, self._reader(self.before, self.after)
        for at, item in enumerate(self.items):
            following = self.items[at + 1].start if at + 1 < len(self.items) else len(text)
            is_last = at + 1 == len(self.items)
            end = following if not is_last and not text[item.end : following].strip() else item.end
            yield self._record(number, item.start, end, inside, source)
            number += 1
            if end < following:
                yield Record(number, self._bytes(end, following), None)
                number += 1

    def read_alone(self, raw: bytes, source: str) -> SourceDocument:
        """Return the story in an item, given by its own bytes."""
        decoded = replace(self.decoded, encoding=replace(self.decoded.encoding, bom_length=0)).decode_again(raw)
        return self._read(decoded, self._reader(self.before, self.after), source)

    def _record(self, number: int, start: int, end: int, reader: RunReader, source: str) -> Record:
        raw = self._bytes(start, end)
        encoding = self.decoded.encoding if start == 0 else replace(self.decoded.encoding, bom_length=0)
        decoded = Decoded(self.decoded.name, raw, self.decoded.text[start:end], encoding)
        try:
            return Record(number, raw, with_record_number(self._read(decoded, reader, source), number))
        except NoTextError:
            return Record(number, raw, None)
        except FormatError as error:
            return Record(number, raw, None, error)

    def _read(self, decoded: Decoded, reader: RunReader, source: str) -> SourceDocument:
        return replace(reader.read(decoded, source=source), publication=self.publication)

    def _bytes(self, start: int, end: int) -> bytes:
        offsets = self.decoded.byte_offsets
        return self.decoded.raw[offsets[start] if start else 0 : offsets[end]]

    @staticmethod
    def _reader(before: str, after: str) -> RunReader:
        return RunReader("feed", "feed", _runs_within(before, after))


def read_records(path: Path, stream: io.BufferedReader, options: ReadOptions) -> Iterator[Record]:
    """Yield the items of a feed as records; see `RecordFormat.records`."""
    name, raw = str(path), _whole(path, stream, options.max_bytes)
    feed = _split_feed(name, raw)
    if feed is None:
        yield Record(0, raw, feeds.parse(name, raw, source=path.name))
    else:
        yield from feed.records(path.name)


def read_alone(path: Path, stream: io.BufferedReader, options: ReadOptions, raw: bytes) -> SourceDocument | None:
    """Return the story in a record of a feed, given by its own bytes; None if the feed is one record."""
    feed = _split_feed(str(path), _whole(path, stream, options.max_bytes))
    return feed.read_alone(raw, path.name) if feed is not None else None


def _whole(path: Path, stream: io.BufferedReader, limit: int) -> bytes:
    """Return the whole file, of which nothing has a meaning without its head."""
    raw = bytearray()
    while chunk := stream.read(_CHUNK):
        raw += chunk
        if len(raw) > limit:
            raise FormatError.of(TOO_LONG, path=path, limit=limit)
    return bytes(raw)


def _split_feed(name: str, raw: bytes) -> _Feed | None:
    """Return a feed with its items, None if it has one item or cannot be split with certainty."""
    decoded = decode_xml(name, raw)
    splitter = _Splitter(decoded.text)
    if not splitter.split():
        return None
    tags = [_TAG.match(decoded.text, at) for at in splitter.around]
    before = "".join(tag.group() for tag in tags if tag is not None)
    if None in tags or len(before) > _MAX_AROUND:
        return None
    names = [re.match(r"<([^\s/>]+)", tag.group()) for tag in tags if tag is not None]
    after = "".join(f"</{each[1]}>" for each in reversed(names) if each is not None)
    head = _runs_within("", after)(decoded.text[: splitter.items[0].start])
    title = next((run.text for run in head if run.role == "headline"), "")
    return _Feed(decoded, splitter.items, before, after, publication_name(title))


def _runs_within(before: str, after: str) -> Callable[[str], list[Run]]:
    """Return a reader of the runs in a part of a feed, which is read between the tags around it."""

    def runs(text: str) -> list[Run]:
        moved = ShiftedOffsets(range(len(text) + 1), len(before))
        inside = xml_runs(before + text + after, feeds.policy)
        return [replace(run, offsets=ComposedOffsets(run.offsets, moved)) for run in inside]

    return runs
