"""Captions: SubRip, WebVTT and SBV. The text of the cues is read; times, numbers, notes and styles are never touched.

The lines of a cue are read as one text, and so are cues in quick succession, so that a name across a line end is found.
A word that a hyphen breaks at a line end is read as one word. Each line is a separate run, so no edit moves a line end.
Tags divide a line in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from repair.formats.cue_passages import CuePassages
from repair.formats.document import SourceDocument
from repair.formats.escapes import Encode, Escape, escape_text
from repair.formats.text_runs import BLOCK, MarkupError, MarkupText, Run, RunCollector, RunReader
from repair.formats.undeclared_encoding import decode

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_ARROW = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}")
_TIMES = {
    "subrip": _ARROW,
    "webvtt": _ARROW,
    "sbv": re.compile(rf"(?<![ \t])[ \t]*+{_TIME},{_TIME}[ \t]*+(?=[\r\n]|$)"),
}
_LINE = re.compile(r"[^\r\n]*")
_LINE_END = re.compile(r"\r\n|\r|\n")
# Tags in a cue: <i>, <v Speaker>, <00:01.000>, and {\an8} in SubRip.
_TAG = {
    "subrip": re.compile(r"</?[A-Za-z][^<>\r\n]{0,200}>|\{\\[^{}\r\n]{0,60}\}"),
    "sbv": re.compile(r"\[br\]"),
    "webvtt": re.compile(r"</?[A-Za-z0-9.][^<>\r\n]{0,500}>|</>"),
}
_FORBIDDEN = re.compile(r"[<>\r\n]|\{\\")
_NUMBER = re.compile(r"\s*\d+\s*")

NO_CUES = "the file has no captions; check that it is a SubRip (.srt), WebVTT (.vtt) or SBV (.sbv) file"
CAPTION_NEVER = "not allowed in a caption"

Line = tuple[int, int]


def parse(name: str, raw: bytes, *, source: str = "") -> SourceDocument:
    """Read captions in SubRip, in WebVTT, or in SBV, which YouTube exports; the first line decides which they are.

    Raises:
        FormatError: They have no cue with text, or cannot be decoded.

    >>> reading = parse("a.srt", b"1\\n00:00:01,000 --> 00:00:02,000\\n<i>Mark Latte</i>\\nleft.\\n")
    >>> reading.document.text, reading.write([]) == reading.raw
    ('Mark Latte left.', True)
    """
    decoded = decode(name, raw)
    if decoded.text.startswith("WEBVTT"):
        return WEBVTT.read(decoded, source=source)
    reader = SBV if _TIMES["sbv"].match(decoded.text.lstrip()) else SUBRIP
    return reader.read(decoded, source=source)


def _subrip(text: str) -> list[Run]:
    return _runs(text, "subrip", escape_subrip)


def _webvtt(text: str) -> list[Run]:
    return _runs(text, "webvtt", escape_text)


def _sbv(text: str) -> list[Run]:
    return _runs(text, "sbv", escape_subrip)


SUBRIP = RunReader("subrip", "SubRip", _subrip)
WEBVTT = RunReader("webvtt", "WebVTT", _webvtt)
SBV = RunReader("sbv", "SBV", _sbv)


def _runs(text: str, form: str, escape: Escape) -> list[Run]:
    """Return the runs of all cues."""
    flow, tag = RunCollector(), _TAG[form]
    source = MarkupText(text, "html" if form == "webvtt" else "none", keep_blanks=True)
    passages = CuePassages()
    for cue in _cues(text, form):
        if not passages.continues(cue.start, cue.end):
            flow.separate(BLOCK)
        for low, high in cue.lines:
            flow.end_line()
            for number, bounds in enumerate(_between_tags(text, (low, high), tag)):
                if number and form == "sbv":  # its only tag is a line end
                    flow.end_line()
                flow.add(source, bounds, escape, "caption")
    if not flow.runs:
        raise MarkupError.of(NO_CUES)
    return flow.runs


@dataclass(frozen=True, slots=True)
class _Cue:
    """A cue: when it is shown (seconds), and its lines as ranges of code points without line ends."""

    start: float
    end: float
    lines: list[Line]


def _cues(text: str, form: str) -> Iterator[_Cue]:
    """Yield the cues with text."""
    times_of = _TIMES[form].match
    cue = _Cue(0, 0, [])
    inside = False
    at = 0
    while at < len(text):
        match = _LINE.match(text, at)
        end = match.end() if match else at
        if times := times_of(text, at, end):
            # Without a blank line between cues, the last line of a cue is the number of the next.
            if len(cue.lines) > 1 and _NUMBER.fullmatch(text, *cue.lines[-1]):
                del cue.lines[-1]
            if cue.lines:
                yield cue
            cue, inside = _Cue(_seconds(times.groups()[:4]), _seconds(times.groups()[4:]), []), True
        elif not text[at:end].strip():
            inside = False
        elif inside:
            cue.lines.append((at, end))
        line_end = _LINE_END.match(text, end)
        at = line_end.end() if line_end else end
    if cue.lines:
        yield cue


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction}")


def _between_tags(text: str, line: Line, tag: re.Pattern[str]) -> Iterator[Line]:
    """Yield the parts of a line between its tags."""
    at, high = line
    for match in tag.finditer(text, at, high):
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    if high > at:
        yield at, high


def escape_subrip(text: str, encode: Encode) -> bytes:
    """Write ``text`` in a SubRip cue, where markup cannot be escaped; raise `UnicodeEncodeError` for markup."""
    match = _FORBIDDEN.search(text)
    if match:
        raise UnicodeEncodeError("caption", text, match.start(), match.end(), CAPTION_NEVER)
    return encode(text)
