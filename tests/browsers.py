"""The review page served for a real browser, and what its tests do there; the browser is in `chromium_fixture`.

Tests wait with locators. Playwright can also evaluate an expression until it is true, but the policy of the page
refuses that (no `eval`): such a test fails whenever the first evaluation comes too early.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from review_fixtures import listen, review_app, running, token_auth

from repair.decisions.store import DatabaseStore
from repair.pipeline.repairer import Repairer
from repair.review.middleware import SecurityPolicy
from repair.review.user_file import UserFile

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@contextmanager
def served(
    store: DatabaseStore, *, out: Path | None = None, people: UserFile | None = None, repairer: Repairer | None = None
) -> Iterator[str]:
    """Serve the page over ``store`` and yield the address that lets one in."""
    opened, place = listen("127.0.0.1", 0)
    authentication = people or replace(token_auth(), cookie=f"repair-{place.port}")
    rules = SecurityPolicy(place.hosts(), frozenset({place.address}))
    with opened, running(review_app(store, authentication, policy=rules, out=out, repairer=repairer), opened):
        yield place.address if people else f"{place.address}/enter?token={authentication.token}"  # type: ignore[union-attr]


@contextmanager
def visiting(browser: Browser, address: str, **context: Any) -> Iterator[Page]:
    """Open ``address`` and yield the page; fail on requests to other machines and on script errors."""
    context = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"} | context
    opened = browser.new_context(**context)
    opened.set_default_timeout(90_000)  # a busy machine is not a fault of the page
    page = opened.new_page()
    requested, wrong = [], []
    page.on("request", lambda request: requested.append(urlsplit(request.url).netloc))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if "Content Security" in message.text else None)
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.goto(address)
    yield page
    assert set(requested) == {urlsplit(address).netloc}
    assert wrong == []
    opened.close()


def press(page: Page, key: str, message: str | None = None) -> None:
    """Press a key, and wait until the page shows ``message``."""
    page.keyboard.press(key)
    if message is not None:
        says(page, message)


def says(page: Page, words: str) -> None:
    """Wait until the page shows ``words`` as its message."""
    page.locator("#live", has_text=words).wait_for(state="attached")


def arrived(page: Page, heading: str) -> None:
    """Wait until the page under ``heading`` is there, keys and all."""
    page.get_by_role("heading", name=heading, exact=True).wait_for()
    page.wait_for_load_state("load")
