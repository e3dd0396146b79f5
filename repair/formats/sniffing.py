"""The beginning of a file, prepared for sniffing; the formats themselves decide whether it is theirs."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cached_property

HEAD_BYTES = 65_536  # a licence in a comment can come before everything else

_UTF16 = re.compile(rb"<\0[!?a-zA-Z]\0|\0<\0[!?a-zA-Z]")
_BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^\[>]*(?:\[[^\]]*\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)[\s/>]")
_SPACE_NAME = re.compile(r"""\sxmlns(?::[\w.-]+)?\s*=\s*["']([^"'<]*)["']""")
# Namespaces that distinguish a feed from other documents whose root has the same name.
_SYNDICATION = re.compile(
    r"http://(?:purl\.org/(?:rss|atom)/|(?:my|channel)\.netscape\.com/rdf/|www\.w3\.org/2005/Atom)"
)
_HTML_DOCTYPE = re.compile(r"<!doctype\s+html[\s>]", re.IGNORECASE)
_HTML_ROOT = re.compile(r"html|head|body|article|main|section|div|p|h1", re.IGNORECASE)


@dataclass(frozen=True)
class FileHead:
    """The beginning of a file, as bytes and as text without byte-order mark; ``suffix`` is in lower case."""

    raw: bytes
    suffix: str = ""

    @cached_property
    def text(self) -> str:
        """The beginning as text, decoded well enough to recognise markup."""
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
        """The name of the first element, without prefix; empty where the file does not begin like markup."""
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
        """Whether its first line, a namespace or its extension shows that it is XML."""
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
    def is_html(self) -> bool:
        """Whether it begins like an HTML page or fragment."""
        if self.root.lower() == "html" or _HTML_DOCTYPE.match(self.text):
            return True
        return not self.is_xml and bool(_HTML_ROOT.fullmatch(self.root))

    @cached_property
    def _root_at(self) -> int:
        """The offset of the first element, or -1."""
        if not self.text.startswith("<"):
            return -1
        at = 0
        while match := _BEFORE_ROOT.match(self.text, at):
            at = match.end()
        return at
