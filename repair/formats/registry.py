"""Which form a file has: told by its first bytes where they are telling, else by its extension.

One table lists every form with the reader that reads it, which is imported when first needed. Nothing is read here.
"""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

HEAD = 65_536  # bytes that are looked at; a licence in a comment can come before all else

# Read as prose, the codes in these files would become part of names.
NOT_READ = frozenset(
    ".csv .doc .docx .eml .epub .jsonl .msg .ndjson .odt .parquet .pdf .ppt .pptx .rtf .sqlite .tex .tsv .xls .xlsx "
    ".yaml .yml .zip".split()
)

_UTF16 = re.compile(rb"<\0[!?a-zA-Z]\0|\0<\0[!?a-zA-Z]")
_BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^\[>]*(?:\[[^\]]*\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)[\s/>]")
_SPACE_NAME = re.compile(r"""\sxmlns(?::[\w.-]+)?\s*=\s*["']([^"'<]*)["']""")
_SUBRIP = re.compile(r"\d{1,6}[ \t]*\r?\n[ \t]*\d{1,3}:\d{2}:\d{2}[,.]\d{1,3}[ \t]*-->")
_NEWSML = frozenset(
    "NewsML newsMessage newsItem packageItem planningItem conceptItem knowledgeItem catalogItem".split()
)
# Namespaces that tell a feed from other documents whose root has the same name.
_SYNDICATION = re.compile(
    r"http://(?:purl\.org/(?:rss|atom)/|(?:my|channel)\.netscape\.com/rdf/|www\.w3\.org/2005/Atom)"
)
_WIRE = re.compile(rb"[\x16\x00\x7f\r\n ]*\x01[A-Za-z][^\x01-\x04]{2,2000}\x02")
_JSON = re.compile(r"(?:\[\s*)?\{\s*\"[^\"\\]{0,100}\"\s*:")
_HTML_DOCTYPE = re.compile(r"<!doctype\s+html[\s>]", re.IGNORECASE)
_HTML_ROOT = re.compile(r"html|head|body|article|main|section|div|p|h1", re.IGNORECASE)


@dataclass(frozen=True)
class FileHead:
    """The beginning of a file, as bytes and as text without byte-order mark; ``suffix`` is in lower case."""

    raw: bytes
    suffix: str = ""

    @cached_property
    def text(self) -> str:
        """The beginning as text, decoded well enough to know markup by."""
        raw = self.raw
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = raw.decode("utf-16", "replace")
        elif _UTF16.match(raw):
            text = raw.decode("utf-16-le" if raw[:1] == b"<" else "utf-16-be", "replace")
        else:
            text = raw.removeprefix(codecs.BOM_UTF8).decode("latin-1")
        return text.lstrip()

    @cached_property
    def root(self) -> str:
        """The name of the first element, without prefix; empty where the file does not begin as markup does."""
        at = self._root_at
        match = _ROOT.match(self.text, at) if at >= 0 else None
        return match.group(1) if match else ""

    @cached_property
    def namespaces(self) -> frozenset[str]:
        """The namespaces that are declared in the first tag."""
        at = self._root_at
        return frozenset(_SPACE_NAME.findall(self.text, at, self.text.find(">", at) + 1)) if at >= 0 else frozenset()

    @property
    def is_xml(self) -> bool:
        """Whether it says that it is XML, by its first line, a namespace or its extension."""
        if self.text.startswith("<?xml") or (self.suffix in (".xml", ".xhtml", ".xht") and self.text[:1] == "<"):
            return True
        return bool(self.namespaces) and self.root.lower() != "html"

    @property
    def is_feed(self) -> bool:
        """Whether it is RSS or Atom."""
        if self.root in ("feed", "RDF"):
            return any(_SYNDICATION.match(space) for space in self.namespaces)
        return self.root.lower() == "rss"

    @property
    def is_page(self) -> bool:
        """Whether it begins as an HTML page does, or a piece of one."""
        if self.root.lower() == "html" or _HTML_DOCTYPE.match(self.text):
            return True
        return not self.is_xml and bool(_HTML_ROOT.fullmatch(self.root))

    @cached_property
    def _root_at(self) -> int:
        """Where the first element begins, or -1."""
        if not self.text.startswith("<"):
            return -1
        at = 0
        while match := _BEFORE_ROOT.match(self.text, at):
            at = match.end()
        return at


@dataclass(frozen=True, slots=True)
class Format:
    """One form of file.

    ``reader`` is "module:function" of this package, called with a name, raw bytes and ``source``. ``looks`` tells
    by content; a form without it is told by ``suffixes`` alone.
    """

    name: str
    reader: str
    suffixes: tuple[str, ...] = ()
    looks: Callable[[FileHead], bool] | None = None


# Files of many records, and packed files: read as a stream of pieces (``archive``).
ARCHIVES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".warc": "warc",
}
PACKED = {".gz": b"\x1f\x8b", ".zst": b"\x28\xb5\x2f\xfd"}

# In the order in which content is tried: the more telling first.
FORMS: tuple[Format, ...] = (
    Format("webvtt", "captions:parse", (".vtt",), lambda head: head.text.lstrip("\xef\xbb\xbf").startswith("WEBVTT")),
    Format("subrip", "captions:parse", (".srt",), lambda head: bool(_SUBRIP.match(head.text))),
    Format("wire", "wire:parse", (".anpa", ".iptc7901"), lambda head: bool(_WIRE.match(head.raw))),
    Format("json", "json:parse", (".json",), lambda head: bool(_JSON.match(head.text))),
    Format("ninjs", "ninjs:parse"),
    Format("newsml", "newsml:parse", (), lambda head: head.root in _NEWSML),
    Format("nitf", "nitf:parse", (".nitf",), lambda head: head.root == "nitf"),
    Format("feed", "feeds:parse", (".rss", ".atom", ".rdf"), lambda head: head.is_feed),
    Format("xhtml", "xhtml:parse", (".xhtml", ".xht"), lambda head: head.root == "html" and head.is_xml),
    Format("html", "html:parse", (".html", ".htm"), lambda head: head.is_page),
    Format("xml", "xml:refuse", (".xml",), lambda head: head.is_xml),
    Format("text", "plaintext:parse", (".txt", ".text")),
)
BY_NAME = {form.name: form for form in FORMS}
BY_SUFFIX = {suffix: form for form in reversed(FORMS) for suffix in form.suffixes}


def form_of(name: str, raw: bytes) -> str:
    """Return the name of the form that ``raw`` has; content decides where it can, else the extension of ``name``.

    >>> form_of("story.txt", b"Mark Latte left.")
    'text'
    """
    head = FileHead(raw[:HEAD], os.path.splitext(name)[1].lower())
    for form in FORMS:
        if form.looks is not None and form.looks(head):
            return form.name
    return BY_SUFFIX.get(head.suffix, BY_NAME["text"]).name


def wanted(name: str) -> bool:
    """Tell by its name whether a file found in a folder is copy.

    >>> wanted("story.TXT"), wanted("photo.jpg"), wanted(".hidden.txt")
    (True, False, False)
    """
    base = os.path.basename(name)
    stem, suffix = os.path.splitext(base)
    if suffix.lower() in PACKED:
        suffix = os.path.splitext(stem)[1]
    return not base.startswith(".") and (suffix.lower() in BY_SUFFIX or suffix.lower() in ARCHIVES)
