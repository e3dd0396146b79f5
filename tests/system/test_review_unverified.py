"""The page of unverified names in a real browser: sentences, likely originals, keys, search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsers import press, served, visiting
from queue_fixtures import fill, propose, story

from repair.core.types import Alternative, Document
from repair.decisions import ingest, queue
from repair.decisions.models import State
from repair.decisions.store import DatabaseStore
from repair.gazetteer import Gazetteer
from repair.pipeline.repairer import Repairer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TEXT = "Nobody had seen Vexly since. Quarrin was away; so was Ann Vexley.\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DatabaseStore]:
    with DatabaseStore(tmp_path / "desk.sqlite") as opened:
        fill(opened)
        other = "In Delft Petrekin was called Petrenko.\n"
        offered = replace(propose(TEXT, "Quarrin", None), alternatives=(Alternative("Quarren", 0.2),))
        flags = (propose(TEXT, "Vexly", None), offered, propose(TEXT, "Ann Vexley", None))
        stories = (story(TEXT, "vexley.txt"), story(other, "petrenko.txt"))
        ingest.add(
            opened,
            [
                ingest.IncomingStory(stories[0], flags),
                ingest.IncomingStory(stories[1], [propose(other, "Petrekin", "Petrenko")]),
            ],
        )
        yield opened


def test_names_are_worked_through_by_keyboard(chromium: Browser, store: DatabaseStore) -> None:
    with served(store) as address, visiting(chromium, address) as page:
        page.goto(address.split("/enter")[0] + "/unverified")
        page.evaluate("window.loaded = 'once'")
        assert "1 of 4" in page.locator(".where").inner_text()
        card = page.locator("#card")
        assert "Mark Latte spoke with Ann Vexley." in card.inner_text()
        assert "so was Ann Vexley." in card.inner_text()
        press(page, "s", "Skipped: 2 suggestions.")
        assert "suggested in 1 story" in card.inner_text() and "Petrekin reported." in card.inner_text()
        press(page, "1", "Amended: 1 suggestion.")
        page.locator("#card-title", has_text="Quarrin").wait_for()
        assert "Quarren less likely" in " ".join(card.inner_text().split())
        press(page, "u", "Unsure: 1 suggestion.")
        page.locator("#card-title", has_text="Vexly").wait_for()
        press(page, "c", "Name is correct: 1 suggestion.")
        page.get_by_text("There are no unverified names to check.").wait_for()
        assert page.evaluate("window.loaded") == "once"
        page.keyboard.press("z")
        page.get_by_text("Undone: Vexly.").wait_for()
        assert page.locator(".names li").count() == 1
    states = [case.state for line in queue.entries(store, size=9) for case in queue.in_story(store, line.id)]
    assert State.UNSURE in states and State.REJECT in states and State.AMEND in states


def test_names_are_searched_and_the_sources_offer_originals(chromium: Browser, store: DatabaseStore) -> None:
    repairer = Repairer(Gazetteer.build([Document("1", "Minister Ann Bexley spoke. Bexley left.\n", "agency.txt")]))
    with served(store, repairer=repairer) as address, visiting(chromium, address) as page:
        page.goto(address.split("/enter")[0] + "/unverified")
        page.keyboard.press("/")
        page.keyboard.type("ann vex")
        page.keyboard.press("Enter")
        page.wait_for_url("**q=ann**")
        assert page.locator(".names li").count() == 1
        assert "Ann Bexley in the sources" in " ".join(page.locator(".alternatives").inner_text().split())
        page.keyboard.press("j")
        page.keyboard.press("o")
        page.wait_for_url("**/story/**")
