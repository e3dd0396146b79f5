"""Captions: SubRip and WebVTT, whose cues hold the text; times, numbers, notes and styles are never touched.

Lines of a cue are read on as one text, and so are cues that follow at once, so that a name over a line's end can be
found; but each line is a run of its own, and no edit moves its end. Tags cut a line likewise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from repair.formats.decoding import decode
from repair.formats.document import SourceDocument
from repair.formats.escapes import Encode, Escape, escape_text
from repair.formats.runs import BLOCK, SPACE, MarkupError, MarkupText, Run, RunCollector, RunReader

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMES = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}")
_LINE = re.compile(r"[^\r\n]*")
_LINE_END = re.compile(r"\r\n|\r|\n")
# What SubRip and WebVTT mark a cue up with: <i>, <v Speaker>, <00:01.000>, and {\an8} in SubRip.
_TAG = {
    "subrip": re.compile(r"</?[A-Za-z][^<>\r\n]{0,200}>|\{\\[^{}\r\n]{0,60}\}"),
    "webvtt": re.compile(r"</?[A-Za-z0-9.][^<>\r\n]{0,500}>|</>"),
}
_NO_CAPTION = re.compile(r"[<>\r\n]|\{\\")
_NUMBER = re.compile(r"\s*\d+\s*")
# What parts one passage from the next is told by time and number, which no edit changes.
_PAUSE = 2.0  # seconds
_LONGEST = 30  # cues

NO_CUES = "holds no caption; check that it is a SubRip (.srt) or WebVTT (.vtt) file"
CAPTION_NEVER = "not in a caption"

Line = tuple[int, int]


def parse(name: str, raw: bytes, *, source: str = "") -> SourceDocument:
    """Read the captions in ``raw``, SubRip or WebVTT; `FormatError` when there is none.

    >>> reading = parse("a.srt", b"1\\n00:00:01,000 --> 00:00:02,000\\n<i>Mark Latte</i>\\nleft.\\n")
    >>> reading.document.text, reading.write([]) == reading.raw
    ('Mark Latte left.', True)
    """
    decoded = decode(name, raw)
    reader = WEBVTT if decoded.text.startswith("WEBVTT") else SUBRIP
    return reader.read(decoded, source=source)


def _subrip(text: str) -> list[Run]:
    return _runs(text, "subrip", in_caption)


def _webvtt(text: str) -> list[Run]:
    return _runs(text, "webvtt", escape_text)


SUBRIP = RunReader("subrip", "SubRip", _subrip)
WEBVTT = RunReader("webvtt", "WebVTT", _webvtt)


def _runs(text: str, form: str, escape: Escape) -> list[Run]:
    """Return the runs of all cues."""
    flow, tag = RunCollector(), _TAG[form]
    source = MarkupText(text, "html" if form == "webvtt" else "none", keep_blanks=True)
    joined, done = 0, 0.0
    for cue in _cues(text):
        joined += 1
        if joined > _LONGEST or not 0 <= cue.start - done < _PAUSE:
            flow.separate(BLOCK)
            joined = 1
        done = cue.end
        for low, high in cue.lines:
            flow.separate(SPACE)
            for bounds in _between_tags(text, (low, high), tag):
                flow.add(source, bounds, escape, "caption")
    if not flow.runs:
        raise MarkupError(NO_CUES)
    return flow.runs


@dataclass(frozen=True, slots=True)
class _Cue:
    """A cue: when it is shown (seconds), and its lines as ranges of code points without line ends."""

    start: float
    end: float
    lines: list[Line]


def _cues(text: str) -> Iterator[_Cue]:
    """Yield the cues that have any text."""
    cue = _Cue(0, 0, [])
    inside = False
    at = 0
    while at < len(text):
        match = _LINE.match(text, at)
        end = match.end() if match else at
        if times := _TIMES.match(text, at, end):
            # Where no blank line ends a cue, the number of the next stands in its last line.
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
    """Yield the stretches of a line between its tags."""
    at, high = line
    for match in tag.finditer(text, at, high):
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    if high > at:
        yield at, high


def in_caption(text: str, encode: Encode) -> bytes:
    """Write ``text`` into a cue of SubRip, which has no way to say what would mark it up."""
    match = _NO_CAPTION.search(text)
    if match:
        raise UnicodeEncodeError("caption", text, match.start(), match.end(), CAPTION_NEVER)
    return encode(text)
