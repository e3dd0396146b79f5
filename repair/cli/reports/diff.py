"""Edits as a unified diff, built from the edits themselves: comparing two long texts would take too long.

The edits are not checked or carried out here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from repair.core.edits import apply
from repair.core.types import Edit, Span

_CONTEXT = 3
_NO_NEWLINE = "\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class _Hunk:
    """A run of lines, from ``first`` to ``last`` (from 0, both included), and the edits in it."""

    first: int
    last: int
    edits: tuple[Edit, ...]


def unified_diff(name: str, text: str, edits: Sequence[Edit]) -> str:
    """Return the unified diff of ``text`` before and after ``edits``, empty when there are none.

    Args:
        name: The path of the document, for the head of the diff.
        text: The text before the edits.
        edits: The edits, with spans in ``text``.

    >>> print(unified_diff("a.txt", "Mr Latte left.\\n", [Edit(Span(3, 8), "Latte", "Rutte", "s")]), end="")
    --- a/a.txt
    +++ b/a.txt
    @@ -1 +1 @@
    -Mr Latte left.
    +Mr Rutte left.
    """
    if not edits:
        return ""
    starts = [0]
    while (stop := text.find("\n", starts[-1])) >= 0 and stop + 1 < len(text):
        starts.append(stop + 1)
    before, after = (name, name) if PurePath(name).is_absolute() else (f"a/{name}", f"b/{name}")
    pieces = [f"--- {_header_name(before)}\n", f"+++ {_header_name(after)}\n"]
    shift = 0
    for hunk in _hunks(starts, edits):
        lines, change = _hunk_lines(text, starts, hunk, shift)
        pieces += lines
        shift += change
    return "".join(pieces)


def _header_name(name: str) -> str:
    r"""Return a path for the header of a diff, where the end of the path must be clear.

    >>> _header_name("a/b.txt"), _header_name("a/my story.txt"), _header_name('a/"x".txt')
    ('a/b.txt', 'a/my story.txt\t', '"a/\\"x\\".txt"')
    """
    if any(char in '"\\' or char < " " for char in name):
        quoted = "".join(
            f"\\{ord(char):03o}" if char < " " else f"\\{char}" if char in '"\\' else char for char in name
        )
        return f'"{quoted}"'
    return f"{name}\t" if " " in name else name


def _hunks(starts: Sequence[int], edits: Sequence[Edit]) -> list[_Hunk]:
    """Return the runs of changed lines with their context; runs that touch are merged."""
    return _runs(starts, sorted(edits, key=lambda edit: edit.span), context=_CONTEXT, gap=1)


def _runs(starts: Sequence[int], edits: Sequence[Edit], *, context: int, gap: int) -> list[_Hunk]:
    """Return the runs of lines that hold ordered edits.

    Args:
        starts: Where each line begins.
        edits: The edits.
        context: Lines that are added to a run on each side.
        gap: Lines that may be between two edits of one hunk, besides the context.
    """
    runs: list[tuple[int, int, list[Edit]]] = []
    for edit in edits:
        first, last = _lines_of(starts, edit)
        first, last = max(first - context, 0), min(last + context, len(starts) - 1)
        if runs and first <= runs[-1][1] + gap:
            start, end, members = runs[-1]
            members.append(edit)
            runs[-1] = (start, max(last, end), members)
        else:
            runs.append((first, last, [edit]))
    return [_Hunk(first, last, tuple(members)) for first, last, members in runs]


def _hunk_lines(text: str, starts: Sequence[int], hunk: _Hunk, shift: int) -> tuple[list[str], int]:
    """Return the lines of a hunk with its heading, and by how many lines it makes the text longer."""
    groups = _runs(starts, hunk.edits, context=0, gap=0)
    body: list[str] = []
    done, removed, added = hunk.first, 0, 0
    for group in groups:
        body += _prefixed(" ", _slice_lines(text, starts, done, group.first - 1))
        old = _slice_lines(text, starts, group.first, group.last)
        base = starts[group.first]
        moved = [replace(edit, span=Span(edit.span.start - base, edit.span.end - base)) for edit in group.edits]
        new = apply(old, moved)
        minus, plus = _prefixed("-", old), _prefixed("+", new)
        body += minus + plus
        removed += len(minus)
        added += len(plus)
        done = group.last + 1
    body += _prefixed(" ", _slice_lines(text, starts, done, hunk.last))
    length = hunk.last - hunk.first + 1
    heading = f"@@ -{_range(hunk.first, length)} +{_range(hunk.first + shift, length + added - removed)} @@\n"
    return [heading, *body], added - removed


def _lines_of(starts: Sequence[int], edit: Edit) -> tuple[int, int]:
    """Return the first and the last line that ``edit`` changes; removing a line end changes the next line, too."""
    end = edit.span.end if edit.before.endswith("\n") else max(edit.span.end - 1, edit.span.start)
    return bisect_right(starts, edit.span.start) - 1, bisect_right(starts, end) - 1


def _slice_lines(text: str, starts: Sequence[int], first: int, last: int) -> str:
    """Return the lines from ``first`` to ``last``, both included."""
    if first > last:
        return ""
    return text[starts[first] : starts[last + 1] if last + 1 < len(starts) else len(text)]


def _prefixed(sign: str, text: str) -> list[str]:
    """Return the lines of ``text`` with ``sign`` before each, and a note if the last has no line end."""
    # str.splitlines would also break at form feeds and U+2028, which a diff does not.
    lines = [sign + line + "\n" for line in text.split("\n")]
    if text.endswith("\n"):
        return lines[:-1]
    return [*lines[:-1], lines[-1] + _NO_NEWLINE] if text else []


def _range(first: int, length: int) -> str:
    """Return the range of a hunk as a diff writes it: lines from 1, the length left out when it is 1."""
    return f"{first + 1}" if length == 1 else f"{first + 1},{length}"
