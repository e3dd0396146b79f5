"""Earlier faults of the review page, in a real browser: keyboard layouts, focus rings, counts, phones, local times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsers import arrived, press, says, served, visiting
from queue_fixtures import decision_on, fill, propose, story

from repair.core.types import Alternative, Verdict
from repair.decisions import commands, ingest, queue
from repair.decisions.models import State
from repair.decisions.store import DatabaseStore
from repair.review.passwords import hash_password
from repair.review.user_file import UserFile

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PASSWORD = "correct horse"
STATES = {Verdict.ACCEPT: None, Verdict.REJECT: None, Verdict.AMEND: "Mark Rooter", Verdict.UNSURE: None}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DatabaseStore]:
    with DatabaseStore(tmp_path / "desk.sqlite") as opened:
        fill(opened)
        yield opened


def press_as(page: Page, key: str, code: str, **more: Any) -> None:
    """Send a key as another keyboard layout does: its letter, and its place on the keyboard."""
    page.evaluate(
        "init => (document.activeElement || document.body).dispatchEvent(new KeyboardEvent('keydown', init))",
        {"key": key, "code": code, "bubbles": True, "cancelable": True} | more,
    )


@pytest.mark.parametrize(
    ("key", "code", "more", "words"),
    [
        ("ф", "KeyA", {}, "Accepted: Mark Latte"),  # Russian
        ("ρ", "KeyR", {}, "Rejected: Mark Latte"),  # Greek
        ("ㄕ", "KeyG", {}, ""),  # a key that the page does not have
        ("é", "Digit2", {}, "Amended: Mark Latte → Mark Ruthe"),  # French
        ("R", "KeyR", {"modifierCapsLock": True}, "Rejected: Mark Latte"),
        ("a", "KeyQ", {}, "Accepted: Mark Latte"),  # French: the letter counts, not its place
    ],
)
def test_keys_work_on_other_keyboard_layouts(
    chromium: Browser, store: DatabaseStore, key: str, code: str, more: dict[str, Any], words: str
) -> None:
    with served(store) as address, visiting(chromium, address) as page:
        page.goto(page.url + f"story/{queue.entries(store)[0].id}")
        press_as(page, key, code, **more)
        if words:
            says(page, words)
    assert bool(queue.progress(store).decided) is bool(words)


def test_marks_in_every_state_stay_in_their_line_and_their_ring_spares_the_comma(
    chromium: Browser, tmp_path: Path
) -> None:
    text = "Then " + ", ".join(f"Mark Latte{number}" for number in range(len(STATES))) + ", all at once.\n"
    new_story = story(text)
    with DatabaseStore(tmp_path / "states.sqlite") as store:
        proposed = [propose(text, f"Mark Latte{number}", "Mark Rutte") for number in range(len(STATES))]
        ingest.add(store, [ingest.IncomingStory(new_story, proposed)])
        for case, (verdict, name) in zip(queue.in_story(store, new_story.id), STATES.items(), strict=True):
            commands.decide(store, decision_on(case, verdict, replacement=name))
        with served(store) as address, visiting(chromium, address) as page:
            for case in queue.in_story(store, new_story.id):
                page.goto(address.split("/enter")[0] + f"/story/{new_story.id}?at={case.suggestion.id}")
                assert page.evaluate(RING) <= 0.5, case.state
                displays = "[...document.querySelectorAll('.mark')].map(each => getComputedStyle(each).display)"
                assert set(page.evaluate(displays)) == {"inline"}


# How many pixels the ring of the selected mark reaches into the text after it.
RING = """() => {
  const mark = document.querySelector("[data-current]"), style = getComputedStyle(mark);
  const boxes = [...mark.getClientRects()], range = document.createRange();
  range.setStart(mark.nextSibling, 0); range.setEnd(mark.nextSibling, 1);
  const edge = boxes.at(-1).right + parseFloat(style.outlineOffset) + parseFloat(style.outlineWidth);
  return edge - range.getBoundingClientRect().left;
}"""


def test_the_button_counts_the_ticked_boxes(chromium: Browser, store: DatabaseStore) -> None:
    with served(store) as address, visiting(chromium, address) as page:
        page.goto(page.url + f"story/{queue.entries(store)[0].id}")
        page.keyboard.press("A")
        page.get_by_role("button", name="Accept 2 selected").wait_for()
        page.locator("#sheet input[type=checkbox]").first.uncheck()
        page.get_by_role("button", name="Accept 1 selected").wait_for()
        page.locator("#sheet input[type=checkbox]").last.uncheck()
        assert page.get_by_role("button", name="Accept 0 selected").is_disabled()
        page.locator("#sheet input[type=checkbox]").last.check()
        page.get_by_role("button", name="Accept 1 selected").click()
        says(page, "Accepted: 1 suggestion.")
    assert queue.progress(store).decided == 1


def test_z_undoes_on_the_pages_of_names_and_of_decisions(chromium: Browser, store: DatabaseStore) -> None:
    with served(store) as address, visiting(chromium, address) as page:
        home = address.split("/enter")[0]
        page.goto(f"{home}/unverified")
        page.get_by_role("button", name="Name is correct").first.click()
        says(page, "Name is correct: 1 suggestion.")
        page.keyboard.press("z")
        page.get_by_text("Undone:").wait_for()
        assert page.url.startswith(f"{home}/unverified")
        assert page.locator(".names li").count() == 2
        page.goto(f"{home}/history")
        page.keyboard.press("z")
        page.get_by_text("You have no decision to undo.").wait_for()
        assert page.url.startswith(f"{home}/history")


def test_an_alternative_never_doubles_a_name(chromium: Browser, tmp_path: Path) -> None:
    text = "Mark Latte spoke.\n"
    proposed = replace(
        propose(text, "Latte", "Rutte"),
        alternatives=(Alternative("Mark Rutten", 0.3), Alternative("Rutten", 0.1), Alternative("Rutte", 0.05)),
    )
    new_story = story(text)
    with DatabaseStore(tmp_path / "double.sqlite") as store:
        ingest.add(store, [ingest.IncomingStory(new_story, [proposed])])
        with served(store) as address, visiting(chromium, address) as page:
            page.goto(address.split("/enter")[0] + f"/story/{new_story.id}")
            offered = page.locator(".alternatives button bdi").all_inner_texts()
            press(page, "1", "Amended: Latte → Rutten.")
        assert offered == ["Rutten"]


def test_taking_a_story_over_keeps_the_suggestion_and_the_keys(chromium: Browser, store: DatabaseStore) -> None:
    people = UserFile({name: hash_password(PASSWORD) for name in ("Ada", "Ben")}, "desk")
    id = queue.entries(store)[0].id
    third = queue.in_story(store, id)[2].suggestion.id
    with served(store, people=people) as address, visiting(chromium, address + "/login") as ben:
        commands.decide(store, decision_on(queue.in_story(store, id)[0], Verdict.REJECT, "Ada"))
        ben.get_by_label("Name").fill("Ben")
        ben.get_by_label("Password").fill(PASSWORD)
        ben.get_by_role("button", name="Log in").click()
        arrived(ben, "Queue")
        ben.goto(f"{address}/story/{id}?at={third}")
        press(ben, "t", "You have taken over the story.")
        press(ben, "a", "Accepted: Latte → Rutte.")
    decided = queue.find(store, third)
    assert decided is not None and decided.state is State.ACCEPT


def test_one_logs_in_by_keyboard_alone_and_continues_at_the_same_page(chromium: Browser, store: DatabaseStore) -> None:
    people = UserFile({"Ada": hash_password(PASSWORD)}, "desk")
    with served(store, people=people) as address, visiting(chromium, address + "/unverified") as ada:
        ada.keyboard.type("Ada")
        ada.keyboard.press("Tab")
        ada.keyboard.type("a wrong password")
        ada.keyboard.press("Enter")
        ada.get_by_role("alert").wait_for()
        # The name is still there, so that the password has the focus once the page is ready.
        ada.locator("[name=password]:focus").wait_for()
        ada.keyboard.type(PASSWORD)
        ada.keyboard.press("Enter")
        ada.wait_for_url("**/unverified")


@pytest.mark.parametrize("width", [320, 360, 390])
def test_a_desk_with_a_login_fits_the_width_of_a_phone(chromium: Browser, store: DatabaseStore, width: int) -> None:
    people = UserFile({"Ada": hash_password(PASSWORD)}, "desk")
    phone = {"viewport": {"width": width, "height": 640}, "has_touch": True, "is_mobile": True}
    with served(store, people=people) as address, visiting(chromium, address + "/login", **phone) as ada:
        ada.get_by_label("Name").fill("Ada")
        ada.get_by_label("Password").fill(PASSWORD)
        ada.get_by_role("button", name="Log in").click()
        arrived(ada, "Queue")
        for path in ("/", "/history", "/shift", f"/story/{queue.entries(store)[0].id}"):
            ada.goto(address + path)
            # A page that is too wide makes the window of a phone wider, and its right edge is cut off.
            assert ada.evaluate("[innerWidth, document.documentElement.scrollWidth]") == [width, width], path
            for button in ada.locator(".top form button, .steps a").all():
                box = button.bounding_box()
                assert box is not None and box["x"] + box["width"] <= width, path


@pytest.mark.parametrize(("width", "height"), [(390, 844), (360, 640), (640, 400), (768, 1024)])
def test_the_card_leaves_most_of_a_small_window_to_the_story(
    chromium: Browser, store: DatabaseStore, width: int, height: int
) -> None:
    small = {"viewport": {"width": width, "height": height}, "has_touch": True}
    with served(store) as address, visiting(chromium, address, **small) as page:
        page.goto(page.url + f"story/{queue.entries(store)[0].id}")
        card = page.locator("#card").bounding_box()
        assert card is not None
        beside = card["width"] < width / 2
        assert beside or card["height"] <= 0.36 * height
        for button in page.locator(".verdicts button:visible").all()[:2]:  # those that are used most
            box = button.bounding_box()
            assert box is not None and box["y"] + box["height"] <= height
        if not beside:
            page.get_by_role("button", name="More").click()
            tall = page.locator("#card").bounding_box()
            assert tall is not None and tall["height"] > card["height"]


def test_the_history_has_local_times_and_filters(chromium: Browser, store: DatabaseStore) -> None:
    first = queue.entries(store)[0].id
    cases = queue.of_name(store, "Mark Rutte")
    recorded, _ = commands.decide_all(store, [decision_on(case, Verdict.ACCEPT) for case in cases])
    moment = recorded[-1].decided_at
    commands.decide(store, decision_on(queue.in_story(store, first)[1], Verdict.REJECT, "Ben"))
    with served(store) as address, visiting(chromium, address, timezone_id="Asia/Kolkata") as page:
        page.goto(address.split("/enter")[0] + "/history")
        assert page.locator("tbody tr").count() == 2
        page.get_by_text("3 places in 2 stories").click()
        assert page.locator("tbody tr li").count() == 3
        local = page.evaluate(
            "moment => new Date(moment).toLocaleTimeString('en-GB', {hour: '2-digit', minute: '2-digit'})", moment
        )
        local_time = page.locator(f'time[datetime="{moment}"]').first.inner_text()
        assert local_time.endswith(local) and local != moment[11:16] and "UTC" not in local_time
        page.get_by_label("Who").select_option("Ben")
        page.get_by_role("button", name="Filter").click()
        page.wait_for_url("**who=Ben**")
        assert page.locator("tbody tr").count() == 1
        page.locator("select[name=answer]").select_option("accept")
        page.get_by_role("button", name="Filter").click()
        page.get_by_text("No decisions match these filters.").wait_for()
