"""Messages about a whole copy: that no source reports its story."""

from __future__ import annotations

import pytest

from repair import Document, Gazetteer, Repairer

SOURCE = (
    "LOWESTOFT - The steamer Cornelia Hatch struck the Burnham Reef off Gloucester with forty passengers on Monday. "
    "Captain Thaddeus Burnham and the Reverend Josiah Prescott lowered the boats. Nobody was hurt, the harbour says."
)
SCANNED = (
    "Tbe steaincr Comelia Hatch strnck tlie Bnrnham Recf oli Glouccster witli lorty passengcrs. Caplain Thaddeus "
    "Bumham aud tbc Rcvcrcnd Josiab Prcscott lowcrcd tbc boals, aud no onc ou boaid was hurl, said tbc harbor "
    "masler. Tbc wrcck lay iu tbc sand nnlil Ihe spring tidc camc, and boys sold bits ol il lor a pcnny."
)
OTHER = (
    "The council of a small town in the hills voted on Tuesday to close its oldest school. Parents stood outside in "
    "the rain for hours. The head of the school said that she had hoped for another year, and that pupils would go "
    "to the next valley by bus from the summer on."
)


def messages(copy: str, caplog: pytest.LogCaptureFixture) -> tuple[list[str], list[str]]:
    suggestions = Repairer(Gazetteer.build([Document("s", SOURCE, "gazette.txt")])).suggest(Document("c", copy))
    names = [each.replacement for each in suggestions if each.replacement is not None]
    return names, [each.getMessage() for each in caplog.records if "reports the story" in each.getMessage()]


def test_a_source_whose_names_are_suggested_for_a_scan_tells_its_story(caplog: pytest.LogCaptureFixture) -> None:
    names, notes = messages(SCANNED, caplog)
    assert names and not notes


def test_copy_about_other_events_has_the_message(caplog: pytest.LogCaptureFixture) -> None:
    names, notes = messages(OTHER, caplog)
    assert not names and len(notes) == 1
