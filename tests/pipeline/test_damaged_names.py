"""Names before a question mark: a question mark that stands for a lost letter, and the end of a question."""

from __future__ import annotations

import pytest

from repair import Gazetteer, Repairer
from repair.core.types import Document

SOURCE = "The mayor José Arriola met Annika Holmgren in Visby on Monday. Holmgren thanked José Arriola, who left Visby."


@pytest.fixture(scope="module")
def repairer() -> Repairer:
    return Repairer(Gazetteer.build([Document("a", SOURCE)]))


def test_a_letter_before_a_neighbouring_name_was_lost(repairer: Repairer) -> None:
    (suggestion,) = repairer.suggest("The mayor Jos? Arriola left.")
    assert (suggestion.surface, suggestion.replacement) == ("Jos?", "José")


def test_a_name_is_not_corrected_in_one_word_while_another_has_lost_a_letter() -> None:
    source = "He saw Torsten Wikränder there on Monday in Haparanda at the bridge. Torsten Wikränder left."
    repairer = Repairer(Gazetteer.build([Document("a", source)]))
    for name in ("Tosten Wikr\ufffdnder", "Wikr\ufffdnder Tosten"):
        (flag,) = repairer.suggest(f"He saw {name} there on Monday in Haparanda at the bridge.")
        assert (flag.surface, flag.replacement) == (name, None)


def test_the_end_of_a_question_is_no_lost_letter(repairer: Repairer) -> None:
    suggestions = repairer.suggest("Did you speak to Annika Holmgrem? And did she answer? Why not Visbi? Nobody knows.")
    assert [(each.surface, each.replacement) for each in suggestions] == [
        ("Annika Holmgrem", "Annika Holmgren"),
        ("Visbi", "Visby"),
    ]


@pytest.mark.parametrize("text", ["Why not Burberry? Why not Volkswagen? Nobody knows.", "In Kherson? Yes, he said."])
def test_a_right_name_before_a_question_mark_is_not_flagged(repairer: Repairer, text: str) -> None:
    assert repairer.suggest(text) == ()
