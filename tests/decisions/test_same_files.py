"""One file can have been named in several ways; two files are not to be saved under one name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from queue_fixtures import COPY, decision_on, propose, story

from repair.core.types import Verdict
from repair.decisions import queue
from repair.decisions.commands import decide
from repair.decisions.ingest import IncomingStory, add
from repair.decisions.models import RecordPlace, StoredStory
from repair.decisions.same_files import shares_name
from repair.decisions.store import DatabaseStore
from repair.decisions.stored_files import decided_records


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DatabaseStore]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "desk").mkdir()
    (tmp_path / "link").symlink_to("desk")
    with DatabaseStore(tmp_path / "desk.sqlite") as opened:
        yield opened


def add_story(store: DatabaseStore, path: str, *, name: str = "", record: int | None = None) -> StoredStory:
    place = None if record is None else RecordPlace(record)
    made = replace(story(COPY), id=f"{path}-{record}"[:60], path=path, name=name or os.path.basename(path), place=place)
    add(store, [IncomingStory(made, [propose(COPY, "Mark Latte", "Mark Rutte")])])
    return made


@pytest.mark.parametrize("record", [None, 3], ids=["story", "archive"])
@pytest.mark.parametrize(
    ("first", "second", "shares"),
    [
        ("desk/a.csv", "./desk/../desk/a.csv", False),
        ("desk/a.csv", "link/a.csv", False),
        ("a.csv", "{here}/a.csv", False),
        ("desk/a.csv", "other/a.csv", True),
        ("a.csv", "other/a.csv", True),
        ("desk/a.csv", "other/A.CSV", True),
        ("desk/a.csv", "other/aa.csv", False),
        ("desk/a.csv", "other/b.csv", False),
    ],
)
def test_a_name_is_shared_by_two_files_but_not_by_two_paths_of_one(
    store: DatabaseStore, tmp_path: Path, first: str, second: str, shares: bool, record: int | None
) -> None:
    both = [add_story(store, path.format(here=tmp_path), record=record) for path in (first, second)]
    assert [shares_name(store, each) for each in both] == [shares, shares]


def test_the_records_of_an_archive_are_found_under_all_its_paths(store: DatabaseStore) -> None:
    for number, path in enumerate(("desk/a.csv", "link/a.csv", "desk/./a.csv", "other/a.csv")):
        (case,) = queue.in_story(store, add_story(store, path, record=number).id)
        decide(store, decision_on(case, Verdict.ACCEPT))
    assert set(decided_records(store, "desk/a.csv")) == {0, 1, 2}
