"""Rules: the shipped ones, one given to a repairer, and one that an installed package registers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from core_fixtures import copy_context, rule_context
from example_rule import Weekdays
from plugin_fixtures import install

from repair.core.errors import ConfigError
from repair.core.plugins import RULES, reload_plugins
from repair.core.types import Action
from repair.gazetteer import Gazetteer
from repair.pipeline.repairer import Repairer
from repair.pipeline.rules.registry import BuiltinRule, with_proposals

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


@pytest.mark.parametrize(
    ("action", "confidence", "is_fitted", "kept"),
    [
        (Action.REVIEW, 0.6, True, "Monday"),
        (Action.REVIEW, 0.6, False, "Mandy"),
        (Action.REVIEW, 0.95, True, "Mandy"),
        (Action.APPLY, 0.6, True, "Mandy"),
    ],
)
def test_only_a_fitted_rule_replaces_a_less_confident_suggestion_that_waits(
    gazetteer: Gazetteer, action: Action, confidence: float, is_fitted: bool, kept: str
) -> None:
    (proposal,) = [each for each in Repairer(gazetteer, rules=[Weekdays()]).suggest(COPY) if each.replacement]
    earlier = replace(proposal, replacement="Mandy", action=action, confidence=confidence)
    context = rule_context(copy_context(COPY, SOURCE), gazetteer, [earlier])
    rule = BuiltinRule(lambda _: [replace(proposal, confidence=0.9)], is_fitted=is_fitted)
    (suggestion,) = with_proposals([rule], context, review_at=0.55, follows_flags=False)
    assert suggestion.replacement == kept


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
