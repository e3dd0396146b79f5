"""A real browser for the tests of the review page: the system's Chromium, driven by Playwright, and the page served.

Nothing is downloaded; without Chromium those tests say why they are skipped.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from review_fixtures import listen, review_app, running, token_auth

from repair.decisions.store import DecisionStore
from repair.pipeline.repairer import Repairer
from repair.review.auth import UserFile
from repair.review.middleware import SecurityPolicy

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NO_CHROMIUM = "Chromium is not installed (none of chromium, chromium-browser, google-chrome in PATH)"
NO_DRIVER = "Playwright cannot start ({why}); it wants libatomic1"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Yield a browser without a window."""
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if found is None:
        pytest.skip(NO_CHROMIUM)
    from playwright.sync_api import sync_playwright

    driver = sync_playwright()
    try:
        playwright = driver.start()
    except Exception as error:  # without a library of the machine's (libatomic1) it ends before it begins
        pytest.skip(NO_DRIVER.format(why=error))
    try:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS), headless=True, timeout=300_000)
        yield browser
        browser.close()
    finally:
        playwright.stop()


@contextmanager
def served(
    store: DecisionStore, *, out: Path | None = None, people: UserFile | None = None, repairer: Repairer | None = None
) -> Iterator[str]:
    """Serve the page over ``store`` and yield the address that lets one in."""
    opened, place = listen("127.0.0.1", 0)
    known = people or replace(token_auth(), cookie=f"repair-{place.port}")
    rules = SecurityPolicy(place.hosts(), frozenset({place.address}))
    with opened, running(review_app(store, known, policy=rules, out=out, repairer=repairer), opened):
        yield place.address if people else f"{place.address}/enter?token={known.token}"  # type: ignore[union-attr]


@contextmanager
def visiting(browser: Browser, address: str, **context: Any) -> Iterator[Page]:
    """Open ``address`` and yield the page; nothing may be asked of another machine, and no script may go wrong."""
    context = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"} | context
    opened = browser.new_context(**context)
    opened.set_default_timeout(300_000)  # a busy machine is no fault of the page
    page = opened.new_page()
    asked, wrong = [], []
    page.on("request", lambda request: asked.append(urlsplit(request.url).netloc))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if "Content Security" in message.text else None)
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.goto(address)
    yield page
    assert set(asked) == {urlsplit(address).netloc}
    assert wrong == []
    opened.close()


def press(page: Page, key: str, says: str | None = None) -> None:
    """Press a key, and wait until the page says ``says``."""
    page.keyboard.press(key)
    if says is not None:
        page.wait_for_function("words => document.getElementById('live').textContent.includes(words)", arg=says)


def arrived(page: Page, heading: str) -> None:
    """Wait until the page under ``heading`` is there, keys and all."""
    page.get_by_role("heading", name=heading, exact=True).wait_for()
    page.wait_for_load_state("load")
