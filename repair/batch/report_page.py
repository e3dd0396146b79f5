"""The page of figures that `--report` writes: one file that needs nothing else, in light or dark as the reader has it.

Figures come from the books of the batch, so they are of the whole folder and not of the last run. Whatever stands in
copy or in file names is escaped; the page runs nothing and may fetch nothing.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from repair.batch.audit import now
from repair.batch.report_plots import HorizontalBars, Series, lying, standing
from repair.batch.statistics import BINS, BatchStatistics, batch_statistics
from repair.core.display import visible
from repair.core.io import write_bytes

_STYLE = """
:root { color-scheme: light dark; --ground: #faf9f7; --card: #fff; --ink: #22211f; --soft: #6d6a65; --line: #e4e1db;
  --one: #2f6f5e; --two: #d29a3a; --three: #a8483f; --four: #51658c; }
@media (prefers-color-scheme: dark) { :root { --ground: #171716; --card: #201f1e; --ink: #eceae6; --soft: #a09c95;
  --line: #35332f; --one: #63b39c; --two: #e3b45f; --three: #d97b70; --four: #8fa6d3; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 1240px; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
h1 { font-size: 1.7rem; margin: 0; letter-spacing: -0.01em; }
h2 { font-size: 1rem; margin: 0 0 .2rem; }
p { margin: .2rem 0 1rem; color: var(--soft); font-size: .92rem; }
code { font: .82rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; color: var(--soft);
  overflow-wrap: anywhere; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 1rem; margin: 1.6rem 0; }
.figures div, section { background: var(--card); border: 1px solid var(--line); border-radius: 10px;
  padding: 1rem 1.2rem; }
.figures b { display: block; font-size: 1.9rem; line-height: 1.2; font-weight: 650;
  font-variant-numeric: tabular-nums; }
.figures span { color: var(--soft); font-size: .88rem; }
.plots { columns: 2 460px; column-gap: 1rem; }
section { break-inside: avoid; margin: 0 0 1rem; }
svg { display: block; width: 100%; height: auto; overflow: visible; }
svg text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; fill: var(--ink); }
svg .tick, svg .note { fill: var(--soft); font-size: 11px; }
svg .grid { stroke: var(--line); stroke-width: 1; }
.one { fill: var(--one); } .two { fill: var(--two); } .three { fill: var(--three); } .four { fill: var(--four); }
.key { display: inline-block; width: .7rem; height: .7rem; border-radius: 2px; margin: 0 .35rem 0 0; }
.key.one { background: var(--one); } .key.two { background: var(--two); margin-left: 1rem; }
"""
_SPREAD = ("once", "twice", "3–5 times", "6–10 times", "more often")


def write_report(books: Path, path: Path) -> None:
    """Write the page about the batch whose books lie in the folder ``books`` to ``path``."""
    write_bytes(path, page(batch_statistics(books)).encode("utf-8", "backslashreplace"))


def page(figures: BatchStatistics) -> str:
    """Return the page of these figures."""
    body = [
        "<header><h1>Cleaned copy</h1>",
        f"<p>{now()[:16].replace('T', ' ')} UTC</p></header>",
        _figures(figures),
        '<div class="plots">',
        _confidences(figures),
        _names(figures),
        _spread(figures),
        _skipped(figures),
        "</div>",
        f"<p><code>{_text(figures.signature)}</code></p>",
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Cleaned copy</title>'
        f"<style>{_STYLE}</style></head><body><main>{''.join(body)}</main></body></html>\n"
    )


def _figures(figures: BatchStatistics) -> str:
    told = [
        (figures.documents, "documents"),
        (figures.edits, "repairs made"),
        (figures.queued, "queued for review"),
        (figures.flagged, "names nobody vouches for"),
        (sum(count for _, count in figures.skipped), "files not cleaned"),
    ]
    if figures.undone:
        told.append((figures.undone, "files put back"))
    return f'<div class="figures">{"".join(f"<div><b>{n:,}</b><span>{words}</span></div>" for n, words in told)}</div>'


def _confidences(figures: BatchStatistics) -> str:
    first = min((n for n in range(BINS) if figures.made[n] or figures.waiting[n]), default=BINS // 2)
    first = min(first, BINS // 2)
    labels = [f"{n / BINS:.2f}".rstrip("0").rstrip(".") if n % 2 == 0 else "" for n in range(first, BINS)]
    series = [
        Series("made", figures.made[first:], "one"),
        Series("queued", figures.waiting[first:], "two"),
    ]
    key = '<i class="key one"></i>made<i class="key two"></i>queued for review'
    plot = standing(labels, series, "Repairs by confidence")
    return _section("How sure the proposals were", f"{key}, by calibrated confidence", plot)


def _names(figures: BatchStatistics) -> str:
    bars = [
        HorizontalBars(visible(one.name), "← " + ", ".join(visible(form) for form, _ in one.forms), one.count)
        for one in figures.names
    ]
    plot = lying(bars, "Names written most often", "one") if bars else "<p>No name was changed.</p>"
    return _section("Names written most often", "and the forms they replaced", plot)


def _spread(figures: BatchStatistics) -> str:
    plot = standing(_SPREAD, [Series("names", figures.spread, "four")], "Repairs per name")
    return _section("Repairs per name", "how many names were written so many times", plot)


def _skipped(figures: BatchStatistics) -> str:
    bars = [HorizontalBars(visible(why), "", count) for why, count in figures.skipped[:_MOST]]
    plot = lying(bars, "Files not cleaned, by reason", "three") if bars else "<p>Every file was cleaned.</p>"
    return _section("Files not cleaned, and why", "they are as they were, and are not in the output", plot)


_MOST = 12  # reasons shown


def _section(title: str, words: str, content: str) -> str:
    """Return a card; ``words`` and ``content`` are markup of ours."""
    return f"<section><h2>{_text(title)}</h2><p>{words}</p>{content}</section>"


def _text(text: str) -> str:
    return escape(visible(text))
