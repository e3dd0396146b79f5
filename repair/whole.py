"""From a piece of a name to the whole of it: "Mark [Latte]" completes "Mark Rutte".

A form is widened over the words that copy and source share, as far as the gazetteer lists the result as one
name. The copy keeps its own spelling of the shared words; function words come from the source
("Coalition of [Ambitiousness]" completes "Coalition of the Willing").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from repair.candidates import Scene
from repair.carried import next_name
from repair.reading import Gram, Reading

_MOST_ANCHORS = 3  # shared words a form is widened over on each side


@dataclass(frozen=True, slots=True)
class Whole:
    """A widened form: half-open token range in the copy, the whole name, and the shared words (token numbers)."""

    low: int
    high: int
    text: str
    anchors: tuple[int, ...]


def widen(scene: Scene, low: int, high: int, source: Reading, gram: Gram) -> Whole | None:
    """Return the widest listed name that the form at ``[low, high)`` completes as ``gram`` stands in ``source``.

    None when nothing wider than the gram itself is listed.
    """
    copy = scene.copy
    left = [(low, gram.low), *_anchors(copy, low, source, gram.low, -1)]
    right = [(high - 1, gram.high - 1), *_anchors(copy, high - 1, source, gram.high - 1, 1)]
    if len(left) == len(right) == 1:
        return None
    sizes = sorted(
        ((i, j) for i in range(len(left)) for j in range(len(right)) if i + j), key=lambda s: (-s[0] - s[1], s)
    )
    for i, j in sizes:
        there = Gram(left[i][1], right[j][1] + 1, source.surface(left[i][1], right[j][1] + 1))
        if scene.listed(there.text) == 2:
            anchors = (*(mine for mine, _ in left[i:0:-1]), *(mine for mine, _ in right[1 : j + 1]))
            text = _spliced(copy, anchors, source, there, gram)
            return Whole(left[i][0], right[j][0] + 1, text, anchors)
    return None


def _anchors(copy: Reading, at: int, source: Reading, to: int, step: int) -> Iterator[tuple[int, int]]:
    """Yield, walking outwards, the capital words both texts have there, as (copy token, source token)."""
    for _ in range(_MOST_ANCHORS):
        mine, theirs = next_name(copy, at, step), next_name(source, to, step)
        if mine is None or theirs is None or copy.folds[mine] != source.folds[theirs]:
            return
        yield mine, theirs
        at, to = mine, theirs


def _spliced(copy: Reading, anchors: tuple[int, ...], source: Reading, whole: Gram, core: Gram) -> str:
    """The source's whole name, with the copy's own spelling of the words they share."""
    mine = {copy.folds[number]: copy.tokens[number].text for number in anchors}
    base = source.tokens[whole.low].start
    text = whole.text
    for number in range(whole.high - 1, whole.low - 1, -1):
        token = source.tokens[number]
        if not core.low <= number < core.high and token.capital and token.fold in mine:
            text = text[: token.start - base] + mine[token.fold] + text[token.end - base :]
    return text
