"""Text out of markup: runs of it, each with its place in the marked-up string, and what a reader sees between them.

A run never crosses a tag, so that an edit never touches one. Works on decoded strings, so that markup inside other
forms (JSON, a feed) is read alike; which tags mean what is not known here.
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

UNREADABLE = "{path}: {why}"
NO_TEXT = "{path}: holds no text of a story that is read; check that it is the right file"

JOINED, SPACE, LINE, BLOCK = "", " ", "\n", "\n\n"
_STRENGTH = {JOINED: 0, SPACE: 1, LINE: 2, BLOCK: 3}
_BLANK = " \t\n\r\f"

# What is not said as it stands: references, and blanks that are shown as one space.
_BLANKS = r"[ \t\n\r\f]{2,}|[\t\n\r\f]"
_SPECIAL = {
    "html": (re.compile(f"{HTML_REFERENCE}|{_BLANKS}"), re.compile(f"{HTML_REFERENCE}|\r\n?")),
    "xml": (re.compile(f"{XML_REFERENCE}|{_BLANKS}"), re.compile(f"{XML_REFERENCE}|\r\n?")),
    "none": (re.compile(_BLANKS), re.compile("\r\n?")),
}
_SPECIAL["attribute"] = _SPECIAL["html"]


class MarkupError(ValueError):
    """Why some markup cannot be read, in words that lack only the name of the file."""


class NoTextError(FormatError):
    """A file, or a record, that holds no text; to an archive, such a record is no fault."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text as a reader sees it, without blanks at its ends.

    ``offsets[i]`` is where its code point ``i`` begins in the marked-up string (code points, ``len(text) + 1`` of
    them); ``gap`` is what a reader sees between the run before and this one; ``escape`` writes text in its place.
    """

    text: str
    offsets: Offsets
    escape: Escape
    gap: str = BLOCK
    role: str = "body"


@dataclass(frozen=True, slots=True)
class MarkupText:
    """A marked-up string, or a stretch of it, and how to read it.

    ``references`` is "html", "attribute", "xml" or "none" (a CDATA section). ``keep_blanks``: whether blanks are shown
    as they stand, as in preformatted text.
    """

    text: str
    references: str = "html"
    keep_blanks: bool = False

    def decoded(self, low: int, high: int) -> tuple[str, Offsets]:
        """Return what the stretch from ``low`` to ``high`` says, and the offset of each code point and of the end."""
        special = _SPECIAL[self.references][self.keep_blanks]
        if special.search(self.text, low, high) is None:
            return self.text[low:high], range(low, high + 1)
        pieces: list[str] = []
        at, to = array("q", [0]), array("q", [low])
        length, done = 0, low
        for match in special.finditer(self.text, low, high):
            shown, taken = self._shown(match.group())
            if not taken:
                continue
            start, end = match.start(), match.start() + taken
            pieces += [self.text[done:start], shown]
            length += start - done
            at.append(length)
            to.append(start)
            length += len(shown)
            done = end
            # Where two characters stand for one reference, it is the first one's place; where none does, it
            # goes with what came before.
            at.extend(range(length - len(shown) + 1, length + 1) or (length,))
            to.extend([end] * max(1, len(shown)))
        pieces.append(self.text[done:high])
        return "".join(pieces), PiecewiseOffsets(at, to)

    def _shown(self, token: str) -> tuple[str, int]:
        """Return what a special token is shown as, and how many code points of it that takes."""
        if token[0] == "&":
            return decode_reference(token, attribute=self.references == "attribute")
        return ("\n" if self.keep_blanks else " "), len(token)


class RunCollector:
    """Gathers the runs of a story in their order, and what is seen between them."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._gap = BLOCK

    def separate(self, gap: str = BLOCK) -> None:
        """Part what follows from what came before by ``gap``, unless more parts them already."""
        if _STRENGTH[gap] > _STRENGTH[self._gap]:
            self._gap = gap

    @property
    def at_block_start(self) -> bool:
        """Whether a block has only just begun."""
        return self._gap == BLOCK

    def add(self, source: MarkupText, bounds: tuple[int, int], escape: Escape, role: str = "body") -> None:
        """Add the stretch of ``source`` within ``bounds``, without the blanks at its ends."""
        text = source.text[bounds[0] : bounds[1]]
        rest = text.lstrip(_BLANK)
        lead = len(text) - len(rest)
        if lead:
            self.separate(_gap_of(text[:lead], source.keep_blanks))
        core = rest.rstrip(_BLANK)
        if not core:
            return
        low = bounds[0] + lead
        said, offsets = source.decoded(low, low + len(core))
        if said:
            self.runs.append(Run(said, offsets, escape, self._gap, role))
            self._gap = _gap_of(rest[len(core) :], source.keep_blanks) if len(core) < len(rest) else JOINED

    def extend(self, runs: Iterable[Run]) -> None:
        """Add runs that were read elsewhere, parted as they are, and the first from what came before."""
        for number, run in enumerate(runs):
            self.separate(run.gap if number else BLOCK)
            self.runs.append(run if number else replace(run, gap=self._gap))
            self._gap = JOINED


def _gap_of(blanks: str, keep: bool) -> str:
    """Return what is seen of blanks between two runs."""
    lines = blanks.count("\n") if keep else 0
    return BLOCK if lines > 1 else LINE if lines else SPACE


# --- markup within markup


def nest(outer: Sequence[Run], read: Callable[[str], Iterable[Run]]) -> Iterator[Run]:
    """Read the texts of ``outer``, put together, as markup of their own, and yield its runs.

    Their offsets are those of the string that ``outer`` was found in. A run that crosses from one of ``outer`` to the
    next is cut there, and a character that does stands in no run but in the gap between two.
    """
    starts = [0]
    for run in outer:
        starts.append(starts[-1] + len(run.text))
    for run in read("".join(run.text for run in outer)):
        at, gap = 0, run.gap
        while at < len(run.text):
            piece = min(bisect_right(starts, run.offsets[at]), len(outer)) - 1
            holder, base, end = outer[piece], starts[piece], starts[piece + 1]
            # The first code point that does not end within this piece.
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
    """Return the escape of markup that stands within other markup."""
    return lambda text, encode: inner(text, lambda said: outer(said, encode))


# --- runs into a story


def layout(runs: Iterable[Run], places: Offsets, encode: Encode, *, start: int = 0) -> tuple[str, list[TextRun]]:
    """Return the text that ``runs`` make up, and its parts.

    ``places`` and ``encode`` are those of the string the runs were found in: the byte that each of its code points
    begins at, and the bytes for text in it. ``start`` is where the text begins in that of the document.
    """
    said: list[str] = []
    parts: list[TextRun] = []
    at = start
    for number, run in enumerate(runs):
        if number:
            said.append(run.gap)
            at += len(run.gap)
        said.append(run.text)
        span = Span(at, at + len(run.text))
        parts.append(TextRun(span, ComposedOffsets(run.offsets, places), _encoder(run.escape, encode), run.role))
        at = span.end
    return "".join(said), parts


def _encoder(escape: Escape, encode: Encode) -> Encode:
    return lambda text: escape(text, encode)


@dataclass(frozen=True, slots=True)
class RunReader:
    """How a form of markup is read: ``runs`` finds its runs in a decoded string, or raises `MarkupError`."""

    form: str
    label: str
    runs: Callable[[str], Iterable[Run]]

    def read(self, decoded: Decoded, *, source: str = "") -> SourceDocument:
        """Return the reading of a decoded file, or raise `FormatError`."""
        try:
            text, parts = layout(self.runs(decoded.text), decoded.byte_offsets, decoded.encode)
        except MarkupError as error:
            raise FormatError(UNREADABLE.format(path=decoded.name, why=error)) from error
        if not parts:
            raise NoTextError(NO_TEXT.format(path=decoded.name))
        publication, day = metadata(self.form, decoded.text)
        return SourceDocument(
            name=decoded.name,
            document=Document(hashlib.sha256(text.encode()).hexdigest()[:16], text, source or decoded.name, day),
            raw=decoded.raw,
            runs=tuple(parts),
            reparse=lambda changed: self.read(decoded.decode_again(changed), source=source),
            format=self.form,
            label=f"{self.label}, {decoded.label}",
            encoding_guessed=decoded.guessed,
            publication=publication,
        )
