"""Captions in TTML, the Timed Text Markup Language of the W3C, with its profiles DFXP, IMSC, EBU-TT and iTT.

The text of the captions is read; times, styles, regions and metadata are not. The elements and time expressions are
those of https://www.w3.org/TR/ttml2/.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from repair.formats.charset import decode_xml
from repair.formats.cue_passages import CuePassages
from repair.formats.document import SourceDocument
from repair.formats.text_runs import MarkupError, Run, RunReader
from repair.formats.xml import Frame, ReadMode, Tag, xml_runs

ROOT = "tt"
NO_CAPTIONS = "the file has no captions; check that it is a TTML file (.ttml, .dfxp)"

_CONTAINERS = frozenset((ROOT, "body", "div"))
_CLOCK = re.compile(r"(\d{2,6}):(\d{2}):(\d{2})(?:\.(\d{1,12})|:(\d{2,6})(?:\.\d{1,6})?)?")
_OFFSET = re.compile(r"(\d{1,12}(?:\.\d{1,12})?)(h|m|s|ms|f|t)")
_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_FRAME_RATE = 30.0  # frames a second where the file gives no rate
_TICK_RATE = 1.0  # ticks a second where the file gives no rate
_RATE = re.compile(r"[1-9]\d{0,11}")


def parse(name: str, raw: bytes, *, source: str = "") -> SourceDocument:
    """Read TTML captions.

    Raises:
        FormatError: They have no text, or cannot be read with certainty.

    >>> captions = b'<tt><body><div><p begin="1s" end="2s">Mark<br/>Latte</p>'
    >>> captions += b'<p begin="2s" end="3s">left.</p><p begin="9s" end="10s">Rain.</p></div></body></tt>'
    >>> parse("a.ttml", captions).document.text
    'Mark Latte left.\\n\\nRain.'
    """
    return _READER.read(decode_xml(name, raw), source=source)


def _runs(text: str) -> list[Run]:
    runs = xml_runs(text, _Captions().policy)
    if not runs:
        raise MarkupError.of(NO_CAPTIONS)
    return runs


_READER = RunReader("ttml", "TTML", _runs)


class _Captions:
    """The policy for one file: it knows the rates of the file, and when the caption before was shown."""

    def __init__(self) -> None:
        self._passages = CuePassages()
        self._space = ""
        self._rates = {"f": _FRAME_RATE, "t": _TICK_RATE}

    def policy(self, tag: Tag, above: Frame) -> Frame:
        """Policy for the elements of TTML; those of other namespaces are metadata."""
        if tag.name == ROOT:
            self._space = tag.space
            self._read_rates(tag.attributes)
        return above.child(self._mode(tag, above) if tag.space == self._space else ReadMode.SKIP, "caption")

    def _mode(self, tag: Tag, above: Frame) -> ReadMode:
        if tag.name in _CONTAINERS:
            return ReadMode.FRAME
        if tag.name == "p":
            return ReadMode.PHRASE if self._continues(tag.attributes) else ReadMode.PASSAGE
        if above.mode is ReadMode.FRAME:
            return ReadMode.SKIP  # the head, regions and metadata
        if tag.name == "br":
            return ReadMode.PHRASE
        if tag.name == "span":  # a span with a time of its own appears after the one before it
            return ReadMode.PHRASE if "begin" in tag.attributes else ReadMode.INLINE
        return ReadMode.SKIP

    def _continues(self, attributes: Mapping[str, str]) -> bool:
        """Return whether a caption continues the passage of the one before; one without times does not."""
        start, end = self._seconds(attributes.get("begin", "")), self._seconds(attributes.get("end", ""))
        if math.isnan(end):
            end = start + self._seconds(attributes.get("dur", ""))
        return self._passages.continues(start, end)

    def _seconds(self, time: str) -> float:
        """Return a time expression in seconds, NaN where it is none."""
        if clock := _CLOCK.fullmatch(time.strip()):
            hours, minutes, seconds, fraction, frames = clock.groups()
            parts = int(frames or 0) / self._rates["f"] + float(f"0.{fraction or 0}")
            return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + parts
        if offset := _OFFSET.fullmatch(time.strip()):
            number, unit = offset.groups()
            return float(number) * _SECONDS[unit] if unit in _SECONDS else float(number) / self._rates[unit]
        return math.nan

    def _read_rates(self, attributes: Mapping[str, str]) -> None:
        """Read the frames and ticks a second from the attributes of the root, which have a namespace of their own."""
        given = {name.rpartition(" ")[2]: value.strip() for name, value in attributes.items()}
        for unit, name in (("f", "frameRate"), ("t", "tickRate")):
            if _RATE.fullmatch(given.get(name, "")):
                self._rates[unit] = float(given[name])
