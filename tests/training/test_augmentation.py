"""Sources in which other people stand: only people, only those the copy has right, throughout."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_cases import bench_item

from repair.gazetteer import Gazetteer
from repair.text.lexicon import Lexicon
from repair.training import augmentation
from repair.training.cases import OTHER, archive_of, cases_of
from repair.training.evaluation.benchmark import BenchmarkItem

SOURCE = (
    "Spokeswoman Karin Lindqvist said in Berlin that the strike was over. Lindqvist thanked Nils Ekholm, who had "
    "asked for talks on Thursday."
)
COPY = "The strike is over, spokeswoman Karin Lindqvist said in Berlin. Nils Ekholn asked for talks, Lindqvist said."
ELSEWHERE = "The farmer Anatol Rusnac sold plums to Marek Dvorsky. Rusnac grows them with Ingrid Halvorsen near Oslo."
ITEM = bench_item("one", "strike", COPY, (SOURCE,), Ekholn="Ekholm")
OTHERS = bench_item("two", "plums", ELSEWHERE, (ELSEWHERE,))
PEOPLE = {"Anatol", "Rusnac", "Marek", "Dvorsky", "Ingrid", "Halvorsen"}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> BenchmarkItem:
    """The story of the strike told with another spokeswoman."""
    monkeypatch.setattr(augmentation, "_SHARE", 1.0)
    monkeypatch.setattr(augmentation, "_EVERY", 1)
    return next(item for item in augmentation.with_others([ITEM, OTHERS], Lexicon.load()) if item.doc == "strike")


def test_a_person_whom_the_copy_names_rightly_is_swapped_in_all_clean_texts(told: BenchmarkItem) -> None:
    before, after = SOURCE.split(), told.clean[0].split()
    swapped = {one: other for one, other in zip(before, after, strict=True) if one != other}
    assert swapped.keys() == {"Karin", "Lindqvist"}
    assert set(swapped.values()) <= PEOPLE | {"Nils", "Ekholm"}
    assert "Lindqvist" not in told.clean[0]


def test_copy_and_labels_are_unchanged(told: BenchmarkItem) -> None:
    assert replace(told, clean=ITEM.clean) == ITEM


def test_swapping_is_deterministic(told: BenchmarkItem) -> None:
    assert told in augmentation.with_others([ITEM, OTHERS], Lexicon.load())


def test_the_label_is_right_and_a_swapped_person_wrong(told: BenchmarkItem) -> None:
    background = Lexicon.load()
    (case,) = cases_of([told], OTHER, archive_of([told], background), Gazetteer.build(told.clean), lambda: None)
    wrong = {row.candidate.form.fold for row, right, _ in case.surveyed if not right}
    assert wrong & {"karin", "lindqvist", "karin lindqvist"}
    right = {(row.candidate.form.fold, row.candidate.text) for row, right, _ in case.surveyed if right}
    assert not right or right <= {("ekholn", "Ekholm"), ("nils ekholn", "Nils Ekholm")}


def test_an_item_without_a_person_to_swap_is_left_out() -> None:
    plain = bench_item("one", "rain", "It rained in Berlin.", ("It rained in Berlin.",))
    assert augmentation.with_others([plain], Lexicon.load()) == []
