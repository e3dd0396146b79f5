"""A real browser for the tests of the review page: the system's Chromium, driven by Playwright.

Nothing is downloaded; without Chromium those tests say why they are skipped.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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
    program = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if program is None:
        pytest.skip(NO_CHROMIUM)
    from playwright.sync_api import sync_playwright

    driver = sync_playwright()
    try:
        playwright = driver.start()
    except Exception as error:  # without libatomic1, Chromium exits at once
        pytest.skip(NO_DRIVER.format(why=error))
    try:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS), headless=True, timeout=300_000)
        yield browser
        browser.close()
    finally:
        playwright.stop()
