"""Light and dark, and the text size, as a reader chooses them, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from browsers import served, visiting
from queue_fixtures import fill

from repair.decisions.store import DatabaseStore

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# The colours of the page as they are computed, by custom property, and the shadow of what floats.
COLOURS = """() => {
  const sheet = [...document.styleSheets].find((sheet) => sheet.href.includes("page.css"));
  const names = [...sheet.cssRules[0].style].filter((name) => name.startsWith("--"));
  const probe = document.body.appendChild(document.createElement("div"));
  const computed = (property, name) => {
    probe.style[property] = `var(${name})`;
    return getComputedStyle(probe)[property];
  };
  const colours = names.map((name) => [name, computed(name === "--shadow" ? "boxShadow" : "color", name)]);
  probe.remove();
  return Object.fromEntries(colours.filter(([name]) => !["--ui", "--read", "--code"].includes(name)));
}"""
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


def test_dark_has_the_same_colours_chosen_or_from_the_system(chromium: Browser, tmp_path: Path) -> None:
    with DatabaseStore(tmp_path / "desk.sqlite") as store, served(store) as address:
        colours = {}
        for scheme in ("light", "dark"):
            with visiting(chromium, address, color_scheme=scheme) as page:
                for theme in ("", "light", "dark"):
                    page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
                    colours[scheme, theme] = page.evaluate(COLOURS)
        assert colours["light", ""] == colours["light", "light"] == colours["dark", "light"]
        assert colours["dark", ""] == colours["dark", "dark"] == colours["light", "dark"]
        light, dark = colours["light", ""], colours["dark", ""]
        assert len(light) > 15 and all(light[name] != dark[name] for name in light)
