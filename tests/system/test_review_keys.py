"""Keys that the reader chose, in a real browser: they act, the page names them, and the usual ones come back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from browsers import press, says, served, visiting
from queue_fixtures import COPY, OTHER, fill

from repair.core.types import Verdict
from repair.decisions import history, queue
from repair.decisions.store import DatabaseStore

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def choose(page: Page, own: str, key: str) -> str:
    """Choose ``key`` in place of ``own`` on the help page, and return what the page says."""
    field = page.locator(f'[data-remap="{own}"]')
    field.fill(key)
    field.press("Tab")
    return page.locator("#change-keys [role=status]").inner_text()


def test_chosen_keys_act_and_are_named(chromium: Browser, tmp_path: Path) -> None:
    with DatabaseStore(tmp_path / "desk.sqlite") as store:
        first, *_ = fill(store)
        with served(store) as address, visiting(chromium, address) as page:
            page.goto(urljoin(address, "/help#change-keys"))
            assert choose(page, "r", "a").startswith("a is already used: accept")
            assert choose(page, "a", "7").startswith("7 is already used")
            assert choose(page, "a", "x") == "Saved."
            assert choose(page, "r", "a") == "Saved.", "the key is free now"
            assert choose(page, "m", "ö") == "Saved."
            page.goto(urljoin(address, f"/story/{first.id}"))
            assert page.locator("button.accept kbd").inner_text() == "x"
            press(page, "x", "Accepted")
            assert page.locator("button.accept kbd").inner_text() == "x", "what arrives later names it too"
            assert page.locator("#comment").get_attribute("placeholder") == "comment, kept with your decision (ö)"
            press(page, "s", "Press x to accept it, or a to keep the copy as it is.")
            press(page, "r")  # means nothing now
            press(page, "a", "Rejected")
            verdicts = [each.decision.verdict for each in history.latest(store)]
            assert {verdicts[0], verdicts[-1]} == {Verdict.REJECT, Verdict.ACCEPT}
            page.goto(urljoin(address, "/help"))
            page.get_by_role("button", name="Back to the usual keys").click()
            page.goto(urljoin(address, f"/story/{first.id}"))
            assert page.locator("kbd", has_text="x").count() == 0


def test_a_story_is_assigned_by_keys(chromium: Browser, tmp_path: Path) -> None:
    with DatabaseStore(tmp_path / "desk.sqlite") as store:
        first, *_ = fill(store)
        with served(store) as address, visiting(chromium, address) as page:
            page.goto(urljoin(address, f"/story/{first.id}"))
            press(page, "i", "Assigned to you")
            press(page, "i", "Assigned to nobody")
            press(page, "I")
            page.locator("#sheet [name=assignee]").fill("Bea")
            page.keyboard.press("Enter")
            says(page, "Assigned to Bea")
            assert page.locator("dialog[open]").count() == 0
        (entry,) = (each for each in queue.entries(store) if each.id == first.id)
        assert entry.assignee == "Bea"


def test_what_matches_is_assigned_and_taken_back_by_keys(chromium: Browser, tmp_path: Path) -> None:
    with DatabaseStore(tmp_path / "desk.sqlite") as store:
        fill(store)
        with served(store) as address, visiting(chromium, address) as page:
            page.goto(urljoin(address, "/"))
            press(page, "I")
            page.locator("#sheet input[name=assignee]").fill("Bea")
            page.keyboard.press("Enter")
            page.locator(".message", has_text="Assigned to Bea").wait_for()
            assert {each.assignee for each in queue.entries(store)} == {"Bea"}
            press(page, "z")
            page.locator(".message", has_text="Undone").wait_for()
            assert {each.assignee for each in queue.entries(store)} == {None}


def test_saving_by_key_stays_within_the_filters_and_says_so(chromium: Browser, tmp_path: Path) -> None:
    with DatabaseStore(tmp_path / "desk.sqlite") as store:
        first, *_ = fill(store, COPY, OTHER)
        with served(store, out=tmp_path / "out") as address, visiting(chromium, address) as page:
            page.goto(urljoin(address, "/?low=0.5"))
            page.goto(urljoin(address, f"/story/{first.id}"))
            press(page, "w")
            page.get_by_role("heading", name="Please confirm").wait_for()
            with page.expect_request(lambda request: "/next?" in request.url) as following:
                press(page, "y")
            assert "low=0.5" in following.value.url
            says(page, "Saved to")
            assert "message" not in page.url
