"""Rules: the shipped ones, one given to a repairer, and one that an installed package registers."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from repair.core.types import Reason, Span, Suggestion
from repair.gazetteer import Gazetteer
from repair.pipeline import rules
from repair.pipeline.repairer import Repairer

SOURCE = "The harbour master Solveig Aasgard opened the quay at Tromvik on Monday. Aasgard thanked the crew."
COPY = "The harbour master Solveig Aasgard opened the quay at Tromvik on Mondey. Aasgard thanked the crew."


class Weekdays:
    """An example rule: a mistyped weekday."""

    follows_flags = False
    confidence = 0.8

    def propose(self, context: rules.RuleContext) -> Iterable[Suggestion]:
        """Yield a suggestion for "Mondey"."""
        start = context.document.text.find("Mondey")
        if start >= 0:
            yield Suggestion.at(
                context.document,
                Span(start, start + 6),
                "Monday",
                confidence=self.confidence,
                reasons=(Reason("weekday", "it is a weekday", 0.0),),
                signature=context.signature,
            )


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.build([SOURCE])


def proposed(repairer: Repairer) -> list[tuple[str, str | None]]:
    return [(one.surface, one.replacement) for one in repairer.suggest(COPY) if one.replacement is not None]


def test_a_rule_given_to_a_repairer_proposes(gazetteer: Gazetteer) -> None:
    assert proposed(Repairer(gazetteer, rules=[Weekdays()])) == [("Mondey", "Monday")]
    assert proposed(Repairer(gazetteer, rules=[])) == []


def test_a_proposal_below_the_review_threshold_is_dropped(gazetteer: Gazetteer) -> None:
    doubtful = Weekdays()
    doubtful.confidence = 0.2
    assert proposed(Repairer(gazetteer, rules=[doubtful])) == []


def test_the_first_of_two_suggestions_for_one_place_is_kept(gazetteer: Gazetteer) -> None:
    assert proposed(Repairer(gazetteer, rules=[Weekdays(), Weekdays()])) == [("Mondey", "Monday")]


def test_an_installed_package_adds_its_rule(
    gazetteer: Gazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weekday_rule.py").write_text(
        "from test_rules import Weekdays\n", encoding="utf-8"
    )  # a package of its own would define the class itself
    info = tmp_path / "weekday_rule-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: weekday-rule\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[repair.rules]\nweekdays = weekday_rule:Weekdays\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.syspath_prepend(Path(__file__).parent)
    rules.installed_rules.cache_clear()
    try:
        assert ("Mondey", "Monday") in proposed(Repairer(gazetteer))
    finally:
        rules.installed_rules.cache_clear()
        sys.modules.pop("weekday_rule", None)
