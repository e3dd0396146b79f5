"""The stories in `samples/`: every garbled name is found, and no right name is touched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

import repair
from repair.core.types import Action, Document

SAMPLES = Path(__file__).parents[2] / "samples"
SOURCES = sorted(SAMPLES.joinpath("sources").glob("*.txt"))
# The mangled forms of each copy and the right names, in order; None where the right name is unknown.
EXPECTED: dict[str, list[tuple[str, tuple[str | None, ...]]]] = {
    "paris.txt": [
        ("Voldy Mie Zelensky", ("Volodymyr Zelensky", "Volodymyr Zelenskyy")),
        ("Kiel Starmer", ("Keir Starmer",)),
        ("Coalition of Ambitiousness", ("Coalition of the Willing",)),
        ("Stephen Cornelius", (None,)),
        ("Director General", ("Secretary General",)),
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

# Mangled forms of the samples that are not solved, each a strict expected failure; none at present.
UNSOLVED: set[str] = set()


RENDERINGS: dict[str, Callable[[str], str]] = {
    "in capitals": str.upper,
    "transcribed": lambda text: re.sub(r"[^\w\s'-]", "", text.lower()),
    "in the case of headlines": lambda text: re.sub(r"\b[a-z]", lambda first: first.group().upper(), text),
}


@cache
def repairer(without: str = "") -> repair.Repairer:
    """Return a repairer for all the sources but one."""
    return repair.Repairer(repair.Gazetteer.build([repair.read(path) for path in SOURCES if path.name != without]))


def cases() -> Iterator[object]:
    """Yield each mangled form with its copy; unsolved ones are marked as expected failures."""
    for name, lines in EXPECTED.items():
        for surface in dict.fromkeys(surface for surface, _ in lines):
            marks = [pytest.mark.xfail(reason="not solved yet")] if surface in UNSOLVED else []
            yield pytest.param(name, surface, id=surface, marks=marks)


@cache
def suggested(name: str) -> list[tuple[str, str | None]]:
    """Return the suggestions for the copy ``name``, in order."""
    suggestions = repairer().suggest(repair.read(SAMPLES / "copy" / name))
    return [(each.surface, each.replacement) for each in suggestions]


@pytest.mark.parametrize(("name", "surface"), list(cases()))
def test_every_garbled_name_is_found(name: str, surface: str) -> None:
    wanted = [right for form, right in EXPECTED[name] if form == surface]
    proposed = [replacement for form, replacement in suggested(name) if form == surface]
    assert len(proposed) == len(wanted)
    assert all(got in right for got, right in zip(proposed, wanted, strict=True))


@pytest.mark.parametrize("name", EXPECTED)
def test_nothing_else_is_suggested(name: str) -> None:
    assert {form for form, _ in suggested(name)} <= {form for form, _ in EXPECTED[name]}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_a_clean_story_is_left_alone(path: Path) -> None:
    suggestions = repairer(path.name).suggest(repair.read(path))
    assert [each for each in suggestions if each.action is not Action.FLAG] == []


@pytest.mark.parametrize("rendering", RENDERINGS)
@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_a_clean_story_is_left_alone_in_any_case(path: Path, rendering: str) -> None:
    text = RENDERINGS[rendering](repair.read(path).text)
    for gazetteer in (repairer(), repairer(path.name)):
        assert [each for each in gazetteer.suggest(text) if each.replacement is not None] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_a_second_pass_applies_at_most_what_the_first_left_for_review(name: str) -> None:
    once = repairer().clean(repair.read(SAMPLES / "copy" / name))
    twice = repairer().clean(once.text)
    # With other names mended, a name may be certain that was not before.
    left = {(each.surface, each.replacement) for each in once.suggestions if each.action is Action.REVIEW}
    applied = {(each.surface, each.replacement) for each in twice.suggestions if each.action is Action.APPLY}
    assert applied <= left
    assert repairer().clean(twice.text).edits == ()


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_copy_may_end_after_any_word(name: str) -> None:
    text = repair.read(SAMPLES / "copy" / name).text
    for end in (match.end() for match in re.finditer(r"\w+", text)):
        repairer().suggest(Document("cut", text[:end]))
