"""Approximate search over names: found by letters and by sound, the same from memory and from a packed file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.core.types import Kind
from repair.gazetteer import Gazetteer
from repair.gazetteer.name_search import NameSearch, full_spellings, search_arrays, terms_of

NAMES = ["Margus Tsahkna", "Mark Rutte", "Keir Starmer", "Wladyslaw Kosiniak-Kamysz", "Kaja Kallas", "York University"]


def searched(*names: str) -> NameSearch:
    return NameSearch(search_arrays([name] for name in names))


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("sakna", "Margus Tsahkna"),
        ("latte", "Mark Rutte"),
        ("stammer", "Keir Starmer"),
        ("kosiniakkamish", "Wladyslaw Kosiniak-Kamysz"),
        ("markrutte", "Mark Rutte"),
        ("yorkunivrsity", "York University"),
    ],
)
def test_a_mangled_form_finds_its_name(form: str, name: str) -> None:
    index = searched(*NAMES)
    matches = [NAMES[row] for match in index.search(form, least=0.1) for row in index.rows(match.term)]
    assert name in matches[:3]


def test_terms_are_the_words_and_a_short_name_run_together() -> None:
    assert terms_of("Kosiniak-Kamysz") == ["kosiniak", "kamysz", "kosiniakkamysz"]
    assert terms_of("A Very Long Official Name") == ["very", "long", "official", "name"]


def test_nothing_is_found_in_an_empty_index_or_for_an_empty_form() -> None:
    assert searched().search("rutte") == []
    assert searched(*NAMES).search("") == []


def test_a_packed_gazetteer_finds_the_same(tmp_path: Path) -> None:
    packed = Gazetteer.from_names([(name, Kind.OTHER, ()) for name in NAMES], tmp_path / "names.gaz")
    in_memory = Gazetteer(packed.names, [])
    for form in ("sakna", "latte", "stammer", "kallas"):
        assert [
            [packed.names[row].canonical for row in packed.name_search.rows(match.term)]
            for match in packed.name_search.search(form)
        ] == [
            [in_memory.names[row].canonical for row in in_memory.name_search.rows(match.term)]
            for match in in_memory.name_search.search(form)
        ]


@given(st.lists(st.text("abcdé -'", min_size=1, max_size=12), max_size=8), st.text("abcdé", max_size=8))
def test_similarities_are_cosines_in_descending_order(names: list[str], form: str) -> None:
    index = searched(*names)
    similarities = [match.similarity for match in index.search(form, least=0.0)]
    assert all(0.0 <= similarity <= 1.0 + 1e-6 for similarity in similarities)
    assert similarities == sorted(similarities, reverse=True)


@given(st.lists(st.text("abcd ", min_size=2, max_size=10), min_size=1, max_size=6))
def test_a_name_finds_itself_first(names: list[str]) -> None:
    index = searched(*names)
    for number, name in enumerate(names):
        for term in terms_of(name):
            best = index.search(term, least=0.0)[0]
            assert np.isclose(best.similarity, 1.0, atol=1e-3)
            match = next(m for m in index.search(term, least=0.0) if index.term(m.term) == term)
            holders = index.with_term(match.term, np.arange(len(names), dtype=np.uint32))
            assert np.flatnonzero(holders).tolist() == index.rows(match.term)
            assert holders[number]


@given(st.lists(st.text("abcd", min_size=2, max_size=8), min_size=1, max_size=8), st.text("abcd", max_size=8))
def test_searches_do_not_influence_each_other(names: list[str], form: str) -> None:
    index = searched(*names)
    first = index.search(form, least=0.01)
    for name in names:
        index.search(name)
    assert index.search(form, least=0.01) == first == searched(*names).search(form, least=0.01)


def test_the_spellings_of_a_name_are_read_without_the_rest_of_it(tmp_path: Path) -> None:
    built = Gazetteer.build(["NATO Secretary General Mark Rutte met Keir Starmer. Rutte left.", "Mark Rutte spoke."])
    built.pack(tmp_path / "names.gaz")
    packed = Gazetteer.load(tmp_path / "names.gaz")
    for gazetteer in (built, packed):
        for row, name in enumerate(gazetteer.names):
            assert list(gazetteer.spellings(row)) == full_spellings(name)
            assert gazetteer.name_at(row) == name


def test_a_confirmed_name_does_not_move_the_numbers_of_the_others(tmp_path: Path) -> None:
    packed = Gazetteer.from_names([(name, Kind.OTHER, ()) for name in NAMES], tmp_path / "names.gaz")
    confirmed = packed.confirm("Anna Aaberg", Kind.PERSON, "editor")
    (match, *_) = confirmed.name_search.search("latte")
    rows = confirmed.name_search.rows(match.term)
    assert [confirmed.name_at(row).canonical for row in rows] == ["Mark Rutte"]
    assert [confirmed.spellings(row) for row in rows] == [("Mark Rutte",)]


def test_names_like_a_form_are_listed_for_rare_terms_only() -> None:
    index = searched("Mark Rutte", "Mark Latte", "Mark Starmer", "Jan Ruttes")
    similarities, common = index.names_like("rutte", 30, 0.2, 2)
    assert max(similarities, key=lambda row: similarities[row]) == 0
    assert common == ()
    similarities, common = index.names_like("mark", 30, 0.5, 2)
    assert similarities == {}
    assert [index.term(term) for term, _ in common] == ["mark"]
