"""Compares the review page's own script with htmx: its size, and the time from a key to the changed page.

Run by hand, not collected:  PYTHONPATH=tests python benchmarks/bench_script.py HTMX.js [--times N]
HTMX.js is htmx's minified file (the package django-htmx contains it). The page is the same. For htmx its forms get
htmx's attributes; keys, focus and announcements take a few lines of script, because htmx's own key filters need
`unsafe-eval`, which the page's content policy forbids. Both run in the system's Chromium under that policy.
"""

from __future__ import annotations

import argparse
import gzip
import re
import shutil
import statistics
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from bench_review import fill
from chromium_fixture import CHROMIUMS, FLAGS
from playwright.sync_api import Browser, Page, sync_playwright
from review_fixtures import listen, review_app, running, token_auth

import repair.review
from repair.decisions import queue
from repair.decisions.store import DatabaseStore
from repair.review.middleware import App, Message, Receive, SecurityPolicy, Send

OURS = Path(repair.review.__file__).parent / "static" / "page.js"
KEYS = """
document.addEventListener("keydown", (event) => {
  const keyed = [...document.querySelectorAll("[data-key]")];
  keyed.find((one) => one.dataset.key.split(" ").includes(event.key))?.click();
});
document.addEventListener("htmx:afterSwap", () => {
  document.querySelector("[data-current]")?.scrollIntoView({ block: "center" });
  document.getElementById("card")?.focus({ preventScroll: true });
  const live = document.getElementById("live");
  live.textContent = document.getElementById("work").dataset.said;
  live.classList.add("shown");
});
"""
SWAP = (
    r'hx-post="\1" hx-target="#work" hx-select="#work" hx-swap="outerHTML" '
    r"""hx-headers='{"X-Fragment": "yes"}' hx-disinherit="*" """
)
# Presses a key and waits until the part of the page that a decision changes is another one, and painted.
PRESS = """key => new Promise((done) => {
  const old = document.getElementById("work"), began = performance.now();
  const seen = new MutationObserver(() => {
    if (document.getElementById("work") === old) return;
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => {
      const took = performance.now() - began;
      setTimeout(() => done(took), 60);
    }));
  });
  seen.observe(document.body, { childList: true, subtree: true });
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
})"""


def with_htmx(app: App, script: bytes) -> App:
    """Return ``app`` with htmx in place of the page's own script."""

    async def served(scope: Message, receive: Receive, send: Send) -> None:
        messages: list[Message] = []
        body = b""

        async def keep(message: Message) -> None:
            nonlocal body
            messages.append(message)
            body += message.get("body", b"")

        if scope["type"] != "http":
            return await app(scope, receive, send)
        await app(scope, receive, keep)
        start = next(message for message in messages if message["type"] == "http.response.start")
        if start["status"] != 200:
            for message in messages:
                await send(message)
            return None
        if scope["path"] == "/static/page.js":
            body = script
        else:
            text = re.sub(r'method="post" action="([^"]+)" data-swap', f'method="post" {SWAP}', body.decode())
            body = text.encode()
        headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
        await send({**start, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
        return await send({"type": "http.response.body", "body": body})

    return served


def pressed(page: Page, times: int) -> list[float]:
    """Return how long each of ``times`` rejections, and as many undoings, took until the page had changed (ms)."""
    took = []
    for _ in range(times):
        took += [page.evaluate(PRESS, "r"), page.evaluate(PRESS, "z")]
    return took


def opened(play: Browser, store: DatabaseStore, stack: ExitStack, script: bytes | None) -> Page:
    """Return the page of the worst story, served over ``store`` with htmx's ``script`` or, for None, with our own."""
    socket, place = listen("127.0.0.1", 0)
    people = replace(token_auth(), cookie=f"repair-{place.port}")
    served: App = review_app(store, people, policy=SecurityPolicy(place.hosts(), frozenset({place.address})))
    stack.enter_context(socket)
    stack.enter_context(running(served if script is None else with_htmx(served, script), socket))
    page = play.new_context(reduced_motion="reduce").new_page()
    page.set_default_timeout(300_000)
    page.goto(f"{place.address}/enter?token={people.token}")
    page.goto(f"{place.address}/story/{queue.entries(store)[0].id}")
    return page


def main() -> None:
    """Measure both, alternately, so that other load affects both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("htmx", type=Path, help="htmx's minified file")
    parser.add_argument("--times", type=int, default=40)
    options = parser.parse_args()
    scripts = {"own script": OURS.read_bytes(), "htmx": options.htmx.read_bytes() + KEYS.encode()}
    program = next(filter(None, map(shutil.which, CHROMIUMS)))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play, ExitStack() as stack:
        browser = play.chromium.launch(executable_path=program, args=list(FLAGS), headless=True)
        pages, took = {}, {name: list[float]() for name in scripts}
        for name, script in scripts.items():
            store = stack.enter_context(DatabaseStore(Path(folder) / f"{name}.sqlite"))
            fill(store, 200)
            pages[name] = opened(browser, store, stack, script if name == "htmx" else None)
            pressed(pages[name], 3)
        for _ in range(options.times):
            for name, page in pages.items():
                took[name] += pressed(page, 1)
        browser.close()
    for name, script in scripts.items():
        print(  # noqa: T201
            f"{name:12} {len(script):7,} bytes, {len(gzip.compress(script)):6,} packed; key to painted page, ms: "
            f"median {statistics.median(took[name]):5.1f}, longest {max(took[name]):5.1f}"
        )


if __name__ == "__main__":
    main()
