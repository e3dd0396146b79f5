"""Sources in lower case throughout give names, and a message says that these are guessed."""

from __future__ import annotations

import logging

import pytest
from core_fixtures import repairer

from repair.core.types import Document
from repair.gazetteer import Gazetteer

TRANSCRIPT = (
    "the engineer wladyslaw kowalczyk told reporters in gdansk on monday that the new harbour wall was not finished in "
    "time and the mayor aleksandra dulkiewicz said kowalczyk had asked for another month"
)


def test_names_of_a_transcript_are_found_and_a_message_says_so(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "repair"):
        gazetteer = Gazetteer.build([Document("1", TRANSCRIPT, "radio.txt")])
    names = {name.canonical for name in gazetteer.names}
    assert {"Wladyslaw Kowalczyk", "Aleksandra Dulkiewicz", "Gdansk"} <= names
    assert [record.getMessage().split(",")[0] for record in caplog.records] == ["radio.txt has no capitals"]


def test_copy_in_mixed_case_is_corrected_by_a_transcript() -> None:
    copy = "The engineer Vladislav Kowalchick told reporters in Gdansk that the harbour wall was not finished in time."
    suggestions = [each for each in repairer(TRANSCRIPT).suggest(copy) if each.replacement is not None]
    assert [each.replacement for each in suggestions] == ["Wladyslaw Kowalczyk"]
