"""Messages about a whole copy: that no source reports its story."""

from __future__ import annotations

import pytest

from repair import Document, Gazetteer, Repairer
from repair.core.types import Action, Kind
from repair.gazetteer.packed_writer import names_of
from repair.pipeline.copy_notices import UNCOVERED

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


COUNCIL = OTHER.replace("The head of the school", "{people} stayed away. The head of the school")
UNRELATED = COUNCIL.format(people="Captain Thaddeus Burnhan, his sister Elaine Cunningham and Walter Hennessy")
SCANS_NAMES = COUNCIL.format(people="Captain Thaddeus Burnhan, the Reverend Josiah Prescot and Walter Hennessy")


def messages(copy: str, caplog: pytest.LogCaptureFixture) -> tuple[list[str], list[str], list[str]]:
    """Return the names that are suggested, those that are flagged, and the messages."""
    suggestions = Repairer(Gazetteer.build([Document("s", SOURCE, "gazette.txt")])).suggest(Document("c", copy))
    names = [each.replacement for each in suggestions if each.replacement is not None]
    flags = [each.surface for each in suggestions if each.action is Action.FLAG]
    return names, flags, [each.getMessage() for each in caplog.records if "report this story" in each.getMessage()]


def test_a_source_whose_names_are_suggested_for_a_scan_tells_its_story(caplog: pytest.LogCaptureFixture) -> None:
    names, _, notes = messages(SCANNED, caplog)
    assert names and not notes


def test_copy_about_other_events_has_the_message(caplog: pytest.LogCaptureFixture) -> None:
    names, _, notes = messages(OTHER, caplog)
    assert not names and len(notes) == 1


def test_flags_are_not_withheld_without_a_message_where_a_name_is_suggested(caplog: pytest.LogCaptureFixture) -> None:
    names, flags, notes = messages(UNRELATED, caplog)
    assert names == ["Thaddeus Burnham"] and not flags and len(notes) == 1


def test_several_names_of_a_source_show_that_it_tells_the_story(caplog: pytest.LogCaptureFixture) -> None:
    names, flags, notes = messages(SCANS_NAMES, caplog)
    assert len(names) == 2 and flags == ["Walter Hennessy"] and not notes


def test_beside_lists_alone_only_names_that_no_list_of_names_has_are_flagged() -> None:
    copy = "Walter Hennessy and the captain Grzmotek Wyrwidab met the deputy Dmytro Kralzny in the town hall."
    gazetteer = Gazetteer(names_of((name, Kind.PERSON, ()) for name in ("Dmytro Kralzny", "Thaddeus Burnham")), [])
    (checked,) = Repairer(gazetteer).check_all([Document("c", copy)])
    assert [each.surface for each in checked.suggestions] == ["Grzmotek Wyrwidab"]
    assert [notice.key for notice in checked.notices] == [UNCOVERED]
    assert "lists" in checked.notices[0].text


def test_nothing_is_said_about_lists_where_no_flag_is_withheld() -> None:
    gazetteer = Gazetteer(names_of([("Thaddeus Burnham", Kind.PERSON, ())]), [])
    (checked,) = Repairer(gazetteer).check_all([Document("c", "The captain Grzmotek Wyrwidab met Burnham.")])
    assert checked.notices == ()
