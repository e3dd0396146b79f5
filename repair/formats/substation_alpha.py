r"""Captions in SubStation Alpha: the files of Aegisub and other editors (.ass, and .ssa for the older version).

The text of the lines “Dialogue:” under [Events] is read. Comments, styles, times, speakers, override blocks ({\i1})
and drawings are never touched. The fields are those of http://www.tcax.org/docs/ass-specs.htm.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from repair.formats.captions import CAPTION_NEVER
from repair.formats.cue_passages import CuePassages
from repair.formats.document import SourceDocument
from repair.formats.escapes import Encode
from repair.formats.text_runs import SPACE, MarkupError, MarkupText, Run, RunCollector, RunReader
from repair.formats.undeclared_encoding import decode

NO_DIALOGUE = "the file has no captions; check that it is a SubStation Alpha file (.ass, .ssa)"
NO_TEXT_FIELD = "the last field of a line “Format:” under [Events] is not Text; save the captions again in their editor"

_FIELDS = (
    "Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"  # where no line “Format:” names them
)
_LINE = re.compile(r"[^\r\n]+")
_SECTION = re.compile(r"[ \t]*\[([^\[\]\r\n]{1,100})\][ \t]*")
_CLOCK = re.compile(r"[ \t]*(\d{1,4}):(\d{1,2}):(\d{1,2}(?:\.\d{1,3})?)[ \t]*")
# An override block up to the first closing brace, a line end, or a hard space.
_CODE = re.compile(r"\{[^}]*+\}?|\\[Nnh]")
_BREAK = re.compile(r"\\[Nnh]")
_DRAWING = re.compile(r"\\p[ \t]*(\d{1,3})")  # a scale above 0 begins a drawing, 0 ends it
_FORBIDDEN = re.compile(r"[{}\\\r\n]")


def parse(name: str, raw: bytes, *, source: str = "") -> SourceDocument:
    r"""Read captions in SubStation Alpha.

    Raises:
        FormatError: They have no line of dialogue with text, their last field is not it, or they cannot be decoded.

    >>> captions = b"[Script Info]\n[Events]\nFormat: Start, End, Text\n"
    >>> captions += b"Dialogue: 0:00:01.00,0:00:02.00,{\\i1}Mark{\\i0}\\NLatte, the envoy, left.\n"
    >>> parse("a.ass", captions).document.text
    'Mark Latte, the envoy, left.'
    """
    return _READER.read(decode(name, raw), source=source)


@dataclass(frozen=True, slots=True)
class _Dialogue:
    """A line of dialogue: when it is shown (seconds; NaN where that is not told), and the place of its text."""

    start: float
    end: float
    low: int
    high: int


def _runs(text: str) -> list[Run]:
    flow, source, passages = RunCollector(), MarkupText(text, "none", keep_blanks=True), CuePassages()
    for dialogue in _dialogues(text):
        if not passages.continues(dialogue.start, dialogue.end):
            flow.separate()
        flow.end_line()
        _add_text(flow, source, dialogue.low, dialogue.high)
    if not flow.runs:
        raise MarkupError.of(NO_DIALOGUE)
    return flow.runs


def _add_text(flow: RunCollector, source: MarkupText, low: int, high: int) -> None:
    """Add the text of a line of dialogue between its codes, without its drawings."""
    at, draws = low, False
    for code in _codes(source.text, low, high):
        if not draws:
            flow.add(source, (at, code.start()), _escape, "caption")
        at = code.end()
        if code.group() == r"\h":
            flow.separate(SPACE)
        elif code.group()[0] == "\\":
            flow.end_line()
        elif scales := _DRAWING.findall(code.group()):
            draws = int(scales[-1]) > 0
    if not draws:
        flow.add(source, (at, high), _escape, "caption")


def _codes(text: str, low: int, high: int) -> Iterator[re.Match[str]]:
    """Yield the codes of a line of dialogue; a brace that is never closed begins none, and is shown."""
    for code in _CODE.finditer(text, low, high):
        if code.group()[0] == "{" and code.group()[-1] != "}":
            yield from _BREAK.finditer(text, code.start(), high)
        else:
            yield code


_READER = RunReader("ass", "SubStation Alpha", _runs)


def _dialogues(text: str) -> Iterator[_Dialogue]:
    """Yield the lines of dialogue in order of place; raise `MarkupError` where the last field is not the text."""
    fields, in_events = _field_names(_FIELDS), False
    for line in _LINE.finditer(text):
        if section := _SECTION.fullmatch(line.group()):
            in_events = section.group(1).strip().lower() == "events"
        kind, colon, values = line.group().partition(":")
        if not in_events or not colon:
            continue
        kind = kind.strip().lower()
        if kind == "format":
            fields = _field_names(values)
            if fields[-1] != "text":
                raise MarkupError.of(NO_TEXT_FIELD)
        elif kind == "dialogue":
            parts = values.split(",", len(fields) - 1)  # the text is last, and may have commas
            if len(parts) == len(fields):
                times = dict(zip(fields, parts, strict=True))
                start, end = _seconds(times.get("start", "")), _seconds(times.get("end", ""))
                yield _Dialogue(start, end, line.end() - len(parts[-1]), line.end())


def _field_names(values: str) -> list[str]:
    return [value.strip().lower() for value in values.split(",")]


def _seconds(time: str) -> float:
    match = _CLOCK.fullmatch(time)
    if match is None:
        return math.nan
    hours, minutes, seconds = match.groups()
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def _escape(text: str, encode: Encode) -> bytes:
    """Write ``text`` in a line of dialogue, where codes cannot be escaped; raise `UnicodeEncodeError` for a code."""
    match = _FORBIDDEN.search(text)
    if match:
        raise UnicodeEncodeError("caption", text, match.start(), match.end(), CAPTION_NEVER)
    return encode(text)
