"""Engines of other distributions: found by name, checked, listed, and used like those that come with the package."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from plugin_fixtures import install

from repair.core.errors import EngineError
from repair.core.plugins import ENGINES, reload_plugins
from repair.formats import parse
from repair.translation.engines import Limits, list_engines, open_engine
from repair.translation.translator import Translator


@pytest.fixture(autouse=True)
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    install(
        tmp_path / "site",
        monkeypatch,
        {ENGINES: {"shouting": "example_engine:open_shouting", "nothing": "example_engine:open_nothing"}},
    )
    reload_plugins()
    yield
    monkeypatch.undo()
    reload_plugins()


def test_a_plugin_engine_is_opened_by_name_with_its_argument() -> None:
    assert open_engine("shouting").name == "shouting@plain"
    engine = open_engine("shouting:!")
    assert engine.translate(["Ayer vino."], "es", "en") == ["AYER VINO.!"]


def test_a_plugin_engine_translates_a_story_with_its_names_kept() -> None:
    story = parse("a.txt", b"Ayer vino Juan Guerra. No dijo nada.\n")
    translated = Translator(open_engine("shouting")).translate(story, src="es")
    assert translated.text == "AYER VINO Juan Guerra. NO DIJO NADA.\n"


def test_a_plugin_gets_the_limits_and_its_errors_reach_the_caller() -> None:
    with pytest.raises(EngineError, match="never answers within 3 seconds"):
        open_engine("shouting:broken", limits=Limits(seconds=3))


def test_a_plugin_that_returns_no_engine_is_named() -> None:
    with pytest.raises(EngineError, match="'nothing' does not return an engine: it lacks name, masks, translate"):
        open_engine("nothing")


def test_plugins_are_listed_and_named_where_an_engine_is_unknown(tmp_path: Path) -> None:
    assert {"shouting", "nothing"} <= {status.name for status in list_engines()}
    with pytest.raises(EngineError, match=r"is not an engine.*plug-in \(nothing, shouting\)"):
        open_engine(str(tmp_path / "gone"))
