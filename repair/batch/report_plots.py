"""Plots as SVG inside a page: bars that stand or lie, coloured by the page's own styles.

Every text is escaped here; nothing is fetched from anywhere and nothing runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDE, _HIGH = 560, 190  # of a plot of standing bars, in units of its own
_FOOT, _HEAD, _SIDE = 26, 16, 44
_LETTERS = 36  # beside a lying bar
_ROW = 26  # height of a lying bar with its gap


@dataclass(frozen=True, slots=True)
class Series:
    """Counts under one name; ``style`` is the class that colours them."""

    name: str
    counts: Sequence[int]
    style: str


@dataclass(frozen=True, slots=True)
class HorizontalBars:
    """A bar that lies: its label, a smaller note after it, its count."""

    label: str
    note: str
    count: int


def standing(labels: Sequence[str], series: Sequence[Series], title: str) -> str:
    """Return bars that stand, the counts of all series on top of each other; ``labels`` may be empty in places.

    >>> standing(["a"], [Series("made", [3], "one")], "Edits").count("<rect")
    1
    """
    totals = [sum(counts) for counts in zip(*(one.counts for one in series), strict=True)]
    top = _ceiling(max(totals, default=0))
    step = (_WIDE - _SIDE) / max(len(labels), 1)
    inner = _HIGH - _FOOT - _HEAD
    parts = [_grid(top, inner)]
    for number, label in enumerate(labels):
        x, base = _SIDE + number * step, float(_HEAD + inner)
        told = ", ".join(f"{one.name} {one.counts[number]:,}" for one in series)
        for one in series:
            tall = one.counts[number] * inner / top
            base -= tall
            if tall:
                hint = f"<title>{escape(f'{label}: {told}'.removeprefix(': '))}</title>"
                parts.append(
                    f'<rect class="{one.style}" x="{x + step * 0.1:.1f}" y="{base:.1f}" width="{step * 0.8:.1f}" '
                    f'height="{tall:.1f}" rx="1.5">{hint}</rect>'
                )
        if label:
            middle = x + step / 2
            parts.append(
                f'<text class="tick" x="{middle:.1f}" y="{_HIGH - 8}" text-anchor="middle">{escape(label)}</text>'
            )
    return _svg(_WIDE, _HIGH, title, parts)


def lying(bars: Sequence[HorizontalBars], title: str, style: str) -> str:
    """Return bars that lie, one under the other, each with its label above its count.

    >>> "&lt;b&gt;" in lying([HorizontalBars("<b>", "", 2)], "Names", "one")
    True
    """
    top = max((bar.count for bar in bars), default=1) or 1
    label_wide, number_wide = 250, 60
    room = _WIDE - label_wide - number_wide
    parts = []
    for number, bar in enumerate(bars):
        y = number * _ROW
        wide = max(bar.count * room / top, 1.5)
        label = _cut(bar.label, _LETTERS)
        words = _cut(bar.note, _LETTERS - len(label)) if len(label) < _LETTERS - 4 else ""
        note = f'<tspan class="note"> {escape(words)}</tspan>' if words else ""
        hint = f"<title>{escape(f'{bar.label} {bar.note}')}: {bar.count:,}</title>"
        parts.append(
            f'<g>{hint}<text class="label" x="0" y="{y + 17}">{escape(label)}{note}</text>'
            f'<rect class="{style}" x="{label_wide}" y="{y + 5}" width="{wide:.1f}" height="{_ROW - 10}" rx="2"/>'
            f'<text class="tick" x="{label_wide + wide + 6:.1f}" y="{y + 17}">{bar.count:,}</text></g>'
        )
    return _svg(_WIDE, max(len(bars) * _ROW, _ROW), title, parts)


def _grid(top: int, inner: int) -> str:
    """Return lines and numbers at nothing, half and all of ``top``."""
    lines = []
    for share in (0.0, 0.5, 1.0):
        y = _HEAD + inner * (1 - share)
        value = top * share
        told = f"{value:,.0f}" if value == int(value) else ""
        lines.append(
            f'<line class="grid" x1="{_SIDE}" x2="{_WIDE}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="tick" x="{_SIDE - 6}" y="{y + 4:.1f}" text-anchor="end">{told}</text>'
        )
    return "".join(lines)


def _ceiling(count: int) -> int:
    """Return a round number that is not below ``count``.

    >>> [_ceiling(count) for count in (0, 7, 23, 130, 1999)]
    [2, 10, 50, 200, 2000]
    """
    power = 1
    while True:
        for factor in (2, 5, 10):
            if count <= factor * power:
                return factor * power
        power *= 10


def _cut(text: str, longest: int) -> str:
    """Return ``text`` on one line, at most ``longest`` characters of it."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: max(longest - 1, 1)] + "…"


def _svg(wide: int, high: int, title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {wide} {high}" role="img" aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )
