"""The two stories in `samples/`: every mangled name found, no right name touched, nothing more said."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import repair
from repair.types import Action

SAMPLES = Path(__file__).parents[1] / "samples"
SOURCES = sorted(SAMPLES.joinpath("sources").glob("*.txt"))
# What each copy says and what it means, in order; None where nobody can know.
EXPECTED: dict[str, list[tuple[str, tuple[str | None, ...]]]] = {
    "paris.txt": [
        ("Voldy Mie Zelensky", ("Volodymyr Zelensky", "Volodymyr Zelenskyy")),
        ("Kiel Starmer", ("Keir Starmer",)),
        ("Coalition of Ambitiousness", ("Coalition of the Willing",)),
        ("Stephen Cornelius", (None,)),
        ("Mark Latte", ("Mark Rutte",)),
        ("Latte", ("Rutte",)),
        ("Latte", ("Rutte",)),
        ("Petrekin", (None,)),
    ],
    "hakodate.txt": [
        ("Kazuya Shiomizu", ("Kazuya Shiomi",)),
        ("Shiomizu", ("Shiomi",)),
        ("Sorbang Marine", ("Solvang Marine",)),
        ("Byarne Haruvorsen", ("Bjarne Halvorsen",)),
        ("Ingrid Tolsrud", ("Ingrid Thorsrud",)),
        ("Tolsrud", ("Thorsrud",)),
        ("Rebecca Sonberry", ("Rebecca Thornbury",)),
        ("Radek Dvorskeho", ("Radek Dvorsky",)),
        ("Yusuke Hatanaka", (None,)),
    ],
}


@cache
def repairer(without: str = "") -> repair.Repairer:
    """Return a repairer for all the sources but one."""
    return repair.Repairer(repair.Gazetteer.build([repair.read(path) for path in SOURCES if path.name != without]))


@pytest.mark.parametrize("name", EXPECTED)
def test_every_mangled_name_is_found_and_nothing_else(name: str) -> None:
    found = repairer().suggest(repair.read(SAMPLES / "copy" / name))
    said = [(each.surface, each.replacement) for each in found]
    assert [surface for surface, _ in said] == [surface for surface, _ in EXPECTED[name]]
    wrong = [pair for pair, (_, right) in zip(said, EXPECTED[name], strict=True) if pair[1] not in right]
    assert not wrong


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_a_clean_story_is_left_alone(path: Path) -> None:
    found = repairer(path.name).suggest(repair.read(path))
    assert [each for each in found if each.action is not Action.FLAG] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_a_second_pass_changes_nothing(name: str) -> None:
    once = repairer().clean(repair.read(SAMPLES / "copy" / name))
    twice = repairer().clean(once.text)
    assert twice.text == once.text
    assert twice.edits == ()
