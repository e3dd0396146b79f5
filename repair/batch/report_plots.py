"""Bar plots as SVG for the report page, coloured by the page's own styles.

Every text is escaped here; the plots load nothing and run no script.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

# In units of the drawing; the page scales it.
_WIDTH, _HEIGHT = 560, 190
_FOOT, _HEAD, _LEFT = 26, 16, 44  # margins of a plot of vertical bars
_ROW_HEIGHT = 26  # of a horizontal bar with its gap
_LABEL_WIDTH, _COUNT_WIDTH = 250, 60  # beside a horizontal bar

_LABEL_LENGTH = 36  # characters beside a horizontal bar


@dataclass(frozen=True, slots=True)
class Series:
    """Counts under one name; ``style`` is the CSS class that colours them."""

    name: str
    counts: Sequence[int]
    style: str


@dataclass(frozen=True, slots=True)
class HorizontalBar:
    """A horizontal bar: its label, a note in smaller type after it, and its count."""

    label: str
    note: str
    count: int


def vertical_plot(labels: Sequence[str], series: Sequence[Series], title: str) -> str:
    """Return an SVG of vertical bars in which the counts of all series are stacked.

    Args:
        labels: A label for each bar; empty ones are left out.
        series: The counts; each has one for each label.
        title: Description of the plot for screen readers.

    >>> vertical_plot(["a"], [Series("made", [3], "one")], "Edits").count("<rect")
    1
    """
    totals = [sum(counts) for counts in zip(*(row.counts for row in series), strict=True)]
    top = _ceiling(max(totals, default=0))
    step = (_WIDTH - _LEFT) / max(len(labels), 1)
    inner_height = _HEIGHT - _FOOT - _HEAD
    parts = [_grid(top, inner_height)]
    for index, label in enumerate(labels):
        x, y = _LEFT + index * step, float(_HEAD + inner_height)
        counts = ", ".join(f"{row.name} {row.counts[index]:,}" for row in series)
        tooltip = f"<title>{escape(f'{label}: {counts}'.removeprefix(': '))}</title>"
        for row in series:
            height = row.counts[index] * inner_height / top
            y -= height
            if height:
                parts.append(
                    f'<rect class="{row.style}" x="{x + step * 0.1:.1f}" y="{y:.1f}" width="{step * 0.8:.1f}" '
                    f'height="{height:.1f}" rx="1.5">{tooltip}</rect>'
                )
        if label:
            middle = x + step / 2
            parts.append(
                f'<text class="tick" x="{middle:.1f}" y="{_HEIGHT - 8}" text-anchor="middle">{escape(label)}</text>'
            )
    return _svg(_WIDTH, _HEIGHT, title, parts)


def horizontal_plot(bars: Sequence[HorizontalBar], title: str, style: str) -> str:
    """Return an SVG of horizontal bars, one under the other, each with its label and its count.

    >>> "&lt;b&gt;" in horizontal_plot([HorizontalBar("<b>", "", 2)], "Names", "one")
    True
    """
    top = max((bar.count for bar in bars), default=1) or 1
    full_width = _WIDTH - _LABEL_WIDTH - _COUNT_WIDTH
    parts = []
    for index, bar in enumerate(bars):
        y = index * _ROW_HEIGHT
        width = max(bar.count * full_width / top, 1.5)
        label = _shorten(bar.label, _LABEL_LENGTH)
        available = _LABEL_LENGTH - len(label)
        note_text = _shorten(bar.note, available) if available > 4 else ""
        note = f'<tspan class="note"> {escape(note_text)}</tspan>' if note_text else ""
        tooltip = f"<title>{escape(f'{bar.label} {bar.note}')}: {bar.count:,}</title>"
        parts.append(
            f'<g>{tooltip}<text class="label" x="0" y="{y + 17}">{escape(label)}{note}</text>'
            f'<rect class="{style}" x="{_LABEL_WIDTH}" y="{y + 5}" width="{width:.1f}" '
            f'height="{_ROW_HEIGHT - 10}" rx="2"/>'
            f'<text class="tick" x="{_LABEL_WIDTH + width + 6:.1f}" y="{y + 17}">{bar.count:,}</text></g>'
        )
    return _svg(_WIDTH, max(len(bars) * _ROW_HEIGHT, _ROW_HEIGHT), title, parts)


def _grid(top: int, inner_height: int) -> str:
    """Return lines and numbers at zero, half and all of ``top``."""
    lines = []
    for share in (0.0, 0.5, 1.0):
        y = _HEAD + inner_height * (1 - share)
        value = top * share
        number = f"{value:,.0f}" if value == int(value) else ""
        lines.append(
            f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="tick" x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{number}</text>'
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


def _shorten(text: str, length: int) -> str:
    """Return ``text`` on one line, cut to at most ``length`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: max(length - 1, 1)] + "…"


def _svg(width: int, height: int, title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )
