"""The file formats, built-in and registered by other distributions, and which of them a file has.

A built-in reader is imported when it is first needed, so that looking up a format is cheap. The content decides where
it is distinctive, otherwise the extension. No story is read here.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from repair.core.errors import ConfigError
from repair.core.plugins import FORMATS, load_plugins, reload_plugins
from repair.formats.compression import FIRST_BYTES
from repair.formats.sniffing import HEAD_BYTES, FileHead

if TYPE_CHECKING:
    from repair.formats.document import SourceDocument
    from repair.formats.format import Format, RecordFormat, RecordSink
    from repair.formats.record import ReadOptions, Record

TAKEN = (
    "the plug-in format {name!r} has the name of a built-in format; uninstall its package, or rename its entry point"
)
NOT_A_FORMAT = (
    "the plug-in {name!r} is not a format: it has neither read() nor records(); update or uninstall its package"
)

# Archives of files, which are not opened: their files have to be unpacked into a folder.
PACKED_FOLDERS = frozenset(".7z .bz2 .rar .tar .tbz2 .tgz .txz .xz .zip".split())
# Extensions that are refused by name: read as prose, the codes in these files would become part of names.
UNREADABLE_SUFFIXES = PACKED_FOLDERS | frozenset(
    ".csv .doc .docx .epub .jsonl .msg .ndjson .odt .parquet .pdf .ppt .pptx .rtf .scc .sqlite .stl .tex .tsv .xls "
    ".xlsx .yaml .yml".split()
)

_SUBRIP = re.compile(r"\d{1,6}[ \t]*\r?\n[ \t]*\d{1,3}:\d{2}:\d{2}[,.]\d{1,3}[ \t]*-->")
_SBV = re.compile(r"\d{1,3}:\d{2}:\d{2}\.\d{3},\d{1,3}:\d{2}:\d{2}\.\d{3}[ \t]*[\r\n]")
_SUBSTATION_ALPHA = re.compile(r"(?:;[^\r\n]*[\r\n]\s*)*\[script info\]", re.IGNORECASE)  # after comments
_NEWSML = frozenset(
    "NewsML newsMessage newsItem packageItem planningItem conceptItem knowledgeItem catalogItem".split()
)
_WIRE = re.compile(rb"[\x16\x00\x7f\r\n ]*\x01[A-Za-z][^\x01-\x04]{2,2000}\x02")
_JSON = re.compile(r"(?:\[\s*)?\{\s*\"[^\"\\]{0,100}\"\s*:")

Sniffer = Callable[[FileHead], bool]


def _never(_: FileHead) -> bool:
    """Sniff nothing: the format is recognised by extension or by name alone."""
    return False


@dataclass(frozen=True, slots=True)
class BuiltinFormat:
    """A format of one story whose reader is imported when it is first used; implements `Format`.

    ``reader`` is "module:function" of this package.
    """

    name: str
    reader: str
    suffixes: tuple[str, ...] = ()
    sniffer: Sniffer = _never

    def sniff(self, head: FileHead) -> bool:
        """Tell by the beginning of a file whether it has this format."""
        return self.sniffer(head)

    def read(self, name: str, raw: bytes, *, source: str = "") -> SourceDocument:
        """Return the story in ``raw``; see `Format.read`."""
        module, function = self.reader.split(":")
        document: SourceDocument = getattr(import_module(f"repair.formats.{module}"), function)(
            name, raw, source=source
        )
        return document


@dataclass(frozen=True, slots=True)
class BuiltinRecordFormat:
    """A format of many records whose reader is imported when it is first used; implements `RecordFormat`.

    ``module`` of this package has a function `read_records`, and `open_sink` where `byte_sink` is not suitable.
    """

    name: str
    module: str
    suffixes: tuple[str, ...] = ()
    sniffer: Sniffer = _never

    def sniff(self, head: FileHead) -> bool:
        """Tell by the beginning of a file whether it has this format."""
        return self.sniffer(head)

    def records(self, path: Path, stream: io.BufferedReader, options: ReadOptions) -> Iterator[Record]:
        """Yield the records of a file; see `RecordFormat.records`."""
        records: Iterator[Record] = import_module(f"repair.formats.{self.module}").read_records(path, stream, options)
        return records

    def sink(self, path: Path, out: BinaryIO) -> AbstractContextManager[RecordSink]:
        """Open a sink for the records of ``path``; see `RecordFormat.sink`."""
        from repair.formats.sinks import byte_sink

        module = import_module(f"repair.formats.{self.module}")
        sink: AbstractContextManager[RecordSink] = getattr(module, "open_sink", byte_sink)(path, out)
        return sink


def _is_mail(head: FileHead) -> bool:
    """Return whether a file begins with the headers of a message; the reader is imported only if it may."""
    if not head.text[:1].isalpha() or ":" not in head.text[:100]:
        return False
    from repair.formats.mail import is_mail

    return is_mail(head.raw)


def _is_json_lines(head: FileHead) -> bool:
    """Return whether content without a distinctive extension is JSON Lines."""
    if head.suffix in _RECORD_SUFFIXES or head.raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        return False
    from repair.formats.jsonl import is_json_lines

    return is_json_lines(head.raw)


# In the order in which content is sniffed: specific formats before general ones.
_STORY_FORMATS: tuple[BuiltinFormat, ...] = (
    BuiltinFormat(
        "webvtt", "captions:parse", (".vtt",), lambda head: head.text.lstrip("\xef\xbb\xbf").startswith("WEBVTT")
    ),
    BuiltinFormat("subrip", "captions:parse", (".srt",), lambda head: bool(_SUBRIP.match(head.text))),
    BuiltinFormat("sbv", "captions:parse", (".sbv",), lambda head: bool(_SBV.match(head.text))),
    BuiltinFormat(
        "ass", "substation_alpha:parse", (".ass", ".ssa"), lambda head: bool(_SUBSTATION_ALPHA.match(head.text))
    ),
    BuiltinFormat("lrc", "lrc:parse", (".lrc",)),
    BuiltinFormat("ttml", "timed_text:parse", (".ttml", ".dfxp", ".itt"), lambda head: head.root == "tt"),
    BuiltinFormat("wire", "wire:parse", (".anpa", ".iptc7901"), lambda head: bool(_WIRE.match(head.raw))),
    BuiltinFormat("mail", "mail:parse", (".eml",), _is_mail),
    BuiltinFormat("json", "json:parse", (".json",), lambda head: bool(_JSON.match(head.text))),
    BuiltinFormat("ninjs", "ninjs:parse"),
    BuiltinFormat("newsml", "newsml:parse", (), lambda head: head.root in _NEWSML),
    BuiltinFormat("nitf", "nitf:parse", (".nitf",), lambda head: head.root == "nitf"),
    BuiltinFormat("feed", "feeds:parse", (".rss", ".atom", ".rdf"), lambda head: head.is_feed),
    BuiltinFormat("xhtml", "xhtml:parse", (".xhtml", ".xht"), lambda head: head.root == "html" and head.is_xml),
    BuiltinFormat("html", "html:parse", (".html", ".htm"), lambda head: head.is_html),
    BuiltinFormat("xml", "xml:refuse", (".xml",), lambda head: head.is_xml),
    BuiltinFormat("text", "plaintext:parse", (".txt", ".text")),
)
_RECORD_FORMATS: tuple[BuiltinRecordFormat, ...] = (
    BuiltinRecordFormat("parquet", "parquet", (".parquet",), lambda head: head.raw.startswith(b"PAR1")),
    BuiltinRecordFormat("warc", "warc", (".warc",), lambda head: head.raw.startswith(b"WARC/")),
    BuiltinRecordFormat("wire", "wire", (), lambda head: bool(_WIRE.match(head.raw))),
    BuiltinRecordFormat("feed", "feed_items", (), lambda head: head.is_feed),
    BuiltinRecordFormat("csv", "csv", (".csv", ".tsv")),
    BuiltinRecordFormat("jsonl", "jsonl", (".jsonl", ".ndjson"), _is_json_lines),
)
_RECOGNISED = frozenset(("wire", "newsml", "nitf", "feed", "mail"))  # formats that are found without an extension
_BUILTIN = frozenset(builtin.name for builtin in _STORY_FORMATS) | frozenset(
    builtin.name for builtin in _RECORD_FORMATS
)
_RECORD_SUFFIXES = frozenset(suffix for builtin in _RECORD_FORMATS for suffix in builtin.suffixes)


@dataclass(frozen=True, slots=True)
class _Registry:
    """All formats by name, plug-ins first, and the name of the format of each extension."""

    stories: Mapping[str, Format]
    records: Mapping[str, RecordFormat]
    story_suffixes: Mapping[str, str]
    record_suffixes: Mapping[str, str]


@lru_cache(maxsize=1)
def _registry() -> _Registry:
    stories: dict[str, Format] = {}
    records: dict[str, RecordFormat] = {}
    for name, plugin in load_plugins(FORMATS).items():
        if name in _BUILTIN:
            raise ConfigError.of(TAKEN, name=name)
        if hasattr(plugin, "read"):
            stories[name] = cast("Format", plugin)
        if hasattr(plugin, "records"):
            records[name] = cast("RecordFormat", plugin)
        if name not in stories and name not in records:
            raise ConfigError.of(NOT_A_FORMAT, name=name)
    stories.update((builtin.name, builtin) for builtin in _STORY_FORMATS)
    records.update((builtin.name, builtin) for builtin in _RECORD_FORMATS)
    return _Registry(
        stories,
        records,
        _by_suffix((name, registered.suffixes) for name, registered in stories.items()),
        _by_suffix((name, registered.suffixes) for name, registered in records.items()),
    )


def _by_suffix(formats: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    """Return the name of the first format with each extension."""
    names: dict[str, str] = {}
    for name, suffixes in formats:
        for suffix in suffixes:
            names.setdefault(suffix, name)
    return names


def reload_formats() -> None:
    """Search the installed distributions for formats again, when the set of plug-ins has changed in this process."""
    reload_plugins()
    _registry.cache_clear()


def story_formats() -> Mapping[str, Format]:
    """Return the formats of one story by name, in the order in which content is sniffed."""
    return _registry().stories


def record_formats() -> Mapping[str, RecordFormat]:
    """Return the formats of many records by name, in the order in which content is sniffed."""
    return _registry().records


def is_builtin(name: str) -> bool:
    """Return whether the format ``name`` comes with this package."""
    return name in _BUILTIN


def format_of(name: str, raw: bytes) -> str:
    """Return the name of the format of ``raw``, a file of one story.

    Args:
        name: File name, whose extension decides where the content does not.
        raw: The content of the file, or its beginning.

    >>> format_of("story.txt", b"Mark Latte left.")
    'text'
    """
    head = FileHead(raw[:HEAD_BYTES], os.path.splitext(name)[1].lower())
    return _sniffed(story_formats(), head) or _registry().story_suffixes.get(head.suffix, "text")


def record_format_of(name: str, head: bytes) -> str | None:
    """Return the name of the format of many records that a file has, None for a file of one story.

    Args:
        name: File name without the extension of a compression.
        head: The beginning of the unpacked file.
    """
    probe = FileHead(head[:HEAD_BYTES], os.path.splitext(name)[1].lower())
    records, stories = record_formats(), story_formats()
    own = _sniffed({name: records[name] for name in records if not is_builtin(name)}, probe)
    # A plug-in for one story takes precedence over the built-in formats here, too.
    if own is None and _sniffed({name: stories[name] for name in stories if not is_builtin(name)}, probe) is not None:
        return None
    return own or _sniffed(records, probe) or _registry().record_suffixes.get(probe.suffix)


def is_recognised(path: str) -> bool:
    """Return whether the content of a file shows that it is copy: a wire message, NITF, NewsML or a feed.

    Wires and agencies name such files by numbers or with private extensions. Other content is not sufficient: prose may
    be a licence, and JSON the settings of a program.
    """
    suffix = os.path.splitext(path)[1].lower()
    if os.path.basename(path).startswith(".") or suffix in UNREADABLE_SUFFIXES or suffix in FIRST_BYTES:
        return False
    try:
        with open(path, "rb") as stream:
            head = FileHead(stream.read(HEAD_BYTES), suffix)
    except OSError:
        return False
    return any(builtin.sniff(head) for builtin in _STORY_FORMATS if builtin.name in _RECOGNISED)


def _sniffed(formats: Mapping[str, Format] | Mapping[str, RecordFormat], head: FileHead) -> str | None:
    return next((name for name, registered in formats.items() if registered.sniff(head)), None)


def is_supported(name: str) -> bool:
    """Return whether the name of a file in a folder shows a supported format; False for hidden files.

    >>> is_supported("story.TXT"), is_supported("photo.jpg"), is_supported(".hidden.txt")
    (True, False, False)
    """
    base = os.path.basename(name)
    stem, suffix = os.path.splitext(base)
    if suffix.lower() in FIRST_BYTES:
        suffix = os.path.splitext(stem)[1]
    registry = _registry()
    is_known = suffix.lower() in registry.story_suffixes or suffix.lower() in registry.record_suffixes
    return is_known and not base.startswith(".")
