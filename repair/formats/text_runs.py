"""Text in markup: runs with their offsets in the marked-up string, and the visible gaps between them.

A run never crosses a tag, so an edit never changes a tag. The input is decoded strings, so that markup inside other
formats (JSON, a feed) is read in the same way. The readers of the formats define the meaning of tags.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from repair.core.errors import FormatError
from repair.core.types import Document, Span
from repair.formats.charset import Decoded
from repair.formats.document import SourceDocument, TextRun
from repair.formats.escapes import HTML_REFERENCE, XML_REFERENCE, Encode, Escape, decode_reference
from repair.formats.metadata import metadata
from repair.formats.offsets import ComposedOffsets, Offsets, PiecewiseOffsets, ShiftedOffsets

NO_TEXT = "there is no story text in it; check that it is the right file"

JOINED, SPACE, LINE, BLOCK = "", " ", "\n", "\n\n"
_STRENGTH = {JOINED: 0, SPACE: 1, LINE: 2, BLOCK: 3}
_BLANK = " \t\n\r\f"
_BREAKS_WORD = re.compile(r"[^\W\d_][\-\u2010]$")  # at a line end, before a small letter

# Source text that is shown differently: references, and white space that is shown as one space.
_BLANKS = r"[ \t\n\r\f]{2,}|[\t\n\r\f]"
_SPECIAL = {
    "html": (re.compile(f"{HTML_REFERENCE}|{_BLANKS}"), re.compile(f"{HTML_REFERENCE}|\r\n?")),
    "xml": (re.compile(f"{XML_REFERENCE}|{_BLANKS}"), re.compile(f"{XML_REFERENCE}|\r\n?")),
    "none": (re.compile(_BLANKS), re.compile("\r\n?")),
}
_SPECIAL["attribute"] = _SPECIAL["html"]


class MarkupError(FormatError):
    """Markup cannot be read. It has no path: the caller that knows the file adds it."""


class NoTextError(FormatError):
    """A file or a record has no text. For a record of an archive, this is not an error."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text as a reader sees it, without white space at its ends.

    Attributes:
        text: The decoded text.
        offsets: The offset of each code point in the marked-up string (code points), and the end of the run.
        escape: Function that escapes text for this place.
        gap: The visible text between the previous run and this one.
        role: The role of the run in the story.
    """

    text: str
    offsets: Offsets
    escape: Escape
    gap: str = BLOCK
    role: str = "body"


@dataclass(frozen=True, slots=True)
class MarkupText:
    """A marked-up string and how its text is decoded.

    Attributes:
        text: The string.
        references: Which character references it has: "html", "attribute", "xml", or "none" (a CDATA section).
        keep_blanks: Whether white space is shown unchanged, as in preformatted text.
    """

    text: str
    references: str = "html"
    keep_blanks: bool = False

    def decoded(self, low: int, high: int) -> tuple[str, Offsets]:
        """Return the text between ``low`` and ``high`` as shown, and the offset of each code point and of the end."""
        special = _SPECIAL[self.references][self.keep_blanks]
        if special.search(self.text, low, high) is None:
            return self.text[low:high], range(low, high + 1)
        pieces: list[str] = []
        at, to = array("q", [0]), array("q", [low])
        length, done = 0, low
        for match in special.finditer(self.text, low, high):
            decoded, token_length = self._decode_token(match.group())
            if not token_length:
                continue
            start, end = match.start(), match.start() + token_length
            pieces += [self.text[done:start], decoded]
            length += start - done
            at.append(length)
            to.append(start)
            length += len(decoded)
            done = end
            # A reference to two characters has the offset of the first; one to none belongs to the text before it.
            at.extend(range(length - len(decoded) + 1, length + 1) or (length,))
            to.extend([end] * max(1, len(decoded)))
        pieces.append(self.text[done:high])
        return "".join(pieces), PiecewiseOffsets(at, to)

    def _decode_token(self, token: str) -> tuple[str, int]:
        """Return the visible text of a reference or white space, and its length in code points of ``token``."""
        if token[0] == "&":
            return decode_reference(token, attribute=self.references == "attribute")
        return ("\n" if self.keep_blanks else " "), len(token)


class RunCollector:
    """Collects the runs of a story in order, with the gaps between them."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._gap = BLOCK
        self._at_line_end = False

    def separate(self, gap: str = BLOCK) -> None:
        """Separate the next run from the previous run by ``gap``, unless a stronger gap already separates them."""
        if _STRENGTH[gap] > _STRENGTH[self._gap]:
            self._gap = gap

    def end_line(self) -> None:
        """Separate the next run from the previous run by a space, or by a line end where a hyphen breaks a word there.

        A hyphen before a space breaks no word: "pre- and post-war".
        """
        self.separate(SPACE)
        self._at_line_end = True

    @property
    def at_block_start(self) -> bool:
        """Whether no run follows the last block boundary."""
        return self._gap == BLOCK

    def add(self, source: MarkupText, bounds: tuple[int, int], escape: Escape, role: str = "body") -> None:
        """Add the text of ``source`` within ``bounds``, without white space at its ends."""
        text = source.text[bounds[0] : bounds[1]]
        rest = text.lstrip(_BLANK)
        lead = len(text) - len(rest)
        if lead:
            self.separate(_gap_of(text[:lead], source.keep_blanks))
        core = rest.rstrip(_BLANK)
        if not core:
            return
        low = bounds[0] + lead
        decoded, offsets = source.decoded(low, low + len(core))
        if decoded:
            self.runs.append(Run(decoded, offsets, escape, self._gap_before(decoded), role))
            self._at_line_end = False
            self._gap = _gap_of(rest[len(core) :], source.keep_blanks) if len(core) < len(rest) else JOINED

    def _gap_before(self, text: str) -> str:
        is_broken = self._at_line_end and self._gap == SPACE and text[0].islower() and self.runs
        return LINE if is_broken and _BREAKS_WORD.search(self.runs[-1].text[-2:]) else self._gap

    def extend(self, runs: Iterable[Run]) -> None:
        """Add runs of an inner reader with their gaps; the first begins a block."""
        for number, run in enumerate(runs):
            self.separate(run.gap if number else BLOCK)
            self.runs.append(run if number else replace(run, gap=self._gap))
            self._gap = JOINED


def _gap_of(blanks: str, keep: bool) -> str:
    """Return the gap for the white space between two runs."""
    lines = blanks.count("\n") if keep else 0
    return BLOCK if lines > 1 else LINE if lines else SPACE


# --- markup within markup


def nest(outer: Sequence[Run], read: Callable[[str], Iterable[Run]]) -> Iterator[Run]:
    """Read the concatenated texts of ``outer`` as inner markup.

    A run that crosses from one outer run to the next is cut there. A character that crosses is part of the gap.

    Args:
        outer: Runs of the outer markup.
        read: Reader of the inner markup.

    Yields:
        Inner runs, with offsets in the string that ``outer`` was found in.
    """
    starts = [0]
    for run in outer:
        starts.append(starts[-1] + len(run.text))
    for run in read("".join(run.text for run in outer)):
        at, gap = 0, run.gap
        while at < len(run.text):
            piece = min(bisect_right(starts, run.offsets[at]), len(outer)) - 1
            holder, base, end = outer[piece], starts[piece], starts[piece + 1]
            # The first code point that does not end within this run.
            last = bisect_left(range(at + 1, len(run.text) + 1), end + 1, key=run.offsets.__getitem__) + at
            if last > at:
                offsets = ComposedOffsets(ShiftedOffsets(run.offsets, -at), ShiftedOffsets(holder.offsets, base))
                escape = _within(run.escape, holder.escape)
                yield replace(run, text=run.text[at:last], offsets=offsets, gap=gap, escape=escape)
                gap = JOINED
            if last < len(run.text) and run.offsets[last] < end:
                gap += run.text[last]
                last += 1
            at = last


def _within(inner: Escape, outer: Escape) -> Escape:
    """Return the escape of markup inside other markup."""
    return lambda text, encode: inner(text, lambda escaped: outer(escaped, encode))


# --- runs into a story


def layout(runs: Iterable[Run], offsets: Offsets, encode: Encode, *, start: int = 0) -> tuple[str, list[TextRun]]:
    """Return the text of a story and its runs.

    Args:
        runs: Runs of a marked-up string.
        offsets: Byte at which each code point of that string begins.
        encode: Turns text of that string into bytes.
        start: Where the text begins in that of the document (code points).
    """
    pieces: list[str] = []
    text_runs: list[TextRun] = []
    at = start
    for number, run in enumerate(runs):
        if number:
            pieces.append(run.gap)
            at += len(run.gap)
        pieces.append(run.text)
        span = Span(at, at + len(run.text))
        text_runs.append(TextRun(span, ComposedOffsets(run.offsets, offsets), _encoder(run.escape, encode), run.role))
        at = span.end
    return "".join(pieces), text_runs


def _encoder(escape: Escape, encode: Encode) -> Encode:
    return lambda text: escape(text, encode)


@dataclass(frozen=True, slots=True)
class RunReader:
    """Reader of a markup format.

    Attributes:
        format: Name of the format.
        label: Name to show to users.
        runs: Finds the runs in a decoded string, or raises `MarkupError`.
    """

    format: str
    label: str
    runs: Callable[[str], Iterable[Run]]

    def read(self, decoded: Decoded, *, source: str = "") -> SourceDocument:
        """Return the story in a decoded file.

        Raises:
            FormatError: The markup cannot be read.
            NoTextError: It holds no text.
        """
        try:
            text, text_runs = layout(self.runs(decoded.text), decoded.byte_offsets, decoded.encode)
        except MarkupError as error:
            raise error.within(decoded.name) from error
        if not text_runs:
            raise NoTextError.of(NO_TEXT, path=decoded.name)
        publication, day = metadata(self.format, decoded.text)
        return SourceDocument(
            name=decoded.name,
            document=Document(hashlib.sha256(text.encode()).hexdigest()[:16], text, source or decoded.name, day),
            raw=decoded.raw,
            runs=tuple(text_runs),
            reparse=lambda changed: self.read(decoded.decode_again(changed), source=source),
            format=self.format,
            label=f"{self.label}, {decoded.label}",
            encoding_guessed=decoded.guessed,
            publication=publication,
            codec=decoded.encoding.codec,
            bom_length=decoded.encoding.bom_length,
        )
