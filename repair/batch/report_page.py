"""The report page that `--report` writes: one self-contained HTML file in the reader's light or dark scheme.

The figures come from the ledger of the batch, so they are of the whole folder and not of the last run. Everything from
copy or file names is escaped; the page runs no script and loads nothing.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from repair.batch.log_lines import now
from repair.batch.report_plots import HorizontalBar, Series, horizontal_plot, vertical_plot
from repair.batch.statistics import BINS, FIRST_FILES, BatchStatistics, batch_statistics
from repair.core.display import visible
from repair.core.io import write_bytes
from repair.pipeline.copy_notices import IN_CAPITALS, NOT_ENGLISH, REPEATED, UNCOVERED

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
NOTICES = {
    UNCOVERED: "None of the sources seems to report the story, so most unverified names are not flagged",
    NOT_ENGLISH.key: "Not English: mangled names may be missed, and unverified names are not flagged",
    IN_CAPITALS.key: "In capitals, so mangled names may be missed",
    REPEATED: "A source repeats the copy and was left out",
}
_REPEATS = ("once", "twice", "3–5 times", "6–10 times", "more often")
_MAX_REASONS = 12  # reasons shown


def write_report(ledger: Path, path: Path) -> None:
    """Write the page about the batch whose ledger is in the folder ``ledger`` to ``path``; raises `FormatError`."""
    write_bytes(path, page(batch_statistics(ledger)).encode("utf-8", "backslashreplace"))


def page(statistics: BatchStatistics) -> str:
    """Return the report page as HTML."""
    body = [
        "<header><h1>Batch report</h1>",
        f"<p>{now()[:16].replace('T', ' ')} UTC</p></header>",
        _figures(statistics),
        '<div class="plots">',
        _confidence_section(statistics),
        _names_section(statistics),
        _repeats_section(statistics),
        _failed_section(statistics),
        _notices_section(statistics),
        "</div>",
        f"<p><code>{_text(statistics.signature)}</code></p>",
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Batch report</title>'
        f"<style>{_STYLE}</style></head><body><main>{''.join(body)}</main></body></html>\n"
    )


def _figures(statistics: BatchStatistics) -> str:
    figures = [
        (statistics.documents, "documents"),
        (statistics.edits, "corrections made"),
        (statistics.queued, "queued for review"),
        (statistics.flagged, "unverified names"),
        (sum(count for _, count in statistics.failed), "files not cleaned"),
    ]
    if statistics.undone:
        figures.append((statistics.undone, "files restored"))
    cells = "".join(f"<div><b>{count:,}</b><span>{label}</span></div>" for count, label in figures)
    return f'<div class="figures">{cells}</div>'


def _confidence_section(statistics: BatchStatistics) -> str:
    applied, queued = statistics.applied_by_confidence, statistics.queued_by_confidence
    first = min((index for index in range(BINS) if applied[index] or queued[index]), default=BINS // 2)
    first = min(first, BINS // 2)
    labels = [f"{index / BINS:.2f}".rstrip("0").rstrip(".") if index % 2 == 0 else "" for index in range(first, BINS)]
    series = [Series("made", applied[first:], "one"), Series("queued", queued[first:], "two")]
    legend = '<i class="key one"></i>made<i class="key two"></i>queued for review'
    plot = vertical_plot(labels, series, "Corrections by confidence")
    return _section("Confidence of corrections and suggestions", legend, plot)


def _names_section(statistics: BatchStatistics) -> str:
    bars = [
        HorizontalBar(visible(name.name), "← " + ", ".join(visible(form) for form, _ in name.forms), name.count)
        for name in statistics.names
    ]
    plot = horizontal_plot(bars, "Most corrected names", "one") if bars else "<p>No name was corrected.</p>"
    return _section("Most corrected names", "with the forms that they replaced", plot)


def _repeats_section(statistics: BatchStatistics) -> str:
    plot = vertical_plot(_REPEATS, [Series("names", statistics.repeats, "four")], "Corrections per name")
    return _section("Corrections per name", "how many names were corrected once, twice, …", plot)


def _failed_section(statistics: BatchStatistics) -> str:
    bars = [HorizontalBar(visible(reason), "", count) for reason, count in statistics.failed[:_MAX_REASONS]]
    plot = horizontal_plot(bars, "Files not cleaned, by reason", "three") if bars else "<p>Every file was cleaned.</p>"
    return _section("Files not cleaned, by reason", "they are unchanged and not in the output folder", plot)


def _notices_section(statistics: BatchStatistics) -> str:
    """Return the card of the notices about whole documents, empty where there are none."""
    if not statistics.notices:
        return ""
    items = []
    for notice in statistics.notices:
        named = ", ".join(map(_text, notice.files[:FIRST_FILES]))
        more = ", …" if len(notice.files) > FIRST_FILES else ""
        items.append(f"<li>{_text(NOTICES.get(notice.key, notice.key))}: {notice.documents:,} ({named}{more})</li>")
    title = "Copy that may have been checked only in part"
    return _section(title, "documents, by reason", f"<ul>{''.join(items)}</ul>")


def _section(title: str, caption: str, content: str) -> str:
    """Return a card; ``caption`` and ``content`` are HTML made here."""
    return f"<section><h2>{_text(title)}</h2><p>{caption}</p>{content}</section>"


def _text(text: str) -> str:
    return escape(visible(text))
