"""Hard-wrapped paragraphs: wire copy and mail break lines at a fixed width, where a line end is not a separator.

A paragraph is a series of lines without a blank line between them, or a part of one. No format marks wrapped lines, so
their appearance decides; a list of names or headlines, or text with one sentence per line, is not changed. There are
two rules: lines that fill a width, also a narrow one where a line plainly continues on the next; and, only where the
caller restores the line ends, lines of any length of which one begins in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from repair.core.caches import text_cache
from repair.text.lexicon import COMMON_NAME, Lexicon
from repair.text.wordlists import FUNCTION

_SHORTEST, _LONGEST = 36, 132  # code points: least mean length of wrapped lines, greatest length of each line
_NARROW = 16  # least mean length of wrapped lines where one of them plainly continues on the next
_LEAST_SHARE = 0.5  # least length of each line but the last, as a share of the widest line
_FULL = 0.75  # the same, where the last line does not end a sentence
_SLACK = 10  # code points by which the last line may be longer than the widest, since one reader drops tags
_OPEN = 0.6  # least share of the wrapped lines that do not end a sentence
_END = frozenset(".!?:;…。！？")
_CLOSING = "\"'”’»)] \t\r"
_INNER_SENTENCE = re.compile(r"[a-z0-9)”\"][.!?]['”\")]? {1,2}['“\"(]?[A-Z]|, [a-z]")


def unwrapped(text: str, view: str | None = None, *, short_lines: bool = False) -> str:
    """Return ``text`` with spaces instead of the line ends inside its hard-wrapped paragraphs; same length.

    Args:
        text: The text whose lines are examined.
        view: A text of the same length to return with these spaces, such as one that joins broken words.
        short_lines: Whether to unwrap lines of any length too, with their indents, where one of them begins in lower
            case. That joins more lines wrongly, so it is for a caller that restores the line ends.

    >>> unwrapped("The alliance said on Monday that Mark\\nRutte, its head, was on his way to Kyiv\\nto meet allies.")
    'The alliance said on Monday that Mark Rutte, its head, was on his way to Kyiv to meet allies.'
    >>> unwrapped("Mark Rutte\\nKeir Starmer\\nFriedrich Merz")
    'Mark Rutte\\nKeir Starmer\\nFriedrich Merz'
    >>> unwrapped("Ayer vino Juan\\nGuerra con dos\\namigos.\\nNadie más.", short_lines=True)
    'Ayer vino Juan Guerra con dos amigos.\\nNadie más.'
    """
    view = text if view is None else view
    if "\n" not in text:
        return view
    breaks: Sequence[tuple[int, int]] = _full_line_breaks(text)
    if short_lines:
        breaks = sorted({*breaks, *_short_line_breaks(text)})
    pieces, done = [], 0
    for start, end in breaks:
        if start >= done and view[start:end] == text[start:end]:
            pieces += [view[done:start], " " * (end - start)]
            done = end
    return "".join([*pieces, view[done:]]) if pieces else view


@text_cache(maxsize=64)
def _full_line_breaks(text: str) -> tuple[tuple[int, int], ...]:
    """Return the line ends inside paragraphs whose lines fill a width, as ranges; cached for all views of a text."""
    breaks = []
    for block in _paragraphs(text):
        if len(block) < 2:
            continue
        wrapped = [block] if _is_wrapped(text, block) else _wrapped_parts(text, block)
        for start, end in chain.from_iterable(lines[:-1] for lines in wrapped):
            breaks.append((end - 1 if end > start and text[end - 1] == "\r" else end, end + 1))
    return tuple(breaks)


def _wrapped_parts(text: str, block: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield the wrapped paragraphs of lines without blank lines between the paragraphs.

    A line is the last of its paragraph where the first word of the next line would have fitted on it.
    """
    width = max(end - start for start, end in block)
    if width > _LONGEST:
        return
    lines = block[:1]
    for (start, end), following in pairwise(block):
        word = text.find(" ", *following)
        if end - start + 1 + (word if word >= 0 else following[1]) - following[0] <= width:
            if len(lines) > 1 and _is_wrapped(text, lines):
                yield lines
            lines = []
        lines.append(following)
    if len(lines) > 1 and _is_wrapped(text, lines):
        yield lines


def _short_line_breaks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the line ends, with the space around them, in paragraphs with a line that begins in lower case."""
    for lines in _paragraphs(text, by_layout=False):
        breaks = []
        for line, (start, end) in pairwise(lines):
            after = start + len(text[start:end]) - len(text[start:end].lstrip(" \t"))
            if text[after].isalnum() and not _ends_sentence(text, line):
                breaks.append((line[0] + len(text[line[0] : line[1]].rstrip(" \t\r")), after))
        if any(text[after].islower() for _, after in breaks):
            yield from breaks


def _paragraphs(text: str, *, by_layout: bool = True) -> Iterator[list[tuple[int, int]]]:
    """Yield the lines of each paragraph as ranges (code points) without their line feeds.

    A blank line ends a paragraph; with ``by_layout``, so do an indent and the end of a headline in capitals.
    """
    lines: list[tuple[int, int]] = []
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            if by_layout and lines and (text[start] in " \t\u3000" or _changes_case(text, lines[-1], end)):
                yield lines
                lines = []
            lines.append((start, end))
        elif lines:
            yield lines
            lines = []
        start = end + 1
    if lines:
        yield lines


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether the lines of a paragraph look like prose that was broken at a width."""
    lengths = [end - start for start, end in lines[:-1]]
    width = max(lengths)
    if width > _LONGEST or min(lengths) < _LEAST_SHARE * width or sum(lengths) < _NARROW * len(lengths):
        return False  # before the rest, which takes longer
    if lines[-1][1] - lines[-1][0] > width + _SLACK:
        return False
    if not _ends_sentence(text, lines[-1]) and not _is_broken_phrase(text, lines, lengths):
        return False
    unfinished = sum(not _ends_sentence(text, line) for line in lines[:-1])
    if unfinished < _OPEN * len(lengths):
        return False
    continued = any(_continues(text, line, following) for line, following in pairwise(lines))
    if not continued and sum(lengths) < _SHORTEST * len(lengths):
        return False
    return continued or _INNER_SENTENCE.search(text, lines[0][0], lines[-1][1]) is not None


def _is_broken_phrase(text: str, lines: list[tuple[int, int]], lengths: list[int]) -> bool:
    """Whether lines without a full stop at the end, such as a headline, are full and one begins in lower case."""
    is_full = min(lengths) >= _FULL * max(lengths) and sum(lengths) >= _SHORTEST * len(lengths)
    return is_full and any(text[start : start + 2].strip().islower() for start, _ in lines[1:])


def _continues(text: str, line: tuple[int, int], following: tuple[int, int]) -> bool:
    """Whether a line continues on the next, which begins in lower case, or ends a name or a phrase of this line.

    A name ends there where this line ends in a given name and the next has one capitalised word before others.
    """
    if text[following[0]].islower():
        return True
    words, next_words = text[line[0] : line[1]].split(), text[following[0] : following[1]].split(maxsplit=2)
    if not words or not next_words:
        return False
    last = words[-1]
    if last.islower():
        return len(words) > 1 and last in FUNCTION
    is_cut = len(words) > 1 and len(next_words) > 1 and next_words[0].istitle() and next_words[1].islower()
    return is_cut and last.istitle() and Lexicon.load().given(last.lower()) >= COMMON_NAME


def _changes_case(text: str, line: tuple[int, int], end: int) -> bool:
    """Whether a line in capitals, such as a headline, is followed by a line that is not, which ends at ``end``."""
    return text[line[0] : line[1]].isupper() and not text[line[1] + 1 : end].isupper()


def _ends_sentence(text: str, line: tuple[int, int]) -> bool:
    start, end = line
    while end > start and text[end - 1] in _CLOSING:
        end -= 1
    return end > start and text[end - 1] in _END
