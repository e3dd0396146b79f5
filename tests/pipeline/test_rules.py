"""Rules: the shipped ones, one given to a repairer, and one that an installed package registers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from example_rule import Weekdays
from plugin_fixtures import install

from repair.core.errors import ConfigError
from repair.core.plugins import RULES, reload_plugins
from repair.gazetteer import Gazetteer
from repair.pipeline.repairer import Repairer

SOURCE = "The harbour master Solveig Aasgard opened the quay at Tromvik on Monday. Aasgard thanked the crew."
COPY = "The harbour master Solveig Aasgard opened the quay at Tromvik on Mondey. Aasgard thanked the crew."


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.build([SOURCE])


def proposed(repairer: Repairer) -> list[tuple[str, str | None]]:
    return [
        (suggestion.surface, suggestion.replacement)
        for suggestion in repairer.suggest(COPY)
        if suggestion.replacement is not None
    ]


def test_a_rule_given_to_a_repairer_proposes(gazetteer: Gazetteer) -> None:
    assert proposed(Repairer(gazetteer, rules=[Weekdays()])) == [("Mondey", "Monday")]
    assert proposed(Repairer(gazetteer, rules=[])) == []


def test_a_proposal_below_the_review_threshold_is_dropped(gazetteer: Gazetteer) -> None:
    doubtful = Weekdays()
    doubtful.confidence = 0.2
    assert proposed(Repairer(gazetteer, rules=[doubtful])) == []


def test_the_first_of_two_suggestions_for_one_place_is_kept(gazetteer: Gazetteer) -> None:
    assert proposed(Repairer(gazetteer, rules=[Weekdays(), Weekdays()])) == [("Mondey", "Monday")]


@pytest.fixture
def install_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def install_object(name: str) -> None:
        install(tmp_path / "site", monkeypatch, {RULES: {"weekdays": f"example_rule:{name}"}})
        reload_plugins()

    yield install_object
    monkeypatch.undo()
    reload_plugins()


def test_an_installed_package_adds_its_rule(gazetteer: Gazetteer, install_rule: Callable[[str], None]) -> None:
    install_rule("Weekdays")
    assert ("Mondey", "Monday") in proposed(Repairer(gazetteer))


def test_a_plugin_that_is_not_a_rule_is_named(gazetteer: Gazetteer, install_rule: Callable[[str], None]) -> None:
    install_rule("make_nothing")
    with pytest.raises(ConfigError, match="'weekdays' does not return a rule: it lacks follows_flags and propose"):
        Repairer(gazetteer)
