"""The sources that the page opens."""

from __future__ import annotations

from pathlib import Path

import pytest
from queue_fixtures import fill
from review_fixtures import client, review_app

from repair.core.types import Citation, Document
from repair.decisions import queue
from repair.decisions.store import DatabaseStore
from repair.gazetteer import Gazetteer
from repair.pipeline.repairer import Repairer
from repair.review.source_pages import SourcePages

TEXT = "The talks ended late.\nIn Delft,\n Mark Rutte said that he was content.\nNobody disagreed.\n"


@pytest.fixture
def gazetteer() -> Gazetteer:
    return Gazetteer.build(
        [Document("1", TEXT, "agency.txt", "2026-11-20"), Document("2", "Mark Rutte slept well.\n", "agency.txt")]
    )


def test_a_snippet_is_found_across_line_breaks(gazetteer: Gazetteer) -> None:
    cited = SourcePages(gazetteer).find(Citation("agency.txt", "…Delft, Mark Rutte said that…"))
    assert cited is not None and cited.document.id == "1"
    assert "".join(cited.parts) == cited.document.text
    assert " ".join(cited.parts[1].split()) == "Delft, Mark Rutte said that"


def test_a_source_without_the_snippet_is_shown_from_its_beginning(gazetteer: Gazetteer) -> None:
    cited = SourcePages(gazetteer).find(Citation("agency.txt", "… (((((a+)+)+$ …"))
    assert cited is not None and cited.parts[:2] == ("", "")
    assert SourcePages(gazetteer).find(Citation("other.txt", "Mark Rutte")) is None


def test_the_page_opens_a_cited_source_and_no_other(tmp_path: Path, gazetteer: Gazetteer) -> None:
    with DatabaseStore(tmp_path / "desk.sqlite") as store:
        story, _ = fill(store)
        item = queue.in_story(store, story.id)[0]
        address = f"/suggestion/{item.suggestion.id}/source"
        browser = client(review_app(store, repairer=Repairer(gazetteer)))
        page = browser.get(f"{address}/0").text
        assert "agency.txt" in page and "2026-11-20" in page and "Nobody disagreed." in page
        assert browser.get(f"{address}/1").status_code == 404
        assert browser.get("/suggestion/abc/source/0").status_code == 404
        without = client(review_app(store)).get(f"{address}/0").text
        assert "This desk does not have the text of this source" in without
