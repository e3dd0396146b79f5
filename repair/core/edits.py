"""Turns suggestions into edits, applies edits to text, and undoes them; the result is verified before it is returned.

A replacement is written like the text that it replaces (see ``replacement_style``). Other modules decide what to
suggest and which suggestions are certain; no file is read or written here.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from repair.core.characters import APOSTROPHES
from repair.core.errors import EditError
from repair.core.replacement_style import WIDE_SPACE, fit
from repair.core.types import Action, Edit, Repaired, Span, Suggestion

# A word that an edit may replace, including combining marks, soft hyphens and joiners.
_LETTER = r"(?:[^\W_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufffd])"
_UNIT = re.compile(rf"{_LETTER}+(?:[{APOSTROPHES}]{_LETTER}+)*")
_HYPHENS = str.maketrans("‐‑–", "---")

STALE = "the text at {start} is no longer {before!r}; make the suggestions again"
OVERLAP = "two edits overlap at {start}; keep one of them"
EMPTY = "the edit at {start} would delete {before!r}; a name can be replaced but not removed"
BROKEN = "the edits cannot be undone exactly, so none was made; please report this text"


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Return ``text`` with ``edits`` applied.

    Args:
        text: The text; the spans of the edits are code points of it.
        edits: The edits, in any order.

    Raises:
        EditError: An edit does not fit the text, overlaps another, is empty, or cannot be undone exactly.

    >>> apply("Mr Latte left.", [Edit(Span(3, 8), "Latte", "Rutte", "s1")])
    'Mr Rutte left.'
    """
    pieces, position = [], 0
    for edit in _ordered(edits):
        start, end = edit.span.start, edit.span.end
        if start < position:
            raise EditError.of(OVERLAP, start=start)
        if end - start != len(edit.before) or text[start:end] != edit.before:
            raise EditError.of(STALE, start=start, before=edit.before)
        if not edit.after:
            raise EditError.of(EMPTY, start=start, before=edit.before)
        pieces += [text[position:start], edit.after]
        position = end
    repaired = "".join([*pieces, text[position:]])
    if undo(repaired, edits) != text:
        raise EditError.of(BROKEN)
    return repaired


def undo(text: str, edits: Sequence[Edit]) -> str:
    """Return the text before ``edits``, given the text after them; raise `EditError` if the two do not match.

    >>> undo("Mr Rutte left.", [Edit(Span(3, 8), "Latte", "Rutte", "s1")])
    'Mr Latte left.'
    """
    pieces, position = [], 0
    for edit, span in zip(_ordered(edits), _spans_after(edits), strict=True):
        if text[span.start : span.end] != edit.after:
            raise EditError.of(STALE, start=span.start, before=edit.after)
        pieces += [text[position : span.start], edit.before]
        position = span.end
    return "".join([*pieces, text[position:]])


def is_applied(text: str, edits: Sequence[Edit]) -> bool:
    """Return whether all ``edits`` are already applied in ``text``."""
    pairs = zip(_ordered(edits), _spans_after(edits), strict=True)
    return all(text[span.start : span.end] == edit.after for edit, span in pairs)


def edits_of(
    text: str, suggestions: Iterable[Suggestion], *, actions: Collection[Action] = (Action.APPLY,)
) -> tuple[Edit, ...]:
    """Return the edits of the suggestions with one of the given actions, in order.

    A flag has no replacement and gives no edit, nor does a replacement that changes nothing.

    Args:
        text: The text of the suggestions.
        suggestions: The suggestions.
        actions: Actions whose suggestions become edits.

    Raises:
        EditError: The text at a suggestion is no longer its surface.
    """
    edits: list[Edit] = []
    for suggestion in suggestions:
        if suggestion.action not in actions or suggestion.replacement is None:
            continue
        start, end = suggestion.span.start, suggestion.span.end
        if text[start:end] != suggestion.surface:
            raise EditError.of(STALE, start=start, before=suggestion.surface)
        after = fit(suggestion.replacement, text, suggestion.span)
        edits += narrow_edits(suggestion.span, suggestion.surface, after, suggestion.id)
    return tuple(_ordered(edits))


def narrow_edits(span: Span, before: str, after: str, suggestion_id: str) -> tuple[Edit, ...]:
    """Return the narrowest edits that turn ``before`` into ``after``: one for each word that differs.

    Characters between two words do not change (a line break, a no-break space, a tag that the text does not show), so
    that a name can be corrected across them. If the number of words differs, one edit covers the words from the first
    to the last difference. No edit is empty on either side.

    Args:
        span: The span of ``before`` in the text (code points).
        before: The text to be replaced.
        after: Its replacement.
        suggestion_id: The suggestion that the edits belong to.

    >>> edits = narrow_edits(Span(0, 13), "Marc\\nde Latte", "Mark de Rutte", "s")
    >>> [(edit.span.start, edit.before, edit.after) for edit in edits]
    [(0, 'Marc', 'Mark'), (8, 'Latte', 'Rutte')]
    >>> edits = narrow_edits(Span(0, 18), "Voldy Mie Zelensky", "Volodymyr Zelensky", "s")
    >>> [(edit.span.start, edit.before, edit.after) for edit in edits]
    [(0, 'Voldy Mie', 'Volodymyr')]
    """
    old, new = list(_UNIT.finditer(before)), list(_UNIT.finditer(after))
    if not old or not new:
        pairs = [(0, len(before), after)] if before != after else []
    elif len(old) == len(new) and _same_gaps(before, old, after, new):
        pairs = [
            (old_word.start(), old_word.end(), new_word.group())
            for old_word, new_word in zip(old, new, strict=True)
            if old_word.group() != new_word.group()
        ]
    else:
        pairs = [_differing(before, old, after, new)]
    base = span.start
    return tuple(
        Edit(Span(base + low, base + high), before[low:high], text, suggestion_id) for low, high, text in pairs
    )


def _same_gaps(before: str, old: Sequence[re.Match[str]], after: str, new: Sequence[re.Match[str]]) -> bool:
    """Return whether both texts have the same characters around and between words; kinds of spaces count as equal."""
    return _gaps(before, old) == _gaps(after, new)


def _gaps(text: str, words: Sequence[re.Match[str]]) -> list[str]:
    """Return the characters before, between and after ``words``, with spaces and hyphens normalised."""
    starts = [*(word.start() for word in words), len(text)]
    ends = [0, *(word.end() for word in words)]
    gaps = (text[end:start] for end, start in zip(ends, starts, strict=True))
    return [" " if gap.isspace() and WIDE_SPACE not in gap else gap.translate(_HYPHENS) for gap in gaps]


def _differing(
    before: str, old: Sequence[re.Match[str]], after: str, new: Sequence[re.Match[str]]
) -> tuple[int, int, str]:
    """Return the range of the differing words in ``before``, and their replacement from ``after``."""
    limit = min(len(old), len(new)) - 1  # at least one word remains on either side
    old_gaps, new_gaps, head, tail = _gaps(before, old), _gaps(after, new), 0, 0
    while head < limit and old[head].group() == new[head].group() and old_gaps[: head + 2] == new_gaps[: head + 2]:
        head += 1
    while (
        tail < limit - head
        and old[-1 - tail].group() == new[-1 - tail].group()
        and old_gaps[-2 - tail :] == new_gaps[-2 - tail :]
    ):
        tail += 1
    low = old[head].start() if head else 0
    high = old[-1 - tail].end() if tail else len(before)
    start = new[head].start() if head else 0
    end = new[-1 - tail].end() if tail else len(after)
    return low, high, after[start:end]


def repaired(text: str, suggestions: Sequence[Suggestion]) -> Repaired:
    """Return ``text`` with the suggestions whose action is `Action.APPLY` applied, and all suggestions."""
    edits = edits_of(text, suggestions)
    return Repaired(apply(text, edits), edits, tuple(suggestions))


def remaining(text: str, suggestions: Iterable[Suggestion], edits: Sequence[Edit]) -> tuple[Suggestion, ...]:
    """Return the suggestions that ``edits`` did not apply, with their spans moved to the text after the edits.

    Args:
        text: The text after the edits.
        suggestions: Suggestions for the text before the edits.
        edits: The edits that were applied.
    """
    applied = {edit.suggestion_id for edit in edits}
    pending = deque(_ordered(edits))
    moved: list[Suggestion] = []
    shift = line = line_start = counted = 0
    for suggestion in sorted(suggestions, key=lambda suggestion: suggestion.span):
        if suggestion.id in applied:
            continue
        while pending and pending[0].span.end <= suggestion.span.start:
            edit = pending.popleft()
            shift += len(edit.after) - len(edit.before)
        span = Span(suggestion.span.start + shift, suggestion.span.end + shift)
        # Line ends are counted from the previous suggestion and not from the start of the text.
        line += text.count("\n", counted, span.start)
        line_start = max(text.rfind("\n", counted, span.start) + 1, line_start)
        counted = span.start
        moved.append(replace(suggestion, span=span, line=line + 1, column=span.start - line_start + 1))
    return tuple(moved)


def _ordered(edits: Sequence[Edit]) -> list[Edit]:
    """Return ``edits`` in the order of their spans."""
    return sorted(edits, key=lambda edit: edit.span)


def _spans_after(edits: Sequence[Edit]) -> list[Span]:
    """Return the spans of the ordered ``edits`` in the text after all of them."""
    spans, shift = [], 0
    for edit in _ordered(edits):
        start = edit.span.start + shift
        spans.append(Span(start, start + len(edit.after)))
        shift += len(edit.after) - len(edit.before)
    return spans
