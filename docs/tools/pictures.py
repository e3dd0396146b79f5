"""Draws the pictures of README and documentation into docs/images/.

`python docs/tools/pictures.py` draws them all, or those named: `terminal`, `architecture`, `review`. The last needs the
extras `review` and `test`, Chromium, and a readable font (Debian: `apt-get install chromium fonts-liberation`).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
COPY = "samples/copy/paris.txt"
SOURCES = "samples/sources"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
SHOWN = 5  # suggestions in the picture of the terminal


# --- the terminal


def terminal() -> None:
    """Draw what `repair suggest` prints first about a sample."""
    from rich.console import Console
    from rich.text import Text

    import repair
    from repair.cli.reports.terminal import brief_report

    documents = [repair.read(path) for path in sorted((ROOT / SOURCES).glob("*.txt"))]
    documents = [repair.Document(each.id, each.text, Path(each.source).name) for each in documents]
    copy = repair.read(ROOT / COPY)
    suggestions = repair.Repairer(repair.Gazetteer.build(documents)).suggest(copy)[:SHOWN]
    console = Console(record=True, width=112, file=StringIO(), force_terminal=True)
    console.print(Text(f"$ repair suggest {COPY} --sources {SOURCES}", style="bold"))
    console.print(brief_report(COPY, suggestions), end="")
    console.print(Text("…", style="dim"))
    drawn = console.export_svg(title="repair suggest", unique_id="terminal")
    # No fonts from other servers: the reader's own monospaced font serves.
    write("terminal.svg", re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL))


# --- the architecture

ROW, BOX, GAP, LEFT, WIDTH = 46, 30, 12, 130, 760
LAYERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("commands", ("cli",)),
    ("work", ("batch", "review", "training")),
    ("services", ("translation", "decisions")),
    ("correction", ("pipeline",)),
    ("knowledge", ("gazetteer", "channel")),
    ("text", ("formats", "text")),
    ("values", ("core",)),
)
FLOW: tuple[tuple[str, str], ...] = (
    ("names", "gazetteer: from clean stories and lists"),
    ("text of the copy", "formats: with the byte of every character"),
    ("suspicious forms", "pipeline: retrieval, alignment, detection"),
    ("candidates and features", "pipeline and channel: candidates, features, model"),
    ("corrections with a confidence", "pipeline: ranking, decoding, vetoes"),
    ("suggestions with reasons", "pipeline: rules, feedback, explanation"),
    ("decisions", "review and decisions; what is certain goes on without one"),
    ("edits", "formats and batch: spliced into the same bytes, and logged"),
)


def architecture() -> None:
    """Draw the layers of packages, and the way of a story through them."""
    parts = [title(24, "Layers: a package imports only from packages below its own")]
    for row, (label, packages) in enumerate(LAYERS):
        top = 40 + row * ROW
        parts.append(text(16, top + 20, label, "label"))
        width = (WIDTH - LEFT - GAP * (len(packages) - 1)) / len(packages)
        for at, package in enumerate(packages):
            parts.append(box(LEFT + at * (width + GAP), top, width, package))
    begin = 40 + len(LAYERS) * ROW + 30
    parts.append(title(begin, "The way of a story: what flows, and the package that makes it"))
    for row, (value, package) in enumerate(FLOW):
        top = begin + 16 + row * ROW
        parts += [box(LEFT, top, 230, value), text(LEFT + 250, top + 20, package, "label")]
        if row + 1 < len(FLOW):
            parts.append(arrow(LEFT + 115, top + BOX, top + ROW))
    height = begin + 16 + len(FLOW) * ROW
    write("architecture.svg", SVG.format(width=WIDTH + 16, height=height, parts="\n".join(parts)))


SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">
<title>The packages of repair in layers, and the way of a story through them</title>
<style>
rect.page {{ fill: #ffffff }} rect.box {{ fill: #eef3f8; stroke: #4a6785 }}
text {{ font: 14px sans-serif; fill: #1b2733 }} text.name {{ text-anchor: middle }} text.label {{ fill: #4a5a6a }}
text.title {{ font-weight: bold }} path {{ stroke: #4a6785; fill: none }}
</style>
<rect class="page" width="{width}" height="{height}"/>
{parts}
</svg>
"""


def title(top: float, words: str) -> str:
    """Return a heading."""
    return text(16, top, words, "title")


def text(left: float, top: float, words: str, kind: str) -> str:
    """Return a line of text."""
    return f'<text class="{kind}" x="{left:g}" y="{top:g}">{escape(words)}</text>'


def box(left: float, top: float, width: float, words: str) -> str:
    """Return a box with its name in the middle."""
    frame = f'<rect class="box" x="{left:g}" y="{top:g}" width="{width:g}" height="{BOX}" rx="4"/>'
    return frame + text(left + width / 2, top + 20, words, "name")


def arrow(left: float, top: float, bottom: float) -> str:
    """Return an arrow that points down."""
    return f'<path d="M{left:g} {top:g}V{bottom:g}m-4 -6l4 6l4 -6"/>'


# --- the review page


def review() -> None:
    """Take a picture of a story on the review page."""
    from playwright.sync_api import sync_playwright

    browser_path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if browser_path is None:
        sys.exit("no Chromium was found; install it: apt-get install chromium fonts-liberation")
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1180, "height": 760})
        page.goto(address)
        page.locator("main a[href*='/story/']").first.click()
        page.wait_for_load_state("networkidle")
        IMAGES.mkdir(exist_ok=True)
        page.screenshot(path=IMAGES / "review.png")
        browser.close()


@contextmanager
def serving() -> Iterator[str]:
    """Clean the sample in a folder of its own, serve what was left, and yield the address."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "samples", Path(folder, "samples"))
        call(folder, "clean", COPY, "--sources", SOURCES, "--out", "cleaned", "--quiet")
        options = ("--sources", SOURCES, "--out", "reviewed", "--port", "0", "--no-browser", "--as", "Ada")
        command = [sys.executable, "-m", "repair", "review", "cleaned/.repair/queue.jsonl", *options]
        server = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            assert server.stdout is not None  # noqa: S101  it is a pipe
            yield server.stdout.readline().strip()
        finally:
            server.terminate()
            server.wait()


def call(folder: str, *arguments: str) -> None:
    """Run `repair` in a folder."""
    subprocess.run([sys.executable, "-m", "repair", *arguments], cwd=folder, check=True, capture_output=True)


# --- all of them

PICTURES = {"terminal": terminal, "architecture": architecture, "review": review}


def write(name: str, drawn: str) -> None:
    """Write a picture."""
    IMAGES.mkdir(exist_ok=True)
    lines = (line.rstrip() for line in drawn.splitlines())
    (IMAGES / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(names: Sequence[str]) -> None:
    """Draw the pictures with these names, or all."""
    for name in names or PICTURES:
        PICTURES[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
