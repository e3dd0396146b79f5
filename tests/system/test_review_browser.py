"""The review page in a real browser: keys, screen readers, narrow windows, and a whole day's work."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsers import arrived, press, served, visiting
from queue_fixtures import OTHER, decision_on, fill, propose, story, suggestions_for

from repair.core.types import Alternative, Citation, Verdict
from repair.decisions import commands, history, ingest, queue
from repair.decisions.models import Answer, State
from repair.decisions.store import DatabaseStore
from repair.review.passwords import hash_password
from repair.review.user_file import UserFile

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script> {{7777*7777}} \u202eevil"
PASSWORD = "correct horse"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DatabaseStore]:
    with DatabaseStore(tmp_path / "desk.sqlite") as opened:
        fill(opened)
        yield opened


def amend(page: Page, name: str) -> None:
    """Type ``name`` for the selected suggestion, and wait until the page asks for confirmation."""
    page.keyboard.press("e")
    page.locator("#amend").fill(name)
    page.keyboard.press("Enter")
    page.locator(".confirmation").wait_for()


def ask_for_all(page: Page) -> None:
    """Type a name for an unverified one, and wait until the page asks for confirmation."""
    page.locator(".names .row", has_text="Petrekin").click()
    field = page.get_by_label("The right name for Petrekin")
    field.fill("Sir Petrekin reported")
    field.press("Enter")
    page.locator(".confirmation").wait_for()


# --- one day's work


def call(*command: str, at: Path) -> str:
    """Run `repair` and return what it writes."""
    done = subprocess.run([sys.executable, "-m", "repair", *command], cwd=at, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_from_an_empty_folder_to_cleaned_copy_and_the_next_batch_knows(chromium: Browser, tmp_path: Path) -> None:
    samples = {path.name: path.read_bytes() for path in (ROOT / "samples" / "sources").iterdir()}
    copy = (ROOT / "samples" / "copy" / "paris.txt").read_text(encoding="utf-8")
    for folder in ("sources", "copy", "later"):
        (tmp_path / folder).mkdir()
    for name, content in samples.items():
        (tmp_path / "sources" / name).write_bytes(content)
    (tmp_path / "copy" / "paris.txt").write_text(copy, encoding="utf-8")
    call("clean", "copy", "--sources", "sources", "--out", "repaired", "--apply-at", "1", at=tmp_path)
    queued = "repaired/.repair/queue.jsonl"
    options = ("--database", "desk.sqlite", "--out", "reviewed", "--port", "0", "--no-browser", "--as", "Ada")
    command = [sys.executable, "-m", "repair", "review", queued, *options]
    server = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        with visiting(chromium, address) as page:
            assert "token" not in page.url
            _decides(page)
            page.keyboard.press("b")
            arrived(page, "Before and after")
            note = page.locator("#note").inner_text()
            assert "misspelled the name of Volodymyr Zelensky as Voldy Mie Zelensky" in note
    finally:
        server.terminate()
        server.wait(300)
        assert server.stdout is not None
        server.stdout.close()
    # The next batch applies earlier corrections, and does not propose rejected ones again.
    (tmp_path / "later" / "again.txt").write_text(copy + "\nSo it goes.\n", encoding="utf-8")
    call("clean", "later", "--sources", "sources", "--out", "next", "--database", "desk.sqlite", at=tmp_path)
    again = (tmp_path / "next" / "again.txt").read_text(encoding="utf-8")
    assert "Volodymyr Zelensky in the" in again and "Voldy Mie" not in again and "Kiel Starmer" in again
    queue_text = (tmp_path / "next" / ".repair" / "queue.jsonl").read_text(encoding="utf-8")
    assert "Kiel Starmer" not in queue_text and "Latte" not in queue_text and "Coalition of Ambitiousness" in queue_text


def _decides(page: Page) -> None:
    """Decide three by keyboard, undo one, accept one name at all its places; the page is never reloaded."""
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    arrived(page, "paris.txt")
    page.evaluate("window.loaded = 'once'")
    press(page, "a", "Accepted: Voldy Mie Zelensky → Volodymyr Zelensky.")
    press(page, "r", "Rejected: Kiel Starmer stays.")
    press(page, "u", "Unsure: Coalition of Ambitiousness")
    press(page, "z", "Undone: Coalition of Ambitiousness.")
    for _ in range(20):
        if " ".join(page.locator("#card-title").inner_text().split()) == "Mark Latte → Mark Rutte":
            break
        before = page.url
        page.keyboard.press("j")
        page.wait_for_url(lambda url, before=before: url != before)  # type: ignore[misc]
    assert "3 places" in page.locator("#card").inner_text()
    page.set_default_timeout(20_000)
    page.keyboard.press("a")
    page.locator("#card-title", has_not_text="Latte").wait_for()
    assert page.evaluate("window.loaded") == "once"


# --- keys, focus, states


def test_alternatives_and_amendments_are_a_key_away(chromium: Browser, store: DatabaseStore) -> None:
    id = queue.entries(store)[0].id
    with served(store) as address, visiting(chromium, address) as page:
        page.goto(page.url + f"story/{id}")
        press(page, "2", "Amended: Mark Latte → Mark Ruthe.")
        page.keyboard.press("e")
        assert page.evaluate("document.activeElement.id") == "amend"
        page.keyboard.type("Sir Keir Starmer")
        press(page, "Enter", "Amended: Kiel Starmer → Sir Keir Starmer.")
        page.keyboard.press("e")
        page.keyboard.type("ar")
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.id") == "card"
        # Two quick keys act one after the other, each on the result of the one before.
        page.keyboard.press("a")
        press(page, "a", "Press c if the name is correct")
        press(page, "c", "Name is correct: Petrekin. Nothing is left in this story.")
        assert page.locator("#card .all-decided").is_visible()
        states = [case.state for case in queue.in_story(store, id)]
        assert states == [State.AMEND, State.AMEND, State.ACCEPT, State.ACCEPT, State.ACCEPT]
        page.keyboard.press("N")
        arrived(page, "story-1.txt")
        page.keyboard.press("q")
        arrived(page, "Queue")


def test_a_confirmation_is_answered_with_a_key(chromium: Browser, store: DatabaseStore) -> None:
    id = queue.entries(store)[0].id
    flag = queue.in_story(store, id)[4].suggestion.id
    with served(store) as address, visiting(chromium, address) as page:
        page.goto(page.url + f"story/{id}?at={flag}")
        amend(page, "Sir Petrekin Reported")
        assert "After: Sir Petrekin Reported." in page.locator(".confirmation").inner_text()
        page.keyboard.press("Escape")
        page.locator(".confirmation").wait_for(state="detached")
        assert history.count(store) == 0
        amend(page, "Sir Petrekin Reported")
        press(page, "y", "Amended: Petrekin reported → Sir Petrekin Reported.")
        assert page.locator(".confirmation").count() == 0
    decided = queue.find(store, flag)
    assert decided is not None and decided.state is State.AMEND


def test_a_key_asks_the_server_for_one_thing(chromium: Browser, store: DatabaseStore) -> None:
    with served(store) as address, visiting(chromium, address) as page:
        page.goto(page.url + f"story/{queue.entries(store)[0].id}")
        page.evaluate("performance.clearResourceTimings()")
        press(page, "r", "Rejected")
        press(page, "z", "Undone")
        press(page, "a", "Accepted")
        requested = page.evaluate(
            "performance.getEntriesByType('resource').filter(e => e.transferSize).map(e => e.name.split('/').pop())"
        )
        assert requested == ["decide", "undo", "decide"]


def test_filters_go_along_from_the_queue_and_back(chromium: Browser, store: DatabaseStore) -> None:
    with served(store) as address, visiting(chromium, address) as page:
        page.keyboard.press("/")
        page.keyboard.type("vexley")
        page.keyboard.press("Enter")
        page.wait_for_url("**q=vexley**")
        assert page.locator(".stories .row").count() == 1
        page.locator(".row").click()
        arrived(page, "story-1.txt")
        page.keyboard.press("q")
        page.wait_for_url("**q=vexley**")
        page.get_by_role("link", name="Clear").click()
        page.locator(".stories .row").nth(1).wait_for()
        assert page.locator(".stories .row").count() == 2
        page.get_by_label("Kind").select_option("flag")
        page.wait_for_url("**kind=flag**")


def test_everything_can_be_done_with_tab_and_each_stop_is_seen(chromium: Browser, store: DatabaseStore) -> None:
    with served(store) as address, visiting(chromium, address) as page:
        for path in ("/", f"/story/{queue.entries(store)[0].id}", "/unverified"):
            page.goto(address.split("/enter")[0] + path)
            page.locator(".skip").focus()
            stops: list[str] = []
            while (stop := page.evaluate(SEEN)) is not None and stop not in stops:
                stops.append(stop)
                page.keyboard.press("Tab")
            assert all("unseen" not in stop for stop in stops), stops
            wanted = page.evaluate("document.querySelectorAll('#main :is(a[href], button, select)').length")
            assert len(stops) >= wanted, stops


SEEN = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width && box.height;
  const at = [...document.querySelectorAll("*")].indexOf(one);
  return `${at} ${one.tagName} ${one.textContent.trim().slice(0, 20)} ${seen ? "" : "unseen"}`;
}"""


def test_windows_take_the_focus_and_give_it_back(chromium: Browser, store: DatabaseStore) -> None:
    with served(store) as address, visiting(chromium, address) as page:
        page.goto(page.url + f"story/{queue.entries(store)[0].id}")
        page.keyboard.press("?")
        assert page.locator("#help").is_visible()
        for _ in range(5):
            page.keyboard.press("Tab")
            assert page.evaluate("!document.activeElement.closest('main, header')")
        press(page, "a")  # decides nothing while a window is open
        page.keyboard.press("Escape")
        assert not page.locator("#help").is_visible()
        page.keyboard.press("A")
        page.locator("#sheet").get_by_text("2 places").wait_for()
        page.get_by_role("link", name="All stories").click()
        page.locator("#sheet").get_by_text("3 places").wait_for()
        page.get_by_role("link", name="Cancel").click()
        assert not page.locator("#sheet").is_visible()
    assert queue.progress(store).decided == 0


def test_nothing_moves_for_those_who_want_no_motion(chromium: Browser, store: DatabaseStore) -> None:
    with served(store) as address:
        for wish, moving in (("reduce", False), ("no-preference", True)):
            with visiting(chromium, address, reduced_motion=wish) as page:
                page.goto(page.url + f"story/{queue.entries(store)[0].id}")
                lasting = page.evaluate("""[...document.querySelectorAll("*")]
                    .map(one => getComputedStyle(one))
                    .some(style => parseFloat(style.transitionDuration) > 0 || style.animationName !== "none")""")
                assert lasting is moving


def test_two_people_see_each_other(chromium: Browser, store: DatabaseStore) -> None:
    people = UserFile({name: hash_password(PASSWORD) for name in ("Ada", "Ben")}, "desk")
    id = queue.entries(store)[0].id
    with (
        served(store, people=people) as address,
        visiting(chromium, address + "/login") as ada,
        visiting(chromium, address + "/login") as ben,
    ):
        for name, page in (("Ada", ada), ("Ben", ben)):
            page.get_by_label("Name").fill(name)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Log in").click()
            arrived(page, "Queue")
        ada.goto(f"{address}/story/{id}")
        ben.goto(f"{address}/")
        assert "Ada is working on this" in ben.locator(".stories").inner_text()
        ben.goto(f"{address}/story/{id}")
        press(ben, "r", "Ada is working on this story. Take it over")
        ben.get_by_role("button", name="Take over").click()
        ben.locator(".banner").wait_for(state="detached")
        press(ben, "r", "Rejected: Mark Latte stays.")
        press(ada, "a", "Ben has decided this in the meantime (rejected). Look at it again")
        assert ada.locator(".banner").is_visible()
        # Leaving the page releases the story at once.
        ben.goto(f"{address}/history")
        ada.reload()
        ada.locator(".banner").wait_for(state="detached")
        press(ada, "a", "Accepted")
    assert [entry.decision.reviewer for entry in history.latest(store)] == ["Ada"] * 3 + ["Ben"] * 3


def test_without_any_script_forms_and_links_do_the_same(chromium: Browser, store: DatabaseStore) -> None:
    with served(store) as address, visiting(chromium, address, java_script_enabled=False) as page:
        page.locator(".row").first.click()
        page.get_by_role("button", name="Accept").click()
        page.get_by_text("2 of 5 suggestions open").wait_for()
        page.get_by_role("link", name="Help and keys").click()
        page.get_by_text("use an alternative").wait_for()
    assert queue.progress(store).decided == 3


# --- accessibility


def hostile(store: DatabaseStore) -> str:
    """Add a story with markup in every field, and return its id."""
    text = f"{HOSTILE} Mark Latte spoke.\n" + "long" * 80
    sly = replace(
        propose(text, "Mark Latte", HOSTILE),
        alternatives=(Alternative(HOSTILE, 0.5), Alternative("w" * 190, 0.1)),
        evidence=(Citation(HOSTILE, HOSTILE * 3, HOSTILE),),
    )
    hostile_story = replace(story(text), name=HOSTILE + "n" * 120, source=HOSTILE)
    ingest.add(store, [ingest.IncomingStory(hostile_story, [sly, propose(text, "spoke", None)])])
    return hostile_story.id


def everywhere(page: Page, address: str, store: DatabaseStore) -> Iterator[str]:
    """Open every page in every state in ``page``, and yield the name of each."""
    first, second = (line.id for line in queue.entries(store) if line.name.startswith("story-"))
    sly = next(line.id for line in queue.entries(store) if not line.name.startswith("story-"))
    flag = next(case for case in queue.in_story(store, first) if case.suggestion.replacement is None)
    home = address.split("/enter")[0]
    addresses = [
        "/",
        "/?q=nothing-of-the-sort",
        f"/story/{first}",
        f"/story/{first}?at={flag.suggestion.id}",
        f"/story/{second}",
        f"/story/{sly}",
        f"/story/{second}/compare?message=Saved",
        f"/story/{first}/compare",
        "/unverified",
        "/history",
        "/shift",
        f"/story/{first}/assign",
        "/help",
        "/nowhere",
        f"/all?name=Mark%20Rutte&story={first}&scope=queue",
    ]
    for path in addresses:
        page.goto(home + path)
        yield path
    page.goto(f"{home}/story/{first}")
    page.keyboard.press("?")
    page.locator("#help").wait_for()
    yield "the keys"
    page.keyboard.press("Escape")
    page.keyboard.press("A")
    page.get_by_role("button", name="selected").wait_for()
    yield "the preview"
    page.keyboard.press("Escape")
    page.goto(f"{home}/story/{first}?at={flag.suggestion.id}")
    amend(page, "Sir Petrekin reported")
    yield "an answer to confirm"
    page.goto(f"{home}/unverified")
    ask_for_all(page)
    yield "a name to confirm"
    page.goto(f"{home}/story/{first}")
    press(page, "u", "Unsure")
    yield "what was said"
    press(page, "z", "Undone")


@pytest.fixture
def varied(store: DatabaseStore) -> DatabaseStore:
    """Return a store with something in every state, and hostile copy."""
    first = queue.entries(store)[0].id
    hostile(store)
    (third,) = intake_of(store, OTHER + "More.\n", "story-2.txt")
    for case in queue.in_story(store, third):
        commands.decide(store, decision_on(case, Answer.CORRECT if case.flag else Verdict.ACCEPT))
    _, second, last, *_ = queue.in_story(store, first)
    commands.decide(store, decision_on(second, Verdict.REJECT))
    commands.decide(store, decision_on(last, Verdict.AMEND, replacement="Rutten"))
    return store


def intake_of(store: DatabaseStore, text: str, name: str) -> tuple[str]:
    """Add one story and return its id."""
    new_story = story(text, name)
    ingest.add(store, [ingest.IncomingStory(new_story, suggestions_for(text))])
    return (new_story.id,)


LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "zoom": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},  # 1280 by 800 at 200%
}
# The structure of a page is the same in every theme; colours and sizes are not.
RULES: dict[str, list[str]] = {
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "dark": ["color-contrast"],
    "phone": ["target-size", "scrollable-region-focusable"],
    "zoom": ["target-size", "scrollable-region-focusable"],
}


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_passes_axe_and_fits_its_window(
    chromium: Browser, varied: DatabaseStore, tmp_path: Path, look: str
) -> None:
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    rules = {"runOnly": RULES[look], "resultTypes": ["violations"]}
    with served(varied, out=tmp_path) as address, visiting(chromium, address, **LOOKS[look]) as page:
        for name in everywhere(page, address, varied):
            page.evaluate(axe)
            report = page.evaluate("rules => axe.run(document, rules)", rules)
            bad = [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in report["violations"]]
            assert bad == [], f"{name}, {look}"
            wide = page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
            assert wide <= 0, f"{name}, {look}: runs {wide} pixels out of its window"


def test_hostile_copy_is_read_and_not_obeyed(chromium: Browser, varied: DatabaseStore) -> None:
    id = next(line.id for line in queue.entries(varied) if not line.name.startswith("story-"))
    with served(varied) as address, visiting(chromium, address) as page:
        page.goto(page.url + f"story/{id}")
        assert HOSTILE[:40] in page.locator("article.copy").inner_text()
        assert page.locator("article.copy img, article.copy script").count() == 0
        press(page, "a", "Accepted: Mark Latte")
        assert page.locator("main img, main script").count() == 0


def test_an_amended_name_stays_in_its_line(chromium: Browser, store: DatabaseStore) -> None:
    with served(store) as address, visiting(chromium, address) as page:
        page.goto(page.url + f"story/{queue.entries(store)[0].id}")
        press(page, "1", "Amended")
        assert page.evaluate("getComputedStyle(document.querySelector('.mark.amend')).display") == "inline"
