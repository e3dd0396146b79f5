"""The card of a story in a real browser: one for each person, with places, sentences and sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsers import press, served, visiting
from queue_fixtures import fill

from repair.core.types import Document
from repair.decisions import queue
from repair.decisions.models import State
from repair.decisions.store import DatabaseStore
from repair.gazetteer import Gazetteer
from repair.pipeline.repairer import Repairer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SOURCE = "Talks in Delft.\n" + "Nothing was said for hours.\n" * 60 + "Then … Mark Rutte said … that he agreed.\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DatabaseStore]:
    with DatabaseStore(tmp_path / "desk.sqlite") as opened:
        fill(opened)
        yield opened


def test_one_key_decides_all_places_of_a_person_and_one_undoes_them(chromium: Browser, store: DatabaseStore) -> None:
    id = queue.entries(store)[0].id
    with served(store) as address, visiting(chromium, address) as page:
        page.goto(page.url + f"story/{id}")
        assert page.locator(".where").inner_text().startswith("1 of 3")
        assert page.get_by_role("button", name="Accept 3").is_visible()
        assert page.locator(".mark.same").count() == 3
        press(page, "a", "Accepted: Mark Latte → Mark Rutte. In 3 places. 2 left in this story.")
        press(page, "z", "Undone: 3 decisions.")
        page.locator(".place input").last.uncheck()
        page.get_by_role("button", name="Accept 2").wait_for()
        press(page, "r", "Rejected: Mark Latte stays. In 2 places. 3 left in this story.")
    states = [case.state for case in queue.in_story(store, id)]
    assert states.count(State.REJECT) == 2 and states.count(State.OPEN) == 3


def test_the_sentence_is_shown_before_and_after_with_the_letters_that_differ(
    chromium: Browser, store: DatabaseStore
) -> None:
    with served(store) as address, visiting(chromium, address) as page:
        page.goto(page.url + f"story/{queue.entries(store)[0].id}")
        before, after = page.locator(".sentence:not(.place)").all_inner_texts()
        assert "NATO chief Mark Latte met Kiel Starmer in Delft." in before
        assert "NATO chief Mark Rutte met Kiel Starmer in Delft." in after
        assert page.locator(".sentence:not(.place) b").all_inner_texts() == ["La", "Ru"]


def test_a_key_opens_the_source_at_the_cited_sentence(chromium: Browser, store: DatabaseStore) -> None:
    repairer = Repairer(Gazetteer.build([Document("1", SOURCE, "agency.txt", "2026-11-20")]))
    with served(store, repairer=repairer) as address, visiting(chromium, address) as page:
        page.goto(page.url + f"story/{queue.entries(store)[0].id}")
        summary = page.locator(".why summary").inner_text()
        assert summary == "1 source has “Mark Rutte”; sounds alike; but stands far away."
        assert not page.locator(".reasons").is_visible()
        page.keyboard.press("o")
        page.get_by_text("that he agreed.").wait_for()
        text = page.locator(".source-text").bounding_box()
        place = page.locator("[data-place]").bounding_box()
        assert text is not None and place is not None
        assert text["y"] <= place["y"] <= text["y"] + text["height"]
        page.keyboard.press("Escape")
        press(page, "a", "Accepted: Mark Latte")


def test_names_are_offered_while_one_types_and_an_unknown_one_is_doubted_softly(
    chromium: Browser, store: DatabaseStore
) -> None:
    id = queue.entries(store)[0].id
    repairer = Repairer(Gazetteer.build([Document("1", SOURCE, "agency.txt", "2026-11-20")]))
    with served(store, repairer=repairer) as address, visiting(chromium, address) as page:
        page.goto(page.url + f"story/{id}")
        page.keyboard.press("e")
        page.keyboard.type("Rutt")
        page.locator("#near option[value='Mark Rutte']").wait_for(state="attached")
        page.keyboard.type("inger")
        page.get_by_text("This name is not in any source of this desk.").wait_for()
        press(page, "Enter", "Amended: Mark Latte → Ruttinger.")
        page.keyboard.press("E")
        page.get_by_role("button", name="Amend 2 selected").wait_for()
        press(page, "Enter", "Amended: 2 suggestions.")
        page.get_by_role("button", name="Undo z", exact=True).first.click()
        page.get_by_text("Undone: 2 decisions.").wait_for()
        press(page, "z", "Undone: Mark Latte.")
        press(page, "Z", "Redone: Mark Latte.")
    states = [case.state for case in queue.in_story(store, id)]
    assert states.count(State.AMEND) == 1
