"""Texts in plain layout: one space between two words, line feeds, and no indentation, reply marks or emphasis.

Wire files and mail have carriage returns, spaces at the ends of their lines, indented or quoted paragraphs, and spaces
that must not break. None of these says anything about a name, and each may stand inside one.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from repair.core.types import Span

# Spaces of other widths and those that do not break, but not the wide one of East Asian text, which has its own use.
_OTHER_SPACES = "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"
# Of a letter that was read in a wrong encoding, such a space may be the rest: "Ã\u00a0" for "à".
_MISREAD = "ÃÄÅÂ√≈ƒ"
_ZERO_WIDTH = "\u200b\u200e\u200f\u2060\ufeff"
_SPACE = f"[ \t{_OTHER_SPACES}]"
# Longer runs of spaces than two separate the columns of a table.
_CHANGED = re.compile(
    rf"(?P<nothing>(?<![ \t{_OTHER_SPACES}]){_SPACE}++(?=[\r\n])|[{_ZERO_WIDTH}]"
    rf"|(?<=[^\s{_MISREAD}])\u00ad(?=\s)|(?<=\s)\u00ad)"
    r"|(?P<line_end>\r++\n?)"
    rf"|(?P<space>(?<=[^\s{_MISREAD}])(?:[ {_OTHER_SPACES}]{{2}}|[{_OTHER_SPACES}])(?=\S))"
    r"|(?P<hyphen>(?<=[^\W_])\u2011(?=[^\W_]))"
)
_WRITTEN = {"nothing": "", "space": " ", "hyphen": "-"}
_NOT_ASCII = re.compile(f"[{_OTHER_SPACES}{_ZERO_WIDTH}\u00ad\u2011]")
_EMPHASIS = re.compile(r"(?<![\w@/#.-])_(?=[^\W_])[^_\n]{1,80}+(?<=[^\s_])_(?!\w)")
_FIRST_OF_LINE = re.compile(r"^[ \t]*+(?=[^\s])", re.MULTILINE)
# Two lines or more, so that a sign at the start of one line is none; two signs are those of a change of speakers.
_REPLY = re.compile(r"(?:^>(?!>).*(?:\n|\Z)){2,}", re.MULTILINE)
_REPLY_MARK = re.compile(r"^> ?", re.MULTILINE)


class PlainLayout:
    """A text in plain layout, and where its parts are in the text as printed.

    Args:
        printed: The text.

    >>> layout = PlainLayout("> Mark\\u00a0Latte  \\r\\n> left.\\r\\n")
    >>> layout.text, layout.printed_span(Span(0, 10))
    ('Mark Latte\\nleft.\\n', Span(start=2, end=12))
    """

    def __init__(self, printed: str) -> None:
        self.printed = printed
        pieces: list[str] = []
        # The offsets at which the pieces of the text begin in it, and in the printed text.
        self._starts, self._printed_starts = [0], [0]
        done = length = 0
        for start, end, written in _changes(printed):
            if start < done:
                continue
            for piece, at in ((printed[done:start], done), (written, start)):
                if piece:
                    self._starts.append(length)
                    self._printed_starts.append(at)
                    pieces.append(piece)
                    length += len(piece)
            done = end
        if not done:
            self.text = printed
            return
        self._starts.append(length)
        self._printed_starts.append(done)
        self.text = "".join([*pieces, printed[done:]])

    def printed_span(self, span: Span) -> Span:
        """Return the place in the printed text of a place in the text; an empty place stays empty."""
        start = self._printed_offset(span.start)
        return Span(start, self._printed_offset(span.end - 1) + 1 if span.end > span.start else start)

    def _printed_offset(self, offset: int) -> int:
        piece = bisect_right(self._starts, offset) - 1
        return self._printed_starts[piece] + offset - self._starts[piece]


def in_plain_layout(text: str) -> str:
    """Return a text in plain layout.

    >>> in_plain_layout("    Mark Latte\\r\\n    _left_.")
    'Mark Latte\\nleft.'
    """
    return text if has_plain_layout(text) else PlainLayout(text).text


def has_plain_layout(text: str) -> bool:
    """Return whether a text is surely in plain layout, as most are; for another one, `PlainLayout` decides.

    >>> has_plain_layout("Mark Latte\\nleft."), has_plain_layout("Mark  Latte")
    (True, False)
    """
    if text[:1] in (" ", "\t", ">") or any(sign in text for sign in ("  ", " \n", "\t\n", "\r", "\n>", "_")):
        return False
    return text.isascii() or not _NOT_ASCII.search(text)


def _changes(text: str) -> list[tuple[int, int, str]]:
    """Return the ranges (code points) of a text with what they become in plain layout, in order."""
    changes = [(match.start(), match.end(), _written(match)) for match in _CHANGED.finditer(text)]
    changes += [(start, end, "") for start, end in (*_indentation(text), *_reply_marks(text), *_emphasis(text))]
    return sorted(changes)


def _written(match: re.Match[str]) -> str:
    """Return what a match of `_CHANGED` becomes; carriage returns without a line feed are a line end each."""
    if match.lastgroup != "line_end":
        return _WRITTEN[str(match.lastgroup)]
    return "\n" if match.group().endswith("\n") else "\n" * len(match.group())


def _indentation(text: str) -> list[tuple[int, int]]:
    """Return the ranges of the indentation that all lines of a text have in common."""
    if text[:1] not in ("", " ", "\t", "\r", "\n"):
        return []
    starts = [match.span() for match in _FIRST_OF_LINE.finditer(text)]
    width = min((end - start for start, end in starts), default=0)
    return [(start, start + width) for start, _ in starts] if width else []


def _reply_marks(text: str) -> list[tuple[int, int]]:
    """Return the ranges of the marks at the starts of lines that quote the mail to which a text replies."""
    if ">" not in text:
        return []
    return [
        (block.start() + mark.start(), block.start() + mark.end())
        for block in _REPLY.finditer(text)
        for mark in _REPLY_MARK.finditer(block.group())
    ]


def _emphasis(text: str) -> list[tuple[int, int]]:
    """Return the ranges of the underscores around emphasised words: "_Mark Latte_"."""
    if "_" not in text:
        return []
    spans = [match.span() for match in _EMPHASIS.finditer(text)]
    return [span for start, end in spans for span in ((start, start + 1), (end - 1, end))]
