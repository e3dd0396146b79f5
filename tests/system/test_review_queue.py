"""The queue in a real browser: a set is accepted through a filter, and changes show without a reload."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsers import served, visiting
from queue_fixtures import OTHER, decision_on, fill, story, suggestions_for

from repair.core.types import Verdict
from repair.decisions import claims, commands, ingest, queue
from repair.decisions.store import DatabaseStore

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DatabaseStore]:
    with DatabaseStore(tmp_path / "desk.sqlite") as opened:
        fill(opened)
        yield opened


def test_what_matches_a_filter_is_accepted_as_a_set(chromium: Browser, store: DatabaseStore) -> None:
    with served(store) as address, visiting(chromium, address) as page:
        assert page.get_by_text("Accept matching suggestions").count() == 0
        page.locator("select[name=low]").select_option("0.7")
        page.wait_for_url("**low=0.7**")
        page.keyboard.press("A")
        page.get_by_role("button", name="Accept 4 selected").wait_for()
        page.locator("#sheet input[type=checkbox]").last.uncheck()
        page.keyboard.press("Tab")
        page.get_by_role("button", name="Accept 3 selected").click()
        page.get_by_text("Accepted: 3 suggestions.").wait_for()
        assert "low=0.7" in page.url
        page.keyboard.press("z")
        page.wait_for_url("**/story/**")
    assert queue.progress(store).decided == 0


def test_new_copy_decisions_and_claims_appear_without_a_reload(chromium: Browser, store: DatabaseStore) -> None:
    first = queue.entries(store)[0].id
    with served(store) as address, visiting(chromium, address) as page:
        page.evaluate("window.loaded = 'once'")
        page.keyboard.press("j")
        new_story = story(OTHER + "More.\n", "new.txt")
        ingest.add(store, [ingest.IncomingStory(new_story, suggestions_for(new_story.text))])
        claims.claim(store, first, "Ben")
        page.evaluate("look()")
        page.get_by_text("new.txt").wait_for()
        assert "Ben is working on this" in page.locator(".stories").inner_text()
        assert page.evaluate("document.activeElement.getAttribute('href')") == f"/story/{first}"
        assert page.evaluate("window.loaded") == "once"
        page.goto(page.url.split("?")[0] + f"story/{new_story.id}")
        page.evaluate("window.loaded = 'once'")
        claims.claim(store, new_story.id, "Ben", take_over=True)
        commands.decide(store, decision_on(queue.in_story(store, new_story.id)[0], Verdict.REJECT, "Ben"))
        page.evaluate("look()")
        page.locator(".banner", has_text="Ben is working on this story").wait_for()
        assert page.locator(".mark.reject").count() == 1
        assert page.evaluate("window.loaded") == "once"
