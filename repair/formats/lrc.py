"""LRC: lines of text, each after the times at which it is shown ([01:02.50]), as some transcription programs write.

Times, also within a line, and the tags of the file ([ar:…]) are never touched, nor are lines without a time, which
players do not show.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import zip_longest

from repair.formats.captions import escape_subrip
from repair.formats.cue_passages import CuePassages
from repair.formats.document import SourceDocument
from repair.formats.text_runs import SPACE, MarkupError, MarkupText, Run, RunCollector, RunReader
from repair.formats.undeclared_encoding import decode

NO_LINES = "the file has no lines with times; check that it is an LRC file (.lrc)"

_LINE = re.compile(r"[^\r\n]+")
_STAMPS = re.compile(r"[ \t]*(?:\[(\d{1,4}):(\d{1,2}(?:[.:]\d{1,3})?)\][ \t]*)+")
_INLINE_STAMP = re.compile(r"<\d{1,4}:\d{1,2}(?:[.:]\d{1,3})?>|\[\d{1,4}:\d{1,2}(?:[.:]\d{1,3})?\]")


def parse(name: str, raw: bytes, *, source: str = "") -> SourceDocument:
    r"""Read the lines of an LRC file.

    Raises:
        FormatError: No line has a time and text, or the file cannot be decoded.

    >>> parse("a.lrc", b"[ar:Choir]\n[00:01.00]Mark Latte\n[00:02.00]left.\n").document.text
    'Mark Latte left.'
    """
    return _READER.read(decode(name, raw), source=source)


def _runs(text: str) -> list[Run]:
    flow, source, passages = RunCollector(), MarkupText(text, "none", keep_blanks=True), CuePassages()
    lines = list(_timed_lines(text))
    for (start, low, high), (end, _, _) in zip_longest(lines, lines[1:], fillvalue=(math.inf, 0, 0)):
        is_pause = not text[low:high].strip()
        if not passages.continues(start, end) or is_pause:
            flow.separate()
        flow.end_line()
        for stamp in _INLINE_STAMP.finditer(text, low, high):
            flow.add(source, (low, stamp.start()), escape_subrip, "caption")
            flow.separate(SPACE)  # a time stands before a word
            low = stamp.end()
        flow.add(source, (low, high), escape_subrip, "caption")
    if not flow.runs:
        raise MarkupError.of(NO_LINES)
    return flow.runs


def _timed_lines(text: str) -> Iterator[tuple[float, int, int]]:
    """Yield when each line with a time begins to be shown (seconds), until the next one, and the place of its text."""
    for line in _LINE.finditer(text):
        if times := _STAMPS.match(text, line.start(), line.end()):
            yield int(times.group(1)) * 60 + float(times.group(2).replace(":", ".")), times.end(), line.end()


_READER = RunReader("lrc", "LRC", _runs)
