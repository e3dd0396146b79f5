"""The tables of people and organisations in the news: each name is folded, there once, and found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from repair.core.tables import read_table
from repair.text.known_organisations import is_known_organisation
from repair.text.known_people import is_known_person, is_known_surname
from repair.text.normalize import fold


@pytest.mark.parametrize(
    ("table", "is_known"),
    [("known_people.txt", is_known_person), ("known_organisations.txt", is_known_organisation)],
)
def test_each_name_is_folded_sorted_and_there_once(table: str, is_known: Callable[[str], bool]) -> None:
    sections = read_table(table).values()
    names = [name for lines in sections for line in lines for name in line.split("|")]
    assert [name for name in names if name != " ".join(fold(name).split())] == []
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert [name for name in names if not is_known(name) or not is_known(name.replace("-", " "))] == []
    for lines in sections:
        in_section = [name.replace("-", " ") for line in lines for name in line.split("|")]
        assert in_section == sorted(in_section)


def test_only_people_whom_the_news_calls_by_their_surname_are_known_by_it() -> None:
    assert is_known_person("zvika fogel")
    assert not is_known_surname("fogel")
    assert is_known_surname("zelensky")
