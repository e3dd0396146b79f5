"""Light and dark, and the text size, as a reader chooses them, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from browsers import served, visiting
from queue_fixtures import fill

from repair.decisions.store import DatabaseStore

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LOOK = "() => [getComputedStyle(document.body).color, getComputedStyle(document.documentElement).fontSize]"


def test_the_choice_of_colours_and_text_size_is_kept(chromium: Browser, tmp_path: Path) -> None:
    with DatabaseStore(tmp_path / "desk.sqlite") as store:
        fill(store)
        with served(store) as address, visiting(chromium, address, color_scheme="light") as page:
            light, normal = page.evaluate(LOOK)
            page.keyboard.press("?")
            page.locator("#help [data-look=theme]").select_option("dark")
            page.locator("#help [data-look=size]").select_option("largest")
            dark, largest = page.evaluate(LOOK)
            assert dark != light and float(largest.removesuffix("px")) > 1.3 * float(normal.removesuffix("px"))
            page.reload()
            assert page.evaluate(LOOK) == [dark, largest]
            page.keyboard.press("?")
            page.locator("#help [data-look=theme]").select_option("")
            assert page.evaluate(LOOK) == [light, largest]
