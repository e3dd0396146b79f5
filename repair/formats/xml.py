"""Text in XML: the expat parser reports positions, and a policy for each dialect decides which elements are the story.

A document that declares entities is refused, and nothing outside the document is ever opened.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple, NoReturn
from xml.parsers import expat

from repair.core.errors import FormatError
from repair.formats.charset import decode_xml
from repair.formats.escapes import Encode, escape_cdata, escape_text, escape_xml, write_cdata
from repair.formats.html import add_description, html_runs
from repair.formats.html_tokenizer import attributes
from repair.formats.offsets import ShiftedOffsets
from repair.formats.text_runs import LINE, MarkupError, MarkupText, Run, RunCollector, nest
from repair.formats.xml_limits import DECLARED, DeclarationError, limit_declarations

MAX_DEPTH = 1_000  # elements within each other

NOT_XML = "the text is not well-formed XML ({why}); save it again"
TOO_DEEP = "the elements are nested deeper than {depth:,}, as in no story; check that it is the right file"
OTHER_DIALECT = "this kind of XML is not read (it begins with {root}); give NITF, NewsML, RSS, Atom, TTML or XHTML"
NO_LETTERS = "the text has an unpaired surrogate; save it again as UTF-8"

_ESCAPED_CDATA = re.compile(r"\s*<!\[CDATA\[(.*)\]\]>\s*", re.DOTALL)
_MARKED = re.compile(r"<[A-Za-z/!]|&(?:#[0-9xX]|[A-Za-z]{2,31};)")


class NotXmlError(MarkupError):
    """The markup is not well-formed XML."""


class ReadMode(enum.Enum):
    """How an element is read."""

    SKIP = "nothing in it is read"
    FRAME = "only its child elements are read"
    BLOCK = "its text is a block"
    INLINE = "its text is part of the block around it"
    LINE = "it breaks a line"
    PASSAGE = "its text begins a block, which the elements after it may continue"
    PHRASE = "its text continues the block before it, on a new line"
    NOTE = "its text is in an attribute"
    MARKUP = "its text is HTML"
    TITLE = "its text is HTML if it looks like it, else plain text with collapsed white space"
    DATA = "its text is HTML if it looks like it, else plain text with its white space"


class Tag(NamedTuple):
    """A start tag: local name, namespace, and attributes (those with a namespace as "namespace name")."""

    name: str
    space: str
    attributes: Mapping[str, str]


class Frame(NamedTuple):
    """How an open element is read. A named tuple, because a document has one for each element.

    Attributes:
        mode: How its text is read.
        role: The role of its text in the story.
        policy: Decides how its child elements are read.
        keep_blanks: Whether white space is shown unchanged.
    """

    mode: ReadMode
    role: str
    policy: Policy
    keep_blanks: bool = False

    def child(self, mode: ReadMode, role: str | None = None) -> Frame:
        """Return the frame of a child element with the same policy."""
        return Frame(mode, role or self.role, self.policy, self.keep_blanks)


# Decides how an element is read, from its tag and the frame of its parent.
Policy = Callable[[Tag, Frame], Frame]

# Tuples, not sets: comparing by identity is faster than hashing.
_READ = (ReadMode.BLOCK, ReadMode.INLINE, ReadMode.PASSAGE, ReadMode.PHRASE)
_COLLECTED = (ReadMode.MARKUP, ReadMode.TITLE, ReadMode.DATA)
_APART = (ReadMode.BLOCK, ReadMode.FRAME, *_COLLECTED)


def refuse(name: str, raw: bytes, *, source: str = "") -> NoReturn:
    """Refuse XML of an unknown dialect, where text and codes cannot be distinguished; always raises `FormatError`."""
    root = re.search(r"<[A-Za-z_][^\s/>]{0,60}", decode_xml(name, raw).text)
    raise FormatError.of(OTHER_DIALECT, path=name, root=f"{root.group()}>" if root else "no element")


def xml_runs(text: str, policy: Policy, *, fragment: bool = False) -> list[Run]:
    """Return the runs that ``policy`` finds in an XML document; offsets are code points of ``text``.

    Args:
        text: The decoded document.
        policy: Decides how elements are read.
        fragment: Whether it may be a fragment, without a root element.

    Raises:
        MarkupError: It is not well-formed, declares entities, or is nested too deeply.
    """
    lead = len(text) - len(text.lstrip(" \t\r\n\ufeff"))
    around = fragment and not text.startswith(("<?xml", "<!"), lead)
    reader = _XmlReader(text, lead, policy, around=around)
    try:
        reader.run()
    except expat.ExpatError as error:
        why, line = expat.ErrorString(error.code), error.lineno + text.count("\n", 0, lead)
        raise NotXmlError.of(NOT_XML, why=why, place=f"line {line:,}, column {error.offset + 1:,}") from error
    except DeclarationError as error:
        raise MarkupError.of(DECLARED, what=error.what, name=error.name) from error
    except UnicodeEncodeError as error:
        raise MarkupError.of(NO_LETTERS) from error
    return reader.flow.runs


class _XmlReader:
    """One pass over a document, driven by the events of the parser."""

    def __init__(self, text: str, lead: int, policy: Policy, *, around: bool) -> None:
        self.flow = RunCollector()
        self._text = text
        self._around = b"<around>" if around else b""
        self._raw = self._around + text[lead:].encode("utf-8") + self._around.replace(b"<", b"</")
        self._flat = text.isascii()
        self._counted = (len(self._around), lead)  # bytes of the parser's input, code points of the text
        self._stack = [Frame(ReadMode.BLOCK if around else ReadMode.FRAME, "body", policy)]
        self._text_from = -1
        self._in_section = False
        self._collected: list[Run] = []
        self._sources = {
            (references, keep): MarkupText(text, references, keep)
            for references in ("xml", "none")
            for keep in (False, True)
        }
        self._parser = self._new_parser()

    def run(self) -> None:
        """Read the whole document."""
        self._parser.Parse(self._raw, True)

    def _new_parser(self) -> expat.XMLParserType:
        # The string is decoded already, so its own declaration of an encoding no longer applies.
        parser = expat.ParserCreate("UTF-8", " ")
        # References to entities of a missing DTD are skipped instead of being errors.
        parser.UseForeignDTD(True)
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        limit_declarations(parser)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.SkippedEntityHandler = self._skipped_entity
        parser.StartCdataSectionHandler = partial(self._section, True)
        parser.EndCdataSectionHandler = partial(self._section, False)
        parser.CommentHandler = self._boundary
        parser.ProcessingInstructionHandler = self._boundary
        return parser

    def _here(self) -> int:
        """Return the position of the parser in code points of the text; it only moves forward."""
        at, (done, counted) = self._parser.CurrentByteIndex, self._counted
        if self._flat:
            return counted + at - done
        if at > done:
            counted += len(self._raw[done:at].decode("utf-8"))
            self._counted = at, counted
        return counted

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._text_from >= 0:
            self._flush()
        above = self._stack[-1]
        if above.mode in _COLLECTED:
            self._read_collected(above)
        if len(self._stack) > MAX_DEPTH:
            raise MarkupError.of(TOO_DEEP, depth=MAX_DEPTH)
        if above.mode is ReadMode.SKIP or (self._around and len(self._stack) == 1):
            self._stack.append(above)
            return
        space, _, local = name.rpartition(" ")
        frame = above.policy(Tag(local, space, attributes), above)
        self._stack.append(frame)
        if frame.mode in _APART or frame.mode is ReadMode.PASSAGE:
            self.flow.separate()
        elif frame.mode is ReadMode.PHRASE:
            self.flow.end_line()
        elif frame.mode is ReadMode.LINE or frame.mode is ReadMode.SKIP:
            self.flow.separate(LINE)
        elif frame.mode is ReadMode.NOTE:
            self._note(local)

    def _note(self, name: str) -> None:
        """Add the text in an attribute of an element."""
        low = self._here() + 1
        bounds = low + len(name) * self._text.startswith(name, low), len(self._text)
        add_description(self.flow, MarkupText(self._text, "xml"), name, attributes(self._text, *bounds))

    def _end(self, _: str) -> None:
        if self._text_from >= 0:
            self._flush()
        frame = self._stack.pop()
        if frame.mode in _COLLECTED:
            self._read_collected(frame)
        if frame.mode in _APART:
            self.flow.separate()

    def _characters(self, _: str) -> None:
        if self._text_from < 0:
            self._text_from = self._here()

    def _skipped_entity(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self._characters(name)

    def _boundary(self, *_: str) -> None:
        self._flush()

    def _section(self, inside: bool) -> None:
        self._flush()
        self._in_section = inside

    def _flush(self) -> None:
        """Add the text that ends here, if there is any."""
        if self._text_from < 0:
            return
        low, self._text_from = self._text_from, -1
        frame = self._stack[-1]
        references, escape = ("none", escape_cdata) if self._in_section else ("xml", escape_xml)
        if frame.mode in _READ:
            self.flow.add(self._sources[references, frame.keep_blanks], (low, self._here()), escape, frame.role)
        elif frame.mode in _COLLECTED:
            text, offsets = self._sources[references, True].decoded(low, self._here())
            self._collected.append(Run(text, offsets, escape))

    def _read_collected(self, frame: Frame) -> None:
        """Add the text of an element that may itself be markup."""
        outer, self._collected = self._collected, []
        text = "".join(run.text for run in outer)
        if not text.strip():
            return
        inside = _ESCAPED_CDATA.fullmatch(text)
        if inside is not None:
            # Some programs escape a CDATA section instead of writing one; HTML would read it as a comment.
            outer = _cut(outer, inside.start(1), inside.end(1))
            text = inside.group(1)
        if frame.mode is ReadMode.MARKUP or _MARKED.search(text):
            # HTML has references of its own, so text need not leave the CDATA section.
            strict: list[Run] = [
                replace(run, escape=write_cdata if run.escape is escape_cdata else escape_xml) for run in outer
            ]
            inner = list(nest(strict, html_runs))
        else:
            inner = list(nest(outer, partial(_plain_runs, keep=frame.mode is ReadMode.DATA)))
        self.flow.extend(replace(run, role=frame.role if run.role == "body" else run.role) for run in inner)


def _cut(runs: Sequence[Run], low: int, high: int) -> list[Run]:
    """Return the part of ``runs`` from ``low`` to ``high``, counted in code points of their texts together."""
    cut: list[Run] = []
    at = 0
    for run in runs:
        first, last = max(low - at, 0), min(high - at, len(run.text))
        if first < last:
            cut.append(replace(run, text=run.text[first:last], offsets=ShiftedOffsets(run.offsets, -first)))
        at += len(run.text)
    return cut


def _plain_runs(text: str, *, keep: bool) -> list[Run]:
    """Return the run of a plain text."""
    flow = RunCollector()
    flow.add(MarkupText(text, "none", keep), (0, len(text)), _plain)
    return flow.runs


def _plain(text: str, encode: Encode) -> bytes:
    """Write ``text`` where a reader treats it as HTML only if it looks like HTML."""
    return escape_text(text, encode) if _MARKED.search(text) else encode(text)
